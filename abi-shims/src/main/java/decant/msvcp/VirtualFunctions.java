package decant.msvcp;

import decant.abi.Gate;
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
  /** A class with virtual functions. */
  enum Table {
    IOS_BASE(Ios.BASE_FUNCTIONS),
    IOS(Ios.FUNCTIONS),
    OUTPUT(StreamClasses.OUTPUT_FUNCTIONS),
    INPUT(StreamClasses.INPUT_FUNCTIONS),
    BOTH(StreamClasses.BOTH_FUNCTIONS),
    BUFFER(StreamBufferH.FUNCTIONS),
    WIDE_BUFFER(WideStreamBufferH.FUNCTIONS),
    FILE_BUFFER(FileBufferH.FUNCTIONS),
    FACET(FacetH.FUNCTIONS),
    LOCALE(FacetH.LOCALE_FUNCTIONS),
    CTYPE(CtypeH.FUNCTIONS),
    WIDE_CTYPE(WideCtypeH.FUNCTIONS),
    CODECVT(CodecvtH.FUNCTIONS),
    WIDE_CODECVT(CodecvtH.WIDE_FUNCTIONS),
    NUMPUNCT(NumpunctH.FUNCTIONS),
    NUM_PUT(NumPutH.FUNCTIONS),
    WIDE_NUM_PUT(WideNumPutH.FUNCTIONS),
    NUM_GET(NumGetH.FUNCTIONS),
    WIDE_NUM_GET(WideNumGetH.FUNCTIONS),
    TIME_PUT(TimePutH.FUNCTIONS),
    WIDE_TIME_PUT(TimePutH.WIDE_FUNCTIONS);

    private final String[] functions;

    Table(String[] functions) {
      this.functions = functions;
    }

    /** Size in bytes. */
    private int size() {
      return 8 * functions.length;
    }
  }

  private final AtomicLongArray addresses = new AtomicLongArray(Table.values().length);

  private VirtualFunctions() {}

  /** The address of a table. */
  static long of(GuestThread t, Table table) {
    VirtualFunctions tables =
        t.process.state(VirtualFunctions.class, process -> new VirtualFunctions());
    long address = tables.addresses.get(table.ordinal());
    return address != 0 ? address : tables.make(t, table);
  }

  private long make(GuestThread t, Table table) {
    long block = t.process.heap.allocate(t, 8L + table.size());
    long functions = block + 8; // behind where the class would be described
    fill(t, functions, table);
    if (addresses.compareAndSet(table.ordinal(), 0, functions)) {
      return functions;
    }
    t.process.heap.free(t, block);
    return addresses.get(table.ordinal());
  }

  /** Writes a table. */
  static void fill(GuestThread t, long address, Table table) {
    for (int i = 0; i < table.functions.length; i++) {
      long function = Gate.modules().export(t, Names.LIBRARY, table.functions[i]);
      Memory.putLong(address + 8L * i, function);
    }
  }
}
