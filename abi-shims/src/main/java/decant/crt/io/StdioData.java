package decant.crt.io;

import decant.abi.Data;
import decant.abi.Export;
import decant.abi.Library;
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
  static long __acrt_iob_func(GuestThread t, int index) {
    return Streams.of(t).standard(index);
  }
}
