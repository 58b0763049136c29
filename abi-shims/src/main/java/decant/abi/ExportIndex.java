package decant.abi;

import decant.host.ProductFile;
import java.nio.charset.StandardCharsets;

/**
 * The export tables of the built-in libraries, made by {@link decant.abi.adapter.AdapterGenerator}
 * from the declarations: a binary file that is searched in place, by hash.
 *
 * <pre>
 * u32 magic, libraries, entries, groups, slow slots, buckets (a power of two)
 * library:  u32 name, u32 first entry, u32 entries, u32 bytes of data        sorted by name
 * entry:    u32 name, u32 adapter, u32 value, u16 ordinal, u16 kind and shortcut * 16
 *           sorted by name within the library; no shortcut is 0
 * group:    u32 class name, u32 first adapter                                ascending
 * slow:     u32 offset of the slot in the blob, u32 adapter
 * bucket:   u16 one more than an entry, or than the entries and a library; 0: free.  u16 high half of the hash
 * strings:  u16 length and that many bytes each
 * </pre>
 *
 * <p>Every program's start asks for some hundred names, with nothing compiled yet: what counts is
 * the number of calls that a look-up makes.
 */
public final class ExportIndex {
  /** First word of the resource. */
  public static final int MAGIC = 0x32584544;

  /** Answered by an adapter; {@code value} is one more than the number of a system call, or 0. */
  public static final int JAVA = 0;

  /** Machine code at offset {@code value} of the blob; the adapter, if any, is its slow path. */
  public static final int DIRECT = 1;

  /** A variable at offset {@code value} of the library's data; the adapter fills it. */
  public static final int DATA = 2;

  /** As an adapter: there is none. */
  public static final int NONE = -1;

  /** In place of a library's number, for the hash of a library's own name. */
  private static final int LIBRARIES = -1;

  private static final int HEADER = 24;
  private final byte[] bytes;
  private final int libraries;
  private final int entries;
  private final int groups;
  private final int slow;
  private final int entriesAt;
  private final int groupsAt;
  private final int slowAt;
  private final int bucketsAt;
  private final int buckets;
  private final int stringsAt;

  public ExportIndex(byte[] content) {
    bytes = content;
    if (content.length < HEADER || int32(0) != MAGIC) {
      throw new IllegalArgumentException("not an export index");
    }
    libraries = int32(4);
    entries = int32(8);
    entriesAt = HEADER + 16 * libraries;
    groupsAt = entriesAt + 16 * entries;
    groups = int32(12);
    slowAt = groupsAt + 8 * groups;
    slow = int32(16);
    bucketsAt = slowAt + 8 * slow;
    buckets = int32(20);
    stringsAt = bucketsAt + 4 * buckets;
  }

  private int int32(int at) {
    byte[] b = bytes;
    return b[at] & 0xFF
        | (b[at + 1] & 0xFF) << 8
        | (b[at + 2] & 0xFF) << 16
        | (b[at + 3] & 0xFF) << 24;
  }

  private int int16(int at) {
    return bytes[at] & 0xFF | (bytes[at + 1] & 0xFF) << 8;
  }

  /** Reads the index that is a resource of this module. */
  public static ExportIndex load() {
    return new ExportIndex(ProductFile.read(ExportIndex.class, "exports.bin"));
  }

  private String string(int offset) {
    int at = stringsAt + offset;
    return new String(bytes, at + 2, int16(at), StandardCharsets.ISO_8859_1);
  }

  /**
   * The hash of a name in the table.
   *
   * @param library the library that exports it; {@link #LIBRARIES} for a library's own name
   */
  private static int hash(int library, String name) {
    int h = (name.hashCode() + library) * 0x9E37_79B1;
    return h ^ h >>> 15;
  }

  /** The hash of a library's own name, for the writer. */
  public static int libraryHash(String name) {
    return hash(LIBRARIES, name);
  }

  /** The hash of an export, for the writer. */
  public static int exportHash(int library, String name) {
    return hash(library, name);
  }

  /** Finds a name among the numbers {@code first} and above, as buckets have them; or -1. */
  private int search(int hash, String name, int first, int end, int namesAt) {
    int mask = buckets - 1;
    for (int i = hash & mask; ; i = i + 1 & mask) {
      int bucket = int32(bucketsAt + 4 * i);
      if (bucket == 0) {
        return -1;
      }
      int number = (bucket & 0xFFFF) - 1;
      if (bucket >>> 16 == hash >>> 16
          && number >= first
          && number < end
          && name.equals(string(int32(namesAt + 16 * (number - first))))) {
        return number - first;
      }
    }
  }

  public int libraries() {
    return libraries;
  }

  /**
   * The number of a library, by its name in lower case without {@code .dll}; -1 when there is none.
   */
  public int library(String name) {
    return search(libraryHash(name), name, entries, entries + libraries, HEADER);
  }

  public String libraryName(int library) {
    return string(int32(HEADER + 16 * library));
  }

  public int firstEntry(int library) {
    return int32(HEADER + 16 * library + 4);
  }

  public int entryCount(int library) {
    return int32(HEADER + 16 * library + 8);
  }

  public int dataSize(int library) {
    return int32(HEADER + 16 * library + 12);
  }

  /** The entry of an export, -1 when the library has none of that name. */
  public int find(int library, String name) {
    int first = firstEntry(library);
    int end = first + entryCount(library);
    int i = search(exportHash(library, name), name, first, end, entriesAt + 16 * first);
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
    return string(int32(entriesAt + 16 * entry));
  }

  /** The entries of all libraries. */
  public int entries() {
    return entries;
  }

  /** The library that an entry is of. */
  public int libraryOf(int entry) {
    int l = 0;
    while (entry >= firstEntry(l) + entryCount(l)) {
      l++;
    }
    return l;
  }

  /** {@code library!Function} of an entry. */
  public String describe(int entry) {
    return libraryName(libraryOf(entry)) + "!" + name(entry);
  }

  public int adapter(int entry) {
    return int32(entriesAt + 16 * entry + 4);
  }

  public int value(int entry) {
    return int32(entriesAt + 16 * entry + 8);
  }

  public int ordinal(int entry) {
    return int16(entriesAt + 16 * entry + 12);
  }

  public int kind(int entry) {
    return int16(entriesAt + 16 * entry + 14) & 0xF;
  }

  /** The number of the shortcut that a {@link #JAVA} function has, or {@link Shortcuts#NONE}. */
  public int shortcut(int entry) {
    return (int16(entriesAt + 16 * entry + 14) >>> 4) + Shortcuts.NONE;
  }

  /** One more than the highest adapter number. */
  public int adapters() {
    return groups == 0 ? 0 : int32(groupsAt + 8 * (groups - 1) + 4);
  }

  /** The group that an adapter belongs to; the last group is empty and only marks the end. */
  public int group(int adapter) {
    int low = 0;
    int high = groups - 1;
    while (high - low > 1) {
      int mid = (low + high) >>> 1;
      if (int32(groupsAt + 8 * mid + 4) <= adapter) {
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
    return string(int32(groupsAt + 8 * group));
  }

  public int firstAdapter(int group) {
    return int32(groupsAt + 8 * group + 4);
  }

  public int slowSlots() {
    return slow;
  }

  public int slowOffset(int index) {
    return int32(slowAt + 8 * index);
  }

  public int slowAdapter(int index) {
    return int32(slowAt + 8 * index + 4);
  }
}
