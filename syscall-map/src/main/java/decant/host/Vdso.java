package decant.host;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * The shared object that the kernel maps into every process ({@code vdso(7)}), for machine code.
 */
public final class Vdso {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  /** More than any vDSO is long. */
  private static final long LENGTH = 0x4000;

  private static final int PT_LOAD = 1;
  private static final int PT_DYNAMIC = 2;
  private static final int DT_STRTAB = 5;
  private static final int DT_SYMTAB = 6;
  private static final int SYMBOL = 24;

  private Vdso() {}

  /** The address of a function, or 0 when there is no vDSO or it has none of that name. */
  public static long find(String function) {
    long base = Auxv.getauxval(Auxv.AT_SYSINFO_EHDR);
    if (base == 0) {
      return 0;
    }
    MemorySegment image = MemorySegment.ofAddress(base).reinterpret(LENGTH);
    long headers = image.get(LONG, 0x20);
    int size = image.get(SHORT, 0x36) & 0xFFFF;
    int count = image.get(SHORT, 0x38) & 0xFFFF;
    long linked = 0; // the address that the image is linked for
    long dynamic = 0;
    for (int i = 0; i < count; i++) {
      long header = headers + (long) i * size;
      int type = image.get(INT, header);
      if (type == PT_LOAD) {
        linked = image.get(LONG, header + 0x10) - image.get(LONG, header + 0x08);
      } else if (type == PT_DYNAMIC) {
        dynamic = image.get(LONG, header + 0x08);
      }
    }
    long strings = 0;
    long symbols = 0;
    for (long d = dynamic; d != 0 && image.get(LONG, d) != 0; d += 16) {
      long tag = image.get(LONG, d);
      if (tag == DT_STRTAB) {
        strings = image.get(LONG, d + 8) - linked;
      } else if (tag == DT_SYMTAB) {
        symbols = image.get(LONG, d + 8) - linked;
      }
    }
    // The string table follows the symbol table, as linkers lay them out.
    for (long s = symbols + SYMBOL; symbols != 0 && s + SYMBOL <= strings; s += SYMBOL) {
      long value = image.get(LONG, s + 8);
      if (value != 0 && isString(image, strings + image.get(INT, s), function)) {
        return base + value - linked;
      }
    }
    return 0;
  }

  private static boolean isString(MemorySegment image, long at, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (image.get(ValueLayout.JAVA_BYTE, at + i) != text.charAt(i)) {
        return false;
      }
    }
    return image.get(ValueLayout.JAVA_BYTE, at + text.length()) == 0;
  }
}
