package decant.crt.io;

import decant.abi.CrtErrno;
import decant.abi.Gate;
import decant.host.Memory;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import java.util.Arrays;

/**
 * The streams of a process. The first {@link #STANDARD} FILEs are msvcrt's {@code _iob}; the others
 * are on the heap, each with its index behind it.
 */
public final class Streams {
  /** FILEs in {@code _iob}. */
  static final int STANDARD = 20;

  private static final int STDERR = 2;

  final LowFiles files;
  private final long iob;
  private volatile Stream[] streams = new Stream[2 * STANDARD];
  private int count = STANDARD;

  private Streams(GuestProcess process, long iob) {
    this.files = LowFiles.of(process);
    this.iob = iob;
    for (int i = 0; i < STANDARD; i++) {
      streams[i] = new Stream(files, iob + (long) Stream.SIZE * i);
    }
    for (int fd = 0; fd <= STDERR; fd++) {
      int mode = fd == 0 ? Stream.READ : Stream.WRITE;
      int buffering = fd == STDERR ? Stream.UNBUFFERED : 0;
      streams[fd].attach(files.find(fd) == null ? -2 : fd, mode | buffering);
    }
  }

  /** Fills {@code _iob}. */
  static void make(GuestThread t, long iob) {
    t.process.state(Streams.class, p -> new Streams(p, iob));
  }

  static Streams of(GuestThread t) {
    // Binding the variable makes the streams. Its address must be asked for outside of state(),
    // which holds a lock that the binder takes second.
    Streams streams = t.process.state(Holder.class, p -> new Holder()).streams;
    return streams != null ? streams : bound(t);
  }

  /** Where the streams are found without asking for the address of {@code _iob} again. */
  private static final class Holder {
    volatile Streams streams;
    volatile boolean abandoned;
  }

  private static Streams bound(GuestThread t) {
    long iob = Gate.modules().export(t, "msvcrt", "_iob");
    Streams streams = t.process.state(Streams.class, p -> new Streams(p, iob));
    Holder holder = t.process.state(Holder.class, p -> new Holder());
    synchronized (holder) {
      if (holder.streams == null) {
        holder.streams = streams;
        t.process.atExit(Streams::flushAll);
      }
    }
    return streams;
  }

  /** The address of a standard FILE. */
  long standard(int index) {
    if (index < 0 || index >= STANDARD) {
      throw CrtErrno.EINVAL.exception();
    }
    return iob + (long) Stream.SIZE * index;
  }

  /** The stream of a FILE; {@code EINVAL} for what is none. */
  static Stream get(GuestThread t, long file) {
    return of(t).find(file);
  }

  private Stream find(long file) {
    long offset = file - iob;
    Stream[] table = streams;
    if (offset >= 0 && offset < (long) STANDARD * Stream.SIZE) {
      if (offset % Stream.SIZE == 0) {
        return table[(int) offset / Stream.SIZE];
      }
    } else if (file != 0) {
      int index = Memory.getInt(file + Stream.SIZE);
      if (index >= STANDARD && index < table.length) {
        Stream stream = table[index];
        if (stream != null && stream.file == file) {
          return stream;
        }
      }
    }
    throw CrtErrno.EINVAL.exception();
  }

  /** A FILE that is not in use, made one for a descriptor. */
  synchronized Stream open(GuestThread t, int fd, int flags) {
    for (int i = 3; i < count; i++) {
      if (!streams[i].isOpen()) {
        streams[i].attach(fd, flags);
        return streams[i];
      }
    }
    if (count == streams.length) {
      streams = Arrays.copyOf(streams, 2 * count);
    }
    long file = t.process.heap.allocate(t, Stream.SIZE + 8L);
    Memory.putInt(file + Stream.SIZE, count);
    Stream stream = new Stream(files, file);
    stream.attach(fd, flags);
    streams[count++] = stream;
    return stream;
  }

  /** Closes a stream; {@code EOF} when its last bytes could not be written. */
  int close(GuestThread t, Stream stream) {
    stream.lock.lock();
    try {
      if (!stream.isOpen()) {
        throw CrtErrno.EINVAL.exception();
      }
      int result = stream.flush(t);
      stream.freeBuffer(t);
      int fd = stream.fd();
      stream.attach(-1, 0);
      if (fd >= 0) {
        files.close(t, fd);
      }
      return result;
    } finally {
      stream.lock.unlock();
    }
  }

  /**
   * Writes all streams' buffers to their files; returns the number of open streams. A stream that
   * is being read is left alone: its reader may hold the lock until there is input, and the end of
   * a process does not wait for that.
   */
  int flushEach(GuestThread t) {
    int open = 0;
    Stream[] table = streams;
    for (Stream stream : table) {
      if (stream == null || !stream.isOpen()) {
        continue;
      }
      open++;
      if ((stream.flags() & Stream.WRITE) == 0) {
        continue;
      }
      stream.lock.lock();
      try {
        if ((stream.flags() & Stream.WRITE) != 0) {
          stream.flush(t);
        }
      } finally {
        stream.lock.unlock();
      }
    }
    return open;
  }

  /** Closes all streams but the three standard ones; returns their number. */
  int closeEach(GuestThread t) {
    int closed = 0;
    Stream[] table = streams;
    for (int i = 3; i < table.length; i++) {
      if (table[i] != null && table[i].isOpen()) {
        close(t, table[i]);
        closed++;
      }
    }
    return closed;
  }

  /** Closes the streams whose files go with them; returns their number. */
  int closeTemporary(GuestThread t) {
    int closed = 0;
    Stream[] table = streams;
    for (int i = 3; i < table.length; i++) {
      if (table[i] != null && table[i].isOpen()) {
        LowFile low = files.find(table[i].fd());
        if (low != null && (low.flags & LowFile.TEMPORARY) != 0) {
          close(t, table[i]);
          closed++;
        }
      }
    }
    return closed;
  }

  /** What happens to streams when the process ends: what was written reaches the files. */
  public static void flushAll(GuestThread t) {
    Holder holder = t.process.state(Holder.class, p -> new Holder());
    if (holder.streams != null && !holder.abandoned) {
      holder.streams.flushEach(t);
    }
  }

  /** The process is about to end without writing what is buffered. */
  public static void abandon(GuestThread t) {
    t.process.state(Holder.class, p -> new Holder()).abandoned = true;
  }
}
