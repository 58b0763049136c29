package decant.nt.file;

/** Access masks of files (winnt.h). */
public final class FileAccess {
  public static final int FILE_READ_DATA = 0x1;
  public static final int FILE_WRITE_DATA = 0x2;
  public static final int FILE_APPEND_DATA = 0x4;
  public static final int FILE_READ_EA = 0x8;
  public static final int FILE_WRITE_EA = 0x10;
  public static final int FILE_EXECUTE = 0x20;
  public static final int FILE_DELETE_CHILD = 0x40;
  public static final int FILE_READ_ATTRIBUTES = 0x80;
  public static final int FILE_WRITE_ATTRIBUTES = 0x100;
  public static final int DELETE = 0x1_0000;
  public static final int WRITE_DAC = 0x4_0000;
  public static final int WRITE_OWNER = 0x8_0000;
  public static final int SYNCHRONIZE = 0x10_0000;
  public static final int MAXIMUM_ALLOWED = 0x200_0000;
  public static final int GENERIC_ALL = 0x1000_0000;
  public static final int GENERIC_EXECUTE = 0x2000_0000;
  public static final int GENERIC_WRITE = 0x4000_0000;
  public static final int GENERIC_READ = 0x8000_0000;

  public static final int FILE_GENERIC_READ = 0x12_0089;
  public static final int FILE_GENERIC_WRITE = 0x12_0116;
  public static final int FILE_GENERIC_EXECUTE = 0x12_00A0;
  public static final int FILE_ALL_ACCESS = 0x1F_01FF;

  public static final int FILE_SHARE_READ = 1;
  public static final int FILE_SHARE_WRITE = 2;
  public static final int FILE_SHARE_DELETE = 4;
  public static final int FILE_SHARE_ALL = 7;

  /** The rights that need the file's data. */
  static final int READS = FILE_READ_DATA | FILE_EXECUTE;

  static final int WRITES = FILE_WRITE_DATA | FILE_APPEND_DATA;

  private FileAccess() {}

  /** A mask with its generic rights replaced by those that they mean for files. */
  public static int specific(int access) {
    int mask = access & 0x1FF_FFFF;
    if ((access & GENERIC_READ) != 0) {
      mask |= FILE_GENERIC_READ;
    }
    if ((access & GENERIC_WRITE) != 0) {
      mask |= FILE_GENERIC_WRITE;
    }
    if ((access & GENERIC_EXECUTE) != 0) {
      mask |= FILE_GENERIC_EXECUTE;
    }
    if ((access & (GENERIC_ALL | MAXIMUM_ALLOWED)) != 0) {
      mask |= FILE_ALL_ACCESS;
    }
    return mask;
  }
}
