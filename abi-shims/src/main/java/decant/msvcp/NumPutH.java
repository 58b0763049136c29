package decant.msvcp;

import decant.abi.Data;
import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Text;
import decant.nt.GuestThread;

/**
 * {@code std::num_put}, the facet that writes numbers, as {@link NumberOutput} says. Of its virtual
 * functions, the last that the class declares comes first.
 *
 * @see <a href="https://learn.microsoft.com/cpp/standard-library/num-put-class">num_put</a>
 */
@Library("msvcp140")
public final class NumPutH {
  private static final String C = Names.C;
  private static final String NAME =
      "?$num_put@" + C + "V?$ostreambuf_iterator@" + Names.OF + "@std@@";
  private static final String CLASS = "@" + NAME;
  private static final String RESULT =
      "?AV?$ostreambuf_iterator@" + C + "U?$char_traits@" + C + "@std@@@2@V32@";
  static final String ID = "?id" + CLASS + "2V0locale@2@A";

  static final String[] FUNCTIONS = {
    FacetH.FUNCTIONS[0],
    FacetH.FUNCTIONS[1],
    FacetH.FUNCTIONS[2],
    "?do_put" + CLASS + "MEBA" + RESULT + "AEAVios_base@2@" + C + "PEBX@Z",
    "?do_put" + CLASS + "MEBA" + RESULT + "AEAVios_base@2@" + C + "O@Z",
    "?do_put" + CLASS + "MEBA" + RESULT + "AEAVios_base@2@" + C + "N@Z",
    "?do_put" + CLASS + "MEBA" + RESULT + "AEAVios_base@2@" + C + "_K@Z",
    "?do_put" + CLASS + "MEBA" + RESULT + "AEAVios_base@2@" + C + "_J@Z",
    "?do_put" + CLASS + "MEBA" + RESULT + "AEAVios_base@2@" + C + "K@Z",
    "?do_put" + CLASS + "MEBA" + RESULT + "AEAVios_base@2@" + C + "J@Z",
    "?do_put" + CLASS + "MEBA" + RESULT + "AEAVios_base@2@" + C + "_N@Z",
  };

  private NumPutH() {}

  @Export("??0" + NAME + "QEAA@_K@Z")
  static long construct(GuestThread t, Text text, @Out long self, long references) {
    return Facets.make(t, self, VirtualFunctions.Table.NUM_PUT.of(Element.of(text)), references);
  }

  @Export("??0" + NAME + "QEAA@AEBV_Locinfo@1@_K@Z")
  static long construct(GuestThread t, Text text, @Out long self, long locinfo, long references) {
    return construct(t, text, self, references);
  }

  @Export("??_F" + NAME + "QEAAXXZ")
  static void construct(GuestThread t, Text text, @Out long self) {
    construct(t, text, self, 0);
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
  static void functions(GuestThread t, Text text, long address) {
    VirtualFunctions.fill(t, address, VirtualFunctions.Table.NUM_PUT.of(Element.of(text)));
  }

  /** The category of the facet, which is made where a place for it is empty. */
  @Export("?_Getcat" + CLASS + "SA_KPEAPEBVfacet@locale@2@PEBV42@@Z")
  static long category(GuestThread t, Text text, @Opt long facet, @Opt long locale) {
    Facets.makeInto(t, facet, VirtualFunctions.Table.NUM_PUT.of(Element.of(text)));
    return Punctuation.NUMERIC;
  }

  private static NumberOutput numbers(GuestThread t, Text text, long ios, long dest, int fill) {
    Element e = Element.of(text);
    return new NumberOutput(t, e, ios, Facets.buffer(dest), e.cut(fill));
  }

  /** Makes {@code result} the iterator behind what was written. */
  private static long put(long result, long dest, boolean written) {
    return Facets.moved(result, dest, written);
  }

  @Export("?put" + CLASS + "QEBA" + RESULT + "AEAVios_base@2@" + C + "_N@Z")
  @Direct("virtual_10")
  static native long putBool(
      long self, @Out long result, long dest, long iosbase, int fill, byte val);

  @Export("?do_put" + CLASS + "MEBA" + RESULT + "AEAVios_base@2@" + C + "_N@Z")
  static long doPutBool(
      GuestThread t,
      Text text,
      long self,
      @Out long result,
      long dest,
      long iosbase,
      int fill,
      byte val) {
    return put(result, dest, numbers(t, text, iosbase, dest, fill).bool(val != 0));
  }

  @Export("?put" + CLASS + "QEBA" + RESULT + "AEAVios_base@2@" + C + "J@Z")
  @Direct("virtual_9")
  static native long putLong(
      long self, @Out long result, long dest, long iosbase, int fill, int val);

  @Export("?do_put" + CLASS + "MEBA" + RESULT + "AEAVios_base@2@" + C + "J@Z")
  static long doPutLong(
      GuestThread t,
      Text text,
      long self,
      @Out long result,
      long dest,
      long iosbase,
      int fill,
      int val) {
    return put(result, dest, numbers(t, text, iosbase, dest, fill).integer(val, 32, true));
  }

  @Export("?put" + CLASS + "QEBA" + RESULT + "AEAVios_base@2@" + C + "K@Z")
  @Direct("virtual_8")
  static native long putUnsignedLong(
      long self, @Out long result, long dest, long iosbase, int fill, int val);

  @Export("?do_put" + CLASS + "MEBA" + RESULT + "AEAVios_base@2@" + C + "K@Z")
  static long doPutUnsignedLong(
      GuestThread t,
      Text text,
      long self,
      @Out long result,
      long dest,
      long iosbase,
      int fill,
      int val) {
    return put(
        result, dest, numbers(t, text, iosbase, dest, fill).integer(val & 0xFFFF_FFFFL, 32, false));
  }

  @Export("?put" + CLASS + "QEBA" + RESULT + "AEAVios_base@2@" + C + "_J@Z")
  @Direct("virtual_7")
  static native long putLongLong(
      long self, @Out long result, long dest, long iosbase, int fill, long val);

  @Export("?do_put" + CLASS + "MEBA" + RESULT + "AEAVios_base@2@" + C + "_J@Z")
  static long doPutLongLong(
      GuestThread t,
      Text text,
      long self,
      @Out long result,
      long dest,
      long iosbase,
      int fill,
      long val) {
    return put(result, dest, numbers(t, text, iosbase, dest, fill).integer(val, 64, true));
  }

  @Export("?put" + CLASS + "QEBA" + RESULT + "AEAVios_base@2@" + C + "_K@Z")
  @Direct("virtual_6")
  static native long putUnsignedLongLong(
      long self, @Out long result, long dest, long iosbase, int fill, long val);

  @Export("?do_put" + CLASS + "MEBA" + RESULT + "AEAVios_base@2@" + C + "_K@Z")
  static long doPutUnsignedLongLong(
      GuestThread t,
      Text text,
      long self,
      @Out long result,
      long dest,
      long iosbase,
      int fill,
      long val) {
    return put(result, dest, numbers(t, text, iosbase, dest, fill).integer(val, 64, false));
  }

  @Export("?put" + CLASS + "QEBA" + RESULT + "AEAVios_base@2@" + C + "N@Z")
  @Direct("virtual_5")
  static native long putDouble(
      long self, @Out long result, long dest, long iosbase, int fill, double val);

  @Export("?do_put" + CLASS + "MEBA" + RESULT + "AEAVios_base@2@" + C + "N@Z")
  static long doPutDouble(
      GuestThread t,
      Text text,
      long self,
      @Out long result,
      long dest,
      long iosbase,
      int fill,
      double val) {
    return put(result, dest, numbers(t, text, iosbase, dest, fill).floating(val));
  }

  @Export("?put" + CLASS + "QEBA" + RESULT + "AEAVios_base@2@" + C + "O@Z")
  @Direct("virtual_4")
  static native long putLongDouble(
      long self, @Out long result, long dest, long iosbase, int fill, double val);

  @Export("?do_put" + CLASS + "MEBA" + RESULT + "AEAVios_base@2@" + C + "O@Z")
  static long doPutLongDouble(
      GuestThread t,
      Text text,
      long self,
      @Out long result,
      long dest,
      long iosbase,
      int fill,
      double val) {
    return put(result, dest, numbers(t, text, iosbase, dest, fill).floating(val));
  }

  @Export("?put" + CLASS + "QEBA" + RESULT + "AEAVios_base@2@" + C + "PEBX@Z")
  @Direct("virtual_3")
  static native long putPointer(
      long self, @Out long result, long dest, long iosbase, int fill, long val);

  @Export("?do_put" + CLASS + "MEBA" + RESULT + "AEAVios_base@2@" + C + "PEBX@Z")
  static long doPutPointer(
      GuestThread t,
      Text text,
      long self,
      @Out long result,
      long dest,
      long iosbase,
      int fill,
      long val) {
    return put(result, dest, numbers(t, text, iosbase, dest, fill).pointer(val));
  }
}
