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
   * What this twin exports for a name as it is declared: with each <code>{a|b}</code> made {@code
   * a} for the first twin, {@code b} for the second; one without such parts gets {@code A} or
   * {@code W} behind it.
   */
  public String name(String declared) {
    return hasParts(declared) ? choose(declared) : declared + (this == ANSI ? 'A' : 'W');
  }

  /** Whether a declared name says itself where its twins differ: no exported name has a brace. */
  static boolean hasParts(String declared) {
    return declared.indexOf('{') >= 0;
  }

  /**
   * Makes each <code>{a|b}</code> of a text {@code a} for the first twin, {@code b} for the second.
   */
  public String choose(String text) {
    StringBuilder chosen = new StringBuilder();
    int end = 0;
    for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', end)) {
      int bar = text.indexOf('|', open);
      int close = text.indexOf('}', bar);
      if (bar < 0 || close < 0) {
        break;
      }
      chosen.append(text, end, open);
      chosen.append(text, this == ANSI ? open + 1 : bar + 1, this == ANSI ? bar : close);
      end = close + 1;
    }
    return chosen.append(text, end, text.length()).toString();
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
