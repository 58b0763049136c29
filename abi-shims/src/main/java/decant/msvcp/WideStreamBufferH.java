package decant.msvcp;

import decant.abi.Data;
import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * {@code std::wstreambuf}, the buffers of streams of wide characters (streambuf), as {@link
 * StreamBuffer} says: what programs call, and what the virtual functions do unless a derived class
 * says otherwise.
 */
@Library("msvcp140")
public final class WideStreamBufferH {
  private static final Element E = Element.WIDE;
  private static final String NAME = "?$basic_streambuf@" + Names.OF_WCHAR;
  private static final String CLASS = "@" + NAME;

  /** The virtual functions, in their order. */
  static final String[] FUNCTIONS = {
    "??_G" + NAME + "UEAAPEAXI@Z",
    "?_Lock" + CLASS + "UEAAXXZ",
    "?_Unlock" + CLASS + "UEAAXXZ",
    "?overflow" + CLASS + "MEAAGG@Z",
    "?pbackfail" + CLASS + "MEAAGG@Z",
    "?showmanyc" + CLASS + "MEAA_JXZ",
    "?underflow" + CLASS + "MEAAGXZ",
    "?uflow" + CLASS + "MEAAGXZ",
    "?xsgetn" + CLASS + "MEAA_JPEA_W_J@Z",
    "?xsputn" + CLASS + "MEAA_JPEB_W_J@Z",
    "?seekoff" + CLASS + "MEAA?AV?$fpos@U_Mbstatet@@@2@_JHH@Z",
    "?seekpos" + CLASS + "MEAA?AV?$fpos@U_Mbstatet@@@2@V32@H@Z",
    "?setbuf" + CLASS + "MEAAPEAV12@PEA_W_J@Z",
    "?sync" + CLASS + "MEAAHXZ",
    "?imbue" + CLASS + "MEAAXAEBVlocale@2@@Z",
  };

  private WideStreamBufferH() {}

  /** Makes a buffer without areas, with the global locale. */
  @Export("??0" + NAME + "IEAA@XZ")
  static long construct(GuestThread t, @Out long self) {
    StreamBuffer.construct(t, self, VirtualFunctions.Table.WIDE_BUFFER);
    return self;
  }

  /** Leaves an object that is filled by others as it is, but for its virtual functions. */
  @Export("??0" + NAME + "IEAA@W4_Uninitialized@1@@Z")
  static long leave(GuestThread t, @Out long self, int none) {
    Memory.putLong(self, VirtualFunctions.of(t, VirtualFunctions.Table.WIDE_BUFFER));
    return self;
  }

  /** Makes a buffer with the areas and the locale of another. */
  @Export("??0" + NAME + "IEAA@AEBV01@@Z")
  static long copy(GuestThread t, @Out long self, long right) {
    construct(t, self);
    return assign(t, self, right);
  }

  @Export("??4" + NAME + "IEAAAEAV01@AEBV01@@Z")
  static long assign(GuestThread t, long self, long right) {
    if (self != right) {
      StreamBuffer.copyAreas(E, right, self);
      long locale = Memory.getLong(right + StreamBuffer.LOCALE);
      Gate.call(t, StreamBuffer.function(self, StreamBuffer.IMBUE), self, locale);
      Locale.assign(t, Memory.getLong(self + StreamBuffer.LOCALE), locale);
    }
    return self;
  }

  @Export("??1" + NAME + "UEAA@XZ")
  static void destroy(GuestThread t, long self) {
    StreamBuffer.destroy(t, self);
  }

  /** Destroys the object, and frees it if it is asked to. */
  @Export("??_G" + NAME + "UEAAPEAXI@Z")
  static long delete(GuestThread t, long self, int flags) {
    StreamBuffer.destroy(t, self);
    return Facets.freeIf(t, self, flags);
  }

  @Export("??_7" + NAME + "6B@")
  @Data(size = 15 * 8)
  static void functions(GuestThread t, long address) {
    VirtualFunctions.fill(t, address, VirtualFunctions.Table.WIDE_BUFFER);
  }

  /** Has the object keep its own pointers to its areas, of which there are none. */
  @Export("?_Init" + CLASS + "IEAAXXZ")
  static void initialise(long self) {
    StreamBuffer.initialise(self);
  }

  /** Says where the ends of the areas stand. */
  @Export("?_Init" + CLASS + "IEAAXPEAPEA_W0PEAH001@Z")
  static void initialise(
      long self,
      long getFirst,
      long getNext,
      long getCount,
      long putFirst,
      long putNext,
      long putCount) {
    Memory.putLong(self + StreamBuffer.GET_FIRST_AT, getFirst);
    Memory.putLong(self + StreamBuffer.PUT_FIRST_AT, putFirst);
    Memory.putLong(self + StreamBuffer.GET_NEXT_AT, getNext);
    Memory.putLong(self + StreamBuffer.PUT_NEXT_AT, putNext);
    Memory.putLong(self + StreamBuffer.GET_COUNT_AT, getCount);
    Memory.putLong(self + StreamBuffer.PUT_COUNT_AT, putCount);
  }

  @Export("?swap" + CLASS + "IEAAXAEAV12@@Z")
  static void swap(long self, long right) {
    if (self != right) {
      StreamBuffer.swap(E, self, right);
    }
  }

  // --- areas
  // -------------------------------------------------------------------------------------

  @Export("?eback" + CLASS + "IEBAPEA_WXZ")
  static long eback(long self) {
    return StreamBuffer.at(self, StreamBuffer.GET_FIRST_AT);
  }

  @Export("?gptr" + CLASS + "IEBAPEA_WXZ")
  static long gptr(long self) {
    return StreamBuffer.at(self, StreamBuffer.GET_NEXT_AT);
  }

  @Export("?pbase" + CLASS + "IEBAPEA_WXZ")
  static long pbase(long self) {
    return StreamBuffer.at(self, StreamBuffer.PUT_FIRST_AT);
  }

  @Export("?pptr" + CLASS + "IEBAPEA_WXZ")
  static long pptr(long self) {
    return StreamBuffer.at(self, StreamBuffer.PUT_NEXT_AT);
  }

  @Export("?egptr" + CLASS + "IEBAPEA_WXZ")
  static long egptr(long self) {
    return StreamBuffer.getEnd(E, self);
  }

  @Export("?epptr" + CLASS + "IEBAPEA_WXZ")
  static long epptr(long self) {
    return StreamBuffer.putEnd(E, self);
  }

  @Export("?setg" + CLASS + "IEAAXPEA_W00@Z")
  static void setg(long self, long first, long next, long last) {
    StreamBuffer.setGet(E, self, first, next, last);
  }

  @Export("?setp" + CLASS + "IEAAXPEA_W0@Z")
  static void setp(long self, long first, long last) {
    StreamBuffer.setPut(E, self, first, first, last);
  }

  @Export("?setp" + CLASS + "IEAAXPEA_W00@Z")
  static void setp(long self, long first, long next, long last) {
    StreamBuffer.setPut(E, self, first, next, last);
  }

  @Export("?gbump" + CLASS + "IEAAXH@Z")
  static void gbump(long self, int off) {
    StreamBuffer.advance(E, self, StreamBuffer.GET_NEXT_AT, StreamBuffer.GET_COUNT_AT, off);
  }

  @Export("?pbump" + CLASS + "IEAAXH@Z")
  static void pbump(long self, int off) {
    StreamBuffer.advance(E, self, StreamBuffer.PUT_NEXT_AT, StreamBuffer.PUT_COUNT_AT, off);
  }

  /** Takes a place of the area that is read; where it is. */
  @Export("?_Gninc" + CLASS + "IEAAPEA_WXZ")
  @Direct("streambuf_gninc_wide")
  static native long takePlace(long self);

  /** As {@link #takePlace}; where the next one is. */
  @Export("?_Gnpreinc" + CLASS + "IEAAPEA_WXZ")
  static long nextPlace(long self) {
    StreamBuffer.advance(E, self, StreamBuffer.GET_NEXT_AT, StreamBuffer.GET_COUNT_AT, 1);
    return gptr(self);
  }

  @Export("?_Gndec" + CLASS + "IEAAPEA_WXZ")
  static long previousPlace(long self) {
    gbump(self, -1);
    return gptr(self);
  }

  /** As {@link #takePlace}, of the area that is written to. */
  @Export("?_Pninc" + CLASS + "IEAAPEA_WXZ")
  @Direct("streambuf_pninc_wide")
  static native long takePutPlace(long self);

  @Export("?_Gnavail" + CLASS + "IEBA_JXZ")
  static long readable(long self) {
    return StreamBuffer.readable(self);
  }

  @Export("?_Pnavail" + CLASS + "IEBA_JXZ")
  static long writable(long self) {
    return StreamBuffer.writable(self);
  }

  // --- reading and writing
  // -----------------------------------------------------------------------

  /** The next character, which stays; EOF when there is none. */
  @Export("?sgetc" + CLASS + "QEAAGXZ")
  @Direct("streambuf_sgetc_wide")
  static native int sgetc(long self);

  /** Takes the next character. */
  @Export("?sbumpc" + CLASS + "QEAAGXZ")
  @Direct("streambuf_sbumpc_wide")
  static native int sbumpc(long self);

  /** Takes a character. */
  @Export("?stossc" + CLASS + "QEAAXXZ")
  static void stossc(GuestThread t, long self) {
    StreamBuffer.take(t, E, self);
  }

  /** Takes a character; the one behind it, which stays. */
  @Export("?snextc" + CLASS + "QEAAGXZ")
  static int snextc(GuestThread t, long self) {
    return StreamBuffer.next(t, E, self);
  }

  /** Goes one character back, which is to be this one. */
  @Export("?sputbackc" + CLASS + "QEAAG_W@Z")
  static int sputbackc(GuestThread t, long self, short c) {
    return StreamBuffer.back(t, E, self, c & 0xFFFF);
  }

  /** Goes one character back. */
  @Export("?sungetc" + CLASS + "QEAAGXZ")
  static int sungetc(GuestThread t, long self) {
    return StreamBuffer.back(t, E, self, E.eof);
  }

  /** Writes a character. */
  @Export("?sputc" + CLASS + "QEAAG_W@Z")
  @Direct("streambuf_sputc_wide")
  static native int sputc(long self, short c);

  /** Takes characters; returns their number. */
  @Export("?sgetn" + CLASS + "QEAA_JPEA_W_J@Z")
  @Direct("virtual_8")
  static native long sgetn(long self, @Out long ptr, long count);

  /** Writes characters; returns their number. */
  @Export("?sputn" + CLASS + "QEAA_JPEB_W_J@Z")
  @Direct("virtual_9")
  static native long sputn(long self, long ptr, long count);

  @Export("?in_avail" + CLASS + "QEAA_JXZ")
  static long inAvailable(GuestThread t, long self) {
    return StreamBuffer.inAvailable(t, self);
  }

  @Export({
    "?pubseekoff" + CLASS + "QEAA?AV?$fpos@U_Mbstatet@@@2@_JHH@Z",
    "?pubseekoff" + CLASS + "QEAA?AV?$fpos@U_Mbstatet@@@2@_JII@Z",
  })
  @Direct("virtual_10")
  static native long pubseekoff(long self, @Out long result, long off, int way, int mode);

  @Export({
    "?pubseekpos" + CLASS + "QEAA?AV?$fpos@U_Mbstatet@@@2@V32@H@Z",
    "?pubseekpos" + CLASS + "QEAA?AV?$fpos@U_Mbstatet@@@2@V32@I@Z",
  })
  @Direct("virtual_11")
  static native long pubseekpos(long self, @Out long result, long pos, int mode);

  @Export("?pubsetbuf" + CLASS + "QEAAPEAV12@PEA_W_J@Z")
  @Direct("virtual_12")
  static native long pubsetbuf(long self, @Opt long buffer, long count);

  @Export("?pubsync" + CLASS + "QEAAHXZ")
  @Direct("virtual_13")
  static native int pubsync(long self);

  @Export("?pubimbue" + CLASS + "QEAA?AVlocale@2@AEBV32@@Z")
  static long pubimbue(GuestThread t, long self, @Out long result, long newLocale) {
    return StreamBuffer.imbue(t, self, result, newLocale);
  }

  @Export("?getloc" + CLASS + "QEBA?AVlocale@2@XZ")
  static long getloc(long self, @Out long result) {
    return Locale.copy(result, Memory.getLong(self + StreamBuffer.LOCALE));
  }

  // --- virtual functions
  // -------------------------------------------------------------------------

  @Export("?overflow" + CLASS + "MEAAGG@Z")
  static int overflow(long self, short meta) {
    return E.eof;
  }

  @Export("?pbackfail" + CLASS + "MEAAGG@Z")
  static int pbackfail(long self, short meta) {
    return E.eof;
  }

  /** How many characters are sure to come. */
  @Export("?showmanyc" + CLASS + "MEAA_JXZ")
  static long showmanyc(long self) {
    return 0;
  }

  /** Nothing more comes. */
  @Export("?underflow" + CLASS + "MEAAGXZ")
  static int underflow(long self) {
    return E.eof;
  }

  @Export("?uflow" + CLASS + "MEAAGXZ")
  static int uflow(GuestThread t, long self) {
    return StreamBuffer.uflow(t, E, self);
  }

  @Export("?xsgetn" + CLASS + "MEAA_JPEA_W_J@Z")
  @Direct("streambuf_xsgetn_wide")
  static long xsgetn(GuestThread t, long self, @Out long ptr, long count) {
    return StreamBuffer.getMany(t, E, self, ptr, count);
  }

  @Export("?xsputn" + CLASS + "MEAA_JPEB_W_J@Z")
  @Direct("streambuf_xsputn_wide")
  static long xsputn(GuestThread t, long self, long ptr, long count) {
    return StreamBuffer.putMany(t, E, self, ptr, count);
  }

  /** There are no positions: -1. */
  @Export("?seekoff" + CLASS + "MEAA?AV?$fpos@U_Mbstatet@@@2@_JHH@Z")
  static long seekoff(long self, @Out long result, long off, int way, int which) {
    return StreamBuffer.nowhere(result);
  }

  @Export("?seekpos" + CLASS + "MEAA?AV?$fpos@U_Mbstatet@@@2@V32@H@Z")
  static long seekpos(long self, @Out long result, long pos, int which) {
    return StreamBuffer.nowhere(result);
  }

  @Export("?setbuf" + CLASS + "MEAAPEAV12@PEA_W_J@Z")
  static long setbuf(long self, @Opt long buffer, long count) {
    return self;
  }

  @Export("?sync" + CLASS + "MEAAHXZ")
  static int sync(long self) {
    return 0;
  }

  /** Nothing of it depends on the locale. */
  @Export("?imbue" + CLASS + "MEAAXAEBVlocale@2@@Z")
  static void imbue(long self, long locale) {
    // as documented
  }

  @Export("?_Lock" + CLASS + "UEAAXXZ")
  static void lock(long self) {
    // there is nothing to lock
  }

  @Export("?_Unlock" + CLASS + "UEAAXXZ")
  static void unlock(long self) {
    // there is nothing to unlock
  }
}
