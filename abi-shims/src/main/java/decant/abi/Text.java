package decant.abi;

import decant.host.Memory;
import decant.nt.file.NameCodec;

/** The encoding of one of the {@code A}/{@code W} twins of an API. */
public enum Text {
  /** The ANSI code page of the process. */
  ANSI(1),
  /** UTF-16. */
  WIDE(2);

  /** Bytes per unit. */
  public final int unit;

  Text(int unit) {
    this.unit = unit;
  }

  /**
   * The text of bytes in the ANSI and OEM code page that guests see: UTF-8 (65001), so that no name
   * is lost on its way. Bytes that are no UTF-8 come back from {@link #encode} as they were.
   */
  public static String decode(byte[] bytes) {
    return NameCodec.decodeText(bytes);
  }

  /** The bytes of a text in the ANSI code page. */
  public static byte[] encode(String text) {
    return NameCodec.encodeText(text);
  }

  /** The zero-terminated string at an address, null for a null pointer. */
  public String read(long address) {
    if (address == 0) {
      return null;
    }
    return this == WIDE ? Memory.wide(address) : decode(Memory.narrow(address));
  }

  /** The string of {@code length} units at an address. */
  public String read(long address, int length) {
    return this == WIDE ? Memory.wide(address, length) : decode(Memory.read(address, length));
  }

  /** The number of units that a string takes, without a terminating zero. */
  public int length(String text) {
    return this == WIDE ? text.length() : encode(text).length;
  }

  /**
   * Writes a string with its terminating zero; returns its length in units, without the zero. The
   * caller has checked the room.
   */
  public int write(long address, String text) {
    if (this == WIDE) {
      Memory.putWideZ(address, text);
      return text.length();
    }
    byte[] bytes = encode(text);
    Memory.putNarrowZ(address, bytes);
    return bytes.length;
  }

  /**
   * The usual contract of string results: writes the string when it and its zero fit into {@code
   * room} units and returns the length without the zero; else writes nothing and returns the room
   * needed, with the zero.
   */
  public int writeOrSize(long address, int room, String text) {
    int length = length(text);
    if (Integer.compareUnsigned(length, room) >= 0) {
      return length + 1;
    }
    return write(address, text);
  }
}
