package decant.ws2_32;

import decant.host.Memory;
import decant.host.Sockets;
import decant.nt.GuestThread;
import decant.nt.HandleTable;
import decant.nt.NtStatusException;
import decant.nt.ProcessObject;
import decant.nt.Win32Error;
import decant.nt.process.RemoteProcess;
import decant.nt.socket.SocketAddress;
import decant.nt.socket.SocketObject;

/** {@code WSAPROTOCOL_INFO}: the protocols that there are. */
final class ProtocolInfo {
  private static final int SERVICE_FLAGS_1 = 0;
  private static final int PROVIDER_FLAGS = 16;
  private static final int PROVIDER_ID = 20;
  private static final int CATALOG_ENTRY = 36;
  private static final int CHAIN_LENGTH = 40;
  private static final int VERSION = 72;
  private static final int ADDRESS_FAMILY = 76;
  private static final int MAX_SOCKADDR = 80;
  private static final int MIN_SOCKADDR = 84;
  private static final int SOCKET_TYPE = 88;
  private static final int PROTOCOL = 92;
  private static final int MAX_OFFSET = 96;
  private static final int NETWORK_BYTE_ORDER = 100;
  private static final int MESSAGE_SIZE = 108;

  /** Reserved for the provider: which socket a duplicate is of. */
  private static final int RESERVED = 112;

  private static final int NAME = 116;
  private static final int NAME_UNITS = 256;

  /** Members that mean nothing for sockets of Microsoft's provider say where a duplicate is. */
  private static final int OWNER = SERVICE_FLAGS_1 + 4;

  private static final int HANDLE = SERVICE_FLAGS_1 + 12;

  /** Marks a structure that {@code WSADuplicateSocket} has filled. */
  private static final int DUPLICATE = 0x4443_0000;

  private static final int XP1_CONNECTIONLESS = 0x1;
  private static final int XP1_GUARANTEED_DELIVERY = 0x2;
  private static final int XP1_GUARANTEED_ORDER = 0x4;
  private static final int XP1_MESSAGE_ORIENTED = 0x8;
  private static final int XP1_GRACEFUL_CLOSE = 0x20;
  private static final int XP1_EXPEDITED_DATA = 0x40;
  private static final int XP1_SUPPORT_BROADCAST = 0x200;
  private static final int XP1_SUPPORT_MULTIPOINT = 0x400;
  private static final int XP1_IFS_HANDLES = 0x2_0000;
  private static final int PFL_MATCHES_PROTOCOL_ZERO = 0x8;
  private static final int STREAM_FLAGS =
      XP1_GUARANTEED_DELIVERY
          | XP1_GUARANTEED_ORDER
          | XP1_GRACEFUL_CLOSE
          | XP1_EXPEDITED_DATA
          | XP1_IFS_HANDLES;
  private static final int DATAGRAM_FLAGS =
      XP1_CONNECTIONLESS
          | XP1_MESSAGE_ORIENTED
          | XP1_SUPPORT_BROADCAST
          | XP1_SUPPORT_MULTIPOINT
          | XP1_IFS_HANDLES;

  /** One protocol. */
  record Protocol(String name, int family, int type, int protocol, int entry) {}

  static final Protocol[] ALL = {
    new Protocol("MSAFD Tcpip [TCP/IP]", SocketAddress.AF_INET, Sockets.SOCK_STREAM, 6, 1001),
    new Protocol("MSAFD Tcpip [UDP/IP]", SocketAddress.AF_INET, Sockets.SOCK_DGRAM, 17, 1002),
    new Protocol("MSAFD Tcpip [TCP/IPv6]", SocketAddress.AF_INET6, Sockets.SOCK_STREAM, 6, 1003),
    new Protocol("MSAFD Tcpip [UDP/IPv6]", SocketAddress.AF_INET6, Sockets.SOCK_DGRAM, 17, 1004),
    new Protocol("AF_UNIX", SocketAddress.AF_UNIX, Sockets.SOCK_STREAM, 0, 1005),
  };

  private ProtocolInfo() {}

  static int size(boolean wide) {
    return NAME + (wide ? 2 : 1) * NAME_UNITS;
  }

  static int family(long info) {
    return Memory.getInt(info + ADDRESS_FAMILY);
  }

  static int type(long info) {
    return Memory.getInt(info + SOCKET_TYPE);
  }

  static int protocol(long info) {
    return Memory.getInt(info + PROTOCOL);
  }

  /** The protocol of a socket. */
  static Protocol of(SocketObject socket) {
    for (Protocol p : ALL) {
      if (p.family == socket.family && p.type == socket.type) {
        return p;
      }
    }
    return new Protocol("MSAFD Tcpip [RAW/IP]", socket.family, socket.type, socket.protocol, 1006);
  }

  static void write(long info, boolean wide, Protocol p) {
    boolean stream = p.type == Sockets.SOCK_STREAM;
    Memory.fill(info, size(wide), 0);
    Memory.putInt(info + SERVICE_FLAGS_1, stream ? STREAM_FLAGS : DATAGRAM_FLAGS);
    Memory.putInt(info + PROVIDER_FLAGS, PFL_MATCHES_PROTOCOL_ZERO);
    // The identifier of Microsoft's TCP/IP provider: {E70F1AA0-AB8B-11CF-8CA3-00805F48A192}.
    Memory.putLong(info + PROVIDER_ID, 0x11CF_AB8B_E70F_1AA0L);
    Memory.putLong(info + PROVIDER_ID + 8, 0x92A1_485F_8000_A38CL);
    Memory.putInt(info + CATALOG_ENTRY, p.entry);
    Memory.putInt(info + CHAIN_LENGTH, 1);
    Memory.putInt(info + VERSION, 2);
    Memory.putInt(info + ADDRESS_FAMILY, p.family);
    Memory.putInt(info + MAX_SOCKADDR, SocketAddress.size(p.family));
    Memory.putInt(info + MIN_SOCKADDR, SocketAddress.size(p.family));
    Memory.putInt(info + SOCKET_TYPE, p.type);
    Memory.putInt(info + PROTOCOL, p.protocol);
    Memory.putInt(info + MAX_OFFSET, 0);
    Memory.putInt(info + NETWORK_BYTE_ORDER, 0);
    Memory.putInt(info + MESSAGE_SIZE, stream ? 0 : 65467);
    if (wide) {
      Memory.putWideZ(info + NAME, p.name);
    } else {
      for (int i = 0; i < p.name.length(); i++) {
        Memory.putByte(info + NAME + i, p.name.charAt(i));
      }
    }
  }

  /**
   * Makes a structure name a socket for a process to open, once: a handle of it, which is opened
   * there at once when this process has started that one; else one that is opened here and waits to
   * be fetched.
   */
  static void duplicate(GuestThread t, long info, boolean wide, SocketObject socket, int target) {
    write(info, wide, of(socket));
    int owner = t.process.id;
    long handle;
    ProcessObject process = RemoteProcess.open(t.process, target);
    try {
      if (process instanceof RemoteProcess child && child.takesOrders()) {
        owner = target;
        handle = child.give(socket, Ws2.ACCESS, 0);
      } else {
        handle = Ws2.open(t, socket, false);
      }
    } finally {
      process.release();
    }
    Memory.putInt(info + RESERVED, DUPLICATE);
    Memory.putInt(info + OWNER, owner);
    Memory.putInt(info + HANDLE, (int) handle);
  }

  /**
   * Opens the socket that {@link #duplicate} named; 0 for an ordinary structure.
   *
   * @param inherit whether processes that this one starts get the handle
   */
  static long open(GuestThread t, long info, boolean inherit) {
    if (Memory.getInt(info + RESERVED) != DUPLICATE) {
      return 0;
    }
    int owner = Memory.getInt(info + OWNER);
    long handle = Memory.getInt(info + HANDLE);
    if (owner == t.process.id) {
      return openHere(t, handle, inherit);
    }
    ProcessObject process = RemoteProcess.open(t.process, owner);
    try {
      if (process instanceof RemoteProcess child && child.takesOrders()) {
        int flags = inherit ? HandleTable.INHERIT : 0;
        return child.take(t.process, handle, Ws2.ACCESS, flags, true, true);
      }
      throw Win32Error.WSAEINVAL.exception();
    } finally {
      process.release();
    }
  }

  /** A handle in the place of the one that waits, which one thread alone gets. */
  private static long openHere(GuestThread t, long handle, boolean inherit) {
    Ws2.socket(t, handle); // WSAENOTSOCK when it has been opened
    try {
      int flags = inherit ? HandleTable.INHERIT : 0;
      return t.process.handles.duplicate(
          handle, Ws2.ACCESS, flags, HandleTable.DUPLICATE_CLOSE_SOURCE);
    } catch (NtStatusException e) {
      throw Win32Error.WSAENOTSOCK.exception(); // another thread was faster
    }
  }
}
