package decant.nt.file;

import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.HandleTable;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.Win32Error;
import decant.nt.io.IoReport;
import decant.nt.io.IoRequest;

/** Reading and writing through handles: what {@code NtReadFile} and {@code ReadFile} share. */
public final class FileIo {
  /** {@code IO_STATUS_BLOCK}; an {@code OVERLAPPED} begins the same way. */
  public static final int IOSB_STATUS = 0;

  public static final int IOSB_INFORMATION = 8;

  /** What {@link #transfer} returns of a read at the end of a file. */
  public static final int AT_END = -1;

  private FileIo() {}

  /**
   * The object of a handle that data goes through; {@code STATUS_ACCESS_DENIED} when the handle
   * lacks the right, {@code STATUS_OBJECT_TYPE_MISMATCH} for other objects.
   */
  public static IoObject object(GuestThread t, long handle, int rights) {
    HandleTable.Entry entry = t.process.handles.entry(handle);
    if (!(entry.object instanceof IoObject io)) {
      throw NtStatus.OBJECT_TYPE_MISMATCH.exception();
    }
    if (rights != 0 && (entry.access & rights) == 0) {
      throw NtStatus.ACCESS_DENIED.exception();
    }
    return io;
  }

  /** The file or directory of a handle that was opened with one of these rights. */
  public static FileObject file(GuestThread t, long handle, int rights) {
    IoObject io = object(t, handle, rights);
    if (!(io instanceof FileObject file)) {
      throw NtStatus.INVALID_DEVICE_REQUEST.exception();
    }
    return file;
  }

  /** Reads at the position; returns the number of bytes, 0 at the end. */
  public static int read(GuestThread t, long handle, long buffer, int length) {
    return read(t, object(t, handle, FileAccess.FILE_READ_DATA), buffer, length, IoObject.CURRENT);
  }

  /** Writes at the position; returns the number of bytes. */
  public static int write(GuestThread t, long handle, long buffer, int length) {
    return write(t, object(t, handle, FileAccess.WRITES), buffer, length, IoObject.CURRENT);
  }

  /**
   * {@link IoObject#read}, during which another thread may close the object's last handle; {@code
   * STATUS_INVALID_HANDLE} when one has done so before.
   */
  public static int read(GuestThread t, IoObject io, long buffer, int length, long offset) {
    retain(io);
    try {
      return io.read(t, buffer, length, offset);
    } finally {
      io.release();
    }
  }

  /** {@link IoObject#write}, likewise. */
  public static int write(GuestThread t, IoObject io, long buffer, int length, long offset) {
    retain(io);
    try {
      return io.write(t, buffer, length, offset);
    } finally {
      io.release();
    }
  }

  /**
   * Keeps an object, and with it its descriptor: the number of a closed one soon means another
   * file.
   */
  private static void retain(IoObject io) {
    if (!io.tryRetain()) {
      throw NtStatus.INVALID_HANDLE.exception();
    }
  }

  /**
   * Reads or writes with a status block, which is filled before the end is told to anybody.
   *
   * @param offset where in the file; {@link IoObject#CURRENT}, {@link IoObject#END}
   * @return the number of bytes, or {@link #AT_END}: a value, as every file is read to its end
   * @throws NtStatusException {@code STATUS_PENDING} when the operation goes on
   */
  public static int transfer(
      GuestThread t,
      boolean write,
      long handle,
      IoReport report,
      long buffer,
      int length,
      long offset) {
    IoObject io = object(t, handle, write ? FileAccess.WRITES : FileAccess.FILE_READ_DATA);
    IoRequest request = io.request(report, write, buffer, length);
    if (request != null) {
      NtStatus status = submit(io, request);
      if (status != NtStatus.SUCCESS) {
        throw status.exception();
      }
      return (int) request.information();
    }
    report.begin();
    long at = io.fileType() == IoObject.FILE_TYPE_DISK ? offset : IoObject.CURRENT;
    try {
      int done = write ? write(t, io, buffer, length, at) : read(t, io, buffer, length, at);
      if (!write && done == 0 && length != 0 && io.fileType() == IoObject.FILE_TYPE_DISK) {
        report.end(io, NtStatus.END_OF_FILE, 0);
        return AT_END;
      }
      report.end(io, NtStatus.SUCCESS, done);
      return done;
    } catch (NtStatusException e) {
      // A message that is longer than the buffer has filled it.
      report.end(io, e.status(), e.status() == NtStatus.BUFFER_OVERFLOW ? length : 0);
      throw e;
    }
  }

  /** What {@link #transfer} has returned; {@code STATUS_END_OF_FILE} for {@link #AT_END}. */
  public static int data(int transferred) {
    if (transferred == AT_END) {
      throw NtStatus.END_OF_FILE.exception();
    }
    return transferred;
  }

  /** Begins an operation on an object that other threads may close meanwhile. */
  public static NtStatus submit(IoObject io, IoRequest request) {
    retain(io);
    try {
      return io.queue().submit(request);
    } finally {
      io.release();
    }
  }

  /** Fills a status block. */
  public static void complete(long block, NtStatus status, long information) {
    Memory.putLong(block + IOSB_INFORMATION, information);
    Memory.putLong(block + IOSB_STATUS, status.code());
  }

  /**
   * Moves the position; returns the new one. {@code ERROR_NEGATIVE_SEEK} for one before the
   * beginning.
   *
   * @param method {@code FILE_BEGIN} 0, {@code FILE_CURRENT} 1, {@code FILE_END} 2
   */
  public static long seek(IoObject io, long distance, int method) {
    return seek(io, distance, method, Long.MAX_VALUE);
  }

  /** As above; {@code STATUS_INVALID_PARAMETER} for a position beyond a limit. */
  public static long seek(IoObject io, long distance, int method, long limit) {
    long base =
        switch (method) {
          case 0 -> 0;
          case 1 -> io.position();
          case 2 -> io.size();
          default -> throw NtStatus.INVALID_PARAMETER.exception();
        };
    long target = base + distance;
    if (target < 0) {
      throw Win32Error.NEGATIVE_SEEK.exception();
    }
    if (target > limit) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    if (method != 1 || distance != 0) {
      io.setPosition(target);
    }
    return target;
  }
}
