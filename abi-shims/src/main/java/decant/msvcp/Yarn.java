package decant.msvcp;

import decant.host.Memory;
import decant.nt.GuestThread;
import java.nio.charset.StandardCharsets;

/** {@code std::_Yarn<char>}, a text in guest memory that has its own copy: address, and a zero. */
final class Yarn {
  static final int SIZE = 16;

  private Yarn() {}

  /** Frees the text. */
  static void clear(GuestThread t, long self) {
    Facets.free(t, Memory.getLong(self));
    Memory.putLong(self, 0);
  }

  static void assign(GuestThread t, long self, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    long copy = t.process.heap.allocate(t, bytes.length + 1L);
    Memory.putNarrowZ(copy, bytes);
    clear(t, self);
    Memory.putLong(self, copy);
  }

  /** Copies a text of the guest's; 0 is none. */
  static void copy(GuestThread t, long self, long text) {
    long copy = 0;
    if (text != 0) {
      long size = Memory.narrowLength(text) + 1L;
      copy = t.process.heap.allocate(t, size);
      Memory.copy(text, copy, size);
    }
    clear(t, self);
    Memory.putLong(self, copy);
  }

  /** Address of the text; where there is none, that of the zero. */
  static long text(long self) {
    long text = Memory.getLong(self);
    return text != 0 ? text : self + 8;
  }
}
