package decant.crt.io;

import decant.crt.format.Output;
import decant.nt.GuestThread;

/** Formatted output on its way to a stream. */
public final class StreamOutput {
  private StreamOutput() {}

  /** The address of the standard output FILE. */
  public static long stdout(GuestThread t) {
    return Streams.of(t).standard(1);
  }

  /**
   * Writes to a stream.
   *
   * @param wide whether the output is UTF-16
   * @return the number of units, -1 when they could not be written
   */
  public static int write(GuestThread t, long file, Output out, boolean wide) {
    Stream s = Streams.get(t, file);
    s.lock.lock();
    try {
      boolean written =
          wide ? writeWide(t, s, out) : StreamBlocks.write(t, s, out.toBytes(), out.length());
      return written ? out.length() : Stream.END;
    } finally {
      s.lock.unlock();
    }
  }

  private static boolean writeWide(GuestThread t, Stream s, Output out) {
    for (int i = 0; i < out.length(); i++) {
      if (!StreamWide.put(t, s, out.unit(i))) {
        return false;
      }
    }
    return true;
  }
}
