package decant.shlwapi;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Out;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.Win32Error;

/** shlwapi.h: URLs, as strings. */
@Library({"shlwapi", "kernelbase"})
public final class ShlwUrl {
  private static final int URLIS_URL = 0;
  private static final int URLIS_OPAQUE = 1;
  private static final int URLIS_FILEURL = 3;
  private static final int URLIS_DIRECTORY = 5;
  private static final int URLIS_HASQUERY = 6;
  private static final int E_POINTER = 0x8000_4003;
  private static final String[] OPAQUE = {"mailto:", "javascript:", "vbscript:", "about:"};

  private ShlwUrl() {}

  /** The length of a URL's scheme with its colon, 0 when there is none; a drive is no scheme. */
  private static int scheme(String url) {
    for (int i = 0; i < url.length(); i++) {
      char c = url.charAt(i);
      if (c == ':') {
        return i > 1 ? i + 1 : 0;
      }
      boolean letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
      if (!letter && !(c >= '0' && c <= '9') && "+-.".indexOf(c) < 0) {
        return 0;
      }
    }
    return 0;
  }

  private static boolean has(String url, String scheme) {
    return url.regionMatches(true, 0, scheme, 0, scheme.length());
  }

  private static boolean opaque(String url) {
    for (String scheme : OPAQUE) {
      if (has(url, scheme)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether a URL is of a kind. No scheme is kept out of histories.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/shlwapi/nf-shlwapi-urlisw">UrlIs</a>
   */
  @Export
  static boolean UrlIs(Text text, String pszUrl, int UrlIs) {
    if (pszUrl == null || scheme(pszUrl) == 0) {
      return false;
    }
    return switch (UrlIs) {
      case URLIS_URL -> true;
      case URLIS_OPAQUE -> opaque(pszUrl);
      case URLIS_FILEURL -> has(pszUrl, "file:");
      case URLIS_DIRECTORY -> pszUrl.endsWith("/");
      case URLIS_HASQUERY -> pszUrl.indexOf('?') >= 0;
      default -> false;
    };
  }

  @Export
  static boolean PathIsURL(Text text, String pszPath) {
    return UrlIs(text, pszPath, URLIS_URL);
  }

  /**
   * The path that a file URL means.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/shlwapi/nf-shlwapi-pathcreatefromurlw">PathCreateFromUrl</a>
   */
  @Export(fails = Fails.HRESULT)
  static int PathCreateFromUrl(
      Text text, String pszUrl, @Out long pszPath, @In @Out long pcchPath, int dwFlags) {
    if (pszUrl == null || pszPath == 0 || pcchPath == 0 || !has(pszUrl, "file:")) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    String path = path(pszUrl.substring("file:".length()));
    int length = text.length(path);
    if (Integer.compareUnsigned(length, Memory.getInt(pcchPath)) >= 0) {
      Memory.putInt(pcchPath, length + 1);
      return E_POINTER;
    }
    text.write(pszPath, path);
    Memory.putInt(pcchPath, length);
    return 0;
  }

  private static String path(String url) {
    String rest = url.replace('\\', '/');
    int slashes = 0;
    while (slashes < rest.length() && rest.charAt(slashes) == '/') {
      slashes++;
    }
    String name = rest.substring(slashes);
    if (slashes == 2 && has(name, "localhost/")) {
      name = name.substring("localhost/".length());
      slashes = 3;
    }
    boolean drive = name.length() > 1 && ":|".indexOf(name.charAt(1)) >= 0;
    if (drive) {
      return name.charAt(0) + ":" + unescaped(name.substring(2));
    }
    String before =
        switch (slashes) {
          case 0 -> "";
          case 1, 3 -> "/";
          default -> "//";
        };
    return unescaped(before + name);
  }

  /** With backslashes, and the bytes that {@code %xx} stand for. */
  private static String unescaped(String url) {
    byte[] bytes = Text.encode(url.replace('/', '\\'));
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = high >= 0 ? Character.digit(bytes[i + 2], 16) : -1;
      if (bytes[i] == '%' && low >= 0) {
        bytes[length++] = (byte) (high << 4 | low);
        i += 2;
      } else {
        bytes[length++] = bytes[i];
      }
    }
    return Text.decode(java.util.Arrays.copyOf(bytes, length));
  }
}
