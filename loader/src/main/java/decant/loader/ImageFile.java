package decant.loader;

import decant.host.Bytes;
import decant.host.Mman;
import decant.nt.GuestProcess;
import decant.nt.NtStatus;
import decant.nt.file.FileSystem;
import decant.nt.file.IoObject;

/** A program or DLL on disk, opened and mapped for reading, until it is closed. */
public final class ImageFile implements AutoCloseable {
  private static final int GENERIC_READ = 0x8000_0000;
  private static final int SHARE_READ_DELETE = 0x5;

  private final String path;
  private final IoObject file;
  private final long address;
  private final long size;

  private ImageFile(String path, IoObject file, long address, long size) {
    this.path = path;
    this.file = file;
    this.address = address;
    this.size = size;
  }

  /**
   * Opens a file.
   *
   * @param path the full Windows path
   * @throws decant.nt.NtStatusException when it cannot be opened
   */
  public static ImageFile open(GuestProcess process, String path) {
    IoObject file =
        process
            .files
            .create(
                path,
                GENERIC_READ,
                0,
                SHARE_READ_DELETE,
                FileSystem.FILE_OPEN,
                FileSystem.FILE_NON_DIRECTORY_FILE)
            .object();
    file.retain();
    try {
      if (file.fd() < 0 || file.fileType() != IoObject.FILE_TYPE_DISK) {
        throw NtStatus.INVALID_FILE_FOR_SECTION.exception();
      }
      long size = file.size();
      long address = 0;
      if (size != 0) {
        address = Mman.mmap(0, size, Mman.PROT_READ, Mman.MAP_PRIVATE, file.fd(), 0);
      }
      if (address == -1) {
        throw NtStatus.lastHostError();
      }
      return new ImageFile(path, file, address, size);
    } catch (RuntimeException e) {
      file.release();
      throw e;
    }
  }

  /** The full Windows path. */
  public String path() {
    return path;
  }

  /** The whole file; valid until it is closed. */
  public Bytes bytes() {
    return Bytes.at(address, size);
  }

  /** The host descriptor. */
  public int fd() {
    return file.fd();
  }

  @Override
  public void close() {
    if (size != 0) {
      Mman.munmap(address, size);
    }
    file.release();
  }
}
