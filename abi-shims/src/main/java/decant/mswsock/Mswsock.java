package decant.mswsock;

import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.host.HostBuffer;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.Win32Error;
import decant.nt.file.FileAccess;
import decant.nt.file.FileIo;
import decant.nt.file.FileObject;
import decant.nt.io.IoReport;
import decant.nt.io.IoRequest;
import decant.nt.socket.AcceptRequest;
import decant.nt.socket.Buffers;
import decant.nt.socket.ConnectRequest;
import decant.nt.socket.SocketAddress;
import decant.nt.socket.SocketErrors;
import decant.nt.socket.SocketObject;
import decant.nt.socket.TransmitRequest;
import decant.ws2_32.Ws2;

/**
 * mswsock.h: Microsoft's extensions. Those that Windows hands out by identifier only ({@code
 * ConnectEx} …) are exports here as well.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/api/mswsock/">mswsock.h</a>
 */
@Library("mswsock")
public final class Mswsock {
  private static final int TF_DISCONNECT = 1;
  private static final int TF_REUSE_SOCKET = 2;
  private static final int SD_SEND = 1;

  /** What must be left after an address's own size. */
  private static final int ADDRESS_EXTRA = 16;

  private Mswsock() {}

  /** Begins an operation; the failure of a call that goes on is {@code ERROR_IO_PENDING}. */
  private static void submit(SocketObject socket, IoRequest request) {
    NtStatus status = FileIo.submit(socket, request);
    if (status != NtStatus.SUCCESS) {
      throw SocketErrors.of(status).exception();
    }
  }

  /** Accepts a connection into a socket that was made before. */
  @Export
  static boolean AcceptEx(
      GuestThread t,
      @Handle long sListenSocket,
      @Handle long sAcceptSocket,
      @Out long lpOutputBuffer,
      int dwReceiveDataLength,
      int dwLocalAddressLength,
      int dwRemoteAddressLength,
      @Out @Opt long lpdwBytesReceived,
      @In @Out long lpOverlapped) {
    SocketObject listener = Ws2.socket(t, sListenSocket);
    SocketObject accepted = Ws2.socket(t, sAcceptSocket);
    int size = SocketAddress.size(listener.family) + ADDRESS_EXTRA;
    if (lpOverlapped == 0
        || dwReceiveDataLength < 0
        || dwLocalAddressLength < size
        || dwRemoteAddressLength < size
        || dwLocalAddressLength > 0x1_0000
        || dwRemoteAddressLength > 0x1_0000) {
      throw Win32Error.WSAEFAULT.exception();
    }
    if (listener.state() != SocketObject.State.LISTENING
        || accepted.state() != SocketObject.State.IDLE) {
      throw Win32Error.WSAEINVAL.exception();
    }
    AcceptRequest request =
        new AcceptRequest(
            listener,
            accepted,
            IoReport.overlapped(t, lpOverlapped),
            lpOutputBuffer,
            dwReceiveDataLength,
            dwLocalAddressLength,
            dwRemoteAddressLength);
    submit(listener, request);
    if (lpdwBytesReceived != 0) {
      Memory.putInt(lpdwBytesReceived, (int) request.information());
    }
    return true;
  }

  /** Finds the addresses in what AcceptEx has filled. */
  @Export
  static void GetAcceptExSockaddrs(
      @In long lpOutputBuffer,
      int dwReceiveDataLength,
      int dwLocalAddressLength,
      int dwRemoteAddressLength,
      @Out long LocalSockaddr,
      @Out long LocalSockaddrLength,
      @Out long RemoteSockaddr,
      @Out long RemoteSockaddrLength) {
    long local = lpOutputBuffer + (dwReceiveDataLength & 0xFFFF_FFFFL);
    long remote = local + (dwLocalAddressLength & 0xFFFF_FFFFL);
    Memory.putLong(LocalSockaddr, local + AcceptRequest.HEADER);
    Memory.putInt(LocalSockaddrLength, Memory.getInt(local));
    Memory.putLong(RemoteSockaddr, remote + AcceptRequest.HEADER);
    Memory.putInt(RemoteSockaddrLength, Memory.getInt(remote));
  }

  /** Connects a bound socket, and sends the first data. */
  @Export
  static boolean ConnectEx(
      GuestThread t,
      @Handle long s,
      @In(size = "namelen") long name,
      int namelen,
      @In(size = "dwSendDataLength") @Opt long lpSendBuffer,
      int dwSendDataLength,
      @Out @Opt long lpdwBytesSent,
      @In @Out long lpOverlapped) {
    SocketObject socket = Ws2.use(t, s);
    try {
      if (lpOverlapped == 0) {
        throw Win32Error.WSAEFAULT.exception();
      }
      HostBuffer buffer = HostBuffer.get();
      socket.localAddress(buffer); // WSAEINVAL unless it is bound
      if (socket.state() != SocketObject.State.IDLE) {
        throw Win32Error.WSAEISCONN.exception();
      }
      Buffers data = lpSendBuffer == 0 ? null : new Buffers(lpSendBuffer, dwSendDataLength);
      int length = SocketAddress.toHost(t.process, buffer, name, namelen);
      ConnectRequest request =
          new ConnectRequest(socket, IoReport.overlapped(t, lpOverlapped), length, data);
      submit(socket, request);
      if (lpdwBytesSent != 0) {
        Memory.putInt(lpdwBytesSent, (int) request.information());
      }
      return true;
    } finally {
      socket.release();
    }
  }

  /** Ends a connection; the socket can then be used for another if that is asked for. */
  @Export
  static boolean DisconnectEx(
      GuestThread t, @Handle long s, @Opt long lpOverlapped, int dwFlags, int dwReserved) {
    SocketObject socket = Ws2.socket(t, s);
    if (dwReserved != 0 || (dwFlags & ~TF_REUSE_SOCKET) != 0) {
      throw Win32Error.WSAEINVAL.exception();
    }
    if (socket.state() != SocketObject.State.CONNECTED) {
      throw Win32Error.WSAENOTCONN.exception();
    }
    IoReport report = lpOverlapped == 0 ? null : IoReport.overlapped(t, lpOverlapped);
    end(socket, (dwFlags & TF_REUSE_SOCKET) != 0);
    if (report != null) {
      report.begin();
      report.end(socket, NtStatus.SUCCESS, 0);
    }
    return true;
  }

  private static void end(SocketObject socket, boolean reuse) {
    socket.shutdown(SD_SEND);
    if (reuse) {
      socket.reuse();
    }
  }

  /** Sends a file, with data before and after it. */
  @Export(
      support = Support.PARTIAL,
      note = "With TF_DISCONNECT or TF_REUSE_SOCKET only when it ends with its call.")
  static boolean TransmitFile(
      GuestThread t,
      @Handle long hSocket,
      @Handle @Opt long hFile,
      int nNumberOfBytesToWrite,
      int nNumberOfBytesPerSend,
      @Opt long lpOverlapped,
      @In @Opt long lpTransmitBuffers,
      int dwReserved) {
    SocketObject socket = Ws2.socket(t, hSocket);
    FileObject file = hFile == 0 ? null : FileIo.file(t, hFile, FileAccess.FILE_READ_DATA);
    boolean ends = (dwReserved & (TF_DISCONNECT | TF_REUSE_SOCKET)) != 0;
    if (socket.state() != SocketObject.State.CONNECTED) {
      throw Win32Error.WSAENOTCONN.exception();
    }
    Buffers head = part(lpTransmitBuffers, 0);
    Buffers tail = part(lpTransmitBuffers, 16);
    long count = nNumberOfBytesToWrite & 0xFFFF_FFFFL;
    if (lpOverlapped == 0 || ends) {
      TransmitRequest.send(t, socket, file, count, head, tail);
      if (ends) {
        end(socket, (dwReserved & TF_REUSE_SOCKET) != 0);
      }
      return true;
    }
    long offset = Memory.getLong(lpOverlapped + 16);
    IoReport report = IoReport.overlapped(t, lpOverlapped);
    submit(socket, new TransmitRequest(socket, report, file, offset, count, head, tail));
    return true;
  }

  private static Buffers part(long transmitBuffers, int offset) {
    long at = transmitBuffers == 0 ? 0 : Memory.getLong(transmitBuffers + offset);
    return at == 0 ? null : new Buffers(at, Memory.getInt(transmitBuffers + offset + 8));
  }
}
