package decant.host;

/**
 * What HotSpot says of itself to debuggers ({@code gHotSpotVMStructs} of its library): where it
 * counts on faults of its own.
 */
public final class HotSpot {
  /** {@code VMStructEntry}: type, field, type of the field, whether static, offset, address. */
  private static final int FIELD = 8;

  private static final int ADDRESS = 40;
  private static final int SIZE = 48;

  private HotSpot() {}

  /**
   * The page that compressed null references lead to, 0 when that is page 0, or when HotSpot does
   * not tell.
   */
  public static long nullPage() {
    long entry;
    try {
      entry = HostMemory.getLong(HostLibrary.open("libjvm.so").address("gHotSpotVMStructs"));
    } catch (UnsatisfiedLinkError e) {
      return 0;
    }
    for (; HostMemory.getLong(entry) != 0; entry += SIZE) {
      if (HostMemory.text(HostMemory.getLong(entry)).equals("CompressedOops")
          && HostMemory.text(HostMemory.getLong(entry + FIELD)).endsWith("_base")) {
        return HostMemory.getLong(HostMemory.getLong(entry + ADDRESS));
      }
    }
    return 0;
  }

  /** Reads of the host's own memory. */
  private static final class HostMemory {
    private static final jdk.internal.misc.Unsafe UNSAFE = jdk.internal.misc.Unsafe.getUnsafe();

    static long getLong(long address) {
      return UNSAFE.getLong(address);
    }

    static String text(long address) {
      StringBuilder text = new StringBuilder();
      for (long at = address; address != 0 && UNSAFE.getByte(at) != 0; at++) {
        text.append((char) UNSAFE.getByte(at));
      }
      return text.toString();
    }
  }
}
