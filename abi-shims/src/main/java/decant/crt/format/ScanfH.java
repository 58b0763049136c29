package decant.crt.format;

import decant.abi.CrtErrno;
import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.VarArgs;
import decant.crt.io.StreamSource;
import decant.nt.GuestThread;

/** The scanf functions of msvcrt. */
@Library("msvcrt")
public final class ScanfH {
  private ScanfH() {}

  @Export
  static int scanf(GuestThread t, @In long format, @VarArgs long arguments) {
    return stream(t, StreamSource.stdin(t), format, arguments, Scanf.LEGACY_WIDE_SPECIFIERS);
  }

  @Export
  static int fscanf(GuestThread t, long stream, @In long format, @VarArgs long arguments) {
    return stream(t, stream, format, arguments, Scanf.LEGACY_WIDE_SPECIFIERS);
  }

  @Export
  @Direct
  static int sscanf(GuestThread t, @In long buffer, @In long format, @VarArgs long arguments) {
    return string(t, buffer, -1, format, arguments, Scanf.LEGACY_WIDE_SPECIFIERS);
  }

  @Export
  static int _snscanf(
      GuestThread t, @In long input, long length, @In long format, @VarArgs long arguments) {
    return string(t, input, length, format, arguments, Scanf.LEGACY_WIDE_SPECIFIERS);
  }

  @Export
  static int _scanf_l(GuestThread t, @In long format, @Opt long locale, @VarArgs long arguments) {
    return stream(t, StreamSource.stdin(t), format, arguments, Scanf.LEGACY_WIDE_SPECIFIERS);
  }

  @Export
  static int _fscanf_l(
      GuestThread t, long stream, @In long format, @Opt long locale, @VarArgs long arguments) {
    return stream(t, stream, format, arguments, Scanf.LEGACY_WIDE_SPECIFIERS);
  }

  @Export
  static int _sscanf_l(
      GuestThread t, @In long buffer, @In long format, @Opt long locale, @VarArgs long arguments) {
    return string(t, buffer, -1, format, arguments, Scanf.LEGACY_WIDE_SPECIFIERS);
  }

  @Export
  static int _snscanf_l(
      GuestThread t,
      @In long input,
      long length,
      @In long format,
      @Opt long locale,
      @VarArgs long arguments) {
    return string(t, input, length, format, arguments, Scanf.LEGACY_WIDE_SPECIFIERS);
  }

  @Export
  static int scanf_s(GuestThread t, @In long format, @VarArgs long arguments) {
    return stream(
        t, StreamSource.stdin(t), format, arguments, Scanf.LEGACY_WIDE_SPECIFIERS | Scanf.SECURE);
  }

  @Export
  static int fscanf_s(GuestThread t, long stream, @In long format, @VarArgs long arguments) {
    return stream(t, stream, format, arguments, Scanf.LEGACY_WIDE_SPECIFIERS | Scanf.SECURE);
  }

  @Export
  @Direct
  static int sscanf_s(GuestThread t, @In long buffer, @In long format, @VarArgs long arguments) {
    return string(t, buffer, -1, format, arguments, Scanf.LEGACY_WIDE_SPECIFIERS | Scanf.SECURE);
  }

  @Export
  static int _snscanf_s(
      GuestThread t, @In long input, long length, @In long format, @VarArgs long arguments) {
    return string(t, input, length, format, arguments, Scanf.LEGACY_WIDE_SPECIFIERS | Scanf.SECURE);
  }

  @Export
  static int _scanf_s_l(GuestThread t, @In long format, @Opt long locale, @VarArgs long arguments) {
    return stream(
        t, StreamSource.stdin(t), format, arguments, Scanf.LEGACY_WIDE_SPECIFIERS | Scanf.SECURE);
  }

  @Export
  static int _fscanf_s_l(
      GuestThread t, long stream, @In long format, @Opt long locale, @VarArgs long arguments) {
    return stream(t, stream, format, arguments, Scanf.LEGACY_WIDE_SPECIFIERS | Scanf.SECURE);
  }

  @Export
  static int _sscanf_s_l(
      GuestThread t, @In long buffer, @In long format, @Opt long locale, @VarArgs long arguments) {
    return string(t, buffer, -1, format, arguments, Scanf.LEGACY_WIDE_SPECIFIERS | Scanf.SECURE);
  }

  @Export
  static int _snscanf_s_l(
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
    return StreamSource.scan(t, stream, false, format, arguments, options);
  }

  private static int string(
      GuestThread t, long buffer, long length, long format, long arguments, int options) {
    if (buffer == 0 || format == 0) {
      throw CrtErrno.EINVAL.exception();
    }
    return Scanf.scan(
        t, new StringSource(false, buffer, length), false, format, arguments, options);
  }
}
