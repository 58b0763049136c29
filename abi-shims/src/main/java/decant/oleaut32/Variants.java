package decant.oleaut32;

import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Out;
import decant.abi.Support;
import decant.host.Memory;
import decant.nt.GuestThread;

/** oleauto.h: VARIANT, 24 bytes: the type (16 bits) and, from offset 8 on, the value. */
@Library("oleaut32")
public final class Variants {
  private static final int SIZE = 24;
  private static final int VALUE = 8;
  private static final int VT_EMPTY = 0;
  private static final int VT_NULL = 1;
  private static final int VT_I2 = 2;
  private static final int VT_I4 = 3;
  private static final int VT_R4 = 4;
  private static final int VT_R8 = 5;
  private static final int VT_BSTR = 8;
  private static final int VT_DISPATCH = 9;
  private static final int VT_BOOL = 11;
  private static final int VT_VARIANT = 12;
  private static final int VT_UNKNOWN = 13;
  private static final int VT_I1 = 16;
  private static final int VT_UI1 = 17;
  private static final int VT_UI2 = 18;
  private static final int VT_UI4 = 19;
  private static final int VT_I8 = 20;
  private static final int VT_UI8 = 21;
  private static final int VT_INT = 22;
  private static final int VT_UINT = 23;
  private static final int VT_FILETIME = 64;
  private static final int VT_ARRAY = 0x2000;
  private static final int VT_BYREF = 0x4000;
  private static final int S_OK = 0;
  private static final int E_OUTOFMEMORY = 0x8007_000E;
  private static final int E_INVALIDARG = 0x8007_0057;
  private static final int DISP_E_TYPEMISMATCH = 0x8002_0005;
  private static final int DISP_E_BADVARTYPE = 0x8002_0008;
  private static final int DISP_E_OVERFLOW = 0x8002_000A;
  private static final int ADD_REF = 8;
  private static final int RELEASE = 16;

  private Variants() {}

  @Export(ordinal = 8)
  static void VariantInit(@Out long pvarg) {
    Memory.putShort(pvarg, VT_EMPTY);
  }

  /** Releases what a VARIANT holds. */
  @Export(
      ordinal = 9,
      support = Support.PARTIAL,
      note = "Arrays are refused with DISP_E_BADVARTYPE.")
  static int VariantClear(GuestThread t, @In @Out long pvarg) {
    int type = Memory.getU16(pvarg);
    if (!isKnown(type)) {
      return DISP_E_BADVARTYPE;
    }
    long value = Memory.getLong(pvarg + VALUE);
    if (type == VT_BSTR) {
      OleAuto.free(t, value);
    } else if ((type == VT_UNKNOWN || type == VT_DISPATCH) && value != 0) {
      Gate.call(t, Memory.getLong(Memory.getLong(value) + RELEASE), value);
    }
    Memory.putShort(pvarg, VT_EMPTY);
    return S_OK;
  }

  private static boolean isKnown(int type) {
    int base = type & ~VT_BYREF;
    if ((base & VT_ARRAY) != 0 || base == VT_VARIANT && type == base) {
      return false;
    }
    return base <= 14 || base >= VT_I1 && base <= VT_UINT || base == VT_FILETIME;
  }

  /** Copies a VARIANT, with its string or a reference to its object. */
  @Export(
      ordinal = 10,
      support = Support.PARTIAL,
      note = "Arrays are refused with DISP_E_BADVARTYPE.")
  static int VariantCopy(GuestThread t, @Out long pvargDest, @In long pvargSrc) {
    if (pvargDest == pvargSrc) {
      return S_OK;
    }
    int type = Memory.getU16(pvargSrc);
    if (!isKnown(type)) {
      return DISP_E_BADVARTYPE;
    }
    int result = VariantClear(t, pvargDest);
    if (result != S_OK) {
      return result;
    }
    long value = Memory.getLong(pvargSrc + VALUE);
    long copied = value;
    if (type == VT_BSTR && value != 0) {
      copied = OleAuto.SysAllocStringByteLen(t, value, (int) OleAuto.byteLength(value));
      if (copied == 0) {
        return E_OUTOFMEMORY;
      }
    } else if ((type == VT_UNKNOWN || type == VT_DISPATCH) && value != 0) {
      Gate.call(t, Memory.getLong(Memory.getLong(value) + ADD_REF), value);
    }
    Memory.copy(pvargSrc, pvargDest, SIZE);
    Memory.putLong(pvargDest + VALUE, copied);
    return S_OK;
  }

  /** Converts a VARIANT between numbers, booleans and strings. */
  @Export(
      ordinal = 12,
      support = Support.PARTIAL,
      note = "Between integers, floating-point numbers, booleans and strings.")
  static int VariantChangeType(
      GuestThread t, @Out long pvargDest, @In long pvarSrc, short wFlags, short vt) {
    int from = Memory.getU16(pvarSrc);
    int to = vt & 0xFFFF;
    if (from == to) {
      return VariantCopy(t, pvargDest, pvarSrc);
    }
    if (to == VT_BSTR) {
      String text = format(pvarSrc, from);
      if (text == null) {
        return DISP_E_TYPEMISMATCH;
      }
      return store(t, pvargDest, VT_BSTR, newString(t, text));
    }
    if (from == VT_BSTR) {
      return parse(t, pvargDest, Memory.getLong(pvarSrc + VALUE), to);
    }
    if (!isNumber(from) && from != VT_EMPTY || !isNumber(to)) {
      return from == VT_NULL || isKnown(from) ? DISP_E_TYPEMISMATCH : DISP_E_BADVARTYPE;
    }
    return convert(t, pvargDest, pvarSrc, from, to);
  }

  private static boolean isNumber(int type) {
    return type >= VT_I2 && type <= VT_R8 || type == VT_BOOL || type >= VT_I1 && type <= VT_UINT;
  }

  private static boolean isFloating(int type) {
    return type == VT_R4 || type == VT_R8;
  }

  private static long integer(long variant, int type) {
    long at = variant + VALUE;
    return switch (type) {
      case VT_I1 -> Memory.getByte(at);
      case VT_UI1 -> Memory.getU8(at);
      case VT_I2, VT_BOOL -> Memory.getShort(at);
      case VT_UI2 -> Memory.getU16(at);
      case VT_I4, VT_INT -> Memory.getInt(at);
      case VT_UI4, VT_UINT -> Memory.getU32(at);
      case VT_I8, VT_UI8 -> Memory.getLong(at);
      default -> 0;
    };
  }

  private static double floating(long variant, int type) {
    return type == VT_R4
        ? Memory.getFloat(variant + VALUE)
        : type == VT_R8 ? Memory.getDouble(variant + VALUE) : integer(variant, type);
  }

  private static int convert(GuestThread t, long dest, long src, int from, int to) {
    if (to == VT_BOOL) {
      boolean set = isFloating(from) ? floating(src, from) != 0 : integer(src, from) != 0;
      return store(t, dest, to, set ? -1 : 0);
    }
    if (isFloating(to)) {
      return storeFloating(t, dest, to, floating(src, from));
    }
    // Halves round to even, as the automation library rounds.
    return storeInteger(
        t, dest, to, isFloating(from) ? (long) Math.rint(floating(src, from)) : integer(src, from));
  }

  private static int storeFloating(GuestThread t, long dest, int to, double value) {
    return to == VT_R4
        ? store(t, dest, to, Float.floatToRawIntBits((float) value) & 0xFFFF_FFFFL)
        : store(t, dest, to, Double.doubleToRawLongBits(value));
  }

  private static int storeInteger(GuestThread t, long dest, int to, long value) {
    boolean fits =
        switch (to) {
          case VT_I1 -> value == (byte) value;
          case VT_UI1 -> value == (value & 0xFF);
          case VT_I2 -> value == (short) value;
          case VT_UI2 -> value == (value & 0xFFFF);
          case VT_I4, VT_INT -> value == (int) value;
          case VT_UI4, VT_UINT -> value == (value & 0xFFFF_FFFFL);
          case VT_UI8 -> value >= 0;
          default -> true;
        };
    return fits ? store(t, dest, to, value) : DISP_E_OVERFLOW;
  }

  private static int store(GuestThread t, long dest, int type, long value) {
    int result = VariantClear(t, dest);
    if (result == S_OK) {
      Memory.putShort(dest, type);
      Memory.putLong(dest + VALUE, value);
    }
    return result;
  }

  private static String format(long variant, int type) {
    if (type == VT_EMPTY) {
      return "";
    }
    if (type == VT_BOOL) {
      return integer(variant, type) != 0 ? "True" : "False";
    }
    if (isFloating(type)) {
      double value = floating(variant, type);
      return value == Math.rint(value) && Math.abs(value) < 1e15
          ? Long.toString((long) value)
          : type == VT_R4 ? Float.toString((float) value) : Double.toString(value);
    }
    if (!isNumber(type)) {
      return null;
    }
    long value = integer(variant, type);
    return type == VT_UI8 ? Long.toUnsignedString(value) : Long.toString(value);
  }

  private static int parse(GuestThread t, long dest, long string, int to) {
    if (!isNumber(to)) {
      return DISP_E_TYPEMISMATCH;
    }
    String text =
        string == 0 ? "" : Memory.wide(string, (int) (OleAuto.byteLength(string) >> 1)).strip();
    if (to == VT_BOOL) {
      if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("#TRUE#")) {
        return store(t, dest, to, -1);
      }
      if (text.equalsIgnoreCase("false") || text.equalsIgnoreCase("#FALSE#")) {
        return store(t, dest, to, 0);
      }
    }
    try {
      double value = Double.parseDouble(text);
      if (to == VT_BOOL) {
        return store(t, dest, to, value != 0 ? -1 : 0);
      }
      return isFloating(to)
          ? storeFloating(t, dest, to, value)
          : storeInteger(t, dest, to, (long) Math.rint(value));
    } catch (NumberFormatException e) {
      return DISP_E_TYPEMISMATCH;
    }
  }

  private static long newString(GuestThread t, String text) {
    long string = OleAuto.allocate(t, 2L * text.length());
    Memory.putWide(string, text);
    return string;
  }

  /** Error objects of automation: none is ever set. */
  @Export(ordinal = 200)
  static int GetErrorInfo(int dwReserved, @Out long pperrinfo) {
    if (pperrinfo == 0) {
      return E_INVALIDARG;
    }
    Memory.putLong(pperrinfo, 0);
    return 1;
  }
}
