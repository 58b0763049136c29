package decant.host;

import jdk.internal.misc.Unsafe;

/**
 * Atomic operations on aligned words of guest memory, ordered as the guest's own locked
 * instructions are. A word that is not aligned counts as one that cannot be accessed.
 */
public final class Atomic {
  private static final Unsafe UNSAFE = Unsafe.getUnsafe();

  private Atomic() {}

  private static long at(long address, int size) {
    long offset = address - Memory.LOW;
    if ((address & size - 1) != 0 || offset < 0 || offset > Memory.LIMIT - Memory.LOW - size) {
      throw new GuestFault(address);
    }
    return address;
  }

  public static int get(long address) {
    return UNSAFE.getIntVolatile(null, at(address, 4));
  }

  public static boolean compareAndSet(long address, int expected, int value) {
    return UNSAFE.compareAndSetInt(null, at(address, 4), expected, value) || failed(address);
  }

  /** Returns the value before. */
  public static int getAndSet(long address, int value) {
    int before;
    do {
      before = get(address);
    } while (!compareAndSet(address, before, value));
    return before;
  }

  /** Returns the value before. */
  public static int getAndAdd(long address, int delta) {
    int before;
    do {
      before = get(address);
    } while (!compareAndSet(address, before, before + delta));
    return before;
  }

  public static boolean compareAndSetLong(long address, long expected, long value) {
    return UNSAFE.compareAndSetLong(null, at(address, 8), expected, value) || failed(address);
  }

  /** Why an exchange has failed: false when another value was there. */
  private static boolean failed(long address) {
    long fault = Signals.exchangeFault;
    if (fault != 0 && UNSAFE.getLongVolatile(null, fault) == address) {
      UNSAFE.putLongVolatile(null, fault, 0);
      throw GuestFault.ofWrite(address);
    }
    return false;
  }
}
