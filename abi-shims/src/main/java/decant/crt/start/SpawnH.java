package decant.crt.start;

import decant.abi.CrtErrno;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Support;
import decant.nt.GuestThread;

/** The functions of process.h and stdlib.h that start other programs: none can be started yet. */
@Library({"msvcrt", "ucrtbase"})
public final class SpawnH {
  private static final String NOTE = "Programs cannot start programs.";

  private SpawnH() {}

  @Export(
      value = {
        "_spawnl", "_spawnle", "_spawnlp", "_spawnlpe", "_spawnv", "_spawnve", "_spawnvp",
        "_spawnvpe", "_wspawnl", "_wspawnle", "_wspawnlp", "_wspawnlpe", "_wspawnv", "_wspawnve",
        "_wspawnvp", "_wspawnvpe"
      },
      fails = Fails.ERRNO_MINUS_ONE,
      support = Support.STUB,
      note = NOTE)
  static long _spawn(GuestThread t, int mode, long cmdname) {
    throw CrtErrno.ENOSYS.exception();
  }

  @Export(
      value = {
        "_execl",
        "_execle",
        "_execlp",
        "_execlpe",
        "_execv",
        "_execve",
        "_execvp",
        "_execvpe",
        "_wexecl",
        "_wexecle",
        "_wexeclp",
        "_wexeclpe",
        "_wexecv",
        "_wexecve",
        "_wexecvp",
        "_wexecvpe"
      },
      fails = Fails.ERRNO_MINUS_ONE,
      support = Support.STUB,
      note = NOTE)
  static long _exec(GuestThread t, long cmdname) {
    throw CrtErrno.ENOSYS.exception();
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE, support = Support.STUB, note = NOTE)
  static long _cwait(GuestThread t, @Opt long termstat, long procHandle, int action) {
    throw CrtErrno.ECHILD.exception();
  }

  /** Without a command there is the question whether there is a command processor: no. */
  @Export(
      value = {"system", "_wsystem"},
      support = Support.STUB,
      note = NOTE)
  static int system(GuestThread t, @Opt long command) {
    if (command == 0) {
      return 0;
    }
    throw CrtErrno.ENOSYS.exception();
  }

  @Export(
      value = {"_popen", "_wpopen"},
      support = Support.STUB,
      note = NOTE)
  static long _popen(GuestThread t, long command, long mode) {
    throw CrtErrno.ENOSYS.exception();
  }

  @Export(support = Support.STUB, note = NOTE)
  static int _pclose(GuestThread t, long stream) {
    throw CrtErrno.EBADF.exception();
  }
}
