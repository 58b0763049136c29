package decant.crt;

import decant.nt.GuestThread;
import java.util.concurrent.ConcurrentHashMap;

/** Multibyte characters of a code page that need not be the current locale's. */
public final class CodePages {
  private static final ConcurrentHashMap<Integer, CrtLocale> LOCALES = new ConcurrentHashMap<>();

  private CodePages() {}

  /** The locale of a code page; that of the thread for one that is unknown. */
  private static CrtLocale locale(GuestThread t, int codePage) {
    CrtLocale current = Locales.current(t);
    if (current.codePage == codePage) {
      return current;
    }
    CrtLocale locale = LOCALES.get(codePage);
    if (locale == null) {
      locale = CrtLocale.C.with(CrtLocale.LC_CTYPE, "English_United States." + codePage);
      if (locale == null) {
        return current;
      }
      LOCALES.put(codePage, locale);
    }
    return locale;
  }

  /** As {@code mbrtowc}. */
  public static long mbrtowc(
      GuestThread t, int codePage, long wchar, long mbchar, long count, long mbstate) {
    CrtThread thread = CrtThread.of(t);
    CrtLocale before = thread.locale;
    thread.locale = locale(t, codePage);
    try {
      return MultibyteStateH.mbrtowc(t, wchar, mbchar, count, mbstate);
    } finally {
      thread.locale = before;
    }
  }

  /** As {@code wcrtomb}. */
  public static long wcrtomb(GuestThread t, int codePage, long mbchar, short wchar, long mbstate) {
    CrtThread thread = CrtThread.of(t);
    CrtLocale before = thread.locale;
    thread.locale = locale(t, codePage);
    try {
      return MultibyteStateH.wcrtomb(t, mbchar, wchar, mbstate);
    } finally {
      thread.locale = before;
    }
  }
}
