package decant.host;

import jdk.internal.misc.Unsafe;

/**
 * Atomic operations on aligned words of guest memory, ordered as the guest's own locked
 * instructions are. A word that is not aligned counts as one that cannot be accessed.
 */
public final class Atomic {
  private static final Unsafe UNSAFE = Unsafe.getUnsafe();

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
    return address;
  }

  public static int get(long address) {
    return UNSAFE.getIntVolatile(null, at(address));
  }

  public static boolean compareAndSet(long address, int expected, int value) {
    return UNSAFE.compareAndSetInt(null, at(address), expected, value);
  }

  /** Returns the value before. */
  public static int getAndSet(long address, int value) {
    return UNSAFE.getAndSetInt(null, at(address), value);
  }

  /** Returns the value before. */
  public static int getAndAdd(long address, int delta) {
    return UNSAFE.getAndAddInt(null, at(address), delta);
  }

  public static boolean compareAndSetLong(long address, long expected, long value) {
    return UNSAFE.compareAndSetLong(null, at(address, 8), expected, value);
  }
}
