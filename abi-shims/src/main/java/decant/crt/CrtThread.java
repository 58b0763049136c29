package decant.crt;

import decant.nt.GuestThread;

/**
 * What the CRT keeps for each thread: the buffers that functions return pointers to, made when they
 * are first asked for, and small states.
 */
public final class CrtThread {
  /** The buffers; each lasts as long as the thread. */
  public enum Buffer {
    STRTOK(8),
    WCSTOK(8),
    MBSTOK(8),
    STRERROR(512),
    WCSERROR(512),
    ASCTIME(32),
    WASCTIME(64),
    TM(48),
    NOW(48),
    CVT(512),
    MATHERR(64),
    MBRLEN(8),
    MBRTOWC(8),
    MBSRTOWCS(8),
    WCRTOMB(8),
    LOCALE_NAMES(48),
    LOCALE_HANDLES(24),
    LCONV(Lconv.SIZE),
    MBCTYPE(264),
    MBCASEMAP(256);

    private final int size;

    Buffer(int size) {
      this.size = size;
    }

    /** Size in bytes. */
    int size() {
      return size;
    }
  }

  private static final Buffer[] BUFFERS = Buffer.values();

  /** The state of {@code rand}. */
  int seed = 1;

  /** The locale that {@code _configthreadlocale} gave the thread; null: the process's. */
  CrtLocale locale;

  private final long[] buffers = new long[BUFFERS.length];

  static CrtThread of(GuestThread thread) {
    return thread.state(CrtThread.class, t -> new CrtThread());
  }

  /** The address of one of the thread's buffers, zeroed when it is first asked for. */
  public static long buffer(GuestThread thread, Buffer buffer) {
    CrtThread state = of(thread);
    int index = buffer.ordinal();
    long address = state.buffers[index];
    if (address == 0) {
      address = thread.process.heap.allocate(thread, buffer.size);
      state.buffers[index] = address;
    }
    return address;
  }
}
