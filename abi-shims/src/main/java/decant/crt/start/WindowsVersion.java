package decant.crt.start;

import decant.abi.Export;
import decant.abi.Library;
import decant.host.Memory;

/** The version of Windows as msvcrt reports it: Windows 10 22H2. */
@Library("msvcrt")
public final class WindowsVersion {
  static final int PLATFORM_NT = 2;
  static final int MAJOR = 10;
  static final int MINOR = 0;
  static final int BUILD = 19045;

  private WindowsVersion() {}

  @Export
  static int _get_osplatform(long pValue) {
    return put(pValue, PLATFORM_NT);
  }

  @Export
  static int _get_osver(long pValue) {
    return put(pValue, BUILD);
  }

  @Export
  static int _get_winmajor(long pValue) {
    return put(pValue, MAJOR);
  }

  @Export
  static int _get_winminor(long pValue) {
    return put(pValue, MINOR);
  }

  private static int put(long address, int value) {
    Memory.putInt(address, value);
    return 0;
  }
}
