package decant.msvcp;

import decant.host.Memory;
import java.nio.charset.StandardCharsets;

/**
 * What compilers keep of a class for {@code typeid} and {@code dynamic_cast}, for classes of the
 * library (rttidata.h): a locator, the class with its bases, and their types. All references are
 * relative to the locator.
 *
 * @param vfptr where in an object the pointer to the virtual functions is; not at its beginning, it
 *     is in a virtual base
 * @param classes the class, then its bases: at the beginning of the object, unless {@link #VIRTUAL}
 *     is in front of the name
 */
record ClassDescription(int vfptr, String... classes) {
  /** In front of the name of a class that is the virtual base of a stream, or in that. */
  static final String VIRTUAL = "+";

  /** In front of the name of the {@code basic_ostream} of a {@code basic_iostream}. */
  static final String OUTPUT_PART = "-";

  private static final int LOCATOR_SIZE = 24;
  private static final int HIERARCHY = LOCATOR_SIZE;
  private static final int HIERARCHY_SIZE = 16;
  private static final int BASES = HIERARCHY + HIERARCHY_SIZE;
  private static final int BASE_SIZE = 28;
  private static final int TYPE_NAME = 16;
  private static final int TYPE_SIZE = 128;

  /** {@code COL_SIG_REV1}: relative to the image. */
  private static final int RELATIVE = 1;

  /** {@code BCD_HASPCHD}: the description of a base says what that is derived from. */
  private static final int HAS_HIERARCHY = 0x40;

  /** How far in front of a virtual base an object says how far it is from its usual place. */
  private static final int DISPLACEMENT = 4;

  /** Of the virtual base, in the table of virtual bases. */
  private static final int BASE_PLACE = 4;

  /** Size in bytes, so that what follows is aligned. */
  int size() {
    return types() + classes.length * TYPE_SIZE;
  }

  private int types() {
    return BASES + classes.length * (4 + BASE_SIZE) + 7 & -8;
  }

  void write(long to) {
    int n = classes.length;
    Memory.putInt(to, RELATIVE);
    Memory.putInt(to + 4, vfptr);
    Memory.putInt(to + 8, vfptr == 0 ? 0 : DISPLACEMENT);
    Memory.putInt(to + 12, types());
    Memory.putInt(to + 16, HIERARCHY);
    Memory.putInt(to + 20, 0);
    Memory.putInt(to + HIERARCHY + 8, n);
    Memory.putInt(to + HIERARCHY + 12, BASES);
    for (int i = 0; i < n; i++) {
      int base = BASES + 4 * n + i * BASE_SIZE;
      int type = types() + i * TYPE_SIZE;
      boolean virtual = classes[i].startsWith(VIRTUAL);
      boolean output = classes[i].startsWith(OUTPUT_PART);
      Memory.putInt(to + BASES + 4L * i, base);
      Memory.putInt(to + base, type);
      Memory.putInt(to + base + 4, n - 1 - i);
      Memory.putInt(to + base + 8, output ? StreamClasses.OUTPUT_OF_BOTH : 0);
      Memory.putInt(to + base + 12, virtual ? 0 : -1);
      Memory.putInt(to + base + 16, virtual ? BASE_PLACE : 0);
      Memory.putInt(to + base + 20, HAS_HIERARCHY);
      Memory.putInt(to + base + 24, HIERARCHY);
      String name = ".?AV" + classes[i].substring(virtual || output ? 1 : 0);
      Memory.putNarrowZ(to + type + TYPE_NAME, name.getBytes(StandardCharsets.ISO_8859_1));
    }
  }
}
