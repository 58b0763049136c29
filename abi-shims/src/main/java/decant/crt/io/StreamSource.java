package decant.crt.io;

import decant.crt.format.ScanSource;
import decant.crt.format.Scanf;
import decant.nt.GuestThread;

/** A stream that scanf reads from. */
public final class StreamSource implements ScanSource {
  private final GuestThread t;
  private final Stream stream;
  private final boolean wide;

  private StreamSource(GuestThread t, Stream stream, boolean wide) {
    this.t = t;
    this.stream = stream;
    this.wide = wide;
  }

  /** The address of the standard input FILE. */
  public static long stdin(GuestThread t) {
    return Streams.of(t).standard(0);
  }

  /** Reads from a stream by a format; as {@link Scanf#scan}. */
  public static int scan(
      GuestThread t, long file, boolean wide, long format, long arguments, int options) {
    Stream s = Streams.get(t, file);
    s.lock.lock();
    try {
      return Scanf.scan(t, new StreamSource(t, s, wide), wide, format, arguments, options);
    } finally {
      s.lock.unlock();
    }
  }

  @Override
  public int next() {
    if (!wide) {
      return stream.get(t);
    }
    int c = StreamWide.get(t, stream);
    return c == StreamWide.WEOF ? END : c;
  }

  @Override
  public void back(int unit) {
    if (wide) {
      StreamWide.unget(t, stream, unit);
    } else {
      stream.unget(t, unit);
    }
  }
}
