package decant.loader;

import java.util.Arrays;

/** Which libraries belong to Windows. Names are in lower case, without {@code .dll}. */
final class SystemLibraries {
  /** Windows takes these from its own directory whatever lies beside the program. */
  private static final String[] KNOWN = {
    "advapi32", "bcrypt", "bcryptprimitives", "cfgmgr32", "combase", "comdlg32", "crypt32",
    "cryptbase", "gdi32", "gdi32full", "gdiplus", "imagehlp", "imm32", "kernel32", "kernelbase",
    "msctf", "msvcp_win", "msvcrt", "normaliz", "nsi", "ntdll", "ole32", "oleaut32", "profapi",
    "psapi", "rpcrt4", "sechost", "setupapi", "shcore", "shell32", "shlwapi", "ucrtbase", "user32",
    "win32u", "wintrust", "wldap32", "wow64", "ws2_32"
  };

  /** What else is in every Windows' system directory and is imported by programs. */
  private static final String[] PRESENT = {
    "activeds", "aclui", "apphelp", "authz", "avicap32", "avifil32", "avrt", "bthprops.cpl",
    "cabinet", "clusapi", "comctl32", "credui", "cryptnet", "cryptui", "cscapi", "d2d1",
    "d3d10", "d3d10_1", "d3d11", "d3d12", "d3d9", "d3dcompiler_47", "dbgeng", "dbghelp", "dciman32",
    "dcomp", "ddraw", "dhcpcsvc", "dhcpcsvc6", "dinput8", "dnsapi", "dsound", "dsrole", "dwmapi",
    "dwrite", "dxgi", "dxva2", "esent", "evr", "fltlib", "fwpuclnt", "glu32", "hid", "hlink",
    "httpapi", "icmp", "inetcomm", "iphlpapi", "ktmw32", "loadperf", "lz32", "mapi32", "mf",
    "mfplat", "mfreadwrite", "mi", "mpr", "msacm32", "mscms", "msdelta", "msi", "msimg32", "msvcp60",
    "msvfw32", "mswsock", "msxml3", "msxml6", "ncrypt", "ndfapi", "netapi32", "netutils", "newdev",
    "ntdsapi", "ntlanman", "odbc32", "odbccp32", "oleacc", "oledlg", "opengl32", "pdh",
    "powrprof", "propsys", "quartz", "rasapi32", "rasdlg", "resutils", "riched20", "rstrtmgr",
    "rtutils", "samcli", "samlib", "schannel", "secur32", "security", "sensapi", "sfc", "sfc_os",
    "slc", "snmpapi", "spoolss", "srvcli", "sspicli", "sti", "tapi32", "taskschd", "tbs", "tdh",
    "traffic", "umpdc", "urlmon", "userenv", "usp10", "uxtheme", "vdmdbg", "version", "virtdisk",
    "vssapi", "wbemuuid", "wdscore", "webservices", "wer", "wevtapi", "wiaservc",
    "windowscodecs", "winhttp", "wininet", "winmm", "winscard", "winspool.drv", "winsta",
    "winusb", "wkscli", "wlanapi", "wmi", "wmvcore", "wofutil", "ws2help", "wscapi",
    "wsock32", "wtsapi32", "xinput1_4", "xinput9_1_0", "xmllite"
  };

  static {
    Arrays.sort(KNOWN);
    Arrays.sort(PRESENT);
  }

  private SystemLibraries() {}

  /** Whether a library beside the program never replaces Windows' own. */
  static boolean isKnown(String library) {
    return Arrays.binarySearch(KNOWN, library) >= 0;
  }

  /** Whether a Windows machine has the library, so that a program may rely on its being there. */
  static boolean isPresent(String library) {
    return isKnown(library) || Arrays.binarySearch(PRESENT, library) >= 0;
  }
}
