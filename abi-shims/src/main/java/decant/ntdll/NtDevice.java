package decant.ntdll;

import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.file.FileControl;
import decant.nt.file.FileIo;
import decant.nt.file.IoObject;
import decant.nt.io.IoReport;
import decant.nt.socket.AfdObject;
import decant.nt.socket.SocketControl;
import decant.nt.socket.SocketObject;

/** winternl.h and ntifs.h: control codes, and operations under way. */
@Library("ntdll")
public final class NtDevice {
  private NtDevice() {}

  /**
   * Sends a control code to a device.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winternl/nf-winternl-ntdeviceiocontrolfile">NtDeviceIoControlFile</a>
   */
  @Export(
      value = {"NtDeviceIoControlFile", "ZwDeviceIoControlFile"},
      support = Support.PARTIAL,
      note = "Polls and receives of the socket driver, and what DeviceIoControl has.")
  static int NtDeviceIoControlFile(
      GuestThread t,
      @Handle long FileHandle,
      @Handle @Opt long Event,
      @Opt long ApcRoutine,
      @Opt long ApcContext,
      @Out long IoStatusBlock,
      int IoControlCode,
      @In(size = "InputBufferLength") @Opt long InputBuffer,
      int InputBufferLength,
      @Out(size = "OutputBufferLength") @Opt long OutputBuffer,
      int OutputBufferLength) {
    IoObject file = FileIo.object(t, FileHandle, 0);
    IoReport report = IoReport.nt(t, Event, ApcRoutine, ApcContext, IoStatusBlock);
    if (file instanceof AfdObject || file instanceof SocketObject) {
      return SocketControl.control(
              t,
              file,
              report,
              IoControlCode,
              InputBuffer,
              InputBufferLength,
              OutputBuffer,
              OutputBufferLength)
          .code();
    }
    report.begin();
    int filled =
        FileControl.control(
            t,
            FileHandle,
            IoControlCode,
            InputBuffer,
            InputBufferLength,
            OutputBuffer,
            OutputBufferLength);
    report.end(file, NtStatus.SUCCESS, filled);
    return 0;
  }

  /** Cancels what the calling thread has begun on a file. */
  @Export({"NtCancelIoFile", "ZwCancelIoFile"})
  static int NtCancelIoFile(GuestThread t, @Handle long FileHandle, @Out long IoStatusBlock) {
    FileIo.object(t, FileHandle, 0).cancel(t, 0);
    FileIo.complete(IoStatusBlock, NtStatus.SUCCESS, 0);
    return 0;
  }

  /** Cancels the operation with a status block, or all; {@code STATUS_NOT_FOUND} without any. */
  @Export({"NtCancelIoFileEx", "ZwCancelIoFileEx"})
  static int NtCancelIoFileEx(
      GuestThread t,
      @Handle long FileHandle,
      @Opt long IoRequestToCancel,
      @Out long IoStatusBlock) {
    boolean any = FileIo.object(t, FileHandle, 0).cancel(null, IoRequestToCancel);
    NtStatus status = any ? NtStatus.SUCCESS : NtStatus.NOT_FOUND;
    FileIo.complete(IoStatusBlock, status, 0);
    return status.code();
  }
}
