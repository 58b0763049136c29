package decant.crt.format;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.nt.GuestThread;

/** The functions of the universal CRT that its inlined printf functions call. */
@Library("ucrtbase")
public final class CommonPrintf {
  /** What the inlined functions take for a result that was cut. */
  private static final int CUT = -2;

  private CommonPrintf() {}

  @Export({"__stdio_common_vfprintf", "__stdio_common_vfprintf_s"})
  static int __stdio_common_vfprintf(
      GuestThread t, long options, long stream, @In long format, @Opt long locale, long arguments) {
    return PrintfTargets.toStream(t, false, stream, format, arguments, universal(options));
  }

  @Export
  static int __stdio_common_vfprintf_p(
      GuestThread t, long options, long stream, @In long format, @Opt long locale, long arguments) {
    return PrintfTargets.toStream(
        t, false, stream, format, arguments, universal(options) | PrintfOptions.POSITIONAL);
  }

  @Export
  @Direct
  static int __stdio_common_vsprintf(
      GuestThread t,
      long options,
      @Out @Opt long buffer,
      long count,
      @In long format,
      @Opt long locale,
      long arguments) {
    return bounded(t, false, options, buffer, count, format, arguments);
  }

  @Export
  @Direct
  static int __stdio_common_vsprintf_s(
      GuestThread t,
      long options,
      @Out long buffer,
      long count,
      @In long format,
      @Opt long locale,
      long arguments) {
    return PrintfTargets.secure(t, false, buffer, count, format, arguments, universal(options));
  }

  @Export
  static int __stdio_common_vsprintf_p(
      GuestThread t,
      long options,
      @Out long buffer,
      long count,
      @In long format,
      @Opt long locale,
      long arguments) {
    return PrintfTargets.secure(
        t, false, buffer, count, format, arguments, universal(options) | PrintfOptions.POSITIONAL);
  }

  @Export
  @Direct
  static int __stdio_common_vsnprintf_s(
      GuestThread t,
      long options,
      @Out long buffer,
      long sizeOfBuffer,
      long count,
      @In long format,
      @Opt long locale,
      long arguments) {
    return PrintfTargets.secure(
        t, false, buffer, sizeOfBuffer, count, format, arguments, universal(options));
  }

  @Export({"__stdio_common_vfwprintf", "__stdio_common_vfwprintf_s"})
  static int __stdio_common_vfwprintf(
      GuestThread t, long options, long stream, @In long format, @Opt long locale, long arguments) {
    return PrintfTargets.toStream(t, true, stream, format, arguments, universal(options));
  }

  @Export
  static int __stdio_common_vfwprintf_p(
      GuestThread t, long options, long stream, @In long format, @Opt long locale, long arguments) {
    return PrintfTargets.toStream(
        t, true, stream, format, arguments, universal(options) | PrintfOptions.POSITIONAL);
  }

  @Export
  @Direct
  static int __stdio_common_vswprintf(
      GuestThread t,
      long options,
      @Out @Opt long buffer,
      long count,
      @In long format,
      @Opt long locale,
      long arguments) {
    return bounded(t, true, options, buffer, count, format, arguments);
  }

  @Export
  @Direct
  static int __stdio_common_vswprintf_s(
      GuestThread t,
      long options,
      @Out long buffer,
      long count,
      @In long format,
      @Opt long locale,
      long arguments) {
    return PrintfTargets.secure(t, true, buffer, count, format, arguments, universal(options));
  }

  @Export
  static int __stdio_common_vswprintf_p(
      GuestThread t,
      long options,
      @Out long buffer,
      long count,
      @In long format,
      @Opt long locale,
      long arguments) {
    return PrintfTargets.secure(
        t, true, buffer, count, format, arguments, universal(options) | PrintfOptions.POSITIONAL);
  }

  @Export
  @Direct
  static int __stdio_common_vsnwprintf_s(
      GuestThread t,
      long options,
      @Out long buffer,
      long sizeOfBuffer,
      long count,
      @In long format,
      @Opt long locale,
      long arguments) {
    return PrintfTargets.secure(
        t, true, buffer, sizeOfBuffer, count, format, arguments, universal(options));
  }

  private static int universal(long options) {
    return (int) options & 0xFF | PrintfOptions.UNIVERSAL;
  }

  private static int bounded(
      GuestThread t,
      boolean wide,
      long bits,
      long buffer,
      long count,
      long format,
      long arguments) {
    int options = universal(bits);
    if (buffer == 0) {
      return PrintfTargets.length(t, wide, format, arguments, options);
    }
    if ((options & PrintfOptions.STANDARD_SNPRINTF) != 0) {
      return PrintfTargets.standard(t, wide, buffer, count, format, arguments, options);
    }
    if ((options & PrintfOptions.LEGACY_NULL_TERMINATION) != 0) {
      return PrintfTargets.cut(t, wide, buffer, count, format, arguments, options);
    }
    int length = PrintfTargets.ended(t, wide, buffer, count, format, arguments, options);
    return length < 0 ? CUT : length;
  }
}
