package decant.host;

/**
 * The shared object that the kernel maps into every process ({@code vdso(7)}), for machine code.
 */
public final class Vdso {
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
    Bytes image = Bytes.at(base, LENGTH);
    long headers = image.get64(0x20);
    int size = image.get16(0x36) & 0xFFFF;
    int count = image.get16(0x38) & 0xFFFF;
    long linked = 0; // the address that the image is linked for
    long dynamic = 0;
    for (int i = 0; i < count; i++) {
      long header = headers + (long) i * size;
      int type = image.get32(header);
      if (type == PT_LOAD) {
        linked = image.get64(header + 0x10) - image.get64(header + 0x08);
      } else if (type == PT_DYNAMIC) {
        dynamic = image.get64(header + 0x08);
      }
    }
    long strings = 0;
    long symbols = 0;
    for (long d = dynamic; d != 0 && image.get64(d) != 0; d += 16) {
      long tag = image.get64(d);
      if (tag == DT_STRTAB) {
        strings = image.get64(d + 8) - linked;
      } else if (tag == DT_SYMTAB) {
        symbols = image.get64(d + 8) - linked;
      }
    }
    // The string table follows the symbol table, as linkers lay them out.
    for (long s = symbols + SYMBOL; symbols != 0 && s + SYMBOL <= strings; s += SYMBOL) {
      long value = image.get64(s + 8);
      if (value != 0 && isString(image, strings + image.get32(s), function)) {
        return base + value - linked;
      }
    }
    return 0;
  }

  private static boolean isString(Bytes image, long at, String text) {
    for (int i = 0; i < text.length(); i++) {
      if (image.get8(at + i) != text.charAt(i)) {
        return false;
      }
    }
    return image.get8(at + text.length()) == 0;
  }
}
