package decant.ws2_32;

import decant.host.Bytes;
import decant.host.HostBuffer;
import decant.host.NetDb;
import decant.host.Sockets;
import decant.nt.Win32Error;
import decant.nt.Win32Exception;
import decant.nt.socket.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Finds the addresses of names, through the host's resolver, and the ports of services. */
final class Resolver {
  static final int AI_PASSIVE = 0x1;
  static final int AI_CANONNAME = 0x2;
  static final int AI_NUMERICHOST = 0x4;
  static final int AI_NUMERICSERV = 0x8;
  static final int AI_ADDRCONFIG = 0x400;

  private static final int LOCAL = 1;
  private static final byte[] V4_ANY = new byte[4];
  private static final byte[] V6_ANY = new byte[16];
  private static final byte[] V4_LOOPBACK = {127, 0, 0, 1};
  private static final byte[] V6_LOOPBACK = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, LOCAL};

  /** Services that programs ask for and hosts without {@code /etc/services} do not know. */
  private static final Object[] SERVICES = {
    "echo",
    7,
    "discard",
    9,
    "daytime",
    13,
    "ftp",
    21,
    "ssh",
    22,
    "telnet",
    23,
    "smtp",
    25,
    "domain",
    53,
    "tftp",
    69,
    "http",
    80,
    "pop3",
    110,
    "ntp",
    123,
    "imap",
    143,
    "snmp",
    161,
    "ldap",
    389,
    "https",
    443,
    "ldaps",
    636,
    "imaps",
    993,
    "pop3s",
    995,
    "postgresql",
    5432
  };

  /**
   * One address.
   *
   * @param bytes 4 or 16
   * @param scope of a link-local address
   */
  record Found(byte[] bytes, int scope) {
    int family() {
      return bytes.length == 4 ? SocketAddress.AF_INET : SocketAddress.AF_INET6;
    }
  }

  /** The addresses of a name, and the name itself as the host has it. */
  record Answer(List<Found> found, String canonical) {}

  private Resolver() {}

  /**
   * The addresses of a name.
   *
   * @param node null for this machine
   * @param family {@code AF_UNSPEC} for both
   * @param flags {@code AI_*}
   */
  static Answer resolve(String node, int family, int flags) {
    if (family != SocketAddress.AF_UNSPEC
        && family != SocketAddress.AF_INET
        && family != SocketAddress.AF_INET6) {
      throw Win32Error.WSAEAFNOSUPPORT.exception();
    }
    if (node == null) {
      boolean any = (flags & AI_PASSIVE) != 0;
      return both(any ? V6_ANY : V6_LOOPBACK, any ? V4_ANY : V4_LOOPBACK, family, null);
    }
    if (node.equalsIgnoreCase("localhost")) {
      if ((flags & AI_NUMERICHOST) != 0) {
        throw Win32Error.WSAHOST_NOT_FOUND.exception();
      }
      return both(V6_LOOPBACK, V4_LOOPBACK, family, node);
    }
    try {
      return ask(node.isEmpty() ? hostName() : node, family, flags);
    } catch (Win32Exception e) {
      if (node.isEmpty() || node.equalsIgnoreCase(hostName())) {
        return both(V6_LOOPBACK, V4_LOOPBACK, family, hostName());
      }
      throw e;
    }
  }

  private static Answer both(byte[] v6, byte[] v4, int family, String name) {
    List<Found> found = new ArrayList<>();
    if (family != SocketAddress.AF_INET) {
      found.add(new Found(v6, 0));
    }
    if (family != SocketAddress.AF_INET6) {
      found.add(new Found(v4, 0));
    }
    return new Answer(found, name);
  }

  private static Answer ask(String node, int family, int flags) {
    HostBuffer buffer = HostBuffer.get();
    long name = buffer.path(node.getBytes(StandardCharsets.UTF_8));
    if (name == 0) {
      throw Win32Error.WSAHOST_NOT_FOUND.exception();
    }
    int hostFlags = (flags & AI_NUMERICHOST) != 0 ? NetDb.AI_NUMERICHOST : 0;
    hostFlags |= (flags & AI_CANONNAME) != 0 ? NetDb.AI_CANONNAME : 0;
    hostFlags |= (flags & AI_ADDRCONFIG) != 0 ? NetDb.AI_ADDRCONFIG : 0;
    int hostFamily =
        switch (family) {
          case SocketAddress.AF_INET -> Sockets.AF_INET;
          case SocketAddress.AF_INET6 -> Sockets.AF_INET6;
          default -> Sockets.AF_UNSPEC;
        };
    hints(buffer, hostFlags, hostFamily);
    int error = NetDb.getaddrinfo(name, 0, buffer.struct(), buffer.struct() + 64);
    if (error != 0) {
      throw error(error).exception();
    }
    long list = buffer.getLong(64);
    try {
      return read(list);
    } finally {
      NetDb.freeaddrinfo(list);
    }
  }

  private static void hints(HostBuffer buffer, int flags, int family) {
    for (int i = 0; i < NetDb.ADDRINFO_SIZE; i += 8) {
      buffer.putLong(i, 0);
    }
    buffer.putInt(NetDb.AI_FLAGS, flags);
    buffer.putInt(NetDb.AI_FAMILY, family);
    buffer.putInt(NetDb.AI_SOCKTYPE, Sockets.SOCK_STREAM); // else there is one for every kind
    buffer.putLong(64, 0);
  }

  private static Answer read(long list) {
    List<Found> found = new ArrayList<>();
    String canonical = null;
    for (long at = list; at != 0; ) {
      Bytes info = Bytes.at(at, NetDb.ADDRINFO_SIZE);
      if (canonical == null && info.get64(NetDb.AI_CANON) != 0) {
        canonical = string(info.get64(NetDb.AI_CANON));
      }
      int family = info.get32(NetDb.AI_FAMILY);
      Bytes address = Bytes.at(info.get64(NetDb.AI_ADDR), info.get32(NetDb.AI_ADDRLEN));
      if (family == Sockets.AF_INET) {
        found.add(new Found(bytes(address, 4, 4), 0));
      } else if (family == Sockets.AF_INET6) {
        found.add(new Found(bytes(address, 8, 16), address.get32(24)));
      }
      at = info.get64(NetDb.AI_NEXT);
    }
    if (found.isEmpty()) {
      throw Win32Error.WSANO_DATA.exception();
    }
    return new Answer(found, canonical);
  }

  private static byte[] bytes(Bytes from, int at, int count) {
    byte[] copy = new byte[count];
    for (int i = 0; i < count; i++) {
      copy[i] = from.get8(at + i);
    }
    return copy;
  }

  private static String string(long address) {
    Bytes from = Bytes.at(address, 1025); // NI_MAXHOST
    int n = 0;
    while (n < 1024 && from.get8(n) != 0) {
      n++;
    }
    return new String(bytes(from, 0, n), StandardCharsets.UTF_8);
  }

  /** The error of Windows Sockets for one of the host's {@code EAI_*}. */
  static Win32Error error(int eai) {
    return switch (eai) {
      case NetDb.EAI_BADFLAGS -> Win32Error.WSAEINVAL;
      case NetDb.EAI_AGAIN -> Win32Error.WSATRY_AGAIN;
      case NetDb.EAI_FAIL -> Win32Error.WSANO_RECOVERY;
      case NetDb.EAI_NODATA, NetDb.EAI_ADDRFAMILY -> Win32Error.WSANO_DATA;
      case NetDb.EAI_FAMILY -> Win32Error.WSAEAFNOSUPPORT;
      case NetDb.EAI_SOCKTYPE -> Win32Error.WSAESOCKTNOSUPPORT;
      case NetDb.EAI_SERVICE -> Win32Error.WSATYPE_NOT_FOUND;
      case NetDb.EAI_MEMORY -> Win32Error.NOT_ENOUGH_MEMORY;
      default -> Win32Error.WSAHOST_NOT_FOUND;
    };
  }

  /** This machine's name. */
  static String hostName() {
    HostBuffer buffer = HostBuffer.get();
    NetDb.gethostname(buffer.struct() + 128, 256);
    return Addresses.string(buffer, 128);
  }

  /**
   * The port of a service; {@code WSATYPE_NOT_FOUND} when there is none.
   *
   * @param service a number or a name; null for port 0
   */
  static int port(String service, int flags) {
    if (service == null || service.isEmpty()) {
      return 0;
    }
    try {
      int port = Integer.parseInt(service.strip());
      if (port >= 0 && port <= 0xFFFF) {
        return port;
      }
      throw Win32Error.WSATYPE_NOT_FOUND.exception();
    } catch (NumberFormatException e) {
      if ((flags & AI_NUMERICSERV) != 0) {
        throw Win32Error.WSAHOST_NOT_FOUND.exception();
      }
    }
    int known = known(service);
    if (known < 0) {
      throw Win32Error.WSATYPE_NOT_FOUND.exception();
    }
    return known;
  }

  /** The port of a service by name, -1 when there is none. */
  static int known(String service) {
    for (int i = 0; i < SERVICES.length; i += 2) {
      if (service.equalsIgnoreCase((String) SERVICES[i])) {
        return (int) SERVICES[i + 1];
      }
    }
    HostBuffer buffer = HostBuffer.get();
    hints(buffer, 0, Sockets.AF_INET);
    long name = buffer.path(service.getBytes(StandardCharsets.UTF_8));
    if (name == 0 || NetDb.getaddrinfo(0, name, buffer.struct(), buffer.struct() + 64) != 0) {
      return -1;
    }
    long list = buffer.getLong(64);
    Bytes address = Bytes.at(Bytes.at(list, NetDb.ADDRINFO_SIZE).get64(NetDb.AI_ADDR), 16);
    int port = Short.reverseBytes(address.get16(2)) & 0xFFFF;
    NetDb.freeaddrinfo(list);
    return port;
  }

  /** The name of a port's service, null when there is none. */
  static String service(int port) {
    for (int i = 0; i < SERVICES.length; i += 2) {
      if ((int) SERVICES[i + 1] == port) {
        return (String) SERVICES[i];
      }
    }
    return null;
  }
}
