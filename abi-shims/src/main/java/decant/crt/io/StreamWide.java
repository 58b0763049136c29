package decant.crt.io;

import decant.abi.CrtErrno;
import decant.crt.CharacterCoding;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * Wide characters on streams: UTF-16 in binary mode and in the Unicode text modes, where the
 * descriptor translates; multibyte characters of the locale in text mode. Callers hold the stream's
 * lock.
 */
final class StreamWide {
  /** {@code WEOF}. */
  static final int WEOF = 0xFFFF;

  private StreamWide() {}

  private static boolean isMultibyte(Stream s) {
    LowFile low = s.low();
    return low.isText() && low.encoding == TextEncoding.ANSI;
  }

  /** Writes a UTF-16 unit; false on an error. */
  static boolean put(GuestThread t, Stream s, int unit) {
    if (!isMultibyte(s)) {
      return s.put(t, unit & 0xFF) != Stream.END && s.put(t, unit >> 8) != Stream.END;
    }
    int c = unit;
    if (Character.isHighSurrogate((char) unit)) {
      s.highSurrogate = (char) unit;
      return true;
    }
    if (Character.isLowSurrogate((char) unit) && s.highSurrogate != 0) {
      c = Character.toCodePoint(s.highSurrogate, (char) unit);
      s.highSurrogate = 0;
    }
    long bytes = CharacterCoding.toBytes(t, c);
    if (bytes < 0) {
      CrtErrno.EILSEQ.set(t);
      s.addFlags(Stream.ERROR);
      return false;
    }
    for (int i = 0; i < CharacterCoding.length(bytes); i++) {
      if (s.put(t, (int) (bytes >>> 8 * i) & 0xFF) == Stream.END) {
        return false;
      }
    }
    return true;
  }

  /** Reads a UTF-16 unit, {@link #WEOF} at the end or on an error. */
  static int get(GuestThread t, Stream s) {
    if (s.highSurrogate != 0) {
      // The second half of a character that multibyte text gave whole.
      int low = s.highSurrogate;
      s.highSurrogate = 0;
      return low;
    }
    int first = s.get(t);
    if (first == Stream.END) {
      return WEOF;
    }
    if (!isMultibyte(s)) {
      int second = s.get(t);
      return second == Stream.END ? WEOF : first | second << 8;
    }
    return first < 0x80 ? first : multibyte(t, s, first);
  }

  private static int multibyte(GuestThread t, Stream s, int first) {
    int single = CharacterCoding.toWide(t, first);
    if (single >= 0) {
      return single;
    }
    long staging = IoBuffers.of(t).staging;
    Memory.putInt(staging, first);
    long decoded = CharacterCoding.decode(t, staging);
    for (int i = 1; decoded < 0 && i < 4; i++) {
      int next = s.get(t);
      if (next == Stream.END) {
        break;
      }
      if ((next & 0xC0) != 0x80) {
        s.unget(t, next);
        break;
      }
      Memory.putByte(staging + i, next);
      decoded = CharacterCoding.decode(t, staging);
    }
    if (decoded < 0) {
      CrtErrno.EILSEQ.set(t);
      s.addFlags(Stream.ERROR);
      return WEOF;
    }
    int c = (int) decoded;
    if (c > 0xFFFF) {
      s.highSurrogate = Character.lowSurrogate(c);
      return Character.highSurrogate(c);
    }
    return c;
  }

  /** Puts a unit back; {@link #WEOF} when there is no room. */
  static int unget(GuestThread t, Stream s, int unit) {
    if (unit == WEOF) {
      return WEOF;
    }
    if (!isMultibyte(s)) {
      boolean done = s.unget(t, unit >> 8) != Stream.END && s.unget(t, unit & 0xFF) != Stream.END;
      return done ? unit : WEOF;
    }
    long bytes = CharacterCoding.toBytes(t, unit);
    if (bytes < 0) {
      CrtErrno.EILSEQ.set(t);
      return WEOF;
    }
    for (int i = CharacterCoding.length(bytes) - 1; i >= 0; i--) {
      if (s.unget(t, (int) (bytes >>> 8 * i) & 0xFF) == Stream.END) {
        return WEOF;
      }
    }
    return unit;
  }
}
