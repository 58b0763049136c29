package decant.bcrypt;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The hash algorithms of bcrypt.h and wincrypt.h that the Java platform has. */
public enum HashAlgorithm {
  MD2("MD2", "MD2", 16, 16, 0x01, 0x8001),
  MD5("MD5", "MD5", 16, 64, 0x21, 0x8003),
  SHA1("SHA1", "SHA-1", 20, 64, 0x31, 0x8004),
  SHA256("SHA256", "SHA-256", 32, 64, 0x41, 0x800C),
  SHA384("SHA384", "SHA-384", 48, 128, 0x51, 0x800D),
  SHA512("SHA512", "SHA-512", 64, 128, 0x61, 0x800E);

  private static final HashAlgorithm[] ALL = values();

  /** {@code BCRYPT_*_ALGORITHM}. */
  public final String id;

  /** Bytes of a hash value. */
  public final int size;

  /** Bytes of a block, which HMAC pads keys to. */
  public final int block;

  /** {@code BCRYPT_*_ALG_HANDLE}: the pseudo handle. */
  public final int pseudoHandle;

  /** {@code CALG_*}. */
  public final int calg;

  private final String javaName;

  HashAlgorithm(String id, String javaName, int size, int block, int pseudoHandle, int calg) {
    this.id = id;
    this.javaName = javaName;
    this.size = size;
    this.block = block;
    this.pseudoHandle = pseudoHandle;
    this.calg = calg;
  }

  /** The algorithm of a name, or null; names compare without regard to case. */
  static HashAlgorithm byId(String id) {
    for (HashAlgorithm a : ALL) {
      if (a.id.equalsIgnoreCase(id)) {
        return a;
      }
    }
    return null;
  }

  /** The algorithm of an {@code ALG_ID}, or null. */
  public static HashAlgorithm byCalg(int calg) {
    for (HashAlgorithm a : ALL) {
      if (a.calg == calg) {
        return a;
      }
    }
    return null;
  }

  MessageDigest digest() {
    try {
      return MessageDigest.getInstance(javaName);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // a part of every Java platform's security provider
    }
  }
}
