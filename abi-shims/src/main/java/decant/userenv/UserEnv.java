package decant.userenv;

import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.Environment;
import decant.nt.GuestThread;
import decant.nt.Win32Error;

/** userenv.h. */
@Library("userenv")
public final class UserEnv {
  private UserEnv() {}

  @Export
  static boolean GetUserProfileDirectory(
      GuestThread t,
      Text text,
      @Handle long hToken,
      @Out @Opt long lpProfileDir,
      @In @Out long lpcchSize) {
    String directory = Environment.of(t.process).get("USERPROFILE");
    if (directory == null) {
      throw Win32Error.ENVVAR_NOT_FOUND.exception();
    }
    int length = text.length(directory) + 1;
    boolean fits = lpProfileDir != 0 && Memory.getU32(lpcchSize) >= length;
    Memory.putInt(lpcchSize, length);
    if (!fits) {
      throw Win32Error.INSUFFICIENT_BUFFER.exception();
    }
    text.write(lpProfileDir, directory);
    return true;
  }

  /** The environment that a program of a user would get: this process's own. */
  @Export
  static boolean CreateEnvironmentBlock(
      GuestThread t, @Out long lpEnvironment, @Handle @Opt long hToken, boolean bInherit) {
    String block = Environment.of(t.process).block();
    long copy = t.process.heap.allocate(t, 2L * block.length());
    Memory.putWide(copy, block);
    Memory.putLong(lpEnvironment, copy);
    return true;
  }

  @Export
  static boolean DestroyEnvironmentBlock(GuestThread t, long lpEnvironment) {
    t.process.heap.free(t, lpEnvironment);
    return true;
  }
}
