package decant.crt.io;

import decant.abi.CrtErrno;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatusException;
import decant.nt.Win32Error;
import decant.nt.Win32Exception;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A FILE. What programs' inlined {@code getc} and {@code putc} touch (position, count, buffer,
 * flags) lives in guest memory, as msvcrt lays it out; here are its lock and what only we need.
 * Whoever calls a method holds the lock.
 */
final class Stream {
  /** Size of a FILE as msvcrt declares it. */
  static final int SIZE = 48;

  static final int PTR = 0;
  static final int CNT = 8;
  static final int BASE = 16;
  private static final int FLAG = 24;
  private static final int FD = 28;
  private static final int CHARBUF = 32;
  private static final int BUFSIZ = 36;

  static final int READ = 0x01;
  static final int WRITE = 0x02;
  static final int UNBUFFERED = 0x04;
  static final int OWN_BUFFER = 0x08;
  static final int EOF = 0x10;
  static final int ERROR = 0x20;
  static final int UPDATE = 0x80;
  static final int USER_BUFFER = 0x100;

  /** {@code fopen} mode {@code c}: a flush goes through to the disk. */
  static final int COMMIT = 0x4000;

  static final int BUFFER_SIZE = 4096;
  static final int END = -1;

  final long file;
  final ReentrantLock lock = new ReentrantLock();
  private final LowFiles files;

  /** Where in the file the buffer's contents begin. */
  private long fillStart;

  /** The first half of a character that {@code fputwc} was given. */
  char highSurrogate;

  Stream(LowFiles files, long file) {
    this.files = files;
    this.file = file;
  }

  int flags() {
    return Memory.getInt(file + FLAG);
  }

  void flags(int flags) {
    Memory.putInt(file + FLAG, flags);
  }

  void addFlags(int flags) {
    flags(flags() | flags);
  }

  void clearFlags(int flags) {
    flags(flags() & ~flags);
  }

  boolean isOpen() {
    return (flags() & (READ | WRITE | UPDATE)) != 0;
  }

  int fd() {
    return Memory.getInt(file + FD);
  }

  LowFiles files() {
    return files;
  }

  /** Makes the FILE one for a descriptor. */
  void attach(int fd, int flags) {
    Memory.fill(file, SIZE, 0);
    Memory.putInt(file + FD, fd);
    flags(flags);
    highSurrogate = 0;
  }

  LowFile low() {
    return files.get(fd());
  }

  long ptr() {
    return Memory.getLong(file + PTR);
  }

  void ptr(long ptr) {
    Memory.putLong(file + PTR, ptr);
  }

  int cnt() {
    return Memory.getInt(file + CNT);
  }

  void cnt(int cnt) {
    Memory.putInt(file + CNT, cnt);
  }

  long base() {
    return Memory.getLong(file + BASE);
  }

  int bufferSize() {
    return Memory.getInt(file + BUFSIZ);
  }

  boolean hasBuffer() {
    return (flags() & (OWN_BUFFER | USER_BUFFER)) != 0;
  }

  // --- buffers ----------------------------------------------------------------------------------

  private void makeBuffer(GuestThread t) {
    if ((flags() & (OWN_BUFFER | USER_BUFFER | UNBUFFERED)) != 0) {
      if (base() == 0) {
        unbuffer();
      }
      return;
    }
    setBuffer(t.process.heap.allocate(t, BUFFER_SIZE), BUFFER_SIZE, OWN_BUFFER);
  }

  /** A stream without a buffer reads into the FILE itself. */
  private void unbuffer() {
    setBuffer(file + CHARBUF, 2, UNBUFFERED);
  }

  private void setBuffer(long base, int size, int kind) {
    flags(flags() & ~(OWN_BUFFER | USER_BUFFER | UNBUFFERED) | kind);
    Memory.putLong(file + BASE, base);
    Memory.putInt(file + BUFSIZ, size);
    ptr(base);
    cnt(0);
  }

  void freeBuffer(GuestThread t) {
    if ((flags() & OWN_BUFFER) != 0) {
      t.process.heap.free(t, base());
    }
    clearFlags(OWN_BUFFER | USER_BUFFER);
    Memory.putLong(file + BASE, 0);
    ptr(0);
    cnt(0);
  }

  /** {@code setvbuf}; {@code buffer} 0: one of our own. */
  void useBuffer(GuestThread t, long buffer, int size, boolean buffered) {
    flush(t);
    freeBuffer(t);
    if (!buffered) {
      unbuffer();
    } else if (buffer == 0) {
      setBuffer(t.process.heap.allocate(t, size), size, OWN_BUFFER);
    } else {
      setBuffer(buffer, size, USER_BUFFER);
    }
  }

  // --- the file below ---------------------------------------------------------------------------

  /** Reads from the descriptor; -1 with errno set when that fails. */
  int readLow(GuestThread t, long buffer, int length) {
    LowFile low = files.find(fd());
    if (low == null) {
      CrtErrno.EBADF.set(t);
      return -1;
    }
    low.lock.lock();
    try {
      return low.read(t, buffer, length);
    } catch (NtStatusException e) {
      return failed(t, e.status().error());
    } catch (Win32Exception e) {
      return failed(t, e.error());
    } finally {
      low.lock.unlock();
    }
  }

  /** Writes to the descriptor; the number of bytes, -1 with errno set when that fails. */
  int writeLow(GuestThread t, long buffer, int length) {
    LowFile low = files.find(fd());
    if (low == null) {
      CrtErrno.EBADF.set(t);
      return -1;
    }
    low.lock.lock();
    try {
      return low.write(t, buffer, length);
    } catch (NtStatusException e) {
      return failed(t, e.status().error());
    } catch (Win32Exception e) {
      return failed(t, e.error());
    } finally {
      low.lock.unlock();
    }
  }

  private static int failed(GuestThread t, Win32Error error) {
    t.setLastError(error);
    CrtErrno.of(error).set(t);
    return -1;
  }

  // --- characters -------------------------------------------------------------------------------

  /** The next byte, {@link #END} at the end. */
  int get(GuestThread t) {
    int cnt = cnt() - 1;
    if (cnt < 0) {
      return fill(t);
    }
    cnt(cnt);
    long ptr = ptr();
    ptr(ptr + 1);
    return Memory.getU8(ptr);
  }

  /** {@code _filbuf}: reads the next bufferful and returns its first byte. */
  int fill(GuestThread t) {
    int flags = flags();
    if ((flags & (READ | WRITE | UPDATE)) == 0) {
      return END;
    }
    if ((flags & WRITE) != 0) {
      CrtErrno.EBADF.set(t);
      addFlags(ERROR);
      return END;
    }
    addFlags(READ);
    makeBuffer(t);
    long base = base();
    fillStart = rawPosition();
    int n = readLow(t, base, bufferSize());
    if (n <= 0) {
      addFlags(n == 0 ? EOF : ERROR);
      cnt(0);
      ptr(base);
      return END;
    }
    cnt(n - 1);
    ptr(base + 1);
    return Memory.getU8(base);
  }

  private long rawPosition() {
    LowFile low = files.find(fd());
    return low != null && low.isDisk() ? low.position() : -1;
  }

  /** Writes a byte; {@link #END} when that fails. */
  int put(GuestThread t, int c) {
    int cnt = cnt() - 1;
    if (cnt < 0) {
      return flushAndPut(t, c);
    }
    cnt(cnt);
    long ptr = ptr();
    Memory.putByte(ptr, c);
    ptr(ptr + 1);
    return c & 0xFF;
  }

  /** Makes the stream one that is being written; false when it cannot be. */
  boolean startWriting(GuestThread t) {
    int flags = flags();
    if ((flags & (WRITE | UPDATE)) == 0) {
      CrtErrno.EBADF.set(t);
      flags(flags | ERROR);
      return false;
    }
    if ((flags & READ) != 0) {
      cnt(0);
      if ((flags & EOF) == 0) {
        flags(flags | ERROR);
        return false;
      }
      ptr(base());
      flags &= ~READ;
    }
    flags((flags | WRITE) & ~EOF);
    return true;
  }

  /** Whether what is written goes straight to the descriptor. */
  boolean writesThrough() {
    int flags = flags();
    if ((flags & UNBUFFERED) != 0) {
      return true;
    }
    if ((flags & (OWN_BUFFER | USER_BUFFER)) != 0 || fd() != 1 && fd() != 2) {
      return false;
    }
    LowFile low = files.find(fd());
    return low != null && (low.flags & LowFile.DEVICE) != 0;
  }

  /** {@code _flsbuf}: writes the buffer out and puts a byte into it. */
  int flushAndPut(GuestThread t, int c) {
    if (!startWriting(t)) {
      return END;
    }
    if (writesThrough()) {
      cnt(0);
      long staging = IoBuffers.of(t).staging;
      Memory.putByte(staging, c);
      if (writeLow(t, staging, 1) != 1) {
        addFlags(ERROR);
        return END;
      }
      return c & 0xFF;
    }
    makeBuffer(t);
    long base = base();
    int pending = (int) (ptr() - base);
    ptr(base + 1);
    cnt(bufferSize() - 1);
    boolean written = pending <= 0 || writeLow(t, base, pending) == pending;
    Memory.putByte(base, c);
    if (!written) {
      addFlags(ERROR);
      return END;
    }
    return c & 0xFF;
  }

  /** Writes the buffer out, or forgets what was read; {@link #END} when that fails. */
  int flush(GuestThread t) {
    int result = 0;
    int flags = flags();
    if ((flags & (READ | WRITE)) == WRITE && hasBuffer()) {
      long base = base();
      int pending = (int) (ptr() - base);
      if (pending > 0) {
        if (writeLow(t, base, pending) == pending) {
          if ((flags & UPDATE) != 0) {
            flags(flags & ~WRITE);
          }
        } else {
          flags(flags | ERROR);
          result = END;
        }
      }
    }
    ptr(base());
    cnt(0);
    return result;
  }

  /** Puts a byte back; {@link #END} when there is no room. */
  int unget(GuestThread t, int c) {
    int flags = flags();
    if (c == END || (flags & READ) == 0 && ((flags & UPDATE) == 0 || (flags & WRITE) != 0)) {
      return END;
    }
    if (base() == 0) {
      makeBuffer(t);
    }
    long ptr = ptr();
    if (ptr == base()) {
      if (cnt() != 0) {
        return END;
      }
      ptr++;
    }
    ptr--;
    Memory.putByte(ptr, c);
    ptr(ptr);
    cnt(cnt() + 1);
    flags(flags() & ~EOF | READ);
    return c & 0xFF;
  }

  // --- position ---------------------------------------------------------------------------------

  /** The position in the file; throws when it has none. */
  long tell() {
    LowFile low = low();
    long at = low.position();
    long base = base();
    int flags = flags();
    int used = base == 0 ? 0 : (int) (ptr() - base);
    if (base == 0 || (flags & (READ | WRITE)) == 0) {
      return at;
    }
    if ((flags & WRITE) != 0) {
      if ((low.flags & LowFile.APPEND) != 0 && used > 0) {
        at = low.object.size();
      }
      return at + used + lineFeeds(low, base, used);
    }
    int filled = used + cnt();
    if (at - fillStart == filled) {
      return at - cnt();
    }
    return cnt() == 0 ? at : fillStart + used + lineFeeds(low, base, used);
  }

  /** How many bytes translation adds to (or takes from) a piece of the buffer. */
  private static int lineFeeds(LowFile low, long from, int length) {
    int n = 0;
    if (low.isText()) {
      for (int i = 0; i < length; i++) {
        if (Memory.getByte(from + i) == '\n') {
          n++;
        }
      }
    }
    return n;
  }

  void seek(GuestThread t, long offset, int origin) {
    long to = offset;
    int from = origin;
    if (origin == SeekOrigin.CUR) {
      to += tell();
      from = SeekOrigin.SET;
    }
    flush(t);
    int flags = flags() & ~EOF;
    flags((flags & UPDATE) != 0 ? flags & ~(READ | WRITE) : flags);
    low().seek(to, from);
  }
}
