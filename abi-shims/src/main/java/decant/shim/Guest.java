package decant.shim;

import decant.abi.Gate;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.ThreadBlock;

/**
 * What a shim does with the program besides reading and writing its memory ({@link Memory}): calls
 * its functions, and gets memory that the program sees.
 *
 * <p>All of it belongs to the calling thread: {@code t} is the one that the shim was called with,
 * and this is done on the Java thread that runs it.
 *
 * <p>A called function may never come back: a thread or the process may end in it, or an exception
 * may unwind to a frame below the shim. Java then sees an exception that passes through the shim.
 * Clean up in {@code finally}; never catch what is not yours ({@code RuntimeException}, {@code
 * Throwable}) around a call.
 */
public final class Guest {
  private Guest() {}

  /**
   * Calls a function of the program, as a callback is called: on this thread, with the Win64
   * calling convention.
   *
   * @param function its address, as the program has passed it
   * @param arguments at most 16: integers and pointers as they are, an {@code int} sign-extended as
   *     Java does it, floating-point numbers through {@link #bits(double)} or {@link #bits(float)}
   * @return RAX; of a function that returns 32 bits only the lower half counts: {@code (int)}
   */
  public static long call(GuestThread t, long function, long... arguments) {
    return Gate.callWith(t, function, arguments);
  }

  /** As {@link #call}, of a function that returns a {@code double}. */
  public static double callDouble(GuestThread t, long function, long... arguments) {
    Gate.callWith(t, function, arguments);
    return Memory.getDouble(t.teb + ThreadBlock.XMM0);
  }

  /** As {@link #call}, of a function that returns a {@code float}. */
  public static float callFloat(GuestThread t, long function, long... arguments) {
    Gate.callWith(t, function, arguments);
    return Memory.getFloat(t.teb + ThreadBlock.XMM0);
  }

  /** A {@code double} as an argument of {@link #call}. */
  public static long bits(double value) {
    return Double.doubleToRawLongBits(value);
  }

  /** A {@code float} as an argument of {@link #call}. */
  public static long bits(float value) {
    return Float.floatToRawIntBits(value) & 0xFFFF_FFFFL;
  }

  /**
   * Memory of the process heap, zeroed, aligned to 16 bytes: the program may free it with {@code
   * HeapFree(GetProcessHeap(), …)} or {@code LocalFree}.
   *
   * @param size in bytes
   * @throws decant.nt.NtStatusException {@code STATUS_NO_MEMORY} when there is not so much
   */
  public static long allocate(GuestThread t, long size) {
    long block = size < 0 ? 0 : t.process.heap.allocate(t, size);
    if (block == 0) {
      throw NtStatus.NO_MEMORY.exception();
    }
    return block;
  }

  /** Frees what {@link #allocate} or {@link #string} has returned, or the program's own block. */
  public static void free(GuestThread t, long block) {
    t.process.heap.free(t, block);
  }

  /** A copy of a string with its zero in memory of the process heap; see {@link #allocate}. */
  public static long string(GuestThread t, Text encoding, String text) {
    long block = allocate(t, (encoding.length(text) + 1L) * encoding.unit);
    encoding.write(block, text);
    return block;
  }
}
