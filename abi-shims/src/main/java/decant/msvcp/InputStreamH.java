package decant.msvcp;

import decant.abi.Data;
import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.Library;
import decant.abi.Support;
import decant.crt.eh.CxxStandard;
import decant.crt.eh.ExceptionPointers;
import decant.crt.io.StdioChars;
import decant.crt.io.StdioData;
import decant.crt.io.StdioOpen;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * {@code std::cin} and the functions that templates call to read lines from a stream (istream,
 * ios). Its bytes are those of C's {@code stdin}, of which it keeps none.
 *
 * @see <a href="https://learn.microsoft.com/cpp/standard-library/basic-istream-class">
 *     basic_istream</a>
 */
@Library("msvcp140")
public final class InputStreamH {
  private static final String LIBRARY = "msvcp140";
  private static final String BUFFER = "@?$basic_streambuf@DU?$char_traits@D@std@@@std@@";
  private static final String FILE_BUFFER = "@?$basic_filebuf@DU?$char_traits@D@std@@@std@@";
  private static final String IOS = "@?$basic_ios@DU?$char_traits@D@std@@@std@@";

  private static final int EOF_BIT = 1;
  private static final int FAIL_BIT = 2;
  private static final int BAD_BIT = 4;
  private static final int STATES = 0x17;
  private static final int SKIP_SPACE = 1;
  private static final int DECIMAL = 0x200;

  // basic_ios
  private static final int STATE = 16;
  private static final int EXCEPT = 20;
  private static final int FLAGS = 24;
  private static final int PRECISION = 32;
  private static final int STREAM_BUFFER = 72;
  private static final int FILL = 88;
  private static final int IOS_SIZE = 96;

  // std::cin and what belongs to it
  private static final int IOS_AT = 24;
  private static final int BUFFER_AT = IOS_AT + IOS_SIZE;
  private static final int FILE = BUFFER_AT + StreamBufferH.SIZE;
  private static final int BASES = FILE + 8;
  private static final int FUNCTIONS = BASES + 8;
  private static final int SIZE = FUNCTIONS + 16 * 8;

  /** The virtual functions of a buffer, in their order. */
  private static final String[] VIRTUAL_FUNCTIONS = {
    "??_G?$basic_filebuf@DU?$char_traits@D@std@@@std@@UEAAPEAXI@Z",
    "?_Lock" + FILE_BUFFER + "UEAAXXZ",
    "?_Unlock" + FILE_BUFFER + "UEAAXXZ",
    "?overflow" + BUFFER + "MEAAHH@Z",
    "?pbackfail" + FILE_BUFFER + "MEAAHH@Z",
    "?showmanyc" + BUFFER + "MEAA_JXZ",
    "?underflow" + FILE_BUFFER + "MEAAHXZ",
    "?uflow" + FILE_BUFFER + "MEAAHXZ",
    "?xsgetn" + BUFFER + "MEAA_JPEAD_J@Z",
    "?xsputn" + BUFFER + "MEAA_JPEBD_J@Z",
    "?seekoff" + BUFFER + "MEAA?AV?$fpos@U_Mbstatet@@@2@_JHH@Z",
    "?seekpos" + BUFFER + "MEAA?AV?$fpos@U_Mbstatet@@@2@V32@H@Z",
    "?setbuf" + BUFFER + "MEAAPEAV12@PEAD_J@Z",
    "?sync" + BUFFER + "MEAAHXZ",
    "?imbue" + BUFFER + "MEAAXAEBVlocale@2@@Z",
  };

  private InputStreamH() {}

  /** {@code std::cin}. */
  @Export(
      value = "?cin@std@@3V?$basic_istream@DU?$char_traits@D@std@@@1@A",
      support = Support.PARTIAL,
      note = "Lines can be read; it has no locale, and is neither seen from within nor written to.")
  @Data(size = SIZE)
  static void cin(GuestThread t, long address) {
    long ios = address + IOS_AT;
    long buffer = address + BUFFER_AT;
    Memory.putLong(address, address + BASES); // where its virtual base is
    Memory.putInt(address + BASES + 4, IOS_AT);
    Memory.putLong(ios, address + FUNCTIONS);
    Memory.putInt(ios + FLAGS, SKIP_SPACE | DECIMAL);
    Memory.putLong(ios + PRECISION, 6);
    Memory.putLong(ios + STREAM_BUFFER, buffer);
    Memory.putByte(ios + FILL, ' ');
    Memory.putLong(buffer, address + FUNCTIONS);
    StreamBufferH.initialise(buffer);
    Memory.putLong(address + FILE, StdioData.__acrt_iob_func(t, 0));
    for (int i = 0; i < VIRTUAL_FUNCTIONS.length; i++) {
      long function = Gate.modules().export(t, LIBRARY, VIRTUAL_FUNCTIONS[i]);
      Memory.putLong(address + FUNCTIONS + 8L * i, function);
    }
  }

  // --- its buffer: a std::filebuf
  // ------------------------------------------------------------------

  private static long file(long self) {
    return Memory.getLong(self + StreamBufferH.SIZE);
  }

  /** Nobody may delete {@code std::cin}. */
  @Export("??_G?$basic_filebuf@DU?$char_traits@D@std@@@std@@UEAAPEAXI@Z")
  static long destroy(long self, int flags) {
    return self;
  }

  @Export("?_Lock" + FILE_BUFFER + "UEAAXXZ")
  static void lock(GuestThread t, long self) {
    StdioOpen._lock_file(t, file(self));
  }

  @Export("?_Unlock" + FILE_BUFFER + "UEAAXXZ")
  static void unlock(GuestThread t, long self) {
    StdioOpen._unlock_file(t, file(self));
  }

  @Export("?uflow" + FILE_BUFFER + "MEAAHXZ")
  static int uflow(GuestThread t, long self) {
    return StdioChars.fgetc(t, file(self));
  }

  @Export("?underflow" + FILE_BUFFER + "MEAAHXZ")
  static int underflow(GuestThread t, long self) {
    int next = uflow(t, self);
    return next == StreamBufferH.EOF ? next : StdioChars.ungetc(t, next, file(self));
  }

  @Export("?pbackfail" + FILE_BUFFER + "MEAAHH@Z")
  static int pbackfail(GuestThread t, long self, int meta) {
    return StdioChars.ungetc(t, meta, file(self));
  }

  // --- streams
  // -------------------------------------------------------------------------------------

  /** Where the {@code basic_ios} of an {@code istream} is. */
  private static long ios(long istream) {
    return istream + Memory.getInt(Memory.getLong(istream) + 4);
  }

  /**
   * Begins to read: skips white space, unless it is asked not to.
   *
   * @return whether there may be something to read
   */
  @Export("?_Ipfx@?$basic_istream@DU?$char_traits@D@std@@@std@@QEAA_N_N@Z")
  static boolean prefix(GuestThread t, long self, boolean noskip) {
    long ios = ios(self);
    if (Memory.getInt(ios + STATE) == 0
        && !noskip
        && (Memory.getInt(ios + FLAGS) & SKIP_SPACE) != 0) {
      long buffer = Memory.getLong(ios + STREAM_BUFFER);
      int next = StreamBufferH.sgetc(t, buffer);
      while (next == ' ' || next >= '\t' && next <= '\r') {
        next = StreamBufferH.snextc(t, buffer);
      }
      if (next == StreamBufferH.EOF) {
        setState(t, ios, EOF_BIT, false);
      }
    }
    if (Memory.getInt(ios + STATE) == 0) {
      return true;
    }
    setState(t, ios, FAIL_BIT, false);
    return false;
  }

  /** Adds to the state of a stream; throws {@code std::ios_base::failure} when that asks for it. */
  @Export("?setstate" + IOS + "QEAAXH_N@Z")
  static void setState(GuestThread t, long self, int state, boolean reraise) {
    clear(t, self, Memory.getInt(self + STATE) | state, reraise);
  }

  /**
   * Sets the state of a stream.
   *
   * @param reraise whether the exception that is being handled is thrown where one is due
   */
  @Export("?clear" + IOS + "QEAAXH_N@Z")
  static void clear(GuestThread t, long self, int state, boolean reraise) {
    int bad = Memory.getLong(self + STREAM_BUFFER) == 0 ? BAD_BIT : 0;
    int is = (state | bad) & STATES;
    Memory.putInt(self + STATE, is);
    int due = is & Memory.getInt(self + EXCEPT);
    if (due == 0) {
      return;
    }
    if (reraise) {
      throw ExceptionPointers.raise(t, ExceptionPointers.current(t));
    }
    String name = (due & BAD_BIT) != 0 ? "badbit" : (due & FAIL_BIT) != 0 ? "failbit" : "eofbit";
    String message = "ios_base::" + name + " set: " + GenericCategory.STREAM_ERROR;
    throw CxxStandard.of(t)
        .raise(t, CxxStandard.Kind.FAILURE, message, 1, GenericCategory.stream(t));
  }

  /** The byte that a plain character is, which is itself. */
  @Export(
      value = "?widen" + IOS + "QEBADD@Z",
      support = Support.PARTIAL,
      note = "Facets of the program's own are not asked.")
  static byte widen(long self, byte c) {
    return c;
  }
}
