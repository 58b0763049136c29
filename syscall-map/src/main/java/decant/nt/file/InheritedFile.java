package decant.nt.file;

import decant.host.Unistd;
import decant.nt.GuestThread;
import decant.nt.NtStatus;

/** A disk file that the process got open from whoever started it, without a name. */
public final class InheritedFile extends IoObject {
  private final int fd;

  public InheritedFile(int fd) {
    this.fd = fd;
  }

  @Override
  public int fileType() {
    return FILE_TYPE_DISK;
  }

  @Override
  public int fd() {
    return fd;
  }

  @Override
  public int read(GuestThread thread, long buffer, int length, long offset) {
    return offset == CURRENT
        ? Descriptor.read(thread, fd, buffer, length)
        : checked(Unistd.pread(fd, buffer, length, offset));
  }

  @Override
  public int write(GuestThread thread, long buffer, int length, long offset) {
    if (offset >= 0) {
      return checked(Unistd.pwrite(fd, buffer, length, offset));
    }
    if (offset == END) {
      Unistd.lseek(fd, 0, Unistd.SEEK_END);
    }
    return Descriptor.write(thread, fd, buffer, length);
  }

  private static int checked(long result) {
    if (result < 0) {
      throw NtStatus.lastHostError();
    }
    return (int) result;
  }

  @Override
  public long size() {
    long position = position();
    long size = Unistd.lseek(fd, 0, Unistd.SEEK_END);
    setPosition(position);
    return size;
  }

  @Override
  public long position() {
    long position = Unistd.lseek(fd, 0, Unistd.SEEK_CUR);
    if (position < 0) {
      throw NtStatus.lastHostError();
    }
    return position;
  }

  @Override
  public void setPosition(long position) {
    if (Unistd.lseek(fd, position, Unistd.SEEK_SET) < 0) {
      throw NtStatus.lastHostError();
    }
  }
}
