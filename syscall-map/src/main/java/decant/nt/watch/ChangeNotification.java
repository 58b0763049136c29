package decant.nt.watch;

import decant.host.Epoll;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.io.IoRequest;
import decant.nt.sync.Waitable;

/** {@code FindFirstChangeNotification}: signalled when something has changed in a directory. */
public final class ChangeNotification extends Waitable {
  private final DirectoryChanges changes;

  /** Guarded by the dispatcher lock. */
  private boolean signalled;

  /** Begins to watch; parameters as those of {@link DirectoryChanges}. */
  public ChangeNotification(byte[] directory, int filter, boolean subtree) {
    changes = new DirectoryChanges(null, directory, filter, subtree);
    changes.queue().watch(new Watch());
  }

  @Override
  public String typeName() {
    return "File";
  }

  /** Waits for the next change: one that has come since the last is told at once. */
  public void next() {
    change(() -> signalled = false);
    changes.queue().watch(new Watch());
  }

  @Override
  protected boolean isSignalled(GuestThread waiter) {
    return signalled;
  }

  @Override
  protected void destroyed() {
    changes.close();
  }

  private void changed() {
    change(() -> signalled = true);
  }

  /** Sits in the queue until something changes. */
  private final class Watch extends IoRequest {
    Watch() {
      super(null);
    }

    @Override
    protected int awaits() {
      return Epoll.EPOLLIN;
    }

    @Override
    protected boolean inOrder() {
      return false;
    }

    @Override
    protected void attempt(int events) {
      changes.collect();
      if (!changes.isEmpty()) {
        while (changes.poll() != null || changes.takeOverflow()) {
          // Which changes they were is not told.
        }
        changed();
        done(NtStatus.SUCCESS, 0);
      }
    }
  }
}
