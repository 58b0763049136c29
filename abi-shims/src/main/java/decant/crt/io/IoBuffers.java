package decant.crt.io;

import decant.nt.GuestThread;

/** Guest memory that a thread translates text in. */
final class IoBuffers {
  /** Size of each buffer, in bytes. */
  static final int SIZE = 0x2000;

  /** For data on its way between a program's buffer and a file. */
  final long translation;

  /** For what a program writes to an unbuffered stream in one call. */
  final long staging;

  private IoBuffers(GuestThread t) {
    translation = t.process.heap.allocate(t, 2L * SIZE);
    staging = translation + SIZE;
  }

  static IoBuffers of(GuestThread t) {
    return t.state(IoBuffers.class, IoBuffers::new);
  }
}
