package decant.msvcp;

import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * {@code std::string} and {@code std::wstring} in guest memory: 16 bytes that are the text or its
 * address, its length, and how long it may become where it is.
 */
final class CxxStrings {
  private static final int LENGTH = 16;
  private static final int ROOM = 24;

  /** Size of an object. */
  static final int SIZE = 32;

  private static final int MAX_TEXT = 1 << 20;

  /**
   * A text of so many bytes may lie somewhere in a larger block, which the program's code finds.
   */
  private static final int LARGE = 4096;

  private CxxStrings() {}

  /** Makes an object. */
  static void make(GuestThread t, Element e, long self, String text) {
    int length = text.length();
    int room = 16 / e.size - 1;
    long to = self;
    if (length > room) {
      room = length;
      to = t.process.heap.allocate(t, (length + 1L) * e.size);
      Memory.putLong(self, to);
    }
    for (int i = 0; i < length; i++) {
      e.put(to + (long) i * e.size, text.charAt(i));
    }
    e.put(to + (long) length * e.size, 0);
    Memory.putLong(self + LENGTH, length);
    Memory.putLong(self + ROOM, room);
  }

  /** Reads an object, and gives back what it has. */
  static String take(GuestThread t, Element e, long self) {
    long room = Memory.getLong(self + ROOM);
    boolean apart = room >= 16 / e.size;
    long at = apart ? Memory.getLong(self) : self;
    int length = Math.clamp(Memory.getLong(self + LENGTH), 0, MAX_TEXT);
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append((char) e.get(at + (long) i * e.size));
    }
    if (apart && (room + 1) * e.size < LARGE) {
      t.process.heap.free(t, at);
    }
    return text.toString();
  }
}
