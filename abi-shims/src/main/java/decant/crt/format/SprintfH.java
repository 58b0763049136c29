package decant.crt.format;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.VarArgs;
import decant.nt.GuestThread;

/** The printf functions of msvcrt that write to memory. */
@Library("msvcrt")
public final class SprintfH {
  private SprintfH() {}

  @Export
  @Direct
  static int sprintf(GuestThread t, @Out long buffer, @In long format, @VarArgs long arguments) {
    return PrintfTargets.unbounded(t, false, buffer, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _sprintf_l(
      GuestThread t, @Out long buffer, @In long format, @Opt long locale, @VarArgs long arguments) {
    return PrintfTargets.unbounded(t, false, buffer, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  @Direct
  static int sprintf_s(
      GuestThread t,
      @Out long buffer,
      long sizeOfBuffer,
      @In long format,
      @VarArgs long arguments) {
    return PrintfTargets.secure(
        t, false, buffer, sizeOfBuffer, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _sprintf_s_l(
      GuestThread t,
      @Out long buffer,
      long sizeOfBuffer,
      @In long format,
      @Opt long locale,
      @VarArgs long arguments) {
    return PrintfTargets.secure(
        t, false, buffer, sizeOfBuffer, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _sprintf_p(
      GuestThread t,
      @Out long buffer,
      long sizeOfBuffer,
      @In long format,
      @VarArgs long arguments) {
    return PrintfTargets.secure(
        t,
        false,
        buffer,
        sizeOfBuffer,
        format,
        arguments,
        PrintfOptions.MSVCRT | PrintfOptions.POSITIONAL);
  }

  @Export
  static int _sprintf_p_l(
      GuestThread t,
      @Out long buffer,
      long sizeOfBuffer,
      @In long format,
      @Opt long locale,
      @VarArgs long arguments) {
    return PrintfTargets.secure(
        t,
        false,
        buffer,
        sizeOfBuffer,
        format,
        arguments,
        PrintfOptions.MSVCRT | PrintfOptions.POSITIONAL);
  }

  @Export
  @Direct
  static int _snprintf(
      GuestThread t, @Out long buffer, long count, @In long format, @VarArgs long arguments) {
    return PrintfTargets.cut(t, false, buffer, count, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _snprintf_l(
      GuestThread t,
      @Out long buffer,
      long count,
      @In long format,
      @Opt long locale,
      @VarArgs long arguments) {
    return PrintfTargets.cut(t, false, buffer, count, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  @Direct
  static int _snprintf_s(
      GuestThread t,
      @Out long buffer,
      long sizeOfBuffer,
      long count,
      @In long format,
      @VarArgs long arguments) {
    return PrintfTargets.secure(
        t, false, buffer, sizeOfBuffer, count, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _snprintf_s_l(
      GuestThread t,
      @Out long buffer,
      long sizeOfBuffer,
      long count,
      @In long format,
      @Opt long locale,
      @VarArgs long arguments) {
    return PrintfTargets.secure(
        t, false, buffer, sizeOfBuffer, count, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _snprintf_c(
      GuestThread t, @Out long buffer, long count, @In long format, @VarArgs long arguments) {
    return PrintfTargets.ended(t, false, buffer, count, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _snprintf_c_l(
      GuestThread t,
      @Out long buffer,
      long count,
      @In long format,
      @Opt long locale,
      @VarArgs long arguments) {
    return PrintfTargets.ended(t, false, buffer, count, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  @Direct
  static int _scprintf(GuestThread t, @In long format, @VarArgs long arguments) {
    return PrintfTargets.length(t, false, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _scprintf_l(
      GuestThread t, @In long format, @Opt long locale, @VarArgs long arguments) {
    return PrintfTargets.length(t, false, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _scprintf_p(GuestThread t, @In long format, @VarArgs long arguments) {
    return PrintfTargets.length(
        t, false, format, arguments, PrintfOptions.MSVCRT | PrintfOptions.POSITIONAL);
  }

  @Export
  static int _scprintf_p_l(
      GuestThread t, @In long format, @Opt long locale, @VarArgs long arguments) {
    return PrintfTargets.length(
        t, false, format, arguments, PrintfOptions.MSVCRT | PrintfOptions.POSITIONAL);
  }

  @Export
  @Direct
  static int vsprintf(GuestThread t, @Out long buffer, @In long format, long arguments) {
    return PrintfTargets.unbounded(t, false, buffer, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _vsprintf_l(
      GuestThread t, @Out long buffer, @In long format, @Opt long locale, long arguments) {
    return PrintfTargets.unbounded(t, false, buffer, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  @Direct
  static int vsprintf_s(
      GuestThread t, @Out long buffer, long sizeOfBuffer, @In long format, long arguments) {
    return PrintfTargets.secure(
        t, false, buffer, sizeOfBuffer, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _vsprintf_s_l(
      GuestThread t,
      @Out long buffer,
      long sizeOfBuffer,
      @In long format,
      @Opt long locale,
      long arguments) {
    return PrintfTargets.secure(
        t, false, buffer, sizeOfBuffer, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _vsprintf_p(
      GuestThread t, @Out long buffer, long sizeOfBuffer, @In long format, long arguments) {
    return PrintfTargets.secure(
        t,
        false,
        buffer,
        sizeOfBuffer,
        format,
        arguments,
        PrintfOptions.MSVCRT | PrintfOptions.POSITIONAL);
  }

  @Export
  static int _vsprintf_p_l(
      GuestThread t,
      @Out long buffer,
      long sizeOfBuffer,
      @In long format,
      @Opt long locale,
      long arguments) {
    return PrintfTargets.secure(
        t,
        false,
        buffer,
        sizeOfBuffer,
        format,
        arguments,
        PrintfOptions.MSVCRT | PrintfOptions.POSITIONAL);
  }

  @Export({"_vsnprintf", "vsnprintf"})
  @Direct
  static int _vsnprintf(
      GuestThread t, @Out long buffer, long count, @In long format, long arguments) {
    return PrintfTargets.cut(t, false, buffer, count, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _vsnprintf_l(
      GuestThread t,
      @Out long buffer,
      long count,
      @In long format,
      @Opt long locale,
      long arguments) {
    return PrintfTargets.cut(t, false, buffer, count, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  @Direct
  static int _vsnprintf_s(
      GuestThread t,
      @Out long buffer,
      long sizeOfBuffer,
      long count,
      @In long format,
      long arguments) {
    return PrintfTargets.secure(
        t, false, buffer, sizeOfBuffer, count, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _vsnprintf_s_l(
      GuestThread t,
      @Out long buffer,
      long sizeOfBuffer,
      long count,
      @In long format,
      @Opt long locale,
      long arguments) {
    return PrintfTargets.secure(
        t, false, buffer, sizeOfBuffer, count, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _vsnprintf_c(
      GuestThread t, @Out long buffer, long count, @In long format, long arguments) {
    return PrintfTargets.ended(t, false, buffer, count, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _vsnprintf_c_l(
      GuestThread t,
      @Out long buffer,
      long count,
      @In long format,
      @Opt long locale,
      long arguments) {
    return PrintfTargets.ended(t, false, buffer, count, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  @Direct
  static int _vscprintf(GuestThread t, @In long format, long arguments) {
    return PrintfTargets.length(t, false, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _vscprintf_l(GuestThread t, @In long format, @Opt long locale, long arguments) {
    return PrintfTargets.length(t, false, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _vscprintf_p(GuestThread t, @In long format, long arguments) {
    return PrintfTargets.length(
        t, false, format, arguments, PrintfOptions.MSVCRT | PrintfOptions.POSITIONAL);
  }

  @Export
  static int _vscprintf_p_l(GuestThread t, @In long format, @Opt long locale, long arguments) {
    return PrintfTargets.length(
        t, false, format, arguments, PrintfOptions.MSVCRT | PrintfOptions.POSITIONAL);
  }
}
