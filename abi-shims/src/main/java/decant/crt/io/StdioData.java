package decant.crt.io;

import decant.abi.Data;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.host.Memory;
import decant.nt.GuestThread;

/** The standard FILEs. */
@Library({"msvcrt", "ucrtbase"})
public final class StdioData {
  private StdioData() {}

  @Export(dll = "msvcrt")
  @Data(size = Streams.STANDARD * Stream.SIZE)
  static void _iob(GuestThread t, long address) {
    Streams.make(t, address);
  }

  @Export(dll = "msvcrt")
  static long __iob_func(GuestThread t) {
    return Streams.of(t).standard(0);
  }

  @Export(dll = {"msvcrt", "ucrtbase"})
  public static long __acrt_iob_func(GuestThread t, int index) {
    return Streams.of(t).standard(index);
  }

  /**
   * Where a FILE keeps its buffer, position and count: the C++ library's file buffers share them.
   */
  @Export(dll = "ucrtbase", fails = Fails.ERRNO)
  static int _get_stream_buffer_pointers(
      GuestThread t,
      long stream,
      @Out @Opt long base,
      @Out @Opt long pointer,
      @Out @Opt long count) {
    Stream s = Streams.get(t, stream);
    putPointer(base, s.file + Stream.BASE);
    putPointer(pointer, s.file + Stream.PTR);
    putPointer(count, s.file + Stream.CNT);
    return 0;
  }

  private static void putPointer(long to, long pointer) {
    if (to != 0) {
      Memory.putLong(to, pointer);
    }
  }
}
