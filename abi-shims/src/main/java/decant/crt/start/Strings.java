package decant.crt.start;

import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;
import java.util.List;

/** Strings and arrays of strings that the CRT makes on the guest's heap. */
public final class Strings {
  private Strings() {}

  /** A string in the ANSI code page. */
  public static long narrow(GuestThread t, String text) {
    byte[] bytes = Text.encode(text);
    long address = t.process.heap.allocate(t, bytes.length + 1L);
    Memory.putNarrowZ(address, bytes);
    return address;
  }

  /** A string in UTF-16. */
  public static long wide(GuestThread t, String text) {
    long address = t.process.heap.allocate(t, 2L * text.length() + 2);
    Memory.putWideZ(address, text);
    return address;
  }

  /** A string in either encoding. */
  public static long make(GuestThread t, Text encoding, String text) {
    return encoding == Text.WIDE ? wide(t, text) : narrow(t, text);
  }

  /** A block that begins with an array of pointers, ended by a null pointer, to its strings. */
  static long array(GuestThread t, Text encoding, List<String> texts) {
    int count = texts.size();
    byte[][] narrow = new byte[encoding == Text.WIDE ? 0 : count][];
    long pointers = 8L * (count + 1);
    long size = pointers;
    for (int i = 0; i < count; i++) {
      if (encoding == Text.WIDE) {
        size += 2L * (texts.get(i).length() + 1);
      } else {
        narrow[i] = Text.encode(texts.get(i));
        size += narrow[i].length + 1;
      }
    }
    long block = t.process.heap.allocate(t, size);
    long string = block + pointers;
    for (int i = 0; i < count; i++) {
      Memory.putLong(block + 8L * i, string);
      string =
          encoding == Text.WIDE
              ? Memory.putWideZ(string, texts.get(i))
              : Memory.putNarrowZ(string, narrow[i]);
    }
    return block;
  }
}
