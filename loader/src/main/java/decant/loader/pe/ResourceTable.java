package decant.loader.pe;

import java.util.ArrayList;
import java.util.List;

/**
 * The resource directory of an image, for looking at it: three levels, by type, name and language.
 * However the offsets in a file are entangled, no more is read than a fixed number of entries.
 */
public final class ResourceTable {
  /** {@code RT_VERSION}. */
  public static final int TYPE_VERSION = 16;

  private static final String WHAT = "resource directory";
  private static final int HEADER = 16;
  private static final int ENTRY = 8;
  private static final int MAX_ENTRIES = 0x1_0000;
  private static final int MAX_TYPES = 0x1000;
  private static final int MAX_NAME = 0x400;
  private static final long SUBDIRECTORY = 0x8000_0000L;

  private final PeImage image;
  private final long root;

  /**
   * A type of resource.
   *
   * @param id the number, or -1 where there is a name
   * @param name null where there is a number
   * @param count how many resources of the type there are
   */
  public record Type(int id, String name, int count) {}

  private ResourceTable(PeImage image) {
    this.image = image;
    this.root = image.directoryAddress(PeImage.DIRECTORY_RESOURCE);
  }

  /** The resources of an image, or null. */
  public static ResourceTable of(PeImage image) {
    return image.directoryAddress(PeImage.DIRECTORY_RESOURCE) == 0
        ? null
        : new ResourceTable(image);
  }

  /** The types in the order of the directory. */
  public List<Type> types() {
    List<Type> types = new ArrayList<>();
    int count = count(0);
    for (int i = 0; i < count && i < MAX_TYPES; i++) {
      long key = key(0, i);
      long child = child(0, i);
      if ((child & SUBDIRECTORY) == 0) {
        throw PeImage.corrupt(image.name(), "a type of its resources is no directory");
      }
      boolean named = (key & SUBDIRECTORY) != 0;
      types.add(
          new Type(
              named ? -1 : (int) key & 0xFFFF,
              named ? name(key & ~SUBDIRECTORY) : null,
              count(child & ~SUBDIRECTORY)));
    }
    return types;
  }

  /** The file version in the first version resource, as {@code 1.2.3.4}; null without one. */
  public String fileVersion() {
    int count = count(0);
    for (int i = 0; i < count; i++) {
      if (key(0, i) == TYPE_VERSION) {
        return version(child(0, i));
      }
    }
    return null;
  }

  private String version(long type) {
    long at = type;
    for (int level = 1; level < 3; level++) {
      if ((at & SUBDIRECTORY) == 0 || count(at & ~SUBDIRECTORY) == 0) {
        return null;
      }
      at = child(at & ~SUBDIRECTORY, 0);
    }
    if ((at & SUBDIRECTORY) != 0) {
      return null;
    }
    // VS_VERSIONINFO: three 16-bit fields and the key, aligned; then VS_FIXEDFILEINFO.
    long fixed = image.u32(root + at, WHAT) + 40;
    if (image.u32(root + at + 4, WHAT) < 40 + 16 || image.u32(fixed, WHAT) != 0xFEEF_04BDL) {
      return null;
    }
    long high = image.u32(fixed + 8, WHAT);
    long low = image.u32(fixed + 12, WHAT);
    return (high >>> 16) + "." + (high & 0xFFFF) + "." + (low >>> 16) + "." + (low & 0xFFFF);
  }

  private int count(long directory) {
    int count = image.u16(root + directory + 12, WHAT) + image.u16(root + directory + 14, WHAT);
    if (count > MAX_ENTRIES) {
      throw PeImage.corrupt(image.name(), "a resource directory announces " + count + " entries");
    }
    return count;
  }

  private long key(long directory, int i) {
    return image.u32(root + directory + HEADER + (long) ENTRY * i, WHAT);
  }

  private long child(long directory, int i) {
    return image.u32(root + directory + HEADER + (long) ENTRY * i + 4, WHAT);
  }

  private String name(long offset) {
    int length = Math.min(image.u16(root + offset, WHAT), MAX_NAME);
    StringBuilder name = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      name.append((char) image.u16(root + offset + 2 + 2L * i, WHAT));
    }
    return name.toString();
  }
}
