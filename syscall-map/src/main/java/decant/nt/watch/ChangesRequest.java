package decant.nt.watch;

import decant.host.Epoll;
import decant.host.Memory;
import decant.nt.NtStatus;
import decant.nt.io.IoReport;
import decant.nt.io.IoRequest;

/**
 * {@code NtNotifyChangeDirectoryFile}: fills {@code FILE_NOTIFY_INFORMATION} when something has
 * changed. Changes that do not fit, or were lost, end it with no bytes: the program then looks for
 * itself.
 */
public final class ChangesRequest extends IoRequest {
  private static final int ACTION = 4;
  private static final int NAME_LENGTH = 8;
  private static final int NAME = 12;

  private final DirectoryChanges changes;
  private final long buffer;
  private final int length;

  /** A request; {@code length} is the buffer's size in bytes. */
  public ChangesRequest(DirectoryChanges changes, IoReport report, long buffer, int length) {
    super(report);
    this.changes = changes;
    this.buffer = buffer;
    this.length = length;
    Memory.require(buffer, length & 0xFFFF_FFFFL);
  }

  @Override
  protected int awaits() {
    return Epoll.EPOLLIN;
  }

  @Override
  protected void attempt(int events) {
    changes.collect();
    if (!changes.isEmpty()) {
      done(NtStatus.SUCCESS, fill(changes, buffer, length));
    }
  }

  /** Fills what there is; returns the number of bytes, 0 when changes were lost. */
  public static int fill(DirectoryChanges changes, long buffer, int length) {
    if (changes.takeOverflow()) {
      return 0;
    }
    int used = 0;
    int last = -1;
    DirectoryChanges.Change change = changes.peek();
    while (change != null) {
      int at = (int) Memory.alignUp(used, 4);
      int bytes = 2 * change.path().length();
      if (at + NAME + bytes > length) {
        break;
      }
      if (last >= 0) {
        Memory.putInt(buffer + last, at - last);
      }
      Memory.putInt(buffer + at, 0);
      Memory.putInt(buffer + at + ACTION, change.action());
      Memory.putInt(buffer + at + NAME_LENGTH, bytes);
      Memory.putWide(buffer + at + NAME, change.path());
      last = at;
      used = at + NAME + bytes;
      changes.poll();
      change = changes.peek();
    }
    if (used == 0) {
      changes.clear(); // not even one fits
    }
    return used;
  }
}
