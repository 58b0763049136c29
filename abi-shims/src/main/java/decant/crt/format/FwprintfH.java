package decant.crt.format;

import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.VarArgs;
import decant.nt.GuestThread;

/** The wide printf functions of msvcrt that write to streams. */
@Library("msvcrt")
public final class FwprintfH {
  private FwprintfH() {}

  @Export({"wprintf", "wprintf_s"})
  static int wprintf(GuestThread t, @In long format, @VarArgs long arguments) {
    return PrintfTargets.toStdout(t, true, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export({"fwprintf", "fwprintf_s"})
  static int fwprintf(GuestThread t, long stream, @In long format, @VarArgs long arguments) {
    return PrintfTargets.toStream(t, true, stream, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export({"_fwprintf_l", "_fwprintf_s_l"})
  static int _fwprintf_l(
      GuestThread t, long stream, @In long format, @Opt long locale, @VarArgs long arguments) {
    return PrintfTargets.toStream(t, true, stream, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _fwprintf_p(GuestThread t, long stream, @In long format, @VarArgs long arguments) {
    return PrintfTargets.toStream(
        t, true, stream, format, arguments, PrintfOptions.MSVCRT | PrintfOptions.POSITIONAL);
  }

  @Export
  static int _fwprintf_p_l(
      GuestThread t, long stream, @In long format, @Opt long locale, @VarArgs long arguments) {
    return PrintfTargets.toStream(
        t, true, stream, format, arguments, PrintfOptions.MSVCRT | PrintfOptions.POSITIONAL);
  }

  @Export({"vwprintf", "vwprintf_s"})
  static int vwprintf(GuestThread t, @In long format, long arguments) {
    return PrintfTargets.toStdout(t, true, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export({"vfwprintf", "vfwprintf_s"})
  static int vfwprintf(GuestThread t, long stream, @In long format, long arguments) {
    return PrintfTargets.toStream(t, true, stream, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export({"_vfwprintf_l", "_vfwprintf_s_l"})
  static int _vfwprintf_l(
      GuestThread t, long stream, @In long format, @Opt long locale, long arguments) {
    return PrintfTargets.toStream(t, true, stream, format, arguments, PrintfOptions.MSVCRT);
  }

  @Export
  static int _vfwprintf_p(GuestThread t, long stream, @In long format, long arguments) {
    return PrintfTargets.toStream(
        t, true, stream, format, arguments, PrintfOptions.MSVCRT | PrintfOptions.POSITIONAL);
  }

  @Export
  static int _vfwprintf_p_l(
      GuestThread t, long stream, @In long format, @Opt long locale, long arguments) {
    return PrintfTargets.toStream(
        t, true, stream, format, arguments, PrintfOptions.MSVCRT | PrintfOptions.POSITIONAL);
  }
}
