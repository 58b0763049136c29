package decant.secur32;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.host.HostEnvironment;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Win32Error;

/** secext.h and sspi.h: names of the user; there are no security packages. */
@Library({"secur32", "sspicli"})
public final class Secur32 {
  private static final int NAME_SAM_COMPATIBLE = 2;
  private static final int NAME_DISPLAY = 3;
  private static final int SEC_E_SECPKG_NOT_FOUND = 0x8009_0305;
  private static final int SEC_E_INVALID_HANDLE = 0x8009_0301;

  private Secur32() {}

  /**
   * A name of the user; a machine without a domain has no others.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/secext/nf-secext-getusernameexw">GetUserNameEx</a>
   */
  @Export
  static boolean GetUserNameEx(
      GuestThread t, Text text, int NameFormat, @Out @Opt long lpNameBuffer, @In @Out long nSize) {
    HostEnvironment host = HostEnvironment.read();
    String name =
        switch (NameFormat) {
          case NAME_SAM_COMPATIBLE -> host.computerName() + "\\" + host.userName();
          case NAME_DISPLAY -> host.userName();
          default -> throw Win32Error.NONE_MAPPED.exception();
        };
    int length = text.length(name);
    if (lpNameBuffer == 0 || Memory.getU32(nSize) <= length) {
      Memory.putInt(nSize, length + 1);
      throw Win32Error.MORE_DATA.exception();
    }
    text.write(lpNameBuffer, name);
    Memory.putInt(nSize, length);
    return true;
  }

  /** No package provides security: programs then use their own, or do without. */
  @Export(
      value = {"AcquireCredentialsHandleA", "AcquireCredentialsHandleW"},
      fails = Fails.HRESULT,
      support = Support.STUB,
      note = "No security packages: SEC_E_SECPKG_NOT_FOUND.")
  static int AcquireCredentialsHandle(
      @Opt long pszPrincipal,
      @In long pszPackage,
      int fCredentialUse,
      @Opt long pvLogonId,
      @Opt long pAuthData,
      @Opt long pGetKeyFn,
      @Opt long pvGetKeyArgument,
      @Out long phCredential,
      @Out @Opt long ptsExpiry) {
    return SEC_E_SECPKG_NOT_FOUND;
  }

  /** There are no handles to free. */
  @Export(
      value = {"FreeCredentialsHandle", "DeleteSecurityContext"},
      support = Support.STUB,
      note = "No security packages: SEC_E_INVALID_HANDLE.")
  static int FreeCredentialsHandle(@In long phCredential) {
    return SEC_E_INVALID_HANDLE;
  }

  @Export
  static int FreeContextBuffer(GuestThread t, @Opt long pvContextBuffer) {
    if (pvContextBuffer != 0) {
      t.process.heap.free(t, pvContextBuffer);
    }
    return 0;
  }

  @Export(
      value = {"EnumerateSecurityPackagesA", "EnumerateSecurityPackagesW"},
      support = Support.PARTIAL,
      note = "There are none.")
  static int EnumerateSecurityPackages(
      GuestThread t, @Out long pcPackages, @Out long ppPackageInfo) {
    Memory.putInt(pcPackages, 0);
    Memory.putLong(ppPackageInfo, t.process.heap.allocate(t, 8));
    return 0;
  }
}
