package decant.msvcp;

import decant.abi.Data;
import decant.abi.Export;
import decant.abi.Library;
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
  private static final String OUTPUT = "V?$basic_ostream@DU?$char_traits@D@std@@@1@";
  private static final String WIDE_OUTPUT = "V?$basic_ostream@_WU?$char_traits@_W@std@@@1@";
  private static final String INPUT = "V?$basic_istream@DU?$char_traits@D@std@@@1@";
  private static final String WIDE_INPUT = "V?$basic_istream@_WU?$char_traits@_W@std@@@1@";
  private static final String COUT = "?cout@std@@3" + OUTPUT + "A";
  private static final String CERR = "?cerr@std@@3" + OUTPUT + "A";
  private static final String CLOG = "?clog@std@@3" + OUTPUT + "A";
  private static final String CIN = "?cin@std@@3" + INPUT + "A";
  private static final String WCOUT = "?wcout@std@@3" + WIDE_OUTPUT + "A";
  private static final String WCERR = "?wcerr@std@@3" + WIDE_OUTPUT + "A";
  private static final String WCLOG = "?wclog@std@@3" + WIDE_OUTPUT + "A";
  private static final String WCIN = "?wcin@std@@3" + WIDE_INPUT + "A";

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
  static void cout(GuestThread t, long address) {
    output(t, Element.NARROW, address, STDOUT, 0, 0);
  }

  @Export(CERR)
  @Data(size = SIZE)
  static void cerr(GuestThread t, long address) {
    output(t, Element.NARROW, address, STDERR, Ios.UNIT_BUFFER, Locale.export(t, COUT));
  }

  @Export(CLOG)
  @Data(size = SIZE)
  static void clog(GuestThread t, long address) {
    output(t, Element.NARROW, address, STDERR, 0, Locale.export(t, COUT));
  }

  @Export(CIN)
  @Data(size = SIZE)
  static void cin(GuestThread t, long address) {
    input(t, Element.NARROW, address, Locale.export(t, COUT));
  }

  @Export(WCOUT)
  @Data(size = SIZE)
  static void wcout(GuestThread t, long address) {
    output(t, Element.WIDE, address, STDOUT, 0, 0);
  }

  @Export(WCERR)
  @Data(size = SIZE)
  static void wcerr(GuestThread t, long address) {
    output(t, Element.WIDE, address, STDERR, Ios.UNIT_BUFFER, Locale.export(t, WCOUT));
  }

  @Export(WCLOG)
  @Data(size = SIZE)
  static void wclog(GuestThread t, long address) {
    output(t, Element.WIDE, address, STDERR, 0, Locale.export(t, WCOUT));
  }

  @Export(WCIN)
  @Data(size = SIZE)
  static void wcin(GuestThread t, long address) {
    input(t, Element.WIDE, address, Locale.export(t, WCOUT));
  }

  // --- where they are, too
  // -------------------------------------------------------------------------

  @Export("?_Ptr_cout@std@@3PEA" + OUTPUT + "EA")
  @Data(size = 8)
  static void coutAt(GuestThread t, long address) {
    Memory.putLong(address, Locale.export(t, COUT));
  }

  @Export("?_Ptr_cerr@std@@3PEA" + OUTPUT + "EA")
  @Data(size = 8)
  static void cerrAt(GuestThread t, long address) {
    Memory.putLong(address, Locale.export(t, CERR));
  }

  @Export("?_Ptr_clog@std@@3PEA" + OUTPUT + "EA")
  @Data(size = 8)
  static void clogAt(GuestThread t, long address) {
    Memory.putLong(address, Locale.export(t, CLOG));
  }

  @Export("?_Ptr_cin@std@@3PEA" + INPUT + "EA")
  @Data(size = 8)
  static void cinAt(GuestThread t, long address) {
    Memory.putLong(address, Locale.export(t, CIN));
  }

  @Export("?_Ptr_wcout@std@@3PEA" + WIDE_OUTPUT + "EA")
  @Data(size = 8)
  static void wcoutAt(GuestThread t, long address) {
    Memory.putLong(address, Locale.export(t, WCOUT));
  }

  @Export("?_Ptr_wcerr@std@@3PEA" + WIDE_OUTPUT + "EA")
  @Data(size = 8)
  static void wcerrAt(GuestThread t, long address) {
    Memory.putLong(address, Locale.export(t, WCERR));
  }

  @Export("?_Ptr_wclog@std@@3PEA" + WIDE_OUTPUT + "EA")
  @Data(size = 8)
  static void wclogAt(GuestThread t, long address) {
    Memory.putLong(address, Locale.export(t, WCLOG));
  }

  @Export("?_Ptr_wcin@std@@3PEA" + WIDE_INPUT + "EA")
  @Data(size = 8)
  static void wcinAt(GuestThread t, long address) {
    Memory.putLong(address, Locale.export(t, WCIN));
  }
}
