package decant.crt.eh;

import decant.host.Memory;

/**
 * What Microsoft's compilers keep of the classes of objects with virtual functions (rttidata.h):
 * found through the object's table of virtual functions, all references are relative to the image.
 */
final class Rtti {
  private static final int SIGNATURE_RELATIVE = 1;
  private static final int LOCATOR_OFFSET = 4;
  private static final int LOCATOR_CD_OFFSET = 8;
  private static final int LOCATOR_TYPE = 12;
  private static final int LOCATOR_CLASS = 16;
  private static final int LOCATOR_SELF = 20;

  private static final int CLASS_COUNT = 8;
  private static final int CLASS_BASES = 12;

  private static final int BASE_CONTAINED = 4;
  private static final int BASE_PMD = 8;
  private static final int BASE_ATTRIBUTES = 20;
  private static final int BASE_CLASS = 24;

  private static final int NOT_VISIBLE = 1;
  private static final int AMBIGUOUS = 2;
  private static final int PRIVATE_IN_COMPLETE = 8;

  /** More bases has no class. */
  private static final int MAX_BASES = 1 << 16;

  /** Base of the image. */
  private final long base;

  private final long locator;

  /** Address of the whole object. */
  final long complete;

  /** Looks at an object, or at a part of one, that begins with a pointer to virtual functions. */
  Rtti(long object) {
    locator = Memory.getLong(Memory.getLong(object) - 8);
    base =
        Memory.getInt(locator) == SIGNATURE_RELATIVE
            ? locator - Memory.getU32(locator + LOCATOR_SELF)
            : 0;
    long whole = object - Memory.getU32(locator + LOCATOR_OFFSET);
    int construction = Memory.getInt(locator + LOCATOR_CD_OFFSET);
    complete = construction == 0 ? whole : whole - Memory.getInt(object - construction);
  }

  /** Whether the object says what it is in the form that x86-64 uses. */
  boolean known() {
    return base != 0;
  }

  /** Address of the type descriptor of the whole object. */
  long type() {
    return base + Memory.getU32(locator + LOCATOR_TYPE);
  }

  /**
   * {@code dynamic_cast}: to a class derived from that of the part, else to any base of the whole.
   *
   * @param part address of the part of the object that the cast begins with, of type {@code source}
   * @return address of the part of type {@code target}, 0 when there is none or more than one
   */
  long cast(long part, long source, long target) {
    long description = base + Memory.getU32(locator + LOCATOR_CLASS);
    long bases = bases(description);
    int count = count(description);
    long derived = 0;
    long any = 0;
    boolean ambiguous = false;
    boolean sourceIsPublic = false;
    for (int i = 0; i < count; i++) {
      long entry = entry(bases, i);
      boolean visible = (attributes(entry) & (NOT_VISIBLE | PRIVATE_IN_COMPLETE)) == 0;
      if (isOf(entry, source) && place(entry) == part) {
        sourceIsPublic |= visible;
      }
      if (!isOf(entry, target)) {
        continue;
      }
      long place = place(entry);
      if (contains(bases, i, part, source)) {
        if (derived != 0 && derived != place) {
          return 0;
        }
        derived = place;
      }
      if (visible && (attributes(entry) & AMBIGUOUS) == 0) {
        ambiguous |= any != 0 && any != place;
        any = place;
      }
    }
    return derived != 0 ? derived : sourceIsPublic && !ambiguous ? any : 0;
  }

  /** Whether the part is a public base of the class at an index. */
  private boolean contains(long bases, int index, long part, long source) {
    long entry = entry(bases, index);
    int contained = Math.clamp(Memory.getInt(entry + BASE_CONTAINED), 0, MAX_BASES);
    long own = bases(base + Memory.getU32(entry + BASE_CLASS));
    for (int j = 0; j <= contained; j++) {
      long inner = entry(bases, index + j);
      if (isOf(inner, source)
          && place(inner) == part
          && (attributes(entry(own, j)) & NOT_VISIBLE) == 0) {
        return true;
      }
    }
    return false;
  }

  private long bases(long description) {
    return base + Memory.getU32(description + CLASS_BASES);
  }

  private static int count(long description) {
    return Math.clamp(Memory.getInt(description + CLASS_COUNT), 0, MAX_BASES);
  }

  private long entry(long bases, int i) {
    return base + Memory.getU32(bases + 4L * i);
  }

  private static int attributes(long entry) {
    return Memory.getInt(entry + BASE_ATTRIBUTES);
  }

  private boolean isOf(long entry, long type) {
    return CxxThrown.sameName(base + Memory.getU32(entry), type);
  }

  private long place(long entry) {
    return CxxThrown.adjust(complete, entry + BASE_PMD);
  }
}
