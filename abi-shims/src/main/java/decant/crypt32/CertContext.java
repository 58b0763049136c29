package decant.crypt32;

import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.HostSystem;
import decant.nt.Win32Error;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A certificate as programs have it: a {@code CERT_CONTEXT} with its {@code CERT_INFO}, the encoded
 * certificate and all that these point to, in one block of the process heap.
 */
final class CertContext {
  static final int X509_ASN_ENCODING = 1;

  /** {@code CERT_CONTEXT}. */
  private static final int ENCODED = 8;

  private static final int ENCODED_SIZE = 16;
  private static final int INFO = 24;
  private static final int STORE = 32;
  private static final int CONTEXT_SIZE = 40;

  /** {@code CERT_INFO}. */
  private static final int INFO_SERIAL = 8;

  private static final int INFO_SIGNATURE = 24;
  private static final int INFO_ISSUER = 48;
  static final int INFO_NOT_BEFORE = 64;
  static final int INFO_NOT_AFTER = 72;
  private static final int INFO_SUBJECT = 80;
  private static final int INFO_KEY_ALGORITHM = 96;
  private static final int INFO_KEY = 120;
  private static final int INFO_EXTENSIONS = 192;
  private static final int INFO_SIZE = 208;
  private static final int EXTENSION_SIZE = 32;

  final long address;
  final byte[] encoded;
  final CertStore store;

  /** {@code CertSetCertificateContextProperty}. Guarded by this. */
  final Map<Integer, byte[]> properties = new HashMap<>();

  private X509Certificate parsed;
  private int references = 1;

  private CertContext(long address, byte[] encoded, CertStore store) {
    this.address = address;
    this.encoded = encoded;
    this.store = store;
  }

  synchronized void retain() {
    references++;
  }

  /** Whether anybody has a reference besides the store. */
  synchronized boolean isShared() {
    return references > 1;
  }

  /** Whether this was the last reference. */
  synchronized boolean release() {
    return --references == 0;
  }

  /** The certificate as Java has it; null when Java cannot read it. */
  synchronized X509Certificate certificate() {
    if (parsed == null) {
      try {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        parsed = (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(encoded));
      } catch (CertificateException e) {
        return null;
      }
    }
    return parsed;
  }

  /**
   * Makes a context; {@code CRYPT_E_ASN1_BADTAG} for what is no certificate.
   *
   * @param storeHandle what the context says as its store
   */
  static CertContext make(GuestThread t, byte[] encoded, CertStore store, long storeHandle) {
    Der.Value[] fields = new Der.Value[7];
    List<Der.Value> extensions = new ArrayList<>();
    Der all = new Der(encoded);
    int version = 0;
    Der.Value algorithm;
    try {
      Der certificate = all.in(all.next(Der.SEQUENCE));
      Der info = certificate.in(certificate.next(Der.SEQUENCE));
      if (info.peek() == 0xA0) {
        Der.Value number = info.in(info.next()).next(Der.INTEGER);
        version = encoded[number.end() - 1];
      }
      for (int i = 0; i < 6; i++) {
        fields[i] = info.next();
      }
      while (info.hasNext()) {
        Der.Value optional = info.next();
        if (optional.tag() == 0xA3) {
          Der list = info.in(optional);
          Der each = list.in(list.next(Der.SEQUENCE));
          while (each.hasNext()) {
            extensions.add(each.next(Der.SEQUENCE));
          }
        }
      }
      algorithm = certificate.next(Der.SEQUENCE);
      return write(t, encoded, store, storeHandle, all, version, fields, extensions, algorithm);
    } catch (IllegalArgumentException e) {
      throw Win32Error.CRYPT_E_ASN1_BADTAG.exception();
    }
  }

  private static CertContext write(
      GuestThread t,
      byte[] encoded,
      CertStore store,
      long storeHandle,
      Der der,
      int version,
      Der.Value[] fields,
      List<Der.Value> extensions,
      Der.Value signature) {
    // An object identifier's text is less than five times as long as its bytes, which are in the
    // certificate; the serial number is there once more, reversed.
    long size =
        CONTEXT_SIZE
            + INFO_SIZE
            + (long) EXTENSION_SIZE * extensions.size()
            + 7L * encoded.length
            + 64;
    long block = t.process.heap.allocate(t, size);
    if (block == 0) {
      throw Win32Error.OUTOFMEMORY.exception();
    }
    Memory.fill(block, size, 0);
    long info = block + CONTEXT_SIZE;
    long list = info + INFO_SIZE;
    long bytes = list + (long) EXTENSION_SIZE * extensions.size();
    Memory.write(bytes, encoded);
    Writer w = new Writer(der, bytes, bytes + encoded.length);
    Memory.putInt(block, X509_ASN_ENCODING);
    Memory.putLong(block + ENCODED, bytes);
    Memory.putInt(block + ENCODED_SIZE, encoded.length);
    Memory.putLong(block + INFO, info);
    Memory.putLong(block + STORE, storeHandle);
    Memory.putInt(info, version);
    w.reversed(info + INFO_SERIAL, encoded, fields[0]);
    w.algorithm(info + INFO_SIGNATURE, signature);
    w.blob(info + INFO_ISSUER, fields[2].start(), fields[2].whole());
    Der validity = der.in(fields[3]);
    Memory.putLong(info + INFO_NOT_BEFORE, time(encoded, validity.next()));
    Memory.putLong(info + INFO_NOT_AFTER, time(encoded, validity.next()));
    w.blob(info + INFO_SUBJECT, fields[4].start(), fields[4].whole());
    Der key = der.in(fields[5]);
    w.algorithm(info + INFO_KEY_ALGORITHM, key.next(Der.SEQUENCE));
    Der.Value bits = key.next(Der.BIT_STRING);
    w.blob(info + INFO_KEY, bits.contents() + 1, Math.max(0, bits.length() - 1));
    Memory.putInt(info + INFO_EXTENSIONS, extensions.size());
    Memory.putLong(info + INFO_EXTENSIONS + 8, list);
    for (int i = 0; i < extensions.size(); i++) {
      w.extension(list + (long) EXTENSION_SIZE * i, extensions.get(i));
    }
    return new CertContext(block, encoded, store);
  }

  /** Writes structures that point into the encoded certificate, and what lies behind it. */
  private static final class Writer {
    private final Der der;
    private final long bytes;
    private long free;

    Writer(Der der, long bytes, long free) {
      this.der = der;
      this.bytes = bytes;
      this.free = free;
    }

    void blob(long at, int from, int length) {
      Memory.putInt(at, length);
      Memory.putLong(at + 8, bytes + from);
    }

    void reversed(long at, byte[] encoded, Der.Value value) {
      Memory.putInt(at, value.length());
      Memory.putLong(at + 8, free);
      for (int i = value.end() - 1; i >= value.contents(); i--) {
        Memory.putByte(free++, encoded[i]);
      }
    }

    void oid(long at, Der.Value value) {
      Memory.putLong(at, free);
      free = Memory.putNarrowZ(free, der.oid(value).getBytes(StandardCharsets.US_ASCII));
    }

    void algorithm(long at, Der.Value sequence) {
      Der in = der.in(sequence);
      oid(at, in.next(Der.OID));
      if (in.hasNext()) {
        Der.Value parameters = in.next();
        blob(at + 8, parameters.start(), parameters.whole());
      }
    }

    void extension(long at, Der.Value sequence) {
      Der in = der.in(sequence);
      oid(at, in.next(Der.OID));
      Der.Value next = in.next();
      if (next.tag() == Der.BOOLEAN) {
        Memory.putInt(at + 8, 1);
        next = in.next();
      }
      blob(at + 16, next.contents(), next.length());
    }
  }

  /** A time ({@code UTCTime}, {@code GeneralizedTime}) as Windows has it. */
  private static long time(byte[] encoded, Der.Value value) {
    String text = new String(encoded, value.contents(), value.length(), StandardCharsets.US_ASCII);
    int year = value.tag() == Der.UTC_TIME ? 2 : 4;
    if (text.length() < year + 10) {
      throw new IllegalArgumentException("a time that is too short");
    }
    int y = Integer.parseInt(text.substring(0, year));
    if (year == 2) {
      y += y < 50 ? 2000 : 1900;
    }
    java.time.LocalDateTime time;
    try {
      time =
          java.time.LocalDateTime.of(
              y,
              Integer.parseInt(text.substring(year, year + 2)),
              Integer.parseInt(text.substring(year + 2, year + 4)),
              Integer.parseInt(text.substring(year + 4, year + 6)),
              Integer.parseInt(text.substring(year + 6, year + 8)),
              Integer.parseInt(text.substring(year + 8, year + 10)));
    } catch (java.time.DateTimeException e) {
      throw new IllegalArgumentException(e);
    }
    return time.toEpochSecond(java.time.ZoneOffset.UTC) * 10_000_000L + HostSystem.UNIX_EPOCH;
  }
}
