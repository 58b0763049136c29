package decant.nt.file;

import decant.host.Memory;
import decant.nt.NtStatus;

/**
 * {@code NtQueryVolumeInformationFile}: the structures of {@code FS_INFORMATION_CLASS}.
 *
 * @see <a
 *     href="https://learn.microsoft.com/windows-hardware/drivers/ddi/wdm/ne-wdm-_fsinfoclass">FS_INFORMATION_CLASS</a>
 */
public final class VolumeInformation {
  private static final int VOLUME = 1;
  private static final int SIZE = 3;
  private static final int DEVICE = 4;
  private static final int ATTRIBUTE = 5;
  private static final int FULL_SIZE = 7;

  static final int FILE_DEVICE_DISK = 7;
  private static final int FILE_DEVICE_NAMED_PIPE = 0x11;
  private static final int FILE_DEVICE_NULL = 0x15;
  private static final int FILE_DEVICE_CONSOLE = 0x50;
  private static final int SECTOR = 512;

  private VolumeInformation() {}

  /** Fills a buffer; returns the number of bytes. Errors as {@link FileInformation#query}. */
  public static int query(IoObject object, int kind, long at, int length) {
    if (kind == DEVICE) {
      room(length, 8);
      Memory.putInt(at, device(object));
      Memory.putInt(at + 4, 0);
      return 8;
    }
    if (!(object instanceof FileObject file)) {
      throw NtStatus.INVALID_DEVICE_REQUEST.exception();
    }
    if (kind == VOLUME) {
      room(length, 18);
      Memory.putLong(at, 0);
      long device = file.node != null ? file.node.device : file.hostStatus().device;
      Memory.putInt(at + 8, FileInformation.volumeSerial(device));
      Memory.putInt(at + 12, 0);
      Memory.putShort(at + 16, 0);
      return 18;
    }
    Volume volume = Volume.of(file);
    long unit = volume.clusterSize();
    switch (kind) {
      case SIZE -> {
        room(length, 24);
        Memory.putLong(at, volume.total() / unit);
        Memory.putLong(at + 8, volume.available() / unit);
        Memory.putInt(at + 16, (int) (unit / SECTOR));
        Memory.putInt(at + 20, SECTOR);
        return 24;
      }
      case FULL_SIZE -> {
        room(length, 32);
        Memory.putLong(at, volume.total() / unit);
        Memory.putLong(at + 8, volume.available() / unit);
        Memory.putLong(at + 16, volume.free() / unit);
        Memory.putInt(at + 24, (int) (unit / SECTOR));
        Memory.putInt(at + 28, SECTOR);
        return 32;
      }
      case ATTRIBUTE -> {
        int bytes = 2 * Volume.FILE_SYSTEM.length();
        room(length, 12 + bytes);
        Memory.putInt(at, volume.flags());
        Memory.putInt(at + 4, Volume.MAX_COMPONENT);
        Memory.putInt(at + 8, bytes);
        Memory.putWide(at + 12, Volume.FILE_SYSTEM);
        return 12 + bytes;
      }
      default -> throw NtStatus.INVALID_INFO_CLASS.exception();
    }
  }

  private static void room(int length, int needed) {
    if (Integer.compareUnsigned(length, needed) < 0) {
      throw NtStatus.INFO_LENGTH_MISMATCH.exception();
    }
  }

  private static int device(IoObject object) {
    return switch (object.fileType()) {
      case IoObject.FILE_TYPE_DISK -> FILE_DEVICE_DISK;
      case IoObject.FILE_TYPE_PIPE -> FILE_DEVICE_NAMED_PIPE;
      default -> object instanceof NullDevice ? FILE_DEVICE_NULL : FILE_DEVICE_CONSOLE;
    };
  }
}
