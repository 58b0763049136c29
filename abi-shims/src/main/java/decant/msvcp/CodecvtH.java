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
 * {@code std::codecvt}, the facets that convert between what a stream has and what its file has:
 * that of bytes, which converts nothing, and that of wide characters (xlocale).
 *
 * @see <a href="https://learn.microsoft.com/cpp/standard-library/codecvt-class">codecvt</a>
 */
@Library("msvcp140")
public final class CodecvtH {
  private static final String NARROW = "@?$codecvt@DDU_Mbstatet@@@std@@";
  private static final String WIDE = "@?$codecvt@_WDU_Mbstatet@@@std@@";
  private static final String BASE = "@codecvt_base@std@@";
  static final String ID = "?id" + NARROW + "2V0locale@2@A";
  static final String WIDE_ID = "?id" + WIDE + "2V0locale@2@A";
  private static final String DELETE = "??_Gcodecvt_base@std@@UEAAPEAXI@Z";
  private static final String IN =
      "?do_in" + NARROW + "MEBAHAEAU_Mbstatet@@PEBD1AEAPEBDPEAD3AEAPEAD@Z";
  private static final String OUT =
      "?do_out" + NARROW + "MEBAHAEAU_Mbstatet@@PEBD1AEAPEBDPEAD3AEAPEAD@Z";
  private static final String UNSHIFT =
      "?do_unshift" + NARROW + "MEBAHAEAU_Mbstatet@@PEAD1AEAPEAD@Z";
  private static final String LENGTH = "?do_length" + NARROW + "MEBAHAEAU_Mbstatet@@PEBD1_K@Z";
  private static final String WIDE_IN =
      "?do_in" + WIDE + "MEBAHAEAU_Mbstatet@@PEBD1AEAPEBDPEA_W3AEAPEA_W@Z";
  private static final String WIDE_OUT =
      "?do_out" + WIDE + "MEBAHAEAU_Mbstatet@@PEB_W1AEAPEB_WPEAD3AEAPEAD@Z";
  private static final String WIDE_UNSHIFT =
      "?do_unshift" + WIDE + "MEBAHAEAU_Mbstatet@@PEAD1AEAPEAD@Z";
  private static final String WIDE_LENGTH = "?do_length" + WIDE + "MEBAHAEAU_Mbstatet@@PEBD1_K@Z";

  static final String[] FUNCTIONS = {
    DELETE,
    FacetH.FUNCTIONS[1],
    FacetH.FUNCTIONS[2],
    "?do_always_noconv" + NARROW + "MEBA_NXZ",
    "?do_max_length" + BASE + "MEBAHXZ",
    "?do_encoding" + BASE + "MEBAHXZ",
    IN,
    OUT,
    UNSHIFT,
    LENGTH,
  };

  static final String[] WIDE_FUNCTIONS = {
    DELETE,
    FacetH.FUNCTIONS[1],
    FacetH.FUNCTIONS[2],
    "?do_always_noconv" + WIDE + "MEBA_NXZ",
    "?do_max_length" + WIDE + "MEBAHXZ",
    "?do_encoding" + WIDE + "MEBAHXZ",
    WIDE_IN,
    WIDE_OUT,
    WIDE_UNSHIFT,
    WIDE_LENGTH,
  };

  // codecvt_base::result
  private static final int OK = 0;
  private static final int PARTIAL = 1;
  private static final int ERROR = 2;
  private static final int NOCONV = 3;

  /** A {@code _Cvtvec}, behind what all facets have. */
  private static final int CVT = Facets.SIZE;

  private static final int WIDE_SIZE = CVT + LocinfoH.CVT_SIZE + 7 & -8;

  /** {@code MB_LEN_MAX}. */
  private static final int MAX_BYTES = 5;

  private CodecvtH() {}

  private static long make(
      GuestThread t, long self, VirtualFunctions.Table functions, long references) {
    Facets.make(t, self, functions, references);
    if (functions == VirtualFunctions.Table.WIDE_CODECVT) {
      LocinfoH.cvt(t, self + CVT);
    }
    return self;
  }

  @Export({"??0?$codecvt@DDU_Mbstatet@@@std@@QEAA@_K@Z", "??0codecvt_base@std@@QEAA@_K@Z"})
  static long construct(GuestThread t, @Out long self, long references) {
    return make(t, self, VirtualFunctions.Table.CODECVT, references);
  }

  @Export("??0?$codecvt@DDU_Mbstatet@@@std@@QEAA@AEBV_Locinfo@1@_K@Z")
  static long construct(GuestThread t, @Out long self, long locinfo, long references) {
    return make(t, self, VirtualFunctions.Table.CODECVT, references);
  }

  @Export("??0?$codecvt@_WDU_Mbstatet@@@std@@QEAA@_K@Z")
  static long constructWide(GuestThread t, @Out long self, long references) {
    return make(t, self, VirtualFunctions.Table.WIDE_CODECVT, references);
  }

  @Export("??0?$codecvt@_WDU_Mbstatet@@@std@@QEAA@AEBV_Locinfo@1@_K@Z")
  static long constructWide(GuestThread t, @Out long self, long locinfo, long references) {
    return make(t, self, VirtualFunctions.Table.WIDE_CODECVT, references);
  }

  @Export("?_Init" + NARROW + "IEAAXAEBV_Locinfo@2@@Z")
  static void initialise(long self, long locinfo) {
    // it needs nothing of the locale
  }

  @Export("?_Init" + WIDE + "IEAAXAEBV_Locinfo@2@@Z")
  static void initialiseWide(GuestThread t, long self, long locinfo) {
    LocinfoH.cvt(t, self + CVT);
  }

  @Export({"??1?$codecvt@DDU_Mbstatet@@@std@@MEAA@XZ", "??1?$codecvt@_WDU_Mbstatet@@@std@@MEAA@XZ"})
  static void destroy(long self) {
    // it has nothing
  }

  @Export(DELETE)
  static long delete(GuestThread t, long self, int flags) {
    return Facets.freeIf(t, self, flags);
  }

  @Export({"??_7?$codecvt@DDU_Mbstatet@@@std@@6B@", "??_7codecvt_base@std@@6B@"})
  @Data(size = 10 * 8)
  static void functions(GuestThread t, long address) {
    VirtualFunctions.fill(t, address, VirtualFunctions.Table.CODECVT);
  }

  @Export("??_7?$codecvt@_WDU_Mbstatet@@@std@@6B@")
  @Data(size = 10 * 8)
  static void wideFunctions(GuestThread t, long address) {
    VirtualFunctions.fill(t, address, VirtualFunctions.Table.WIDE_CODECVT);
  }

  /** The category of the facet, which is made where a place for it is empty. */
  @Export("?_Getcat" + NARROW + "SA_KPEAPEBVfacet@locale@2@PEBV42@@Z")
  static long category(GuestThread t, @Opt long facet, @Opt long locale) {
    return category(t, facet, VirtualFunctions.Table.CODECVT, Facets.SIZE);
  }

  @Export("?_Getcat" + WIDE + "SA_KPEAPEBVfacet@locale@2@PEBV42@@Z")
  static long categoryWide(GuestThread t, @Opt long facet, @Opt long locale) {
    return category(t, facet, VirtualFunctions.Table.WIDE_CODECVT, WIDE_SIZE);
  }

  private static long category(
      GuestThread t, long facet, VirtualFunctions.Table functions, int size) {
    if (facet != 0 && Memory.getLong(facet) == 0) {
      Memory.putLong(facet, make(t, t.process.heap.allocate(t, size), functions, 0));
    }
    return Punctuation.CTYPE;
  }

  // --- what programs call
  // --------------------------------------------------------------------------

  @Export({
    "?in" + NARROW + "QEBAHAEAU_Mbstatet@@PEBD1AEAPEBDPEAD3AEAPEAD@Z",
    "?in" + WIDE + "QEBAHAEAU_Mbstatet@@PEBD1AEAPEBDPEA_W3AEAPEA_W@Z",
  })
  @Direct("virtual_6")
  static native int in(
      long self,
      long state,
      long first1,
      long last1,
      @Out long mid1,
      long first2,
      long last2,
      @Out long mid2);

  @Export({
    "?out" + NARROW + "QEBAHAEAU_Mbstatet@@PEBD1AEAPEBDPEAD3AEAPEAD@Z",
    "?out" + WIDE + "QEBAHAEAU_Mbstatet@@PEB_W1AEAPEB_WPEAD3AEAPEAD@Z",
  })
  @Direct("virtual_7")
  static native int out(
      long self,
      long state,
      long first1,
      long last1,
      @Out long mid1,
      long first2,
      long last2,
      @Out long mid2);

  @Export({
    "?unshift" + NARROW + "QEBAHAEAU_Mbstatet@@PEAD1AEAPEAD@Z",
    "?unshift" + WIDE + "QEBAHAEAU_Mbstatet@@PEAD1AEAPEAD@Z",
  })
  @Direct("virtual_8")
  static native int unshift(long self, long state, long first2, long last2, @Out long mid2);

  @Export({
    "?length" + NARROW + "QEBAHAEAU_Mbstatet@@PEBD1_K@Z",
    "?length" + WIDE + "QEBAHAEAU_Mbstatet@@PEBD1_K@Z",
  })
  @Direct("virtual_9")
  static native int length(long self, long state, long first1, long last1, long count);

  @Export("?always_noconv" + BASE + "QEBA_NXZ")
  @Direct("virtual_3")
  static native boolean alwaysNoconv(long self);

  @Export("?max_length" + BASE + "QEBAHXZ")
  @Direct("virtual_4")
  static native int maxLength(long self);

  @Export("?encoding" + BASE + "QEBAHXZ")
  @Direct("virtual_5")
  static native int encoding(long self);

  // --- virtual functions of that of bytes
  // ----------------------------------------------------------

  @Export("?do_always_noconv" + NARROW + "MEBA_NXZ")
  static boolean doAlwaysNoconv(long self) {
    return true;
  }

  @Export({"?do_always_noconv" + WIDE + "MEBA_NXZ", "?do_always_noconv" + BASE + "MEBA_NXZ"})
  static boolean doConverts(long self) {
    return false;
  }

  @Export({"?do_max_length" + BASE + "MEBAHXZ", "?do_encoding" + BASE + "MEBAHXZ"})
  static int one(long self) {
    return 1;
  }

  @Export({IN, OUT})
  static int same(
      long self,
      long state,
      long first1,
      long last1,
      @Out long mid1,
      long first2,
      long last2,
      @Out long mid2) {
    Memory.putLong(mid1, first1);
    Memory.putLong(mid2, first2);
    return NOCONV;
  }

  @Export(UNSHIFT)
  static int sameUnshift(long self, long state, long first2, long last2, @Out long mid2) {
    Memory.putLong(mid2, first2);
    return NOCONV;
  }

  @Export(LENGTH)
  static int sameLength(long self, long state, long first1, long last1, long count) {
    long length = Math.min(last1 - first1, Integer.MAX_VALUE);
    return (int) (Long.compareUnsigned(count, length) < 0 ? count : length);
  }

  // --- virtual functions of that of wide characters
  // ------------------------------------------------

  @Export("?do_max_length" + WIDE + "MEBAHXZ")
  static int doMaxLength(long self) {
    return Memory.getInt(self + CVT + LocinfoH.CVT_MAX);
  }

  /** 1 when a character is a byte, 0 when it may be more. */
  @Export("?do_encoding" + WIDE + "MEBAHXZ")
  static boolean doEncoding(long self) {
    return doMaxLength(self) == 1;
  }

  @Export(WIDE_IN)
  static int doIn(
      GuestThread t,
      long self,
      long state,
      long first1,
      long last1,
      @Out long mid1,
      long first2,
      long last2,
      @Out long mid2) {
    long from = first1;
    long to = first2;
    int result = OK;
    while (from != last1 && result == OK) {
      if (to == last2) {
        result = PARTIAL;
        break;
      }
      int bytes = LocinfoH.mbrtowc(t, to, from, last1 - from, state, self + CVT);
      if (bytes < 0) {
        result = bytes == -1 ? ERROR : PARTIAL;
        from = bytes == -1 ? from : last1; // what is incomplete is kept in the state
      } else {
        from += Math.max(bytes, 1);
        to += 2;
      }
    }
    Memory.putLong(mid1, from);
    Memory.putLong(mid2, to);
    return result;
  }

  @Export(WIDE_OUT)
  static int doOut(
      GuestThread t,
      long self,
      long state,
      long first1,
      long last1,
      @Out long mid1,
      long first2,
      long last2,
      @Out long mid2) {
    long from = first1;
    long to = first2;
    int result = OK;
    while (from != last1 && result == OK) {
      long before = Memory.getLong(state);
      long buffer = last2 - to >= MAX_BYTES ? to : t.scratch();
      int bytes = LocinfoH.wcrtomb(t, buffer, Memory.getShort(from), state, self + CVT);
      if (bytes < 0) {
        result = ERROR;
      } else if (bytes > last2 - to) {
        Memory.putLong(state, before);
        result = PARTIAL;
      } else {
        if (buffer != to) {
          Memory.copy(buffer, to, bytes);
        }
        to += bytes;
        from += 2;
      }
    }
    Memory.putLong(mid1, from);
    Memory.putLong(mid2, to);
    return result;
  }

  /** Characters have no shift states. */
  @Export(WIDE_UNSHIFT)
  static int doUnshift(long self, long state, long first2, long last2, @Out long mid2) {
    Memory.putLong(mid2, first2);
    return OK;
  }

  @Export(WIDE_LENGTH)
  static int doLength(GuestThread t, long self, long state, long first1, long last1, long count) {
    long from = first1;
    for (long n = 0; n != count && from != last1; n++) {
      int bytes = LocinfoH.mbrtowc(t, t.scratch(), from, last1 - from, state, self + CVT);
      if (bytes < 0) {
        break;
      }
      from += Math.max(bytes, 1);
    }
    return (int) Math.min(from - first1, Integer.MAX_VALUE);
  }
}
