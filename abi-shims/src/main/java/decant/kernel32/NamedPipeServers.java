package decant.kernel32;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.Win32Error;
import decant.nt.file.FileSystem;
import decant.nt.io.IoReport;
import decant.nt.pipe.NamedPipeServer;
import decant.nt.pipe.NamedPipes;
import decant.nt.pipe.PipeObject;
import decant.nt.sync.Waits;

/** namedpipeapi.h: named pipes. */
@Library({"kernel32", "kernelbase"})
public final class NamedPipeServers {
  private static final String PREFIX = "\\\\.\\pipe\\";
  private static final int PIPE_ACCESS_DUPLEX = 3;
  private static final int FILE_FLAG_FIRST_PIPE_INSTANCE = 0x8_0000;
  private static final int FILE_FLAG_OVERLAPPED = 0x4000_0000;
  private static final int PIPE_TYPE_MESSAGE = 0x4;
  private static final int READ_ACCESS = 0x0012_0189;
  private static final int WRITE_ACCESS = 0x0012_0196;
  private static final int NMPWAIT_NOWAIT = 1;
  private static final int NMPWAIT_WAIT_FOREVER = -1;
  private static final long DEFAULT_TIMEOUT = 50_000_000;

  private NamedPipeServers() {}

  private static String pipeName(String name) {
    if (name == null
        || name.length() <= PREFIX.length()
        || !name.replace('?', '.').regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
      throw NtStatus.OBJECT_NAME_INVALID.exception();
    }
    return name.substring(PREFIX.length());
  }

  /**
   * Makes an instance of a named pipe.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/namedpipeapi/nf-namedpipeapi-createnamedpipew">CreateNamedPipe</a>
   */
  @Export(
      fails = Fails.MINUS_ONE,
      support = Support.PARTIAL,
      note = "Names are known within the process; the buffer sizes are the host's.")
  static long CreateNamedPipe(
      GuestThread t,
      Text text,
      String lpName,
      int dwOpenMode,
      int dwPipeMode,
      int nMaxInstances,
      int nOutBufferSize,
      int nInBufferSize,
      int nDefaultTimeOut,
      @Opt long lpSecurityAttributes) {
    String name = pipeName(lpName);
    int access = dwOpenMode & PIPE_ACCESS_DUPLEX;
    boolean messages = (dwPipeMode & PIPE_TYPE_MESSAGE) != 0;
    if (access == 0
        || nMaxInstances < 1
        || nMaxInstances > 255
        || !messages && (dwPipeMode & PipeObject.PIPE_READMODE_MESSAGE) != 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    boolean first = (dwOpenMode & FILE_FLAG_FIRST_PIPE_INSTANCE) != 0;
    NamedPipeServer server =
        NamedPipes.of(t.process).create(name, nMaxInstances, first, access, messages);
    server.setMode(dwPipeMode & (PipeObject.PIPE_NOWAIT | PipeObject.PIPE_READMODE_MESSAGE));
    if ((dwOpenMode & FILE_FLAG_OVERLAPPED) != 0) {
      server.makeOverlapped();
    }
    int granted = ((access & 1) != 0 ? READ_ACCESS : 0) | ((access & 2) != 0 ? WRITE_ACCESS : 0);
    int flags = SecurityAttributes.handleFlags(lpSecurityAttributes);
    return t.process.handles.open(server, granted, flags);
  }

  /**
   * Waits for a client.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/namedpipeapi/nf-namedpipeapi-connectnamedpipe">ConnectNamedPipe</a>
   */
  @Export
  static boolean ConnectNamedPipe(GuestThread t, @Handle long hNamedPipe, @Opt long lpOverlapped) {
    NamedPipeServer server = t.process.handles.get(hNamedPipe, NamedPipeServer.class);
    if (lpOverlapped == 0) {
      server.awaitClient(t);
      return true;
    }
    NtStatus status = server.beginAwaitClient(IoReport.overlapped(t, lpOverlapped));
    if (status != NtStatus.SUCCESS) {
      throw status.exception();
    }
    return true;
  }

  /** Ends the connection with the client. */
  @Export
  static boolean DisconnectNamedPipe(GuestThread t, @Handle long hNamedPipe) {
    t.process.handles.get(hNamedPipe, NamedPipeServer.class).disconnect();
    return true;
  }

  /** Waits until an instance of a pipe listens. */
  @Export
  static boolean WaitNamedPipe(GuestThread t, Text text, String lpNamedPipeName, int nTimeOut) {
    if (lpNamedPipeName == null) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    NamedPipes.of(t.process).awaitListening(t, pipeName(lpNamedPipeName), nanos(nTimeOut));
    return true;
  }

  private static long nanos(int timeOut) {
    return timeOut == 0
        ? DEFAULT_TIMEOUT
        : timeOut == NMPWAIT_WAIT_FOREVER ? Waits.INFINITE : Waits.nanos(timeOut);
  }

  /**
   * Opens a pipe of messages, sends one, reads the answer and closes it again.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-callnamedpipea">CallNamedPipe</a>
   */
  @Export
  static boolean CallNamedPipe(
      GuestThread t,
      Text text,
      String lpNamedPipeName,
      @In(size = "nInBufferSize") long lpInBuffer,
      int nInBufferSize,
      @Out(size = "nOutBufferSize") long lpOutBuffer,
      int nOutBufferSize,
      @Out long lpBytesRead,
      int nTimeOut) {
    if (lpNamedPipeName == null) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    PipeObject pipe = open(t, pipeName(lpNamedPipeName), nTimeOut);
    long handle = t.process.handles.open(pipe, READ_ACCESS | WRITE_ACCESS, 0);
    try {
      pipe.setMode(PipeObject.PIPE_READMODE_MESSAGE);
      return NamedPipeApi.TransactNamedPipe(
          t, handle, lpInBuffer, nInBufferSize, lpOutBuffer, nOutBufferSize, lpBytesRead, 0);
    } finally {
      t.process.handles.close(handle);
    }
  }

  /** Opens a client's end; others that are faster do not make the wait for it longer. */
  private static PipeObject open(GuestThread t, String name, int timeOut) {
    NamedPipes pipes = NamedPipes.of(t.process);
    long nanos = nanos(timeOut);
    long begin = System.nanoTime();
    while (true) {
      try {
        return pipes.connect(
            name, READ_ACCESS | WRITE_ACCESS, FileSystem.FILE_SYNCHRONOUS_IO_NONALERT);
      } catch (NtStatusException e) {
        if (e.status() != NtStatus.PIPE_NOT_AVAILABLE || timeOut == NMPWAIT_NOWAIT) {
          throw e;
        }
      }
      boolean forever = nanos == Waits.INFINITE;
      long left = forever ? nanos : Math.max(0, nanos - (System.nanoTime() - begin));
      pipes.awaitListening(t, name, left);
    }
  }

  /** Both ends are in this process, or in one that it has started. */
  @Export({"GetNamedPipeClientProcessId", "GetNamedPipeServerProcessId"})
  static boolean GetNamedPipeClientProcessId(
      GuestThread t, @Handle long Pipe, @Out long ClientProcessId) {
    t.process.handles.get(Pipe, PipeObject.class);
    Memory.putInt(ClientProcessId, t.process.id);
    return true;
  }
}
