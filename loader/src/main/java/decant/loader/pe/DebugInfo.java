package decant.loader.pe;

/** The debug directory of an image: where its symbols are. */
public final class DebugInfo {
  private static final int ENTRY = 28;
  private static final int MAX_ENTRIES = 64;
  private static final int CODE_VIEW = 2;
  private static final int RSDS = 0x5344_5352;
  private static final int PATH = 24;
  private static final int MAX_PATH = 0x400;

  private DebugInfo() {}

  /** The path of the PDB file as the linker knew it, or null. */
  public static String pdb(PeImage image) {
    long at = image.directoryAddress(PeImage.DIRECTORY_DEBUG);
    long count = Math.min(image.directorySize(PeImage.DIRECTORY_DEBUG) / ENTRY, MAX_ENTRIES);
    for (int i = 0; at != 0 && i < count; i++, at += ENTRY) {
      long data = image.u32(at + 20, "debug directory");
      if (image.u32(at + 12, "debug directory") == CODE_VIEW
          && data != 0
          && image.u32(data, "debug data") == RSDS) {
        return image.string(data + PATH, MAX_PATH, "PDB path");
      }
    }
    return null;
  }
}
