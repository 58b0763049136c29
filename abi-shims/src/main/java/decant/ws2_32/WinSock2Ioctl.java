package decant.ws2_32;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Gate;
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
import decant.nt.io.IoReport;
import decant.nt.socket.SocketAddress;
import decant.nt.socket.SocketObject;

/** winsock2.h: control codes of sockets. */
@Library({"ws2_32", "wsock32"})
public final class WinSock2Ioctl {
  private static final int FIONBIO = 0x8004_667E;
  private static final int FIONREAD = 0x4004_667F;
  private static final int SIOCATMARK = 0x4004_7307;
  private static final int SIO_GET_EXTENSION_FUNCTION_POINTER = 0xC800_0006;
  private static final int SIO_KEEPALIVE_VALS = 0x9800_0004;
  private static final int SIO_UDP_CONNRESET = 0x9800_000C;
  private static final int SIO_UDP_NETRESET = 0x9800_000F;
  private static final int SIO_LOOPBACK_FAST_PATH = 0x9800_0010;
  private static final int SIO_TCP_INITIAL_RTO = 0x9800_0011;
  private static final int SIO_CPU_AFFINITY = 0x9800_0015;
  private static final int SIO_SET_COMPATIBILITY_MODE = 0x9800_012C;
  private static final int SIO_BASE_HANDLE = 0x4800_0022;
  private static final int SIO_BSP_HANDLE = 0x4800_001B;
  private static final int SIO_BSP_HANDLE_SELECT = 0x4800_001C;
  private static final int SIO_BSP_HANDLE_POLL = 0x4800_001D;
  private static final int SIO_ROUTING_INTERFACE_QUERY = 0xC800_0014;

  /** {@code struct tcp_keepalive}: on, milliseconds until the first, milliseconds between. */
  private static final int KEEPALIVE_SIZE = 12;

  private static final int HOST_SOCKET = 1;
  private static final int HOST_KEEPALIVE = 9;
  private static final int HOST_TCP = 6;
  private static final int HOST_KEEPIDLE = 4;
  private static final int HOST_KEEPINTVL = 5;

  private WinSock2Ioctl() {}

  @Export(dll = "ws2_32", ordinal = 10, fails = Fails.MINUS_ONE)
  static int ioctlsocket(GuestThread t, @Handle long s, int cmd, @In @Out long argp) {
    SocketObject socket = Ws2.socket(t, s);
    if (argp == 0) {
      throw Win32Error.WSAEFAULT.exception();
    }
    switch (cmd) {
      case FIONBIO -> socket.setNonBlocking(Memory.getInt(argp) != 0);
      case FIONREAD -> Memory.putInt(argp, socket.available());
      case SIOCATMARK -> Memory.putInt(argp, 1);
      default -> throw Win32Error.WSAEOPNOTSUPP.exception();
    }
    return 0;
  }

  /** The same in the older library, which has other ordinals from here to inet_ntoa. */
  @Export(value = "ioctlsocket", dll = "wsock32", ordinal = 12, fails = Fails.MINUS_ONE)
  static int ioctlsocketOld(GuestThread t, @Handle long s, int cmd, @In @Out long argp) {
    return ioctlsocket(t, s, cmd, argp);
  }

  /**
   * Sends a control code to a socket.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsaioctl">WSAIoctl</a>
   */
  @Export(
      dll = "ws2_32",
      fails = Fails.MINUS_ONE,
      support = Support.PARTIAL,
      note = "No interface, routing and multicast queries; those are WSAEOPNOTSUPP.")
  static int WSAIoctl(
      GuestThread t,
      @Handle long s,
      int dwIoControlCode,
      @In(size = "cbInBuffer") @Opt long lpvInBuffer,
      int cbInBuffer,
      @Out(size = "cbOutBuffer") @Opt long lpvOutBuffer,
      int cbOutBuffer,
      @Out long lpcbBytesReturned,
      @Opt long lpOverlapped,
      @Opt long lpCompletionRoutine) {
    SocketObject socket = Ws2.socket(t, s);
    IoReport report =
        lpOverlapped == 0 ? null : WinSock2Data.report(t, lpOverlapped, lpCompletionRoutine);
    if (lpcbBytesReturned == 0 && report == null) {
      throw Win32Error.WSAEFAULT.exception();
    }
    int bytes =
        control(t, socket, s, dwIoControlCode, lpvInBuffer, cbInBuffer, lpvOutBuffer, cbOutBuffer);
    if (lpcbBytesReturned != 0) {
      Memory.putInt(lpcbBytesReturned, bytes);
    }
    if (report != null) {
      report.begin();
      report.end(socket, NtStatus.SUCCESS, bytes);
    }
    return 0;
  }

  private static int control(
      GuestThread t,
      SocketObject socket,
      long handle,
      int code,
      long in,
      int inSize,
      long out,
      int outSize) {
    switch (code) {
      case FIONBIO, FIONREAD, SIOCATMARK -> {
        boolean input = code == FIONBIO;
        require(input ? inSize : outSize, input ? in : out, 4);
        ioctlsocket(t, handle, code, input ? in : out);
        return input ? 0 : 4;
      }
      case SIO_GET_EXTENSION_FUNCTION_POINTER -> {
        require(inSize, in, 16);
        require(outSize, out, 8);
        Memory.putLong(out, extension(t, in));
        return 8;
      }
      case SIO_KEEPALIVE_VALS -> {
        require(inSize, in, KEEPALIVE_SIZE);
        boolean on = Memory.getInt(in) != 0;
        socket.options().set(HOST_SOCKET, HOST_KEEPALIVE, on ? 1 : 0);
        if (on) {
          socket.options().set(HOST_TCP, HOST_KEEPIDLE, seconds(Memory.getU32(in + 4)));
          socket.options().set(HOST_TCP, HOST_KEEPINTVL, seconds(Memory.getU32(in + 8)));
        }
        return 0;
      }
      case SIO_BASE_HANDLE, SIO_BSP_HANDLE, SIO_BSP_HANDLE_SELECT, SIO_BSP_HANDLE_POLL -> {
        require(outSize, out, 8);
        Memory.putLong(out, handle); // there are no layers above the sockets
        return 8;
      }
      case SIO_UDP_CONNRESET,
          SIO_UDP_NETRESET,
          SIO_LOOPBACK_FAST_PATH,
          SIO_TCP_INITIAL_RTO,
          SIO_CPU_AFFINITY,
          SIO_SET_COMPATIBILITY_MODE -> {
        return 0; // advice to Windows' TCP/IP
      }
      case SIO_ROUTING_INTERFACE_QUERY -> {
        return route(t, socket, in, inSize, out, outSize);
      }
      default -> throw Win32Error.WSAEOPNOTSUPP.exception();
    }
  }

  private static void require(int size, long at, int needed) {
    if (at == 0 || size < needed) {
      throw Win32Error.WSAEFAULT.exception();
    }
  }

  private static int seconds(long milliseconds) {
    return (int) Math.max(1, Math.min(32767, milliseconds / 1000));
  }

  /** The local address that datagrams to an address would leave from. */
  private static int route(
      GuestThread t, SocketObject socket, long in, int inSize, long out, int outSize) {
    HostBuffer buffer = HostBuffer.get();
    SocketObject probe = SocketObject.create(t.process, socket.family, 2, 0);
    probe.retain();
    try {
      probe.connect(t, buffer, SocketAddress.toHost(t.process, buffer, in, inSize));
      probe.localAddress(buffer);
      int size = SocketAddress.size(socket.family);
      require(outSize, out, size);
      SocketAddress.write(t.process, buffer, out);
      Memory.putShort(out + 2, 0);
      return size;
    } finally {
      probe.release();
    }
  }

  /** The function of an identifier ({@code WSAID_*}, mswsock.h); {@code WSAEINVAL} for others. */
  private static long extension(GuestThread t, long guid) {
    String name = Extensions.name(Memory.getLong(guid), Memory.getLong(guid + 8));
    if (name == null) {
      throw Win32Error.WSAEINVAL.exception();
    }
    return Gate.modules().export(t, "mswsock", name);
  }
}
