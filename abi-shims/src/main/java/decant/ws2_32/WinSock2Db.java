package decant.ws2_32;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Text;
import decant.host.HostBuffer;
import decant.host.Memory;
import decant.host.NetDb;
import decant.nt.GuestThread;
import decant.nt.Win32Error;
import decant.nt.socket.SocketAddress;
import java.util.ArrayList;
import java.util.List;

/** winsock2.h: the older functions for names of hosts, services and protocols. */
@Library({"ws2_32", "wsock32"})
public final class WinSock2Db {
  private static final Object[] PROTOCOLS = {
    "ip", 0, "icmp", 1, "tcp", 6, "udp", 17, "ipv6", 41, "ipv6-icmp", 58
  };

  private WinSock2Db() {}

  @Export(ordinal = 57, fails = Fails.MINUS_ONE)
  static int gethostname(GuestThread t, @Out(size = "namelen") long name, int namelen) {
    return hostName(t, Text.ANSI, name, namelen);
  }

  @Export(dll = "ws2_32", fails = Fails.MINUS_ONE)
  static int GetHostNameW(GuestThread t, @Out long name, int namelen) {
    return hostName(t, Text.WIDE, name, namelen);
  }

  private static int hostName(GuestThread t, Text text, long name, int room) {
    Ws2.requireStartup(t);
    String host = Resolver.hostName();
    if (name == 0 || room <= text.length(host)) {
      throw Win32Error.WSAEFAULT.exception();
    }
    text.write(name, host);
    return 0;
  }

  /** The IPv4 addresses of a name, in memory of the calling thread. */
  @Export(ordinal = 52)
  static long gethostbyname(GuestThread t, @In @Opt long name) {
    Ws2.requireStartup(t);
    String node = name == 0 ? "" : Text.ANSI.read(name);
    Resolver.Answer answer = Resolver.resolve(node, SocketAddress.AF_INET, Resolver.AI_CANONNAME);
    List<byte[]> addresses = new ArrayList<>();
    for (Resolver.Found one : answer.found()) {
      addresses.add(one.bytes());
    }
    String canonical = answer.canonical();
    String known = canonical != null ? canonical : node.isEmpty() ? Resolver.hostName() : node;
    return HostEntries.of(t).host(known, addresses, SocketAddress.AF_INET);
  }

  @Export(ordinal = 51)
  static long gethostbyaddr(GuestThread t, @In(size = "len") long addr, int len, int type) {
    Ws2.requireStartup(t);
    boolean v4 = type == SocketAddress.AF_INET;
    if (!v4 && type != SocketAddress.AF_INET6) {
      throw Win32Error.WSAEAFNOSUPPORT.exception();
    }
    if (len < (v4 ? 4 : 16)) {
      throw Win32Error.WSAEFAULT.exception();
    }
    byte[] bytes = Memory.read(addr, v4 ? 4 : 16);
    HostBuffer buffer = HostBuffer.get();
    int at = SocketAddress.AT;
    for (int i = 0; i < SocketAddress.IN6_SIZE; i += 4) {
      buffer.putInt(at + i, 0);
    }
    buffer.putShort(at, v4 ? 2 : 10);
    for (int i = 0; i < bytes.length; i++) {
      buffer.putByte(at + (v4 ? 4 : 8) + i, bytes[i]);
    }
    int length = SocketAddress.size(type);
    int error =
        NetDb.getnameinfo(
            buffer.struct() + at, length, buffer.struct() + 256, 512, 0, 0, NetDb.NI_NAMEREQD);
    if (error != 0) {
      throw Resolver.error(error).exception();
    }
    return HostEntries.of(t).host(Addresses.string(buffer, 256), List.of(bytes), type);
  }

  @Export(ordinal = 55)
  static long getservbyname(GuestThread t, @In long name, @In @Opt long proto) {
    String service = Text.ANSI.read(name);
    int port = Resolver.known(service);
    if (port < 0) {
      throw Win32Error.WSANO_DATA.exception();
    }
    return HostEntries.of(t).service(service, port, proto == 0 ? "tcp" : Text.ANSI.read(proto));
  }

  @Export(ordinal = 56)
  static long getservbyport(GuestThread t, int port, @In @Opt long proto) {
    int number = Short.reverseBytes((short) port) & 0xFFFF;
    String service = Resolver.service(number);
    if (service == null) {
      throw Win32Error.WSANO_DATA.exception();
    }
    return HostEntries.of(t).service(service, number, proto == 0 ? "tcp" : Text.ANSI.read(proto));
  }

  @Export(ordinal = 53)
  static long getprotobyname(GuestThread t, @In long name) {
    String protocol = Text.ANSI.read(name);
    for (int i = 0; i < PROTOCOLS.length; i += 2) {
      if (protocol.equalsIgnoreCase((String) PROTOCOLS[i])) {
        return HostEntries.of(t).protocol((String) PROTOCOLS[i], (int) PROTOCOLS[i + 1]);
      }
    }
    throw Win32Error.WSANO_DATA.exception();
  }

  @Export(ordinal = 54)
  static long getprotobynumber(GuestThread t, int number) {
    for (int i = 0; i < PROTOCOLS.length; i += 2) {
      if ((int) PROTOCOLS[i + 1] == number) {
        return HostEntries.of(t).protocol((String) PROTOCOLS[i], number);
      }
    }
    throw Win32Error.WSANO_DATA.exception();
  }
}
