package decant.bcrypt;

import decant.host.Memory;
import decant.nt.NtStatus;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A hash, or with a key an HMAC (RFC 2104), being computed over guest memory. Its methods lock it:
 * a program may use one from several threads.
 */
public final class Hash {
  private static final int CHUNK = 4096;
  private static final byte INNER = 0x36;
  private static final byte OUTER = 0x5C;

  public final HashAlgorithm algorithm;

  /** Whether {@link #finish} begins anew instead of ending the hash. */
  private final boolean reusable;

  private final MessageDigest digest;

  /** The key, as long as a block; null for a plain hash. */
  private byte[] key;

  private final byte[] chunk = new byte[CHUNK];
  private byte[] value;

  /**
   * Begins a hash.
   *
   * @param key of an HMAC; null for a plain hash
   */
  public Hash(HashAlgorithm algorithm, byte[] key, boolean reusable) {
    this(algorithm, algorithm.digest(), null, reusable);
    if (key != null) {
      byte[] k = key.length > algorithm.block ? algorithm.digest().digest(key) : key;
      this.key = Arrays.copyOf(k, algorithm.block);
      begin();
    }
  }

  private Hash(HashAlgorithm algorithm, MessageDigest digest, byte[] key, boolean reusable) {
    this.algorithm = algorithm;
    this.digest = digest;
    this.key = key;
    this.reusable = reusable;
  }

  private void begin() {
    if (key != null) {
      pad(INNER);
    }
  }

  private void pad(byte with) {
    byte[] padded = new byte[key.length];
    for (int i = 0; i < padded.length; i++) {
      padded[i] = (byte) (key[i] ^ with);
    }
    digest.update(padded);
  }

  /** Adds bytes; {@code STATUS_INVALID_HANDLE} when the hash is finished. */
  public synchronized void update(long address, long length) {
    requireOpen();
    for (long done = 0; done < length; done += CHUNK) {
      int n = (int) Math.min(CHUNK, length - done);
      Memory.read(address + done, chunk, 0, n);
      digest.update(chunk, 0, n);
    }
  }

  /** Adds bytes. */
  public synchronized void update(byte[] bytes) {
    requireOpen();
    digest.update(bytes);
  }

  /** The hash value; nothing can be added any more, unless the hash is reusable. */
  public synchronized byte[] finish() {
    requireOpen();
    byte[] result = new byte[algorithm.size];
    try {
      digest.digest(result, 0, result.length);
      if (key != null) {
        pad(OUTER);
        digest.update(result);
        digest.digest(result, 0, result.length);
      }
    } catch (DigestException e) {
      throw new IllegalStateException(e); // the array is as long as the value
    }
    if (reusable) {
      begin();
    } else {
      value = result;
    }
    return result;
  }

  /** The value, finishing the hash if need be. */
  public synchronized byte[] value() {
    return value != null ? value : finish();
  }

  private void requireOpen() {
    if (value != null) {
      throw NtStatus.INVALID_HANDLE.exception();
    }
  }

  /** A copy that goes on independently. */
  public synchronized Hash duplicate() {
    try {
      Hash copy = new Hash(algorithm, (MessageDigest) digest.clone(), key, reusable);
      copy.value = value;
      return copy;
    } catch (CloneNotSupportedException e) {
      throw NtStatus.NOT_SUPPORTED.exception();
    }
  }
}
