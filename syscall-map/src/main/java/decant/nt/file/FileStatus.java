package decant.nt.file;

import decant.host.Fcntl;
import decant.host.HostBuffer;
import decant.host.Stat;

/** What the host knows of one file at one moment, in Windows' terms. */
public final class FileStatus {
  public static final int FILE_ATTRIBUTE_READONLY = 0x1;
  public static final int FILE_ATTRIBUTE_HIDDEN = 0x2;
  public static final int FILE_ATTRIBUTE_SYSTEM = 0x4;
  public static final int FILE_ATTRIBUTE_DIRECTORY = 0x10;
  public static final int FILE_ATTRIBUTE_ARCHIVE = 0x20;
  public static final int FILE_ATTRIBUTE_DEVICE = 0x40;
  public static final int FILE_ATTRIBUTE_NORMAL = 0x80;
  public static final int FILE_ATTRIBUTE_TEMPORARY = 0x100;
  public static final int FILE_ATTRIBUTE_REPARSE_POINT = 0x400;

  /** {@code IO_REPARSE_TAG_MOUNT_POINT}: a junction. */
  static final int IO_REPARSE_TAG_MOUNT_POINT = 0xA000_0003;

  /** {@code IO_REPARSE_TAG_SYMLINK}. */
  public static final int IO_REPARSE_TAG_SYMLINK = 0xA000_000C;

  /** The attributes that {@link DosAttributes} keeps. */
  static final int STORED = FILE_ATTRIBUTE_HIDDEN | FILE_ATTRIBUTE_SYSTEM | FILE_ATTRIBUTE_ARCHIVE;

  /** 100 ns units from 1601 to 1970. */
  private static final long EPOCH = 116_444_736_000_000_000L;

  /**
   * What was changed less than this ago, in 100 ns units, may change once more without its time of
   * change telling: there are file systems that count these in two seconds.
   */
  private static final long SETTLED = 25_000_000;

  private static final byte[] EMPTY = {};

  /** {@code st_mode}. */
  public int mode;

  public long device;
  public long inode;
  public long size;

  /** Bytes that the file takes on the disk. */
  public long allocated;

  public int links;

  /** Times in 100 ns units from 1601, UTC. */
  public long created;

  public long accessed;
  public long written;
  public long changed;

  /** {@code FILE_ATTRIBUTE_*}; filled by {@link #addAttributes}. */
  public int attributes;

  /** Whether this is a symbolic link to a directory. */
  public boolean directoryLink;

  /**
   * The status of a host path, or null with errno set. Attributes are those that the mode says.
   *
   * @param follow whether a symbolic link is followed
   */
  public static FileStatus of(byte[] path, boolean follow) {
    return at(Fcntl.AT_FDCWD, path, follow);
  }

  /** As {@link #of(byte[], boolean)}, for a name in an open directory. */
  static FileStatus at(int directory, byte[] name, boolean follow) {
    HostBuffer buffer = HostBuffer.get();
    return read(buffer, directory, name, follow ? 0 : Fcntl.AT_SYMLINK_NOFOLLOW);
  }

  /** The status of an open file. */
  public static FileStatus of(int fd) {
    return read(HostBuffer.get(), fd, EMPTY, Fcntl.AT_EMPTY_PATH);
  }

  /** The status of a virtual directory: like the host's root, but nobody may write it. */
  static FileStatus ofVirtual(String name) {
    FileStatus status = of(new byte[] {'/'}, true);
    status.device = -1;
    status.inode = UpCase.of(name).hashCode() & 0xFFFF_FFFFL;
    return status;
  }

  private static FileStatus read(HostBuffer buffer, int directory, byte[] name, int flags) {
    int result =
        Stat.statx(
            directory, buffer.path(name), flags, Stat.STATX_BASIC_AND_BTIME, buffer.struct());
    return result != 0 ? null : new FileStatus(buffer);
  }

  /** From the words of a {@code struct statx}: offsets are those of its members. */
  private FileStatus(HostBuffer buffer) {
    long[] statx = buffer.words(Stat.STATX_WORDS);
    mode = (int) (statx[Stat.STATX_MODE >> 3] >>> 32) & 0xFFFF;
    long major = statx[Stat.STATX_DEV_MAJOR >> 3] & 0xFFFF_FFFFL;
    device = major << 20 | (int) (statx[Stat.STATX_DEV_MINOR >> 3] >>> 32);
    inode = statx[Stat.STATX_INO >> 3];
    size = statx[Stat.STATX_SIZE >> 3];
    allocated = statx[Stat.STATX_BLOCKS >> 3] << 9;
    links = (int) statx[Stat.STATX_NLINK >> 3];
    accessed = time(statx, Stat.STATX_ATIME);
    written = time(statx, Stat.STATX_MTIME);
    changed = time(statx, Stat.STATX_CTIME);
    created =
        (statx[Stat.STATX_MASK >> 3] & Stat.STATX_BTIME) != 0
            ? time(statx, Stat.STATX_CREATED)
            : Math.min(written, changed);
    if (isDirectory()) {
      size = 0;
      allocated = 0;
      links = 1;
    }
    attributes = fromMode();
  }

  private static long time(long[] statx, int offset) {
    return fileTime(statx[offset >> 3], (int) statx[(offset >> 3) + 1]);
  }

  /** A host time as 100 ns units from 1601. */
  public static long fileTime(long seconds, long nanoseconds) {
    return seconds * 10_000_000 + nanoseconds / 100 + EPOCH;
  }

  /** The seconds since 1970 of a time in 100 ns units from 1601. */
  static long seconds(long fileTime) {
    return Math.floorDiv(fileTime - EPOCH, 10_000_000L);
  }

  static long nanoseconds(long fileTime) {
    return Math.floorMod(fileTime - EPOCH, 10_000_000L) * 100;
  }

  /** Whether any change that comes after this status will show in {@link #changed}. */
  boolean isSettled() {
    return System.currentTimeMillis() * 10_000 + EPOCH - changed > SETTLED;
  }

  private int type() {
    return mode & Stat.S_IFMT;
  }

  public boolean isDirectory() {
    return type() == Stat.S_IFDIR;
  }

  public boolean isRegular() {
    return type() == Stat.S_IFREG;
  }

  public boolean isLink() {
    return type() == Stat.S_IFLNK;
  }

  /** Whether nobody may write the file: Windows' read-only. Directories are never. */
  public boolean isReadOnly() {
    return isRegular() && (mode & 0222) == 0;
  }

  private int fromMode() {
    return switch (type()) {
      case Stat.S_IFDIR -> FILE_ATTRIBUTE_DIRECTORY;
      case Stat.S_IFLNK -> FILE_ATTRIBUTE_REPARSE_POINT;
      case Stat.S_IFREG ->
          isReadOnly() ? FILE_ATTRIBUTE_ARCHIVE | FILE_ATTRIBUTE_READONLY : FILE_ATTRIBUTE_ARCHIVE;
      default -> FILE_ATTRIBUTE_NORMAL;
    };
  }

  /** Completes the attributes by what the file's extended attribute says; {@code path} is its. */
  FileStatus addAttributes(byte[] path) {
    return addAttributes(Fcntl.AT_FDCWD, path);
  }

  /** As above, of an open file that is no link. */
  FileStatus addAttributes(int fd) {
    return addAttributes(fd, EMPTY);
  }

  /** As above, of a name in an open directory. */
  FileStatus addAttributes(int directory, byte[] path) {
    if (isLink()) {
      FileStatus target = at(directory, path, true);
      if (target != null && target.isDirectory()) {
        directoryLink = true;
        attributes |= FILE_ATTRIBUTE_DIRECTORY;
      }
      size = 0;
    } else if (isRegular() || isDirectory()) {
      addStored(DosAttributes.read(directory, path, this));
    }
    return this;
  }

  private void addStored(int stored) {
    if (stored >= 0) {
      int kept = STORED | (isDirectory() ? FILE_ATTRIBUTE_READONLY : 0);
      attributes = attributes & ~STORED | stored & kept;
      if (attributes == 0) {
        attributes = FILE_ATTRIBUTE_NORMAL;
      }
    }
  }

  /** The reparse tag, 0 for what is none. */
  public int reparseTag() {
    return isLink() ? IO_REPARSE_TAG_SYMLINK : 0;
  }
}
