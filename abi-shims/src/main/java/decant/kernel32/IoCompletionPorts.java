package decant.kernel32;

import decant.abi.Apcs;
import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.NtStatus;
import decant.nt.Win32Error;
import decant.nt.Win32Exception;
import decant.nt.file.IoObject;
import decant.nt.sync.CompletionPacket;
import decant.nt.sync.CompletionPort;
import decant.nt.sync.Waits;
import decant.ntdll.CompletionEntries;

/** ioapiset.h: I/O completion ports. */
@Library({"kernel32", "kernelbase"})
public final class IoCompletionPorts {
  private static final long INVALID_HANDLE_VALUE = -1;

  private static final int SUCCESS = 0;

  private IoCompletionPorts() {}

  private static CompletionPort port(GuestThread t, long handle) {
    return Handles.get(t, handle, CompletionPort.class, CompletionPort.MODIFY_STATE);
  }

  /**
   * Makes a port, or lets a file's operations report to one.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/fileio/createiocompletionport">CreateIoCompletionPort</a>
   */
  @Export
  static long CreateIoCompletionPort(
      GuestThread t,
      @Handle long FileHandle,
      @Opt @Handle long ExistingCompletionPort,
      long CompletionKey,
      int NumberOfConcurrentThreads) {
    if (FileHandle == INVALID_HANDLE_VALUE) {
      if (ExistingCompletionPort != 0) {
        throw NtStatus.INVALID_PARAMETER.exception();
      }
      return open(t, new CompletionPort(NumberOfConcurrentThreads));
    }
    IoObject file = t.process.handles.get(FileHandle, IoObject.class);
    if (ExistingCompletionPort != 0) {
      file.reportTo(port(t, ExistingCompletionPort), CompletionKey);
      return ExistingCompletionPort;
    }
    CompletionPort port = new CompletionPort(NumberOfConcurrentThreads);
    file.reportTo(port, CompletionKey);
    return open(t, port);
  }

  private static long open(GuestThread t, CompletionPort port) {
    return t.process.handles.open(port, CompletionPort.ALL_ACCESS, 0);
  }

  /**
   * Takes a packet from a port. An operation that failed makes the call fail, with its error and
   * its {@code OVERLAPPED}; when there is none, the time is over or the port was closed.
   */
  @Export
  static boolean GetQueuedCompletionStatus(
      GuestThread t,
      @Handle long CompletionPort,
      @Out long lpNumberOfBytesTransferred,
      @Out long lpCompletionKey,
      @Out long lpOverlapped,
      int dwMilliseconds) {
    CompletionPort port = port(t, CompletionPort);
    int result = port.take(t, Waits.nanos(dwMilliseconds), false);
    if (result != 0) {
      Memory.putLong(lpOverlapped, 0);
      throw failure(result);
    }
    CompletionPacket packet = decant.nt.sync.CompletionPort.packet(t);
    Memory.putInt(lpNumberOfBytesTransferred, (int) packet.information);
    Memory.putLong(lpCompletionKey, packet.key);
    Memory.putLong(lpOverlapped, packet.context);
    if (packet.status < 0) {
      NtStatus status = NtStatus.of(packet.status);
      throw (status == null ? NtStatus.UNSUCCESSFUL : status).exception();
    }
    return true;
  }

  private static Win32Exception failure(int result) {
    return (result == Waits.ABANDONED ? Win32Error.ABANDONED_WAIT_0 : Win32Error.WAIT_TIMEOUT)
        .exception();
  }

  /**
   * Takes all packets that wait, at most {@code ulCount}; waits for the first.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/fileio/getqueuedcompletionstatusex-func">GetQueuedCompletionStatusEx</a>
   */
  @Export
  static boolean GetQueuedCompletionStatusEx(
      GuestThread t,
      @Handle long CompletionPort,
      @Out long lpCompletionPortEntries,
      int ulCount,
      @Out long ulNumEntriesRemoved,
      int dwMilliseconds,
      boolean fAlertable) {
    if (ulCount <= 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    CompletionPort port = port(t, CompletionPort);
    int result = port.take(t, Waits.nanos(dwMilliseconds), fAlertable);
    if (result == Waits.USER_APC) {
      Apcs.run(t);
      Memory.putInt(ulNumEntriesRemoved, 0);
      t.setLastError(Waits.USER_APC);
      return false;
    }
    if (result != 0) {
      Memory.putInt(ulNumEntriesRemoved, 0);
      throw failure(result);
    }
    Memory.putInt(
        ulNumEntriesRemoved, CompletionEntries.write(t, port, lpCompletionPortEntries, ulCount));
    return true;
  }

  /** Adds a packet to a port. */
  @Export
  static boolean PostQueuedCompletionStatus(
      GuestThread t,
      @Handle long CompletionPort,
      int dwNumberOfBytesTransferred,
      long dwCompletionKey,
      @Opt long lpOverlapped) {
    port(t, CompletionPort)
        .post(dwCompletionKey, lpOverlapped, SUCCESS, dwNumberOfBytesTransferred & 0xFFFF_FFFFL);
    return true;
  }
}
