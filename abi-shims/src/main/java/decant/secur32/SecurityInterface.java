package decant.secur32;

import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * sspi.h: the table of the security functions, and those of them that work on contexts, of which
 * there are none without packages.
 */
@Library({"secur32", "sspicli"})
public final class SecurityInterface {
  private static final int SEC_E_SECPKG_NOT_FOUND = 0x8009_0305;
  private static final int SEC_E_INVALID_HANDLE = 0x8009_0301;

  /** {@code SECURITY_SUPPORT_PROVIDER_INTERFACE_VERSION_3}: up to SetCredentialsAttributes. */
  private static final int VERSION = 3;

  /**
   * {@code SecurityFunctionTable}, behind its version: a name that ends with a minus sign has an
   * {@code A} and a {@code W}, an empty one is reserved.
   */
  private static final String[] TABLE = {
    "EnumerateSecurityPackages-",
    "QueryCredentialsAttributes-",
    "AcquireCredentialsHandle-",
    "FreeCredentialsHandle",
    "",
    "InitializeSecurityContext-",
    "AcceptSecurityContext",
    "CompleteAuthToken",
    "DeleteSecurityContext",
    "ApplyControlToken",
    "QueryContextAttributes-",
    "ImpersonateSecurityContext",
    "RevertSecurityContext",
    "MakeSignature",
    "VerifySignature",
    "FreeContextBuffer",
    "QuerySecurityPackageInfo-",
    "",
    "",
    "ExportSecurityContext",
    "ImportSecurityContext-",
    "AddCredentials-",
    "",
    "QuerySecurityContextToken",
    "EncryptMessage",
    "DecryptMessage",
    "SetContextAttributes-",
    "SetCredentialsAttributes-",
  };

  /** What the library keeps for a process. */
  private static final class Tables {
    long ansi;
    long wide;
  }

  private SecurityInterface() {}

  /**
   * The functions of this library, in a table; the same at each call.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/sspi/nf-sspi-initsecurityinterfacew">InitSecurityInterface</a>
   */
  @Export
  static long InitSecurityInterface(GuestThread t, Text text) {
    Tables tables = t.process.state(Tables.class, p -> new Tables());
    synchronized (tables) {
      if (text == Text.WIDE) {
        tables.wide = tables.wide != 0 ? tables.wide : table(t, 'W');
        return tables.wide;
      }
      tables.ansi = tables.ansi != 0 ? tables.ansi : table(t, 'A');
      return tables.ansi;
    }
  }

  private static long table(GuestThread t, char encoding) {
    long at = t.process.heap.allocate(t, 8L * (TABLE.length + 1));
    Memory.putInt(at, VERSION);
    for (int i = 0; i < TABLE.length; i++) {
      String name = TABLE[i];
      if (!name.isEmpty()) {
        name = name.endsWith("-") ? name.substring(0, name.length() - 1) + encoding : name;
        Memory.putLong(at + 8L * (i + 1), Gate.modules().export(t, "secur32", name));
      }
    }
    return at;
  }

  @Export(
      value = {"QuerySecurityPackageInfoA", "QuerySecurityPackageInfoW"},
      support = Support.STUB,
      note = "No security packages: SEC_E_SECPKG_NOT_FOUND.")
  static int QuerySecurityPackageInfo(@In long pszPackageName, @Out long ppPackageInfo) {
    return SEC_E_SECPKG_NOT_FOUND;
  }

  /** The first argument of each is a context or credentials. */
  @Export(
      value = {
        "InitializeSecurityContextA",
        "InitializeSecurityContextW",
        "AcceptSecurityContext",
        "CompleteAuthToken",
        "ApplyControlToken",
        "QueryContextAttributesA",
        "QueryContextAttributesW",
        "SetContextAttributesA",
        "SetContextAttributesW",
        "QueryCredentialsAttributesA",
        "QueryCredentialsAttributesW",
        "SetCredentialsAttributesA",
        "SetCredentialsAttributesW",
        "AddCredentialsA",
        "AddCredentialsW",
        "ImpersonateSecurityContext",
        "RevertSecurityContext",
        "MakeSignature",
        "VerifySignature",
        "EncryptMessage",
        "DecryptMessage",
        "ExportSecurityContext",
        "QuerySecurityContextToken",
      },
      support = Support.STUB,
      note = "No security packages: SEC_E_INVALID_HANDLE.")
  static int onHandle(@Opt long handle) {
    return SEC_E_INVALID_HANDLE;
  }

  @Export(
      value = {"ImportSecurityContextA", "ImportSecurityContextW"},
      support = Support.STUB,
      note = "No security packages: SEC_E_SECPKG_NOT_FOUND.")
  static int ImportSecurityContext(
      @In long pszPackage, @In long pPackedContext, @Opt long Token, @Out long phContext) {
    return SEC_E_SECPKG_NOT_FOUND;
  }
}
