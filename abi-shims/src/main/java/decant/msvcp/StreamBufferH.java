package decant.msvcp;

import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.Library;
import decant.abi.Out;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * {@code std::streambuf}, the buffers of streams of bytes (streambuf): what a program reads from
 * one, and what its virtual functions do unless a class derived from it says otherwise.
 *
 * <p>An object says by pointers where the ends of its areas stand, for derived classes keep them
 * elsewhere.
 *
 * @see <a href="https://learn.microsoft.com/cpp/standard-library/basic-streambuf-class">
 *     basic_streambuf</a>
 */
@Library("msvcp140")
public final class StreamBufferH {
  static final int EOF = -1;

  // An object, behind its virtual functions.
  static final int GET_FIRST = 8;
  static final int PUT_FIRST = 16;
  static final int GET_FIRST_AT = 24;
  static final int PUT_FIRST_AT = 32;
  static final int GET_NEXT = 40;
  static final int PUT_NEXT = 48;
  static final int GET_NEXT_AT = 56;
  static final int PUT_NEXT_AT = 64;
  static final int GET_COUNT = 72;
  static final int PUT_COUNT = 76;
  static final int GET_COUNT_AT = 80;
  static final int PUT_COUNT_AT = 88;
  static final int SIZE = 104;

  // Places of virtual functions.
  static final int UNDERFLOW = 6;
  static final int UFLOW = 7;

  private static final String CLASS = "@?$basic_streambuf@DU?$char_traits@D@std@@@std@@";

  private StreamBufferH() {}

  /** Has an object without areas keep its own pointers to them. */
  static void initialise(long self) {
    Memory.putLong(self + GET_FIRST_AT, self + GET_FIRST);
    Memory.putLong(self + PUT_FIRST_AT, self + PUT_FIRST);
    Memory.putLong(self + GET_NEXT_AT, self + GET_NEXT);
    Memory.putLong(self + PUT_NEXT_AT, self + PUT_NEXT);
    Memory.putLong(self + GET_COUNT_AT, self + GET_COUNT);
    Memory.putLong(self + PUT_COUNT_AT, self + PUT_COUNT);
  }

  private static int virtual(GuestThread t, long self, int place) {
    return (int) Gate.call(t, Memory.getLong(Memory.getLong(self) + 8L * place), self);
  }

  /** How many bytes stand in the area to be read. */
  private static int available(long self) {
    long next = Memory.getLong(Memory.getLong(self + GET_NEXT_AT));
    return next == 0 ? 0 : Memory.getInt(Memory.getLong(self + GET_COUNT_AT));
  }

  private static int current(long self) {
    return Memory.getU8(Memory.getLong(Memory.getLong(self + GET_NEXT_AT)));
  }

  private static void advance(long self) {
    long next = Memory.getLong(self + GET_NEXT_AT);
    long count = Memory.getLong(self + GET_COUNT_AT);
    Memory.putInt(count, Memory.getInt(count) - 1);
    Memory.putLong(next, Memory.getLong(next) + 1);
  }

  /** The next byte, which stays; {@link #EOF} when there is none. */
  @Export("?sgetc" + CLASS + "QEAAHXZ")
  static int sgetc(GuestThread t, long self) {
    return available(self) > 0 ? current(self) : virtual(t, self, UNDERFLOW);
  }

  /** Takes the next byte. */
  @Export("?sbumpc" + CLASS + "QEAAHXZ")
  static int sbumpc(GuestThread t, long self) {
    if (available(self) <= 0) {
      return virtual(t, self, UFLOW);
    }
    int taken = current(self);
    advance(self);
    return taken;
  }

  /** Takes a byte; the one behind it, which stays. */
  @Export("?snextc" + CLASS + "QEAAHXZ")
  static int snextc(GuestThread t, long self) {
    return sbumpc(t, self) == EOF ? EOF : sgetc(t, self);
  }

  /** Takes what {@code underflow} shows. */
  @Export("?uflow" + CLASS + "MEAAHXZ")
  static int uflow(GuestThread t, long self) {
    if (virtual(t, self, UNDERFLOW) == EOF || available(self) <= 0) {
      return EOF;
    }
    int taken = current(self);
    advance(self);
    return taken;
  }

  /** Nothing more comes. */
  @Export("?underflow" + CLASS + "MEAAHXZ")
  static int underflow(long self) {
    return EOF;
  }

  @Export("?overflow" + CLASS + "MEAAHH@Z")
  static int overflow(long self, int meta) {
    return EOF;
  }

  @Export("?pbackfail" + CLASS + "MEAAHH@Z")
  static int pbackfail(long self, int meta) {
    return EOF;
  }

  /** How many bytes are sure to come. */
  @Export("?showmanyc" + CLASS + "MEAA_JXZ")
  static long showmanyc(long self) {
    return 0;
  }

  /** Takes bytes; returns their number. */
  @Export("?xsgetn" + CLASS + "MEAA_JPEAD_J@Z")
  static long xsgetn(GuestThread t, long self, long ptr, long count) {
    long done = 0;
    while (done < count) {
      int taken = sbumpc(t, self);
      if (taken == EOF) {
        break;
      }
      Memory.putByte(ptr + done++, taken);
    }
    return done;
  }

  /** Nothing can be written. */
  @Export("?xsputn" + CLASS + "MEAA_JPEBD_J@Z")
  static long xsputn(long self, long ptr, long count) {
    return 0;
  }

  /** There are no positions: -1. */
  @Export("?seekoff" + CLASS + "MEAA?AV?$fpos@U_Mbstatet@@@2@_JHH@Z")
  static long seekoff(long self, @Out long result, long off, int way, int which) {
    return nowhere(result);
  }

  @Export("?seekpos" + CLASS + "MEAA?AV?$fpos@U_Mbstatet@@@2@V32@H@Z")
  static long seekpos(long self, @Out long result, long pos, int which) {
    return nowhere(result);
  }

  /** An {@code fpos}: offset, position in the file, state of the conversion. */
  private static long nowhere(long fpos) {
    Memory.putLong(fpos, -1);
    Memory.putLong(fpos + 8, 0);
    Memory.putLong(fpos + 16, 0);
    return fpos;
  }

  @Export("?setbuf" + CLASS + "MEAAPEAV12@PEAD_J@Z")
  static long setbuf(long self, long buffer, long count) {
    return self;
  }

  @Export("?sync" + CLASS + "MEAAHXZ")
  static int sync(long self) {
    return 0;
  }

  /** Nothing of it depends on the locale. */
  @Export("?imbue" + CLASS + "MEAAXAEBVlocale@2@@Z")
  static void imbue(long self, long locale) {}

  @Export("?_Lock" + CLASS + "UEAAXXZ")
  static void lock(long self) {}

  @Export("?_Unlock" + CLASS + "UEAAXXZ")
  static void unlock(long self) {}
}
