package decant.msvcp;

import decant.abi.Data;
import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.nt.GuestThread;

/**
 * {@code std::num_put<wchar_t>}, the facet that writes numbers, as {@link NumberOutput} says. Of
 * its virtual functions, the last that the class declares comes first.
 *
 * @see <a href="https://learn.microsoft.com/cpp/standard-library/num-put-class">num_put</a>
 */
@Library("msvcp140")
public final class WideNumPutH {
  private static final Element E = Element.WIDE;
  private static final String NAME =
      "?$num_put@_WV?$ostreambuf_iterator@_WU?$char_traits@_W@std@@@std@@@std@@";
  private static final String CLASS = "@" + NAME;
  private static final String RESULT = "?AV?$ostreambuf_iterator@_WU?$char_traits@_W@std@@@2@V32@";
  static final String ID = "?id" + CLASS + "2V0locale@2@A";

  static final String[] FUNCTIONS = {
    FacetH.FUNCTIONS[0],
    FacetH.FUNCTIONS[1],
    FacetH.FUNCTIONS[2],
    "?do_put" + CLASS + "MEBA" + RESULT + "AEAVios_base@2@_WPEBX@Z",
    "?do_put" + CLASS + "MEBA" + RESULT + "AEAVios_base@2@_WO@Z",
    "?do_put" + CLASS + "MEBA" + RESULT + "AEAVios_base@2@_WN@Z",
    "?do_put" + CLASS + "MEBA" + RESULT + "AEAVios_base@2@_W_K@Z",
    "?do_put" + CLASS + "MEBA" + RESULT + "AEAVios_base@2@_W_J@Z",
    "?do_put" + CLASS + "MEBA" + RESULT + "AEAVios_base@2@_WK@Z",
    "?do_put" + CLASS + "MEBA" + RESULT + "AEAVios_base@2@_WJ@Z",
    "?do_put" + CLASS + "MEBA" + RESULT + "AEAVios_base@2@_W_N@Z",
  };

  private WideNumPutH() {}

  @Export("??0" + NAME + "QEAA@_K@Z")
  static long construct(GuestThread t, @Out long self, long references) {
    return Facets.make(t, self, VirtualFunctions.Table.WIDE_NUM_PUT, references);
  }

  @Export("??0" + NAME + "QEAA@AEBV_Locinfo@1@_K@Z")
  static long construct(GuestThread t, @Out long self, long locinfo, long references) {
    return construct(t, self, references);
  }

  @Export("??_F" + NAME + "QEAAXXZ")
  static void construct(GuestThread t, @Out long self) {
    construct(t, self, 0);
  }

  @Export("?_Init" + CLASS + "IEAAXAEBV_Locinfo@2@@Z")
  static void initialise(long self, long locinfo) {
    // it needs nothing of the locale
  }

  @Export("??1" + NAME + "MEAA@XZ")
  static void destroy(long self) {
    // it has nothing
  }

  @Export("??_7" + NAME + "6B@")
  @Data(size = 11 * 8)
  static void functions(GuestThread t, long address) {
    VirtualFunctions.fill(t, address, VirtualFunctions.Table.WIDE_NUM_PUT);
  }

  /** The category of the facet, which is made where a place for it is empty. */
  @Export("?_Getcat" + CLASS + "SA_KPEAPEBVfacet@locale@2@PEBV42@@Z")
  static long category(GuestThread t, @Opt long facet, @Opt long locale) {
    Facets.makeInto(t, facet, VirtualFunctions.Table.WIDE_NUM_PUT);
    return Punctuation.NUMERIC;
  }

  private static NumberOutput numbers(GuestThread t, long ios, long dest, short fill) {
    return new NumberOutput(t, E, ios, Facets.buffer(dest), fill & 0xFFFF);
  }

  /** Makes {@code result} the iterator behind what was written. */
  private static long put(long result, long dest, boolean written) {
    return Facets.moved(result, dest, written);
  }

  @Export("?put" + CLASS + "QEBA" + RESULT + "AEAVios_base@2@_W_N@Z")
  @Direct("virtual_10")
  static native long putBool(
      long self, @Out long result, long dest, long iosbase, short fill, byte val);

  @Export("?do_put" + CLASS + "MEBA" + RESULT + "AEAVios_base@2@_W_N@Z")
  static long doPutBool(
      GuestThread t, long self, @Out long result, long dest, long iosbase, short fill, byte val) {
    return put(result, dest, numbers(t, iosbase, dest, fill).bool(val != 0));
  }

  @Export("?put" + CLASS + "QEBA" + RESULT + "AEAVios_base@2@_WJ@Z")
  @Direct("virtual_9")
  static native long putLong(
      long self, @Out long result, long dest, long iosbase, short fill, int val);

  @Export("?do_put" + CLASS + "MEBA" + RESULT + "AEAVios_base@2@_WJ@Z")
  static long doPutLong(
      GuestThread t, long self, @Out long result, long dest, long iosbase, short fill, int val) {
    return put(result, dest, numbers(t, iosbase, dest, fill).integer(val, 32, true));
  }

  @Export("?put" + CLASS + "QEBA" + RESULT + "AEAVios_base@2@_WK@Z")
  @Direct("virtual_8")
  static native long putUnsignedLong(
      long self, @Out long result, long dest, long iosbase, short fill, int val);

  @Export("?do_put" + CLASS + "MEBA" + RESULT + "AEAVios_base@2@_WK@Z")
  static long doPutUnsignedLong(
      GuestThread t, long self, @Out long result, long dest, long iosbase, short fill, int val) {
    return put(
        result, dest, numbers(t, iosbase, dest, fill).integer(val & 0xFFFF_FFFFL, 32, false));
  }

  @Export("?put" + CLASS + "QEBA" + RESULT + "AEAVios_base@2@_W_J@Z")
  @Direct("virtual_7")
  static native long putLongLong(
      long self, @Out long result, long dest, long iosbase, short fill, long val);

  @Export("?do_put" + CLASS + "MEBA" + RESULT + "AEAVios_base@2@_W_J@Z")
  static long doPutLongLong(
      GuestThread t, long self, @Out long result, long dest, long iosbase, short fill, long val) {
    return put(result, dest, numbers(t, iosbase, dest, fill).integer(val, 64, true));
  }

  @Export("?put" + CLASS + "QEBA" + RESULT + "AEAVios_base@2@_W_K@Z")
  @Direct("virtual_6")
  static native long putUnsignedLongLong(
      long self, @Out long result, long dest, long iosbase, short fill, long val);

  @Export("?do_put" + CLASS + "MEBA" + RESULT + "AEAVios_base@2@_W_K@Z")
  static long doPutUnsignedLongLong(
      GuestThread t, long self, @Out long result, long dest, long iosbase, short fill, long val) {
    return put(result, dest, numbers(t, iosbase, dest, fill).integer(val, 64, false));
  }

  @Export("?put" + CLASS + "QEBA" + RESULT + "AEAVios_base@2@_WN@Z")
  @Direct("virtual_5")
  static native long putDouble(
      long self, @Out long result, long dest, long iosbase, short fill, double val);

  @Export("?do_put" + CLASS + "MEBA" + RESULT + "AEAVios_base@2@_WN@Z")
  static long doPutDouble(
      GuestThread t, long self, @Out long result, long dest, long iosbase, short fill, double val) {
    return put(result, dest, numbers(t, iosbase, dest, fill).floating(val));
  }

  @Export("?put" + CLASS + "QEBA" + RESULT + "AEAVios_base@2@_WO@Z")
  @Direct("virtual_4")
  static native long putLongDouble(
      long self, @Out long result, long dest, long iosbase, short fill, double val);

  @Export("?do_put" + CLASS + "MEBA" + RESULT + "AEAVios_base@2@_WO@Z")
  static long doPutLongDouble(
      GuestThread t, long self, @Out long result, long dest, long iosbase, short fill, double val) {
    return put(result, dest, numbers(t, iosbase, dest, fill).floating(val));
  }

  @Export("?put" + CLASS + "QEBA" + RESULT + "AEAVios_base@2@_WPEBX@Z")
  @Direct("virtual_3")
  static native long putPointer(
      long self, @Out long result, long dest, long iosbase, short fill, long val);

  @Export("?do_put" + CLASS + "MEBA" + RESULT + "AEAVios_base@2@_WPEBX@Z")
  static long doPutPointer(
      GuestThread t, long self, @Out long result, long dest, long iosbase, short fill, long val) {
    return put(result, dest, numbers(t, iosbase, dest, fill).pointer(val));
  }
}
