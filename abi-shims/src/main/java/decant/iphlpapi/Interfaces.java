package decant.iphlpapi;

import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The host's network interfaces, and what else its network configuration says. */
final class Interfaces {
  static final int IF_TYPE_ETHERNET = 6;
  static final int IF_TYPE_LOOPBACK = 24;

  private Interfaces() {}

  /** All interfaces, in the host's order. */
  static List<NetworkInterface> all() {
    try {
      return Collections.list(NetworkInterface.getNetworkInterfaces());
    } catch (SocketException e) {
      return List.of();
    }
  }

  static NetworkInterface byIndex(int index) {
    try {
      return index <= 0 ? null : NetworkInterface.getByIndex(index);
    } catch (SocketException e) {
      return null;
    }
  }

  static NetworkInterface byName(String name) {
    try {
      return NetworkInterface.getByName(name);
    } catch (SocketException e) {
      return null;
    }
  }

  static int type(NetworkInterface i) {
    try {
      return i.isLoopback() ? IF_TYPE_LOOPBACK : IF_TYPE_ETHERNET;
    } catch (SocketException e) {
      return IF_TYPE_ETHERNET;
    }
  }

  static boolean isUp(NetworkInterface i) {
    try {
      return i.isUp();
    } catch (SocketException e) {
      return false;
    }
  }

  static int mtu(NetworkInterface i) {
    try {
      return i.getMTU();
    } catch (SocketException e) {
      return 1500;
    }
  }

  /** The hardware address, empty for none. */
  static byte[] hardware(NetworkInterface i) {
    try {
      byte[] address = i.getHardwareAddress();
      return address == null || address.length > 8 ? new byte[0] : address;
    } catch (SocketException e) {
      return new byte[0];
    }
  }

  /** {@code NET_LUID}: the type in the upper 16 bits, then 24 bits of index. */
  static long luid(NetworkInterface i) {
    return (long) type(i) << 48 | (long) i.getIndex() << 24;
  }

  /** The interface of a {@code NET_LUID}, or null. */
  static NetworkInterface byLuid(long luid) {
    return byIndex((int) (luid >>> 24) & 0xFF_FFFF);
  }

  /** The name servers of {@code /etc/resolv.conf}, as texts. */
  static List<String> nameServers() {
    return configured("nameserver");
  }

  /** The first search domain, empty for none. */
  static String domain() {
    List<String> search = configured("search");
    if (search.isEmpty()) {
      search = configured("domain");
    }
    return search.isEmpty() ? "" : search.get(0).split("\\s+")[0];
  }

  private static List<String> configured(String key) {
    List<String> values = new ArrayList<>();
    try {
      for (String line :
          Files.readString(Path.of("/etc/resolv.conf"), StandardCharsets.ISO_8859_1).split("\n")) {
        String text = line.strip();
        if (text.startsWith(key) && text.length() > key.length()) {
          values.add(text.substring(key.length()).strip());
        }
      }
    } catch (IOException e) {
      // No configuration: no values.
    }
    return values;
  }
}
