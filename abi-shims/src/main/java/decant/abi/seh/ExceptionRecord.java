package decant.abi.seh;

import decant.host.Memory;

/** The {@code EXCEPTION_RECORD} structure of x86-64 (winnt.h), by address. */
public final class ExceptionRecord {
  public static final int SIZE = 0x98;

  /** {@code EXCEPTION_NONCONTINUABLE}. */
  public static final int NONCONTINUABLE = 1;

  /** {@code EXCEPTION_UNWINDING}. */
  public static final int UNWINDING = 2;

  /** {@code EXCEPTION_EXIT_UNWIND}. */
  public static final int EXIT_UNWIND = 4;

  /** {@code EXCEPTION_STACK_INVALID}: the stack does not lead to its end. */
  public static final int STACK_INVALID = 8;

  /** {@code EXCEPTION_NESTED_CALL}. */
  public static final int NESTED_CALL = 0x10;

  /** {@code EXCEPTION_TARGET_UNWIND}. */
  public static final int TARGET_UNWIND = 0x20;

  /** {@code EXCEPTION_COLLIDED_UNWIND}. */
  public static final int COLLIDED_UNWIND = 0x40;

  /** {@code EXCEPTION_MAXIMUM_PARAMETERS}. */
  public static final int MAX_PARAMETERS = 15;

  private static final int FLAGS = 0x04;
  private static final int NESTED = 0x08;
  private static final int ADDRESS = 0x10;
  private static final int PARAMETER_COUNT = 0x18;
  private static final int PARAMETERS = 0x20;

  private ExceptionRecord() {}

  /** Fills a record without parameters. */
  public static void write(long record, int code, int flags, long address) {
    Memory.fill(record, SIZE, 0);
    Memory.putInt(record, code);
    Memory.putInt(record + FLAGS, flags);
    Memory.putLong(record + ADDRESS, address);
  }

  /** Adds a parameter; there is room for {@link #MAX_PARAMETERS}. */
  public static void addParameter(long record, long value) {
    int n = Memory.getInt(record + PARAMETER_COUNT);
    Memory.putLong(record + PARAMETERS + 8L * n, value);
    Memory.putInt(record + PARAMETER_COUNT, n + 1);
  }

  public static int code(long record) {
    return Memory.getInt(record);
  }

  public static int flags(long record) {
    return Memory.getInt(record + FLAGS);
  }

  /** Whether the handlers are called for an unwind, not to ask whether they handle it. */
  public static boolean unwinding(long record) {
    return (flags(record) & (UNWINDING | EXIT_UNWIND)) != 0;
  }

  public static void setFlags(long record, int flags) {
    Memory.putInt(record + FLAGS, flags);
  }

  /** Sets the record of the exception during whose handling this one happened. */
  static void setNested(long record, long nested) {
    Memory.putLong(record + NESTED, nested);
  }

  public static int parameterCount(long record) {
    return Math.clamp(Memory.getInt(record + PARAMETER_COUNT), 0, MAX_PARAMETERS);
  }

  public static long address(long record) {
    return Memory.getLong(record + ADDRESS);
  }

  public static void setAddress(long record, long address) {
    Memory.putLong(record + ADDRESS, address);
  }

  public static long parameter(long record, int index) {
    return Memory.getLong(record + PARAMETERS + 8L * index);
  }
}
