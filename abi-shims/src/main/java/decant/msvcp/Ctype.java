package decant.msvcp;

import decant.abi.Gate;
import decant.crt.CharTypes;
import decant.host.Memory;
import decant.nt.GuestThread;

/** What streams ask the {@code std::ctype} facet of their locale. */
final class Ctype {
  static final String ID = "?id@?$ctype@D@std@@2V0locale@2@A";
  static final String WIDE_ID = "?id@?$ctype@_W@std@@2V0locale@2@A";

  /** Places of virtual functions: those for one character stand behind those for many. */
  private static final int NARROW_WIDEN = 8;

  private static final int NARROW_NARROW = 10;
  private static final int WIDE_IS = 4;
  private static final int WIDE_WIDEN = 12;
  private static final int WIDE_NARROW = 14;

  // what it adds to a facet: code page, types, whether to free these, name of the locale
  static final int TABLE = Facets.SIZE + 8;

  static final int DELETE = Facets.SIZE + 16;
  private static final int LOCALE_NAME = Facets.SIZE + 24;

  private Ctype() {}

  /** Frees what a facet has, of either kind of characters. */
  static void destroy(GuestThread t, long self) {
    if (Memory.getInt(self + DELETE) != 0) {
      Facets.free(t, Memory.getLong(self + TABLE));
    }
    Facets.free(t, Memory.getLong(self + LOCALE_NAME));
    Memory.putInt(self + DELETE, 0);
    Memory.putLong(self + LOCALE_NAME, 0);
  }

  /** The facet, when it is the program's own; else 0. */
  private static long own(GuestThread t, Element e, long ios) {
    String id = e == Element.WIDE ? WIDE_ID : ID;
    return Facets.own(t, ios, id, VirtualFunctions.Table.CTYPE.of(e));
  }

  /** The character of a byte. */
  static int widen(GuestThread t, Element e, long ios, int c) {
    long own = own(t, e, ios);
    if (own == 0) {
      return c;
    }
    int place = e == Element.WIDE ? WIDE_WIDEN : NARROW_WIDEN;
    int mask = e == Element.WIDE ? 0xFFFF : 0xFF;
    return (int) Gate.call(t, StreamBuffer.function(own, place), own, c) & mask;
  }

  /** The byte of a character, or another where it has none. */
  static int narrow(GuestThread t, Element e, long ios, int c, int otherwise) {
    long own = own(t, e, ios);
    if (own == 0) {
      return e == Element.NARROW || c <= 0xFF ? c : otherwise;
    }
    int place = e == Element.WIDE ? WIDE_NARROW : NARROW_NARROW;
    return (int) Gate.call(t, StreamBuffer.function(own, place), own, c, otherwise) & 0xFF;
  }

  /** Which characters are white space. Asked for each: what the facet says is looked up before. */
  static final class Spaces {
    private final GuestThread t;
    private final Element e;

    /** The table of a narrow facet, a wide facet of the program's; 0 for the "C" locale. */
    private final long says;

    Spaces(GuestThread t, Element e, long ios) {
      this.t = t;
      this.e = e;
      long facet =
          Locale.facet(t, Memory.getLong(ios + Ios.LOCALE), e == Element.WIDE ? WIDE_ID : ID);
      if (e == Element.NARROW) {
        says = facet == 0 ? 0 : Memory.getLong(facet + TABLE);
      } else {
        says = own(t, e, ios);
      }
    }

    boolean has(int c) {
      if (says == 0) {
        return ((e == Element.WIDE ? CharTypes.wide(c) : CharTypes.narrow(c)) & SPACE) != 0;
      }
      if (e == Element.NARROW) {
        return (Memory.getShort(says + 2L * c) & SPACE) != 0;
      }
      return (Gate.call(t, StreamBuffer.function(says, WIDE_IS), says, SPACE, c) & 0xFF) != 0;
    }
  }

  /** {@code ctype_base::space}. */
  private static final int SPACE = CharTypes.SPACE | 0x40;
}
