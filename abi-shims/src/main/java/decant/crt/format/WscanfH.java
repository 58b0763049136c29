package decant.crt.format;

import decant.abi.CrtErrno;
import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.VarArgs;
import decant.crt.io.StreamSource;
import decant.nt.GuestThread;

/** The wide scanf functions of msvcrt. */
@Library("msvcrt")
public final class WscanfH {
  private WscanfH() {}

  @Export
  static int wscanf(GuestThread t, @In long format, @VarArgs long arguments) {
    return stream(t, StreamSource.stdin(t), format, arguments, Scanf.LEGACY_WIDE_SPECIFIERS);
  }

  @Export
  static int fwscanf(GuestThread t, long stream, @In long format, @VarArgs long arguments) {
    return stream(t, stream, format, arguments, Scanf.LEGACY_WIDE_SPECIFIERS);
  }

  @Export
  static int swscanf(GuestThread t, @In long buffer, @In long format, @VarArgs long arguments) {
    return string(t, buffer, -1, format, arguments, Scanf.LEGACY_WIDE_SPECIFIERS);
  }

  @Export
  static int _snwscanf(
      GuestThread t, @In long input, long length, @In long format, @VarArgs long arguments) {
    return string(t, input, length, format, arguments, Scanf.LEGACY_WIDE_SPECIFIERS);
  }

  @Export
  static int _wscanf_l(GuestThread t, @In long format, @Opt long locale, @VarArgs long arguments) {
    return stream(t, StreamSource.stdin(t), format, arguments, Scanf.LEGACY_WIDE_SPECIFIERS);
  }

  @Export
  static int _fwscanf_l(
      GuestThread t, long stream, @In long format, @Opt long locale, @VarArgs long arguments) {
    return stream(t, stream, format, arguments, Scanf.LEGACY_WIDE_SPECIFIERS);
  }

  @Export
  static int _swscanf_l(
      GuestThread t, @In long buffer, @In long format, @Opt long locale, @VarArgs long arguments) {
    return string(t, buffer, -1, format, arguments, Scanf.LEGACY_WIDE_SPECIFIERS);
  }

  @Export
  static int _snwscanf_l(
      GuestThread t,
      @In long input,
      long length,
      @In long format,
      @Opt long locale,
      @VarArgs long arguments) {
    return string(t, input, length, format, arguments, Scanf.LEGACY_WIDE_SPECIFIERS);
  }

  @Export
  static int wscanf_s(GuestThread t, @In long format, @VarArgs long arguments) {
    return stream(
        t, StreamSource.stdin(t), format, arguments, Scanf.LEGACY_WIDE_SPECIFIERS | Scanf.SECURE);
  }

  @Export
  static int fwscanf_s(GuestThread t, long stream, @In long format, @VarArgs long arguments) {
    return stream(t, stream, format, arguments, Scanf.LEGACY_WIDE_SPECIFIERS | Scanf.SECURE);
  }

  @Export
  static int swscanf_s(GuestThread t, @In long buffer, @In long format, @VarArgs long arguments) {
    return string(t, buffer, -1, format, arguments, Scanf.LEGACY_WIDE_SPECIFIERS | Scanf.SECURE);
  }

  @Export
  static int _snwscanf_s(
      GuestThread t, @In long input, long length, @In long format, @VarArgs long arguments) {
    return string(t, input, length, format, arguments, Scanf.LEGACY_WIDE_SPECIFIERS | Scanf.SECURE);
  }

  @Export
  static int _wscanf_s_l(
      GuestThread t, @In long format, @Opt long locale, @VarArgs long arguments) {
    return stream(
        t, StreamSource.stdin(t), format, arguments, Scanf.LEGACY_WIDE_SPECIFIERS | Scanf.SECURE);
  }

  @Export
  static int _fwscanf_s_l(
      GuestThread t, long stream, @In long format, @Opt long locale, @VarArgs long arguments) {
    return stream(t, stream, format, arguments, Scanf.LEGACY_WIDE_SPECIFIERS | Scanf.SECURE);
  }

  @Export
  static int _swscanf_s_l(
      GuestThread t, @In long buffer, @In long format, @Opt long locale, @VarArgs long arguments) {
    return string(t, buffer, -1, format, arguments, Scanf.LEGACY_WIDE_SPECIFIERS | Scanf.SECURE);
  }

  @Export
  static int _snwscanf_s_l(
      GuestThread t,
      @In long input,
      long length,
      @In long format,
      @Opt long locale,
      @VarArgs long arguments) {
    return string(t, input, length, format, arguments, Scanf.LEGACY_WIDE_SPECIFIERS | Scanf.SECURE);
  }

  private static int stream(GuestThread t, long stream, long format, long arguments, int options) {
    if (format == 0) {
      throw CrtErrno.EINVAL.exception();
    }
    return StreamSource.scan(t, stream, true, format, arguments, options);
  }

  private static int string(
      GuestThread t, long buffer, long length, long format, long arguments, int options) {
    if (buffer == 0 || format == 0) {
      throw CrtErrno.EINVAL.exception();
    }
    return Scanf.scan(t, new StringSource(true, buffer, length), true, format, arguments, options);
  }
}
