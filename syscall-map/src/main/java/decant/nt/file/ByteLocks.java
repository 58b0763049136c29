package decant.nt.file;

import decant.host.Errno;
import decant.host.Fcntl;
import decant.host.HostBuffer;
import decant.nt.NtStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * The locked byte ranges of one file: mandatory among the file objects of this process, and made
 * known to other processes as open-file-description locks of the host. Offsets and lengths are
 * unsigned. Safe for use by all threads.
 */
final class ByteLocks {
  private record Range(FileObject owner, long start, long length, boolean exclusive) {
    /** Whether the range has a byte in common with another; an empty one lies inside or nowhere. */
    boolean overlaps(long from, long size) {
      if (length == 0 || size == 0) {
        return false;
      }
      long last = saturated(start, length);
      long otherLast = saturated(from, size);
      return Long.compareUnsigned(start, otherLast) <= 0 && Long.compareUnsigned(from, last) <= 0;
    }
  }

  private final List<Range> ranges = new ArrayList<>();
  private volatile boolean any;

  /** The last byte of a range, which does not wrap around. */
  private static long saturated(long start, long length) {
    long last = start + length - 1;
    return Long.compareUnsigned(last, start) < 0 ? -1 : last;
  }

  /** Locks a range; {@code STATUS_LOCK_NOT_GRANTED} when it is taken and {@code wait} is false. */
  void lock(FileObject owner, long start, long length, boolean exclusive, boolean wait) {
    Range range = new Range(owner, start, length, exclusive);
    reserve(range, wait);
    int command = wait ? Fcntl.F_OFD_SETLKW : Fcntl.F_OFD_SETLK;
    int type = exclusive ? Fcntl.F_WRLCK : Fcntl.F_RDLCK;
    while (!setHost(owner.fd(), start, length, command, type)) {
      Errno errno = Errno.last();
      if (errno == Errno.EAGAIN || errno == Errno.EACCES) {
        withdraw(range);
        throw NtStatus.LOCK_NOT_GRANTED.exception();
      }
      if (errno != Errno.EINTR) {
        // A descriptor that is not open for it, or a file system without locks, has none of its
        // own: the lock holds inside this process.
        return;
      }
    }
  }

  private synchronized void reserve(Range range, boolean wait) {
    while (conflict(range)) {
      if (!wait) {
        throw NtStatus.LOCK_NOT_GRANTED.exception();
      }
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw NtStatus.CANCELLED.exception();
      }
    }
    ranges.add(range);
    any = true;
  }

  private synchronized void withdraw(Range range) {
    ranges.remove(range);
    any = !ranges.isEmpty();
    notifyAll();
  }

  /** Whether a lock stands in the way of another, even of the same file object. */
  private boolean conflict(Range wanted) {
    for (Range r : ranges) {
      if ((wanted.exclusive || r.exclusive) && r.overlaps(wanted.start, wanted.length)) {
        return true;
      }
    }
    return false;
  }

  /** Unlocks exactly what was locked; {@code STATUS_RANGE_NOT_LOCKED} when it was not. */
  synchronized void unlock(FileObject owner, long start, long length) {
    for (int i = 0; i < ranges.size(); i++) {
      Range r = ranges.get(i);
      if (r.owner == owner && r.start == start && r.length == length) {
        remove(i);
        return;
      }
    }
    throw NtStatus.RANGE_NOT_LOCKED.exception();
  }

  /** Drops all locks of a file object that is closed. */
  synchronized void release(FileObject owner) {
    for (int i = ranges.size() - 1; i >= 0; i--) {
      if (ranges.get(i).owner == owner) {
        remove(i);
      }
    }
  }

  private void remove(int i) {
    Range r = ranges.remove(i);
    any = !ranges.isEmpty();
    boolean still = false;
    for (Range other : ranges) {
      still |= other.owner == r.owner && other.overlaps(r.start, r.length);
    }
    if (!still) {
      setHost(r.owner.fd(), r.start, r.length, Fcntl.F_OFD_SETLK, Fcntl.F_UNLCK);
    }
    notifyAll();
  }

  /** {@code STATUS_FILE_LOCK_CONFLICT} when reading or writing a range is not allowed. */
  void check(FileObject file, long start, long length, boolean write) {
    if (any) {
      checkSlowly(file, start, length, write);
    }
  }

  private synchronized void checkSlowly(FileObject file, long start, long length, boolean write) {
    for (Range r : ranges) {
      boolean allowed = r.exclusive ? r.owner == file : !write;
      if (!allowed && r.overlaps(start, length)) {
        throw NtStatus.FILE_LOCK_CONFLICT.exception();
      }
    }
  }

  /** Whether any lock exists: a caller who must work out the range first may skip that. */
  boolean any() {
    return any;
  }

  private static boolean setHost(int fd, long start, long length, int command, int type) {
    if (start < 0 || length == 0) {
      return true;
    }
    HostBuffer buffer = HostBuffer.get();
    buffer.putInt(Fcntl.FLOCK_TYPE, type);
    buffer.putLong(Fcntl.FLOCK_START, start);
    boolean toEnd = length < 0 || start + length < 0;
    buffer.putLong(Fcntl.FLOCK_LEN, toEnd ? 0 : length);
    buffer.putInt(Fcntl.FLOCK_PID, 0);
    return Fcntl.fcntl(fd, command, buffer.struct()) == 0;
  }
}
