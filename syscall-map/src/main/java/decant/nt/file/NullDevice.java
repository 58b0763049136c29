package decant.nt.file;

import decant.nt.GuestThread;
import decant.nt.process.HandOver;
import decant.nt.process.PassedObjects;

/** The device {@code NUL}: takes everything, gives nothing. */
public final class NullDevice extends IoObject {
  @Override
  public int fileType() {
    return FILE_TYPE_CHAR;
  }

  @Override
  public boolean handOver(HandOver out) {
    out.putInt(PassedObjects.NUL);
    return true;
  }

  @Override
  public int read(GuestThread thread, long buffer, int length, long offset) {
    return 0;
  }

  @Override
  public int write(GuestThread thread, long buffer, int length, long offset) {
    return length;
  }
}
