package decant.ws2_32;

import decant.host.HostBuffer;
import decant.host.NetDb;
import decant.host.Sockets;
import java.nio.charset.StandardCharsets;

/** Texts of internet addresses. */
public final class Addresses {
  private static final int TEXT_ROOM = 64;
  private static final int ADDRESS_AT = 64;

  private Addresses() {}

  /** The text of 4 or 16 bytes. */
  public static String text(byte[] address) {
    HostBuffer buffer = HostBuffer.get();
    for (int i = 0; i < address.length; i++) {
      buffer.putByte(ADDRESS_AT + i, address[i]);
    }
    int family = address.length == 4 ? Sockets.AF_INET : Sockets.AF_INET6;
    NetDb.inet_ntop(family, buffer.struct() + ADDRESS_AT, buffer.struct(), TEXT_ROOM);
    return string(buffer, 0);
  }

  /** The string at an offset of the buffer's part for structures. */
  static String string(HostBuffer buffer, int at) {
    StringBuilder text = new StringBuilder();
    for (int i = at; buffer.getByte(i) != 0; i++) {
      text.append((char) buffer.getByte(i));
    }
    return text.toString();
  }

  /** The 4 bytes of a dotted address of four decimal numbers, null for other texts. */
  static byte[] v4(String text) {
    return parse(text, Sockets.AF_INET, 4);
  }

  /** The 16 bytes of an IPv6 address without scope, null for other texts. */
  static byte[] v6(String text) {
    return parse(text, Sockets.AF_INET6, 16);
  }

  private static byte[] parse(String text, int family, int size) {
    if (text.length() >= TEXT_ROOM) {
      return null;
    }
    HostBuffer buffer = HostBuffer.get();
    long path = buffer.path(text.getBytes(StandardCharsets.UTF_8));
    if (NetDb.inet_pton(family, path, buffer.struct()) != 1) {
      return null;
    }
    byte[] address = new byte[size];
    for (int i = 0; i < size; i++) {
      address[i] = (byte) buffer.getByte(i);
    }
    return address;
  }

  /**
   * An address as {@code inet_addr} takes it: one to four numbers, decimal, octal or hexadecimal,
   * the last one filling what is left.
   *
   * @return the bytes, or null
   */
  static byte[] loose(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length > 4) {
      return null;
    }
    long address = 0;
    for (int i = 0; i < parts.length; i++) {
      long n = number(parts[i]);
      boolean last = i == parts.length - 1;
      long most = last ? (1L << 8 * (4 - i)) - 1 : 255;
      if (n < 0 || n > most) {
        return null;
      }
      address |= last ? n : n << 24 - 8 * i;
    }
    return new byte[] {
      (byte) (address >>> 24), (byte) (address >>> 16), (byte) (address >>> 8), (byte) address
    };
  }

  private static long number(String part) {
    try {
      if (part.startsWith("0x") || part.startsWith("0X")) {
        return Long.parseLong(part.substring(2), 16);
      }
      boolean octal = part.length() > 1 && part.charAt(0) == '0';
      return part.startsWith("+") || part.startsWith("-")
          ? -1
          : Long.parseLong(part, octal ? 8 : 10);
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
