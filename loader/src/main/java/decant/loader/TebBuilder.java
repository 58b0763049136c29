package decant.loader;

import decant.host.Memory;
import decant.nt.GuestThread;

/** Fills the TEB of a thread, as Windows 10, x64 lays it out. */
public final class TebBuilder {
  /** {@code NT_TIB.Version}, which fibers replace by their data. */
  static final int TIB_VERSION = 0x20;

  static final int CURRENT_LOCALE = 0x108;
  static final int REAL_CLIENT_ID = 0x7D8;
  static final int STATIC_UNICODE_STRING = 0x1258;
  static final int STATIC_UNICODE_BUFFER = 0x1268;

  /** The TEB itself ends here; what follows in its page is free. */
  static final int SIZE = 0x1838;

  private static final int WINDOWS_TIB_VERSION = 0x1E00;
  private static final int EN_US = 0x0409;
  private static final int STATIC_BUFFER_BYTES = 522;

  private TebBuilder() {}

  /**
   * Fills a zeroed TEB.
   *
   * @param reservation the lowest address of the stack: {@code DeallocationStack}
   * @param limit the lowest committed address: {@code StackLimit}
   * @param top the address behind the stack: {@code StackBase}
   */
  public static void fill(GuestThread thread, long reservation, long limit, long top) {
    long teb = thread.teb;
    Memory.putLong(teb + GuestThread.TEB_STACK_BASE, top);
    Memory.putLong(teb + GuestThread.TEB_STACK_LIMIT, limit);
    Memory.putLong(teb + GuestThread.TEB_DEALLOCATION_STACK, reservation);
    Memory.putInt(teb + TIB_VERSION, WINDOWS_TIB_VERSION);
    Memory.putLong(teb + GuestThread.TEB_SELF, teb);
    Memory.putLong(teb + GuestThread.TEB_PROCESS_ID, thread.process.id);
    Memory.putLong(teb + GuestThread.TEB_THREAD_ID, thread.id);
    Memory.putLong(teb + REAL_CLIENT_ID, thread.process.id);
    Memory.putLong(teb + REAL_CLIENT_ID + 8, thread.id);
    Memory.putLong(teb + GuestThread.TEB_PEB, thread.process.peb);
    Memory.putInt(teb + CURRENT_LOCALE, EN_US);
    Memory.putShort(
        teb + STATIC_UNICODE_STRING + UnicodeString.MAXIMUM_LENGTH, STATIC_BUFFER_BYTES);
    Memory.putLong(
        teb + STATIC_UNICODE_STRING + UnicodeString.BUFFER, teb + STATIC_UNICODE_BUFFER);
  }
}
