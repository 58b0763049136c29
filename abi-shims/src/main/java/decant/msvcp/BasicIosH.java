package decant.msvcp;

import decant.abi.Data;
import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * {@code std::ios} and {@code std::wios}, what input and output streams share (ios).
 *
 * @see <a href="https://learn.microsoft.com/cpp/standard-library/basic-ios-class">basic_ios</a>
 */
@Library("msvcp140")
public final class BasicIosH {
  private static final String NARROW = Names.IOS;
  private static final String WIDE = Names.WIDE_IOS;
  private static final String NARROW_NAME = "?$basic_ios@" + Names.OF_CHAR;
  private static final String WIDE_NAME = "?$basic_ios@" + Names.OF_WCHAR;
  private static final String OUTPUT_2 = "V?$basic_ostream@DU?$char_traits@D@std@@@2@";
  private static final String WIDE_OUTPUT_2 = "V?$basic_ostream@_WU?$char_traits@_W@std@@@2@";

  private BasicIosH() {}

  /** Makes an object that is to be initialised. */
  static long construct(GuestThread t, Element e, long self) {
    Memory.fill(self, Ios.SIZE, 0);
    Memory.putLong(self, VirtualFunctions.of(t, VirtualFunctions.Table.IOS.of(e)));
    return self;
  }

  @Export("??0" + NARROW_NAME + "IEAA@XZ")
  static long construct(GuestThread t, @Out long self) {
    return construct(t, Element.NARROW, self);
  }

  @Export("??0" + WIDE_NAME + "IEAA@XZ")
  static long constructWide(GuestThread t, @Out long self) {
    return construct(t, Element.WIDE, self);
  }

  @Export("??0" + NARROW_NAME + "QEAA@PEA" + Names.BUFFER_1 + "@Z")
  static long construct(GuestThread t, @Out long self, @Opt long buffer) {
    construct(t, self);
    Ios.initialise(t, Element.NARROW, self, buffer);
    return self;
  }

  @Export("??0" + WIDE_NAME + "QEAA@PEA" + Names.WIDE_BUFFER_1 + "@Z")
  static long constructWide(GuestThread t, @Out long self, @Opt long buffer) {
    constructWide(t, self);
    Ios.initialise(t, Element.WIDE, self, buffer);
    return self;
  }

  @Export({"??1" + NARROW_NAME + "UEAA@XZ", "??1" + WIDE_NAME + "UEAA@XZ"})
  static void destroy(GuestThread t, long self) {
    Ios.destroy(t, self);
  }

  @Export("??_G" + NARROW_NAME + "UEAAPEAXI@Z")
  static long delete(GuestThread t, long self, int flags) {
    Ios.destroy(t, self);
    return Facets.freeIf(t, self, flags);
  }

  @Export("??_7" + NARROW_NAME + "6B@")
  @Data(size = 8)
  static void functions(GuestThread t, long address) {
    VirtualFunctions.fill(t, address, VirtualFunctions.Table.IOS);
  }

  @Export("??_7" + WIDE_NAME + "6B@")
  @Data(size = 8)
  static void wideFunctions(GuestThread t, long address) {
    VirtualFunctions.fill(t, address, VirtualFunctions.Table.WIDE_IOS);
  }

  @Export("?init" + NARROW + "IEAAXPEA" + Names.BUFFER_2 + "_N@Z")
  static void initialise(GuestThread t, long self, @Opt long buffer, byte isStandard) {
    Ios.initialise(t, Element.NARROW, self, buffer);
    if (isStandard != 0) {
      IosBaseH.addStandard(self);
    }
  }

  @Export("?init" + WIDE + "IEAAXPEA" + Names.WIDE_BUFFER_2 + "_N@Z")
  static void initialiseWide(GuestThread t, long self, @Opt long buffer, byte isStandard) {
    Ios.initialise(t, Element.WIDE, self, buffer);
    if (isStandard != 0) {
      IosBaseH.addStandard(self);
    }
  }

  /** Adds to the state; throws {@code std::ios_base::failure} when that is asked for. */
  @Export({"?setstate" + NARROW + "QEAAXH_N@Z", "?setstate" + WIDE + "QEAAXH_N@Z"})
  static void setState(GuestThread t, long self, int state, byte reraise) {
    Ios.setState(t, self, state, reraise != 0);
  }

  @Export({"?setstate" + NARROW + "QEAAXI@Z", "?setstate" + WIDE + "QEAAXI@Z"})
  static void setState(GuestThread t, long self, int state) {
    Ios.setState(t, self, state, false);
  }

  /** Sets the state; throws {@code std::ios_base::failure} when that is asked for. */
  @Export({"?clear" + NARROW + "QEAAXH_N@Z", "?clear" + WIDE + "QEAAXH_N@Z"})
  static void clear(GuestThread t, long self, int state, byte reraise) {
    Ios.clear(t, self, state, reraise != 0);
  }

  @Export({"?clear" + NARROW + "QEAAXI@Z", "?clear" + WIDE + "QEAAXI@Z"})
  static void clear(GuestThread t, long self, int state) {
    Ios.clear(t, self, state, false);
  }

  @Export({
    "?rdbuf" + NARROW + "QEBAPEA" + Names.BUFFER_2 + "XZ",
    "?rdbuf" + WIDE + "QEBAPEA" + Names.WIDE_BUFFER_2 + "XZ"
  })
  static long rdbuf(long self) {
    return Ios.buffer(self);
  }

  @Export({
    "?rdbuf" + NARROW + "QEAAPEA" + Names.BUFFER_2 + "PEAV32@@Z",
    "?rdbuf" + WIDE + "QEAAPEA" + Names.WIDE_BUFFER_2 + "PEAV32@@Z"
  })
  static long rdbuf(GuestThread t, long self, @Opt long buffer) {
    long before = Ios.buffer(self);
    setRdbuf(self, buffer);
    Ios.clear(t, self, 0, false);
    return before;
  }

  /** As {@code rdbuf}, with the state as it is. */
  @Export({
    "?set_rdbuf" + NARROW + "QEAAXPEA" + Names.BUFFER_2 + "@Z",
    "?set_rdbuf" + WIDE + "QEAAXPEA" + Names.WIDE_BUFFER_2 + "@Z"
  })
  static void setRdbuf(long self, @Opt long buffer) {
    Memory.putLong(self + Ios.BUFFER, buffer);
  }

  @Export({
    "?tie" + NARROW + "QEBAPEA" + OUTPUT_2 + "XZ",
    "?tie" + WIDE + "QEBAPEA" + WIDE_OUTPUT_2 + "XZ"
  })
  static long tie(long self) {
    return Memory.getLong(self + Ios.TIE);
  }

  @Export({
    "?tie" + NARROW + "QEAAPEA" + OUTPUT_2 + "PEAV32@@Z",
    "?tie" + WIDE + "QEAAPEA" + WIDE_OUTPUT_2 + "PEAV32@@Z"
  })
  static long tie(long self, @Opt long stream) {
    long before = tie(self);
    Memory.putLong(self + Ios.TIE, stream);
    return before;
  }

  @Export("?fill" + NARROW + "QEBADXZ")
  static int fill(long self) {
    return Element.NARROW.get(self + Ios.FILL);
  }

  @Export("?fill" + WIDE + "QEBA_WXZ")
  static int fillWide(long self) {
    return Element.WIDE.get(self + Ios.FILL);
  }

  @Export("?fill" + NARROW + "QEAADD@Z")
  static int fill(long self, byte newFill) {
    int before = fill(self);
    Element.NARROW.put(self + Ios.FILL, newFill);
    return before;
  }

  @Export("?fill" + WIDE + "QEAA_W_W@Z")
  static int fillWide(long self, short newFill) {
    int before = fillWide(self);
    Element.WIDE.put(self + Ios.FILL, newFill);
    return before;
  }

  @Export("?widen" + NARROW + "QEBADD@Z")
  static int widen(GuestThread t, long self, byte c) {
    return Ctype.widen(t, Element.NARROW, self, c & 0xFF);
  }

  @Export("?widen" + WIDE + "QEBA_WD@Z")
  static int widenWide(GuestThread t, long self, byte c) {
    return Ctype.widen(t, Element.WIDE, self, c & 0xFF);
  }

  @Export("?narrow" + NARROW + "QEBADDD@Z")
  static int narrow(GuestThread t, long self, byte c, byte dflt) {
    return Ctype.narrow(t, Element.NARROW, self, c & 0xFF, dflt & 0xFF);
  }

  @Export("?narrow" + WIDE + "QEBAD_WD@Z")
  static int narrowWide(GuestThread t, long self, short c, byte dflt) {
    return Ctype.narrow(t, Element.WIDE, self, c & 0xFFFF, dflt & 0xFF);
  }

  @Export({
    "?imbue" + NARROW + "QEAA?AVlocale@2@AEBV32@@Z",
    "?imbue" + WIDE + "QEAA?AVlocale@2@AEBV32@@Z"
  })
  static long imbue(GuestThread t, long self, @Out long result, long newLocale) {
    Ios.imbueBase(t, self, result, newLocale);
    long buffer = Ios.buffer(self);
    if (buffer != 0) {
      Gate.call(t, StreamBuffer.function(buffer, StreamBuffer.IMBUE), buffer, newLocale);
      Locale.assign(t, Memory.getLong(buffer + StreamBuffer.LOCALE), newLocale);
    }
    return result;
  }

  @Export({
    "?copyfmt" + NARROW + "QEAAAEAV12@AEBV12@@Z",
    "?copyfmt" + WIDE + "QEAAAEAV12@AEBV12@@Z"
  })
  static long copyfmt(GuestThread t, long self, long right) {
    Memory.copy(right + Ios.TIE, self + Ios.TIE, Ios.SIZE - Ios.TIE);
    Ios.copyFormat(t, self, right);
    return self;
  }

  /** Swaps all but the buffers. */
  @Export({"?swap" + NARROW + "QEAAXAEAV12@@Z", "?swap" + WIDE + "QEAAXAEAV12@@Z"})
  static void swap(long self, long right) {
    Ios.swap(self, right);
  }

  /** As {@code swap}, with an object that has no buffer and no tie afterwards. */
  @Export({
    "?move" + NARROW + "QEAAX$$QEAV12@@Z",
    "?move" + WIDE + "QEAAX$$QEAV12@@Z",
    "?move" + NARROW + "QEAAXAEAV12@@Z",
    "?move" + WIDE + "QEAAXAEAV12@@Z"
  })
  static void move(long self, long right) {
    if (self != right) {
      setRdbuf(self, 0);
      tie(self, 0);
      Ios.swap(self, right);
    }
  }
}
