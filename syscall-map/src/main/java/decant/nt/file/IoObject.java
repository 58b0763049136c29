package decant.nt.file;

import decant.nt.GuestThread;
import decant.nt.NtStatus;
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

  /** No request is ever left pending here, and a file without one is signalled. */
  @Override
  protected boolean isSignalled(GuestThread waiter) {
    return true;
  }

  /** Where operations report their end. */
  private record Reports(CompletionPort port, long key) {}

  private volatile Reports reports;

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

  /** Reports an operation that has succeeded, if there is a port to report to. */
  public final void report(long context, int bytes) {
    Reports to = reports;
    if (to != null) {
      to.port.post(new CompletionPort.Packet(to.key, context, NtStatus.SUCCESS, bytes));
    }
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
