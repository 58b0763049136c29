package decant.kernel32;

import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.Win32Error;
import decant.nt.file.FileControl;
import decant.nt.file.FileIo;
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
    int filled =
        FileControl.control(
            t, hDevice, dwIoControlCode, lpInBuffer, nInBufferSize, lpOutBuffer, nOutBufferSize);
    if (lpBytesReturned != 0) {
      Memory.putInt(lpBytesReturned, filled);
    }
    if (lpOverlapped != 0) {
      FileIo.complete(lpOverlapped, NtStatus.SUCCESS, filled);
      FileApi.signal(t, lpOverlapped);
    }
    return true;
  }

  /**
   * How an overlapped operation ended. Those on files are complete when they return; for others,
   * the call waits for the event if it is asked to.
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
    return result(t, hFile, lpOverlapped, lpNumberOfBytesTransferred, bWait ? Waits.INFINITE : 0);
  }

  /** As GetOverlappedResult, with a time limit. */
  @Export
  static boolean GetOverlappedResultEx(
      GuestThread t,
      @Handle long hFile,
      @In long lpOverlapped,
      @Out long lpNumberOfBytesTransferred,
      int dwMilliseconds,
      boolean bAlertable) {
    return result(t, hFile, lpOverlapped, lpNumberOfBytesTransferred, Waits.nanos(dwMilliseconds));
  }

  private static boolean result(
      GuestThread t, long file, long overlapped, long transferred, long nanos) {
    if (isPending(overlapped) && nanos != 0) {
      long event = Memory.getLong(overlapped + FileApi.OVERLAPPED_EVENT) & ~1L;
      Waitable signal = t.process.handles.get(event != 0 ? event : file, Waitable.class);
      if (Waits.one(t, signal, nanos) == Waits.TIMEOUT) {
        throw Win32Error.TIMEOUT.exception();
      }
    }
    if (isPending(overlapped)) {
      throw Win32Error.IO_INCOMPLETE.exception();
    }
    Memory.putInt(transferred, (int) Memory.getLong(overlapped + FileIo.IOSB_INFORMATION));
    int status = (int) Memory.getLong(overlapped + FileIo.IOSB_STATUS);
    if (status < 0) {
      NtStatus known = NtStatus.of(status);
      throw (known == null ? NtStatus.UNSUCCESSFUL : known).exception();
    }
    return true;
  }

  private static boolean isPending(long overlapped) {
    return (int) Memory.getLong(overlapped + FileIo.IOSB_STATUS) == NtStatus.PENDING.code();
  }

  /** There is never an operation under way to cancel. */
  @Export
  static boolean CancelIo(GuestThread t, @Handle long hFile) {
    FileIo.object(t, hFile, 0);
    return true;
  }

  /** There is never an operation under way to cancel: {@code ERROR_NOT_FOUND}. */
  @Export
  static boolean CancelIoEx(GuestThread t, @Handle long hFile, @Opt long lpOverlapped) {
    FileIo.object(t, hFile, 0);
    throw Win32Error.NOT_FOUND.exception();
  }

  /**
   * Calls of other threads are not interrupted: {@code ERROR_NOT_FOUND}, as if none were waiting.
   */
  @Export(support = Support.PARTIAL, note = "A call of another thread that waits goes on waiting.")
  static boolean CancelSynchronousIo(GuestThread t, @Handle long hThread) {
    t.process.handles.get(hThread, decant.nt.ThreadObject.class);
    throw Win32Error.NOT_FOUND.exception();
  }
}
