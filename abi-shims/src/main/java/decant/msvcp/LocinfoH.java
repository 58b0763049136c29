package decant.msvcp;

import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.crt.CodePages;
import decant.crt.CtypeH;
import decant.crt.LocaleH;
import decant.crt.WctypeH;
import decant.crt.eh.CxxStandard;
import decant.crt.time.TimeTextH;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * {@code std::_Locinfo}, which sets a locale of C as long as facets are made of it, and what these
 * are made of (xlocinfo).
 */
@Library("msvcp140")
public final class LocinfoH {
  private static final String CLASS = "@_Locinfo@std@@";

  /**
   * The lock's kind, then texts: days, months, both wide, the locale before, the one that is set.
   */
  private static final int FIRST_TEXT = 8;

  private static final int OLD_NAME = FIRST_TEXT + 4 * Yarn.SIZE;
  private static final int NEW_NAME = OLD_NAME + Yarn.SIZE;

  // _Cvtvec
  static final int CVT_MAX = 4;
  static final int CVT_IS_C = 8;
  static final int CVT_SIZE = 44;

  /** Size of a {@code _Ctypevec}: code page, table, whether to free that, name of the locale. */
  static final int CTYPE_SIZE = 32;

  private LocinfoH() {}

  @Export("??0_Locinfo@std@@QEAA@PEBD@Z")
  static long construct(GuestThread t, @Out long self, @Opt long name) {
    LibraryLocks.lockit(t, self, 0);
    Memory.fill(self + FIRST_TEXT, NEW_NAME + Yarn.SIZE - FIRST_TEXT, 0);
    set(t, self, name);
    return self;
  }

  @Export("??_F_Locinfo@std@@QEAAXXZ")
  static void construct(GuestThread t, @Out long self) {
    construct(t, self, CxxStandard.of(t).text(t, "C"));
  }

  /** Sets the locale of some categories; of which, is not looked at. */
  @Export(
      value = "??0_Locinfo@std@@QEAA@HPEBD@Z",
      support = Support.PARTIAL,
      note = "All categories get the locale, when any does.")
  static long construct(GuestThread t, @Out long self, int categories, @Opt long name) {
    return construct(t, self, categories == 0 ? CxxStandard.of(t).text(t, "C") : name);
  }

  @Export("?_Locinfo_ctor" + CLASS + "SAXPEAV12@PEBD@Z")
  static void constructIt(GuestThread t, @Out long self, @Opt long name) {
    set(t, self, name);
  }

  @Export(
      value = "?_Locinfo_ctor" + CLASS + "SAXPEAV12@HPEBD@Z",
      support = Support.PARTIAL,
      note = "All categories get the locale, when any does.")
  static void constructIt(GuestThread t, @Out long self, int categories, @Opt long name) {
    set(t, self, categories == 0 ? CxxStandard.of(t).text(t, "C") : name);
  }

  private static void set(GuestThread t, long self, long name) {
    Yarn.copy(t, self + OLD_NAME, LocaleH.setlocale(t, 0, 0));
    long set = name == 0 ? 0 : LocaleH.setlocale(t, 0, name);
    if (set == 0) {
      Yarn.assign(t, self + NEW_NAME, "*");
    } else {
      Yarn.copy(t, self + NEW_NAME, set);
    }
  }

  @Export({
    "?_Addcats" + CLASS + "QEAAAEAV12@HPEBD@Z",
    "?_Locinfo_Addcats" + CLASS + "SAAEAV12@PEAV12@HPEBD@Z",
  })
  static long addCategories(GuestThread t, long self, int categories, @Opt long name) {
    long set = name == 0 || categories == 0 ? 0 : LocaleH.setlocale(t, 0, name);
    if (categories == 0) {
      return self;
    }
    if (set == 0) {
      Yarn.assign(t, self + NEW_NAME, "*");
    } else if (Memory.getByte(Yarn.text(self + NEW_NAME)) != '*') {
      Yarn.copy(t, self + NEW_NAME, set);
    }
    return self;
  }

  @Export("??1_Locinfo@std@@QEAA@XZ")
  static void destroy(GuestThread t, long self) {
    reset(t, self);
    for (int at = FIRST_TEXT; at <= NEW_NAME; at += Yarn.SIZE) {
      Yarn.clear(t, self + at);
    }
    LibraryLocks.unlockit(t, self);
  }

  @Export("?_Locinfo_dtor" + CLASS + "SAXPEAV12@@Z")
  static void reset(GuestThread t, long self) {
    long before = Memory.getLong(self + OLD_NAME);
    if (before != 0) {
      LocaleH.setlocale(t, 0, before);
    }
  }

  @Export("?_Getname" + CLASS + "QEBAPEBDXZ")
  static long name(long self) {
    return Yarn.text(self + NEW_NAME);
  }

  // --- what facets are made of
  // ---------------------------------------------------------------------

  @Export("?_Getctype" + CLASS + "QEBA?AU_Ctypevec@@XZ")
  static long ctype(GuestThread t, long self, @Out long result) {
    return ctype(t, result);
  }

  /** What {@code std::ctype} needs of the locale that is set. */
  @Export("_Getctype")
  static long ctype(GuestThread t, @Out long result) {
    Memory.fill(result, CTYPE_SIZE, 0);
    Memory.putInt(result, LocaleH.___lc_codepage_func(t));
    Memory.putLong(result + 8, CtypeH.__pctype_func(t));
    return result;
  }

  @Export("?_Getcvt" + CLASS + "QEBA?AU_Cvtvec@@XZ")
  static long cvt(GuestThread t, long self, @Out long result) {
    return cvt(t, result);
  }

  /** What {@code std::codecvt} needs of the locale that is set. */
  @Export("_Getcvt")
  static long cvt(GuestThread t, @Out long result) {
    Memory.fill(result, CVT_SIZE, 0);
    int page = LocaleH.___lc_codepage_func(t);
    Memory.putInt(result, page);
    Memory.putInt(result + CVT_MAX, LocaleH.___mb_cur_max_func(t));
    Memory.putInt(result + CVT_IS_C, page == 0 ? 1 : 0);
    return result;
  }

  @Export("?_Getcoll" + CLASS + "QEBA?AU_Collvec@@XZ")
  static long coll(GuestThread t, long self, @Out long result) {
    return coll(t, result);
  }

  @Export("_Getcoll")
  static long coll(GuestThread t, @Out long result) {
    Memory.putLong(result, LocaleH.___lc_codepage_func(t));
    Memory.putLong(result + 8, 0);
    return result;
  }

  @Export("?_Getlconv" + CLASS + "QEBAPEBUlconv@@XZ")
  static long lconv(GuestThread t, long self) {
    return LocaleH.localeconv(t);
  }

  @Export("?_Gettrue" + CLASS + "QEBAPEBDXZ")
  static long trueName(GuestThread t, long self) {
    return CxxStandard.of(t).text(t, "true");
  }

  @Export("?_Getfalse" + CLASS + "QEBAPEBDXZ")
  static long falseName(GuestThread t, long self) {
    return CxxStandard.of(t).text(t, "false");
  }

  /** Month, day, year. */
  @Export({"?_Getdateorder" + CLASS + "QEBAHXZ"})
  static int dateOrder(long self) {
    return 2;
  }

  @Export("?_Getdays" + CLASS + "QEBAPEBDXZ")
  static long days(GuestThread t, long self) {
    return keep(t, self, 0, TimeTextH._Getdays(t));
  }

  @Export("?_Getmonths" + CLASS + "QEBAPEBDXZ")
  static long months(GuestThread t, long self) {
    return keep(t, self, 1, TimeTextH._Getmonths(t));
  }

  @Export("?_W_Getdays" + CLASS + "QEBAPEBGXZ")
  static long wideDays(GuestThread t, long self) {
    return keep(t, self, 2, TimeTextH._W_Getdays(t));
  }

  @Export("?_W_Getmonths" + CLASS + "QEBAPEBGXZ")
  static long wideMonths(GuestThread t, long self) {
    return keep(t, self, 3, TimeTextH._W_Getmonths(t));
  }

  /** Has one of the texts be a block that is freed with it. */
  private static long keep(GuestThread t, long self, int text, long block) {
    long yarn = self + FIRST_TEXT + (long) text * Yarn.SIZE;
    Yarn.clear(t, yarn);
    Memory.putLong(yarn, block);
    return block;
  }

  // --- functions that templates call with that
  // -----------------------------------------------------

  @Export("_Tolower")
  static int toLower(GuestThread t, int c, @Opt long ctype) {
    return CtypeH.tolower(t, c);
  }

  @Export("_Toupper")
  static int toUpper(GuestThread t, int c, @Opt long ctype) {
    return CtypeH.toupper(t, c);
  }

  @Export("_Towlower")
  static short toLowerWide(GuestThread t, short c, @Opt long ctype) {
    return WctypeH.towlower(t, c);
  }

  @Export("_Towupper")
  static short toUpperWide(GuestThread t, short c, @Opt long ctype) {
    return WctypeH.towupper(t, c);
  }

  /** Reads a character: by the rules of the locale that a facet was made of. */
  @Export("_Mbrtowc")
  static int mbrtowc(
      GuestThread t, @Opt long wc, @Opt long s, long n, @Opt long state, @Opt long cvt) {
    if (s == 0 || n == 0) {
      return 0;
    }
    if (cvt != 0 && Memory.getInt(cvt + CVT_IS_C) != 0) {
      int c = Memory.getU8(s);
      if (wc != 0) {
        Memory.putShort(wc, c);
      }
      return c == 0 ? 0 : 1;
    }
    return (int) CodePages.mbrtowc(t, page(t, cvt), wc, s, n, state);
  }

  private static int page(GuestThread t, long cvt) {
    return cvt != 0 ? Memory.getInt(cvt) : LocaleH.___lc_codepage_func(t);
  }

  /** Writes a character: as {@link #mbrtowc}. */
  @Export("_Wcrtomb")
  static int wcrtomb(GuestThread t, long s, short wc, @Opt long state, @Opt long cvt) {
    if (cvt != 0 && Memory.getInt(cvt + CVT_IS_C) != 0) {
      if ((wc & 0xFFFF) > 0xFF) {
        return -1;
      }
      Memory.putByte(s, wc);
      return 1;
    }
    return (int) CodePages.wcrtomb(t, page(t, cvt), s, wc, state);
  }

  /** Compares two texts, which end where they are said to. */
  @Export("_Strcoll")
  static int collate(
      GuestThread t, long first1, long last1, long first2, long last2, @Opt long coll) {
    return compare(Element.NARROW, first1, last1, first2, last2);
  }

  @Export("_Wcscoll")
  static int collateWide(
      GuestThread t, long first1, long last1, long first2, long last2, @Opt long coll) {
    return compare(Element.WIDE, first1, last1, first2, last2);
  }

  private static int compare(Element e, long first1, long last1, long first2, long last2) {
    long n1 = (last1 - first1) / e.size;
    long n2 = (last2 - first2) / e.size;
    for (long i = 0; i < n1 && i < n2; i++) {
      int order = Integer.compare(e.get(first1 + i * e.size), e.get(first2 + i * e.size));
      if (order != 0) {
        return order;
      }
    }
    return Long.compare(n1, n2);
  }

  /** Writes what {@code _Strcoll} compares, which is the text; returns its length. */
  @Export("_Strxfrm")
  static long transform(
      GuestThread t, @Opt long first1, long last1, long first2, long last2, @Opt long coll) {
    return transform(Element.NARROW, first1, last1, first2, last2);
  }

  @Export("_Wcsxfrm")
  static long transformWide(
      GuestThread t, @Opt long first1, long last1, long first2, long last2, @Opt long coll) {
    return transform(Element.WIDE, first1, last1, first2, last2);
  }

  private static long transform(Element e, long first1, long last1, long first2, long last2) {
    long bytes = last2 - first2;
    if (bytes <= last1 - first1) {
      Memory.copy(first2, first1, bytes);
    }
    return bytes / e.size;
  }
}
