package decant.msvcp;

import decant.abi.Gate;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * What the {@code std::numpunct} facet of a stream's locale says of numbers: by its virtual
 * functions where the program has one of its own.
 *
 * @see <a href="https://learn.microsoft.com/cpp/standard-library/numpunct-class">numpunct</a>
 */
final class Punctuation {
  static final String ID = "?id@?$numpunct@D@std@@2V0locale@2@A";
  static final String WIDE_ID = "?id@?$numpunct@_W@std@@2V0locale@2@A";

  // categories of a locale, as masks
  static final int CTYPE = 2;

  static final int NUMERIC = 8;
  static final int TIME = 16;

  // places of virtual functions
  private static final int DECIMAL_POINT = 3;
  private static final int THOUSANDS_SEPARATOR = 4;
  private static final int GROUPING = 5;
  private static final int FALSE_NAME = 6;
  private static final int TRUE_NAME = 7;

  private static final byte[] NO_GROUPS = {};

  /** What the "C" locale says. */
  private static final Punctuation CLASSIC =
      new Punctuation(null, Element.NARROW, 0, '.', ',', NO_GROUPS);

  private final GuestThread t;
  private final Element e;
  private final long facet;
  final int point;
  final int separator;

  /** Sizes of groups of digits, from the last group on. */
  final byte[] grouping;

  private Punctuation(
      GuestThread t, Element e, long facet, int point, int separator, byte[] grouping) {
    this.t = t;
    this.e = e;
    this.facet = facet;
    this.point = point;
    this.separator = separator;
    this.grouping = grouping;
  }

  static Punctuation of(GuestThread t, Element e, long ios) {
    long locale = Memory.getLong(ios + Ios.LOCALE);
    long facet = Locale.facet(t, locale, e == Element.WIDE ? WIDE_ID : ID);
    if (facet == 0) {
      return CLASSIC;
    }
    int mask = e == Element.WIDE ? 0xFFFF : 0xFF;
    String groups = text(t, Element.NARROW, facet, GROUPING);
    byte[] grouping = new byte[groups.length()];
    for (int i = 0; i < grouping.length; i++) {
      grouping[i] = (byte) groups.charAt(i);
    }
    int point = (int) Gate.call(t, StreamBuffer.function(facet, DECIMAL_POINT), facet) & mask;
    int separator =
        (int) Gate.call(t, StreamBuffer.function(facet, THOUSANDS_SEPARATOR), facet) & mask;
    return new Punctuation(t, e, facet, point, separator, grouping);
  }

  /** Whether digits are grouped at all. */
  boolean groups() {
    return grouping.length > 0 && grouping[0] > 0 && grouping[0] != Byte.MAX_VALUE;
  }

  String name(boolean value) {
    if (facet == 0) {
      return value ? "true" : "false";
    }
    return text(t, e, facet, value ? TRUE_NAME : FALSE_NAME);
  }

  /** Calls a virtual function that returns a string. */
  private static String text(GuestThread t, Element e, long facet, int place) {
    long string = t.process.heap.allocate(t, CxxStrings.SIZE);
    try {
      Gate.call(t, StreamBuffer.function(facet, place), facet, string);
      return CxxStrings.take(t, e, string);
    } finally {
      t.process.heap.free(t, string);
    }
  }
}
