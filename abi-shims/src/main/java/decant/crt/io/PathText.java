package decant.crt.io;

import decant.abi.CrtErrno;
import decant.abi.Text;
import decant.nt.GuestThread;

/** Paths that are returned in a program's buffer, or in one that is made for it. */
final class PathText {
  private PathText() {}

  /**
   * Stores a path.
   *
   * @param buffer where to, or 0 for a new block that the program frees
   * @param room units at {@code buffer}; {@code ERANGE} when they do not suffice
   */
  static long store(GuestThread t, Text encoding, String path, long buffer, long room) {
    if (buffer == 0) {
      long units = Math.max(room, encoding.length(path) + 1L);
      if (units > Integer.MAX_VALUE) {
        throw CrtErrno.ENOMEM.exception();
      }
      long block = t.process.heap.allocate(t, units * encoding.unit);
      encoding.write(block, path);
      return block;
    }
    if (room <= 0) {
      throw CrtErrno.EINVAL.exception();
    }
    if (encoding.length(path) >= room) {
      throw CrtErrno.ERANGE.exception();
    }
    encoding.write(buffer, path);
    return buffer;
  }
}
