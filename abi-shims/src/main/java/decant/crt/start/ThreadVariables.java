package decant.crt.start;

import decant.host.Memory;
import decant.nt.GuestThread;

/** Variables that the CRT keeps for each thread in guest memory, and hands out addresses of. */
final class ThreadVariables {
  private static final int EXCEPTION_POINTERS = 0;
  private static final int FPE_CODE = 8;

  private final long address;

  /** The floating-point control word in the CRT's own bits. */
  int controlWord = FloatH.DEFAULT_CONTROL;

  private ThreadVariables(long address) {
    this.address = address;
  }

  static ThreadVariables of(GuestThread t) {
    return t.state(ThreadVariables.class, x -> new ThreadVariables(x.process.heap.allocate(x, 16)));
  }

  static long exceptionPointers(GuestThread t) {
    return of(t).address + EXCEPTION_POINTERS;
  }

  static void setExceptionPointers(GuestThread t, long pointers) {
    Memory.putLong(exceptionPointers(t), pointers);
  }

  static long fpeCode(GuestThread t) {
    return of(t).address + FPE_CODE;
  }
}
