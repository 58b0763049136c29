package decant.abi;

/**
 * API sets: the contract names that Windows binaries import instead of the names of the libraries
 * that hold the functions.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/apiindex/windows-apisets">Windows API
 *     sets</a>
 */
public final class ApiSets {
  /** Prefix and host library; the first match counts. */
  private static final String[] HOSTS = {
    "api-ms-win-crt-", "ucrtbase",
    "api-ms-win-core-com-", "combase",
    "api-ms-win-core-winrt-", "combase",
    "api-ms-win-core-marshal-", "combase",
    "api-ms-win-core-url-", "shlwapi",
    "api-ms-win-core-shlwapi-", "shlwapi",
    "api-ms-win-core-path-", "kernelbase",
    "api-ms-win-core-version-", "version",
    "api-ms-win-core-psapi-", "kernelbase",
    "api-ms-win-core-crt-", "ntdll",
    "api-ms-win-core-rtlsupport-", "ntdll",
    "api-ms-win-core-ums-", "kernel32",
    "api-ms-win-core-toolhelp-", "kernel32",
    "api-ms-win-core-kernel32-", "kernel32",
    "api-ms-win-core-", "kernelbase",
    "api-ms-win-downlevel-kernel32-", "kernel32",
    "api-ms-win-downlevel-advapi32-", "advapi32",
    "api-ms-win-downlevel-user32-", "user32",
    "api-ms-win-downlevel-shlwapi-", "shlwapi",
    "api-ms-win-downlevel-shell32-", "shell32",
    "api-ms-win-downlevel-ole32-", "ole32",
    "api-ms-win-downlevel-version-", "version",
    "api-ms-win-security-cryptoapi-", "advapi32",
    "api-ms-win-security-", "advapi32",
    "api-ms-win-eventing-", "advapi32",
    "api-ms-win-eventlog-", "advapi32",
    "api-ms-win-service-", "advapi32",
    "api-ms-win-devices-", "kernelbase",
    "api-ms-win-base-util-", "advapi32",
    "api-ms-win-mm-", "winmm",
    "api-ms-win-ntuser-", "user32",
    "api-ms-win-gdi-", "gdi32",
    "api-ms-win-shcore-", "shcore",
    "api-ms-win-shell-", "shell32",
    "api-ms-win-power-", "powrprof",
    "ext-ms-win-ntuser-", "user32",
    "ext-ms-win-rtcore-ntuser-", "user32",
    "ext-ms-win-gdi-", "gdi32",
    "ext-ms-win-kernel32-", "kernel32",
    "ext-ms-win-kernelbase-", "kernelbase",
    "ext-ms-win-advapi32-", "advapi32",
    "ext-ms-win-security-", "advapi32",
    "ext-ms-win-shell32-", "shell32",
    "ext-ms-win-shell-", "shell32",
    "ext-ms-win-oleaut32-", "oleaut32",
    "ext-ms-win-com-", "ole32",
    "ext-ms-win-winmm-", "winmm",
    "ext-ms-win-ntdll-", "ntdll",
  };

  private ApiSets() {}

  /**
   * The library that answers for a contract, as our libraries are named (lower case, no {@code
   * .dll}); null when the name is not that of a known contract.
   *
   * @param contract the name, with or without {@code .dll}, in any case
   */
  public static String host(String contract) {
    if (!isContract(contract)) {
      return null;
    }
    for (int i = 0; i < HOSTS.length; i += 2) {
      if (contract.regionMatches(true, 0, HOSTS[i], 0, HOSTS[i].length())) {
        return HOSTS[i + 1];
      }
    }
    return null;
  }

  /** Whether a library's name is in the name space of API sets. */
  public static boolean isContract(String name) {
    return name.regionMatches(true, 0, "api-", 0, 4) || name.regionMatches(true, 0, "ext-", 0, 4);
  }
}
