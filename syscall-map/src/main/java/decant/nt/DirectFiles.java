package decant.nt;

import decant.host.Mman;
import jdk.internal.misc.Unsafe;

/**
 * The handles whose files machine code reads and writes by itself ({@code file.S}): a table of the
 * host's descriptors by handle. A process has one; a {@link HandleTable} keeps it in step.
 *
 * <p>Machine code counts itself in and out of a row around the host's call. A handle that is closed
 * meanwhile loses its row at once, but its object must not be released while somebody is in: the
 * descriptor's number soon means another file.
 */
final class DirectFiles {
  private static final Unsafe UNSAFE = Unsafe.getUnsafe();

  // As in abi-shims/src/main/asm/layout.inc.
  private static final int COUNT = 4096;
  private static final int SIZE = 16;
  private static final int FILE = 0;
  private static final int USERS = 8;

  /** How often a closer looks again before it leaves the rest to a thread. */
  private static final int PATIENCE = 100;

  private static final int LONGEST_SLEEP_MS = 64;

  /** Rows by handle / 4; stays mapped, as threads may be in machine code to the end. */
  final long address =
      Mman.mmap(
          0,
          (long) COUNT * SIZE,
          Mman.PROT_READ | Mman.PROT_WRITE,
          Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS | Mman.MAP_NORESERVE,
          -1,
          0);

  private boolean stopped;

  /** Nobody goes on in machine code: who is in a row stays there. */
  private volatile boolean ended;

  private long row(long handle) {
    long i = handle >>> 2;
    return i >= COUNT || address == -1 ? 0 : address + i * SIZE;
  }

  /** A handle has been opened; guarded by the handle table's lock, as the next two are. */
  void opened(long handle, NtObject object, int access) {
    long row = row(handle);
    if (row != 0 && !stopped) {
      int users = UNSAFE.getIntVolatile(null, row + USERS);
      if (users < 0) { // somebody was taken out, and came back to leave
        UNSAFE.compareAndSetInt(null, row + USERS, users, 0);
      }
      UNSAFE.putLongVolatile(null, row + FILE, object.directFile(access));
    }
  }

  /** A handle is closed: machine code does not begin anything with it any more. */
  void closed(long handle) {
    long row = row(handle);
    if (row != 0) {
      UNSAFE.putLongVolatile(null, row + FILE, 0);
    }
  }

  /** From now on machine code leaves everything to Java. */
  void stop() {
    if (stopped) {
      return;
    }
    stopped = true;
    for (long i = 1; i < COUNT; i++) {
      if (UNSAFE.getLong(address + i * SIZE + FILE) != 0) {
        closed(4 * i);
      }
    }
  }

  /**
   * A thread that is in a row has been sent elsewhere, and is not expected to leave by itself. If
   * it does, there are fewer than none in the row, which is as good as none.
   */
  void leave(long row) {
    long at = row - address;
    if (at >= 0 && at < (long) COUNT * SIZE && at % SIZE == 0) {
      UNSAFE.getAndAddInt(null, row + USERS, -1);
    }
  }

  /** The process's threads have stopped for good. */
  void end() {
    ended = true;
  }

  private boolean inUse(long handle) {
    long row = row(handle);
    return row != 0 && UNSAFE.getIntVolatile(null, row + USERS) > 0;
  }

  /** Releases the object of a handle that has been closed, as soon as nobody is at work with it. */
  void whenUnused(long handle, NtObject object) {
    for (int i = 0; inUse(handle); i++) {
      if (i == PATIENCE && ended) {
        break;
      }
      if (i == PATIENCE) { // a disk that is slow, or a thread that is suspended
        Thread thread = new Thread(() -> await(handle, object), "decant-close");
        thread.setDaemon(true);
        thread.start();
        return;
      }
      Thread.yield();
    }
    object.release();
  }

  private void await(long handle, NtObject object) {
    for (int ms = 1; inUse(handle); ms = Math.min(2 * ms, LONGEST_SLEEP_MS)) {
      try {
        Thread.sleep(ms);
      } catch (InterruptedException e) {
        return; // nobody does
      }
    }
    object.release();
  }
}
