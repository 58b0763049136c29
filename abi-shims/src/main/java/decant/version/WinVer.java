package decant.version;

import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.nt.Win32Error;

/** winver.h. */
@Library("version")
public final class WinVer {
  private static final String NOTE =
      "Version resources of files are not read: ERROR_RESOURCE_TYPE_NOT_FOUND.";

  private WinVer() {}

  @Export(support = Support.STUB, note = NOTE)
  static int GetFileVersionInfoSize(
      Text text, @Opt String lptstrFilename, @Out @Opt long lpdwHandle) {
    throw Win32Error.RESOURCE_TYPE_NOT_FOUND.exception();
  }

  @Export(support = Support.STUB, note = NOTE)
  static int GetFileVersionInfoSizeEx(
      Text text, int dwFlags, @Opt String lpwstrFilename, @Out @Opt long lpdwHandle) {
    throw Win32Error.RESOURCE_TYPE_NOT_FOUND.exception();
  }

  @Export(support = Support.STUB, note = NOTE)
  static boolean GetFileVersionInfo(
      Text text,
      @Opt String lptstrFilename,
      int dwHandle,
      int dwLen,
      @Out(size = "dwLen") long lpData) {
    throw Win32Error.RESOURCE_TYPE_NOT_FOUND.exception();
  }

  @Export(support = Support.STUB, note = NOTE)
  static boolean GetFileVersionInfoEx(
      Text text,
      int dwFlags,
      @Opt String lpwstrFilename,
      int dwHandle,
      int dwLen,
      @Out(size = "dwLen") long lpData) {
    throw Win32Error.RESOURCE_TYPE_NOT_FOUND.exception();
  }

  @Export(support = Support.STUB, note = NOTE)
  static boolean VerQueryValue(
      Text text,
      @In long pBlock,
      @Opt String lpSubBlock,
      @Out long lplpBuffer,
      @Out @Opt long puLen) {
    throw Win32Error.RESOURCE_TYPE_NOT_FOUND.exception();
  }
}
