package decant.ws2_32;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.host.HostBuffer;
import decant.host.Memory;
import decant.host.Sockets;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.NtStatusException;
import decant.nt.Win32Error;
import decant.nt.socket.AfdObject;
import decant.nt.socket.SocketAddress;
import decant.nt.socket.SocketObject;

/**
 * winsock2.h: start-up, sockets and connections.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/api/winsock2/">winsock2.h</a>
 */
@Library({"ws2_32", "wsock32"})
public final class WinSock2 {
  private static final int VERSION = 0x0202;
  private static final int WSADATA_MAX_SOCKETS = 4;
  private static final int WSADATA_MAX_UDP = 6;
  private static final int WSADATA_VENDOR = 8;
  private static final int WSADATA_DESCRIPTION = 16;
  private static final int WSADATA_STATUS = 16 + 257;
  private static final int WSADATA_SIZE = 408;

  private static final int WSA_FLAG_OVERLAPPED = 0x1;
  private static final int WSA_FLAG_NO_HANDLE_INHERIT = 0x80;
  private static final int FROM_PROTOCOL_INFO = -1;
  private static final int IPPROTO_TCP = 6;
  private static final int IPPROTO_UDP = 17;

  private WinSock2() {}

  /**
   * Begins the use of Windows Sockets.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winsock/nf-winsock-wsastartup">WSAStartup</a>
   */
  @Export(ordinal = 115, fails = Fails.WIN32)
  static int WSAStartup(GuestThread t, short wVersionRequested, @Out long lpWSAData) {
    if (lpWSAData == 0) {
      throw Win32Error.WSAEFAULT.exception();
    }
    int major = wVersionRequested & 0xFF;
    int minor = wVersionRequested >>> 8 & 0xFF;
    if (major == 0) {
      throw Win32Error.WSAVERNOTSUPPORTED.exception();
    }
    int version = major > 2 || major == 2 && minor > 2 ? VERSION : wVersionRequested & 0xFFFF;
    Memory.fill(lpWSAData, WSADATA_SIZE, 0);
    Memory.putShort(lpWSAData, version);
    Memory.putShort(lpWSAData + 2, VERSION);
    if (major == 1) {
      Memory.putShort(lpWSAData + WSADATA_MAX_SOCKETS, 32767);
      Memory.putShort(lpWSAData + WSADATA_MAX_UDP, 65467);
    }
    Memory.putLong(lpWSAData + WSADATA_VENDOR, 0);
    ascii(lpWSAData + WSADATA_DESCRIPTION, "WinSock 2.0");
    ascii(lpWSAData + WSADATA_STATUS, "Running");
    if (Ws2.startups(t.process).getAndIncrement() == 0) {
      AfdObject.register(t.process);
    }
    return 0;
  }

  private static void ascii(long at, String text) {
    for (int i = 0; i < text.length(); i++) {
      Memory.putByte(at + i, text.charAt(i));
    }
  }

  @Export(ordinal = 116, fails = Fails.MINUS_ONE)
  static int WSACleanup(GuestThread t) {
    Ws2.requireStartup(t);
    Ws2.startups(t.process).decrementAndGet();
    return 0;
  }

  @Export(ordinal = 111)
  @Direct("GetLastError")
  static native int WSAGetLastError();

  @Export(ordinal = 112)
  static void WSASetLastError(GuestThread t, int iError) {
    t.setLastError(iError);
  }

  /** Makes a socket with overlapped attribute, which child processes inherit. */
  @Export(ordinal = 23, fails = Fails.MINUS_ONE)
  static long socket(GuestThread t, int af, int type, int protocol) {
    return make(t, af, type, protocol, WSA_FLAG_OVERLAPPED);
  }

  /**
   * Makes a socket.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-wsasocketw">WSASocketW</a>
   */
  @Export(
      value = {"WSASocketA", "WSASocketW"},
      dll = "ws2_32",
      fails = Fails.MINUS_ONE)
  static long WSASocket(
      GuestThread t,
      int af,
      int type,
      int protocol,
      @In @Opt long lpProtocolInfo,
      int g,
      int dwFlags) {
    if (lpProtocolInfo == 0) {
      return make(t, af, type, protocol, dwFlags);
    }
    boolean inherit = (dwFlags & WSA_FLAG_NO_HANDLE_INHERIT) == 0;
    long duplicate = duplicate(t, lpProtocolInfo, inherit);
    if (duplicate != 0) {
      return duplicate;
    }
    return make(
        t,
        af == FROM_PROTOCOL_INFO ? ProtocolInfo.family(lpProtocolInfo) : af,
        type == FROM_PROTOCOL_INFO ? ProtocolInfo.type(lpProtocolInfo) : type,
        protocol == FROM_PROTOCOL_INFO ? ProtocolInfo.protocol(lpProtocolInfo) : protocol,
        dwFlags);
  }

  private static long duplicate(GuestThread t, long info, boolean inherit) {
    try {
      return ProtocolInfo.open(t, info, inherit);
    } catch (NtStatusException e) {
      throw Win32Error.WSAEINVAL.exception(); // whoever has the socket is gone, or never had it
    }
  }

  private static long make(GuestThread t, int af, int type, int protocol, int flags) {
    Ws2.requireStartup(t);
    int family = af;
    int kind = type;
    if (kind == 0) {
      kind =
          switch (protocol) {
            case IPPROTO_TCP, 0 -> Sockets.SOCK_STREAM;
            case IPPROTO_UDP -> Sockets.SOCK_DGRAM;
            default -> Sockets.SOCK_RAW;
          };
    }
    if (family == SocketAddress.AF_UNSPEC) {
      if (type == 0 && protocol == 0) {
        throw Win32Error.WSAEINVAL.exception();
      }
      family = SocketAddress.AF_INET;
    }
    if (kind < Sockets.SOCK_STREAM
        || kind > Sockets.SOCK_RAW
        || family == SocketAddress.AF_UNIX && kind != Sockets.SOCK_STREAM) {
      throw Win32Error.WSAESOCKTNOSUPPORT.exception();
    }
    boolean mismatch =
        kind == Sockets.SOCK_STREAM && protocol == IPPROTO_UDP
            || kind == Sockets.SOCK_DGRAM && protocol == IPPROTO_TCP;
    if (mismatch) {
      throw Win32Error.WSAEPROTONOSUPPORT.exception();
    }
    SocketObject socket = SocketObject.create(t.process, family, kind, protocol);
    if ((flags & WSA_FLAG_OVERLAPPED) == 0) {
      socket.makeSynchronous();
    }
    return Ws2.open(t, socket, (flags & WSA_FLAG_NO_HANDLE_INHERIT) == 0);
  }

  @Export(ordinal = 3, fails = Fails.MINUS_ONE)
  static int closesocket(GuestThread t, @Handle long s) {
    Ws2.socket(t, s);
    try {
      Handles.close(t, s);
    } catch (NtStatusException e) {
      throw Win32Error.WSAENOTSOCK.exception();
    }
    return 0;
  }

  @Export(ordinal = 2, fails = Fails.MINUS_ONE)
  static int bind(GuestThread t, @Handle long s, @In(size = "namelen") long name, int namelen) {
    SocketObject socket = Ws2.socket(t, s);
    HostBuffer buffer = HostBuffer.get();
    boolean local = socket.family == SocketAddress.AF_UNIX; // whose addresses are as long as names
    if (!local && namelen < SocketAddress.size(socket.family)) {
      throw Win32Error.WSAEFAULT.exception();
    }
    requireFamily(socket, name, namelen);
    socket.bind(buffer, SocketAddress.toHost(t.process, buffer, name, namelen));
    return 0;
  }

  private static void requireFamily(SocketObject socket, long name, int length) {
    if (name == 0 || length < 2) {
      throw Win32Error.WSAEFAULT.exception();
    }
    int family = Memory.getU16(name);
    if (family != socket.family && family != SocketAddress.AF_UNSPEC) {
      throw Win32Error.WSAEAFNOSUPPORT.exception();
    }
  }

  @Export(ordinal = 13, fails = Fails.MINUS_ONE)
  static int listen(GuestThread t, @Handle long s, int backlog) {
    SocketObject socket = Ws2.socket(t, s);
    if (!socket.isStream()) {
      throw Win32Error.WSAEOPNOTSUPP.exception();
    }
    socket.localAddress(HostBuffer.get()); // WSAEINVAL unless it is bound
    // A negative number of SOMAXCONN_HINT asks for as many.
    socket.listen(backlog < 0 ? -backlog : backlog);
    return 0;
  }

  /**
   * Connects, or sets the peer of a datagram socket.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winsock2/nf-winsock2-connect">connect</a>
   */
  @Export(ordinal = 4, fails = Fails.MINUS_ONE)
  static int connect(GuestThread t, @Handle long s, @In(size = "namelen") long name, int namelen) {
    SocketObject socket = Ws2.use(t, s);
    try {
      HostBuffer buffer = HostBuffer.get();
      requireFamily(socket, name, namelen);
      int length = SocketAddress.toHost(t.process, buffer, name, namelen);
      socket.connect(t, buffer, length);
      return 0;
    } finally {
      socket.release();
    }
  }

  @Export(dll = "ws2_32", fails = Fails.MINUS_ONE)
  static int WSAConnect(
      GuestThread t,
      @Handle long s,
      @In(size = "namelen") long name,
      int namelen,
      @Opt long lpCallerData,
      @Opt long lpCalleeData,
      @Opt long lpSQOS,
      @Opt long lpGQOS) {
    if (lpCallerData != 0) {
      throw Win32Error.WSAEOPNOTSUPP.exception(); // no protocol here has connect data
    }
    return connect(t, s, name, namelen);
  }

  @Export(ordinal = 1, fails = Fails.MINUS_ONE)
  static long accept(
      GuestThread t, @Handle long s, @Out @Opt long addr, @In @Out @Opt long addrlen) {
    SocketObject socket = Ws2.use(t, s);
    try {
      if (addr != 0
          && (addrlen == 0 || Memory.getInt(addrlen) < SocketAddress.size(socket.family))) {
        throw Win32Error.WSAEFAULT.exception();
      }
      SocketObject accepted = socket.accept(t);
      long handle = Ws2.open(t, accepted, true);
      if (addr != 0) {
        HostBuffer buffer = HostBuffer.get();
        accepted.peerAddress(buffer);
        SocketAddress.toGuest(t.process, buffer, addr, addrlen);
      }
      return handle;
    } finally {
      socket.release();
    }
  }

  /** As accept; the condition function decides whether the connection is kept. */
  @Export(
      dll = "ws2_32",
      fails = Fails.MINUS_ONE,
      support = decant.abi.Support.PARTIAL,
      note = "A condition function is WSAEOPNOTSUPP.")
  static long WSAAccept(
      GuestThread t,
      @Handle long s,
      @Out @Opt long addr,
      @In @Out @Opt long addrlen,
      @Opt long lpfnCondition,
      long dwCallbackData) {
    if (lpfnCondition != 0) {
      throw Win32Error.WSAEOPNOTSUPP.exception();
    }
    return accept(t, s, addr, addrlen);
  }

  @Export(ordinal = 22, fails = Fails.MINUS_ONE)
  static int shutdown(GuestThread t, @Handle long s, int how) {
    Ws2.socket(t, s).shutdown(how);
    return 0;
  }

  /** Ends sending; there is no disconnect data. */
  @Export(dll = "ws2_32", fails = Fails.MINUS_ONE)
  static int WSASendDisconnect(GuestThread t, @Handle long s, @Opt long lpOutboundDisconnectData) {
    Ws2.socket(t, s).shutdown(Sockets.SHUT_WR);
    return 0;
  }

  @Export(ordinal = 6, fails = Fails.MINUS_ONE)
  static int getsockname(GuestThread t, @Handle long s, @Out long name, @In @Out long namelen) {
    HostBuffer buffer = HostBuffer.get();
    Ws2.socket(t, s).localAddress(buffer);
    SocketAddress.toGuest(t.process, buffer, name, namelen);
    return 0;
  }

  @Export(ordinal = 5, fails = Fails.MINUS_ONE)
  static int getpeername(GuestThread t, @Handle long s, @Out long name, @In @Out long namelen) {
    HostBuffer buffer = HostBuffer.get();
    Ws2.socket(t, s).peerAddress(buffer);
    SocketAddress.toGuest(t.process, buffer, name, namelen);
    return 0;
  }
}
