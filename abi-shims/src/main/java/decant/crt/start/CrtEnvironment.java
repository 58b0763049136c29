package decant.crt.start;

import decant.abi.Text;
import decant.host.Memory;
import decant.nt.Environment;
import decant.nt.GuestThread;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The environment as the CRT keeps it for the program: {@code _environ} and {@code _wenviron},
 * arrays of {@code name=value} strings in guest memory, each made when it is first asked for. A
 * string that is replaced stays, as the program may still hold a pointer into it.
 */
final class CrtEnvironment {
  private static final int SPARE = 16;

  /** One of the two arrays. */
  private static final class Block {
    final Text encoding;
    final String variable;
    long array;
    int count;
    int room;

    Block(Text encoding, String variable) {
      this.encoding = encoding;
      this.variable = variable;
    }
  }

  private final Block narrow = new Block(Text.ANSI, "_environ");
  private final Block wide = new Block(Text.WIDE, "_wenviron");

  private CrtEnvironment() {}

  static CrtEnvironment of(GuestThread t) {
    return t.process.state(CrtEnvironment.class, p -> new CrtEnvironment());
  }

  /** The address of the narrow array. */
  synchronized long narrow(GuestThread t) {
    return array(t, narrow);
  }

  /** The address of the wide array. */
  synchronized long wide(GuestThread t) {
    return array(t, wide);
  }

  private Block block(Text encoding) {
    return encoding == Text.WIDE ? wide : narrow;
  }

  private static long array(GuestThread t, Block block) {
    if (block.array == 0) {
      List<String> texts = new ArrayList<>();
      for (Map.Entry<String, String> e : Environment.of(t.process).all().entrySet()) {
        if (!e.getKey().startsWith("=")) {
          texts.add(e.getKey() + "=" + e.getValue());
        }
      }
      block.count = texts.size();
      block.room = block.count + SPARE;
      long strings = Strings.array(t, block.encoding, texts);
      block.array = t.process.heap.allocate(t, 8L * (block.room + 1));
      Memory.copy(strings, block.array, 8L * block.count);
    }
    return block.array;
  }

  /** The address of a variable's value, 0 when it is not set. */
  synchronized long find(GuestThread t, Text encoding, String name) {
    Block block = block(encoding);
    long array = array(t, block);
    int i = indexOf(block, name);
    return i < 0
        ? 0
        : Memory.getLong(array + 8L * i) + (long) encoding.unit * (encoding.length(name) + 1);
  }

  private static int unit(Block block, long string, int index) {
    return block.encoding == Text.WIDE
        ? Memory.getChar(string + 2L * index)
        : Memory.getU8(string + index);
  }

  private static int indexOf(Block block, String name) {
    byte[] bytes = block.encoding == Text.WIDE ? null : Text.encode(name);
    int length = bytes == null ? name.length() : bytes.length;
    for (int i = 0; i < block.count; i++) {
      long string = Memory.getLong(block.array + 8L * i);
      int at = 0;
      while (at < length && same(unit(block, string, at), unit(name, bytes, at))) {
        at++;
      }
      if (at == length && unit(block, string, at) == '=') {
        return i;
      }
    }
    return -1;
  }

  private static int unit(String name, byte[] bytes, int at) {
    return bytes == null ? name.charAt(at) : bytes[at] & 0xFF;
  }

  private static boolean same(int a, int b) {
    if ((a | b) < 0x80) { // no letters when they differ in more than the case
      int upper = a & ~0x20;
      return a == b || (a ^ b) == 0x20 && upper >= 'A' && upper <= 'Z';
    }
    return a == b || Character.toUpperCase(a) == Character.toUpperCase(b);
  }

  /** Sets a variable for the process, or removes it when the value is null or empty. */
  synchronized void set(GuestThread t, String name, String value) {
    String kept = value == null || value.isEmpty() ? null : value;
    Environment.of(t.process).set(name, kept);
    put(t, narrow, name, kept);
    put(t, wide, name, kept);
  }

  private static void put(GuestThread t, Block block, String name, String value) {
    if (block.array == 0) {
      return;
    }
    int i = indexOf(block, name);
    if (value == null) {
      if (i >= 0) {
        long slot = block.array + 8L * i;
        Memory.copy(slot + 8, slot, 8L * (block.count - i));
        block.count--;
      }
      return;
    }
    if (i < 0) {
      i = block.count;
      if (i == block.room) {
        grow(t, block);
      }
      block.count++;
    }
    Memory.putLong(block.array + 8L * i, Strings.make(t, block.encoding, name + "=" + value));
  }

  private static void grow(GuestThread t, Block block) {
    block.room *= 2;
    long larger = t.process.heap.allocate(t, 8L * (block.room + 1));
    Memory.copy(block.array, larger, 8L * block.count);
    block.array = larger;
    Memory.putLong(Variables.address(t, block.variable), larger);
  }
}
