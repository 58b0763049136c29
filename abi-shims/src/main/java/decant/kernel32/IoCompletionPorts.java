package decant.kernel32;

import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.NtStatus;
import decant.nt.Win32Error;
import decant.nt.file.IoObject;
import decant.nt.sync.CompletionPort;
import decant.nt.sync.Waits;

/** ioapiset.h: I/O completion ports. */
@Library({"kernel32", "kernelbase"})
public final class IoCompletionPorts {
  private static final long INVALID_HANDLE_VALUE = -1;

  /** {@code OVERLAPPED_ENTRY}. */
  private static final int ENTRY_SIZE = 32;

  private IoCompletionPorts() {}

  private static CompletionPort port(GuestThread t, long handle) {
    return t.process.handles.get(handle, CompletionPort.class);
  }

  /**
   * Makes a port, or lets a file's operations report to one.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/fileio/createiocompletionport">CreateIoCompletionPort</a>
   */
  @Export(
      support = Support.PARTIAL,
      note = "The number of threads that run at once is not limited.")
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
      return t.process.handles.open(new CompletionPort(), Handles.ALL_ACCESS, 0);
    }
    IoObject file = t.process.handles.get(FileHandle, IoObject.class);
    if (ExistingCompletionPort != 0) {
      file.reportTo(port(t, ExistingCompletionPort), CompletionKey);
      return ExistingCompletionPort;
    }
    CompletionPort port = new CompletionPort();
    file.reportTo(port, CompletionKey);
    return t.process.handles.open(port, Handles.ALL_ACCESS, 0);
  }

  /**
   * Takes a packet from a port. An operation that failed makes the call fail, with its error and
   * its {@code OVERLAPPED}; when the time is over there is no {@code OVERLAPPED}.
   */
  @Export
  static boolean GetQueuedCompletionStatus(
      GuestThread t,
      @Handle long CompletionPort,
      @Out long lpNumberOfBytesTransferred,
      @Out long lpCompletionKey,
      @Out long lpOverlapped,
      int dwMilliseconds) {
    CompletionPort.Packet packet = port(t, CompletionPort).take(t, Waits.nanos(dwMilliseconds));
    if (packet == null) {
      Memory.putLong(lpOverlapped, 0);
      throw Win32Error.WAIT_TIMEOUT.exception();
    }
    Memory.putInt(lpNumberOfBytesTransferred, (int) packet.information());
    Memory.putLong(lpCompletionKey, packet.key());
    Memory.putLong(lpOverlapped, packet.context());
    if (packet.status() != NtStatus.SUCCESS) {
      throw packet.status().exception();
    }
    return true;
  }

  /** Takes all packets that wait, at most {@code ulCount}; waits for the first. */
  @Export(support = Support.PARTIAL, note = "No asynchronous procedure calls interrupt the wait.")
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
    CompletionPort.Packet packet = port.take(t, Waits.nanos(dwMilliseconds));
    if (packet == null) {
      Memory.putInt(ulNumEntriesRemoved, 0);
      throw Win32Error.WAIT_TIMEOUT.exception();
    }
    int count = 0;
    while (packet != null) {
      long entry = lpCompletionPortEntries + (long) count * ENTRY_SIZE;
      Memory.putLong(entry, packet.key());
      Memory.putLong(entry + 8, packet.context());
      Memory.putLong(entry + 16, packet.status().code());
      Memory.putLong(entry + 24, packet.information());
      count++;
      packet = count < ulCount ? port.take(t, 0) : null;
    }
    Memory.putInt(ulNumEntriesRemoved, count);
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
        .post(
            new CompletionPort.Packet(
                dwCompletionKey,
                lpOverlapped,
                NtStatus.SUCCESS,
                dwNumberOfBytesTransferred & 0xFFFF_FFFFL));
    return true;
  }
}
