package decant.kernel32;

import decant.abi.Apcs;
import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.NtStatus;
import decant.nt.ThreadObject;
import decant.nt.Win32Error;
import decant.nt.file.FileControl;
import decant.nt.file.FileIo;
import decant.nt.io.BlockedCalls;
import decant.nt.io.IoReport;
import decant.nt.sync.Waitable;
import decant.nt.sync.Waits;

/** ioapiset.h: device control, and operations under way. */
@Library({"kernel32", "kernelbase"})
public final class IoApiSet {
  private IoApiSet() {}

  /**
   * Sends a control code to a file or device.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/ioapiset/nf-ioapiset-deviceiocontrol">DeviceIoControl</a>
   */
  @Export(support = Support.PARTIAL, note = "Reparse points, sparse files and compression only.")
  static boolean DeviceIoControl(
      GuestThread t,
      @Handle long hDevice,
      int dwIoControlCode,
      @In(size = "nInBufferSize") @Opt long lpInBuffer,
      int nInBufferSize,
      @Out(size = "nOutBufferSize") @Opt long lpOutBuffer,
      int nOutBufferSize,
      @Out @Opt long lpBytesReturned,
      @Opt long lpOverlapped) {
    if (lpBytesReturned != 0) {
      Memory.putInt(lpBytesReturned, 0);
    }
    IoReport report = lpOverlapped == 0 ? null : IoReport.overlapped(t, lpOverlapped);
    if (report != null) {
      report.begin();
    }
    int filled =
        FileControl.control(
            t, hDevice, dwIoControlCode, lpInBuffer, nInBufferSize, lpOutBuffer, nOutBufferSize);
    if (lpBytesReturned != 0) {
      Memory.putInt(lpBytesReturned, filled);
    }
    if (report != null) {
      report.end(FileIo.object(t, hDevice, 0), NtStatus.SUCCESS, filled);
    }
    return true;
  }

  /**
   * How an overlapped operation ended, waiting for its event (or the file) if asked to.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/ioapiset/nf-ioapiset-getoverlappedresult">GetOverlappedResult</a>
   */
  @Export
  static boolean GetOverlappedResult(
      GuestThread t,
      @Handle long hFile,
      @In long lpOverlapped,
      @Out long lpNumberOfBytesTransferred,
      boolean bWait) {
    long nanos = bWait ? Waits.INFINITE : 0;
    return result(t, hFile, lpOverlapped, lpNumberOfBytesTransferred, nanos, false);
  }

  /** As GetOverlappedResult, with a time limit; asynchronous procedure calls may end the wait. */
  @Export
  static boolean GetOverlappedResultEx(
      GuestThread t,
      @Handle long hFile,
      @In long lpOverlapped,
      @Out long lpNumberOfBytesTransferred,
      int dwMilliseconds,
      boolean bAlertable) {
    long nanos = Waits.nanos(dwMilliseconds);
    return result(t, hFile, lpOverlapped, lpNumberOfBytesTransferred, nanos, bAlertable);
  }

  private static boolean result(
      GuestThread t, long file, long overlapped, long transferred, long nanos, boolean alertable) {
    Waitable object = Overlapped.object(t, Handles.get(t, file, Waitable.class), overlapped);
    long end = nanos == Waits.INFINITE ? 0 : System.nanoTime() + nanos;
    while (Overlapped.isPending(overlapped) && nanos != 0) {
      long left = nanos == Waits.INFINITE ? nanos : Math.max(0, end - System.nanoTime());
      int waited = Apcs.one(t, object, left, alertable);
      if (waited == Waits.TIMEOUT) {
        throw Win32Error.WAIT_TIMEOUT.exception();
      }
      if (waited == Apcs.USER_APC) {
        t.setLastError(Apcs.USER_APC); // WAIT_IO_COMPLETION
        return false;
      }
    }
    if (Overlapped.isPending(overlapped)) {
      throw Win32Error.IO_INCOMPLETE.exception();
    }
    Memory.putInt(transferred, Memory.getInt(overlapped + IoReport.INFORMATION));
    NtStatus status = Overlapped.ended(overlapped);
    if (status != NtStatus.SUCCESS && status.code() < 0) {
      throw status.exception();
    }
    return true;
  }

  /**
   * Cancels what the calling thread has begun on a file.
   *
   * @see <a href="https://learn.microsoft.com/windows/win32/fileio/cancelio">CancelIo</a>
   */
  @Export
  static boolean CancelIo(GuestThread t, @Handle long hFile) {
    FileIo.object(t, hFile, 0).cancel(t, 0);
    return true;
  }

  /**
   * Cancels an operation on a file, or all; {@code ERROR_NOT_FOUND} when there is none.
   *
   * @see <a href="https://learn.microsoft.com/windows/win32/fileio/cancelioex-func">CancelIoEx</a>
   */
  @Export
  static boolean CancelIoEx(GuestThread t, @Handle long hFile, @Opt long lpOverlapped) {
    if (!FileIo.object(t, hFile, 0).cancel(null, lpOverlapped)) {
      throw Win32Error.NOT_FOUND.exception();
    }
    return true;
  }

  /**
   * Ends a thread's call that waits for a socket or pipe; {@code ERROR_NOT_FOUND} when it is in
   * none.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/fileio/cancelsynchronousio-func">CancelSynchronousIo</a>
   */
  @Export
  static boolean CancelSynchronousIo(GuestThread t, @Handle long hThread) {
    ThreadObject thread = Handles.get(t, hThread, ThreadObject.class);
    if (!BlockedCalls.cancel(thread.thread)) {
      throw Win32Error.NOT_FOUND.exception();
    }
    return true;
  }
}
