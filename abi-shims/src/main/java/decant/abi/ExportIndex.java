package decant.abi;

import decant.host.ProductFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The export tables of the built-in libraries, made by {@link decant.abi.adapter.AdapterGenerator}
 * from the declarations: a binary resource that is searched in place.
 *
 * <pre>
 * u32 magic, libraries, entries, groups, slow slots, string bytes
 * library:  u32 name, u32 first entry, u32 entries, u32 bytes of data        sorted by name
 * entry:    u32 name, u32 adapter, u32 value, u16 ordinal, u16 kind          sorted by name within the library
 * group:    u32 class name, u32 first adapter                                ascending
 * slow:     u32 offset of the slot in the blob, u32 adapter
 * strings:  u16 length and that many bytes each
 * </pre>
 */
public final class ExportIndex {
  /** First word of the resource. */
  public static final int MAGIC = 0x31584544;

  /** Answered by an adapter; {@code value} is one more than the number of a system call, or 0. */
  public static final int JAVA = 0;

  /** Machine code at offset {@code value} of the blob; the adapter, if any, is its slow path. */
  public static final int DIRECT = 1;

  /** A variable at offset {@code value} of the library's data; the adapter fills it. */
  public static final int DATA = 2;

  /** As an adapter: there is none. */
  public static final int NONE = -1;

  private static final int HEADER = 24;
  private final ByteBuffer bytes;
  private final int libraries;
  private final int groups;
  private final int slow;
  private final int entriesAt;
  private final int groupsAt;
  private final int slowAt;
  private final int stringsAt;

  public ExportIndex(byte[] content) {
    bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    if (content.length < HEADER || bytes.getInt(0) != MAGIC) {
      throw new IllegalArgumentException("not an export index");
    }
    libraries = bytes.getInt(4);
    entriesAt = HEADER + 16 * libraries;
    groupsAt = entriesAt + 16 * bytes.getInt(8);
    groups = bytes.getInt(12);
    slowAt = groupsAt + 8 * groups;
    slow = bytes.getInt(16);
    stringsAt = slowAt + 8 * slow;
  }

  /** Reads the index that is a resource of this module. */
  public static ExportIndex load() {
    return new ExportIndex(ProductFile.read(ExportIndex.class, "exports.bin"));
  }

  private String string(int offset) {
    int at = stringsAt + offset;
    return new String(
        bytes.array(), at + 2, bytes.getShort(at) & 0xFFFF, StandardCharsets.ISO_8859_1);
  }

  private int compare(String name, int offset) {
    int at = stringsAt + offset;
    int length = bytes.getShort(at) & 0xFFFF;
    int n = Math.min(length, name.length());
    for (int i = 0; i < n; i++) {
      int d = name.charAt(i) - (bytes.get(at + 2 + i) & 0xFF);
      if (d != 0) {
        return d;
      }
    }
    return name.length() - length;
  }

  private int search(int from, int count, int size, String name) {
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int mid = (low + high) >>> 1;
      int c = compare(name, bytes.getInt(from + size * mid));
      if (c == 0) {
        return mid;
      }
      if (c < 0) {
        high = mid - 1;
      } else {
        low = mid + 1;
      }
    }
    return -1;
  }

  public int libraries() {
    return libraries;
  }

  /**
   * The number of a library, by its name in lower case without {@code .dll}; -1 when there is none.
   */
  public int library(String name) {
    return search(HEADER, libraries, 16, name);
  }

  public String libraryName(int library) {
    return string(bytes.getInt(HEADER + 16 * library));
  }

  public int firstEntry(int library) {
    return bytes.getInt(HEADER + 16 * library + 4);
  }

  public int entryCount(int library) {
    return bytes.getInt(HEADER + 16 * library + 8);
  }

  public int dataSize(int library) {
    return bytes.getInt(HEADER + 16 * library + 12);
  }

  /** The entry of an export, -1 when the library has none of that name. */
  public int find(int library, String name) {
    int first = firstEntry(library);
    int i = search(entriesAt + 16 * first, entryCount(library), 16, name);
    return i < 0 ? -1 : first + i;
  }

  /** The entry of an export by ordinal, or -1. */
  public int find(int library, int ordinal) {
    int first = firstEntry(library);
    for (int i = first; ordinal != 0 && i < first + entryCount(library); i++) {
      if (ordinal(i) == ordinal) {
        return i;
      }
    }
    return -1;
  }

  public String name(int entry) {
    return string(bytes.getInt(entriesAt + 16 * entry));
  }

  public int adapter(int entry) {
    return bytes.getInt(entriesAt + 16 * entry + 4);
  }

  public int value(int entry) {
    return bytes.getInt(entriesAt + 16 * entry + 8);
  }

  public int ordinal(int entry) {
    return bytes.getShort(entriesAt + 16 * entry + 12) & 0xFFFF;
  }

  public int kind(int entry) {
    return bytes.getShort(entriesAt + 16 * entry + 14);
  }

  /** One more than the highest adapter number. */
  public int adapters() {
    return groups == 0 ? 0 : bytes.getInt(groupsAt + 8 * (groups - 1) + 4);
  }

  /** The group that an adapter belongs to; the last group is empty and only marks the end. */
  public int group(int adapter) {
    int low = 0;
    int high = groups - 1;
    while (high - low > 1) {
      int mid = (low + high) >>> 1;
      if (bytes.getInt(groupsAt + 8 * mid + 4) <= adapter) {
        low = mid;
      } else {
        high = mid;
      }
    }
    return low;
  }

  /** The number of groups, without the one that marks the end. */
  public int groups() {
    return Math.max(0, groups - 1);
  }

  public String groupName(int group) {
    return string(bytes.getInt(groupsAt + 8 * group));
  }

  public int firstAdapter(int group) {
    return bytes.getInt(groupsAt + 8 * group + 4);
  }

  public int slowSlots() {
    return slow;
  }

  public int slowOffset(int index) {
    return bytes.getInt(slowAt + 8 * index);
  }

  public int slowAdapter(int index) {
    return bytes.getInt(slowAt + 8 * index + 4);
  }
}
