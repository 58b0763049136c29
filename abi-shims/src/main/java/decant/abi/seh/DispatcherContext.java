package decant.abi.seh;

import decant.host.Memory;

/**
 * The {@code DISPATCHER_CONTEXT} structure of x86-64, by address: what a language handler is told.
 */
public final class DispatcherContext {
  public static final int SIZE = 0x50;
  public static final int CONTROL_PC = 0x00;
  public static final int IMAGE_BASE = 0x08;
  public static final int FUNCTION_ENTRY = 0x10;
  public static final int ESTABLISHER_FRAME = 0x18;
  public static final int TARGET_IP = 0x20;
  public static final int CONTEXT_RECORD = 0x28;
  public static final int LANGUAGE_HANDLER = 0x30;
  public static final int HANDLER_DATA = 0x38;
  public static final int HISTORY_TABLE = 0x40;
  public static final int SCOPE_INDEX = 0x48;

  private DispatcherContext() {}

  /**
   * Fills the structure for one frame.
   *
   * @param scope where in the handler's data to begin
   */
  static void write(
      long at,
      long pc,
      UnwindInfo function,
      Unwinder frame,
      long targetIp,
      long context,
      int scope) {
    Memory.putLong(at + CONTROL_PC, pc);
    Memory.putLong(at + IMAGE_BASE, function.base);
    Memory.putLong(at + FUNCTION_ENTRY, function.entry);
    Memory.putLong(at + ESTABLISHER_FRAME, frame.establisher);
    Memory.putLong(at + TARGET_IP, targetIp);
    Memory.putLong(at + CONTEXT_RECORD, context);
    Memory.putLong(at + LANGUAGE_HANDLER, frame.handler);
    Memory.putLong(at + HANDLER_DATA, frame.handlerData);
    Memory.putLong(at + HISTORY_TABLE, 0);
    Memory.putLong(at + SCOPE_INDEX, scope);
  }
}
