package decant.msvcp;

import decant.abi.Data;
import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.Library;
import decant.abi.Out;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * The manipulators with an argument (iomanip): each returns a function, which programs call with
 * the {@code ios_base} and the argument.
 *
 * @see <a href="https://learn.microsoft.com/cpp/standard-library/iomanip-functions">iomanip</a>
 */
@Library("msvcp140")
public final class ManipulatorsH {
  // The functions, which have no names in the library.
  private static final String SET_WIDTH = "setw of std::ios_base";
  private static final String SET_PRECISION = "setprecision of std::ios_base";
  private static final String SET_BASE = "setbase of std::ios_base";
  private static final String SET_FLAGS = "setiosflags of std::ios_base";
  private static final String RESET_FLAGS = "resetiosflags of std::ios_base";

  private ManipulatorsH() {}

  /** Makes a {@code _Smanip}: a function and an argument. */
  private static long make(GuestThread t, long result, String function, long argument) {
    Memory.putLong(result, Gate.modules().export(t, Names.LIBRARY, function));
    Memory.putLong(result + 8, argument);
    return result;
  }

  @Export("?setw@std@@YA?AU?$_Smanip@_J@1@_J@Z")
  static long setw(GuestThread t, @Out long result, long wide) {
    return make(t, result, SET_WIDTH, wide);
  }

  @Export("?setprecision@std@@YA?AU?$_Smanip@_J@1@_J@Z")
  static long setprecision(GuestThread t, @Out long result, long prec) {
    return make(t, result, SET_PRECISION, prec);
  }

  @Export("?setbase@std@@YA?AU?$_Smanip@H@1@H@Z")
  static long setbase(GuestThread t, @Out long result, int base) {
    return make(t, result, SET_BASE, base & 0xFFFF_FFFFL);
  }

  @Export("?setiosflags@std@@YA?AU?$_Smanip@H@1@H@Z")
  static long setiosflags(GuestThread t, @Out long result, int mask) {
    return make(t, result, SET_FLAGS, mask & 0xFFFF_FFFFL);
  }

  @Export("?resetiosflags@std@@YA?AU?$_Smanip@H@1@H@Z")
  static long resetiosflags(GuestThread t, @Out long result, int mask) {
    return make(t, result, RESET_FLAGS, mask & 0xFFFF_FFFFL);
  }

  @Export(SET_WIDTH)
  static void setWidth(long ios, long wide) {
    IosBaseH.width(ios, wide);
  }

  @Export(SET_PRECISION)
  static void setPrecision(long ios, long prec) {
    IosBaseH.precision(ios, prec);
  }

  @Export(SET_BASE)
  static void setBase(long ios, int base) {
    int flag =
        switch (base) {
          case 8 -> Ios.OCTAL;
          case 10 -> Ios.DECIMAL;
          case 16 -> Ios.HEXADECIMAL;
          default -> 0;
        };
    IosBaseH.setf(ios, flag, Ios.BASE);
  }

  @Export(SET_FLAGS)
  static void setFlags(long ios, int mask) {
    IosBaseH.setf(ios, mask);
  }

  @Export(RESET_FLAGS)
  static void resetFlags(long ios, int mask) {
    IosBaseH.unsetf(ios, mask);
  }

  /** {@code _BADOFF}: what no offset is. */
  @Export("?_BADOFF@std@@3_JB")
  @Data(size = 8)
  static void badOffset(GuestThread t, long address) {
    Memory.putLong(address, -1);
  }
}
