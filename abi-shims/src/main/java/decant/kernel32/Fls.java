package decant.kernel32;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Gate;
import decant.abi.Library;
import decant.abi.Opt;
import decant.host.Memory;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.ThreadBlock;
import java.util.BitSet;
import java.util.function.Function;

/**
 * Fiber-local slots (fibersapi.h). A thread's slots are a block of the heap that grows with the
 * highest index that it stores into; machine code reads and writes them.
 */
@Library({"kernel32", "kernelbase"})
public final class Fls {
  /** {@code FLS_MAXIMUM_AVAILABLE}; index 0 is not used. */
  private static final int MAXIMUM = 4080;

  private static final int GROWTH = 64;

  /** Which indices are taken, and their callbacks. */
  private static final class Indices {
    static final Function<GuestProcess, Indices> MAKE =
        new Function<>() {
          @Override
          public Indices apply(GuestProcess process) {
            return new Indices();
          }
        };

    final BitSet taken = new BitSet();
    final long[] callbacks = new long[MAXIMUM];

    Indices() {
      taken.set(0);
    }
  }

  private Fls() {}

  private static Indices indices(GuestThread t) {
    return t.process.state(Indices.class, Indices.MAKE);
  }

  /** The address of a slot of a thread, 0 when it never stored that far. */
  private static long slot(GuestThread t, int index) {
    long slots = Memory.getLong(t.teb + ThreadBlock.FLS);
    return slots == 0 || 8L * index > t.process.heap.size(slots) ? 0 : slots + 8L * (index - 1);
  }

  /**
   * Takes the lowest free index.
   *
   * @param lpCallback called with each value other than 0 that is left when a thread ends or the
   *     index is freed
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fibersapi/nf-fibersapi-flsalloc">FlsAlloc</a>
   */
  @Export(fails = Fails.MINUS_ONE)
  static int FlsAlloc(GuestThread t, @Opt long lpCallback) {
    Indices indices = indices(t);
    synchronized (indices) {
      int index = indices.taken.nextClearBit(0);
      if (index >= MAXIMUM) {
        throw NtStatus.NO_MEMORY.exception();
      }
      indices.taken.set(index);
      indices.callbacks[index] = lpCallback;
      return index;
    }
  }

  /**
   * Frees an index; its callback is called for the values that threads still have there.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fibersapi/nf-fibersapi-flsfree">FlsFree</a>
   */
  @Export
  static boolean FlsFree(GuestThread t, int dwFlsIndex) {
    Indices indices = indices(t);
    long callback;
    synchronized (indices) {
      if (dwFlsIndex <= 0 || !indices.taken.get(dwFlsIndex)) {
        throw NtStatus.INVALID_PARAMETER.exception();
      }
      callback = indices.callbacks[dwFlsIndex];
    }
    for (int i = 0; i < t.process.threadSlots(); i++) {
      GuestThread thread = t.process.threadAt(i);
      long slot = thread == null ? 0 : slot(thread, dwFlsIndex);
      if (slot != 0) {
        clear(t, slot, callback);
      }
    }
    for (long slots : FibersApi.parkedSlots(t.process)) {
      if (8L * dwFlsIndex <= t.process.heap.size(slots)) {
        clear(t, slots + 8L * (dwFlsIndex - 1), callback);
      }
    }
    synchronized (indices) {
      indices.taken.clear(dwFlsIndex);
    }
    return true;
  }

  private static void clear(GuestThread t, long slot, long callback) {
    long value = Memory.getLong(slot);
    Memory.putLong(slot, 0);
    if (value != 0 && callback != 0) {
      Gate.call(t, callback, value);
    }
  }

  /**
   * The value in a slot; success sets the last error to 0.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fibersapi/nf-fibersapi-flsgetvalue">FlsGetValue</a>
   */
  @Export
  @Direct
  static native long FlsGetValue(int dwFlsIndex);

  /**
   * Stores into a slot. Java sees only stores that a thread's slots do not reach to.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fibersapi/nf-fibersapi-flssetvalue">FlsSetValue</a>
   */
  @Export
  @Direct
  static boolean FlsSetValue(GuestThread t, int dwFlsIndex, @Opt long lpFlsData) {
    if (dwFlsIndex <= 0 || dwFlsIndex >= MAXIMUM) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    if (slot(t, dwFlsIndex) == 0) {
      long size = 8 * Memory.alignUp(dwFlsIndex, GROWTH);
      long field = t.teb + ThreadBlock.FLS;
      long slots = Memory.getLong(field);
      Memory.putLong(
          field,
          slots == 0
              ? t.process.heap.allocate(t, size)
              : t.process.heap.reallocate(t, slots, size, true, false));
    }
    Memory.putLong(slot(t, dwFlsIndex), lpFlsData);
    return true;
  }

  /** A thread ends: calls the callbacks of the values that it still has, and frees its slots. */
  public static void threadEnds(GuestThread t) {
    long field = t.teb + ThreadBlock.FLS;
    long slots = Memory.getLong(field);
    if (slots != 0) {
      callBack(t, slots);
      // The callbacks may have stored something: the slots may have been moved.
      slots = Memory.getLong(field);
      Memory.putLong(field, 0);
      t.process.heap.free(t, slots);
    }
  }

  /** A fiber that does not run is deleted: likewise. {@code slots} may be 0. */
  static void delete(GuestThread t, long slots) {
    if (slots != 0) {
      callBack(t, slots);
      t.process.heap.free(t, slots);
    }
  }

  private static void callBack(GuestThread t, long slots) {
    Indices indices = indices(t);
    int count = (int) (t.process.heap.size(slots) / 8);
    for (int index = 1; index <= count; index++) {
      long callback;
      synchronized (indices) {
        callback = indices.taken.get(index) ? indices.callbacks[index] : 0;
      }
      clear(t, slots + 8L * (index - 1), callback);
    }
  }
}
