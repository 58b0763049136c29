package decant.nt.file;

import decant.host.Memory;
import decant.nt.NtStatus;

/**
 * {@code NtQueryInformationFile}: the structures of {@code FILE_INFORMATION_CLASS}.
 *
 * @see <a
 *     href="https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/ne-wdm-_file_information_class">
 *     FILE_INFORMATION_CLASS</a>
 */
public final class FileInformation {
  public static final int BASIC = 4;
  public static final int STANDARD = 5;
  public static final int INTERNAL = 6;
  public static final int EA = 7;
  public static final int ACCESS = 8;
  public static final int NAME = 9;
  public static final int RENAME = 10;
  public static final int LINK = 11;
  public static final int DISPOSITION = 13;
  public static final int POSITION = 14;
  public static final int MODE = 16;
  public static final int ALIGNMENT = 17;
  public static final int ALL = 18;
  public static final int ALLOCATION = 19;
  public static final int END_OF_FILE = 20;
  public static final int STREAM = 22;
  public static final int COMPRESSION = 28;
  public static final int NETWORK_OPEN = 34;
  public static final int ATTRIBUTE_TAG = 35;
  public static final int VALID_DATA_LENGTH = 39;
  public static final int NORMALIZED_NAME = 48;
  public static final int ID = 59;
  public static final int DISPOSITION_EX = 64;
  public static final int RENAME_EX = 65;
  public static final int STAT = 68;
  public static final int STAT_LX = 70;
  public static final int CASE_SENSITIVE = 71;
  public static final int STAT_BASIC = 77;

  private static final int FILE_ALL_ACCESS = 0x1F_01FF;

  private static final int ALL_NAME = 96;

  private FileInformation() {}

  /**
   * The serial number of the volume that a file is on: made from the host's device number, so that
   * files of one file system have the same.
   */
  public static int volumeSerial(FileStatus status) {
    return volumeSerial(status.device);
  }

  static int volumeSerial(long device) {
    return (int) (device * 0x9E37_79B1L >>> 7);
  }

  /**
   * Fills a buffer; returns the number of bytes, more than {@code length} when a name was cut: the
   * usual case of {@link #ALL}, as who asks for it seldom leaves room for the name.
   *
   * @param access what the handle grants
   * @throws decant.nt.NtStatusException {@code STATUS_INFO_LENGTH_MISMATCH} when the buffer is too
   *     small for the fixed part, {@code STATUS_INVALID_INFO_CLASS}
   */
  public static int query(IoObject file, int access, int kind, long buffer, int length) {
    return switch (kind) {
      case BASIC -> basic(file.status(), room(buffer, length, 40));
      case STANDARD -> standard(file, file.status(), room(buffer, length, 24));
      case INTERNAL -> putLong(room(buffer, length, 8), file.status().inode);
      case EA, ALIGNMENT -> putInt(room(buffer, length, 4), 0); // no attributes are shown
      case MODE -> putInt(room(buffer, length, 4), file.ioMode());
      case ACCESS -> putInt(room(buffer, length, 4), access);
      case POSITION -> putLong(room(buffer, length, 8), file.position());
      case NETWORK_OPEN -> networkOpen(file.status(), room(buffer, length, 56));
      case ATTRIBUTE_TAG -> tag(file.status(), room(buffer, length, 8));
      case ID -> id(file, room(buffer, length, 24));
      case STREAM -> stream(file.status(), buffer, length);
      case COMPRESSION -> compression(file.status(), room(buffer, length, 16));
      case NAME, NORMALIZED_NAME -> name(file, room(buffer, length, 8), length);
      case ALL -> all(file, access, room(buffer, length, ALL_NAME + 8), length);
      case STAT, STAT_LX -> stat(file.status(), kind, access, buffer, length);
      default -> query(file.status(), kind, buffer, length);
    };
  }

  /**
   * As {@link #query(IoObject, int, int, long, int)}, for the structures that can be asked for by a
   * path: those of {@code NtQueryInformationByName}. What the caller may do with the file is not
   * looked at, and no directory tells names by their case.
   */
  public static int query(FileStatus status, int kind, long buffer, int length) {
    return switch (kind) {
      case STAT, STAT_LX -> stat(status, kind, FILE_ALL_ACCESS, buffer, length);
      case STAT_BASIC -> statBasic(status, room(buffer, length, 104));
      case CASE_SENSITIVE -> putInt(room(buffer, length, 4), 0);
      default -> throw NtStatus.INVALID_INFO_CLASS.exception();
    };
  }

  private static long room(long buffer, int length, int needed) {
    if (Integer.compareUnsigned(length, needed) < 0) {
      throw NtStatus.INFO_LENGTH_MISMATCH.exception();
    }
    return buffer;
  }

  private static int putLong(long at, long value) {
    Memory.putLong(at, value);
    return 8;
  }

  private static int putInt(long at, int value) {
    Memory.putInt(at, value);
    return 4;
  }

  private static int basic(FileStatus s, long at) {
    Memory.putLong(at, s.created);
    Memory.putLong(at + 8, s.accessed);
    Memory.putLong(at + 16, s.written);
    Memory.putLong(at + 24, s.changed);
    Memory.putInt(at + 32, s.attributes);
    Memory.putInt(at + 36, 0);
    return 40;
  }

  private static int standard(IoObject file, FileStatus s, long at) {
    boolean pending = file instanceof FileObject open && open.isDeletePending();
    Memory.putLong(at, Math.max(s.allocated, 0));
    Memory.putLong(at + 8, s.size);
    Memory.putInt(at + 16, s.links);
    Memory.putInt(at + 20, 0);
    Memory.putByte(at + 20, pending ? 1 : 0);
    Memory.putByte(at + 21, s.isDirectory() ? 1 : 0);
    return 24;
  }

  /** Fills a {@code FILE_NETWORK_OPEN_INFORMATION}. */
  public static int networkOpen(FileStatus s, long at) {
    Memory.putLong(at, s.created);
    Memory.putLong(at + 8, s.accessed);
    Memory.putLong(at + 16, s.written);
    Memory.putLong(at + 24, s.changed);
    Memory.putLong(at + 32, s.allocated);
    Memory.putLong(at + 40, s.size);
    Memory.putInt(at + 48, s.attributes);
    Memory.putInt(at + 52, 0);
    return 56;
  }

  /** {@code FILE_STAT_INFORMATION}, {@code FILE_STAT_LX_INFORMATION} without Linux' metadata. */
  private static int stat(FileStatus s, int kind, int access, long buffer, int length) {
    int size = kind == STAT ? 72 : 96;
    long at = putStat(s, room(buffer, length, size));
    Memory.putInt(at, access);
    Memory.fill(at + 4, size - 72, 0);
    return size;
  }

  /** {@code FILE_STAT_BASIC_INFORMATION}. */
  private static int statBasic(FileStatus s, long buffer) {
    long at = putStat(s, buffer);
    Memory.putInt(at, VolumeInformation.FILE_DEVICE_DISK);
    Memory.putLong(at + 4, 0); // characteristics of the device
    id(s.device, s.inode, at + 12);
    return 104;
  }

  /** What both begin with; returns the address of what follows. */
  private static long putStat(FileStatus s, long at) {
    Memory.putLong(at, s.inode);
    Memory.putLong(at + 8, s.created);
    Memory.putLong(at + 16, s.accessed);
    Memory.putLong(at + 24, s.written);
    Memory.putLong(at + 32, s.changed);
    Memory.putLong(at + 40, s.allocated);
    Memory.putLong(at + 48, s.size);
    tag(s, at + 56);
    Memory.putInt(at + 64, s.links);
    return at + 68;
  }

  private static int tag(FileStatus s, long at) {
    Memory.putInt(at, s.attributes);
    Memory.putInt(at + 4, s.reparseTag());
    return 8;
  }

  /** An open file is the same for as long as it is open, so its node is as good as its status. */
  private static int id(IoObject file, long at) {
    if (file instanceof FileObject open && open.node != null) {
      return id(open.node.device, open.node.inode, at);
    }
    FileStatus s = file.status();
    return id(s.device, s.inode, at);
  }

  private static int id(long device, long inode, long at) {
    Memory.putLong(at, volumeSerial(device) & 0xFFFF_FFFFL);
    Memory.putLong(at + 8, inode);
    Memory.putLong(at + 16, 0);
    return 24;
  }

  /** A file has one stream, the unnamed one; a directory has none. */
  private static int stream(FileStatus s, long at, int length) {
    if (!s.isRegular()) {
      return 0;
    }
    room(at, length, 24 + 14);
    Memory.putInt(at, 0);
    Memory.putInt(at + 4, 14);
    Memory.putLong(at + 8, s.size);
    Memory.putLong(at + 16, s.allocated);
    Memory.putWide(at + 24, "::$DATA");
    return 38;
  }

  private static int compression(FileStatus s, long at) {
    Memory.putLong(at, s.size);
    Memory.putLong(at + 8, 0);
    return 16;
  }

  /** The path without its drive. */
  private static int name(IoObject file, long at, int length) {
    if (!(file instanceof FileObject open)) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    String name = open.path().substring(2);
    int bytes = 2 * name.length();
    Memory.putInt(at, bytes);
    int fits = Integer.compareUnsigned(length - 4, bytes) < 0 ? length - 4 & ~1 : bytes;
    Memory.putWide(at + 4, name.substring(0, fits / 2));
    return 4 + bytes;
  }

  private static int all(IoObject file, int access, long at, int length) {
    FileStatus s = file.status();
    basic(s, at);
    standard(file, s, at + 40);
    Memory.putLong(at + 64, s.inode);
    Memory.putInt(at + 72, 0);
    Memory.putInt(at + 76, access);
    Memory.putLong(at + 80, file.position());
    Memory.putInt(at + 88, file.ioMode());
    Memory.putInt(at + 92, 0);
    return ALL_NAME + name(file, at + ALL_NAME, length - ALL_NAME);
  }
}
