package decant.msvcp;

import decant.abi.Data;
import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * {@code std::ios} and {@code std::wios}, what input and output streams share (ios).
 *
 * @see <a href="https://learn.microsoft.com/cpp/standard-library/basic-ios-class">basic_ios</a>
 */
@Library("msvcp140")
public final class BasicIosH {
  private static final String C = Names.C;
  private static final String NAME = "?$basic_ios@" + Names.OF;
  private static final String CLASS = "@" + NAME;
  private static final String OUTPUT_2 =
      "V?$basic_ostream@" + C + "U?$char_traits@" + C + "@std@@@2@";

  private BasicIosH() {}

  /** Makes an object that is to be initialised. */
  static long construct(GuestThread t, Element e, long self) {
    Memory.fill(self, Ios.SIZE, 0);
    Memory.putLong(self, VirtualFunctions.of(t, VirtualFunctions.Table.IOS.of(e)));
    return self;
  }

  @Export("??0" + NAME + "IEAA@XZ")
  static long construct(GuestThread t, Text text, @Out long self) {
    return construct(t, Element.of(text), self);
  }

  @Export("??0" + NAME + "QEAA@PEA" + Names.BUFFER_1 + "@Z")
  static long construct(GuestThread t, Text text, @Out long self, @Opt long buffer) {
    construct(t, text, self);
    Ios.initialise(t, Element.of(text), self, buffer);
    return self;
  }

  @Export("??1" + NAME + "UEAA@XZ")
  static void destroy(GuestThread t, long self) {
    Ios.destroy(t, self);
  }

  @Export("??_G?$basic_ios@" + Names.OF_CHAR + "UEAAPEAXI@Z")
  static long delete(GuestThread t, long self, int flags) {
    Ios.destroy(t, self);
    return Facets.freeIf(t, self, flags);
  }

  @Export("??_7" + NAME + "6B@")
  @Data(size = 8)
  static void functions(GuestThread t, Text text, long address) {
    VirtualFunctions.fill(t, address, VirtualFunctions.Table.IOS.of(Element.of(text)));
  }

  @Export("?init" + CLASS + "IEAAXPEA" + Names.BUFFER_2 + "_N@Z")
  static void initialise(GuestThread t, Text text, long self, @Opt long buffer, byte isStandard) {
    Ios.initialise(t, Element.of(text), self, buffer);
    if (isStandard != 0) {
      IosBaseH.addStandard(self);
    }
  }

  /** Adds to the state; throws {@code std::ios_base::failure} when that is asked for. */
  @Export("?setstate" + CLASS + "QEAAXH_N@Z")
  static void setState(GuestThread t, long self, int state, byte reraise) {
    Ios.setState(t, self, state, reraise != 0);
  }

  @Export("?setstate" + CLASS + "QEAAXI@Z")
  static void setState(GuestThread t, long self, int state) {
    Ios.setState(t, self, state, false);
  }

  /** Sets the state; throws {@code std::ios_base::failure} when that is asked for. */
  @Export("?clear" + CLASS + "QEAAXH_N@Z")
  static void clear(GuestThread t, long self, int state, byte reraise) {
    Ios.clear(t, self, state, reraise != 0);
  }

  @Export("?clear" + CLASS + "QEAAXI@Z")
  static void clear(GuestThread t, long self, int state) {
    Ios.clear(t, self, state, false);
  }

  @Export("?rdbuf" + CLASS + "QEBAPEA" + Names.BUFFER_2 + "XZ")
  static long rdbuf(long self) {
    return Ios.buffer(self);
  }

  @Export("?rdbuf" + CLASS + "QEAAPEA" + Names.BUFFER_2 + "PEAV32@@Z")
  static long rdbuf(GuestThread t, long self, @Opt long buffer) {
    long before = Ios.buffer(self);
    setRdbuf(self, buffer);
    Ios.clear(t, self, 0, false);
    return before;
  }

  /** As {@code rdbuf}, with the state as it is. */
  @Export("?set_rdbuf" + CLASS + "QEAAXPEA" + Names.BUFFER_2 + "@Z")
  static void setRdbuf(long self, @Opt long buffer) {
    Memory.putLong(self + Ios.BUFFER, buffer);
  }

  @Export("?tie" + CLASS + "QEBAPEA" + OUTPUT_2 + "XZ")
  static long tie(long self) {
    return Memory.getLong(self + Ios.TIE);
  }

  @Export("?tie" + CLASS + "QEAAPEA" + OUTPUT_2 + "PEAV32@@Z")
  static long tie(long self, @Opt long stream) {
    long before = tie(self);
    Memory.putLong(self + Ios.TIE, stream);
    return before;
  }

  @Export("?fill" + CLASS + "QEBA" + C + "XZ")
  static int fill(Text text, long self) {
    return Element.of(text).get(self + Ios.FILL);
  }

  @Export("?fill" + CLASS + "QEAA" + C + C + "@Z")
  static int fill(Text text, long self, int newFill) {
    int before = fill(text, self);
    Element.of(text).put(self + Ios.FILL, newFill);
    return before;
  }

  @Export("?widen" + CLASS + "QEBA" + C + "D@Z")
  static int widen(GuestThread t, Text text, long self, byte c) {
    return Ctype.widen(t, Element.of(text), self, c & 0xFF);
  }

  @Export("?narrow" + CLASS + "QEBAD" + C + "D@Z")
  static int narrow(GuestThread t, Text text, long self, int c, byte dflt) {
    Element e = Element.of(text);
    return Ctype.narrow(t, e, self, e.cut(c), dflt & 0xFF);
  }

  @Export("?imbue" + CLASS + "QEAA?AVlocale@2@AEBV32@@Z")
  static long imbue(GuestThread t, long self, @Out long result, long newLocale) {
    Ios.imbueBase(t, self, result, newLocale);
    long buffer = Ios.buffer(self);
    if (buffer != 0) {
      Gate.call(t, StreamBuffer.function(buffer, StreamBuffer.IMBUE), buffer, newLocale);
      Locale.assign(t, Memory.getLong(buffer + StreamBuffer.LOCALE), newLocale);
    }
    return result;
  }

  @Export("?copyfmt" + CLASS + "QEAAAEAV12@AEBV12@@Z")
  static long copyfmt(GuestThread t, long self, long right) {
    Memory.copy(right + Ios.TIE, self + Ios.TIE, Ios.SIZE - Ios.TIE);
    Ios.copyFormat(t, self, right);
    return self;
  }

  /** Swaps all but the buffers. */
  @Export("?swap" + CLASS + "QEAAXAEAV12@@Z")
  static void swap(long self, long right) {
    Ios.swap(self, right);
  }

  /** As {@code swap}, with an object that has no buffer and no tie afterwards. */
  @Export({"?move" + CLASS + "QEAAX$$QEAV12@@Z", "?move" + CLASS + "QEAAXAEAV12@@Z"})
  static void move(long self, long right) {
    if (self != right) {
      setRdbuf(self, 0);
      tie(self, 0);
      Ios.swap(self, right);
    }
  }
}
