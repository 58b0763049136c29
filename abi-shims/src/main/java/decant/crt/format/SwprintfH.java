package decant.crt.format;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.VarArgs;
import decant.nt.GuestThread;

/** The wide printf functions of msvcrt that write to memory. */
@Library("msvcrt")
public final class SwprintfH {
  private SwprintfH() {}

  @Export({"swprintf", "_swprintf"})
  @Direct
  static int swprintf(GuestThread t, @Out long buffer, @In long format, @VarArgs long arguments) {
    return PrintfTargets.unbounded(t, true, buffer, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  @Direct
  static int swprintf_s(
      GuestThread t,
      @Out long buffer,
      long sizeOfBuffer,
      @In long format,
      @VarArgs long arguments) {
    return PrintfTargets.secure(
        t, true, buffer, sizeOfBuffer, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _swprintf_s_l(
      GuestThread t,
      @Out long buffer,
      long sizeOfBuffer,
      @In long format,
      @Opt long locale,
      @VarArgs long arguments) {
    return PrintfTargets.secure(
        t, true, buffer, sizeOfBuffer, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _swprintf_p(
      GuestThread t,
      @Out long buffer,
      long sizeOfBuffer,
      @In long format,
      @VarArgs long arguments) {
    return PrintfTargets.secure(
        t,
        true,
        buffer,
        sizeOfBuffer,
        format,
        arguments,
        PrintfOptions.MSVCRT | PrintfOptions.POSITIONAL);
  }

  @Export
  static int _swprintf_p_l(
      GuestThread t,
      @Out long buffer,
      long sizeOfBuffer,
      @In long format,
      @Opt long locale,
      @VarArgs long arguments) {
    return PrintfTargets.secure(
        t,
        true,
        buffer,
        sizeOfBuffer,
        format,
        arguments,
        PrintfOptions.MSVCRT | PrintfOptions.POSITIONAL);
  }

  @Export
  @Direct
  static int _snwprintf(
      GuestThread t, @Out long buffer, long count, @In long format, @VarArgs long arguments) {
    return PrintfTargets.cut(t, true, buffer, count, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _snwprintf_l(
      GuestThread t,
      @Out long buffer,
      long count,
      @In long format,
      @Opt long locale,
      @VarArgs long arguments) {
    return PrintfTargets.cut(t, true, buffer, count, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  @Direct
  static int _snwprintf_s(
      GuestThread t,
      @Out long buffer,
      long sizeOfBuffer,
      long count,
      @In long format,
      @VarArgs long arguments) {
    return PrintfTargets.secure(
        t, true, buffer, sizeOfBuffer, count, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _snwprintf_s_l(
      GuestThread t,
      @Out long buffer,
      long sizeOfBuffer,
      long count,
      @In long format,
      @Opt long locale,
      @VarArgs long arguments) {
    return PrintfTargets.secure(
        t, true, buffer, sizeOfBuffer, count, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _swprintf_c(
      GuestThread t, @Out long buffer, long count, @In long format, @VarArgs long arguments) {
    return PrintfTargets.ended(t, true, buffer, count, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _swprintf_c_l(
      GuestThread t,
      @Out long buffer,
      long count,
      @In long format,
      @Opt long locale,
      @VarArgs long arguments) {
    return PrintfTargets.ended(t, true, buffer, count, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  @Direct
  static int _scwprintf(GuestThread t, @In long format, @VarArgs long arguments) {
    return PrintfTargets.length(t, true, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _scwprintf_l(
      GuestThread t, @In long format, @Opt long locale, @VarArgs long arguments) {
    return PrintfTargets.length(t, true, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _scwprintf_p(GuestThread t, @In long format, @VarArgs long arguments) {
    return PrintfTargets.length(
        t, true, format, arguments, PrintfOptions.MSVCRT | PrintfOptions.POSITIONAL);
  }

  @Export
  static int _scwprintf_p_l(
      GuestThread t, @In long format, @Opt long locale, @VarArgs long arguments) {
    return PrintfTargets.length(
        t, true, format, arguments, PrintfOptions.MSVCRT | PrintfOptions.POSITIONAL);
  }

  @Export({"vswprintf", "_vswprintf"})
  @Direct
  static int vswprintf(GuestThread t, @Out long buffer, @In long format, long arguments) {
    return PrintfTargets.unbounded(t, true, buffer, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _vswprintf_l(
      GuestThread t, @Out long buffer, @In long format, @Opt long locale, long arguments) {
    return PrintfTargets.unbounded(t, true, buffer, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  @Direct
  static int vswprintf_s(
      GuestThread t, @Out long buffer, long sizeOfBuffer, @In long format, long arguments) {
    return PrintfTargets.secure(
        t, true, buffer, sizeOfBuffer, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _vswprintf_s_l(
      GuestThread t,
      @Out long buffer,
      long sizeOfBuffer,
      @In long format,
      @Opt long locale,
      long arguments) {
    return PrintfTargets.secure(
        t, true, buffer, sizeOfBuffer, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _vswprintf_p(
      GuestThread t, @Out long buffer, long sizeOfBuffer, @In long format, long arguments) {
    return PrintfTargets.secure(
        t,
        true,
        buffer,
        sizeOfBuffer,
        format,
        arguments,
        PrintfOptions.MSVCRT | PrintfOptions.POSITIONAL);
  }

  @Export
  static int _vswprintf_p_l(
      GuestThread t,
      @Out long buffer,
      long sizeOfBuffer,
      @In long format,
      @Opt long locale,
      long arguments) {
    return PrintfTargets.secure(
        t,
        true,
        buffer,
        sizeOfBuffer,
        format,
        arguments,
        PrintfOptions.MSVCRT | PrintfOptions.POSITIONAL);
  }

  @Export
  @Direct
  static int _vsnwprintf(
      GuestThread t, @Out long buffer, long count, @In long format, long arguments) {
    return PrintfTargets.cut(t, true, buffer, count, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _vsnwprintf_l(
      GuestThread t,
      @Out long buffer,
      long count,
      @In long format,
      @Opt long locale,
      long arguments) {
    return PrintfTargets.cut(t, true, buffer, count, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  @Direct
  static int _vsnwprintf_s(
      GuestThread t,
      @Out long buffer,
      long sizeOfBuffer,
      long count,
      @In long format,
      long arguments) {
    return PrintfTargets.secure(
        t, true, buffer, sizeOfBuffer, count, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _vsnwprintf_s_l(
      GuestThread t,
      @Out long buffer,
      long sizeOfBuffer,
      long count,
      @In long format,
      @Opt long locale,
      long arguments) {
    return PrintfTargets.secure(
        t, true, buffer, sizeOfBuffer, count, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _vswprintf_c(
      GuestThread t, @Out long buffer, long count, @In long format, long arguments) {
    return PrintfTargets.ended(t, true, buffer, count, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _vswprintf_c_l(
      GuestThread t,
      @Out long buffer,
      long count,
      @In long format,
      @Opt long locale,
      long arguments) {
    return PrintfTargets.ended(t, true, buffer, count, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  @Direct
  static int _vscwprintf(GuestThread t, @In long format, long arguments) {
    return PrintfTargets.length(t, true, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _vscwprintf_l(GuestThread t, @In long format, @Opt long locale, long arguments) {
    return PrintfTargets.length(t, true, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _vscwprintf_p(GuestThread t, @In long format, long arguments) {
    return PrintfTargets.length(
        t, true, format, arguments, PrintfOptions.MSVCRT | PrintfOptions.POSITIONAL);
  }

  @Export
  static int _vscwprintf_p_l(GuestThread t, @In long format, @Opt long locale, long arguments) {
    return PrintfTargets.length(
        t, true, format, arguments, PrintfOptions.MSVCRT | PrintfOptions.POSITIONAL);
  }
}
