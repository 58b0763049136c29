package decant.msvcp;

import decant.abi.Data;
import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * {@code std::streambuf} and {@code std::wstreambuf}, the buffers of streams (streambuf), as {@link
 * StreamBuffer} says: what programs call, and what the virtual functions do unless a derived class
 * says otherwise.
 */
@Library("msvcp140")
public final class StreamBufferH {
  private static final String C = Names.C;
  private static final String I = Names.I;
  private static final String NAME = "?$basic_streambuf@" + Names.OF;
  private static final String CLASS = "@" + NAME;

  /** The virtual functions, in their order. */
  static final String[] FUNCTIONS = {
    "??_G" + NAME + "UEAAPEAXI@Z",
    "?_Lock" + CLASS + "UEAAXXZ",
    "?_Unlock" + CLASS + "UEAAXXZ",
    "?overflow" + CLASS + "MEAA" + I + I + "@Z",
    "?pbackfail" + CLASS + "MEAA" + I + I + "@Z",
    "?showmanyc" + CLASS + "MEAA_JXZ",
    "?underflow" + CLASS + "MEAA" + I + "XZ",
    "?uflow" + CLASS + "MEAA" + I + "XZ",
    "?xsgetn" + CLASS + "MEAA_JPEA" + C + "_J@Z",
    "?xsputn" + CLASS + "MEAA_JPEB" + C + "_J@Z",
    "?seekoff" + CLASS + "MEAA?AV?$fpos@U_Mbstatet@@@2@_JHH@Z",
    "?seekpos" + CLASS + "MEAA?AV?$fpos@U_Mbstatet@@@2@V32@H@Z",
    "?setbuf" + CLASS + "MEAAPEAV12@PEA" + C + "_J@Z",
    "?sync" + CLASS + "MEAAHXZ",
    "?imbue" + CLASS + "MEAAXAEBVlocale@2@@Z",
  };

  private StreamBufferH() {}

  /** Makes a buffer without areas, with the global locale. */
  @Export("??0" + NAME + "IEAA@XZ")
  static long construct(GuestThread t, Text text, @Out long self) {
    StreamBuffer.construct(t, self, VirtualFunctions.Table.BUFFER.of(Element.of(text)));
    return self;
  }

  /** Leaves an object that is filled by others as it is, but for its virtual functions. */
  @Export("??0" + NAME + "IEAA@W4_Uninitialized@1@@Z")
  static long leave(GuestThread t, Text text, @Out long self, int none) {
    Memory.putLong(
        self, VirtualFunctions.of(t, VirtualFunctions.Table.BUFFER.of(Element.of(text))));
    return self;
  }

  /** Makes a buffer with the areas and the locale of another. */
  @Export("??0" + NAME + "IEAA@AEBV01@@Z")
  static long copy(GuestThread t, Text text, @Out long self, long right) {
    construct(t, text, self);
    return assign(t, text, self, right);
  }

  @Export("??4" + NAME + "IEAAAEAV01@AEBV01@@Z")
  static long assign(GuestThread t, Text text, long self, long right) {
    if (self != right) {
      StreamBuffer.copyAreas(Element.of(text), right, self);
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
  static void functions(GuestThread t, Text text, long address) {
    VirtualFunctions.fill(t, address, VirtualFunctions.Table.BUFFER.of(Element.of(text)));
  }

  /** Has the object keep its own pointers to its areas, of which there are none. */
  @Export("?_Init" + CLASS + "IEAAXXZ")
  static void initialise(long self) {
    StreamBuffer.initialise(self);
  }

  /** Says where the ends of the areas stand. */
  @Export("?_Init" + CLASS + "IEAAXPEAPEA" + C + "0PEAH001@Z")
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
  static void swap(Text text, long self, long right) {
    if (self != right) {
      StreamBuffer.swap(Element.of(text), self, right);
    }
  }

  // --- areas
  // -------------------------------------------------------------------------------------

  @Export("?eback" + CLASS + "IEBAPEA" + C + "XZ")
  static long eback(long self) {
    return StreamBuffer.at(self, StreamBuffer.GET_FIRST_AT);
  }

  @Export("?gptr" + CLASS + "IEBAPEA" + C + "XZ")
  static long gptr(long self) {
    return StreamBuffer.at(self, StreamBuffer.GET_NEXT_AT);
  }

  @Export("?pbase" + CLASS + "IEBAPEA" + C + "XZ")
  static long pbase(long self) {
    return StreamBuffer.at(self, StreamBuffer.PUT_FIRST_AT);
  }

  @Export("?pptr" + CLASS + "IEBAPEA" + C + "XZ")
  static long pptr(long self) {
    return StreamBuffer.at(self, StreamBuffer.PUT_NEXT_AT);
  }

  @Export("?egptr" + CLASS + "IEBAPEA" + C + "XZ")
  static long egptr(Text text, long self) {
    return StreamBuffer.getEnd(Element.of(text), self);
  }

  @Export("?epptr" + CLASS + "IEBAPEA" + C + "XZ")
  static long epptr(Text text, long self) {
    return StreamBuffer.putEnd(Element.of(text), self);
  }

  @Export("?setg" + CLASS + "IEAAXPEA" + C + "00@Z")
  static void setg(Text text, long self, long first, long next, long last) {
    StreamBuffer.setGet(Element.of(text), self, first, next, last);
  }

  @Export("?setp" + CLASS + "IEAAXPEA" + C + "0@Z")
  static void setp(Text text, long self, long first, long last) {
    StreamBuffer.setPut(Element.of(text), self, first, first, last);
  }

  @Export("?setp" + CLASS + "IEAAXPEA" + C + "00@Z")
  static void setp(Text text, long self, long first, long next, long last) {
    StreamBuffer.setPut(Element.of(text), self, first, next, last);
  }

  @Export("?gbump" + CLASS + "IEAAXH@Z")
  static void gbump(Text text, long self, int off) {
    StreamBuffer.advance(
        Element.of(text), self, StreamBuffer.GET_NEXT_AT, StreamBuffer.GET_COUNT_AT, off);
  }

  @Export("?pbump" + CLASS + "IEAAXH@Z")
  static void pbump(Text text, long self, int off) {
    StreamBuffer.advance(
        Element.of(text), self, StreamBuffer.PUT_NEXT_AT, StreamBuffer.PUT_COUNT_AT, off);
  }

  /** Takes a place of the area that is read; where it is. */
  @Export("?_Gninc" + CLASS + "IEAAPEA" + C + "XZ")
  @Direct("streambuf_gninc{|_wide}")
  static native long takePlace(Text text, long self);

  /** As {@link #takePlace}; where the next one is. */
  @Export("?_Gnpreinc" + CLASS + "IEAAPEA" + C + "XZ")
  static long nextPlace(Text text, long self) {
    StreamBuffer.advance(
        Element.of(text), self, StreamBuffer.GET_NEXT_AT, StreamBuffer.GET_COUNT_AT, 1);
    return gptr(self);
  }

  @Export("?_Gndec" + CLASS + "IEAAPEA" + C + "XZ")
  static long previousPlace(Text text, long self) {
    gbump(text, self, -1);
    return gptr(self);
  }

  /** As {@link #takePlace}, of the area that is written to. */
  @Export("?_Pninc" + CLASS + "IEAAPEA" + C + "XZ")
  @Direct("streambuf_pninc{|_wide}")
  static native long takePutPlace(Text text, long self);

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
  @Export("?sgetc" + CLASS + "QEAA" + I + "XZ")
  @Direct("streambuf_sgetc{|_wide}")
  static native int sgetc(Text text, long self);

  /** Takes the next character. */
  @Export("?sbumpc" + CLASS + "QEAA" + I + "XZ")
  @Direct("streambuf_sbumpc{|_wide}")
  static native int sbumpc(Text text, long self);

  /** Takes a character. */
  @Export("?stossc" + CLASS + "QEAAXXZ")
  static void stossc(GuestThread t, Text text, long self) {
    StreamBuffer.take(t, Element.of(text), self);
  }

  /** Takes a character; the one behind it, which stays. */
  @Export("?snextc@?$basic_streambuf@" + Names.OF_CHAR + "QEAAHXZ")
  @Direct("streambuf_snextc")
  static int snextc(GuestThread t, long self) {
    return StreamBuffer.next(t, Element.NARROW, self);
  }

  /** As {@link #snextc}. */
  @Export("?snextc@?$basic_streambuf@" + Names.OF_WCHAR + "QEAAGXZ")
  static int snextcWide(GuestThread t, long self) {
    return StreamBuffer.next(t, Element.WIDE, self);
  }

  /** Goes one character back, which is to be this one. */
  @Export("?sputbackc" + CLASS + "QEAA" + I + C + "@Z")
  static int sputbackc(GuestThread t, Text text, long self, int c) {
    Element e = Element.of(text);
    return StreamBuffer.back(t, e, self, e.cut(c));
  }

  /** Goes one character back. */
  @Export("?sungetc" + CLASS + "QEAA" + I + "XZ")
  static int sungetc(GuestThread t, Text text, long self) {
    Element e = Element.of(text);
    return StreamBuffer.back(t, e, self, e.eof);
  }

  /** Writes a character. */
  @Export("?sputc" + CLASS + "QEAA" + I + C + "@Z")
  @Direct("streambuf_sputc{|_wide}")
  static native int sputc(Text text, long self, int c);

  /** Takes characters; returns their number. */
  @Export("?sgetn" + CLASS + "QEAA_JPEA" + C + "_J@Z")
  @Direct("virtual_8")
  static native long sgetn(long self, @Out long ptr, long count);

  /** Writes characters; returns their number. */
  @Export("?sputn" + CLASS + "QEAA_JPEB" + C + "_J@Z")
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

  @Export("?pubsetbuf" + CLASS + "QEAAPEAV12@PEA" + C + "_J@Z")
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

  @Export("?overflow" + CLASS + "MEAA" + I + I + "@Z")
  static int overflow(Text text, long self, int meta) {
    return Element.of(text).eof;
  }

  @Export("?pbackfail" + CLASS + "MEAA" + I + I + "@Z")
  static int pbackfail(Text text, long self, int meta) {
    return Element.of(text).eof;
  }

  /** How many characters are sure to come. */
  @Export("?showmanyc" + CLASS + "MEAA_JXZ")
  static long showmanyc(long self) {
    return 0;
  }

  /** Nothing more comes. */
  @Export("?underflow" + CLASS + "MEAA" + I + "XZ")
  static int underflow(Text text, long self) {
    return Element.of(text).eof;
  }

  @Export("?uflow" + CLASS + "MEAA" + I + "XZ")
  static int uflow(GuestThread t, Text text, long self) {
    return StreamBuffer.uflow(t, Element.of(text), self);
  }

  @Export("?xsgetn" + CLASS + "MEAA_JPEA" + C + "_J@Z")
  @Direct("streambuf_xsgetn{|_wide}")
  static long xsgetn(GuestThread t, Text text, long self, @Out long ptr, long count) {
    return StreamBuffer.getMany(t, Element.of(text), self, ptr, count);
  }

  @Export("?xsputn" + CLASS + "MEAA_JPEB" + C + "_J@Z")
  @Direct("streambuf_xsputn{|_wide}")
  static long xsputn(GuestThread t, Text text, long self, long ptr, long count) {
    return StreamBuffer.putMany(t, Element.of(text), self, ptr, count);
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

  @Export("?setbuf" + CLASS + "MEAAPEAV12@PEA" + C + "_J@Z")
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
