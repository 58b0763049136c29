package decant.crt.io;

import decant.host.Memory;
import decant.nt.GuestProcess;
import decant.nt.ProcessParameters;

/**
 * How descriptors go to a child: in {@code lpReserved2} of {@code STARTUPINFO}, a count, a byte of
 * flags for each descriptor, and a handle for each.
 */
public final class InheritedFiles {
  private static final int OPEN = 1;
  private static final int MASK = LowFile.PIPE | LowFile.APPEND | LowFile.DEVICE | LowFile.TEXT;
  private static final long NO_HANDLE = -1;

  /** As many as fit into the 16 bits that the size has. */
  private static final int MOST = (0xFFFF - 4) / 9;

  private InheritedFiles() {}

  /**
   * The descriptors that a child gets; nothing when there are none.
   *
   * @param detached whether it does not get the first three
   */
  public static byte[] encode(GuestProcess process, boolean detached) {
    LowFiles files = LowFiles.of(process);
    int count = Math.min(files.end(), MOST);
    byte[] data = new byte[4 + 9 * count];
    putInt(data, 0, count);
    for (int fd = 0; fd < count; fd++) {
      LowFile file = files.find(fd);
      boolean passes =
          file != null && (file.flags & LowFile.NO_INHERIT) == 0 && !(detached && fd < 3);
      long handle = passes ? file.handle : NO_HANDLE;
      data[4 + fd] = (byte) (passes ? file.flags & MASK | OPEN : 0);
      putInt(data, 4 + count + 8 * fd, (int) handle);
      putInt(data, 8 + count + 8 * fd, (int) (handle >>> 32));
    }
    return data;
  }

  private static void putInt(byte[] data, int at, int value) {
    for (int i = 0; i < 4; i++) {
      data[at + i] = (byte) (value >>> 8 * i);
    }
  }

  /** Who gets what a process inherited. */
  interface Taker {
    void take(int fd, long handle, int flags);
  }

  /** Hands over the descriptors that a process got from its parent. */
  static void decode(GuestProcess process, Taker taker) {
    if (process.peb == 0) {
      return;
    }
    long parameters = ProcessParameters.of(process);
    int size = Memory.getU16(parameters + ProcessParameters.RUNTIME_DATA);
    long data = ProcessParameters.buffer(parameters, ProcessParameters.RUNTIME_DATA);
    if (size < 4 || data == 0) {
      return;
    }
    int count = Math.min(Memory.getInt(data), (size - 4) / 9);
    for (int fd = 0; fd < count; fd++) {
      int flags = Memory.getU8(data + 4 + fd);
      long handle = Memory.getLong(data + 4 + count + 8L * fd);
      if ((flags & OPEN) != 0 && handle != 0 && handle != NO_HANDLE) {
        taker.take(fd, handle, flags & MASK);
      }
    }
  }
}
