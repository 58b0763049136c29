package decant.nt.file;

import decant.host.FileCalls;
import decant.host.HostBuffer;
import decant.nt.NtStatus;

/**
 * The file system that a path is on, as its volume.
 *
 * @param serial the serial number
 * @param clusterSize bytes of an allocation unit
 * @param total bytes
 * @param free bytes that are free
 * @param available bytes that are free for this user
 * @param readOnly whether it is mounted so
 */
public record Volume(
    int serial, long clusterSize, long total, long free, long available, boolean readOnly) {
  /** The name of the file system: programs know what NTFS can. */
  public static final String FILE_SYSTEM = "NTFS";

  /** The longest name in UTF-16 units. */
  public static final int MAX_COMPONENT = 255;

  private static final int FILE_CASE_PRESERVED_NAMES = 0x2;
  private static final int FILE_UNICODE_ON_DISK = 0x4;
  private static final int FILE_SUPPORTS_SPARSE_FILES = 0x40;
  private static final int FILE_SUPPORTS_REPARSE_POINTS = 0x80;
  private static final int FILE_READ_ONLY_VOLUME = 0x8_0000;
  private static final int FILE_SUPPORTS_HARD_LINKS = 0x40_0000;

  /** The volume of a path; what looking it up throws when it does not exist. */
  public static Volume of(FileSystem files, String path) {
    HostPath host = files.locate(path);
    byte[] place = {'/'};
    if (host.virtual == null) {
      CaseLookup.existing(host);
      place = host.bytes;
    }
    return of(place);
  }

  private static Volume of(byte[] place) {
    FileStatus status = FileStatus.of(place, true);
    HostBuffer buffer = HostBuffer.get();
    if (status == null || FileCalls.statvfs(buffer.path(place), buffer.struct()) != 0) {
      throw NtStatus.lastHostError();
    }
    return of(status, buffer);
  }

  /** The volume that an open file is on. */
  public static Volume of(FileObject file) {
    if (file.virtual != null) {
      return of(new byte[] {'/'});
    }
    FileStatus status = file.hostStatus();
    HostBuffer buffer = HostBuffer.get();
    if (FileCalls.fstatvfs(file.fd(), buffer.struct()) != 0) {
      throw NtStatus.lastHostError();
    }
    return of(status, buffer);
  }

  private static Volume of(FileStatus status, HostBuffer buffer) {
    long unit = Math.max(512, buffer.getLong(FileCalls.F_FRSIZE));
    return new Volume(
        FileInformation.volumeSerial(status),
        unit,
        unit * buffer.getLong(FileCalls.F_BLOCKS),
        unit * buffer.getLong(FileCalls.F_BFREE),
        unit * buffer.getLong(FileCalls.F_BAVAIL),
        (buffer.getLong(FileCalls.F_FLAG) & FileCalls.ST_RDONLY) != 0);
  }

  /** What the file system can, as {@code FileSystemAttributes}. */
  public int flags() {
    return FILE_CASE_PRESERVED_NAMES
        | FILE_UNICODE_ON_DISK
        | FILE_SUPPORTS_SPARSE_FILES
        | FILE_SUPPORTS_REPARSE_POINTS
        | FILE_SUPPORTS_HARD_LINKS
        | (readOnly ? FILE_READ_ONLY_VOLUME : 0);
  }
}
