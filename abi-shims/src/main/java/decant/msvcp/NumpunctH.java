package decant.msvcp;

import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Text;
import decant.crt.LocaleH;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * The {@code std::numpunct} facets of locales that have a name, and how these locales are made
 * (xlocnum, locale). They are made while {@code std::_Locinfo} has set their locale.
 *
 * @see <a href="https://learn.microsoft.com/cpp/standard-library/numpunct-class">numpunct</a>
 */
@Library("msvcp140")
public final class NumpunctH {
  private static final String CLASS = "@?$numpunct@D@std@@MEBA";
  private static final String MAKE = "@_Locimp@locale@std@@CA";

  static final String[] FUNCTIONS = {
    FacetH.FUNCTIONS[0],
    FacetH.FUNCTIONS[1],
    FacetH.FUNCTIONS[2],
    "?do_decimal_point" + CLASS + "DXZ",
    "?do_thousands_sep" + CLASS + "DXZ",
    "?do_grouping" + CLASS + "?AV?$basic_string@DU?$char_traits@D@std@@V?$allocator@D@2@@2@XZ",
    "?do_falsename" + CLASS + "?AV?$basic_string@DU?$char_traits@D@std@@V?$allocator@D@2@@2@XZ",
    "?do_truename" + CLASS + "?AV?$basic_string@DU?$char_traits@D@std@@V?$allocator@D@2@@2@XZ",
  };

  // what these add to a facet: their own layout, as nobody looks at it
  private static final int WIDE = Facets.SIZE;
  private static final int POINT = Facets.SIZE + 4;
  private static final int SEPARATOR = Facets.SIZE + 6;
  private static final int GROUPING = Facets.SIZE + 8;

  /** Sizes of groups that are kept, with a zero behind them. */
  private static final int MAX_GROUPS = 7;

  private static final int SIZE = GROUPING + MAX_GROUPS + 1;

  // lconv
  private static final int LCONV_POINT = 0;
  private static final int LCONV_SEPARATOR = 8;
  private static final int LCONV_GROUPING = 16;

  private static final String[] CTYPE_KINDS = {
    Ctype.ID, Ctype.WIDE_ID, CodecvtH.ID, CodecvtH.WIDE_ID,
  };

  /** The kinds of facets of the categories, by the bits of these. */
  private static final String[][] KINDS = {
    {FacetH.COLLATE_ID, FacetH.WIDE_COLLATE_ID},
    CTYPE_KINDS,
    {}, // of money: the library has none
    {
      Punctuation.ID,
      Punctuation.WIDE_ID,
      Text.ANSI.choose(NumPutH.ID),
      Text.WIDE.choose(NumPutH.ID),
      Text.ANSI.choose(NumGetH.ID),
      Text.WIDE.choose(NumGetH.ID),
    },
    {
      Text.ANSI.choose(TimePutH.ID),
      Text.WIDE.choose(TimePutH.ID),
      Text.ANSI.choose(TimeGetH.ID),
      Text.WIDE.choose(TimeGetH.ID),
    },
  };

  private NumpunctH() {}

  private static Element element(long self) {
    return Memory.getInt(self + WIDE) != 0 ? Element.WIDE : Element.NARROW;
  }

  private static void add(GuestThread t, Element e, long implementation, String id, long lconv) {
    long grouping = Memory.getLong(lconv + LCONV_GROUPING);
    if (Memory.getByte(grouping) == 0) {
      Locale.take(t, implementation, id, 0); // as in the "C" locale
      return;
    }
    long facet = t.process.heap.allocate(t, SIZE);
    Memory.putLong(facet, VirtualFunctions.of(t, VirtualFunctions.Table.NUMPUNCT.of(e)));
    Memory.putInt(facet + WIDE, e == Element.WIDE ? 1 : 0);
    Memory.putShort(facet + POINT, Memory.getU8(Memory.getLong(lconv + LCONV_POINT)));
    Memory.putShort(facet + SEPARATOR, Memory.getU8(Memory.getLong(lconv + LCONV_SEPARATOR)));
    int length = Math.min(Memory.narrowLength(grouping), MAX_GROUPS);
    Memory.copy(grouping, facet + GROUPING, length);
    Locale.add(t, implementation, facet, LibraryLocks.facetKind(t, Locale.export(t, id)));
  }

  // --- locales with a name
  // -------------------------------------------------------------------------

  /** What takes the facets of a category from another locale. */
  private static void take(GuestThread t, long implementation, String[] ids, long locale) {
    for (String id : ids) {
      Locale.take(t, implementation, id, locale);
    }
  }

  /**
   * Gives an implementation the facets of some categories.
   *
   * @param locale whose facets they are; 0 for the locale that is set
   */
  @Export("?_Makeloc" + MAKE + "PEAV123@AEBV_Locinfo@3@HPEAV123@PEBV23@@Z")
  static long make(
      GuestThread t, long locinfo, int categories, long implementation, @Opt long locale) {
    if (locale != 0) {
      for (int i = 0; i < KINDS.length; i++) {
        if ((categories & 1 << i) != 0) {
          take(t, implementation, KINDS[i], locale);
        }
      }
    } else {
      makeSet(t, categories, implementation);
    }
    Memory.putInt(
        implementation + Locale.CATEGORIES,
        Memory.getInt(implementation + Locale.CATEGORIES) | categories);
    Yarn.copy(t, implementation + Locale.NAME, LocinfoH.name(locinfo));
    return implementation;
  }

  private static void makeSet(GuestThread t, int categories, long implementation) {
    if ((categories & Punctuation.NUMERIC) != 0) {
      long lconv = LocaleH.localeconv(t);
      add(t, Element.NARROW, implementation, Punctuation.ID, lconv);
      add(t, Element.WIDE, implementation, Punctuation.WIDE_ID, lconv);
    }
    if ((categories & Punctuation.CTYPE) == 0) {
      return;
    }
    if (LocaleH.___lc_codepage_func(t) == 0) {
      take(t, implementation, CTYPE_KINDS, 0);
    } else {
      long place = t.process.heap.allocate(t, 8);
      CtypeH.category(t, place, 0);
      addMade(t, implementation, place, Ctype.ID);
      WideCtypeH.category(t, place, 0);
      addMade(t, implementation, place, Ctype.WIDE_ID);
      CodecvtH.categoryWide(t, place, 0);
      addMade(t, implementation, place, CodecvtH.WIDE_ID);
      t.process.heap.free(t, place);
    }
  }

  private static void addMade(GuestThread t, long implementation, long place, String id) {
    long number = LibraryLocks.facetKind(t, Locale.export(t, id));
    Locale.add(t, implementation, Memory.getLong(place), number);
    Memory.putLong(place, 0);
  }

  /** Those of wide characters, and the rest, are made with the others. */
  @Export({
    "?_Makewloc" + MAKE + "XAEBV_Locinfo@3@HPEAV123@PEBV23@@Z",
    "?_Makeushloc" + MAKE + "XAEBV_Locinfo@3@HPEAV123@PEBV23@@Z",
    "?_Makexloc" + MAKE + "XAEBV_Locinfo@3@HPEAV123@PEBV23@@Z",
  })
  static void makeMore(long locinfo, int categories, long implementation, @Opt long locale) {
    // nothing is left
  }

  // --- virtual functions
  // ---------------------------------------------------------------------------

  @Export("?do_decimal_point" + CLASS + "DXZ")
  static int point(long self) {
    return Memory.getU16(self + POINT);
  }

  @Export("?do_thousands_sep" + CLASS + "DXZ")
  static int separator(long self) {
    return Memory.getU16(self + SEPARATOR);
  }

  @Export(
      "?do_grouping" + CLASS + "?AV?$basic_string@DU?$char_traits@D@std@@V?$allocator@D@2@@2@XZ")
  static long grouping(GuestThread t, long self, @Out long result) {
    StringBuilder sizes = new StringBuilder();
    for (long at = self + GROUPING; Memory.getByte(at) != 0; at++) {
      sizes.append((char) Memory.getU8(at));
    }
    CxxStrings.make(t, Element.NARROW, result, sizes.toString());
    return result;
  }

  @Export(
      "?do_falsename" + CLASS + "?AV?$basic_string@DU?$char_traits@D@std@@V?$allocator@D@2@@2@XZ")
  static long falseName(GuestThread t, long self, @Out long result) {
    CxxStrings.make(t, element(self), result, "false");
    return result;
  }

  @Export(
      "?do_truename" + CLASS + "?AV?$basic_string@DU?$char_traits@D@std@@V?$allocator@D@2@@2@XZ")
  static long trueName(GuestThread t, long self, @Out long result) {
    CxxStrings.make(t, element(self), result, "true");
    return result;
  }
}
