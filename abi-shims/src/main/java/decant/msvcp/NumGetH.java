package decant.msvcp;

import decant.abi.Data;
import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * {@code std::num_get}, the facet that reads numbers, as {@link NumberInput} says. Of its virtual
 * functions, the last that the class declares comes first.
 *
 * @see <a href="https://learn.microsoft.com/cpp/standard-library/num-get-class">num_get</a>
 */
@Library("msvcp140")
public final class NumGetH {
  private static final String C = Names.C;
  private static final String NAME =
      "?$num_get@" + C + "V?$istreambuf_iterator@" + Names.OF + "@std@@";
  private static final String CLASS = "@" + NAME;
  private static final String RESULT =
      "?AV?$istreambuf_iterator@" + C + "U?$char_traits@" + C + "@std@@@2@V32@";
  static final String ID = "?id" + CLASS + "2V0locale@2@A";

  static final String[] FUNCTIONS = {
    FacetH.FUNCTIONS[0],
    FacetH.FUNCTIONS[1],
    FacetH.FUNCTIONS[2],
    "?do_get" + CLASS + "MEBA" + RESULT + "0AEAVios_base@2@AEAHAEAPEAX@Z",
    "?do_get" + CLASS + "MEBA" + RESULT + "0AEAVios_base@2@AEAHAEAO@Z",
    "?do_get" + CLASS + "MEBA" + RESULT + "0AEAVios_base@2@AEAHAEAN@Z",
    "?do_get" + CLASS + "MEBA" + RESULT + "0AEAVios_base@2@AEAHAEAM@Z",
    "?do_get" + CLASS + "MEBA" + RESULT + "0AEAVios_base@2@AEAHAEA_K@Z",
    "?do_get" + CLASS + "MEBA" + RESULT + "0AEAVios_base@2@AEAHAEA_J@Z",
    "?do_get" + CLASS + "MEBA" + RESULT + "0AEAVios_base@2@AEAHAEAK@Z",
    "?do_get" + CLASS + "MEBA" + RESULT + "0AEAVios_base@2@AEAHAEAJ@Z",
    "?do_get" + CLASS + "MEBA" + RESULT + "0AEAVios_base@2@AEAHAEAI@Z",
    "?do_get" + CLASS + "MEBA" + RESULT + "0AEAVios_base@2@AEAHAEAG@Z",
    "?do_get" + CLASS + "MEBA" + RESULT + "0AEAVios_base@2@AEAHAEA_N@Z",
  };

  private NumGetH() {}

  @Export("??0" + NAME + "QEAA@_K@Z")
  static long construct(GuestThread t, Text text, @Out long self, long references) {
    return Facets.make(t, self, VirtualFunctions.Table.NUM_GET.of(Element.of(text)), references);
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
  @Data(size = 14 * 8)
  static void functions(GuestThread t, Text text, long address) {
    VirtualFunctions.fill(t, address, VirtualFunctions.Table.NUM_GET.of(Element.of(text)));
  }

  /** The category of the facet, which is made where a place for it is empty. */
  @Export("?_Getcat" + CLASS + "SA_KPEAPEBVfacet@locale@2@PEBV42@@Z")
  static long category(GuestThread t, Text text, @Opt long facet, @Opt long locale) {
    Facets.makeInto(t, facet, VirtualFunctions.Table.NUM_GET.of(Element.of(text)));
    return Punctuation.NUMERIC;
  }

  /** Says what state the input is in, and makes {@code result} the iterator behind it. */
  private static long end(GuestThread t, long result, long first, long state, NumberInput input) {
    Memory.putInt(state, Memory.getInt(state) | input.state);
    long buffer = (input.state & Ios.EOF) != 0 ? 0 : Facets.source(first);
    return Facets.reading(result, buffer);
  }

  @Export("?get" + CLASS + "QEBA" + RESULT + "0AEAVios_base@2@AEAHAEA_N@Z")
  @Direct("virtual_13")
  static native long getBool(
      long self,
      @Out long result,
      long first,
      long last,
      long iosbase,
      @Out long state,
      @Out long val);

  @Export("?do_get" + CLASS + "MEBA" + RESULT + "0AEAVios_base@2@AEAHAEA_N@Z")
  static long doGetBool(
      GuestThread t,
      Text text,
      long self,
      @Out long result,
      long first,
      long last,
      long iosbase,
      @Out long state,
      @Out long val) {
    NumberInput input = new NumberInput(t, Element.of(text), iosbase, Facets.source(first));
    Memory.putByte(val, input.bool() ? 1 : 0);
    return end(t, result, first, state, input);
  }

  @Export("?get" + CLASS + "QEBA" + RESULT + "0AEAVios_base@2@AEAHAEAG@Z")
  @Direct("virtual_12")
  static native long getUnsignedShort(
      long self,
      @Out long result,
      long first,
      long last,
      long iosbase,
      @Out long state,
      @Out long val);

  @Export("?do_get" + CLASS + "MEBA" + RESULT + "0AEAVios_base@2@AEAHAEAG@Z")
  static long doGetUnsignedShort(
      GuestThread t,
      Text text,
      long self,
      @Out long result,
      long first,
      long last,
      long iosbase,
      @Out long state,
      @Out long val) {
    NumberInput input = new NumberInput(t, Element.of(text), iosbase, Facets.source(first));
    Memory.putShort(val, (int) input.integer(16, false));
    return end(t, result, first, state, input);
  }

  @Export("?get" + CLASS + "QEBA" + RESULT + "0AEAVios_base@2@AEAHAEAI@Z")
  @Direct("virtual_11")
  static native long getUnsignedInt(
      long self,
      @Out long result,
      long first,
      long last,
      long iosbase,
      @Out long state,
      @Out long val);

  @Export("?do_get" + CLASS + "MEBA" + RESULT + "0AEAVios_base@2@AEAHAEAI@Z")
  static long doGetUnsignedInt(
      GuestThread t,
      Text text,
      long self,
      @Out long result,
      long first,
      long last,
      long iosbase,
      @Out long state,
      @Out long val) {
    NumberInput input = new NumberInput(t, Element.of(text), iosbase, Facets.source(first));
    Memory.putInt(val, (int) input.integer(32, false));
    return end(t, result, first, state, input);
  }

  @Export("?get" + CLASS + "QEBA" + RESULT + "0AEAVios_base@2@AEAHAEAJ@Z")
  @Direct("virtual_10")
  static native long getLong(
      long self,
      @Out long result,
      long first,
      long last,
      long iosbase,
      @Out long state,
      @Out long val);

  @Export("?do_get" + CLASS + "MEBA" + RESULT + "0AEAVios_base@2@AEAHAEAJ@Z")
  static long doGetLong(
      GuestThread t,
      Text text,
      long self,
      @Out long result,
      long first,
      long last,
      long iosbase,
      @Out long state,
      @Out long val) {
    NumberInput input = new NumberInput(t, Element.of(text), iosbase, Facets.source(first));
    Memory.putInt(val, (int) input.integer(32, true));
    return end(t, result, first, state, input);
  }

  @Export("?get" + CLASS + "QEBA" + RESULT + "0AEAVios_base@2@AEAHAEAK@Z")
  @Direct("virtual_9")
  static native long getUnsignedLong(
      long self,
      @Out long result,
      long first,
      long last,
      long iosbase,
      @Out long state,
      @Out long val);

  @Export("?do_get" + CLASS + "MEBA" + RESULT + "0AEAVios_base@2@AEAHAEAK@Z")
  static long doGetUnsignedLong(
      GuestThread t,
      Text text,
      long self,
      @Out long result,
      long first,
      long last,
      long iosbase,
      @Out long state,
      @Out long val) {
    NumberInput input = new NumberInput(t, Element.of(text), iosbase, Facets.source(first));
    Memory.putInt(val, (int) input.integer(32, false));
    return end(t, result, first, state, input);
  }

  @Export("?get" + CLASS + "QEBA" + RESULT + "0AEAVios_base@2@AEAHAEA_J@Z")
  @Direct("virtual_8")
  static native long getLongLong(
      long self,
      @Out long result,
      long first,
      long last,
      long iosbase,
      @Out long state,
      @Out long val);

  @Export("?do_get" + CLASS + "MEBA" + RESULT + "0AEAVios_base@2@AEAHAEA_J@Z")
  static long doGetLongLong(
      GuestThread t,
      Text text,
      long self,
      @Out long result,
      long first,
      long last,
      long iosbase,
      @Out long state,
      @Out long val) {
    NumberInput input = new NumberInput(t, Element.of(text), iosbase, Facets.source(first));
    Memory.putLong(val, input.integer(64, true));
    return end(t, result, first, state, input);
  }

  @Export("?get" + CLASS + "QEBA" + RESULT + "0AEAVios_base@2@AEAHAEA_K@Z")
  @Direct("virtual_7")
  static native long getUnsignedLongLong(
      long self,
      @Out long result,
      long first,
      long last,
      long iosbase,
      @Out long state,
      @Out long val);

  @Export("?do_get" + CLASS + "MEBA" + RESULT + "0AEAVios_base@2@AEAHAEA_K@Z")
  static long doGetUnsignedLongLong(
      GuestThread t,
      Text text,
      long self,
      @Out long result,
      long first,
      long last,
      long iosbase,
      @Out long state,
      @Out long val) {
    NumberInput input = new NumberInput(t, Element.of(text), iosbase, Facets.source(first));
    Memory.putLong(val, input.integer(64, false));
    return end(t, result, first, state, input);
  }

  @Export("?get" + CLASS + "QEBA" + RESULT + "0AEAVios_base@2@AEAHAEAM@Z")
  @Direct("virtual_6")
  static native long getFloat(
      long self,
      @Out long result,
      long first,
      long last,
      long iosbase,
      @Out long state,
      @Out long val);

  @Export("?do_get" + CLASS + "MEBA" + RESULT + "0AEAVios_base@2@AEAHAEAM@Z")
  static long doGetFloat(
      GuestThread t,
      Text text,
      long self,
      @Out long result,
      long first,
      long last,
      long iosbase,
      @Out long state,
      @Out long val) {
    NumberInput input = new NumberInput(t, Element.of(text), iosbase, Facets.source(first));
    Memory.putFloat(val, (float) input.floating(true));
    return end(t, result, first, state, input);
  }

  @Export("?get" + CLASS + "QEBA" + RESULT + "0AEAVios_base@2@AEAHAEAN@Z")
  @Direct("virtual_5")
  static native long getDouble(
      long self,
      @Out long result,
      long first,
      long last,
      long iosbase,
      @Out long state,
      @Out long val);

  @Export("?do_get" + CLASS + "MEBA" + RESULT + "0AEAVios_base@2@AEAHAEAN@Z")
  static long doGetDouble(
      GuestThread t,
      Text text,
      long self,
      @Out long result,
      long first,
      long last,
      long iosbase,
      @Out long state,
      @Out long val) {
    NumberInput input = new NumberInput(t, Element.of(text), iosbase, Facets.source(first));
    Memory.putDouble(val, input.floating(false));
    return end(t, result, first, state, input);
  }

  @Export("?get" + CLASS + "QEBA" + RESULT + "0AEAVios_base@2@AEAHAEAO@Z")
  @Direct("virtual_4")
  static native long getLongDouble(
      long self,
      @Out long result,
      long first,
      long last,
      long iosbase,
      @Out long state,
      @Out long val);

  @Export("?do_get" + CLASS + "MEBA" + RESULT + "0AEAVios_base@2@AEAHAEAO@Z")
  static long doGetLongDouble(
      GuestThread t,
      Text text,
      long self,
      @Out long result,
      long first,
      long last,
      long iosbase,
      @Out long state,
      @Out long val) {
    NumberInput input = new NumberInput(t, Element.of(text), iosbase, Facets.source(first));
    Memory.putDouble(val, input.floating(false));
    return end(t, result, first, state, input);
  }

  @Export("?get" + CLASS + "QEBA" + RESULT + "0AEAVios_base@2@AEAHAEAPEAX@Z")
  @Direct("virtual_3")
  static native long getPointer(
      long self,
      @Out long result,
      long first,
      long last,
      long iosbase,
      @Out long state,
      @Out long val);

  @Export("?do_get" + CLASS + "MEBA" + RESULT + "0AEAVios_base@2@AEAHAEAPEAX@Z")
  static long doGetPointer(
      GuestThread t,
      Text text,
      long self,
      @Out long result,
      long first,
      long last,
      long iosbase,
      @Out long state,
      @Out long val) {
    NumberInput input = new NumberInput(t, Element.of(text), iosbase, Facets.source(first));
    Memory.putLong(val, input.pointer());
    return end(t, result, first, state, input);
  }
}
