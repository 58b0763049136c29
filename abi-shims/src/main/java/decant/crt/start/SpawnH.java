package decant.crt.start;

import decant.abi.CrtErrno;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Text;
import decant.abi.VarArgs;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.NtStatusException;
import decant.nt.ProcessObject;
import decant.nt.sync.Waits;

/**
 * process.h: starting programs. Arguments are joined with blanks; quoting is the program's
 * business.
 *
 * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/spawn-wspawn-functions">_spawn,
 *     _wspawn functions</a>
 */
@Library({"msvcrt", "ucrtbase"})
public final class SpawnH {
  private SpawnH() {}

  /** The address behind the null pointer that ends a list of arguments. */
  static long behind(long arguments) {
    long p = arguments;
    while (Memory.getLong(p) != 0) {
      p += 8;
    }
    return p + 8;
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _spawnl(GuestThread t, int mode, long cmdname, @VarArgs long argv) {
    return Spawning.spawn(t, mode, Text.ANSI, false, cmdname, argv, 0);
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _spawnle(GuestThread t, int mode, long cmdname, @VarArgs long argv) {
    return Spawning.spawn(t, mode, Text.ANSI, false, cmdname, argv, Memory.getLong(behind(argv)));
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _spawnlp(GuestThread t, int mode, long cmdname, @VarArgs long argv) {
    return Spawning.spawn(t, mode, Text.ANSI, true, cmdname, argv, 0);
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _spawnlpe(GuestThread t, int mode, long cmdname, @VarArgs long argv) {
    return Spawning.spawn(t, mode, Text.ANSI, true, cmdname, argv, Memory.getLong(behind(argv)));
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _spawnv(GuestThread t, int mode, long cmdname, long argv) {
    return Spawning.spawn(t, mode, Text.ANSI, false, cmdname, argv, 0);
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _spawnve(GuestThread t, int mode, long cmdname, long argv, @Opt long envp) {
    return Spawning.spawn(t, mode, Text.ANSI, false, cmdname, argv, envp);
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _spawnvp(GuestThread t, int mode, long cmdname, long argv) {
    return Spawning.spawn(t, mode, Text.ANSI, true, cmdname, argv, 0);
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _spawnvpe(GuestThread t, int mode, long cmdname, long argv, @Opt long envp) {
    return Spawning.spawn(t, mode, Text.ANSI, true, cmdname, argv, envp);
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _wspawnl(GuestThread t, int mode, long cmdname, @VarArgs long argv) {
    return Spawning.spawn(t, mode, Text.WIDE, false, cmdname, argv, 0);
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _wspawnle(GuestThread t, int mode, long cmdname, @VarArgs long argv) {
    return Spawning.spawn(t, mode, Text.WIDE, false, cmdname, argv, Memory.getLong(behind(argv)));
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _wspawnlp(GuestThread t, int mode, long cmdname, @VarArgs long argv) {
    return Spawning.spawn(t, mode, Text.WIDE, true, cmdname, argv, 0);
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _wspawnlpe(GuestThread t, int mode, long cmdname, @VarArgs long argv) {
    return Spawning.spawn(t, mode, Text.WIDE, true, cmdname, argv, Memory.getLong(behind(argv)));
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _wspawnv(GuestThread t, int mode, long cmdname, long argv) {
    return Spawning.spawn(t, mode, Text.WIDE, false, cmdname, argv, 0);
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _wspawnve(GuestThread t, int mode, long cmdname, long argv, @Opt long envp) {
    return Spawning.spawn(t, mode, Text.WIDE, false, cmdname, argv, envp);
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _wspawnvp(GuestThread t, int mode, long cmdname, long argv) {
    return Spawning.spawn(t, mode, Text.WIDE, true, cmdname, argv, 0);
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _wspawnvpe(GuestThread t, int mode, long cmdname, long argv, @Opt long envp) {
    return Spawning.spawn(t, mode, Text.WIDE, true, cmdname, argv, envp);
  }

  /**
   * Waits for a process and closes its handle.
   *
   * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/reference/cwait">_cwait</a>
   */
  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static long _cwait(GuestThread t, @Out @Opt long termstat, long procHandle, int action) {
    ProcessObject process;
    try {
      process = Handles.get(t, procHandle, ProcessObject.class);
    } catch (NtStatusException e) {
      throw CrtErrno.ECHILD.exception();
    }
    Waits.one(t, process, Waits.INFINITE);
    if (termstat != 0) {
      Memory.putInt(termstat, process.exitCode());
    }
    Handles.close(t, procHandle);
    return procHandle;
  }
}
