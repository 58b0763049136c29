package decant.loader.pe;

/**
 * The export table of an image. Looking up is a binary search in the image itself; nothing is
 * built.
 */
public final class ExportTable {
  private static final int MAX_NAME = 0x4000;
  private static final int MAX_EXPORTS = 0x1_0000;
  private static final String WHAT = "export table";

  private final PeImage image;
  private final long start;
  private final long end;
  private final int base;
  private final int functionCount;
  private final int nameCount;
  private final long functions;
  private final long names;
  private final long ordinals;

  /**
   * An exported function or variable.
   *
   * @param ordinal as importers say it
   * @param rva where it is; meaningless with a forwarder
   * @param forwarder null, or {@code DLL.name} or {@code DLL.#ordinal}
   */
  public record Export(int ordinal, long rva, String forwarder) {}

  ExportTable(PeImage image) {
    this.image = image;
    start = image.directoryAddress(PeImage.DIRECTORY_EXPORT);
    end = start + image.directorySize(PeImage.DIRECTORY_EXPORT);
    base = (int) image.u32(start + 16, WHAT);
    functionCount = count(start + 20);
    nameCount = count(start + 24);
    functions = image.u32(start + 28, WHAT);
    names = image.u32(start + 32, WHAT);
    ordinals = image.u32(start + 36, WHAT);
  }

  private int count(long at) {
    long count = image.u32(at, WHAT);
    if (count > MAX_EXPORTS) {
      throw PeImage.corrupt(image.name(), "its export table announces " + count + " entries");
    }
    return (int) count;
  }

  /** The name that the image gives itself; empty when it gives none. */
  public String dllName() {
    long name = image.u32(start + 12, WHAT);
    return name == 0 ? "" : image.string(name, MAX_NAME, "name in the export table");
  }

  /** The lowest ordinal. */
  public int ordinalBase() {
    return base;
  }

  /** The number of ordinals, used or not: {@link #ordinalBase} and up. */
  public int ordinalCount() {
    return functionCount;
  }

  /** The number of names. */
  public int nameCount() {
    return nameCount;
  }

  /** A name by its position in the sorted table. */
  public String name(int index) {
    return image.string(nameAt(index), MAX_NAME, "name of an export");
  }

  private long nameAt(int index) {
    return image.u32(names + 4L * index, WHAT);
  }

  /** The ordinal of the name at a position in the sorted table. */
  public int ordinal(int index) {
    return base + image.u16(ordinals + 2L * index, WHAT);
  }

  /** The export with a name, or null. */
  public Export find(String name) {
    int low = 0;
    int high = nameCount - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = compare(name, nameAt(middle));
      if (order == 0) {
        return find(ordinal(middle));
      }
      if (order < 0) {
        high = middle - 1;
      } else {
        low = middle + 1;
      }
    }
    return null;
  }

  /** The export with an ordinal, or null. */
  public Export find(int ordinal) {
    long index = (ordinal & 0xFFFF_FFFFL) - (base & 0xFFFF_FFFFL);
    if (index < 0 || index >= functionCount) {
      return null;
    }
    long rva = image.u32(functions + 4 * index, WHAT);
    if (rva == 0) {
      return null;
    }
    boolean forwarded = rva >= start && rva < end;
    return new Export(
        ordinal, rva, forwarded ? image.string(rva, MAX_NAME, "export forwarder") : null);
  }

  /** Orders a name against the string at an RVA, by bytes as linkers sort them. */
  private int compare(String name, long at) {
    for (int i = 0; ; i++) {
      int theirs = image.u8(at + i, "name of an export");
      int ours = i < name.length() ? name.charAt(i) : 0;
      if (ours != theirs || ours == 0) {
        return ours - theirs;
      }
    }
  }
}
