package decant.crt.format;

import decant.crt.CharacterCoding;
import decant.host.Memory;
import decant.nt.GuestThread;

/** Where scanf puts text, converted to the kind of characters that the program wants. */
final class TextStore {
  private static final int MAX_BYTES = 4;

  private final GuestThread t;
  private final boolean fromWide;
  private final boolean toWide;
  private final long start;
  private long at;
  private long room;

  /** The bytes of a multibyte character so far, or half of a UTF-16 pair. */
  private long pending;

  private int pendingCount;

  TextStore(GuestThread t, boolean fromWide, boolean toWide, long start, long room) {
    this.t = t;
    this.fromWide = fromWide;
    this.toWide = toWide;
    this.start = start;
    this.at = start;
    this.room = room;
  }

  /** Adds a unit of the source; false when there is no room. */
  boolean add(int unit) {
    if (fromWide == toWide) {
      return put(unit);
    }
    return fromWide ? addNarrowed(unit) : addWidened(unit);
  }

  private boolean put(int unit) {
    if (room <= 0) {
      return false;
    }
    room--;
    if (toWide) {
      Memory.putShort(at, unit);
      at += 2;
    } else {
      Memory.putByte(at++, unit);
    }
    return true;
  }

  private boolean addNarrowed(int unit) {
    int c = unit;
    if (Character.isHighSurrogate((char) unit)) {
      pending = unit;
      return true;
    }
    if (pending != 0 && Character.isLowSurrogate((char) unit)) {
      c = Character.toCodePoint((char) pending, (char) unit);
    }
    pending = 0;
    long bytes = CharacterCoding.toBytes(t, c);
    for (int i = 0; i < CharacterCoding.length(Math.max(bytes, 0)); i++) {
      if (!put((int) (bytes >>> 8 * i) & 0xFF)) {
        return false;
      }
    }
    return true;
  }

  private boolean addWidened(int unit) {
    pending |= (long) unit << 8 * pendingCount++;
    long scratch = t.scratch();
    Memory.putLong(scratch, pending);
    long decoded = CharacterCoding.decode(t, scratch);
    if (decoded < 0 && pendingCount < MAX_BYTES && unit >= 0x80) {
      return true;
    }
    pending = 0;
    pendingCount = 0;
    if (decoded < 0) {
      return put(unit);
    }
    int c = (int) decoded;
    return c > 0xFFFF ? put(Character.highSurrogate(c)) && put(Character.lowSurrogate(c)) : put(c);
  }

  /** Ends the string. */
  void end() {
    if (toWide) {
      Memory.putShort(at, 0);
    } else {
      Memory.putByte(at, 0);
    }
  }

  /** Makes the string empty: it did not fit. */
  void clear() {
    at = start;
    end();
  }
}
