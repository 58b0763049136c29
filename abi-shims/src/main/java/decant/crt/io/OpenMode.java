package decant.crt.io;

import decant.abi.CrtErrno;
import decant.crt.start.Variables;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.HandleTable;
import decant.nt.file.FileAccess;
import decant.nt.file.FileSystem;
import decant.nt.file.IoObject;

/** The flags of {@code _open}, and what they mean to the kernel. */
final class OpenMode {
  static final int O_WRONLY = 0x1;
  static final int O_RDWR = 0x2;
  static final int O_APPEND = 0x8;
  static final int O_RANDOM = 0x10;
  static final int O_SEQUENTIAL = 0x20;
  static final int O_TEMPORARY = 0x40;
  static final int O_NOINHERIT = 0x80;
  static final int O_CREAT = 0x100;
  static final int O_TRUNC = 0x200;
  static final int O_EXCL = 0x400;
  static final int O_SHORT_LIVED = 0x1000;
  static final int O_TEXT = 0x4000;
  static final int O_BINARY = 0x8000;
  static final int O_WTEXT = 0x1_0000;
  static final int O_U16TEXT = 0x2_0000;
  static final int O_U8TEXT = 0x4_0000;
  private static final int UNICODE = O_WTEXT | O_U16TEXT | O_U8TEXT;
  static final int TRANSLATION = O_TEXT | O_BINARY | UNICODE;

  static final int SH_DENYNO = 0x40;
  static final int S_IWRITE = 0x80;

  private static final int GENERIC_READ = 0x8000_0000;
  private static final int GENERIC_WRITE = 0x4000_0000;
  private static final int DELETE = 0x0001_0000;
  private static final int SYNCHRONIZE_AND_ATTRIBUTES = 0x0010_0080;
  private static final int FILE_SHARE_READ = 1;
  private static final int FILE_SHARE_WRITE = 2;
  private static final int FILE_SHARE_DELETE = 4;
  private static final int FILE_ATTRIBUTE_READONLY = 0x1;
  private static final int FILE_ATTRIBUTE_NORMAL = 0x80;
  private static final int FILE_SYNCHRONOUS_IO_NONALERT = 0x20;

  private OpenMode() {}

  /**
   * Opens a file.
   *
   * @param oflag {@code _O_*}
   * @param shflag {@code _SH_*}
   * @param pmode permissions of a file that is made, the umask applied
   */
  static LowFile open(GuestThread t, String path, int oflag, int shflag, int pmode) {
    if (path == null) {
      throw CrtErrno.EINVAL.exception();
    }
    boolean temporary = (oflag & O_TEMPORARY) != 0;
    boolean readOnly = (oflag & O_CREAT) != 0 && (pmode & S_IWRITE) == 0;
    int access =
        FileAccess.specific(access(oflag)) | SYNCHRONIZE_AND_ATTRIBUTES | (temporary ? DELETE : 0);
    int options = FileSystem.FILE_NON_DIRECTORY_FILE | FILE_SYNCHRONOUS_IO_NONALERT;
    FileSystem.Opened opened =
        t.process.files.create(
            path,
            access,
            readOnly ? FILE_ATTRIBUTE_READONLY : FILE_ATTRIBUTE_NORMAL,
            share(shflag, oflag) | (temporary ? FILE_SHARE_DELETE : 0),
            disposition(oflag),
            options | (temporary ? FileSystem.FILE_DELETE_ON_CLOSE : 0));
    int inherit = (oflag & O_NOINHERIT) == 0 ? HandleTable.INHERIT : 0;
    long handle = t.process.handles.open(opened.object(), access, inherit);
    LowFile file = LowFiles.of(t).open(t, handle, opened.object(), flags(t, oflag));
    file.encoding = encoding(oflag);
    if (file.encoding != TextEncoding.ANSI && file.isDisk()) {
      byteOrderMark(t, file, oflag);
    }
    return file;
  }

  private static int access(int oflag) {
    return switch (oflag & (O_WRONLY | O_RDWR)) {
      case 0 -> GENERIC_READ;
      case O_WRONLY -> GENERIC_WRITE;
      case O_RDWR -> GENERIC_READ | GENERIC_WRITE;
      default -> throw CrtErrno.EINVAL.exception();
    };
  }

  private static int share(int shflag, int oflag) {
    return switch (shflag) {
      case 0x10 -> 0; // _SH_DENYRW
      case 0x20 -> FILE_SHARE_READ; // _SH_DENYWR
      case 0x30 -> FILE_SHARE_WRITE; // _SH_DENYRD
      case 0x80 -> (oflag & (O_WRONLY | O_RDWR)) == 0 ? FILE_SHARE_READ : 0; // _SH_SECURE
      case 0, SH_DENYNO -> FILE_SHARE_READ | FILE_SHARE_WRITE;
      default -> throw CrtErrno.EINVAL.exception();
    };
  }

  private static int disposition(int oflag) {
    return switch (oflag & (O_CREAT | O_EXCL | O_TRUNC)) {
      case O_CREAT -> FileSystem.FILE_OPEN_IF;
      case O_CREAT | O_EXCL, O_CREAT | O_EXCL | O_TRUNC -> FileSystem.FILE_CREATE;
      case O_TRUNC, O_TRUNC | O_EXCL -> FileSystem.FILE_OVERWRITE;
      case O_CREAT | O_TRUNC -> FileSystem.FILE_OVERWRITE_IF;
      default -> FileSystem.FILE_OPEN;
    };
  }

  /** The descriptor's flags; the mode that nobody states is that of {@code _fmode}. */
  static int flags(GuestThread t, int oflag) {
    boolean text;
    if ((oflag & TRANSLATION) != 0) {
      text = (oflag & O_BINARY) == 0;
    } else {
      text = Memory.getInt(Variables.address(t, "_fmode")) != O_BINARY;
    }
    return (text ? LowFile.TEXT : 0)
        | ((oflag & O_APPEND) != 0 ? LowFile.APPEND : 0)
        | ((oflag & O_TEMPORARY) != 0 ? LowFile.TEMPORARY : 0)
        | ((oflag & O_NOINHERIT) != 0 ? LowFile.NO_INHERIT : 0);
  }

  static TextEncoding encoding(int oflag) {
    return switch (oflag & UNICODE) {
      case 0 -> TextEncoding.ANSI;
      case O_U8TEXT -> TextEncoding.UTF8;
      default -> TextEncoding.UTF16;
    };
  }

  /** In the Unicode modes, a mark at the start of the file says how it is encoded. */
  private static void byteOrderMark(GuestThread t, LowFile file, int oflag) {
    boolean reads = (oflag & O_WRONLY) == 0;
    long mark = IoBuffers.of(t).translation;
    if (file.object.size() == 0) {
      if ((oflag & (O_WRONLY | O_RDWR)) != 0) {
        boolean utf8 = file.encoding == TextEncoding.UTF8;
        Memory.putInt(mark, utf8 ? 0xBF_BBEF : 0xFEFF);
        file.writeRaw(t, mark, utf8 ? 3 : 2);
      }
      return;
    }
    if (!reads) {
      return;
    }
    Memory.putInt(mark, 0);
    int n = file.object.read(t, mark, 3, IoObject.CURRENT);
    int start = 0;
    if (n >= 2 && Memory.getU16(mark) == 0xFEFF) {
      file.encoding = TextEncoding.UTF16;
      start = 2;
    } else if (n == 3 && (Memory.getInt(mark) & 0xFF_FFFF) == 0xBF_BBEF) {
      file.encoding = TextEncoding.UTF8;
      start = 3;
    } else if ((oflag & O_WTEXT) != 0) {
      file.encoding = TextEncoding.ANSI;
    }
    file.object.setPosition((oflag & O_APPEND) != 0 ? file.object.size() : start);
  }
}
