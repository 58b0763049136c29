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
 * {@code std::istream} and {@code std::wistream}, streams that are read from (istream), and those
 * of both directions.
 *
 * @see <a href="https://learn.microsoft.com/cpp/standard-library/basic-istream-class">
 *     basic_istream</a>
 */
@Library("msvcp140")
public final class InputStreamH {
  private static final String C = Names.C;
  private static final String I = Names.I;
  private static final String NAME = "?$basic_istream@" + Names.OF;
  private static final String CLASS = "@" + NAME;
  private static final String GET = "??5" + NAME + "QEAAAEAV01@";
  private static final String BOTH = "?$basic_iostream@" + Names.OF;
  private static final String BUFFER_1 = Names.BUFFER_1;
  private static final String BUFFER_2 = Names.BUFFER_2;

  private InputStreamH() {}

  /**
   * Makes a stream.
   *
   * @param plain whether it is not part of a larger object
   */
  @Export("??0" + NAME + "QEAA@PEA" + BUFFER_1 + "_N@Z")
  static long construct(
      GuestThread t, Text text, @Out long self, @Opt long buffer, byte isStandard, int plain) {
    return StreamClasses.constructInput(
        t, Element.of(text), self, buffer, isStandard != 0, plain != 0);
  }

  @Export("??0" + NAME + "QEAA@PEA" + BUFFER_1 + "_N1@Z")
  static long construct(
      GuestThread t,
      Text text,
      @Out long self,
      @Opt long buffer,
      byte isStandard,
      byte noInit,
      int plain) {
    return construct(t, text, self, buffer, isStandard, plain);
  }

  /** Makes a stream that is to be initialised. */
  @Export("??0" + NAME + "QEAA@W4_Uninitialized@1@@Z")
  static long construct(GuestThread t, Text text, @Out long self, int none, int plain) {
    if (plain != 0) {
      StreamClasses.constructBase(t, self, StreamClasses.INPUT_IOS);
    }
    StreamClasses.become(
        t, self, StreamClasses.INPUT_IOS, VirtualFunctions.Table.INPUT.of(Element.of(text)));
    IosBaseH.addStandard(StreamClasses.ios(self));
    return self;
  }

  /** Makes a stream without a buffer that has what another had. */
  @Export("??0" + NAME + "IEAA@$$QEAV01@@Z")
  static long move(GuestThread t, Text text, @Out long self, long right, int plain) {
    StreamClasses.constructInput(t, Element.of(text), self, 0, false, plain != 0);
    Memory.putLong(self + StreamClasses.COUNT, Memory.getLong(right + StreamClasses.COUNT));
    BasicIosH.move(StreamClasses.ios(self), StreamClasses.ios(right));
    Memory.putLong(right + StreamClasses.COUNT, 0);
    return self;
  }

  @Export({"??4" + NAME + "IEAAAEAV01@$$QEAV01@@Z", "??4" + BOTH + "IEAAAEAV01@$$QEAV01@@Z"})
  static long assign(long self, long right) {
    swap(self, right);
    return self;
  }

  @Export({"?swap" + CLASS + "IEAAXAEAV12@@Z", "?swap@" + BOTH + "IEAAXAEAV12@@Z"})
  static void swap(long self, long right) {
    if (self != right) {
      BasicIosH.swap(StreamClasses.ios(self), StreamClasses.ios(right));
      long count = gcount(self);
      Memory.putLong(self + StreamClasses.COUNT, gcount(right));
      Memory.putLong(right + StreamClasses.COUNT, count);
    }
  }

  /** The virtual base, by which it is called, is destroyed by itself. */
  @Export({"??1" + NAME + "UEAA@XZ", "??1" + BOTH + "UEAA@XZ"})
  static void destroy(long base) {
    // it has nothing more
  }

  /** Destroys a plain object. */
  @Export("??_D" + NAME + "QEAAXXZ")
  static void destroyPlain(GuestThread t, long self) {
    Ios.destroy(t, self + StreamClasses.INPUT_IOS);
  }

  @Export("??_G?$basic_istream@" + Names.OF_CHAR + "UEAAPEAXI@Z")
  static long delete(GuestThread t, long base, int flags) {
    return StreamClasses.delete(t, base, StreamClasses.INPUT_IOS, flags);
  }

  @Export("??_G?$basic_iostream@" + Names.OF_CHAR + "UEAAPEAXI@Z")
  static long deleteBoth(GuestThread t, long base, int flags) {
    return StreamClasses.delete(t, base, StreamClasses.BOTH_IOS, flags);
  }

  @Export("??_7" + NAME + "6B@")
  @Data(size = 8)
  static void functions(GuestThread t, Text text, long address) {
    VirtualFunctions.fill(t, address, VirtualFunctions.Table.INPUT.of(Element.of(text)));
  }

  /** Where the virtual base is. */
  @Export("??_8" + NAME + "7B@")
  @Data(size = 8)
  static void bases(GuestThread t, long address) {
    Memory.putInt(address + 4, StreamClasses.INPUT_IOS);
  }

  // --- streams in both directions
  // ------------------------------------------------------------------

  @Export("??0" + BOTH + "QEAA@PEA" + BUFFER_1 + "@Z")
  static long constructBoth(GuestThread t, Text text, @Out long self, @Opt long buffer, int plain) {
    return StreamClasses.constructBoth(t, Element.of(text), self, buffer, plain != 0);
  }

  @Export("??0" + BOTH + "IEAA@$$QEAV01@@Z")
  static long moveBoth(GuestThread t, Text text, @Out long self, long right, int plain) {
    StreamClasses.constructBoth(t, Element.of(text), self, 0, plain != 0);
    BasicIosH.move(StreamClasses.ios(self), StreamClasses.ios(right));
    return self;
  }

  @Export("??_D" + BOTH + "QEAAXXZ")
  static void destroyPlainBoth(GuestThread t, long self) {
    Ios.destroy(t, self + StreamClasses.BOTH_IOS);
  }

  @Export("??_7" + BOTH + "6B@")
  @Data(size = 8)
  static void functionsOfBoth(GuestThread t, Text text, long address) {
    VirtualFunctions.fill(t, address, VirtualFunctions.Table.BOTH.of(Element.of(text)));
  }

  @Export("??_8" + BOTH + "7B?$basic_istream@" + C + "U?$char_traits@" + C + "@std@@@1@@")
  @Data(size = 8)
  static void basesOfBoth(GuestThread t, long address) {
    Memory.putInt(address + 4, StreamClasses.BOTH_IOS);
  }

  @Export("??_8" + BOTH + "7B?$basic_ostream@" + C + "U?$char_traits@" + C + "@std@@@1@@")
  @Data(size = 8)
  static void outputBasesOfBoth(GuestThread t, long address) {
    Memory.putInt(address + 4, StreamClasses.BOTH_IOS - StreamClasses.OUTPUT_OF_BOTH);
  }

  // --- numbers
  // -------------------------------------------------------------------------------------

  private static long number(
      GuestThread t, Text text, long self, long to, int size, int bits, boolean signed) {
    NumberInput input = InputStream.number(t, Element.of(text), self);
    if (input == null) {
      return self;
    }
    long value = input.integer(bits, signed);
    switch (size) {
      case 2 -> Memory.putShort(to, (int) value);
      case 4 -> Memory.putInt(to, (int) value);
      default -> Memory.putLong(to, value);
    }
    return InputStream.close(t, self, input.state);
  }

  @Export(value = GET + "AEA_N@Z", support = Support.PARTIAL, note = Names.OWN_EXCEPTIONS)
  static long getBool(GuestThread t, Text text, long self, @Out long to) {
    NumberInput input = InputStream.number(t, Element.of(text), self);
    if (input == null) {
      return self;
    }
    Memory.putByte(to, input.bool() ? 1 : 0);
    return InputStream.close(t, self, input.state);
  }

  @Export(value = GET + "AEAF@Z", support = Support.PARTIAL, note = Names.OWN_EXCEPTIONS)
  static long getShort(GuestThread t, Text text, long self, @Out long to) {
    return number(t, text, self, to, 2, 16, true);
  }

  @Export(value = GET + "AEAG@Z", support = Support.PARTIAL, note = Names.OWN_EXCEPTIONS)
  static long getUnsignedShort(GuestThread t, Text text, long self, @Out long to) {
    return number(t, text, self, to, 2, 16, false);
  }

  @Export(
      value = {GET + "AEAH@Z", GET + "AEAJ@Z"},
      support = Support.PARTIAL,
      note = Names.OWN_EXCEPTIONS)
  static long getInt(GuestThread t, Text text, long self, @Out long to) {
    return number(t, text, self, to, 4, 32, true);
  }

  @Export(
      value = {GET + "AEAI@Z", GET + "AEAK@Z"},
      support = Support.PARTIAL,
      note = Names.OWN_EXCEPTIONS)
  static long getUnsignedInt(GuestThread t, Text text, long self, @Out long to) {
    return number(t, text, self, to, 4, 32, false);
  }

  @Export(value = GET + "AEA_J@Z", support = Support.PARTIAL, note = Names.OWN_EXCEPTIONS)
  static long getLong(GuestThread t, Text text, long self, @Out long to) {
    return number(t, text, self, to, 8, 64, true);
  }

  @Export(value = GET + "AEA_K@Z", support = Support.PARTIAL, note = Names.OWN_EXCEPTIONS)
  static long getUnsignedLong(GuestThread t, Text text, long self, @Out long to) {
    return number(t, text, self, to, 8, 64, false);
  }

  private static long floating(GuestThread t, Text text, long self, long to, boolean single) {
    NumberInput input = InputStream.number(t, Element.of(text), self);
    if (input == null) {
      return self;
    }
    double value = input.floating(single);
    if (single) {
      Memory.putFloat(to, (float) value);
    } else {
      Memory.putDouble(to, value);
    }
    return InputStream.close(t, self, input.state);
  }

  @Export(value = GET + "AEAM@Z", support = Support.PARTIAL, note = Names.OWN_EXCEPTIONS)
  static long getFloat(GuestThread t, Text text, long self, @Out long to) {
    return floating(t, text, self, to, true);
  }

  @Export(
      value = {GET + "AEAN@Z", GET + "AEAO@Z"},
      support = Support.PARTIAL,
      note = Names.OWN_EXCEPTIONS)
  static long getDouble(GuestThread t, Text text, long self, @Out long to) {
    return floating(t, text, self, to, false);
  }

  @Export(value = GET + "AEAPEAX@Z", support = Support.PARTIAL, note = Names.OWN_EXCEPTIONS)
  static long getPointer(GuestThread t, Text text, long self, @Out long to) {
    NumberInput input = InputStream.number(t, Element.of(text), self);
    if (input == null) {
      return self;
    }
    Memory.putLong(to, input.pointer());
    return InputStream.close(t, self, input.state);
  }

  // --- manipulators
  // --------------------------------------------------------------------------------

  @Export(GET + "P6AAEAV01@AEAV01@@Z@Z")
  static long apply(GuestThread t, long self, long function) {
    return Gate.call(t, function, self);
  }

  @Export({
    GET + "P6AAEAV?$basic_ios@" + C + "U?$char_traits@" + C + "@std@@@1@AEAV21@@Z@Z",
    GET + "P6AAEAVios_base@1@AEAV21@@Z@Z",
  })
  static long applyToBase(GuestThread t, long self, long function) {
    Gate.call(t, function, StreamClasses.ios(self));
    return self;
  }

  // --- characters
  // ----------------------------------------------------------------------------------

  /** Before input of the program's own: skips white space, unless it is asked not to. */
  @Export({"?_Ipfx" + CLASS + "QEAA_N_N@Z", "?ipfx" + CLASS + "QEAA_N_N@Z"})
  static boolean begin(GuestThread t, Text text, long self, byte noskip) {
    return InputStream.begin(t, Element.of(text), self, noskip != 0);
  }

  @Export("?isfx" + CLASS + "QEAAXXZ")
  static void end(long self) {
    // nothing is to be done
  }

  /** Reads all into another buffer. */
  @Export(
      value = GET + "PEA" + BUFFER_1 + "@Z",
      support = Support.PARTIAL,
      note = Names.OWN_EXCEPTIONS)
  static long copy(GuestThread t, Text text, long self, @Opt long buffer) {
    return InputStream.copy(t, Element.of(text), self, buffer);
  }

  @Export("?gcount" + CLASS + "QEBA_JXZ")
  static long gcount(long self) {
    return Memory.getLong(self + StreamClasses.COUNT);
  }

  @Export(
      value = "?get" + CLASS + "QEAA" + I + "XZ",
      support = Support.PARTIAL,
      note = Names.OWN_EXCEPTIONS)
  static int get(GuestThread t, Text text, long self) {
    return InputStream.get(t, Element.of(text), self);
  }

  @Export(
      value = "?get" + CLASS + "QEAAAEAV12@AEA" + C + "@Z",
      support = Support.PARTIAL,
      note = Names.OWN_EXCEPTIONS)
  static long get(GuestThread t, Text text, long self, @Out long to) {
    return InputStream.get(t, Element.of(text), self, to);
  }

  @Export(
      value = "?get" + CLASS + "QEAAAEAV12@PEA" + C + "_J@Z",
      support = Support.PARTIAL,
      note = Names.OWN_EXCEPTIONS)
  static long get(GuestThread t, Text text, long self, @Out long str, long count) {
    return InputStream.getLine(t, Element.of(text), self, str, count, '\n', false);
  }

  @Export(
      value = "?get" + CLASS + "QEAAAEAV12@PEA" + C + "_J" + C + "@Z",
      support = Support.PARTIAL,
      note = Names.OWN_EXCEPTIONS)
  static long get(GuestThread t, Text text, long self, @Out long str, long count, int delimiter) {
    Element e = Element.of(text);
    return InputStream.getLine(t, e, self, str, count, e.cut(delimiter), false);
  }

  @Export(
      value = "?get" + CLASS + "QEAAAEAV12@AEA" + BUFFER_2 + "@Z",
      support = Support.PARTIAL,
      note = Names.OWN_EXCEPTIONS)
  static long getInto(GuestThread t, Text text, long self, long buffer) {
    return InputStream.copyUntil(t, Element.of(text), self, buffer, '\n');
  }

  @Export(
      value = "?get" + CLASS + "QEAAAEAV12@AEA" + BUFFER_2 + C + "@Z",
      support = Support.PARTIAL,
      note = Names.OWN_EXCEPTIONS)
  static long getInto(GuestThread t, Text text, long self, long buffer, int delimiter) {
    Element e = Element.of(text);
    return InputStream.copyUntil(t, e, self, buffer, e.cut(delimiter));
  }

  @Export(
      value = "?getline" + CLASS + "QEAAAEAV12@PEA" + C + "_J@Z",
      support = Support.PARTIAL,
      note = Names.OWN_EXCEPTIONS)
  static long getline(GuestThread t, Text text, long self, @Out long str, long count) {
    return InputStream.getLine(t, Element.of(text), self, str, count, '\n', true);
  }

  @Export(
      value = "?getline" + CLASS + "QEAAAEAV12@PEA" + C + "_J" + C + "@Z",
      support = Support.PARTIAL,
      note = Names.OWN_EXCEPTIONS)
  static long getline(
      GuestThread t, Text text, long self, @Out long str, long count, int delimiter) {
    Element e = Element.of(text);
    return InputStream.getLine(t, e, self, str, count, e.cut(delimiter), true);
  }

  @Export(
      value = "?ignore" + CLASS + "QEAAAEAV12@_J" + I + "@Z",
      support = Support.PARTIAL,
      note = Names.OWN_EXCEPTIONS)
  static long ignore(GuestThread t, Text text, long self, long count, int delimiter) {
    Element e = Element.of(text);
    return InputStream.ignore(t, e, self, count, e.result(delimiter));
  }

  @Export(
      value = "?read" + CLASS + "QEAAAEAV12@PEA" + C + "_J@Z",
      support = Support.PARTIAL,
      note = Names.OWN_EXCEPTIONS)
  static long read(GuestThread t, Text text, long self, @Out long str, long count) {
    return InputStream.read(t, Element.of(text), self, str, count);
  }

  @Export(
      value = "?readsome" + CLASS + "QEAA_JPEA" + C + "_J@Z",
      support = Support.PARTIAL,
      note = Names.OWN_EXCEPTIONS)
  static long readsome(GuestThread t, Text text, long self, @Out long str, long count) {
    return InputStream.readSome(t, Element.of(text), self, str, count);
  }

  @Export(
      value = "?peek" + CLASS + "QEAA" + I + "XZ",
      support = Support.PARTIAL,
      note = Names.OWN_EXCEPTIONS)
  static int peek(GuestThread t, Text text, long self) {
    return InputStream.peek(t, Element.of(text), self);
  }

  @Export(
      value = "?putback" + CLASS + "QEAAAEAV12@" + C + "@Z",
      support = Support.PARTIAL,
      note = Names.OWN_EXCEPTIONS)
  static long putback(GuestThread t, Text text, long self, int c) {
    Element e = Element.of(text);
    return InputStream.back(t, e, self, e.cut(c));
  }

  @Export(
      value = "?unget" + CLASS + "QEAAAEAV12@XZ",
      support = Support.PARTIAL,
      note = Names.OWN_EXCEPTIONS)
  static long unget(GuestThread t, Text text, long self) {
    Element e = Element.of(text);
    return InputStream.back(t, e, self, e.eof);
  }

  @Export("?sync" + CLASS + "QEAAHXZ")
  static int sync(GuestThread t, Text text, long self) {
    return InputStream.sync(t, Element.of(text), self);
  }

  // --- positions
  // -----------------------------------------------------------------------------------

  @Export("?tellg" + CLASS + "QEAA?AV?$fpos@U_Mbstatet@@@2@XZ")
  static long tellg(GuestThread t, Text text, long self, @Out long result) {
    return InputStream.tell(t, Element.of(text), self, result);
  }

  @Export("?seekg" + CLASS + "QEAAAEAV12@_JH@Z")
  static long seekg(GuestThread t, Text text, long self, long off, int way) {
    return InputStream.seek(t, Element.of(text), self, off, way);
  }

  @Export("?seekg" + CLASS + "QEAAAEAV12@V?$fpos@U_Mbstatet@@@2@@Z")
  static long seekg(GuestThread t, Text text, long self, long pos) {
    return InputStream.seek(t, Element.of(text), self, pos);
  }
}
