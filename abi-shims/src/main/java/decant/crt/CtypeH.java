package decant.crt;

import decant.abi.Data;
import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * ctype.h. A character is -1 (end of file) or 0 to 255.
 *
 * @see <a
 *     href="https://learn.microsoft.com/cpp/c-runtime-library/character-classification">Character
 *     classification</a>
 */
@Library({"msvcrt", "ucrtbase"})
public final class CtypeH {
  /** The narrow tables say of a letter only its case. */
  private static final int ALPHA = CharTypes.UPPER | CharTypes.LOWER;

  private static final int ALNUM = ALPHA | CharTypes.DIGIT;
  private static final int GRAPH = ALNUM | CharTypes.PUNCT;
  private static final int PRINT = GRAPH | CharTypes.BLANK;

  private CtypeH() {}

  private static int types(GuestThread t, int c) {
    return c >>> 7 == 0 ? CharTypes.narrow(c) : Locales.current(t).types(c);
  }

  private static int types(GuestThread t, int c, long locale) {
    return Locales.of(t, locale).types(c);
  }

  @Export
  @Direct
  static int isalnum(GuestThread t, int c) {
    return types(t, c) & ALNUM;
  }

  @Export
  @Direct
  static int isalpha(GuestThread t, int c) {
    return types(t, c) & ALPHA;
  }

  @Export(dll = "ucrtbase")
  static int isblank(GuestThread t, int c) {
    return c == '\t' ? CharTypes.BLANK : types(t, c) & CharTypes.BLANK;
  }

  @Export
  @Direct
  static int iscntrl(GuestThread t, int c) {
    return types(t, c) & CharTypes.CONTROL;
  }

  @Export
  @Direct
  static int isdigit(GuestThread t, int c) {
    return types(t, c) & CharTypes.DIGIT;
  }

  @Export
  @Direct
  static int isgraph(GuestThread t, int c) {
    return types(t, c) & GRAPH;
  }

  @Export
  @Direct
  static int islower(GuestThread t, int c) {
    return types(t, c) & CharTypes.LOWER;
  }

  @Export
  @Direct
  static int isprint(GuestThread t, int c) {
    return types(t, c) & PRINT;
  }

  @Export
  @Direct
  static int ispunct(GuestThread t, int c) {
    return types(t, c) & CharTypes.PUNCT;
  }

  @Export
  @Direct
  static int isspace(GuestThread t, int c) {
    return types(t, c) & CharTypes.SPACE;
  }

  @Export
  @Direct
  static int isupper(GuestThread t, int c) {
    return types(t, c) & CharTypes.UPPER;
  }

  @Export
  @Direct
  static int isxdigit(GuestThread t, int c) {
    return types(t, c) & CharTypes.HEX;
  }

  @Export
  static int _isctype(GuestThread t, int c, int desc) {
    return types(t, c) & desc;
  }

  @Export
  static int _isctype_l(GuestThread t, int c, int desc, @Opt long locale) {
    return types(t, c, locale) & desc;
  }

  @Export
  static int _isalnum_l(GuestThread t, int c, @Opt long locale) {
    return types(t, c, locale) & ALNUM;
  }

  @Export
  static int _isalpha_l(GuestThread t, int c, @Opt long locale) {
    return types(t, c, locale) & ALPHA;
  }

  @Export(dll = "ucrtbase")
  static int _isblank_l(GuestThread t, int c, @Opt long locale) {
    return c == '\t' ? CharTypes.BLANK : types(t, c, locale) & CharTypes.BLANK;
  }

  @Export
  static int _iscntrl_l(GuestThread t, int c, @Opt long locale) {
    return types(t, c, locale) & CharTypes.CONTROL;
  }

  @Export
  static int _isdigit_l(GuestThread t, int c, @Opt long locale) {
    return types(t, c, locale) & CharTypes.DIGIT;
  }

  @Export
  static int _isgraph_l(GuestThread t, int c, @Opt long locale) {
    return types(t, c, locale) & GRAPH;
  }

  @Export
  static int _islower_l(GuestThread t, int c, @Opt long locale) {
    return types(t, c, locale) & CharTypes.LOWER;
  }

  @Export
  static int _isprint_l(GuestThread t, int c, @Opt long locale) {
    return types(t, c, locale) & PRINT;
  }

  @Export(dll = "ucrtbase")
  static int _ispunct_l(GuestThread t, int c, @Opt long locale) {
    return types(t, c, locale) & CharTypes.PUNCT;
  }

  @Export
  static int _isspace_l(GuestThread t, int c, @Opt long locale) {
    return types(t, c, locale) & CharTypes.SPACE;
  }

  @Export
  static int _isupper_l(GuestThread t, int c, @Opt long locale) {
    return types(t, c, locale) & CharTypes.UPPER;
  }

  @Export
  static int _isxdigit_l(GuestThread t, int c, @Opt long locale) {
    return types(t, c, locale) & CharTypes.HEX;
  }

  /** No locale here has lead bytes: UTF-8's multi-byte characters are not told by them. */
  @Export({"isleadbyte", "_isleadbyte_l"})
  static int isleadbyte(int c) {
    return 0;
  }

  @Export
  static boolean __isascii(int c) {
    return c >>> 7 == 0;
  }

  @Export
  static int __toascii(int c) {
    return c & 0x7F;
  }

  @Export
  static boolean __iscsym(GuestThread t, int c) {
    return c == '_' || (types(t, c) & ALNUM) != 0;
  }

  @Export
  static boolean __iscsymf(GuestThread t, int c) {
    return c == '_' || (types(t, c) & ALPHA) != 0;
  }

  @Export
  @Direct
  public static int tolower(GuestThread t, int c) {
    return c >>> 7 == 0 ? CharTypes.asciiLower(c) : Locales.current(t).lower(c);
  }

  @Export
  @Direct
  public static int toupper(GuestThread t, int c) {
    return c >>> 7 == 0 ? CharTypes.asciiUpper(c) : Locales.current(t).upper(c);
  }

  @Export
  static int _tolower_l(GuestThread t, int c, @Opt long locale) {
    return Locales.of(t, locale).lower(c);
  }

  @Export
  static int _toupper_l(GuestThread t, int c, @Opt long locale) {
    return Locales.of(t, locale).upper(c);
  }

  /** The caller knows that it is an upper-case letter. */
  @Export
  static int _tolower(int c) {
    return c + 'a' - 'A';
  }

  @Export
  static int _toupper(int c) {
    return c + 'A' - 'a';
  }

  /** The table of the current locale, from the entry of character 0; entry -1 is end of file. */
  @Export(dll = "msvcrt")
  @Data(size = 8)
  static void _pctype(GuestThread t, long address) {
    Locales.of(t.process).bindPctype(t, address);
  }

  @Export
  public static long __pctype_func(GuestThread t) {
    return Locales.of(t.process).table(t, Locales.current(t)) + 2;
  }

  /** The table of the "C" locale, from the entry of end of file. */
  @Export(dll = "msvcrt")
  @Data(size = 2 * Locales.TABLE_ENTRIES)
  static void _ctype(GuestThread t, long address) {
    Locales.fillTable(address, CrtLocale.C);
  }

  @Export(dll = "msvcrt")
  @Data(size = 8)
  static void _pwctype(GuestThread t, long address) {
    Memory.putLong(address, Locales.of(t.process).wideTable(t) + 2);
  }

  @Export(dll = "ucrtbase")
  static long __pwctype_func(GuestThread t) {
    return Locales.of(t.process).wideTable(t) + 2;
  }

  @Export
  @Data(size = 2 * Locales.TABLE_ENTRIES)
  static void _wctype(GuestThread t, long address) {
    Locales.fillWideTable(address);
  }
}
