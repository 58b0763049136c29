package decant.host;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Atomic operations on aligned words of guest memory, ordered as the guest's own locked
 * instructions are. A word that is not aligned counts as one that cannot be accessed.
 */
public final class Atomic {
  private static final MemorySegment ALL =
      MemorySegment.ofAddress(Memory.LOW).reinterpret(Memory.LIMIT - Memory.LOW);
  private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle();
  private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle();

  private Atomic() {}

  private static long at(long address) {
    return at(address, 4);
  }

  private static long at(long address, int size) {
    long offset = address - Memory.LOW;
    if ((address & size - 1) != 0 || offset < 0 || offset > Memory.LIMIT - Memory.LOW - size) {
      throw new GuestFault(address);
    }
    Memory.getByte(address); // HotSpot survives a fault of a plain access only
    return offset;
  }

  public static int get(long address) {
    return (int) INT.getVolatile(ALL, at(address));
  }

  public static boolean compareAndSet(long address, int expected, int value) {
    return INT.compareAndSet(ALL, at(address), expected, value);
  }

  /** Returns the value before. */
  public static int getAndSet(long address, int value) {
    return (int) INT.getAndSet(ALL, at(address), value);
  }

  /** Returns the value before. */
  public static int getAndAdd(long address, int delta) {
    return (int) INT.getAndAdd(ALL, at(address), delta);
  }

  public static boolean compareAndSetLong(long address, long expected, long value) {
    return LONG.compareAndSet(ALL, at(address, 8), expected, value);
  }
}
