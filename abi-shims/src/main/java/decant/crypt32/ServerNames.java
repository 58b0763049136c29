package decant.crypt32;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

/** Whether a certificate is for a server's name (RFC 6125: alternative names only). */
final class ServerNames {
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private ServerNames() {}

  static boolean match(X509Certificate certificate, String server) {
    Collection<List<?>> names;
    try {
      names = certificate.getSubjectAlternativeNames();
    } catch (CertificateParsingException e) {
      return false;
    }
    if (names == null) {
      return false;
    }
    String wanted = server.endsWith(".") ? server.substring(0, server.length() - 1) : server;
    for (List<?> name : names) {
      int kind = (Integer) name.get(0);
      if (kind == DNS_NAME && matches((String) name.get(1), wanted)
          || kind == IP_ADDRESS && wanted.equalsIgnoreCase((String) name.get(1))) {
        return true;
      }
    }
    return false;
  }

  /** A star stands for the whole first label. */
  private static boolean matches(String pattern, String name) {
    if (!pattern.startsWith("*.")) {
      return pattern.equalsIgnoreCase(name);
    }
    int dot = name.indexOf('.');
    return dot > 0 && pattern.substring(1).equalsIgnoreCase(name.substring(dot));
  }
}
