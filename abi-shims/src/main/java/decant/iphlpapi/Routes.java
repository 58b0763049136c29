package decant.iphlpapi;

import decant.host.HostBuffer;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Win32Error;
import decant.nt.Win32Exception;
import decant.nt.socket.SocketAddress;
import decant.nt.socket.SocketObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** The host's routes: the choice is left to the host, its tables say the rest. */
final class Routes {
  /** {@code MIB_IPFORWARD_ROW2}. */
  private static final int ROW_SIZE = 104;

  private static final int ROW_LUID = 0;
  private static final int ROW_INDEX = 8;
  private static final int ROW_PREFIX = 12;
  private static final int ROW_PREFIX_LENGTH = 40;
  private static final int ROW_NEXT_HOP = 44;
  private static final int ROW_VALID_LIFETIME = 76;
  private static final int ROW_PREFERRED_LIFETIME = 80;
  private static final int ROW_METRIC = 84;
  private static final int ROW_PROTOCOL = 88;
  private static final int ROW_LOOPBACK = 92;
  private static final int ROW_IMMORTAL = 95;

  /** {@code MIB_IPPROTO_NETMGMT}: set by the system's configuration. */
  private static final int NETMGMT = 3;

  private static final int DATAGRAM = 2;

  /** A line of the host's table that fits. */
  private record Entry(byte[] prefix, int length, byte[] gateway, int metric) {}

  private Routes() {}

  /**
   * The address that datagrams to another come from: connects a datagram socket, which sends
   * nothing, and looks at its end. {@code ERROR_NETWORK_UNREACHABLE} when there is no route.
   */
  static byte[] source(GuestThread t, int family, byte[] destination) {
    boolean v4 = family == SocketAddress.AF_INET;
    SocketObject probe = SocketObject.create(t.process, family, DATAGRAM, 0);
    probe.retain();
    try {
      HostBuffer buffer = HostBuffer.get();
      int at = SocketAddress.AT;
      for (int i = 0; i < SocketAddress.IN6_SIZE; i += 4) {
        buffer.putInt(at + i, 0);
      }
      buffer.putShort(at, v4 ? 2 : 10);
      buffer.putShort(at + 2, 0x3500); // any port
      for (int i = 0; i < destination.length; i++) {
        buffer.putByte(at + (v4 ? 4 : 8) + i, destination[i]);
      }
      probe.connect(t, buffer, SocketAddress.size(family));
      probe.localAddress(buffer);
      byte[] local = new byte[destination.length];
      for (int i = 0; i < local.length; i++) {
        local[i] = (byte) buffer.getByte(at + (v4 ? 4 : 8) + i);
      }
      return local;
    } catch (Win32Exception e) {
      throw Win32Error.NETWORK_UNREACHABLE.exception();
    } finally {
      probe.release();
    }
  }

  /** The interface that has an address; {@code ERROR_NOT_FOUND} when none has. */
  static NetworkInterface interfaceOf(byte[] address) {
    try {
      NetworkInterface found = NetworkInterface.getByInetAddress(InetAddress.getByAddress(address));
      if (found != null) {
        return found;
      }
    } catch (SocketException | UnknownHostException e) {
      // as if there were none
    }
    throw Win32Error.NOT_FOUND.exception();
  }

  /** Writes a {@code MIB_IPFORWARD_ROW2}: the route to an address over an interface. */
  static void write(long row, int family, byte[] destination, NetworkInterface by) {
    boolean loopback = Interfaces.type(by) == Interfaces.IF_TYPE_LOOPBACK;
    Entry route = loopback ? null : find(family, destination, by.getName());
    if (route == null) { // what lies on the machine or its own network
      route = new Entry(destination, 8 * destination.length, new byte[destination.length], 0);
    }
    Memory.fill(row, ROW_SIZE, 0);
    Memory.putLong(row + ROW_LUID, Interfaces.luid(by));
    Memory.putInt(row + ROW_INDEX, by.getIndex());
    putAddress(row + ROW_PREFIX, family, route.prefix);
    Memory.putByte(row + ROW_PREFIX_LENGTH, route.length);
    putAddress(row + ROW_NEXT_HOP, family, route.gateway);
    Memory.putInt(row + ROW_VALID_LIFETIME, -1);
    Memory.putInt(row + ROW_PREFERRED_LIFETIME, -1);
    Memory.putInt(row + ROW_METRIC, route.metric);
    Memory.putInt(row + ROW_PROTOCOL, NETMGMT);
    Memory.putByte(row + ROW_LOOPBACK, loopback ? 1 : 0);
    Memory.putByte(row + ROW_IMMORTAL, 1);
  }

  /** Writes a {@code SOCKADDR_INET} without a port. */
  static void putAddress(long at, int family, byte[] address) {
    Memory.fill(at, SocketAddress.IN6_SIZE, 0);
    Memory.putShort(at, family);
    Memory.write(at + (address.length == 4 ? 4 : 8), address);
  }

  /** The longest prefix of the host's table that leads to an address over an interface. */
  private static Entry find(int family, byte[] destination, String by) {
    boolean v4 = family == SocketAddress.AF_INET;
    Path table = Path.of(v4 ? "/proc/net/route" : "/proc/net/ipv6_route");
    Entry best = null;
    try {
      for (String line : Files.readString(table, StandardCharsets.ISO_8859_1).split("\n")) {
        String[] f = line.strip().split("\\s+");
        Entry entry = v4 ? entry4(f, by) : entry6(f, by);
        if (entry != null
            && matches(destination, entry)
            && (best == null || entry.length > best.length)) {
          best = entry;
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
    return best;
  }

  /** Interface, destination, gateway, flags, two counts, metric, mask; words of the machine. */
  private static Entry entry4(String[] f, String by) {
    if (f.length < 8 || !f[0].equals(by)) {
      return null;
    }
    int mask = (int) Long.parseLong(f[7], 16);
    return new Entry(word(f[1]), Integer.bitCount(mask), word(f[2]), Integer.parseInt(f[6]));
  }

  /** Destination, length, source, length, next hop, metric …, interface; in order of bytes. */
  private static Entry entry6(String[] f, String by) {
    if (f.length < 10 || !f[9].equals(by)) {
      return null;
    }
    HexFormat hex = HexFormat.of();
    return new Entry(
        hex.parseHex(f[0]),
        Integer.parseInt(f[1], 16),
        hex.parseHex(f[4]),
        (int) Long.parseLong(f[5], 16));
  }

  private static byte[] word(String text) {
    int value = (int) Long.parseLong(text, 16);
    return new byte[] {
      (byte) value, (byte) (value >>> 8), (byte) (value >>> 16), (byte) (value >>> 24)
    };
  }

  private static boolean matches(byte[] address, Entry entry) {
    for (int i = 0; i < entry.length; i++) {
      if (((address[i >> 3] ^ entry.prefix[i >> 3]) >> (7 - (i & 7)) & 1) != 0) {
        return false;
      }
    }
    return true;
  }
}
