package decant.msvcp;

import decant.abi.Data;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Text;
import decant.crt.io.StdioData;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * {@code std::cin}, {@code std::cout} and the like (iostream). Their characters are those of the
 * standard streams of C, of which they keep none.
 *
 * @see <a href="https://learn.microsoft.com/cpp/standard-library/iostream">iostream</a>
 */
@Library("msvcp140")
public final class StandardStreamsH {
  private static final String C = Names.C;
  private static final String OUTPUT =
      "V?$basic_ostream@" + C + "U?$char_traits@" + C + "@std@@@1@";
  private static final String INPUT = "V?$basic_istream@" + C + "U?$char_traits@" + C + "@std@@@1@";
  private static final String COUT = "?{|w}cout@std@@3" + OUTPUT + "A";
  private static final String CERR = "?{|w}cerr@std@@3" + OUTPUT + "A";
  private static final String CLOG = "?{|w}clog@std@@3" + OUTPUT + "A";
  private static final String CIN = "?{|w}cin@std@@3" + INPUT + "A";

  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  /** An object, and behind it its buffer. */
  private static final int BUFFER = 128;

  private static final int SIZE = BUFFER + FileBufferH.SIZE;

  private StandardStreamsH() {}

  /** Makes a stream without code of the program's, which has not begun; returns its base. */
  private static long initialise(
      GuestThread t, Element e, long address, int place, VirtualFunctions.Table table) {
    StreamClasses.constructBase(t, address, place);
    StreamClasses.become(t, address, place, table.of(e));
    long ios = StreamClasses.ios(address);
    Ios.initialiseStandard(t, e, ios, address + BUFFER);
    IosBaseH.addStandard(ios);
    return ios;
  }

  private static void output(
      GuestThread t, Element e, long address, int file, int flags, long tie) {
    FileBufferH.construct(t, e, address + BUFFER, StdioData.__acrt_iob_func(t, file));
    long ios = initialise(t, e, address, StreamClasses.OUTPUT_IOS, VirtualFunctions.Table.OUTPUT);
    Memory.putInt(ios + Ios.FLAGS, Ios.flags(ios) | flags);
    Memory.putLong(ios + Ios.TIE, tie);
  }

  private static void input(GuestThread t, Element e, long address, long tie) {
    FileBufferH.construct(t, e, address + BUFFER, StdioData.__acrt_iob_func(t, STDIN));
    long ios = initialise(t, e, address, StreamClasses.INPUT_IOS, VirtualFunctions.Table.INPUT);
    Memory.putLong(ios + Ios.TIE, tie);
  }

  @Export(COUT)
  @Data(size = SIZE)
  static void cout(GuestThread t, Text text, long address) {
    output(t, Element.of(text), address, STDOUT, 0, 0);
  }

  @Export(CERR)
  @Data(size = SIZE)
  static void cerr(GuestThread t, Text text, long address) {
    output(
        t, Element.of(text), address, STDERR, Ios.UNIT_BUFFER, Locale.export(t, text.choose(COUT)));
  }

  @Export(CLOG)
  @Data(size = SIZE)
  static void clog(GuestThread t, Text text, long address) {
    output(t, Element.of(text), address, STDERR, 0, Locale.export(t, text.choose(COUT)));
  }

  @Export(CIN)
  @Data(size = SIZE)
  static void cin(GuestThread t, Text text, long address) {
    input(t, Element.of(text), address, Locale.export(t, text.choose(COUT)));
  }

  // --- where they are, too
  // -------------------------------------------------------------------------

  @Export("?_Ptr_{|w}cout@std@@3PEA" + OUTPUT + "EA")
  @Data(size = 8)
  static void coutAt(GuestThread t, Text text, long address) {
    Memory.putLong(address, Locale.export(t, text.choose(COUT)));
  }

  @Export("?_Ptr_{|w}cerr@std@@3PEA" + OUTPUT + "EA")
  @Data(size = 8)
  static void cerrAt(GuestThread t, Text text, long address) {
    Memory.putLong(address, Locale.export(t, text.choose(CERR)));
  }

  @Export("?_Ptr_{|w}clog@std@@3PEA" + OUTPUT + "EA")
  @Data(size = 8)
  static void clogAt(GuestThread t, Text text, long address) {
    Memory.putLong(address, Locale.export(t, text.choose(CLOG)));
  }

  @Export("?_Ptr_{|w}cin@std@@3PEA" + INPUT + "EA")
  @Data(size = 8)
  static void cinAt(GuestThread t, Text text, long address) {
    Memory.putLong(address, Locale.export(t, text.choose(CIN)));
  }
}
