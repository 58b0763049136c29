package decant.ws2_32;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.host.HostBuffer;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Win32Error;
import decant.nt.socket.Buffers;
import decant.nt.socket.SocketAddress;
import decant.nt.socket.SocketObject;
import decant.nt.socket.SocketTransfer;
import decant.nt.socket.WsaMessage;

/** mswsock.h and winsock2.h: messages with control data. */
@Library("mswsock")
public final class WinSock2Messages {
  private WinSock2Messages() {}

  /**
   * Receives a message with its sender and control data.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/mswsock/nc-mswsock-lpfn_wsarecvmsg">WSARecvMsg</a>
   */
  @Export(fails = Fails.MINUS_ONE)
  static int WSARecvMsg(
      GuestThread t,
      @Handle long s,
      @In @Out long lpMsg,
      @Out @Opt long lpdwNumberOfBytesRecvd,
      @Opt long lpOverlapped,
      @Opt long lpCompletionRoutine) {
    SocketObject socket = Ws2.use(t, s);
    try {
      if (lpMsg == 0) {
        throw Win32Error.WSAEFAULT.exception();
      }
      Buffers data = WsaMessage.buffers(lpMsg);
      int flags = Memory.getInt(lpMsg + WsaMessage.FLAGS);
      if (lpOverlapped != 0 && !socket.isSynchronous()) {
        SocketTransfer transfer =
            new SocketTransfer(
                socket,
                WinSock2Data.report(t, lpOverlapped, lpCompletionRoutine),
                false,
                data,
                flags);
        transfer.reporting(lpMsg);
        return WinSock2Data.submit(socket, transfer, lpdwNumberOfBytesRecvd);
      }
      long name = Memory.getLong(lpMsg + WsaMessage.NAME);
      int n = socket.data().receive(t, data, flags, name != 0);
      if (name != 0 && !socket.isStream()) {
        SocketAddress.toGuest(t.process, HostBuffer.get(), name, lpMsg + WsaMessage.NAME_LENGTH);
      }
      WsaMessage.received(lpMsg, data, Buffers.isCut(n));
      if (Buffers.isCut(n)) {
        throw Win32Error.WSAEMSGSIZE.exception();
      }
      if (lpdwNumberOfBytesRecvd != 0) {
        Memory.putInt(lpdwNumberOfBytesRecvd, n);
      }
      return 0;
    } finally {
      socket.release();
    }
  }

  /** Sends a message with control data. */
  @Export(
      dll = {"mswsock", "ws2_32"},
      fails = Fails.MINUS_ONE)
  static int WSASendMsg(
      GuestThread t,
      @Handle long s,
      @In long lpMsg,
      int dwFlags,
      @Out @Opt long lpNumberOfBytesSent,
      @Opt long lpOverlapped,
      @Opt long lpCompletionRoutine) {
    SocketObject socket = Ws2.use(t, s);
    try {
      if (lpMsg == 0) {
        throw Win32Error.WSAEFAULT.exception();
      }
      Buffers data = WsaMessage.buffers(lpMsg);
      long name = Memory.getLong(lpMsg + WsaMessage.NAME);
      int length = 0;
      if (name != 0 && !socket.isStream()) {
        int nameLength = Memory.getInt(lpMsg + WsaMessage.NAME_LENGTH);
        length = SocketAddress.toHost(t.process, HostBuffer.get(), name, nameLength);
      }
      if (lpOverlapped != 0 && !socket.isSynchronous()) {
        SocketTransfer transfer =
            new SocketTransfer(
                socket,
                WinSock2Data.report(t, lpOverlapped, lpCompletionRoutine),
                true,
                data,
                dwFlags);
        if (length != 0) {
          transfer.to(HostBuffer.get(), length);
        }
        return WinSock2Data.submit(socket, transfer, lpNumberOfBytesSent);
      }
      int n = socket.data().send(t, data, dwFlags, length);
      if (lpNumberOfBytesSent != 0) {
        Memory.putInt(lpNumberOfBytesSent, n);
      }
      return 0;
    } finally {
      socket.release();
    }
  }
}
