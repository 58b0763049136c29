package decant.nt.socket;

import decant.host.HostBuffer;
import decant.host.Memory;
import decant.host.Sockets;
import decant.nt.GuestProcess;
import decant.nt.NtStatusException;
import decant.nt.Win32Error;

/**
 * Socket addresses as programs have them ({@code SOCKADDR_IN}, {@code SOCKADDR_IN6}, {@code
 * SOCKADDR_UN}) and as the host does. The two differ in the number of IPv6 and in the paths of
 * local sockets; the rest is the same, port and address in network order.
 *
 * <p>The host's form lies in the thread's {@link HostBuffer}.
 */
public final class SocketAddress {
  /** Windows' address families. */
  public static final int AF_UNSPEC = 0;

  public static final int AF_UNIX = 1;
  public static final int AF_INET = 2;
  public static final int AF_INET6 = 23;

  public static final int IN_SIZE = 16;
  public static final int IN6_SIZE = 28;
  public static final int UN_SIZE = 110;

  /** Where in the buffer's part for structures the address lies; 112 bytes. */
  public static final int AT = 128;

  /** Where the host leaves an address's length. */
  public static final int LENGTH_AT = 120;

  private static final int ROOM = 112;

  private SocketAddress() {}

  /** The host's address, for calls. */
  static long host(HostBuffer buffer) {
    return buffer.struct() + AT;
  }

  /** The host's number of a family; {@code WSAEAFNOSUPPORT} for others. */
  static int hostFamily(int family) {
    return switch (family) {
      case AF_UNIX -> Sockets.AF_UNIX;
      case AF_INET -> Sockets.AF_INET;
      case AF_INET6 -> Sockets.AF_INET6;
      default -> throw Win32Error.WSAEAFNOSUPPORT.exception();
    };
  }

  /** Windows' number of a host family; 0 for others. */
  static int family(int hostFamily) {
    return switch (hostFamily) {
      case Sockets.AF_UNIX -> AF_UNIX;
      case Sockets.AF_INET -> AF_INET;
      case Sockets.AF_INET6 -> AF_INET6;
      default -> AF_UNSPEC;
    };
  }

  /** Bytes of a whole address of a family. */
  public static int size(int family) {
    return switch (family) {
      case AF_INET6 -> IN6_SIZE;
      case AF_UNIX -> UN_SIZE;
      default -> IN_SIZE;
    };
  }

  /** Whether the address in the buffer is {@code INADDR_ANY} or {@code in6addr_any}. */
  public static boolean isAny(HostBuffer buffer) {
    return switch (buffer.getU16(AT)) {
      case Sockets.AF_INET -> buffer.getInt(AT + 4) == 0;
      case Sockets.AF_INET6 -> buffer.getLong(AT + 8) == 0 && buffer.getLong(AT + 16) == 0;
      default -> false;
    };
  }

  /**
   * Brings a program's address into the buffer; returns its length there. {@code WSAEFAULT} when it
   * is too short.
   */
  public static int toHost(GuestProcess process, HostBuffer buffer, long address, int length) {
    if (address == 0 || length < 2) {
      throw Win32Error.WSAEFAULT.exception();
    }
    int family = Memory.getU16(address);
    if (family == AF_UNIX) {
      return unixToHost(process, buffer, address, length);
    }
    int size = size(family);
    if (length < size) {
      throw Win32Error.WSAEFAULT.exception();
    }
    buffer.fromGuest(AT, address, size);
    buffer.putShort(AT, family == AF_UNSPEC ? 0 : hostFamily(family));
    return size;
  }

  private static int unixToHost(GuestProcess process, HostBuffer buffer, long address, int length) {
    int most = Math.min(length, UN_SIZE) - 2;
    int n = 0;
    while (n < most && Memory.getByte(address + 2 + n) != 0) {
      n++;
    }
    byte[] path = new byte[0];
    if (n > 0) {
      String name =
          new String(Memory.read(address + 2, n), java.nio.charset.StandardCharsets.UTF_8);
      try {
        path = process.files.hostPath(name);
      } catch (NtStatusException e) {
        throw Win32Error.WSAEINVAL.exception();
      }
    }
    if (path.length >= ROOM - 4) {
      throw Win32Error.WSAEINVAL.exception();
    }
    buffer.putShort(AT, Sockets.AF_UNIX);
    for (int i = 0; i < path.length; i++) {
      buffer.putByte(AT + 2 + i, path[i]);
    }
    buffer.putByte(AT + 2 + path.length, 0);
    return path.length == 0 ? 2 : 2 + path.length + 1;
  }

  /** Asks the host to fill an address: its room. */
  static long expect(HostBuffer buffer) {
    buffer.putInt(LENGTH_AT, ROOM);
    buffer.putShort(AT, 0);
    return buffer.struct() + LENGTH_AT;
  }

  /** How long the address in the buffer is for the program. */
  static int guestSize(HostBuffer buffer) {
    return size(family(buffer.getU16(AT)));
  }

  /**
   * Gives the address in the buffer to a program.
   *
   * @param room address of an int: the room, then the size; {@code WSAEFAULT} when it is too small
   */
  public static void toGuest(GuestProcess process, HostBuffer buffer, long address, long room) {
    int size = guestSize(buffer);
    if (address == 0 || room == 0 || Memory.getInt(room) < size) {
      throw Win32Error.WSAEFAULT.exception();
    }
    write(process, buffer, address);
    Memory.putInt(room, size);
  }

  /** Gives the address in the buffer to a program that has room for it; returns its size. */
  public static int write(GuestProcess process, HostBuffer buffer, long address) {
    int family = family(buffer.getU16(AT));
    int size = size(family);
    if (family == AF_UNIX) {
      writeUnix(process, buffer, address);
    } else {
      buffer.toGuest(AT, address, size);
    }
    Memory.putShort(address, family);
    return size;
  }

  private static void writeUnix(GuestProcess process, HostBuffer buffer, long address) {
    int most = Math.max(0, Math.min(buffer.getInt(LENGTH_AT), ROOM) - 2);
    int n = 0;
    while (n < most && buffer.getByte(AT + 2 + n) != 0) {
      n++;
    }
    Memory.fill(address, UN_SIZE, 0);
    if (n > 0) {
      byte[] path = new byte[n];
      for (int i = 0; i < n; i++) {
        path[i] = (byte) buffer.getByte(AT + 2 + i);
      }
      byte[] name =
          process.files.windowsPath(path).getBytes(java.nio.charset.StandardCharsets.UTF_8);
      Memory.write(address + 2, name, 0, Math.min(name.length, UN_SIZE - 3));
    }
  }
}
