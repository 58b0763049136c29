package decant.kernel32;

import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.HostSystem;
import decant.nt.Win32Error;

/** winbase.h: comparing Windows' version. */
@Library({"kernel32", "kernelbase"})
public final class VersionHelpers {
  private static final int VER_MINORVERSION = 0x1;
  private static final int VER_MAJORVERSION = 0x2;
  private static final int VER_BUILDNUMBER = 0x4;
  private static final int VER_PLATFORMID = 0x8;
  private static final int VER_SERVICEPACKMINOR = 0x10;
  private static final int VER_SERVICEPACKMAJOR = 0x20;
  private static final int VER_SUITENAME = 0x40;
  private static final int VER_PRODUCT_TYPE = 0x80;
  private static final int VER_EQUAL = 1;
  private static final int SUITES = 0x100;

  private VersionHelpers() {}

  /** Bit position of a field's condition (three bits) in a condition mask. */
  private static int shift(int field) {
    return 3 * Integer.numberOfTrailingZeros(field);
  }

  /**
   * Adds the condition of some fields to a mask.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winnt/nf-winnt-versetconditionmask">VerSetConditionMask</a>
   */
  @Export(dll = {"kernel32", "kernelbase", "ntdll"})
  static long VerSetConditionMask(long ConditionMask, int TypeMask, byte Condition) {
    long mask = ConditionMask;
    int condition = Condition & 7;
    if (condition == 0) {
      return mask;
    }
    int highest = Integer.highestOneBit(TypeMask & 0xFF);
    return highest == 0 ? mask : mask | (long) condition << shift(highest);
  }

  /**
   * Compares a version with Windows', by the true number as for a program with a manifest.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-verifyversioninfow">VerifyVersionInfo</a>
   */
  @Export
  static boolean VerifyVersionInfo(
      Text text, @In long lpVersionInformation, int dwTypeMask, long dwlConditionMask) {
    if (!verify(text, lpVersionInformation, dwTypeMask, dwlConditionMask)) {
      throw Win32Error.OLD_WIN_VERSION.exception();
    }
    return true;
  }

  /** {@code RtlVerifyVersionInfo}. */
  public static boolean verify(Text text, long info, int fields, long conditions) {
    if (fields == 0 || conditions == 0) {
      throw Win32Error.BAD_ARGUMENTS.exception();
    }
    long more = info + 20 + 128L * text.unit;
    if ((fields & VER_PRODUCT_TYPE) != 0
        && !holds(1, Memory.getU8(more + 6), condition(conditions, VER_PRODUCT_TYPE))) {
      return false;
    }
    if ((fields & VER_SUITENAME) != 0) {
      int wanted = Memory.getU16(more + 4);
      boolean all = condition(conditions, VER_SUITENAME) == 6;
      if (all ? (wanted & ~SUITES) != 0 : (wanted & SUITES) == 0) {
        return false;
      }
    }
    if ((fields & VER_PLATFORMID) != 0
        && !holds(2, Memory.getInt(info + 16), condition(conditions, VER_PLATFORMID))) {
      return false;
    }
    if ((fields & VER_BUILDNUMBER) != 0
        && !holds(
            HostSystem.BUILD, Memory.getInt(info + 12), condition(conditions, VER_BUILDNUMBER))) {
      return false;
    }
    return verifyNumbers(info, more, fields, conditions);
  }

  /** Major, minor and service pack count as one number, under the first one's condition. */
  private static boolean verifyNumbers(long info, long more, int fields, long conditions) {
    int[] bits = {VER_MAJORVERSION, VER_MINORVERSION, VER_SERVICEPACKMAJOR, VER_SERVICEPACKMINOR};
    int[] ours = {HostSystem.MAJOR_VERSION, HostSystem.MINOR_VERSION, 0, 0};
    long[] theirs = {info + 4, info + 8, more, more + 2};
    int condition = 0;
    for (int i = 0; i < bits.length; i++) {
      if ((fields & bits[i]) != 0) {
        int wanted = i < 2 ? Memory.getInt(theirs[i]) : Memory.getU16(theirs[i]);
        condition = condition == 0 ? condition(conditions, bits[i]) : condition;
        if (ours[i] != wanted) {
          return holds(ours[i], wanted, condition);
        }
      }
    }
    return condition == 0 || holds(0, 0, condition);
  }

  private static int condition(long conditions, int field) {
    return (int) (conditions >>> shift(field)) & 7;
  }

  private static boolean holds(int ours, int wanted, int condition) {
    return switch (condition) {
      case VER_EQUAL -> ours == wanted;
      case 2 -> ours > wanted;
      case 3 -> ours >= wanted;
      case 4 -> ours < wanted;
      case 5 -> ours <= wanted;
      default -> throw Win32Error.BAD_ARGUMENTS.exception();
    };
  }
}
