package decant.msvcp;

import decant.abi.Data;
import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * {@code std::ostream} and {@code std::wostream}, streams that are written to (ostream).
 *
 * @see <a href="https://learn.microsoft.com/cpp/standard-library/basic-ostream-class">
 *     basic_ostream</a>
 */
@Library("msvcp140")
public final class OutputStreamH {
  private static final String C = Names.C;
  private static final String NAME = "?$basic_ostream@" + Names.OF;
  private static final String CLASS = "@" + NAME;
  private static final String PUT = "??6" + NAME + "QEAAAEAV01@";
  private static final String BUFFER_1 = Names.BUFFER_1;

  private OutputStreamH() {}

  /**
   * Makes a stream.
   *
   * @param plain whether it is not part of a larger object
   */
  @Export("??0" + NAME + "QEAA@PEA" + BUFFER_1 + "_N@Z")
  static long construct(
      GuestThread t, Text text, @Out long self, @Opt long buffer, byte isStandard, int plain) {
    return StreamClasses.constructOutput(
        t, Element.of(text), self, buffer, isStandard != 0, plain != 0);
  }

  /** Makes a stream that is to be initialised. */
  @Export("??0" + NAME + "QEAA@W4_Uninitialized@1@_N@Z")
  static long construct(
      GuestThread t, Text text, @Out long self, int none, byte addStandard, int plain) {
    if (plain != 0) {
      StreamClasses.constructBase(t, self, StreamClasses.OUTPUT_IOS);
    }
    StreamClasses.become(
        t, self, StreamClasses.OUTPUT_IOS, VirtualFunctions.Table.OUTPUT.of(Element.of(text)));
    if (addStandard != 0) {
      IosBaseH.addStandard(StreamClasses.ios(self));
    }
    return self;
  }

  /** Makes a stream without a buffer that has what another had. */
  @Export("??0" + NAME + "IEAA@$$QEAV01@@Z")
  static long move(GuestThread t, Text text, @Out long self, long right, int plain) {
    StreamClasses.constructOutput(t, Element.of(text), self, 0, false, plain != 0);
    BasicIosH.move(StreamClasses.ios(self), StreamClasses.ios(right));
    return self;
  }

  @Export("??4" + NAME + "IEAAAEAV01@$$QEAV01@@Z")
  static long assign(long self, long right) {
    swap(self, right);
    return self;
  }

  @Export("?swap" + CLASS + "IEAAXAEAV12@@Z")
  static void swap(long self, long right) {
    if (self != right) {
      BasicIosH.swap(StreamClasses.ios(self), StreamClasses.ios(right));
    }
  }

  /** The virtual base, by which it is called, is destroyed by itself. */
  @Export("??1" + NAME + "UEAA@XZ")
  static void destroy(long base) {
    // it has nothing more
  }

  /** Destroys a plain object. */
  @Export("??_D" + NAME + "QEAAXXZ")
  static void destroyPlain(GuestThread t, long self) {
    Ios.destroy(t, self + StreamClasses.OUTPUT_IOS);
  }

  @Export("??_G?$basic_ostream@" + Names.OF_CHAR + "UEAAPEAXI@Z")
  static long delete(GuestThread t, long base, int flags) {
    return StreamClasses.delete(t, base, StreamClasses.OUTPUT_IOS, flags);
  }

  @Export("??_7" + NAME + "6B@")
  @Data(size = 8)
  static void functions(GuestThread t, Text text, long address) {
    VirtualFunctions.fill(t, address, VirtualFunctions.Table.OUTPUT.of(Element.of(text)));
  }

  /** Where the virtual base is. */
  @Export("??_8" + NAME + "7B@")
  @Data(size = 8)
  static void bases(GuestThread t, long address) {
    Memory.putInt(address + 4, StreamClasses.OUTPUT_IOS);
  }

  // --- numbers
  // -------------------------------------------------------------------------------------

  @Export(value = PUT + "_N@Z", support = Support.PARTIAL, note = Names.OWN_EXCEPTIONS)
  static long put(GuestThread t, Text text, long self, byte value) {
    return OutputStream.bool(t, Element.of(text), self, value != 0);
  }

  @Export(value = PUT + "F@Z", support = Support.PARTIAL, note = Names.OWN_EXCEPTIONS)
  static long put(GuestThread t, Text text, long self, short value) {
    return OutputStream.shortInteger(t, Element.of(text), self, value);
  }

  @Export(value = PUT + "G@Z", support = Support.PARTIAL, note = Names.OWN_EXCEPTIONS)
  static long putUnsigned(GuestThread t, Text text, long self, short value) {
    return OutputStream.integer(t, Element.of(text), self, value & 0xFFFF, 32, false);
  }

  @Export(
      value = {PUT + "H@Z", PUT + "J@Z"},
      support = Support.PARTIAL,
      note = Names.OWN_EXCEPTIONS)
  static long put(GuestThread t, Text text, long self, int value) {
    return OutputStream.integer(t, Element.of(text), self, value, 32, true);
  }

  @Export(
      value = {PUT + "I@Z", PUT + "K@Z"},
      support = Support.PARTIAL,
      note = Names.OWN_EXCEPTIONS)
  static long putUnsigned(GuestThread t, Text text, long self, int value) {
    return OutputStream.integer(t, Element.of(text), self, value & 0xFFFF_FFFFL, 32, false);
  }

  @Export(value = PUT + "_J@Z", support = Support.PARTIAL, note = Names.OWN_EXCEPTIONS)
  static long put(GuestThread t, Text text, long self, long value) {
    return OutputStream.integer(t, Element.of(text), self, value, 64, true);
  }

  @Export(value = PUT + "_K@Z", support = Support.PARTIAL, note = Names.OWN_EXCEPTIONS)
  static long putUnsigned(GuestThread t, Text text, long self, long value) {
    return OutputStream.integer(t, Element.of(text), self, value, 64, false);
  }

  @Export(value = PUT + "M@Z", support = Support.PARTIAL, note = Names.OWN_EXCEPTIONS)
  static long put(GuestThread t, Text text, long self, float value) {
    return OutputStream.floating(t, Element.of(text), self, value);
  }

  @Export(
      value = {PUT + "N@Z", PUT + "O@Z"},
      support = Support.PARTIAL,
      note = Names.OWN_EXCEPTIONS)
  static long put(GuestThread t, Text text, long self, double value) {
    return OutputStream.floating(t, Element.of(text), self, value);
  }

  @Export(value = PUT + "PEBX@Z", support = Support.PARTIAL, note = Names.OWN_EXCEPTIONS)
  static long putPointer(GuestThread t, Text text, long self, @Opt long value) {
    return OutputStream.pointer(t, Element.of(text), self, value);
  }

  // --- manipulators
  // --------------------------------------------------------------------------------

  @Export(PUT + "P6AAEAV01@AEAV01@@Z@Z")
  static long apply(GuestThread t, long self, long function) {
    return Gate.call(t, function, self);
  }

  @Export({
    PUT + "P6AAEAV?$basic_ios@" + C + "U?$char_traits@" + C + "@std@@@1@AEAV21@@Z@Z",
    PUT + "P6AAEAVios_base@1@AEAV21@@Z@Z",
  })
  static long applyToBase(GuestThread t, long self, long function) {
    Gate.call(t, function, StreamClasses.ios(self));
    return self;
  }

  // --- characters
  // ----------------------------------------------------------------------------------

  /** Writes all that another buffer has. */
  @Export(
      value = PUT + "PEA" + BUFFER_1 + "@Z",
      support = Support.PARTIAL,
      note = Names.OWN_EXCEPTIONS)
  static long copy(GuestThread t, Text text, long self, @Opt long buffer) {
    return OutputStream.copy(t, Element.of(text), self, buffer);
  }

  @Export(
      value = "?put" + CLASS + "QEAAAEAV12@" + C + "@Z",
      support = Support.PARTIAL,
      note = Names.OWN_EXCEPTIONS)
  static long putCharacter(GuestThread t, Text text, long self, int c) {
    Element e = Element.of(text);
    return OutputStream.put(t, e, self, e.cut(c));
  }

  @Export(
      value = "?write" + CLASS + "QEAAAEAV12@PEB" + C + "_J@Z",
      support = Support.PARTIAL,
      note = Names.OWN_EXCEPTIONS)
  static long write(GuestThread t, long self, @Opt long str, long count) {
    return OutputStream.write(t, self, str, count);
  }

  @Export("?flush" + CLASS + "QEAAAEAV12@XZ")
  static long flush(GuestThread t, long self) {
    return OutputStream.flush(t, self);
  }

  /** Before output of the program's own. */
  @Export("?opfx" + CLASS + "QEAA_NXZ")
  static boolean begin(GuestThread t, long self) {
    return OutputStream.begin(t, self, StreamClasses.ios(self));
  }

  /** After output of the program's own. */
  @Export({"?_Osfx" + CLASS + "QEAAXXZ", "?osfx" + CLASS + "QEAAXXZ"})
  static void end(GuestThread t, long self) {
    OutputStream.end(t, StreamClasses.ios(self));
  }

  // --- positions
  // -----------------------------------------------------------------------------------

  @Export("?tellp" + CLASS + "QEAA?AV?$fpos@U_Mbstatet@@@2@XZ")
  static long tellp(GuestThread t, long self, @Out long result) {
    return OutputStream.tell(t, self, result);
  }

  @Export("?seekp" + CLASS + "QEAAAEAV12@_JH@Z")
  static long seekp(GuestThread t, long self, long off, int way) {
    return OutputStream.seek(t, self, off, way);
  }

  @Export("?seekp" + CLASS + "QEAAAEAV12@V?$fpos@U_Mbstatet@@@2@@Z")
  static long seekp(GuestThread t, long self, long pos) {
    return OutputStream.seek(t, self, pos);
  }
}
