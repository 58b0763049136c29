package decant.crt;

import decant.abi.Data;
import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.ThreadBlock;

/**
 * locale.h.
 *
 * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/locale">Locale</a>
 */
@Library({"msvcrt", "ucrtbase"})
public final class LocaleH {
  private static final int ENABLE_PER_THREAD_LOCALE = 1;
  private static final int DISABLE_PER_THREAD_LOCALE = 2;

  private LocaleH() {}

  @Export
  public static long setlocale(GuestThread t, int category, @Opt long locale) {
    return set(t, Units.NARROW, category, locale == 0 ? null : Units.text(Units.NARROW, locale));
  }

  @Export
  static long _wsetlocale(GuestThread t, int category, @Opt long locale) {
    return set(t, Units.WIDE, category, locale == 0 ? null : Memory.wide(locale));
  }

  private static long set(GuestThread t, int unit, int category, String name) {
    if (category < CrtLocale.LC_ALL || category > CrtLocale.LC_TIME) {
      InvalidParameter.raise(t);
      return 0;
    }
    Locales locales = Locales.of(t.process);
    CrtLocale locale = Locales.current(t);
    if (name != null) {
      locale = locale.with(category, name);
      if (locale == null) {
        return 0;
      }
      locales.set(t, locale);
    }
    return locales.string(t, unit, locale.name(category));
  }

  @Export(dll = "ucrtbase")
  static int _configthreadlocale(GuestThread t, int type) {
    CrtThread thread = CrtThread.of(t);
    int before = thread.locale != null ? ENABLE_PER_THREAD_LOCALE : DISABLE_PER_THREAD_LOCALE;
    switch (type) {
      case 0, -1 -> {}
      case ENABLE_PER_THREAD_LOCALE -> Locales.setOwn(t, Locales.current(t));
      case DISABLE_PER_THREAD_LOCALE -> Locales.setOwn(t, null);
      default -> {
        InvalidParameter.raise(t);
        return -1;
      }
    }
    return before;
  }

  @Export
  static long _create_locale(GuestThread t, int category, @Opt long locale) {
    return locale == 0 ? 0 : create(t, category, Units.text(Units.NARROW, locale));
  }

  @Export(dll = "ucrtbase")
  static long _wcreate_locale(GuestThread t, int category, @Opt long locale) {
    return locale == 0 ? 0 : create(t, category, Memory.wide(locale));
  }

  private static long create(GuestThread t, int category, String name) {
    if (category < CrtLocale.LC_ALL || category > CrtLocale.LC_TIME) {
      return 0;
    }
    CrtLocale locale = CrtLocale.C.with(category, name);
    return locale == null ? 0 : Locales.of(t.process).create(t, locale);
  }

  @Export
  static long _get_current_locale(GuestThread t) {
    return Locales.of(t.process).create(t, Locales.current(t));
  }

  @Export
  static void _free_locale(GuestThread t, @Opt long locale) {
    if (locale != 0) {
      t.process.heap.free(t, locale);
    }
  }

  /**
   * The {@code lconv} of the current locale. Its {@code char} members say CHAR_MAX where the locale
   * says nothing, as those of the "C" locale do.
   */
  @Export
  @Direct
  public static long localeconv(GuestThread t) {
    long address = Lconv.address(t, Locales.know(t));
    Memory.putLong(t.teb + ThreadBlock.LCONV, address);
    return address;
  }

  /** Called by start-up code of programs whose {@code char} is unsigned; there is nothing to do. */
  @Export({"__lconv_init", "__initialize_lconv_for_unsigned_char"})
  static int __lconv_init() {
    return 0;
  }

  @Export
  @Direct
  public static int ___lc_codepage_func(GuestThread t) {
    return Locales.know(t).codePage;
  }

  @Export
  static int ___lc_collate_cp_func(GuestThread t) {
    return Locales.current(t).codePage;
  }

  @Export
  @Direct
  public static int ___mb_cur_max_func(GuestThread t) {
    return Locales.know(t).mbCurMax;
  }

  @Export(dll = "ucrtbase")
  static int ___mb_cur_max_l_func(GuestThread t, @Opt long locale) {
    return Locales.of(t, locale).mbCurMax;
  }

  /** The names of the categories' locales: six pointers, null for the "C" locale. */
  @Export(dll = "ucrtbase")
  static long ___lc_locale_name_func(GuestThread t) {
    CrtLocale locale = Locales.current(t);
    long names = CrtThread.buffer(t, CrtThread.Buffer.LOCALE_NAMES);
    for (int category = CrtLocale.LC_ALL; category <= CrtLocale.LC_TIME; category++) {
      String name = locale.bcp47(category);
      Memory.putLong(
          names + 8L * category,
          name == null ? 0 : Locales.of(t.process).string(t, Units.WIDE, name));
    }
    return names;
  }

  /** The language identifiers of the categories: six integers. */
  @Export(dll = "msvcrt")
  static long ___lc_handle_func(GuestThread t) {
    CrtLocale locale = Locales.current(t);
    long handles = CrtThread.buffer(t, CrtThread.Buffer.LOCALE_HANDLES);
    for (int category = CrtLocale.LC_ALL; category <= CrtLocale.LC_TIME; category++) {
      Memory.putInt(handles + 4L * category, locale.lcid(category));
    }
    return handles;
  }

  @Export(dll = "msvcrt")
  @Data(size = 24)
  static void __lc_handle(GuestThread t, long address) {
    Locales.of(t.process).bindHandles(address);
  }

  @Export(dll = "msvcrt")
  @Data(size = 4)
  static void __lc_codepage(GuestThread t, long address) {
    Locales.of(t.process).bindCodePage(address);
  }

  @Export(dll = "msvcrt")
  @Data(size = 4)
  static void __lc_collate_cp(GuestThread t, long address) {}

  @Export(dll = "msvcrt")
  @Data(size = 4)
  static void __mb_cur_max(GuestThread t, long address) {
    Locales.of(t.process).bindMbCurMax(address);
  }

  /** Whether a locale was ever set; only the CRT's own static parts look at it. */
  @Export(dll = "msvcrt")
  @Data(size = 4)
  static void __setlc_active(GuestThread t, long address) {}

  @Export(dll = "msvcrt")
  @Data(size = 4)
  static void __unguarded_readlc_active(GuestThread t, long address) {}

  @Export(dll = "msvcrt")
  static int ___setlc_active_func() {
    return 0;
  }

  /** Readers of the locale need no lock here: locales are immutable. */
  @Export(dll = "ucrtbase")
  static void _lock_locales() {}

  @Export(dll = "ucrtbase")
  static void _unlock_locales() {}
}
