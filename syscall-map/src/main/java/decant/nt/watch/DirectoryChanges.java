package decant.nt.watch;

import decant.host.Fcntl;
import decant.host.HostBuffer;
import decant.host.Inotify;
import decant.host.Stat;
import decant.host.Unistd;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.file.DirectoryList;
import decant.nt.file.IoObject;
import decant.nt.file.NameCodec;
import decant.nt.io.IoQueue;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What changes in a directory, or in the tree below it: the host's inotify events, as Windows tells
 * them. Changes are kept from the first request on, until they are read. Guarded by its own lock;
 * requests come here under the lock of the {@link #queue}.
 */
public final class DirectoryChanges {
  public static final int FILE_ACTION_ADDED = 1;
  public static final int FILE_ACTION_REMOVED = 2;
  public static final int FILE_ACTION_MODIFIED = 3;
  public static final int FILE_ACTION_RENAMED_OLD_NAME = 4;
  public static final int FILE_ACTION_RENAMED_NEW_NAME = 5;

  /** As many changes are kept for a program that does not ask: more are an overflow. */
  private static final int MOST_KEPT = 1 << 16;

  private static final byte[] EMPTY = {};

  /** One change; the path is relative to the directory, with Windows' separators. */
  record Change(int action, String path) {}

  /** A move whose other half has not come. */
  private record Moved(int cookie, String path, int event) {}

  private final int fd;
  private final byte[] root;
  private final ChangeFilter filter;
  private final boolean subtree;
  private final IoQueue queue;

  /** The watched directories: paths relative to the root, empty for itself. */
  private final Map<Integer, byte[]> watched = new HashMap<>();

  private final ArrayDeque<Change> changes = new ArrayDeque<>();
  private Moved moved;
  private boolean overflow;

  /**
   * Begins to watch.
   *
   * @param object what is told of the end of requests; null when there are none
   * @param root the directory on the host
   * @param filter {@code FILE_NOTIFY_CHANGE_*}; {@code STATUS_INVALID_PARAMETER} for none or others
   */
  public DirectoryChanges(IoObject object, byte[] root, int filter, boolean subtree) {
    if (filter == 0 || (filter & ~ChangeFilter.ALL) != 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    this.root = root;
    this.filter = new ChangeFilter(filter);
    this.subtree = subtree;
    fd = Inotify.inotify_init1(Inotify.IN_NONBLOCK | Inotify.IN_CLOEXEC);
    if (fd < 0) {
      throw NtStatus.lastHostError();
    }
    if (!watch(EMPTY)) {
      NtStatus status = NtStatus.of(decant.host.Errno.last());
      Unistd.close(fd);
      throw status.exception();
    }
    if (subtree) {
      descend(EMPTY, false);
    }
    queue = new IoQueue(object, fd);
  }

  /** The requests for changes. */
  public IoQueue queue() {
    return queue;
  }

  /** The descriptor that becomes readable when something changes. */
  public int fd() {
    return fd;
  }

  private byte[] absolute(byte[] relative) {
    return relative.length == 0 ? root : join(root, relative);
  }

  private static byte[] join(byte[] directory, byte[] name) {
    ByteArrayOutputStream path = new ByteArrayOutputStream(directory.length + name.length + 1);
    path.writeBytes(directory);
    if (directory.length > 0 && directory[directory.length - 1] != '/') {
      path.write('/');
    }
    path.writeBytes(name);
    return path.toByteArray();
  }

  private boolean watch(byte[] relative) {
    HostBuffer buffer = HostBuffer.get();
    int mask = filter.mask(subtree);
    if (relative.length > 0) {
      mask |= Inotify.IN_DONT_FOLLOW;
    }
    int wd = Inotify.inotify_add_watch(fd, buffer.path(absolute(relative)), mask);
    if (wd >= 0) {
      watched.put(wd, relative);
    }
    return wd >= 0;
  }

  /**
   * Watches the directories below one.
   *
   * @param tell whether what is found there counts as added: the directory is new
   */
  private void descend(byte[] relative, boolean tell) {
    for (DirectoryList.Name entry : list(relative)) {
      byte[] name = entry.host();
      byte[] path = relative.length == 0 ? name : join(relative, name);
      boolean directory = isDirectory(path);
      if (tell) {
        int event = Inotify.IN_CREATE | (directory ? Inotify.IN_ISDIR : 0);
        add(FILE_ACTION_ADDED, path, event);
      }
      if (directory && watch(path)) {
        descend(path, tell);
      }
    }
  }

  private List<DirectoryList.Name> list(byte[] relative) {
    try {
      return DirectoryList.read(absolute(relative), "*");
    } catch (NtStatusException e) {
      return List.of(); // gone again
    }
  }

  private boolean isDirectory(byte[] relative) {
    HostBuffer buffer = HostBuffer.get();
    int done =
        Stat.statx(
            Fcntl.AT_FDCWD,
            buffer.path(absolute(relative)),
            Fcntl.AT_SYMLINK_NOFOLLOW,
            Stat.STATX_BASIC_AND_BTIME,
            buffer.struct());
    return done == 0 && (buffer.getU16(Stat.STATX_MODE) & Stat.S_IFMT) == Stat.S_IFDIR;
  }

  /** Reads what the host has to tell. */
  synchronized void collect() {
    HostBuffer buffer = HostBuffer.get();
    while (true) {
      int n = (int) Unistd.read(fd, buffer.data(), HostBuffer.DATA_SIZE);
      if (n <= 0) {
        break;
      }
      byte[] events = buffer.data(0, n);
      java.nio.ByteBuffer in =
          java.nio.ByteBuffer.wrap(events).order(java.nio.ByteOrder.LITTLE_ENDIAN);
      for (int at = 0; at < n; ) {
        int length = in.getInt(at + Inotify.EVENT_LEN);
        int from = at + Inotify.EVENT_NAME;
        int end = from;
        while (end < from + length && events[end] != 0) {
          end++;
        }
        event(
            in.getInt(at + Inotify.EVENT_WD),
            in.getInt(at + Inotify.EVENT_MASK),
            in.getInt(at + Inotify.EVENT_COOKIE),
            java.util.Arrays.copyOfRange(events, from, end));
        at = from + length;
      }
    }
    settleMove();
  }

  private void event(int wd, int event, int cookie, byte[] name) {
    if ((event & Inotify.IN_Q_OVERFLOW) != 0) {
      overflow = true;
      return;
    }
    byte[] directory = watched.get(wd);
    if (directory == null) {
      return;
    }
    if ((event & Inotify.IN_IGNORED) != 0) {
      watched.remove(wd);
      return;
    }
    if (name.length == 0) {
      return; // the directory itself: Windows tells of what is in it
    }
    byte[] path = directory.length == 0 ? name : join(directory, name);
    if (moved != null && (event & Inotify.IN_MOVED_TO) != 0 && moved.cookie == cookie) {
      if (filter.wants(event)) {
        add(new Change(FILE_ACTION_RENAMED_OLD_NAME, moved.path));
        add(new Change(FILE_ACTION_RENAMED_NEW_NAME, windows(path)));
      }
      moved = null;
      entered(path, event, false);
      return;
    }
    settleMove();
    if ((event & Inotify.IN_MOVED_FROM) != 0) {
      moved = new Moved(cookie, windows(path), event);
    } else if ((event & (Inotify.IN_CREATE | Inotify.IN_MOVED_TO)) != 0) {
      add(FILE_ACTION_ADDED, path, event);
      entered(path, event, (event & Inotify.IN_CREATE) != 0);
    } else if ((event & Inotify.IN_DELETE) != 0) {
      add(FILE_ACTION_REMOVED, path, event);
    } else {
      add(FILE_ACTION_MODIFIED, path, event);
    }
  }

  /** A directory has come into the tree: it is watched, and what it got before that told. */
  private void entered(byte[] path, int event, boolean isNew) {
    if (subtree && (event & Inotify.IN_ISDIR) != 0 && watch(path)) {
      descend(path, isNew);
    }
  }

  /** A move whose second half did not follow has left the tree. */
  private void settleMove() {
    if (moved != null) {
      if (filter.wants(moved.event)) {
        add(new Change(FILE_ACTION_REMOVED, moved.path));
      }
      moved = null;
    }
  }

  private void add(int action, byte[] path, int event) {
    if (filter.wants(event)) {
      add(new Change(action, windows(path)));
    }
  }

  private void add(Change change) {
    if (changes.size() >= MOST_KEPT) {
      changes.clear();
      overflow = true;
    } else if (!change.equals(changes.peekLast())) { // a file that is written to says so each time
      changes.add(change);
    }
  }

  private static String windows(byte[] path) {
    StringBuilder text = new StringBuilder();
    int from = 0;
    for (int i = 0; i <= path.length; i++) {
      if (i == path.length || path[i] == '/') {
        text.append(from == 0 ? "" : "\\").append(NameCodec.decode(path, from, i));
        from = i + 1;
      }
    }
    return text.toString();
  }

  /** Takes the oldest change, null when there is none. */
  synchronized Change poll() {
    return changes.pollFirst();
  }

  /** The oldest change, left there. */
  synchronized Change peek() {
    return changes.peekFirst();
  }

  /** Whether changes were lost since the last call; those that are kept are lost then, too. */
  synchronized boolean takeOverflow() {
    boolean was = overflow;
    overflow = false;
    if (was) {
      changes.clear();
    }
    return was;
  }

  /** Forgets all changes. */
  synchronized void clear() {
    changes.clear();
  }

  /** Whether there is something to tell, after a look at what the host has. */
  public boolean hasChanges() {
    collect();
    return !isEmpty();
  }

  synchronized boolean isEmpty() {
    return changes.isEmpty() && !overflow;
  }

  /** Ends all requests and the watch. */
  public void close() {
    queue.close();
    Unistd.close(fd);
  }
}
