package decant.nt;

import decant.host.Memory;

/**
 * The resource directory of a mapped image (winnt.h, {@code IMAGE_RESOURCE_DIRECTORY}): three
 * levels, by type, name and language. Offsets come from the file and are checked against the
 * directory before they are followed.
 */
public final class Resources {
  /** A type or a name: a number or a string. */
  public record Key(int id, String name) {
    public static Key of(int id) {
      return new Key(id, null);
    }

    /** A string as {@code FindResource} takes it: {@code #123} is a number. */
    public static Key of(String name) {
      if (name.length() > 1 && name.charAt(0) == '#') {
        int id = 0;
        for (int i = 1; i < name.length(); i++) {
          char c = name.charAt(i);
          if (c < '0' || c > '9' || id > 0xFFFF) {
            return new Key(-1, name);
          }
          id = id * 10 + c - '0';
        }
        return new Key(id & 0xFFFF, null);
      }
      return new Key(-1, name);
    }
  }

  private static final int DIRECTORY = 16;
  private static final int ENTRY = 8;
  private static final int DATA_ENTRY = 16;
  private static final int NEUTRAL = 0;
  private static final int EN_US = 0x409;

  private final long image;
  private final long root;
  private final long size;
  private final long imageSize;

  private Resources(long image, long root, long size, long imageSize) {
    this.image = image;
    this.root = root;
    this.size = size;
    this.imageSize = imageSize;
  }

  /** The resources of an image; {@code STATUS_RESOURCE_DATA_NOT_FOUND} when it has none. */
  public static Resources of(long module) {
    long image = module & ~0xFFFFL;
    long header = image + Memory.getU32(image + 0x3C);
    if (Memory.getU16(image) != 0x5A4D || Memory.getInt(header) != 0x4550) {
      throw NtStatus.INVALID_IMAGE_FORMAT.exception();
    }
    long optional = header + 24;
    boolean plus = Memory.getU16(optional) == 0x20B;
    long directories = optional + (plus ? 112 : 96);
    long imageSize = Memory.getU32(optional + 56);
    long rva = Memory.getU32(directories + 16);
    long size = Memory.getU32(directories + 20);
    if (Memory.getInt(directories - 4) < 3
        || rva == 0
        || size < DIRECTORY
        || rva + size > imageSize) {
      throw NtStatus.RESOURCE_DATA_NOT_FOUND.exception();
    }
    return new Resources(image, image + rva, size, imageSize);
  }

  /**
   * The address of the {@code IMAGE_RESOURCE_DATA_ENTRY} of a resource: in the language, else in
   * the neutral one, in American English, or in the first that there is.
   */
  public long find(Key type, Key name, int language) {
    long types = child(0, type, NtStatus.RESOURCE_TYPE_NOT_FOUND);
    long languages = child(types, name, NtStatus.RESOURCE_NAME_NOT_FOUND);
    int count = count(languages);
    long chosen = -1;
    int best = 4;
    for (int i = 0; i < count; i++) {
      int id = Memory.getU16(entry(languages, i));
      int rank = id == language ? 0 : id == NEUTRAL ? 1 : id == EN_US ? 2 : 3;
      if (rank < best) {
        best = rank;
        chosen = entry(languages, i);
      }
    }
    if (chosen < 0) {
      throw NtStatus.RESOURCE_LANG_NOT_FOUND.exception();
    }
    return dataEntry(chosen);
  }

  /** As {@link #find}, of exactly that language. */
  public long findExact(Key type, Key name, int language) {
    long entry = find(type, name, language);
    for (int id : languages(type, name)) {
      if (id == language) {
        return entry;
      }
    }
    throw NtStatus.RESOURCE_LANG_NOT_FOUND.exception();
  }

  private long dataEntry(long entry) {
    long offset = Memory.getU32(entry + 4);
    if ((offset & 0x8000_0000L) != 0 || offset + DATA_ENTRY > size) {
      throw NtStatus.RESOURCE_DATA_NOT_FOUND.exception();
    }
    return root + offset;
  }

  /** The address of a resource's bytes, given its data entry. */
  public long data(long dataEntry) {
    long rva = Memory.getU32(dataEntry);
    if (rva + Memory.getU32(dataEntry + 4) > imageSize) {
      throw NtStatus.RESOURCE_DATA_NOT_FOUND.exception();
    }
    return image + rva;
  }

  /** The size of a resource in bytes, given its data entry. */
  public static int dataSize(long dataEntry) {
    return Memory.getInt(dataEntry + 4);
  }

  /** The types, in the order of the directory. */
  public Key[] types() {
    return keys(0);
  }

  /** The names of a type. */
  public Key[] names(Key type) {
    return keys(child(0, type, NtStatus.RESOURCE_TYPE_NOT_FOUND));
  }

  /** The languages of a resource. */
  public int[] languages(Key type, Key name) {
    long names = child(0, type, NtStatus.RESOURCE_TYPE_NOT_FOUND);
    long languages = child(names, name, NtStatus.RESOURCE_NAME_NOT_FOUND);
    int[] ids = new int[count(languages)];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = Memory.getU16(entry(languages, i));
    }
    return ids;
  }

  private Key[] keys(long directory) {
    Key[] keys = new Key[count(directory)];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = key(entry(directory, i));
    }
    return keys;
  }

  private int count(long directory) {
    if (directory + DIRECTORY > size) {
      throw NtStatus.RESOURCE_DATA_NOT_FOUND.exception();
    }
    int count = Memory.getU16(root + directory + 12) + Memory.getU16(root + directory + 14);
    if (directory + DIRECTORY + (long) ENTRY * count > size) {
      throw NtStatus.RESOURCE_DATA_NOT_FOUND.exception();
    }
    return count;
  }

  private long entry(long directory, int i) {
    return root + directory + DIRECTORY + (long) ENTRY * i;
  }

  /** The offset of a key's subdirectory. */
  private long child(long directory, Key key, NtStatus missing) {
    int count = count(directory);
    for (int i = 0; i < count; i++) {
      long entry = entry(directory, i);
      if (matches(entry, key)) {
        long offset = Memory.getU32(entry + 4);
        if ((offset & 0x8000_0000L) == 0) {
          throw NtStatus.RESOURCE_DATA_NOT_FOUND.exception();
        }
        return offset & 0x7FFF_FFFFL;
      }
    }
    throw missing.exception();
  }

  private boolean matches(long entry, Key key) {
    boolean named = Memory.getInt(entry) < 0;
    if (named != (key.name != null)) {
      return false;
    }
    return named
        ? CaseTable.compare(key(entry).name, key.name) == 0
        : Memory.getInt(entry) == key.id;
  }

  private Key key(long entry) {
    long name = Memory.getU32(entry);
    if ((name & 0x8000_0000L) == 0) {
      return Key.of((int) name & 0xFFFF);
    }
    long offset = name & 0x7FFF_FFFFL;
    if (offset + 2 > size || offset + 2 + 2L * Memory.getU16(root + offset) > size) {
      throw NtStatus.RESOURCE_DATA_NOT_FOUND.exception();
    }
    return new Key(-1, Memory.wide(root + offset + 2, Memory.getU16(root + offset)));
  }

  /**
   * A string of a string table (resource type 6).
   *
   * @return the address of its length (16 bits), which the units follow; 0 when there is none
   */
  public long string(int id) {
    long entry = find(Key.of(6), Key.of(((id & 0xFFFF) >> 4) + 1), 0);
    long at = data(entry);
    long end = at + (dataSize(entry) & 0xFFFF_FFFFL);
    for (int skip = id & 15; skip > 0 && at + 2 <= end; skip--) {
      at += 2 + 2L * Memory.getU16(at);
    }
    return at + 2 <= end && at + 2 + 2L * Memory.getU16(at) <= end ? at : 0;
  }
}
