package decant.kernel32;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Library;
import decant.abi.Opt;
import decant.host.Memory;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.Win32Error;
import java.util.BitSet;
import java.util.function.Function;

/**
 * Thread-local slots (processthreadsapi.h): 64 in the TEB and 1024 more in a block of the heap that
 * a thread gets when it first stores into one of those.
 */
@Library({"kernel32", "kernelbase"})
public final class Tls {
  private static final int SLOTS = 64;
  private static final int EXPANSION_SLOTS = 1024;

  /** Which indices are taken. */
  private static final class Indices {
    /** A class, for a lambda would cost every start of a program some milliseconds. */
    static final Function<GuestProcess, Indices> MAKE =
        new Function<>() {
          @Override
          public Indices apply(GuestProcess process) {
            return new Indices();
          }
        };

    final BitSet taken = new BitSet(SLOTS + EXPANSION_SLOTS);

    Indices() {
      taken.set(0); // never given out: runtimes take 0 for an index that they do not have yet
    }
  }

  private Tls() {}

  /**
   * Takes the lowest free index.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-tlsalloc">TlsAlloc</a>
   */
  @Export(fails = Fails.MINUS_ONE)
  static int TlsAlloc(GuestThread t) {
    Indices indices = t.process.state(Indices.class, Indices.MAKE);
    synchronized (indices) {
      int index = indices.taken.nextClearBit(0);
      if (index >= SLOTS + EXPANSION_SLOTS) {
        throw Win32Error.NO_MORE_ITEMS.exception();
      }
      indices.taken.set(index);
      for (int slot = 0; slot < t.process.threadSlots(); slot++) {
        GuestThread thread = t.process.threadAt(slot);
        if (thread != null) {
          clear(thread, index);
        }
      }
      return index;
    }
  }

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-tlsfree">TlsFree</a>
   */
  @Export
  static boolean TlsFree(GuestThread t, int dwTlsIndex) {
    Indices indices = t.process.state(Indices.class, Indices.MAKE);
    synchronized (indices) {
      if (dwTlsIndex <= 0 || !indices.taken.get(dwTlsIndex)) {
        throw NtStatus.INVALID_PARAMETER.exception();
      }
      indices.taken.clear(dwTlsIndex);
    }
    return true;
  }

  private static void clear(GuestThread t, int index) {
    if (index < SLOTS) {
      Memory.putLong(t.teb + GuestThread.TEB_TLS_SLOTS + 8L * index, 0);
      return;
    }
    long slots = Memory.getLong(t.teb + GuestThread.TEB_TLS_EXPANSION_SLOTS);
    if (slots != 0) {
      Memory.putLong(slots + 8L * (index - SLOTS), 0);
    }
  }

  /**
   * The value in a slot; success sets the last error to 0.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-tlsgetvalue">TlsGetValue</a>
   */
  @Export
  @Direct
  static native long TlsGetValue(int dwTlsIndex);

  /**
   * Stores into a slot. Java sees only a thread's first store into an expansion slot.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-tlssetvalue">TlsSetValue</a>
   */
  @Export
  @Direct
  static boolean TlsSetValue(GuestThread t, int dwTlsIndex, @Opt long lpTlsValue) {
    if (Integer.compareUnsigned(dwTlsIndex, SLOTS + EXPANSION_SLOTS) >= 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    long slot = t.teb + GuestThread.TEB_TLS_SLOTS + 8L * dwTlsIndex;
    if (dwTlsIndex >= SLOTS) {
      long expansion = t.teb + GuestThread.TEB_TLS_EXPANSION_SLOTS;
      if (Memory.getLong(expansion) == 0) {
        Memory.putLong(expansion, t.process.heap.allocate(t, 8L * EXPANSION_SLOTS));
      }
      slot = Memory.getLong(expansion) + 8L * (dwTlsIndex - SLOTS);
    }
    Memory.putLong(slot, lpTlsValue);
    return true;
  }

  /** A thread has ended: frees its expansion slots. */
  public static void threadEnded(GuestThread t) {
    long field = t.teb + GuestThread.TEB_TLS_EXPANSION_SLOTS;
    long slots = Memory.getLong(field);
    if (slots != 0) {
      Memory.putLong(field, 0);
      t.process.heap.free(t, slots);
    }
  }
}
