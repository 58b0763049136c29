package decant.loader;

import decant.host.Memory;
import decant.loader.pe.PeImage;

/**
 * The stack cookie of images made by Microsoft's tools: the loader replaces the linker's value,
 * which everybody knows.
 */
final class SecurityCookie {
  /** {@code IMAGE_LOAD_CONFIG_DIRECTORY64.SecurityCookie}. */
  private static final int FIELD = 0x58;

  private static final long DEFAULT = 0x0000_2B99_2DDF_A232L;
  private static final long MASK = 0x0000_FFFF_FFFF_FFFFL;

  private SecurityCookie() {}

  static void set(PeImage mapped, long base) {
    long config = mapped.directoryAddress(PeImage.DIRECTORY_LOAD_CONFIG);
    if (config == 0 || mapped.u32(config, "load configuration") < FIELD + 8) {
      return;
    }
    long slot = mapped.i64(config + FIELD, "load configuration") - base;
    if (slot <= 0 || slot > mapped.sizeOfImage() - 8 || Memory.getLong(base + slot) != DEFAULT) {
      return;
    }
    long mixed = (System.nanoTime() ^ base) * 0x9E37_79B9_7F4A_7C15L;
    long cookie = (mixed ^ mixed >>> 32) & MASK;
    Memory.putLong(base + slot, cookie == DEFAULT || cookie == 0 ? DEFAULT + 1 : cookie);
  }
}
