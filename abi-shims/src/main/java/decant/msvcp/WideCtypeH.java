package decant.msvcp;

import decant.abi.Data;
import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.crt.CharTypes;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * {@code std::ctype}, the facet that classifies wide characters (xlocale). A virtual function for
 * one character stands behind the one for many.
 *
 * @see <a href="https://learn.microsoft.com/cpp/standard-library/ctype-class">ctype</a>
 */
@Library("msvcp140")
public final class WideCtypeH {
  private static final String CLASS = "@?$ctype@_W@std@@";
  private static final Element E = Element.WIDE;

  static final String[] FUNCTIONS = {
    "??_G?$ctype@_W@std@@MEAAPEAXI@Z",
    "?_Incref@facet@locale@std@@UEAAXXZ",
    "?_Decref@facet@locale@std@@UEAAPEAV_Facet_base@3@XZ",
    "?do_is" + CLASS + "MEBAPEB_WPEB_W0PEAF@Z",
    "?do_is" + CLASS + "MEBA_NF_W@Z",
    "?do_scan_is" + CLASS + "MEBAPEB_WFPEB_W0@Z",
    "?do_scan_not" + CLASS + "MEBAPEB_WFPEB_W0@Z",
    "?do_tolower" + CLASS + "MEBAPEB_WPEA_WPEB_W@Z",
    "?do_tolower" + CLASS + "MEBA_W_W@Z",
    "?do_toupper" + CLASS + "MEBAPEB_WPEA_WPEB_W@Z",
    "?do_toupper" + CLASS + "MEBA_W_W@Z",
    "?do_widen" + CLASS + "MEBAPEBDPEBD0PEA_W@Z",
    "?do_widen" + CLASS + "MEBA_WD@Z",
    "?do_narrow" + CLASS + "MEBAPEB_WPEB_W0DPEAD@Z",
    "?do_narrow" + CLASS + "MEBAD_WD@Z",
  };

  private static final int CVT = Facets.SIZE + LocinfoH.CTYPE_SIZE;

  private static final int SIZE = CVT + LocinfoH.CVT_SIZE + 7 & -8;

  private WideCtypeH() {}

  private static void make(GuestThread t, long self, long references) {
    Facets.make(t, self, VirtualFunctions.Table.WIDE_CTYPE, references);
    initialise(t, self, 0);
  }

  @Export("?_Init" + CLASS + "IEAAXAEBV_Locinfo@2@@Z")
  static void initialise(GuestThread t, long self, @Opt long locinfo) {
    LocinfoH.ctype(t, self + Facets.SIZE);
    LocinfoH.cvt(t, self + CVT);
  }

  @Export("??0?$ctype@_W@std@@QEAA@AEBV_Locinfo@1@_K@Z")
  static long constructOf(GuestThread t, @Out long self, long locinfo, long references) {
    make(t, self, references);
    return self;
  }

  @Export("??0?$ctype@_W@std@@QEAA@_K@Z")
  static long construct(GuestThread t, @Out long self, long references) {
    make(t, self, references);
    return self;
  }

  @Export("??_F?$ctype@_W@std@@QEAAXXZ")
  static void construct(GuestThread t, @Out long self) {
    make(t, self, 0);
  }

  @Export("??1?$ctype@_W@std@@MEAA@XZ")
  static void destroy(GuestThread t, long self) {
    Ctype.destroy(t, self);
  }

  @Export("??_G?$ctype@_W@std@@MEAAPEAXI@Z")
  static long delete(GuestThread t, long self, int flags) {
    destroy(t, self);
    return Facets.freeIf(t, self, flags);
  }

  @Export("??_7?$ctype@_W@std@@6B@")
  @Data(size = 15 * 8)
  static void functions(GuestThread t, long address) {
    VirtualFunctions.fill(t, address, VirtualFunctions.Table.WIDE_CTYPE);
  }

  /** The category of the facet, which is made where a place for it is empty. */
  @Export("?_Getcat" + CLASS + "SA_KPEAPEBVfacet@locale@2@PEBV42@@Z")
  static long category(GuestThread t, @Opt long facet, @Opt long locale) {
    if (facet != 0 && Memory.getLong(facet) == 0) {
      long made = t.process.heap.allocate(t, SIZE);
      make(t, made, 0);
      Memory.putLong(facet, made);
    }
    return Punctuation.CTYPE;
  }

  // --- types
  // ---------------------------------------------------------------------------------------

  @Export("?is" + CLASS + "QEBA_NF_W@Z")
  @Direct("virtual_4")
  static native boolean is(long self, short mask, short c);

  @Export("?is" + CLASS + "QEBAPEB_WPEB_W0PEAF@Z")
  @Direct("virtual_3")
  static native long is(long self, long first, long last, @Out long to);

  @Export("?scan_is" + CLASS + "QEBAPEB_WFPEB_W0@Z")
  @Direct("virtual_5")
  static native long scanIs(long self, short mask, long first, long last);

  @Export("?scan_not" + CLASS + "QEBAPEB_WFPEB_W0@Z")
  @Direct("virtual_6")
  static native long scanNot(long self, short mask, long first, long last);

  @Export("?do_is" + CLASS + "MEBA_NF_W@Z")
  static boolean doIs(long self, short mask, short c) {
    return (CharTypes.wide(c & 0xFFFF) & mask) != 0;
  }

  @Export("?do_is" + CLASS + "MEBAPEB_WPEB_W0PEAF@Z")
  static long doIs(long self, long first, long last, @Out long to) {
    for (long at = first; at < last; at += 2) {
      Memory.putShort(to + (at - first), CharTypes.wide(Memory.getU16(at)));
    }
    return last;
  }

  @Export("?do_scan_is" + CLASS + "MEBAPEB_WFPEB_W0@Z")
  static long doScanIs(long self, short mask, long first, long last) {
    long at = first;
    while (at < last && !doIs(self, mask, Memory.getShort(at))) {
      at += 2;
    }
    return at;
  }

  @Export("?do_scan_not" + CLASS + "MEBAPEB_WFPEB_W0@Z")
  static long doScanNot(long self, short mask, long first, long last) {
    long at = first;
    while (at < last && doIs(self, mask, Memory.getShort(at))) {
      at += 2;
    }
    return at;
  }

  // --- cases
  // ---------------------------------------------------------------------------------------

  @Export("?tolower" + CLASS + "QEBA_W_W@Z")
  @Direct("virtual_8")
  static native short toLower(long self, short c);

  @Export("?tolower" + CLASS + "QEBAPEB_WPEA_WPEB_W@Z")
  @Direct("virtual_7")
  static native long toLower(long self, long first, long last);

  @Export("?do_tolower" + CLASS + "MEBA_W_W@Z")
  static short doToLower(GuestThread t, long self, short c) {
    return LocinfoH.toLowerWide(t, c, self + Facets.SIZE);
  }

  @Export("?do_tolower" + CLASS + "MEBAPEB_WPEA_WPEB_W@Z")
  static long doToLower(GuestThread t, long self, long first, long last) {
    for (long at = first; at < last; at += E.size) {
      E.put(at, doToLower(t, self, (short) E.get(at)));
    }
    return last;
  }

  @Export("?toupper" + CLASS + "QEBA_W_W@Z")
  @Direct("virtual_10")
  static native short toUpper(long self, short c);

  @Export("?toupper" + CLASS + "QEBAPEB_WPEA_WPEB_W@Z")
  @Direct("virtual_9")
  static native long toUpper(long self, long first, long last);

  @Export("?do_toupper" + CLASS + "MEBA_W_W@Z")
  static short doToUpper(GuestThread t, long self, short c) {
    return LocinfoH.toUpperWide(t, c, self + Facets.SIZE);
  }

  @Export("?do_toupper" + CLASS + "MEBAPEB_WPEA_WPEB_W@Z")
  static long doToUpper(GuestThread t, long self, long first, long last) {
    for (long at = first; at < last; at += E.size) {
      E.put(at, doToUpper(t, self, (short) E.get(at)));
    }
    return last;
  }

  // --- conversion
  // ----------------------------------------------------------------------------------

  @Export("?widen" + CLASS + "QEBA_WD@Z")
  @Direct("virtual_12")
  static native short widen(long self, byte c);

  @Export("?widen" + CLASS + "QEBAPEBDPEBD0PEA_W@Z")
  @Direct("virtual_11")
  static native long widen(long self, long first, long last, @Out long to);

  @Export("?narrow" + CLASS + "QEBAD_WD@Z")
  @Direct("virtual_14")
  static native byte narrow(long self, short c, byte dflt);

  @Export("?narrow" + CLASS + "QEBAPEB_WPEB_W0DPEAD@Z")
  @Direct("virtual_13")
  static native long narrow(long self, long first, long last, byte dflt, @Out long to);

  @Export({"?do_widen" + CLASS + "MEBA_WD@Z", "?_Dowiden" + CLASS + "IEBA_WD@Z"})
  static short doWiden(long self, byte c) {
    return (short) (c & 0xFF);
  }

  @Export("?do_widen" + CLASS + "MEBAPEBDPEBD0PEA_W@Z")
  static long doWiden(long self, long first, long last, @Out long to) {
    for (long at = first; at < last; at++) {
      Memory.putShort(to + 2 * (at - first), Memory.getU8(at));
    }
    return last;
  }

  @Export({"?do_narrow" + CLASS + "MEBAD_WD@Z", "?_Donarrow" + CLASS + "IEBAD_WD@Z"})
  static byte doNarrow(long self, short c, byte dflt) {
    return (c & 0xFFFF) <= 0xFF ? (byte) c : dflt;
  }

  @Export("?do_narrow" + CLASS + "MEBAPEB_WPEB_W0DPEAD@Z")
  static long doNarrow(long self, long first, long last, byte dflt, @Out long to) {
    for (long at = first; at < last; at += 2) {
      Memory.putByte(to + (at - first) / 2, doNarrow(self, Memory.getShort(at), dflt));
    }
    return last;
  }
}
