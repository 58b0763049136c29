package decant.nt.socket;

import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.HandleTable;
import decant.nt.NtStatus;
import decant.nt.file.FileSystem;
import decant.nt.file.IoObject;

/**
 * An open file of the socket driver, {@code \Device\Afd}: event loops ask it, below Windows
 * Sockets, to tell them when sockets become ready.
 */
public final class AfdObject extends IoObject {
  final AfdPolls polls = new AfdPolls(this);

  private int openHandles;

  private AfdObject() {}

  /** Makes the device known to a process. */
  public static void register(GuestProcess process) {
    process.files.device(
        "AFD",
        (name, access, attributes, share, disposition, options) ->
            new FileSystem.Opened(new AfdObject(), FileSystem.FILE_OPEN));
  }

  @Override
  public int ioMode() {
    return 0; // for overlapped operations
  }

  @Override
  public int fileType() {
    return FILE_TYPE_UNKNOWN;
  }

  @Override
  public int read(GuestThread thread, long buffer, int length, long offset) {
    throw NtStatus.INVALID_DEVICE_REQUEST.exception();
  }

  @Override
  public int write(GuestThread thread, long buffer, int length, long offset) {
    throw NtStatus.INVALID_DEVICE_REQUEST.exception();
  }

  @Override
  public boolean cancel(GuestThread thread, long block) {
    return polls.cancel(thread, block);
  }

  @Override
  protected synchronized void handleOpened() {
    openHandles++;
  }

  @Override
  protected void handleClosed(HandleTable table, long handle) {
    synchronized (this) {
      if (--openHandles > 0) {
        return;
      }
    }
    polls.close();
  }
}
