package decant.crt.format;

import decant.abi.CrtErrno;
import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.crt.io.StreamSource;
import decant.nt.GuestThread;

/** The functions of the universal CRT that its inlined scanf functions call. */
@Library("ucrtbase")
public final class CommonScanf {
  private CommonScanf() {}

  @Export
  static int __stdio_common_vfscanf(
      GuestThread t, long options, long stream, @In long format, @Opt long locale, long arguments) {
    return StreamSource.scan(t, stream, false, format, arguments, (int) options);
  }

  @Export
  @Direct
  static int __stdio_common_vsscanf(
      GuestThread t,
      long options,
      @In long buffer,
      long count,
      @In long format,
      @Opt long locale,
      long arguments) {
    if (buffer == 0 || format == 0) {
      throw CrtErrno.EINVAL.exception();
    }
    return Scanf.scan(
        t, new StringSource(false, buffer, count), false, format, arguments, (int) options);
  }

  @Export
  static int __stdio_common_vfwscanf(
      GuestThread t, long options, long stream, @In long format, @Opt long locale, long arguments) {
    return StreamSource.scan(t, stream, true, format, arguments, (int) options);
  }

  @Export
  static int __stdio_common_vswscanf(
      GuestThread t,
      long options,
      @In long buffer,
      long count,
      @In long format,
      @Opt long locale,
      long arguments) {
    if (buffer == 0 || format == 0) {
      throw CrtErrno.EINVAL.exception();
    }
    return Scanf.scan(
        t, new StringSource(true, buffer, count), true, format, arguments, (int) options);
  }
}
