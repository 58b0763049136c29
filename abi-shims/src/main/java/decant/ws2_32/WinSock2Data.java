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
import decant.nt.NtStatus;
import decant.nt.Win32Error;
import decant.nt.file.FileIo;
import decant.nt.io.IoReport;
import decant.nt.socket.Buffers;
import decant.nt.socket.SocketAddress;
import decant.nt.socket.SocketData;
import decant.nt.socket.SocketErrors;
import decant.nt.socket.SocketObject;
import decant.nt.socket.SocketTransfer;

/** winsock2.h: sending and receiving. */
@Library({"ws2_32", "wsock32"})
public final class WinSock2Data {
  private static final int KNOWN_FLAGS =
      SocketData.MSG_OOB
          | SocketData.MSG_PEEK
          | SocketData.MSG_DONTROUTE
          | SocketData.MSG_WAITALL
          | SocketData.MSG_PARTIAL
          | 0x30; // MSG_INTERRUPT, MSG_PUSH_IMMEDIATE

  private WinSock2Data() {}

  private static void checkFlags(int flags) {
    if ((flags & ~KNOWN_FLAGS) != 0) {
      throw Win32Error.WSAEOPNOTSUPP.exception();
    }
  }

  @Export(ordinal = 16, fails = Fails.MINUS_ONE)
  static int recv(GuestThread t, @Handle long s, @Out(size = "len") long buf, int len, int flags) {
    return recvfrom(t, s, buf, len, flags, 0, 0);
  }

  /**
   * Receives, and says from whom.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-recvfrom">recvfrom</a>
   */
  @Export(ordinal = 17, fails = Fails.MINUS_ONE)
  static int recvfrom(
      GuestThread t,
      @Handle long s,
      @Out(size = "len") long buf,
      int len,
      int flags,
      @Out @Opt long from,
      @In @Out @Opt long fromlen) {
    SocketObject socket = Ws2.use(t, s);
    try {
      if (len < 0) {
        throw Win32Error.WSAEFAULT.exception();
      }
      checkFlags(flags);
      return receive(t, socket, new Buffers(buf, len), flags, from, fromlen);
    } finally {
      socket.release();
    }
  }

  private static int receive(
      GuestThread t, SocketObject socket, Buffers to, int flags, long from, long fromLength) {
    boolean named = from != 0 && !socket.isStream();
    int n = socket.data().receive(t, to, flags, named);
    if (named) {
      SocketAddress.toGuest(t.process, HostBuffer.get(), from, fromLength);
    }
    if (Buffers.isCut(n)) {
      throw Win32Error.WSAEMSGSIZE.exception();
    }
    return n;
  }

  @Export(ordinal = 19, fails = Fails.MINUS_ONE)
  static int send(GuestThread t, @Handle long s, @In(size = "len") long buf, int len, int flags) {
    return sendto(t, s, buf, len, flags, 0, 0);
  }

  @Export(ordinal = 20, fails = Fails.MINUS_ONE)
  static int sendto(
      GuestThread t,
      @Handle long s,
      @In(size = "len") long buf,
      int len,
      int flags,
      @In(size = "tolen") @Opt long to,
      int tolen) {
    SocketObject socket = Ws2.use(t, s);
    try {
      if (len < 0) {
        throw Win32Error.WSAEFAULT.exception();
      }
      checkFlags(flags);
      Buffers data = new Buffers(buf, len);
      return socket.data().send(t, data, flags, address(t, socket, to, tolen));
    } finally {
      socket.release();
    }
  }

  /** Brings a receiver's address into the buffer; 0 for none, and for a connection's. */
  private static int address(GuestThread t, SocketObject socket, long to, int length) {
    if (to == 0 || socket.isStream()) {
      return 0;
    }
    return SocketAddress.toHost(t.process, HostBuffer.get(), to, length);
  }

  /**
   * Sends from several buffers; with an {@code OVERLAPPED}, the operation may go on.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsasend">WSASend</a>
   */
  @Export(dll = "ws2_32", fails = Fails.MINUS_ONE)
  static int WSASend(
      GuestThread t,
      @Handle long s,
      @In long lpBuffers,
      int dwBufferCount,
      @Out @Opt long lpNumberOfBytesSent,
      int dwFlags,
      @Opt long lpOverlapped,
      @Opt long lpCompletionRoutine) {
    return WSASendTo(
        t,
        s,
        lpBuffers,
        dwBufferCount,
        lpNumberOfBytesSent,
        dwFlags,
        0,
        0,
        lpOverlapped,
        lpCompletionRoutine);
  }

  @Export(dll = "ws2_32", fails = Fails.MINUS_ONE)
  static int WSASendTo(
      GuestThread t,
      @Handle long s,
      @In long lpBuffers,
      int dwBufferCount,
      @Out @Opt long lpNumberOfBytesSent,
      int dwFlags,
      @In(size = "iTolen") @Opt long lpTo,
      int iTolen,
      @Opt long lpOverlapped,
      @Opt long lpCompletionRoutine) {
    SocketObject socket = Ws2.use(t, s);
    try {
      Buffers data = Buffers.of(lpBuffers, dwBufferCount, socket.isStream());
      int addressLength = address(t, socket, lpTo, iTolen);
      if (lpOverlapped == 0 || socket.isSynchronous()) {
        int n = socket.data().send(t, data, dwFlags, addressLength);
        putCount(lpNumberOfBytesSent, n);
        return 0;
      }
      SocketTransfer transfer =
          new SocketTransfer(
              socket, report(t, lpOverlapped, lpCompletionRoutine), true, data, dwFlags);
      if (addressLength != 0) {
        transfer.to(HostBuffer.get(), addressLength);
      }
      return submit(socket, transfer, lpNumberOfBytesSent);
    } finally {
      socket.release();
    }
  }

  /**
   * Receives into several buffers; with an {@code OVERLAPPED}, the operation may go on.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsarecv">WSARecv</a>
   */
  @Export(dll = "ws2_32", fails = Fails.MINUS_ONE)
  static int WSARecv(
      GuestThread t,
      @Handle long s,
      @In long lpBuffers,
      int dwBufferCount,
      @Out @Opt long lpNumberOfBytesRecvd,
      @In @Out long lpFlags,
      @Opt long lpOverlapped,
      @Opt long lpCompletionRoutine) {
    return WSARecvFrom(
        t,
        s,
        lpBuffers,
        dwBufferCount,
        lpNumberOfBytesRecvd,
        lpFlags,
        0,
        0,
        lpOverlapped,
        lpCompletionRoutine);
  }

  @Export(dll = "ws2_32", fails = Fails.MINUS_ONE)
  static int WSARecvFrom(
      GuestThread t,
      @Handle long s,
      @In long lpBuffers,
      int dwBufferCount,
      @Out @Opt long lpNumberOfBytesRecvd,
      @In @Out long lpFlags,
      @Out @Opt long lpFrom,
      @In @Out @Opt long lpFromlen,
      @Opt long lpOverlapped,
      @Opt long lpCompletionRoutine) {
    SocketObject socket = Ws2.use(t, s);
    try {
      if (lpFlags == 0 || lpFrom != 0 && lpFromlen == 0) {
        throw Win32Error.WSAEFAULT.exception();
      }
      int flags = Memory.getInt(lpFlags);
      Buffers data = Buffers.of(lpBuffers, dwBufferCount, socket.isStream());
      if (lpOverlapped == 0 || socket.isSynchronous()) {
        int n = receive(t, socket, data, flags, lpFrom, lpFromlen);
        putCount(lpNumberOfBytesRecvd, n);
        Memory.putInt(lpFlags, 0);
        return 0;
      }
      SocketTransfer transfer =
          new SocketTransfer(
              socket, report(t, lpOverlapped, lpCompletionRoutine), false, data, flags);
      transfer.reporting(lpFrom, lpFromlen);
      NtStatus status = begin(socket, transfer);
      if (status != NtStatus.PENDING) {
        // Of an operation that goes on, the flags are asked for later: theirs may be a local
        // variable of the caller, which is gone by then.
        Memory.putInt(lpFlags, receivedFlags(status));
      }
      return submitted(status, transfer, lpNumberOfBytesRecvd);
    } finally {
      socket.release();
    }
  }

  private static int receivedFlags(NtStatus status) {
    return status == NtStatus.BUFFER_OVERFLOW ? SocketData.MSG_PARTIAL : 0;
  }

  static IoReport report(GuestThread t, long overlapped, long routine) {
    return routine == 0
        ? IoReport.overlapped(t, overlapped)
        : IoReport.socketRoutine(t, overlapped, routine);
  }

  /**
   * Begins an operation. One that leaves out a part of a datagram is told as one that goes on: it
   * sends a packet, which the error of a call would deny.
   */
  private static NtStatus begin(SocketObject socket, SocketTransfer transfer) {
    NtStatus status = FileIo.submit(socket, transfer);
    return status == NtStatus.BUFFER_OVERFLOW ? NtStatus.PENDING : status;
  }

  /** Begins an operation; the failure of a call that goes on is {@code WSA_IO_PENDING}. */
  static int submit(SocketObject socket, SocketTransfer transfer, long count) {
    return submitted(begin(socket, transfer), transfer, count);
  }

  private static int submitted(NtStatus status, SocketTransfer transfer, long count) {
    if (status != NtStatus.SUCCESS) {
      throw SocketErrors.of(status).exception();
    }
    putCount(count, (int) transfer.information());
    return 0;
  }

  private static void putCount(long address, int count) {
    if (address != 0) {
      Memory.putInt(address, count);
    }
  }

  /**
   * How an overlapped operation on a socket ended.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsagetoverlappedresult">WSAGetOverlappedResult</a>
   */
  @Export(dll = "ws2_32", fails = Fails.ZERO)
  static boolean WSAGetOverlappedResult(
      GuestThread t,
      @Handle long s,
      @In long lpOverlapped,
      @Out long lpcbTransfer,
      boolean fWait,
      @Out long lpdwFlags) {
    SocketObject socket = Ws2.use(t, s);
    try {
      if (lpOverlapped == 0 || lpcbTransfer == 0 || lpdwFlags == 0) {
        throw Win32Error.WSAEFAULT.exception();
      }
      NtStatus status = decant.kernel32.Overlapped.status(t, socket, lpOverlapped, fWait);
      if (status == NtStatus.PENDING) {
        throw Win32Error.IO_INCOMPLETE.exception();
      }
      Memory.putInt(lpcbTransfer, Memory.getInt(lpOverlapped + IoReport.INFORMATION));
      Memory.putInt(lpdwFlags, receivedFlags(status));
      if (status != NtStatus.SUCCESS) {
        throw SocketErrors.of(status).exception();
      }
      return true;
    } finally {
      socket.release();
    }
  }
}
