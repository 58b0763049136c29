package decant.crt;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.nt.GuestThread;

/**
 * wctype.h. Wide characters have the same types in all locales; only the "C" locale knows the cases
 * of ASCII letters alone.
 *
 * @see <a
 *     href="https://learn.microsoft.com/cpp/c-runtime-library/character-classification">Character
 *     classification</a>
 */
@Library({"msvcrt", "ucrtbase"})
public final class WctypeH {
  private WctypeH() {}

  @Export({"iswalnum", "_iswalnum_l"})
  @Direct
  static int iswalnum(short c) {
    return CharTypes.wide(c & 0xFFFF) & CharTypes.ALNUM;
  }

  @Export({"iswalpha", "_iswalpha_l"})
  @Direct
  static int iswalpha(short c) {
    return CharTypes.wide(c & 0xFFFF) & CharTypes.ALPHA;
  }

  @Export
  static boolean iswascii(short c) {
    return (c & 0xFFFF) < 0x80;
  }

  @Export(
      value = {"iswblank", "_iswblank_l"},
      dll = "ucrtbase")
  static int iswblank(short c) {
    return CharTypes.wide(c & 0xFFFF) & CharTypes.BLANK;
  }

  @Export({"iswcntrl", "_iswcntrl_l"})
  static int iswcntrl(short c) {
    return CharTypes.wide(c & 0xFFFF) & CharTypes.CONTROL;
  }

  @Export({"iswdigit", "_iswdigit_l"})
  @Direct
  static int iswdigit(short c) {
    return CharTypes.wide(c & 0xFFFF) & CharTypes.DIGIT;
  }

  @Export({"iswgraph", "_iswgraph_l"})
  static int iswgraph(short c) {
    return CharTypes.wide(c & 0xFFFF) & CharTypes.GRAPH;
  }

  @Export({"iswlower", "_iswlower_l"})
  @Direct
  static int iswlower(short c) {
    return CharTypes.wide(c & 0xFFFF) & CharTypes.LOWER;
  }

  /** A tab is blank but is not printed. */
  @Export({"iswprint", "_iswprint_l"})
  static int iswprint(short c) {
    return c == '\t' ? 0 : CharTypes.wide(c & 0xFFFF) & CharTypes.PRINT;
  }

  @Export({"iswpunct", "_iswpunct_l"})
  @Direct
  static int iswpunct(short c) {
    return CharTypes.wide(c & 0xFFFF) & CharTypes.PUNCT;
  }

  @Export({"iswspace", "_iswspace_l"})
  @Direct
  static int iswspace(short c) {
    return CharTypes.wide(c & 0xFFFF) & CharTypes.SPACE;
  }

  @Export({"iswupper", "_iswupper_l"})
  @Direct
  static int iswupper(short c) {
    return CharTypes.wide(c & 0xFFFF) & CharTypes.UPPER;
  }

  @Export({"iswxdigit", "_iswxdigit_l"})
  static int iswxdigit(short c) {
    return CharTypes.wide(c & 0xFFFF) & CharTypes.HEX;
  }

  /** {@code c} is one of {@code desc}'s types, which are the bits of the tables. */
  @Export({"iswctype", "_iswctype_l", "is_wctype"})
  static int iswctype(short c, short desc) {
    return CharTypes.wide(c & 0xFFFF) & desc & 0xFFFF;
  }

  @Export(
      value = {"__iswcsym", "_iswcsym_l"},
      dll = "ucrtbase")
  static boolean __iswcsym(short c) {
    return c == '_' || iswalnum(c) != 0;
  }

  @Export(
      value = {"__iswcsymf", "_iswcsymf_l"},
      dll = "ucrtbase")
  static boolean __iswcsymf(short c) {
    return c == '_' || iswalpha(c) != 0;
  }

  @Export
  @Direct
  public static short towlower(GuestThread t, short c) {
    return (short) Locales.current(t).wideLower(c & 0xFFFF);
  }

  @Export
  @Direct
  public static short towupper(GuestThread t, short c) {
    return (short) Locales.current(t).wideUpper(c & 0xFFFF);
  }

  @Export
  static short _towlower_l(GuestThread t, short c, @Opt long locale) {
    return (short) Locales.of(t, locale).wideLower(c & 0xFFFF);
  }

  @Export
  static short _towupper_l(GuestThread t, short c, @Opt long locale) {
    return (short) Locales.of(t, locale).wideUpper(c & 0xFFFF);
  }

  /** The types that a class's name stands for, 0 for an unknown name. */
  @Export(dll = "ucrtbase")
  static short wctype(long property) {
    return (short)
        switch (Units.text(Units.NARROW, property)) {
          case "alnum" -> CharTypes.ALNUM;
          case "alpha" -> CharTypes.ALPHA;
          case "blank" -> CharTypes.BLANK;
          case "cntrl" -> CharTypes.CONTROL;
          case "digit" -> CharTypes.DIGIT;
          case "graph" -> CharTypes.GRAPH;
          case "lower" -> CharTypes.LOWER;
          case "print" -> CharTypes.PRINT;
          case "punct" -> CharTypes.PUNCT;
          case "space" -> CharTypes.SPACE;
          case "upper" -> CharTypes.UPPER;
          case "xdigit" -> CharTypes.HEX;
          default -> 0;
        };
  }

  private static final int TO_LOWER = 1;
  private static final int TO_UPPER = 2;

  /** The number of a mapping for {@code towctrans}, 0 for an unknown name. */
  @Export(dll = "ucrtbase")
  static short wctrans(long property) {
    return (short)
        switch (Units.text(Units.NARROW, property)) {
          case "tolower" -> TO_LOWER;
          case "toupper" -> TO_UPPER;
          default -> 0;
        };
  }

  @Export(dll = "ucrtbase")
  static short towctrans(GuestThread t, short c, short value) {
    return switch (value) {
      case TO_LOWER -> towlower(t, c);
      case TO_UPPER -> towupper(t, c);
      default -> c;
    };
  }
}
