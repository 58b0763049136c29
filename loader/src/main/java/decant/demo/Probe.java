package decant.demo;

import decant.host.Memory;
import decant.host.Mman;
import java.util.HexFormat;

/**
 * Memory for the few instructions of our own that count what passes by, and for what they count.
 * Code lies in front of data, in reach of each other.
 */
final class Probe {
  /** Below the built-in libraries, where guests get no memory unless they ask for the address. */
  private static final long BASE = 0x3FFE_0000_0000L;

  private static final long CODE_SIZE = 0x1_0000;
  private static final long DATA_SIZE = 0x10_0000;
  private static final HexFormat HEX = HexFormat.of();

  private long code = BASE;
  private long data = BASE + CODE_SIZE;

  Probe() {
    map(BASE, CODE_SIZE, Mman.PROT_READ | Mman.PROT_WRITE | Mman.PROT_EXEC);
    map(BASE + CODE_SIZE, DATA_SIZE, Mman.PROT_READ | Mman.PROT_WRITE);
  }

  private static void map(long address, long size, int protection) {
    int flags = Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS | Mman.MAP_FIXED_NOREPLACE;
    if (Mman.mmap(address, size, protection, flags, -1, 0) != address) {
      throw new IllegalStateException("no memory at 0x" + Long.toHexString(address));
    }
  }

  static boolean contains(long address) {
    return address >= BASE && address < BASE + CODE_SIZE + DATA_SIZE;
  }

  /** Room for data, filled with zeros. */
  long reserve(long size) {
    long at = data;
    data += Memory.alignUp(size, 8);
    if (data > BASE + CODE_SIZE + DATA_SIZE) {
      throw new IllegalStateException("no room for data");
    }
    return at;
  }

  /** Room for eight bytes with a value. */
  long reserveLong(long value) {
    long at = reserve(8);
    Memory.putLong(at, value);
    return at;
  }

  /** Where the next instruction will lie; aligned for the first one of a function. */
  long function() {
    code = Memory.alignUp(code, 16);
    if (code > BASE + CODE_SIZE - 256) {
      throw new IllegalStateException("no room for code");
    }
    return code;
  }

  /** Appends instructions. */
  Probe emit(String hex) {
    byte[] bytes = HEX.parseHex(hex.replace(" ", ""));
    Memory.write(code, bytes);
    code += bytes.length;
    return this;
  }

  /** Appends an instruction whose last operand is a place of the data, relative to RIP. */
  Probe emit(String hex, long place) {
    return emit(hex, place, "");
  }

  /** The same, with an immediate behind it. */
  Probe emit(String hex, long place, String immediate) {
    emit(hex);
    int tail = immediate.replace(" ", "").length() / 2;
    Memory.putInt(code, (int) (place - (code + 4 + tail)));
    code += 4;
    return emit(immediate);
  }

  /** Four bytes as immediates have them. */
  static String immediate(int value) {
    return HEX.toHexDigits(Integer.reverseBytes(value));
  }
}
