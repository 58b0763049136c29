package decant.crt.format;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.VarArgs;
import decant.nt.GuestThread;

/** The printf functions of msvcrt that write to streams. */
@Library("msvcrt")
public final class FprintfH {
  private FprintfH() {}

  @Export({"printf", "printf_s"})
  static int printf(GuestThread t, @In long format, @VarArgs long arguments) {
    return PrintfTargets.toStdout(t, false, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export({"fprintf", "fprintf_s"})
  @Direct
  static int fprintf(GuestThread t, long stream, @In long format, @VarArgs long arguments) {
    return PrintfTargets.toStream(t, false, stream, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export({"_fprintf_l", "_fprintf_s_l"})
  static int _fprintf_l(
      GuestThread t, long stream, @In long format, @Opt long locale, @VarArgs long arguments) {
    return PrintfTargets.toStream(t, false, stream, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _fprintf_p(GuestThread t, long stream, @In long format, @VarArgs long arguments) {
    return PrintfTargets.toStream(
        t, false, stream, format, arguments, PrintfOptions.MSVCRT | PrintfOptions.POSITIONAL);
  }

  @Export
  static int _fprintf_p_l(
      GuestThread t, long stream, @In long format, @Opt long locale, @VarArgs long arguments) {
    return PrintfTargets.toStream(
        t, false, stream, format, arguments, PrintfOptions.MSVCRT | PrintfOptions.POSITIONAL);
  }

  @Export({"vprintf", "vprintf_s"})
  static int vprintf(GuestThread t, @In long format, long arguments) {
    return PrintfTargets.toStdout(t, false, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export({"vfprintf", "vfprintf_s"})
  @Direct
  static int vfprintf(GuestThread t, long stream, @In long format, long arguments) {
    return PrintfTargets.toStream(t, false, stream, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export({"_vfprintf_l", "_vfprintf_s_l"})
  static int _vfprintf_l(
      GuestThread t, long stream, @In long format, @Opt long locale, long arguments) {
    return PrintfTargets.toStream(t, false, stream, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _vfprintf_p(GuestThread t, long stream, @In long format, long arguments) {
    return PrintfTargets.toStream(
        t, false, stream, format, arguments, PrintfOptions.MSVCRT | PrintfOptions.POSITIONAL);
  }

  @Export
  static int _vfprintf_p_l(
      GuestThread t, long stream, @In long format, @Opt long locale, long arguments) {
    return PrintfTargets.toStream(
        t, false, stream, format, arguments, PrintfOptions.MSVCRT | PrintfOptions.POSITIONAL);
  }
}
