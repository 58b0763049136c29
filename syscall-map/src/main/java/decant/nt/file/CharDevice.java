package decant.nt.file;

import decant.nt.GuestThread;
import decant.nt.process.HandOver;
import decant.nt.process.PassedObjects;

/** A character device of the host other than a terminal: {@code /dev/zero}, {@code /dev/full} … */
public final class CharDevice extends IoObject {
  private final int fd;

  /** Takes over a descriptor. */
  public CharDevice(int fd) {
    this.fd = fd;
  }

  @Override
  public int fileType() {
    return FILE_TYPE_CHAR;
  }

  @Override
  public int fd() {
    return fd;
  }

  @Override
  public boolean handOver(HandOver out) {
    out.putInt(PassedObjects.CHARACTERS);
    out.putDescriptor(fd);
    return true;
  }

  @Override
  public int read(GuestThread thread, long buffer, int length, long offset) {
    return Descriptor.read(thread, fd, buffer, length);
  }

  @Override
  public int write(GuestThread thread, long buffer, int length, long offset) {
    return Descriptor.write(thread, fd, buffer, length);
  }

  @Override
  protected void destroyed() {
    Descriptor.close(fd);
  }
}
