package decant.crypt32;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

/** Finds the way from a certificate to a root, and what is wrong with it. */
final class ChainBuilder {
  static final int NOT_TIME_VALID = 0x1;
  static final int NOT_SIGNATURE_VALID = 0x8;
  static final int NOT_VALID_FOR_USAGE = 0x10;
  static final int UNTRUSTED_ROOT = 0x20;
  static final int INVALID_BASIC_CONSTRAINTS = 0x400;
  static final int PARTIAL_CHAIN = 0x1_0000;

  static final int HAS_NAME_MATCH_ISSUER = 0x4;
  static final int IS_SELF_SIGNED = 0x8;

  private static final int LONGEST = 16;

  /** One certificate of the way. */
  static final class Element {
    final byte[] encoded;
    final X509Certificate certificate;
    int errors;
    int info;

    Element(byte[] encoded, X509Certificate certificate) {
      this.encoded = encoded;
      this.certificate = certificate;
    }
  }

  /** A certificate that may be an issuer. */
  record Candidate(byte[] encoded, X509Certificate certificate) {}

  private final List<Candidate> roots;
  private final List<Candidate> others;
  private final Date time;

  /**
   * A builder.
   *
   * @param roots the trusted certificates
   * @param others what came with the certificate
   */
  ChainBuilder(List<Candidate> roots, List<Candidate> others, Date time) {
    this.roots = roots;
    this.others = others;
    this.time = time;
  }

  /** The way from a certificate, itself first. */
  List<Element> build(byte[] encoded, X509Certificate leaf) {
    List<Element> way = new ArrayList<>();
    Element element = new Element(encoded, leaf);
    while (true) {
      way.add(element);
      X509Certificate c = element.certificate;
      if (time.before(c.getNotBefore()) || time.after(c.getNotAfter())) {
        element.errors |= NOT_TIME_VALID;
      }
      if (way.size() > 1 && c.getBasicConstraints() < 0 && c.getVersion() >= 3) {
        element.errors |= INVALID_BASIC_CONSTRAINTS;
      }
      if (c.getSubjectX500Principal().equals(c.getIssuerX500Principal())) {
        element.info |= IS_SELF_SIGNED;
        if (!contains(roots, c)) {
          element.errors |= isSignedBy(c, c) ? UNTRUSTED_ROOT : NOT_SIGNATURE_VALID;
        }
        return way;
      }
      Candidate issuer = issuer(c);
      if (issuer == null || way.size() == LONGEST) {
        element.errors |= contains(roots, c) ? 0 : PARTIAL_CHAIN;
        return way;
      }
      element.info |= HAS_NAME_MATCH_ISSUER;
      if (!isSignedBy(c, issuer.certificate)) {
        element.errors |= NOT_SIGNATURE_VALID;
      }
      element = new Element(issuer.encoded, issuer.certificate);
    }
  }

  /** The issuer of a certificate, one that has signed it if there are several of the name. */
  private Candidate issuer(X509Certificate c) {
    Candidate named = null;
    for (List<Candidate> list : List.of(roots, others)) {
      for (Candidate candidate : list) {
        if (candidate.certificate.getSubjectX500Principal().equals(c.getIssuerX500Principal())) {
          if (isSignedBy(c, candidate.certificate)) {
            return candidate;
          }
          named = candidate;
        }
      }
    }
    return named;
  }

  private static boolean contains(List<Candidate> list, X509Certificate c) {
    for (Candidate candidate : list) {
      if (candidate.certificate.equals(c)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSignedBy(X509Certificate c, X509Certificate issuer) {
    try {
      c.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
