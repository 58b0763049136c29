package decant.kernel32;

import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.abi.Wide;
import decant.host.Memory;
import decant.nls.EnglishLocale;
import decant.nt.GuestThread;
import decant.nt.Win32Error;

/** winnls.h: locales, of which there is en-US and the invariant one. */
@Library({"kernel32", "kernelbase"})
public final class WinNlsLocale {
  private static final int LOCALE_RETURN_NUMBER = 0x2000_0000;
  private static final int LOCALE_NAME_MAX_LENGTH = 85;
  private static final String ONE = "There are en-US and the invariant locale only.";

  private WinNlsLocale() {}

  @Export({
    "GetUserDefaultLCID",
    "GetSystemDefaultLCID",
    "GetThreadLocale",
  })
  static int GetUserDefaultLCID() {
    return EnglishLocale.LCID;
  }

  @Export({
    "GetUserDefaultLangID",
    "GetSystemDefaultLangID",
    "GetUserDefaultUILanguage",
    "GetSystemDefaultUILanguage",
    "GetThreadUILanguage",
  })
  static short GetUserDefaultLangID() {
    return EnglishLocale.LCID;
  }

  @Export(support = Support.PARTIAL, note = ONE)
  static boolean SetThreadLocale(int Locale) {
    if (!EnglishLocale.isKnown(Locale)) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    return true;
  }

  @Export(support = Support.PARTIAL, note = ONE)
  static short SetThreadUILanguage(short LangId) {
    return EnglishLocale.LCID;
  }

  @Export({"GetUserDefaultLocaleName", "GetSystemDefaultLocaleName"})
  static int GetUserDefaultLocaleName(@Out long lpLocaleName, int cchLocaleName) {
    return putRequired(EnglishLocale.NAME, lpLocaleName, cchLocaleName);
  }

  private static int putRequired(String name, long to, int room) {
    if (room <= name.length() || to == 0) {
      throw Win32Error.INSUFFICIENT_BUFFER.exception();
    }
    Memory.putWideZ(to, name);
    return name.length() + 1;
  }

  @Export
  static boolean IsValidLocale(int Locale, int dwFlags) {
    return EnglishLocale.isKnown(Locale) && Locale != 0;
  }

  @Export
  static boolean IsValidLocaleName(@Wide @Opt String lpLocaleName) {
    return lpLocaleName != null && EnglishLocale.lcid(lpLocaleName) != 0;
  }

  @Export
  static int ConvertDefaultLocale(int Locale) {
    return switch (Locale) {
      case 0, 0x400, 0x800, EnglishLocale.NEUTRAL_LCID -> EnglishLocale.LCID;
      default -> Locale;
    };
  }

  @Export(support = Support.PARTIAL, note = ONE)
  static int LocaleNameToLCID(@Wide @Opt String lpName, int dwFlags) {
    int lcid = EnglishLocale.lcid(lpName);
    if (lcid == 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    return lcid;
  }

  @Export(support = Support.PARTIAL, note = ONE)
  static int LCIDToLocaleName(int Locale, @Out @Opt long lpName, int cchName, int dwFlags) {
    if (!EnglishLocale.isKnown(Locale)) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    return WinNls.putString(Text.WIDE, EnglishLocale.name(Locale), lpName, cchName);
  }

  @Export(support = Support.PARTIAL, note = ONE)
  static int ResolveLocaleName(
      @Wide @Opt String lpNameToResolve, @Out @Opt long lpLocaleName, int cchLocaleName) {
    int lcid = EnglishLocale.lcid(lpNameToResolve);
    String name = lcid == EnglishLocale.INVARIANT_LCID || lcid == 0 ? "" : EnglishLocale.NAME;
    return WinNls.putString(Text.WIDE, name, lpLocaleName, cchLocaleName);
  }

  /**
   * A fact about a locale.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winnls/nf-winnls-getlocaleinfow">GetLocaleInfo</a>
   */
  @Export(support = Support.PARTIAL, note = ONE)
  static int GetLocaleInfo(
      Text text, int Locale, int LCType, @Out @Opt long lpLCData, int cchData) {
    if (!EnglishLocale.isKnown(Locale)) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    return info(text, LCType, lpLCData, cchData);
  }

  @Export(support = Support.PARTIAL, note = ONE)
  static int GetLocaleInfoEx(
      @Wide @Opt String lpLocaleName, int LCType, @Out @Opt long lpLCData, int cchData) {
    if (EnglishLocale.lcid(lpLocaleName) == 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    return info(Text.WIDE, LCType, lpLCData, cchData);
  }

  private static int info(Text text, int type, long to, int room) {
    if (room < 0 || room > 0 && to == 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    String value = EnglishLocale.info(type & 0xFFFF);
    if (value == null) {
      throw Win32Error.INVALID_FLAGS.exception();
    }
    if ((type & LOCALE_RETURN_NUMBER) == 0) {
      return WinNls.putString(text, value, to, room);
    }
    int units = 4 / text.unit;
    if (room != 0) {
      if (room < units) {
        throw Win32Error.INSUFFICIENT_BUFFER.exception();
      }
      int radix = (type & 0xFFFF) == 1 || (type & 0xFFFF) == 9 ? 16 : 10;
      try {
        Memory.putInt(to, Integer.parseInt(value, radix));
      } catch (NumberFormatException e) {
        throw Win32Error.INVALID_FLAGS.exception();
      }
    }
    return units;
  }

  @Export(support = Support.STUB, note = "Facts of locales cannot be changed.")
  static boolean SetLocaleInfo(Text text, int Locale, int LCType, @In long lpLCData) {
    throw Win32Error.ACCESS_DENIED.exception();
  }

  /** Calls back with the identifier of every locale, as eight hexadecimal digits. */
  @Export(support = Support.PARTIAL, note = ONE)
  static boolean EnumSystemLocales(GuestThread t, Text text, long lpLocaleEnumProc, int dwFlags) {
    long name = t.process.heap.allocate(t, 32);
    text.write(name, "00000409");
    Gate.call(t, lpLocaleEnumProc, name);
    t.process.heap.free(t, name);
    return true;
  }

  @Export(support = Support.PARTIAL, note = ONE)
  static boolean EnumSystemLocalesEx(
      GuestThread t, long lpLocaleEnumProcEx, int dwFlags, long lParam, @Opt long lpReserved) {
    long name = t.process.heap.allocate(t, 2L * LOCALE_NAME_MAX_LENGTH);
    Memory.putWideZ(name, EnglishLocale.NAME);
    Gate.call(t, lpLocaleEnumProcEx, name, 0, lParam);
    t.process.heap.free(t, name);
    return true;
  }

  @Export({
    "GetUserPreferredUILanguages",
    "GetSystemPreferredUILanguages",
    "GetThreadPreferredUILanguages",
    "GetProcessPreferredUILanguages",
  })
  static boolean GetUserPreferredUILanguages(
      int dwFlags,
      @Out long pulNumLanguages,
      @Out @Opt long pwszLanguagesBuffer,
      @In @Out long pcchLanguagesBuffer) {
    // MUI_LANGUAGE_ID asks for four hexadecimal digits instead of a name.
    String list = ((dwFlags & 4) != 0 ? "0409" : EnglishLocale.NAME) + '\0';
    int room = Memory.getInt(pcchLanguagesBuffer);
    Memory.putInt(pulNumLanguages, 1);
    Memory.putInt(pcchLanguagesBuffer, list.length() + 1);
    if (pwszLanguagesBuffer != 0 && room != 0) {
      if (room <= list.length()) {
        throw Win32Error.INSUFFICIENT_BUFFER.exception();
      }
      Memory.putWideZ(pwszLanguagesBuffer, list);
    }
    return true;
  }

  /** The name of the language of version information. */
  @Export(
      dll = {"kernel32", "kernelbase", "version"},
      support = Support.PARTIAL,
      note = "Knows English and the neutral language.")
  static int VerLanguageName(Text text, int wLang, @Out @Opt long szLang, int cchLang) {
    String name = (wLang & 0x3FF) == 9 ? "English (United States)" : "Language Neutral";
    return text.writeOrSize(szLang, cchLang, name);
  }

  @Export
  static boolean GetNLSVersionEx(
      int function, @Opt long lpLocaleName, @In @Out long lpVersionInformation) {
    Memory.putInt(lpVersionInformation + 4, 0x0006_0305);
    Memory.putInt(lpVersionInformation + 8, 0x0006_0305);
    return true;
  }
}
