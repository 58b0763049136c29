package decant.host;

import jdk.internal.misc.Unsafe;

/**
 * What HotSpot says of itself to debuggers ({@code gHotSpotVMStructs} of its library): where it
 * counts on faults of its own, and where its options lie. Whatever it does not tell is done
 * without.
 */
public final class HotSpot {
  private static final Unsafe UNSAFE = Unsafe.getUnsafe();

  /** {@code VMStructEntry}: type, field, type of the field, whether static, offset, address. */
  private static final int FIELD = 8;

  private static final int OFFSET = 32;
  private static final int ADDRESS = 40;
  private static final int SIZE = 48;

  /** {@code sizeof(JVMFlag)}: address, name, origin and type. */
  private static final int FLAG_SIZE = 24;

  /** The options that say how often a method is called before C1 compiles it. */
  private static final String[] THRESHOLDS = {
    "Tier3InvocationThreshold", "Tier3MinInvocationThreshold", "Tier3CompileThreshold"
  };

  /** What HotSpot's own values of these are. */
  private static final int[] USUAL = {200, 100, 2000};

  private HotSpot() {}

  /**
   * The page that compressed null references lead to, 0 when that is page 0, or when HotSpot does
   * not tell.
   */
  public static long nullPage() {
    long entry = field("CompressedOops", "_base");
    return entry == 0 ? 0 : UNSAFE.getLong(UNSAFE.getLong(entry + ADDRESS));
  }

  /**
   * Has Java compiled as soon as HotSpot would by itself; once. The launcher has asked for later,
   * as compiling what a short program calls takes longer than that program.
   */
  public static void compileSoon() {
    long flags = field("JVMFlag", "flags");
    long count = field("JVMFlag", "numFlags");
    long name = field("JVMFlag", "_name");
    long address = field("JVMFlag", "_addr");
    if (flags == 0 || count == 0 || name == 0 || address == 0) {
      return;
    }
    long flag = UNSAFE.getLong(UNSAFE.getLong(flags + ADDRESS));
    long end = flag + FLAG_SIZE * UNSAFE.getLong(UNSAFE.getLong(count + ADDRESS));
    int found = 0;
    long nameOffset = UNSAFE.getLong(name + OFFSET);
    for (; flag < end && found < THRESHOLDS.length; flag += FLAG_SIZE) {
      long text = UNSAFE.getLong(null, flag + nameOffset);
      if (text == 0 || UNSAFE.getByte(null, text) != 'T') {
        continue;
      }
      for (int i = 0; i < THRESHOLDS.length; i++) {
        if (is(text, THRESHOLDS[i])) {
          lower(UNSAFE.getLong(flag + UNSAFE.getLong(address + OFFSET)), USUAL[i]);
          found++;
        }
      }
    }
  }

  /** Lowers a threshold, an {@code intx}; what is no number of calls is not what was looked for. */
  private static void lower(long threshold, int usual) {
    long value = UNSAFE.getLong(threshold);
    if (value > usual && value <= Short.MAX_VALUE) {
      UNSAFE.putLong(threshold, usual);
    }
  }

  /** The entry of a field, 0 when there is none. */
  private static long field(String type, String name) {
    long entry;
    try {
      entry = UNSAFE.getLong(HostLibrary.open("libjvm.so").address("gHotSpotVMStructs"));
    } catch (UnsatisfiedLinkError e) {
      return 0;
    }
    byte first = (byte) type.charAt(0); // of a thousand entries, few are worth a closer look
    for (long at; (at = UNSAFE.getLong(null, entry)) != 0; entry += SIZE) {
      if (UNSAFE.getByte(null, at) == first
          && is(at, type)
          && is(UNSAFE.getLong(entry + FIELD), name)) {
        return entry;
      }
    }
    return 0;
  }

  private static boolean is(long text, String wanted) {
    if (text == 0) {
      return false;
    }
    for (int i = 0; i < wanted.length(); i++) {
      if (UNSAFE.getByte(text + i) != wanted.charAt(i)) {
        return false;
      }
    }
    return UNSAFE.getByte(text + wanted.length()) == 0;
  }
}
