package decant.msvcp;

import decant.abi.Data;
import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * {@code std::ctype}, the facet that classifies bytes (xlocale). A virtual function for one
 * character stands behind the one for many.
 *
 * @see <a href="https://learn.microsoft.com/cpp/standard-library/ctype-class">ctype</a>
 */
@Library("msvcp140")
public final class CtypeH {
  private static final String CLASS = "@?$ctype@D@std@@";
  private static final Element E = Element.NARROW;

  static final String[] FUNCTIONS = {
    "??_G?$ctype@D@std@@MEAAPEAXI@Z",
    "?_Incref@facet@locale@std@@UEAAXXZ",
    "?_Decref@facet@locale@std@@UEAAPEAV_Facet_base@3@XZ",
    "?do_tolower" + CLASS + "MEBAPEBDPEADPEBD@Z",
    "?do_tolower" + CLASS + "MEBADD@Z",
    "?do_toupper" + CLASS + "MEBAPEBDPEADPEBD@Z",
    "?do_toupper" + CLASS + "MEBADD@Z",
    "?do_widen" + CLASS + "MEBAPEBDPEBD0PEAD@Z",
    "?do_widen" + CLASS + "MEBADD@Z",
    "?do_narrow" + CLASS + "MEBAPEBDPEBD0DPEAD@Z",
    "?do_narrow" + CLASS + "MEBADDD@Z",
  };

  private static final int SIZE = Facets.SIZE + LocinfoH.CTYPE_SIZE;

  /** How many types a table has. */
  private static final int TYPES = 256;

  /** The program's own table that it has allocated. */
  private static final int DELETE_ARRAY = -1;

  private CtypeH() {}

  private static void make(GuestThread t, long self, long references) {
    Facets.make(t, self, VirtualFunctions.Table.CTYPE, references);
    initialise(t, self, 0);
  }

  @Export("?_Init" + CLASS + "IEAAXAEBV_Locinfo@2@@Z")
  static void initialise(GuestThread t, long self, @Opt long locinfo) {
    LocinfoH.ctype(t, self + Facets.SIZE);
  }

  @Export("??0?$ctype@D@std@@QEAA@AEBV_Locinfo@1@_K@Z")
  static long constructOf(GuestThread t, @Out long self, long locinfo, long references) {
    make(t, self, references);
    return self;
  }

  /** Makes a facet with a table of the program's, or the one of the "C" locale. */
  @Export("??0?$ctype@D@std@@QEAA@PEBF_N_K@Z")
  static long construct(
      GuestThread t, @Out long self, @Opt long table, byte delete, long references) {
    make(t, self, references);
    if (table != 0) {
      Memory.putLong(self + Ctype.TABLE, table);
      Memory.putInt(self + Ctype.DELETE, delete != 0 ? DELETE_ARRAY : 0);
    }
    return self;
  }

  @Export("??_F?$ctype@D@std@@QEAAXXZ")
  static void construct(GuestThread t, @Out long self) {
    make(t, self, 0);
  }

  @Export("?table" + CLASS + "QEBAPEBFXZ")
  static long table(long self) {
    return Memory.getLong(self + Ctype.TABLE);
  }

  @Export("?classic_table" + CLASS + "SAPEBFXZ")
  static long classicTable(GuestThread t) {
    return decant.crt.CtypeH.__pctype_func(t);
  }

  @Export("?table_size" + CLASS + "2_KB")
  @Data(size = 8)
  static void tableSize(GuestThread t, long address) {
    Memory.putLong(address, TYPES);
  }

  @Export({"??1?$ctype@D@std@@MEAA@XZ", "?_Tidy" + CLASS + "IEAAXXZ"})
  static void destroy(GuestThread t, long self) {
    Ctype.destroy(t, self);
  }

  @Export("??_G?$ctype@D@std@@MEAAPEAXI@Z")
  static long delete(GuestThread t, long self, int flags) {
    destroy(t, self);
    return Facets.freeIf(t, self, flags);
  }

  @Export("??_7?$ctype@D@std@@6B@")
  @Data(size = 11 * 8)
  static void functions(GuestThread t, long address) {
    VirtualFunctions.fill(t, address, VirtualFunctions.Table.CTYPE);
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

  private static int types(long self, int c) {
    return Memory.getShort(table(self) + 2L * c);
  }

  @Export("?is" + CLASS + "QEBA_NFD@Z")
  static boolean is(long self, short mask, byte c) {
    return (types(self, c & 0xFF) & mask) != 0;
  }

  @Export("?is" + CLASS + "QEBAPEBDPEBD0PEAF@Z")
  static long is(long self, long first, long last, @Out long to) {
    for (long at = first; at < last; at++) {
      Memory.putShort(to + 2 * (at - first), types(self, Memory.getU8(at)));
    }
    return last;
  }

  @Export("?scan_is" + CLASS + "QEBAPEBDFPEBD0@Z")
  static long scanIs(long self, short mask, long first, long last) {
    long at = first;
    while (at < last && !is(self, mask, Memory.getByte(at))) {
      at++;
    }
    return at;
  }

  @Export("?scan_not" + CLASS + "QEBAPEBDFPEBD0@Z")
  static long scanNot(long self, short mask, long first, long last) {
    long at = first;
    while (at < last && is(self, mask, Memory.getByte(at))) {
      at++;
    }
    return at;
  }

  // --- cases
  // ---------------------------------------------------------------------------------------

  @Export("?tolower" + CLASS + "QEBADD@Z")
  @Direct("virtual_4")
  static native byte toLower(long self, byte c);

  @Export("?tolower" + CLASS + "QEBAPEBDPEADPEBD@Z")
  @Direct("virtual_3")
  static native long toLower(long self, long first, long last);

  @Export("?do_tolower" + CLASS + "MEBADD@Z")
  static byte doToLower(GuestThread t, long self, byte c) {
    return (byte) LocinfoH.toLower(t, c & 0xFF, self + Facets.SIZE);
  }

  @Export("?do_tolower" + CLASS + "MEBAPEBDPEADPEBD@Z")
  static long doToLower(GuestThread t, long self, long first, long last) {
    for (long at = first; at < last; at += E.size) {
      E.put(at, doToLower(t, self, (byte) E.get(at)));
    }
    return last;
  }

  @Export("?toupper" + CLASS + "QEBADD@Z")
  @Direct("virtual_6")
  static native byte toUpper(long self, byte c);

  @Export("?toupper" + CLASS + "QEBAPEBDPEADPEBD@Z")
  @Direct("virtual_5")
  static native long toUpper(long self, long first, long last);

  @Export("?do_toupper" + CLASS + "MEBADD@Z")
  static byte doToUpper(GuestThread t, long self, byte c) {
    return (byte) LocinfoH.toUpper(t, c & 0xFF, self + Facets.SIZE);
  }

  @Export("?do_toupper" + CLASS + "MEBAPEBDPEADPEBD@Z")
  static long doToUpper(GuestThread t, long self, long first, long last) {
    for (long at = first; at < last; at += E.size) {
      E.put(at, doToUpper(t, self, (byte) E.get(at)));
    }
    return last;
  }

  // --- conversion
  // ----------------------------------------------------------------------------------

  @Export("?widen" + CLASS + "QEBADD@Z")
  @Direct("virtual_8")
  static native byte widen(long self, byte c);

  @Export("?widen" + CLASS + "QEBAPEBDPEBD0PEAD@Z")
  @Direct("virtual_7")
  static native long widen(long self, long first, long last, @Out long to);

  @Export("?narrow" + CLASS + "QEBADDD@Z")
  @Direct("virtual_10")
  static native byte narrow(long self, byte c, byte dflt);

  @Export("?narrow" + CLASS + "QEBAPEBDPEBD0DPEAD@Z")
  @Direct("virtual_9")
  static native long narrow(long self, long first, long last, byte dflt, @Out long to);

  @Export("?do_widen" + CLASS + "MEBADD@Z")
  static byte doWiden(long self, byte c) {
    return c;
  }

  @Export("?do_widen" + CLASS + "MEBAPEBDPEBD0PEAD@Z")
  static long doWiden(long self, long first, long last, @Out long to) {
    if (last > first) {
      Memory.copy(first, to, last - first);
    }
    return last;
  }

  @Export("?do_narrow" + CLASS + "MEBADDD@Z")
  static byte doNarrow(long self, byte c, byte dflt) {
    return c;
  }

  @Export("?do_narrow" + CLASS + "MEBAPEBDPEBD0DPEAD@Z")
  static long doNarrow(long self, long first, long last, byte dflt, @Out long to) {
    return doWiden(self, first, last, to);
  }
}
