package decant.abi.adapter;

import decant.abi.ExportIndex;
import decant.abi.Shortcuts;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Collects what {@link ExportIndex} reads. */
final class IndexWriter {
  private record Entry(int adapter, int value, int ordinal, int kind, int shortcut) {
    Entry(int adapter, int value, int ordinal, int kind) {
      this(adapter, value, ordinal, kind, Shortcuts.NONE);
    }
  }

  private record Pair(int first, int second) {}

  private final TreeMap<String, TreeMap<String, Entry>> libraries = new TreeMap<>();
  private final Map<String, Integer> data = new HashMap<>();
  private final List<Pair> groups = new ArrayList<>();
  private final List<Pair> slow = new ArrayList<>();
  private final Map<String, Integer> strings = new HashMap<>();
  private final ByteArrayOutputStream pool = new ByteArrayOutputStream();
  private int adapters;

  private int string(String text) {
    return strings.computeIfAbsent(
        text,
        t -> {
          int at = pool.size();
          byte[] bytes = t.getBytes(StandardCharsets.ISO_8859_1);
          pool.write(bytes.length);
          pool.write(bytes.length >> 8);
          pool.writeBytes(bytes);
          return at;
        });
  }

  /** Begins with all that an index has; what is added comes behind it. */
  static IndexWriter of(ExportIndex base) {
    IndexWriter writer = new IndexWriter();
    for (int l = 0; l < base.libraries(); l++) {
      TreeMap<String, Entry> exports = new TreeMap<>();
      int end = base.firstEntry(l) + base.entryCount(l);
      for (int e = base.firstEntry(l); e < end; e++) {
        exports.put(
            base.name(e),
            new Entry(
                base.adapter(e), base.value(e), base.ordinal(e), base.kind(e), base.shortcut(e)));
      }
      writer.libraries.put(base.libraryName(l), exports);
      writer.data.put(base.libraryName(l), base.dataSize(l));
    }
    for (int g = 0; g < base.groups(); g++) {
      writer.groups.add(new Pair(writer.string(base.groupName(g)), base.firstAdapter(g)));
    }
    for (int i = 0; i < base.slowSlots(); i++) {
      writer.slow.add(new Pair(base.slowOffset(i), base.slowAdapter(i)));
    }
    writer.adapters = base.adapters();
    return writer;
  }

  /** The names of all libraries, in lower case without {@code .dll}. */
  Set<String> libraries() {
    return libraries.keySet();
  }

  void group(String name) {
    groups.add(new Pair(string(name), adapters));
  }

  /** The number of the next adapter. */
  int adapter() {
    return adapters++;
  }

  void slow(int offset, int adapter) {
    slow.add(new Pair(offset, adapter));
  }

  /** Room for a variable of a library; returns its offset. */
  int data(String library, int size) {
    int at = data.getOrDefault(library, 0);
    data.put(library, at + ((size + 15) & -16));
    return at;
  }

  /** Adds an export; false when the library has one of that name. */
  boolean entry(
      String library, String name, int adapter, int value, int ordinal, int kind, int shortcut) {
    return libraries
            .computeIfAbsent(library, l -> new TreeMap<>())
            .putIfAbsent(name, new Entry(adapter, value, ordinal, kind, shortcut))
        == null;
  }

  /** Adds an export, in the place of another of that name; keeps that one's ordinal for 0. */
  void override(String library, String name, int adapter, int value, int ordinal, int kind) {
    TreeMap<String, Entry> exports = libraries.computeIfAbsent(library, l -> new TreeMap<>());
    Entry old = exports.get(name);
    int number = ordinal == 0 && old != null ? old.ordinal : ordinal;
    exports.put(name, new Entry(adapter, value, number, kind));
  }

  /** Whether a library has an export. */
  boolean has(String library, String name) {
    return libraries.containsKey(library) && libraries.get(library).containsKey(name);
  }

  /** The name that has an ordinal in a library, null for none. */
  String named(String library, int ordinal) {
    for (Map.Entry<String, Entry> e : libraries.getOrDefault(library, new TreeMap<>()).entrySet()) {
      if (ordinal != 0 && e.getValue().ordinal == ordinal) {
        return e.getKey();
      }
    }
    return null;
  }

  byte[] toBytes() {
    group(""); // marks the end of the last group
    int entries = libraries.values().stream().mapToInt(Map::size).sum();
    libraries.forEach(
        (library, exports) -> {
          string(library);
          exports.keySet().forEach(this::string);
        });
    int[] buckets = buckets(entries);
    int head = 24 + 16 * libraries.size() + 16 * entries + 8 * groups.size() + 8 * slow.size();
    head += 4 * buckets.length;
    ByteBuffer out = ByteBuffer.allocate(head + pool.size()).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(ExportIndex.MAGIC).putInt(libraries.size()).putInt(entries).putInt(groups.size());
    out.putInt(slow.size()).putInt(buckets.length);
    int first = 0;
    for (Map.Entry<String, TreeMap<String, Entry>> l : libraries.entrySet()) {
      out.putInt(string(l.getKey())).putInt(first).putInt(l.getValue().size());
      out.putInt(data.getOrDefault(l.getKey(), 0));
      first += l.getValue().size();
    }
    for (TreeMap<String, Entry> exports : libraries.values()) {
      exports.forEach(
          (name, e) -> {
            out.putInt(string(name)).putInt(e.adapter).putInt(e.value);
            out.putShort((short) e.ordinal);
            out.putShort((short) (e.kind | e.shortcut - Shortcuts.NONE << 4));
          });
    }
    groups.forEach(g -> out.putInt(g.first).putInt(g.second));
    slow.forEach(s -> out.putInt(s.first).putInt(s.second));
    for (int bucket : buckets) {
      out.putInt(bucket);
    }
    return out.put(pool.toByteArray()).array();
  }

  /** The hash table over the names of all libraries and exports, at most half full. */
  private int[] buckets(int entries) {
    int names = entries + libraries.size();
    if (names >= 0xFFFF) {
      throw new IllegalStateException("more exports than a bucket of the index can number");
    }
    int[] buckets = new int[Integer.highestOneBit(Math.max(names, 1)) << 2];
    int library = 0;
    int entry = 0;
    for (Map.Entry<String, TreeMap<String, Entry>> l : libraries.entrySet()) {
      put(buckets, ExportIndex.libraryHash(l.getKey()), entries + library);
      for (String name : l.getValue().keySet()) {
        put(buckets, ExportIndex.exportHash(library, name), entry++);
      }
      library++;
    }
    return buckets;
  }

  private static void put(int[] buckets, int hash, int number) {
    int i = hash & buckets.length - 1;
    while (buckets[i] != 0) {
      i = i + 1 & buckets.length - 1;
    }
    buckets[i] = hash & 0xFFFF_0000 | number + 1;
  }
}
