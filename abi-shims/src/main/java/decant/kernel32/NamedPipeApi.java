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
import decant.nt.NtStatusException;
import decant.nt.file.FileIo;
import decant.nt.file.IoObject;
import decant.nt.io.IoReport;
import decant.nt.pipe.NamedPipeServer;
import decant.nt.pipe.PipeObject;

/** namedpipeapi.h: anonymous pipes, and looking at pipes of any kind. */
@Library({"kernel32", "kernelbase"})
public final class NamedPipeApi {
  private static final int PIPE_TYPE_MESSAGE = 4;
  private static final int PIPE_SERVER_END = 1;
  private static final int READ_ACCESS = 0x0012_0189;
  private static final int WRITE_ACCESS = 0x0012_0196;

  private NamedPipeApi() {}

  /**
   * Makes an anonymous pipe.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/namedpipeapi/nf-namedpipeapi-createpipe">CreatePipe</a>
   */
  @Export(support = Support.PARTIAL, note = "The size is the host's: 64 KiB.")
  static boolean CreatePipe(
      GuestThread t,
      @Out long hReadPipe,
      @Out long hWritePipe,
      @Opt long lpPipeAttributes,
      int nSize) {
    int flags = SecurityAttributes.handleFlags(lpPipeAttributes);
    PipeObject[] ends = PipeObject.anonymous(t);
    Memory.putLong(hReadPipe, t.process.handles.open(ends[0], READ_ACCESS, flags));
    Memory.putLong(hWritePipe, t.process.handles.open(ends[1], WRITE_ACCESS, flags));
    return true;
  }

  /**
   * What waits in a pipe, left there.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/namedpipeapi/nf-namedpipeapi-peeknamedpipe">PeekNamedPipe</a>
   */
  @Export
  static boolean PeekNamedPipe(
      GuestThread t,
      @Handle long hNamedPipe,
      @Out @Opt long lpBuffer,
      int nBufferSize,
      @Out @Opt long lpBytesRead,
      @Out @Opt long lpTotalBytesAvail,
      @Out @Opt long lpBytesLeftThisMessage) {
    PipeObject pipe = t.process.handles.get(hNamedPipe, PipeObject.class);
    int available = pipe.available(t);
    int read = lpBuffer == 0 || available == 0 ? 0 : pipe.peek(t, lpBuffer, nBufferSize);
    putInt(lpBytesRead, read);
    putInt(lpTotalBytesAvail, available);
    int message = lpBytesLeftThisMessage == 0 ? 0 : pipe.messageLength();
    putInt(lpBytesLeftThisMessage, Math.max(0, message - read));
    return true;
  }

  private static void putInt(long address, int value) {
    if (address != 0) {
      Memory.putInt(address, value);
    }
  }

  /** Kind, buffer sizes and greatest number of instances of a pipe. */
  @Export
  static boolean GetNamedPipeInfo(
      GuestThread t,
      @Handle long hNamedPipe,
      @Out @Opt long lpFlags,
      @Out @Opt long lpOutBufferSize,
      @Out @Opt long lpInBufferSize,
      @Out @Opt long lpMaxInstances) {
    PipeObject pipe = t.process.handles.get(hNamedPipe, PipeObject.class);
    putInt(
        lpFlags,
        (pipe.isServer() ? PIPE_SERVER_END : 0) | (pipe.isMessageType() ? PIPE_TYPE_MESSAGE : 0));
    putInt(lpOutBufferSize, pipe.capacity());
    putInt(lpInBufferSize, pipe.capacity());
    putInt(lpMaxInstances, pipe instanceof NamedPipeServer server ? server.limit() : 1);
    return true;
  }

  /** The state of a pipe's handle. */
  @Export(
      value = {"GetNamedPipeHandleStateA", "GetNamedPipeHandleStateW"},
      support = Support.PARTIAL,
      note = "No collection limits and no user name.")
  static boolean GetNamedPipeHandleState(
      GuestThread t,
      @Handle long hNamedPipe,
      @Out @Opt long lpState,
      @Out @Opt long lpCurInstances,
      @Opt long lpMaxCollectionCount,
      @Opt long lpCollectDataTimeout,
      @Opt long lpUserName,
      int nMaxUserNameSize) {
    PipeObject pipe = t.process.handles.get(hNamedPipe, PipeObject.class);
    if (lpMaxCollectionCount != 0 || lpCollectDataTimeout != 0 || lpUserName != 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    putInt(lpState, pipe.mode());
    putInt(lpCurInstances, pipe instanceof NamedPipeServer server ? server.instances() : 1);
    return true;
  }

  @Export(support = Support.PARTIAL, note = "Collection limits are of networks and are refused.")
  static boolean SetNamedPipeHandleState(
      GuestThread t,
      @Handle long hNamedPipe,
      @Opt long lpMode,
      @Opt long lpMaxCollectionCount,
      @Opt long lpCollectDataTimeout) {
    PipeObject pipe = t.process.handles.get(hNamedPipe, PipeObject.class);
    if (lpMaxCollectionCount != 0 || lpCollectDataTimeout != 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    if (lpMode != 0) {
      pipe.setMode(Memory.getInt(lpMode));
    }
    return true;
  }

  /**
   * Writes a message and reads the answer, which the handle's read mode must make a message too.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/namedpipeapi/nf-namedpipeapi-transactnamedpipe">TransactNamedPipe</a>
   */
  @Export(support = Support.PARTIAL, note = "Waits for the answer even with an OVERLAPPED.")
  static boolean TransactNamedPipe(
      GuestThread t,
      @Handle long hNamedPipe,
      @In(size = "nInBufferSize") long lpInBuffer,
      int nInBufferSize,
      @Out(size = "nOutBufferSize") long lpOutBuffer,
      int nOutBufferSize,
      @Out @Opt long lpBytesRead,
      @Opt long lpOverlapped) {
    PipeObject pipe = t.process.handles.get(hNamedPipe, PipeObject.class);
    putInt(lpBytesRead, 0);
    if ((pipe.mode() & PipeObject.PIPE_READMODE_MESSAGE) == 0) {
      throw NtStatus.INVALID_PIPE_STATE.exception();
    }
    if (pipe.available(t) > 0) {
      throw NtStatus.PIPE_BUSY.exception(); // what was not read is in the way of the answer
    }
    IoReport report = lpOverlapped == 0 ? null : IoReport.overlapped(t, lpOverlapped);
    if (report != null) {
      report.begin();
    }
    FileIo.write(t, pipe, lpInBuffer, nInBufferSize, IoObject.CURRENT);
    NtStatus status = NtStatus.SUCCESS;
    int read = nOutBufferSize;
    try {
      read = FileIo.read(t, pipe, lpOutBuffer, nOutBufferSize, IoObject.CURRENT);
    } catch (NtStatusException e) {
      if (e.status() != NtStatus.BUFFER_OVERFLOW) {
        throw e;
      }
      status = e.status();
    }
    putInt(lpBytesRead, read);
    if (report != null) {
      report.end(pipe, status, read);
    }
    if (status != NtStatus.SUCCESS) {
      throw status.exception();
    }
    return true;
  }
}
