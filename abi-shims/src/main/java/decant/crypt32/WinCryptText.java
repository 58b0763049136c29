package decant.crypt32;

import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Win32Error;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/** wincrypt.h: certificates' usages and names, and bytes as text. */
@Library("crypt32")
public final class WinCryptText {
  private static final int BASE64HEADER = 0;
  private static final int BASE64 = 1;
  private static final int BINARY = 2;
  private static final int BASE64REQUESTHEADER = 3;
  private static final int BASE64_ANY = 6;
  private static final int ANY = 7;
  private static final int BASE64X509CRLHEADER = 9;
  private static final int HEXRAW = 12;
  private static final int NOCRLF = 0x4000_0000;
  private static final int NOCR = 0x8000_0000;
  private static final int LINE = 64;

  private static final int NAME_FLAG_ISSUER = 1;
  private static final int NAME_ATTR = 3;
  private static final int NAME_RDN = 2;

  private WinCryptText() {}

  /**
   * What a certificate may be used for; none listed means that it may be for everything, with
   * {@code CRYPT_E_NOT_FOUND} as last error.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/wincrypt/nf-wincrypt-certgetenhancedkeyusage">CertGetEnhancedKeyUsage</a>
   */
  @Export
  static boolean CertGetEnhancedKeyUsage(
      GuestThread t,
      long pCertContext,
      int dwFlags,
      @Out @Opt long pUsage,
      @In @Out long pcbUsage) {
    CertContext context = Certificates.of(t).context(pCertContext);
    java.util.List<String> usages = null;
    try {
      usages = context.certificate() == null ? null : context.certificate().getExtendedKeyUsage();
    } catch (java.security.cert.CertificateParsingException e) {
      throw Win32Error.CRYPT_E_ASN1_BADTAG.exception();
    }
    int count = usages == null ? 0 : usages.size();
    int size = 16 + 8 * count;
    for (int i = 0; i < count; i++) {
      size += usages.get(i).length() + 1;
    }
    int room = Memory.getInt(pcbUsage);
    Memory.putInt(pcbUsage, size);
    if (pUsage == 0) {
      return true;
    }
    if (Integer.compareUnsigned(room, size) < 0) {
      throw Win32Error.MORE_DATA.exception();
    }
    Memory.putLong(pUsage, count);
    Memory.putLong(pUsage + 8, pUsage + 16);
    long text = pUsage + 16 + 8L * count;
    for (int i = 0; i < count; i++) {
      Memory.putLong(pUsage + 16 + 8L * i, text);
      text = Memory.putNarrowZ(text, usages.get(i).getBytes(StandardCharsets.US_ASCII));
    }
    t.setLastError(usages == null ? Win32Error.CRYPT_E_NOT_FOUND : Win32Error.SUCCESS);
    return true;
  }

  /** A name of a certificate's subject or issuer; returns the units with the terminating zero. */
  @Export(support = Support.PARTIAL, note = "The whole name, or the common name.")
  static int CertGetNameString(
      GuestThread t,
      Text text,
      long pCertContext,
      int dwType,
      int dwFlags,
      @Opt long pvTypePara,
      @Out @Opt long pszNameString,
      int cchNameString) {
    CertContext context = Certificates.of(t).context(pCertContext);
    String name = "";
    if (context.certificate() != null) {
      boolean issuer = (dwFlags & NAME_FLAG_ISSUER) != 0;
      name =
          (issuer
                  ? context.certificate().getIssuerX500Principal()
                  : context.certificate().getSubjectX500Principal())
              .getName();
    }
    if (dwType != NAME_RDN) {
      name = part(name, dwType == NAME_ATTR && pvTypePara != 0 ? attribute(pvTypePara) : "CN");
    }
    int needed = text.length(name) + 1;
    if (pszNameString == 0 || cchNameString == 0) {
      return needed;
    }
    if (needed > cchNameString) {
      name = name.substring(0, Math.min(name.length(), cchNameString - 1));
    }
    return text.write(pszNameString, name) + 1;
  }

  private static String attribute(long oid) {
    return switch (Text.ANSI.read(oid)) {
      case "2.5.4.10" -> "O";
      case "2.5.4.11" -> "OU";
      case "2.5.4.6" -> "C";
      default -> "CN";
    };
  }

  /** One attribute of a distinguished name (RFC 2253), the organisation if it has no such. */
  private static String part(String name, String key) {
    String fallback = "";
    for (String part : name.split("(?<!\\\\),")) {
      String p = part.strip();
      if (p.startsWith(key + "=")) {
        return p.substring(key.length() + 1).replace("\\", "");
      }
      if (p.startsWith("O=")) {
        fallback = p.substring(2).replace("\\", "");
      }
    }
    return fallback;
  }

  /**
   * The bytes of a text in base 64 or hexadecimal.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/wincrypt/nf-wincrypt-cryptstringtobinaryw">CryptStringToBinary</a>
   */
  @Export(
      support = Support.PARTIAL,
      note = "Base 64 with and without headers, and raw hexadecimal.")
  static boolean CryptStringToBinary(
      GuestThread t,
      Text text,
      @In long pszString,
      int cchString,
      int dwFlags,
      @Out @Opt long pbBinary,
      @In @Out long pcbBinary,
      @Out @Opt long pdwSkip,
      @Out @Opt long pdwFlags) {
    if (pszString == 0 || cchString < 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    String string = cchString == 0 ? text.read(pszString) : text.read(pszString, cchString);
    byte[] value;
    try {
      value =
          switch (dwFlags) {
            case BASE64HEADER, BASE64REQUESTHEADER, BASE64X509CRLHEADER -> unarmour(string, true);
            case BASE64 -> base64(string);
            case BASE64_ANY, ANY -> unarmour(string, false);
            case BINARY -> string.getBytes(StandardCharsets.ISO_8859_1);
            case HEXRAW -> HexFormat.of().parseHex(string.strip());
            default -> throw Win32Error.INVALID_DATA.exception();
          };
    } catch (IllegalArgumentException e) {
      throw Win32Error.INVALID_DATA.exception();
    }
    if (pdwSkip != 0) {
      Memory.putInt(pdwSkip, Math.max(0, string.indexOf("-----BEGIN")));
    }
    if (pdwFlags != 0) {
      boolean header = string.contains("-----BEGIN");
      int found = header ? BASE64HEADER : BASE64;
      Memory.putInt(pdwFlags, dwFlags == BASE64_ANY || dwFlags == ANY ? found : dwFlags);
    }
    CryptResults.put(value, pbBinary, pcbBinary, Win32Error.INSUFFICIENT_BUFFER);
    return true;
  }

  private static byte[] unarmour(String text, boolean required) {
    int begin = text.indexOf("-----BEGIN");
    if (begin < 0) {
      if (required) {
        throw Win32Error.INVALID_DATA.exception();
      }
      return base64(text);
    }
    int from = text.indexOf("-----", begin + 10);
    int end = text.indexOf("-----END", begin);
    if (from < 0 || end < from + 5) {
      throw Win32Error.INVALID_DATA.exception();
    }
    return base64(text.substring(from + 5, end));
  }

  private static byte[] base64(String text) {
    return Base64.getDecoder().decode(text.replaceAll("\\s", ""));
  }

  /** Bytes as text in base 64 or hexadecimal. */
  @Export(
      support = Support.PARTIAL,
      note = "Base 64 with and without headers, and raw hexadecimal.")
  static boolean CryptBinaryToString(
      Text text,
      @In(size = "cbBinary") long pbBinary,
      int cbBinary,
      int dwFlags,
      @Out @Opt long pszString,
      @In @Out long pcchString) {
    if (cbBinary < 0 || pcchString == 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    byte[] bytes = Memory.read(pbBinary, cbBinary);
    String newLine = (dwFlags & NOCRLF) != 0 ? "" : (dwFlags & NOCR) != 0 ? "\n" : "\r\n";
    String string =
        switch (dwFlags & 0xFF) {
          case BASE64HEADER ->
              "-----BEGIN CERTIFICATE-----"
                  + (newLine.isEmpty() ? "\r\n" : newLine)
                  + lines(bytes, newLine)
                  + "-----END CERTIFICATE-----"
                  + newLine;
          case BASE64 -> lines(bytes, newLine);
          case HEXRAW -> HexFormat.of().formatHex(bytes) + newLine;
          default -> throw Win32Error.INVALID_DATA.exception();
        };
    int length = string.length();
    int room = Memory.getInt(pcchString);
    if (pszString == 0) {
      Memory.putInt(pcchString, length + 1);
      return true;
    }
    if (room <= length) {
      Memory.putInt(pcchString, length + 1);
      throw Win32Error.MORE_DATA.exception();
    }
    text.write(pszString, string);
    Memory.putInt(pcchString, length);
    return true;
  }

  private static String lines(byte[] bytes, String newLine) {
    String all = Base64.getEncoder().encodeToString(bytes);
    if (newLine.isEmpty()) {
      return all;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < all.length(); i += LINE) {
      text.append(all, i, Math.min(all.length(), i + LINE)).append(newLine);
    }
    return text.toString();
  }
}
