package decant.msvcp;

import decant.abi.Gate;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The tables of virtual functions of the library's classes, made when a first object of a class is.
 * State of a process.
 *
 * <p>They are published without a lock, as making them binds exports, and exports that are bound
 * make them.
 */
final class VirtualFunctions {
  private static final String OF_CHAR = Names.OF_CHAR;
  private static final String OF_WCHAR = Names.OF_WCHAR;
  private static final String IOS_CLASS = "?$basic_ios@" + OF_CHAR;
  private static final String WIDE_IOS_CLASS = "?$basic_ios@" + OF_WCHAR;
  private static final String TO_CHAR = "V?$ostreambuf_iterator@" + OF_CHAR + "@std@@";
  private static final String TO_WCHAR = "V?$ostreambuf_iterator@" + OF_WCHAR + "@std@@";
  private static final String BY_CHAR = "V?$istreambuf_iterator@" + OF_CHAR + "@std@@";
  private static final String BY_WCHAR = "V?$istreambuf_iterator@" + OF_WCHAR + "@std@@";
  private static final Table[] TABLES = Table.values();

  /** A class with virtual functions. */
  enum Table {
    IOS_BASE(Ios.BASE_FUNCTIONS, 0, "ios_base@std@@"),
    IOS(Ios.FUNCTIONS, 0, IOS_CLASS, "ios_base@std@@"),
    WIDE_IOS(Ios.FUNCTIONS, 0, WIDE_IOS_CLASS, "ios_base@std@@"),
    OUTPUT(
        StreamClasses.OUTPUT_FUNCTIONS,
        StreamClasses.OUTPUT_IOS,
        "?$basic_ostream@" + OF_CHAR,
        "+" + IOS_CLASS,
        "+ios_base@std@@"),
    WIDE_OUTPUT(
        StreamClasses.OUTPUT_FUNCTIONS,
        StreamClasses.OUTPUT_IOS,
        "?$basic_ostream@" + OF_WCHAR,
        "+" + WIDE_IOS_CLASS,
        "+ios_base@std@@"),
    INPUT(
        StreamClasses.INPUT_FUNCTIONS,
        StreamClasses.INPUT_IOS,
        "?$basic_istream@" + OF_CHAR,
        "+" + IOS_CLASS,
        "+ios_base@std@@"),
    WIDE_INPUT(
        StreamClasses.INPUT_FUNCTIONS,
        StreamClasses.INPUT_IOS,
        "?$basic_istream@" + OF_WCHAR,
        "+" + WIDE_IOS_CLASS,
        "+ios_base@std@@"),
    BOTH(
        StreamClasses.BOTH_FUNCTIONS,
        StreamClasses.BOTH_IOS,
        "?$basic_iostream@" + OF_CHAR,
        "?$basic_istream@" + OF_CHAR,
        "-?$basic_ostream@" + OF_CHAR,
        "+" + IOS_CLASS,
        "+ios_base@std@@"),
    WIDE_BOTH(
        StreamClasses.BOTH_FUNCTIONS,
        StreamClasses.BOTH_IOS,
        "?$basic_iostream@" + OF_WCHAR,
        "?$basic_istream@" + OF_WCHAR,
        "-?$basic_ostream@" + OF_WCHAR,
        "+" + WIDE_IOS_CLASS,
        "+ios_base@std@@"),
    BUFFER(StreamBufferH.FUNCTIONS, 0, "?$basic_streambuf@" + OF_CHAR),
    WIDE_BUFFER(StreamBufferH.FUNCTIONS, 0, "?$basic_streambuf@" + OF_WCHAR),
    FILE_BUFFER(
        FileBufferH.FUNCTIONS, 0, "?$basic_filebuf@" + OF_CHAR, "?$basic_streambuf@" + OF_CHAR),
    WIDE_FILE_BUFFER(
        FileBufferH.FUNCTIONS, 0, "?$basic_filebuf@" + OF_WCHAR, "?$basic_streambuf@" + OF_WCHAR),
    FACET(FacetH.FUNCTIONS, 0, "facet@locale@std@@"),
    LOCALE(FacetH.LOCALE_FUNCTIONS, 0, "_Locimp@locale@std@@", "facet@locale@std@@"),
    CTYPE(CtypeH.FUNCTIONS, 0, "?$ctype@D@std@@", "facet@locale@std@@"),
    WIDE_CTYPE(WideCtypeH.FUNCTIONS, 0, "?$ctype@_W@std@@", "facet@locale@std@@"),
    CODECVT(CodecvtH.FUNCTIONS, 0, "?$codecvt@DDU_Mbstatet@@@std@@", "facet@locale@std@@"),
    WIDE_CODECVT(
        CodecvtH.WIDE_FUNCTIONS, 0, "?$codecvt@_WDU_Mbstatet@@@std@@", "facet@locale@std@@"),
    NUMPUNCT(NumpunctH.FUNCTIONS, 0, "?$numpunct@D@std@@", "facet@locale@std@@"),
    WIDE_NUMPUNCT(NumpunctH.FUNCTIONS, 0, "?$numpunct@_W@std@@", "facet@locale@std@@"),
    NUM_PUT(NumPutH.FUNCTIONS, 0, "?$num_put@D" + TO_CHAR, "facet@locale@std@@"),
    WIDE_NUM_PUT(NumPutH.FUNCTIONS, 0, "?$num_put@_W" + TO_WCHAR, "facet@locale@std@@"),
    NUM_GET(NumGetH.FUNCTIONS, 0, "?$num_get@D" + BY_CHAR, "facet@locale@std@@"),
    WIDE_NUM_GET(NumGetH.FUNCTIONS, 0, "?$num_get@_W" + BY_WCHAR, "facet@locale@std@@"),
    TIME_GET(TimeGetH.FUNCTIONS, 0, "?$time_get@D" + BY_CHAR, "facet@locale@std@@"),
    WIDE_TIME_GET(TimeGetH.FUNCTIONS, 0, "?$time_get@_W" + BY_WCHAR, "facet@locale@std@@"),
    TIME_PUT(TimePutH.FUNCTIONS, 0, "?$time_put@D" + TO_CHAR, "facet@locale@std@@"),
    WIDE_TIME_PUT(TimePutH.FUNCTIONS, 0, "?$time_put@_W" + TO_WCHAR, "facet@locale@std@@");

    private final String[] functions;
    private final ClassDescription description;

    Table(String[] functions, int vfptr, String... classes) {
      this.functions = functions;
      this.description = new ClassDescription(vfptr, classes);
    }

    /** The table for one of two kinds of characters: that of wide ones follows. */
    Table of(Element e) {
      return e == Element.WIDE ? TABLES[ordinal() + 1] : this;
    }

    /** Which of the twins its functions are, where they are. */
    private Text text() {
      return name().startsWith("WIDE_") ? Text.WIDE : Text.ANSI;
    }

    /** Size in bytes. */
    private int size() {
      return 8 * functions.length;
    }
  }

  private final AtomicLongArray addresses = new AtomicLongArray(TABLES.length);

  private VirtualFunctions() {}

  /** The address of a table. */
  static long of(GuestThread t, Table table) {
    VirtualFunctions tables =
        t.process.state(VirtualFunctions.class, process -> new VirtualFunctions());
    long address = tables.addresses.get(table.ordinal());
    return address != 0 ? address : tables.make(t, table);
  }

  private long make(GuestThread t, Table table) {
    int description = table.description.size();
    long block = t.process.heap.allocate(t, description + 8L + table.size());
    table.description.write(block);
    Memory.putLong(block + description, block);
    long functions = block + description + 8;
    fill(t, functions, table);
    if (addresses.compareAndSet(table.ordinal(), 0, functions)) {
      return functions;
    }
    t.process.heap.free(t, block);
    return addresses.get(table.ordinal());
  }

  /** Writes a table. */
  static void fill(GuestThread t, long address, Table table) {
    Text text = table.text();
    for (int i = 0; i < table.functions.length; i++) {
      long function = Gate.modules().export(t, Names.LIBRARY, text.choose(table.functions[i]));
      Memory.putLong(address + 8L * i, function);
    }
  }
}
