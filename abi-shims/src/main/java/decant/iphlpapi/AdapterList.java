package decant.iphlpapi;

import decant.host.Memory;
import decant.nt.socket.SocketAddress;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * A list of {@code IP_ADAPTER_ADDRESSES}, built twice: first nothing is written, to know its size.
 */
final class AdapterList {
  private static final int SKIP_UNICAST = 0x1;
  private static final int SKIP_DNS_SERVER = 0x8;
  private static final int INCLUDE_PREFIX = 0x10;
  private static final int SKIP_FRIENDLY_NAME = 0x20;

  /** {@code IP_ADAPTER_ADDRESSES}. */
  private static final int SIZE = 448;

  private static final int IF_INDEX = 4;
  private static final int NEXT = 8;
  private static final int ADAPTER_NAME = 16;
  private static final int FIRST_UNICAST = 24;
  private static final int FIRST_DNS_SERVER = 48;
  private static final int DNS_SUFFIX = 56;
  private static final int DESCRIPTION = 64;
  private static final int FRIENDLY_NAME = 72;
  private static final int PHYSICAL_ADDRESS = 80;
  private static final int PHYSICAL_LENGTH = 88;
  private static final int FLAGS = 92;
  private static final int MTU = 96;
  private static final int IF_TYPE = 100;
  private static final int OPER_STATUS = 104;
  private static final int IPV6_IF_INDEX = 108;
  private static final int FIRST_PREFIX = 176;
  private static final int TRANSMIT_SPEED = 184;
  private static final int RECEIVE_SPEED = 192;
  private static final int LUID = 224;
  private static final int COMPARTMENT = 248;
  private static final int CONNECTION_TYPE = 268;

  private static final int IPV4_ENABLED = 0x80;
  private static final int IPV6_ENABLED = 0x100;
  private static final int NO_MULTICAST = 0x10;
  private static final long GIGABIT = 1_000_000_000;

  /** The structures of addresses: the links lie at 8, the addresses at 16. */
  private static final int UNICAST_SIZE = 64;

  private static final int PREFIX_SIZE = 40;
  private static final int SERVER_SIZE = 32;
  private static final int ADDRESS = 16;

  private final int family;
  private final int flags;
  private final boolean dry;
  private long at;

  private AdapterList(int family, int flags, long start, boolean dry) {
    this.family = family;
    this.flags = flags;
    this.at = start;
    this.dry = dry;
  }

  /** The bytes that the list takes. */
  static int size(int family, int flags) {
    AdapterList list = new AdapterList(family, flags, 0, true);
    list.build();
    return (int) list.at;
  }

  /** Writes the list. */
  static void write(int family, int flags, long address) {
    new AdapterList(family, flags, address, false).build();
  }

  private long take(int size) {
    long here = at;
    at += Memory.alignUp(size, 8);
    if (!dry) {
      Memory.fill(here, Memory.alignUp(size, 8), 0);
    }
    return here;
  }

  private void put32(long address, int value) {
    if (!dry) {
      Memory.putInt(address, value);
    }
  }

  private void put64(long address, long value) {
    if (!dry) {
      Memory.putLong(address, value);
    }
  }

  private long wide(String text) {
    long here = take(2 * text.length() + 2);
    if (!dry) {
      Memory.putWideZ(here, text);
    }
    return here;
  }

  private void build() {
    long link = -1;
    for (NetworkInterface i : Interfaces.all()) {
      link = adapter(i, link);
    }
  }

  private long adapter(NetworkInterface i, long link) {
    long a = take(SIZE);
    if (link >= 0) {
      put64(link, a);
    }
    byte[] name =
        ("{" + UUID.nameUUIDFromBytes(i.getName().getBytes(StandardCharsets.UTF_8)) + "}")
            .toUpperCase(java.util.Locale.ROOT)
            .getBytes(StandardCharsets.US_ASCII);
    long text = take(name.length + 1);
    byte[] hardware = Interfaces.hardware(i);
    if (!dry) {
      Memory.putNarrowZ(text, name);
      Memory.write(a + PHYSICAL_ADDRESS, hardware);
    }
    put32(a, SIZE);
    put32(a + IF_INDEX, i.getIndex());
    put64(a + ADAPTER_NAME, text);
    put64(a + DNS_SUFFIX, wide(Interfaces.domain()));
    put64(a + DESCRIPTION, wide(i.getDisplayName()));
    if ((flags & SKIP_FRIENDLY_NAME) == 0) {
      put64(a + FRIENDLY_NAME, wide(i.getName()));
    }
    put32(a + PHYSICAL_LENGTH, hardware.length);
    put32(a + FLAGS, IPV4_ENABLED | IPV6_ENABLED | (multicast(i) ? 0 : NO_MULTICAST));
    put32(a + MTU, Interfaces.mtu(i));
    put32(a + IF_TYPE, Interfaces.type(i));
    put32(a + OPER_STATUS, Interfaces.isUp(i) ? 1 : 2);
    put32(a + IPV6_IF_INDEX, i.getIndex());
    put64(a + TRANSMIT_SPEED, GIGABIT);
    put64(a + RECEIVE_SPEED, GIGABIT);
    put64(a + LUID, Interfaces.luid(i));
    put32(a + COMPARTMENT, 1);
    put32(a + CONNECTION_TYPE, 1);
    if ((flags & SKIP_UNICAST) == 0) {
      long next = a + FIRST_UNICAST;
      for (InterfaceAddress address : i.getInterfaceAddresses()) {
        next = unicast(address, next);
      }
    }
    if ((flags & INCLUDE_PREFIX) != 0) {
      long next = a + FIRST_PREFIX;
      for (InterfaceAddress address : i.getInterfaceAddresses()) {
        next = prefix(address, next);
      }
    }
    if ((flags & SKIP_DNS_SERVER) == 0 && Interfaces.type(i) != Interfaces.IF_TYPE_LOOPBACK) {
      servers(a + FIRST_DNS_SERVER);
    }
    return a + NEXT;
  }

  private static boolean multicast(NetworkInterface i) {
    try {
      return i.supportsMulticast();
    } catch (java.net.SocketException e) {
      return false;
    }
  }

  private boolean isWanted(InetAddress address) {
    boolean v4 = address instanceof Inet4Address;
    return family == SocketAddress.AF_UNSPEC
        || family == (v4 ? SocketAddress.AF_INET : SocketAddress.AF_INET6);
  }

  private long unicast(InterfaceAddress address, long link) {
    if (!isWanted(address.getAddress())) {
      return link;
    }
    long u = take(UNICAST_SIZE);
    put64(link, u);
    put32(u, UNICAST_SIZE);
    socketAddress(u + ADDRESS, address.getAddress());
    put32(u + 32, 1); // IpPrefixOriginManual
    put32(u + 36, 1); // IpSuffixOriginManual
    put32(u + 40, 4); // IpDadStatePreferred
    put32(u + 44, -1);
    put32(u + 48, -1);
    put32(u + 52, -1);
    put32(u + 56, address.getNetworkPrefixLength() & 0xFF);
    return u + 8;
  }

  private long prefix(InterfaceAddress address, long link) {
    if (!isWanted(address.getAddress())) {
      return link;
    }
    long p = take(PREFIX_SIZE);
    int bits = address.getNetworkPrefixLength();
    byte[] network = address.getAddress().getAddress();
    for (int i = 0; i < network.length; i++) {
      int kept = Math.max(0, Math.min(8, bits - 8 * i));
      network[i] &= (byte) (0xFF00 >>> kept);
    }
    put64(link, p);
    put32(p, PREFIX_SIZE);
    try {
      socketAddress(p + ADDRESS, InetAddress.getByAddress(network));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // the length is right
    }
    put32(p + 32, bits);
    return p + 8;
  }

  private void servers(long first) {
    long link = first;
    for (String server : Interfaces.nameServers()) {
      InetAddress address;
      try {
        address = InetAddress.ofLiteral(server);
      } catch (IllegalArgumentException e) {
        continue;
      }
      if (isWanted(address)) {
        long s = take(SERVER_SIZE);
        put64(link, s);
        put32(s, SERVER_SIZE);
        socketAddress(s + ADDRESS, address);
        link = s + 8;
      }
    }
  }

  /** {@code SOCKET_ADDRESS}, and the address that it points to. */
  private void socketAddress(long where, InetAddress address) {
    boolean v4 = address instanceof Inet4Address;
    int size = v4 ? SocketAddress.IN_SIZE : SocketAddress.IN6_SIZE;
    long s = take(size);
    put64(where, s);
    put32(where + 8, size);
    if (!dry) {
      Memory.putShort(s, v4 ? SocketAddress.AF_INET : SocketAddress.AF_INET6);
      Memory.write(s + (v4 ? 4 : 8), address.getAddress());
      if (address instanceof Inet6Address six) {
        Memory.putInt(s + 24, six.getScopeId());
      }
    }
  }
}
