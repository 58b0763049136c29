package decant.kernel32;

import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.abi.Wide;
import decant.nls.EnglishLocale;
import decant.nt.Win32Error;

/** winnls.h: where the user is, which is the country of the one locale. */
@Library({"kernel32", "kernelbase"})
public final class WinNlsGeo {
  private static final int GEOCLASS_NATION = 16;
  private static final int GEOID_NOT_AVAILABLE = -1;
  private static final int UNITED_STATES = 244;
  private static final String ISO2 = "US";
  private static final String SOME =
      "The United States; identifiers, codes and names, but no places and currencies.";

  private WinNlsGeo() {}

  /**
   * The user's nation.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winnls/nf-winnls-getusergeoid">GetUserGeoID</a>
   */
  @Export
  static int GetUserGeoID(int GeoClass) {
    return GeoClass == GEOCLASS_NATION ? UNITED_STATES : GEOID_NOT_AVAILABLE;
  }

  /** The user's nation, by its two letters; the size with the zero. */
  @Export
  static int GetUserDefaultGeoName(@Out long geoName, int geoNameCount) {
    return answer(Text.WIDE, geoName, geoNameCount, ISO2);
  }

  /**
   * What is known of a nation; the size of the text with its zero.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winnls/nf-winnls-getgeoinfow">GetGeoInfo</a>
   */
  @Export(support = Support.PARTIAL, note = SOME)
  static int GetGeoInfo(
      Text text, int Location, int GeoType, @Out @Opt long lpGeoData, int cchData, short LangId) {
    if (Location != UNITED_STATES) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    return answer(text, lpGeoData, cchData, fact(GeoType));
  }

  /** As GetGeoInfo, of a nation that is told by its code of letters or digits. */
  @Export(support = Support.PARTIAL, note = SOME)
  static int GetGeoInfoEx(
      @Wide String location, int geoType, @Out @Opt long geoData, int geoDataCount) {
    if (location == null || !location.equalsIgnoreCase(ISO2) && !location.equals("840")) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    return answer(Text.WIDE, geoData, geoDataCount, fact(geoType));
  }

  private static String fact(int type) {
    return switch (type) {
      case 1, 0x12 -> Integer.toString(UNITED_STATES);
      case 4, 0x11 -> ISO2;
      case 5 -> "USA";
      case 6 -> "en-us";
      case 7 -> String.format("%08x", EnglishLocale.LCID);
      case 8 -> "United States";
      case 9 -> "United States of America";
      case 0xC -> "840";
      default -> throw Win32Error.INVALID_FLAGS.exception();
    };
  }

  private static int answer(Text text, long data, int room, String fact) {
    int needed = text.length(fact) + 1;
    if (room == 0) {
      return needed;
    }
    if (Integer.compareUnsigned(room, needed) < 0) {
      throw Win32Error.INSUFFICIENT_BUFFER.exception();
    }
    text.write(data, fact);
    return needed;
  }
}
