package decant.nt.pipe;

import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.file.IoObject;

/**
 * The root of the pipes' file system, {@code \\Device\\NamedPipe\\}: what pipes without names are
 * made in.
 */
public final class PipeDirectory extends IoObject {
  @Override
  public int fileType() {
    return FILE_TYPE_DISK;
  }

  @Override
  public int read(GuestThread thread, long buffer, int length, long offset) {
    throw NtStatus.INVALID_DEVICE_REQUEST.exception();
  }

  @Override
  public int write(GuestThread thread, long buffer, int length, long offset) {
    throw NtStatus.INVALID_DEVICE_REQUEST.exception();
  }
}
