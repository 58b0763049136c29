package decant.abi;

import java.util.ArrayList;

/**
 * Objects of a library that programs know by opaque pointer-sized values which they never look
 * behind (cryptographic hashes and providers, search handles …). Values are small multiples of 16
 * from 0x10000 on: no null pointer, and none that a program could mistake for memory of its own.
 *
 * @param <T> what the values stand for
 */
public final class OpaqueHandles<T> {
  private static final long FIRST = 0x1_0000L;
  private static final long STEP = 16;

  private final ArrayList<T> objects = new ArrayList<>();

  /** Names an object. */
  public synchronized long open(T object) {
    int i = objects.indexOf(null);
    if (i < 0) {
      i = objects.size();
      objects.add(object);
    } else {
      objects.set(i, object);
    }
    return FIRST + STEP * i;
  }

  /** The object of a value, or null. */
  public synchronized T get(long handle) {
    int i = index(handle);
    return i < 0 ? null : objects.get(i);
  }

  /** Ends a name; returns the object that it stood for, or null. */
  public synchronized T close(long handle) {
    int i = index(handle);
    return i < 0 ? null : objects.set(i, null);
  }

  private int index(long handle) {
    long i = (handle - FIRST) / STEP;
    return handle < FIRST || (handle - FIRST) % STEP != 0 || i >= objects.size() ? -1 : (int) i;
  }
}
