package decant.crt.io;

import decant.abi.Data;
import decant.abi.Export;
import decant.abi.Library;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * msvcrt's table of descriptors, which some programs look into: {@code __pioinfo}, an array of
 * pointers to arrays of 32 {@code ioinfo} structures (handle, flags, a pipe's read-ahead character,
 * lock). Kept for reading; what a program writes there changes nothing.
 */
@Library("msvcrt")
public final class IoInfo {
  private static final int ARRAYS = 64;
  private static final int PER_ARRAY = 32;

  /** Size of an {@code ioinfo}: 16 bytes and a critical section. */
  private static final int SIZE = 56;

  private static final int OSFILE = 8;
  private static final int OPEN = 1;
  private static final int MIRRORED = 0xFF;
  private static final long NO_HANDLE = -1;

  /** Address of the table, 0 until a program asks for it. */
  private volatile long table;

  private IoInfo() {}

  private static IoInfo of(GuestThread t) {
    return t.process.state(IoInfo.class, p -> new IoInfo());
  }

  @Export
  @Data(size = 8 * ARRAYS)
  static void __pioinfo(GuestThread t, long address) {
    LowFiles files = LowFiles.of(t);
    IoInfo info = of(t);
    info.table = address;
    info.array(t, 0);
    for (int fd = 0; fd < ARRAYS * PER_ARRAY; fd++) {
      LowFile file = files.find(fd);
      if (file != null) {
        info.put(t, fd, file.handle, file.flags);
      }
    }
  }

  /** What descriptors that do not exist have. */
  @Export
  @Data(size = SIZE)
  static void __badioinfo(GuestThread t, long address) {
    Memory.putLong(address, NO_HANDLE);
  }

  private long array(GuestThread t, int index) {
    long slot = table + 8L * index;
    long array = Memory.getLong(slot);
    if (array == 0) {
      array = t.process.heap.allocate(t, PER_ARRAY * SIZE);
      for (int i = 0; i < PER_ARRAY; i++) {
        Memory.putLong(array + (long) SIZE * i, NO_HANDLE);
      }
      Memory.putLong(slot, array);
    }
    return array;
  }

  private void put(GuestThread t, int fd, long handle, int flags) {
    long entry = array(t, fd / PER_ARRAY) + (long) SIZE * (fd % PER_ARRAY);
    Memory.putLong(entry, handle);
    Memory.putByte(entry + OSFILE, handle == NO_HANDLE ? 0 : flags & MIRRORED | OPEN);
  }

  /** A descriptor was opened. */
  static void opened(GuestThread t, LowFile file) {
    IoInfo info = of(t);
    if (info.table != 0 && file.fd < ARRAYS * PER_ARRAY) {
      info.put(t, file.fd, file.handle, file.flags);
    }
  }

  /** A descriptor was closed. */
  static void closed(GuestThread t, int fd) {
    IoInfo info = of(t);
    if (info.table != 0 && fd < ARRAYS * PER_ARRAY) {
      info.put(t, fd, NO_HANDLE, 0);
    }
  }
}
