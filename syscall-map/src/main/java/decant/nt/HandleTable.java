package decant.nt;

/**
 * The handles of a process: multiples of four from 4 on, lowest free one first, so that runs are
 * deterministic. Looking a handle up takes no lock; making and closing one does.
 */
public final class HandleTable {
  /** The pseudo handle of {@code GetCurrentProcess}. */
  public static final long CURRENT_PROCESS = -1;

  /** The pseudo handle of {@code GetCurrentThread}. */
  public static final long CURRENT_THREAD = -2;

  /** {@code HANDLE_FLAG_INHERIT}. */
  public static final int INHERIT = 1;

  /** {@code HANDLE_FLAG_PROTECT_FROM_CLOSE}. */
  public static final int PROTECT_FROM_CLOSE = 2;

  public static final int DUPLICATE_CLOSE_SOURCE = 1;
  public static final int DUPLICATE_SAME_ACCESS = 2;

  private static final int MAX = 1 << 24;

  /** One open handle. Immutable but for its flags. */
  public static final class Entry {
    public final NtObject object;

    /** The granted access mask. */
    public final int access;

    /** {@link #INHERIT} and {@link #PROTECT_FROM_CLOSE}. */
    public volatile int flags;

    Entry(NtObject object, int access, int flags) {
      this.object = object;
      this.access = access;
      this.flags = flags;
    }
  }

  private final DirectFiles direct = new DirectFiles();
  private volatile Entry[] entries = new Entry[64];
  private int firstFree;

  /** Opens a handle to an object. */
  public synchronized long open(NtObject object, int access, int flags) {
    int i = free(firstFree);
    firstFree = i + 1;
    return open(i, object, access, flags);
  }

  /** Opens the lowest free handle that is not below another, which is a multiple of four. */
  public synchronized long openFrom(long lowest, NtObject object, int access, int flags) {
    return open(free((int) (lowest >>> 2) - 1), object, access, flags);
  }

  /** The index of a free entry, from one on; there is room for it then. */
  private int free(int from) {
    Entry[] table = entries;
    int i = from;
    while (i < table.length && table[i] != null) {
      i++;
    }
    if (i == table.length) {
      if (i >= MAX) {
        throw NtStatus.INSUFFICIENT_RESOURCES.exception();
      }
      entries = java.util.Arrays.copyOf(table, 2 * i);
    }
    return i;
  }

  private long open(int i, NtObject object, int access, int flags) {
    object.retain();
    object.handleOpened();
    entries[i] = new Entry(object, access, flags);
    long handle = 4L * (i + 1);
    direct.opened(handle, object, access);
    return handle;
  }

  /** Opens a handle of a given value, which is free: what a process inherits. */
  public synchronized void openAt(long handle, NtObject object, int access, int flags) {
    int i = (int) (handle >>> 2) - 1;
    if (i < 0 || i >= MAX) {
      throw NtStatus.INVALID_HANDLE.exception();
    }
    if (i >= entries.length) {
      entries = java.util.Arrays.copyOf(entries, Math.max(i + 1, 2 * entries.length));
    }
    object.retain();
    object.handleOpened();
    entries[i] = new Entry(object, access, flags);
    direct.opened(handle, object, access);
  }

  /** The handles that are open now: the entry of handle {@code 4 * (i + 1)} at {@code i}. */
  public Entry[] snapshot() {
    return entries.clone();
  }

  /**
   * The entry of a handle; {@code STATUS_INVALID_HANDLE} when there is none. The low two bits are
   * ignored, as on Windows.
   */
  public Entry entry(long handle) {
    Entry[] table = entries;
    long i = (handle >>> 2) - 1;
    Entry entry = i < 0 || i >= table.length ? null : table[(int) i]; // once: others may close it
    if (entry == null) {
      throw NtStatus.INVALID_HANDLE.exception();
    }
    return entry;
  }

  /**
   * The object of a handle, of the given type; {@code STATUS_OBJECT_TYPE_MISMATCH} when it is
   * another.
   */
  public <T extends NtObject> T get(long handle, Class<T> type) {
    NtObject object = entry(handle).object;
    if (!type.isInstance(object)) {
      throw NtStatus.OBJECT_TYPE_MISMATCH.exception();
    }
    return type.cast(object);
  }

  /**
   * {@code NtDuplicateObject} within the process.
   *
   * @param access the access of the new handle; not looked at with {@link #DUPLICATE_SAME_ACCESS}
   * @param options {@code DUPLICATE_*}
   */
  public long duplicate(long handle, int access, int flags, int options) {
    boolean closes = (options & DUPLICATE_CLOSE_SOURCE) != 0;
    Entry entry;
    long copy;
    synchronized (this) { // the handle keeps the object until it is closed, which takes the lock
      entry = closes ? closable(handle) : entry(handle);
      int granted =
          (options & DUPLICATE_SAME_ACCESS) != 0 ? entry.access : entry.object.granted(access);
      copy = open(entry.object, granted, flags);
      if (closes) {
        remove(handle);
      }
    }
    if (closes) {
      closed(handle, entry);
    }
    return copy;
  }

  /** Closes a handle. */
  public void close(long handle) {
    Entry entry;
    synchronized (this) {
      entry = closable(handle);
      remove(handle);
    }
    closed(handle, entry);
  }

  private Entry closable(long handle) {
    Entry entry = entry(handle);
    if ((entry.flags & PROTECT_FROM_CLOSE) != 0) {
      throw NtStatus.INVALID_HANDLE.exception();
    }
    return entry;
  }

  private void remove(long handle) {
    int i = (int) (handle >>> 2) - 1;
    direct.closed(handle);
    entries[i] = null;
    firstFree = Math.min(firstFree, i);
  }

  /** A handle is no longer in the table: its reference goes. */
  private void closed(long handle, Entry entry) {
    entry.object.handleClosed(this, handle);
    if (entry.object.directFile(entry.access) == 0) {
      entry.object.release();
    } else {
      direct.whenUnused(handle, entry.object);
    }
  }

  /** Where machine code finds the files that it reads and writes by itself. */
  public long directFiles() {
    return direct.address;
  }

  /**
   * Has every file read and written through Java from now on: ranges are locked, which only Java
   * looks at.
   */
  public synchronized void stopDirectFiles() {
    direct.stop();
  }

  /**
   * A thread that machine code was at work for in a row of {@link #directFiles} has ended there.
   */
  public void leaveDirectFile(long row) {
    direct.leave(row);
  }

  /** The number of open handles. */
  public int count() {
    int n = 0;
    for (Entry e : entries) {
      if (e != null) {
        n++;
      }
    }
    return n;
  }

  /** Closes every handle: the process ends, and its threads do not go on. */
  public void closeAll() {
    direct.end();
    Entry[] table = entries;
    for (int i = 0; i < table.length; i++) {
      Entry e = table[i];
      if (e != null) {
        e.flags &= ~PROTECT_FROM_CLOSE;
        try {
          close(4L * (i + 1));
        } catch (NtStatusException other) {
          continue; // a thread that is still in a call was faster
        }
      }
    }
  }
}
