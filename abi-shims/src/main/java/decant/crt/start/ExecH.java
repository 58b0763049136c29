package decant.crt.start;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Text;
import decant.abi.VarArgs;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * process.h: programs in the place of this one. The process ends, and the program runs as another.
 *
 * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/exec-wexec-functions">_exec,
 *     _wexec functions</a>
 */
@Library({"msvcrt", "ucrtbase"})
public final class ExecH {
  private ExecH() {}

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _execl(GuestThread t, long cmdname, @VarArgs long argv) {
    return Spawning.spawn(t, Spawning.OVERLAY, Text.ANSI, false, cmdname, argv, 0);
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _execle(GuestThread t, long cmdname, @VarArgs long argv) {
    return Spawning.spawn(
        t, Spawning.OVERLAY, Text.ANSI, false, cmdname, argv, Memory.getLong(SpawnH.behind(argv)));
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _execlp(GuestThread t, long cmdname, @VarArgs long argv) {
    return Spawning.spawn(t, Spawning.OVERLAY, Text.ANSI, true, cmdname, argv, 0);
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _execlpe(GuestThread t, long cmdname, @VarArgs long argv) {
    return Spawning.spawn(
        t, Spawning.OVERLAY, Text.ANSI, true, cmdname, argv, Memory.getLong(SpawnH.behind(argv)));
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _execv(GuestThread t, long cmdname, long argv) {
    return Spawning.spawn(t, Spawning.OVERLAY, Text.ANSI, false, cmdname, argv, 0);
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _execve(GuestThread t, long cmdname, long argv, @Opt long envp) {
    return Spawning.spawn(t, Spawning.OVERLAY, Text.ANSI, false, cmdname, argv, envp);
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _execvp(GuestThread t, long cmdname, long argv) {
    return Spawning.spawn(t, Spawning.OVERLAY, Text.ANSI, true, cmdname, argv, 0);
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _execvpe(GuestThread t, long cmdname, long argv, @Opt long envp) {
    return Spawning.spawn(t, Spawning.OVERLAY, Text.ANSI, true, cmdname, argv, envp);
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _wexecl(GuestThread t, long cmdname, @VarArgs long argv) {
    return Spawning.spawn(t, Spawning.OVERLAY, Text.WIDE, false, cmdname, argv, 0);
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _wexecle(GuestThread t, long cmdname, @VarArgs long argv) {
    return Spawning.spawn(
        t, Spawning.OVERLAY, Text.WIDE, false, cmdname, argv, Memory.getLong(SpawnH.behind(argv)));
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _wexeclp(GuestThread t, long cmdname, @VarArgs long argv) {
    return Spawning.spawn(t, Spawning.OVERLAY, Text.WIDE, true, cmdname, argv, 0);
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _wexeclpe(GuestThread t, long cmdname, @VarArgs long argv) {
    return Spawning.spawn(
        t, Spawning.OVERLAY, Text.WIDE, true, cmdname, argv, Memory.getLong(SpawnH.behind(argv)));
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _wexecv(GuestThread t, long cmdname, long argv) {
    return Spawning.spawn(t, Spawning.OVERLAY, Text.WIDE, false, cmdname, argv, 0);
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _wexecve(GuestThread t, long cmdname, long argv, @Opt long envp) {
    return Spawning.spawn(t, Spawning.OVERLAY, Text.WIDE, false, cmdname, argv, envp);
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _wexecvp(GuestThread t, long cmdname, long argv) {
    return Spawning.spawn(t, Spawning.OVERLAY, Text.WIDE, true, cmdname, argv, 0);
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _wexecvpe(GuestThread t, long cmdname, long argv, @Opt long envp) {
    return Spawning.spawn(t, Spawning.OVERLAY, Text.WIDE, true, cmdname, argv, envp);
  }
}
