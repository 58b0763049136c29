package decant.nt.file;

import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.io.IoQueue;
import decant.nt.io.IoReport;
import decant.nt.io.IoRequest;
import decant.nt.sync.CompletionPort;
import decant.nt.sync.Waitable;

/** What can be read and written through a handle: disk files, pipes, consoles, the null device. */
public abstract class IoObject extends Waitable {
  public static final int FILE_TYPE_UNKNOWN = 0;
  public static final int FILE_TYPE_DISK = 1;
  public static final int FILE_TYPE_CHAR = 2;
  public static final int FILE_TYPE_PIPE = 3;

  /** As an {@code offset}: at the file's current position, which then moves. */
  public static final long CURRENT = -1;

  /** As an {@code offset} of {@link #write}: at the end of the file. */
  public static final long END = -2;

  @Override
  public String typeName() {
    return "File";
  }

  @Override
  public int granted(int access) {
    return FileAccess.specific(access);
  }

  /** {@code FILE_SKIP_COMPLETION_PORT_ON_SUCCESS}. */
  public static final int SKIP_COMPLETION_PORT_ON_SUCCESS = 1;

  /** {@code FILE_SKIP_SET_EVENT_ON_HANDLE}. */
  public static final int SKIP_SET_EVENT_ON_HANDLE = 2;

  /** Who hears of the end of operations where no completion port does. */
  public interface Listener {
    /** An operation has ended; must not wait. */
    void ended(long context, NtStatus status, long information);
  }

  private volatile Listener listener;

  /** Where operations report their end. */
  private record Reports(CompletionPort port, long key) {}

  private volatile Reports reports;
  private volatile int notificationModes;

  /** Reset when an operation is left pending, set when one ends. Guarded by the object's lock. */
  private boolean signalled = true;

  @Override
  protected boolean isSignalled(GuestThread waiter) {
    return signalled;
  }

  /** An operation goes on when its call returns. */
  public final void operationBegins() {
    change(() -> signalled = false);
  }

  /** An operation that was left pending has ended. */
  public final void operationEnded() {
    if ((notificationModes & SKIP_SET_EVENT_ON_HANDLE) == 0) {
      change(() -> signalled = true);
    }
  }

  /**
   * Lets overlapped operations report to a completion port, for good; {@code
   * STATUS_INVALID_PARAMETER} when they report to one already.
   */
  public final synchronized void reportTo(CompletionPort port, long key) {
    if (reports != null) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    reports = new Reports(port, key);
  }

  /** Reports an operation that has ended, if there is a port to report to. */
  public final void report(long context, NtStatus status, long information) {
    Listener hears = listener;
    if (hears != null) {
      hears.ended(context, status, information);
    }
    Reports to = reports;
    if (to != null) {
      to.port.post(to.key, context, status.code(), information);
    }
  }

  /** Lets somebody hear of overlapped operations, for good; as for a completion port. */
  public final synchronized void reportTo(Listener to) {
    if (reports != null || listener != null) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    listener = to;
  }

  /** Adds {@code FILE_SKIP_*} modes; they cannot be taken back. */
  public final synchronized void addNotificationModes(int modes) {
    notificationModes |= modes;
  }

  /** Whether operations that succeed at once send no packet. */
  public final boolean skipsPacketOnSuccess() {
    return (notificationModes & SKIP_COMPLETION_PORT_ON_SUCCESS) != 0;
  }

  /** {@code FILE_MODE_INFORMATION.Mode}: the options of {@code NtCreateFile} that last. */
  public int ioMode() {
    return FileSystem.FILE_SYNCHRONOUS_IO_NONALERT;
  }

  /** The operations under way, null where all end with their call. */
  public IoQueue queue() {
    return null;
  }

  /**
   * A read or a write that may be left pending; null when this object does all at once, or its
   * handle was opened for synchronous operations.
   */
  public IoRequest request(IoReport report, boolean write, long buffer, int length) {
    return null;
  }

  /**
   * Cancels operations under way; returns whether there were any.
   *
   * @param thread only those that this thread began; null for any
   * @param block only the one with this status block; 0 for any
   */
  public boolean cancel(GuestThread thread, long block) {
    IoQueue queue = queue();
    return queue != null && queue.cancel(thread, block);
  }

  /** {@code FILE_TYPE_*}, as {@code GetFileType} returns it. */
  public abstract int fileType();

  /** The host descriptor behind the object, -1 when there is none. */
  public int fd() {
    return -1;
  }

  /**
   * Reads into guest memory; returns the number of bytes, 0 at the end of the file (pipes: {@code
   * STATUS_PIPE_BROKEN}).
   */
  public abstract int read(GuestThread thread, long buffer, int length, long offset);

  /** Writes from guest memory; returns the number of bytes. */
  public abstract int write(GuestThread thread, long buffer, int length, long offset);

  /** Moves what is buffered to the host. */
  public void flush() {}

  /** Size in bytes. */
  public long size() {
    throw NtStatus.INVALID_DEVICE_REQUEST.exception();
  }

  /** The current position. */
  public long position() {
    throw NtStatus.INVALID_DEVICE_REQUEST.exception();
  }

  public void setPosition(long position) {
    throw NtStatus.INVALID_DEVICE_REQUEST.exception();
  }

  /** Makes the file longer or shorter; the position stays. */
  public void setSize(long size) {
    throw NtStatus.INVALID_DEVICE_REQUEST.exception();
  }

  /** Attributes, times and size. */
  public FileStatus status() {
    throw NtStatus.INVALID_DEVICE_REQUEST.exception();
  }
}
