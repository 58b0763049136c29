package decant.advapi32;

import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.kernel32.ProcessCreation;
import decant.nt.AccessToken;
import decant.nt.GuestThread;

/** processthreadsapi.h: starting programs as somebody. */
@Library("advapi32")
public final class ProcessesAsUser {
  private ProcessesAsUser() {}

  /**
   * {@code CreateProcess} with a token.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-createprocessasuserw">CreateProcessAsUser</a>
   */
  @Export(support = Support.PARTIAL, note = "Every token is the user's own.")
  static boolean CreateProcessAsUser(
      GuestThread t,
      Text text,
      @Handle @Opt long hToken,
      @Opt String lpApplicationName,
      @Opt String lpCommandLine,
      @Opt long lpProcessAttributes,
      @Opt long lpThreadAttributes,
      boolean bInheritHandles,
      int dwCreationFlags,
      @Opt long lpEnvironment,
      @Opt String lpCurrentDirectory,
      @In long lpStartupInfo,
      @Out long lpProcessInformation) {
    if (hToken != 0) {
      t.process.handles.get(hToken, AccessToken.class);
    }
    return ProcessCreation.CreateProcess(
        t,
        text,
        lpApplicationName,
        lpCommandLine,
        lpProcessAttributes,
        lpThreadAttributes,
        bInheritHandles,
        dwCreationFlags,
        lpEnvironment,
        lpCurrentDirectory,
        lpStartupInfo,
        lpProcessInformation);
  }
}
