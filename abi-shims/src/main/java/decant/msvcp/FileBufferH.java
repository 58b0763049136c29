package decant.msvcp;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Narrow;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Wide;
import decant.crt.io.CxxFiles;
import decant.crt.io.StdioOpen;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * The buffers of the standard streams, of both {@link Element}s: {@code std::filebuf}s without
 * areas, whose characters are those of a FILE (fstream). Programs have their own, which are
 * templates.
 *
 * @see <a href="https://learn.microsoft.com/cpp/standard-library/basic-filebuf-class">
 *     basic_filebuf</a>
 */
@Library("msvcp140")
public final class FileBufferH {
  private static final String CLASS = Names.FILE_BUFFER;

  // Behind the buffer, as in layout.inc.
  private static final int FILE = StreamBuffer.SIZE;

  private static final int WIDE = FILE + 8;

  /** Size of an object. */
  static final int SIZE = WIDE + 8;

  /** The virtual functions, in their order. */
  static final String[] FUNCTIONS = {
    "??_G?$basic_filebuf@DU?$char_traits@D@std@@@std@@UEAAPEAXI@Z",
    "?_Lock" + CLASS + "UEAAXXZ",
    "?_Unlock" + CLASS + "UEAAXXZ",
    "?overflow" + CLASS + "MEAAHH@Z",
    "?pbackfail" + CLASS + "MEAAHH@Z",
    "?showmanyc" + Names.BUFFER + "MEAA_JXZ",
    "?underflow" + CLASS + "MEAAHXZ",
    "?uflow" + CLASS + "MEAAHXZ",
    "?xsgetn" + CLASS + "MEAA_JPEAD_J@Z",
    "?xsputn" + CLASS + "MEAA_JPEBD_J@Z",
    "?seekoff" + CLASS + "MEAA?AV?$fpos@U_Mbstatet@@@2@_JHH@Z",
    "?seekpos" + CLASS + "MEAA?AV?$fpos@U_Mbstatet@@@2@V32@H@Z",
    "?setbuf" + CLASS + "MEAAPEAV12@PEAD_J@Z",
    "?sync" + CLASS + "MEAAHXZ",
    "?imbue" + Names.BUFFER + "MEAAXAEBVlocale@2@@Z",
  };

  // ios_base::openmode
  private static final int IN = 0x01;
  private static final int OUT = 0x02;
  private static final int AT_END = 0x04;
  private static final int APPEND = 0x08;
  private static final int TRUNCATE = 0x10;
  private static final int BINARY = 0x20;
  private static final int NO_CREATE = 0x40;
  private static final int NO_REPLACE = 0x80;

  private static final int SEEK_SET = 0;
  private static final int SEEK_END = 2;
  private static final int SH_DENYNO = 0x40;

  private FileBufferH() {}

  /** Makes the buffer of a standard stream. */
  static void construct(GuestThread t, Element e, long self, long file) {
    StreamBuffer.construct(t, self, VirtualFunctions.Table.FILE_BUFFER.of(e));
    Memory.putLong(self + FILE, file);
    Memory.putInt(self + WIDE, e == Element.WIDE ? 1 : 0);
  }

  /** Whether a buffer is one of these. */
  static boolean is(GuestThread t, long buffer) {
    long functions = Memory.getLong(buffer);
    return functions == VirtualFunctions.of(t, VirtualFunctions.Table.FILE_BUFFER)
        || functions == VirtualFunctions.of(t, VirtualFunctions.Table.WIDE_FILE_BUFFER);
  }

  /** Writes characters of ours. */
  static boolean write(GuestThread t, long self, char[] text, int length) {
    return CxxFiles.write(t, file(self), text, length, isWide(self));
  }

  private static long file(long self) {
    return Memory.getLong(self + FILE);
  }

  private static boolean isWide(long self) {
    return Memory.getInt(self + WIDE) != 0;
  }

  private static Element element(long self) {
    return isWide(self) ? Element.WIDE : Element.NARROW;
  }

  /** What a program sees of a character of stdio.h. */
  private static int shown(long self, int c) {
    return c == -1 ? element(self).eof : c;
  }

  /** The objects are the library's own. */
  @Export("??_G?$basic_filebuf@DU?$char_traits@D@std@@@std@@UEAAPEAXI@Z")
  static long destroy(long self, int flags) {
    return self;
  }

  @Export("?_Lock" + CLASS + "UEAAXXZ")
  static void lock(GuestThread t, long self) {
    StdioOpen._lock_file(t, file(self));
  }

  @Export("?_Unlock" + CLASS + "UEAAXXZ")
  static void unlock(GuestThread t, long self) {
    StdioOpen._unlock_file(t, file(self));
  }

  @Export("?overflow" + CLASS + "MEAAHH@Z")
  static int overflow(GuestThread t, long self, int meta) {
    Element e = element(self);
    int c = e.result(meta);
    if (c == e.eof) {
      return 0; // anything but EOF
    }
    return CxxFiles.put(t, file(self), c, isWide(self)) ? c : e.eof;
  }

  @Export("?uflow" + CLASS + "MEAAHXZ")
  @Direct("filebuf_uflow")
  static int uflow(GuestThread t, long self) {
    return shown(self, CxxFiles.get(t, file(self), isWide(self)));
  }

  @Export("?underflow" + CLASS + "MEAAHXZ")
  @Direct("filebuf_underflow")
  static int underflow(GuestThread t, long self) {
    int next = CxxFiles.get(t, file(self), isWide(self));
    return next != -1 && CxxFiles.unget(t, file(self), next, isWide(self)) ? next : shown(self, -1);
  }

  @Export("?pbackfail" + CLASS + "MEAAHH@Z")
  static int pbackfail(GuestThread t, long self, int meta) {
    Element e = element(self);
    int c = e.result(meta);
    return c != e.eof && CxxFiles.unget(t, file(self), c, isWide(self)) ? c : e.eof;
  }

  @Export("?xsgetn" + CLASS + "MEAA_JPEAD_J@Z")
  @Direct("filebuf_xsgetn")
  static long xsgetn(GuestThread t, long self, @Out long ptr, long count) {
    if (count <= 0) {
      return 0;
    }
    return isWide(self)
        ? StreamBuffer.getMany(t, Element.WIDE, self, ptr, count)
        : CxxFiles.read(t, file(self), ptr, count);
  }

  @Export("?xsputn" + CLASS + "MEAA_JPEBD_J@Z")
  @Direct("filebuf_xsputn")
  static long xsputn(GuestThread t, long self, long ptr, long count) {
    return count <= 0 ? 0 : CxxFiles.write(t, file(self), ptr, count, isWide(self));
  }

  @Export("?seekoff" + CLASS + "MEAA?AV?$fpos@U_Mbstatet@@@2@_JHH@Z")
  static long seekoff(GuestThread t, long self, @Out long result, long off, int way, int which) {
    return StreamBuffer.position(
        result, CxxFiles.seek(t, file(self), off * element(self).size, way));
  }

  @Export("?seekpos" + CLASS + "MEAA?AV?$fpos@U_Mbstatet@@@2@V32@H@Z")
  static long seekpos(GuestThread t, long self, @Out long result, long pos, int which) {
    long offset = Memory.getLong(pos) + Memory.getLong(pos + 8);
    return StreamBuffer.position(result, CxxFiles.seek(t, file(self), offset, SEEK_SET));
  }

  @Export("?setbuf" + CLASS + "MEAAPEAV12@PEAD_J@Z")
  static long setbuf(GuestThread t, long self, @Opt long buffer, long count) {
    return CxxFiles.setBuffer(t, file(self), buffer, count * element(self).size) ? self : 0;
  }

  @Export("?sync" + CLASS + "MEAAHXZ")
  static int sync(GuestThread t, long self) {
    return CxxFiles.flush(t, file(self)) ? 0 : -1;
  }

  // --- what programs' own file buffers open files by
  // -----------------------------------------------

  /** Opens a file; 0 when it cannot be opened. */
  @Export("?_Fiopen@std@@YAPEAU_iobuf@@PEBDHH@Z")
  static long open(GuestThread t, @Narrow String filename, int mode, int prot) {
    return openFile(t, filename, mode, prot);
  }

  @Export({"?_Fiopen@std@@YAPEAU_iobuf@@PEB_WHH@Z", "?_Fiopen@std@@YAPEAU_iobuf@@PEBGHH@Z"})
  static long openWide(GuestThread t, @Wide String filename, int mode, int prot) {
    return openFile(t, filename, mode, prot);
  }

  private static long openFile(GuestThread t, String filename, int openMode, int protection) {
    int mode = openMode;
    if ((mode & NO_CREATE) != 0) {
      mode |= IN;
    }
    if ((mode & APPEND) != 0) {
      mode |= OUT;
    }
    String text = mode(mode & (IN | OUT | APPEND | TRUNCATE));
    if (text == null || filename == null) {
      return 0;
    }
    if ((mode & NO_REPLACE) != 0 && (mode & (OUT | APPEND)) != 0) {
      long there = CxxFiles.open(t, filename, "r", SH_DENYNO);
      if (there != 0) {
        CxxFiles.close(t, there);
        return 0;
      }
    }
    String binary = (mode & BINARY) != 0 ? "b" : "";
    long file = CxxFiles.open(t, filename, text + binary, protection);
    if (file != 0 && (mode & AT_END) != 0 && CxxFiles.seek(t, file, 0, SEEK_END) < 0) {
      CxxFiles.close(t, file);
      return 0;
    }
    return file;
  }

  /** The mode of {@code fopen}, null for what is no mode of a stream. */
  private static String mode(int mode) {
    return switch (mode) {
      case IN -> "r";
      case OUT, OUT | TRUNCATE -> "w";
      case OUT | APPEND -> "a";
      case IN | OUT -> "r+";
      case IN | OUT | TRUNCATE -> "w+";
      case IN | OUT | APPEND -> "a+";
      default -> null;
    };
  }
}
