package decant.bcrypt;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.OpaqueHandles;
import decant.abi.Opt;
import decant.abi.Out;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;

/** bcrypt.h: hashes and HMACs, and keys derived by them. */
@Library({"bcrypt", "ncrypt"})
public final class BcryptHash {
  /** Apart from the providers' handles, so that neither is taken for the other. */
  private static final long OFFSET = 0x4000_0000L;

  /** What the library keeps for a process. */
  private static final class State {
    final OpaqueHandles<Hash> hashes = new OpaqueHandles<>();
  }

  private BcryptHash() {}

  private static OpaqueHandles<Hash> hashes(GuestThread t) {
    return t.process.state(State.class, p -> new State()).hashes;
  }

  static boolean isHash(GuestThread t, long handle) {
    return hashes(t).get(handle - OFFSET) != null;
  }

  /** The hash of a handle; {@code STATUS_INVALID_HANDLE} when there is none. */
  static Hash hash(GuestThread t, long handle) {
    Hash hash = hashes(t).get(handle - OFFSET);
    if (hash == null) {
      throw NtStatus.INVALID_HANDLE.exception();
    }
    return hash;
  }

  /**
   * Begins a hash; the memory that a program may bring for it is not needed.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/bcrypt/nf-bcrypt-bcryptcreatehash">BCryptCreateHash</a>
   */
  @Export(fails = Fails.NTSTATUS)
  static int BCryptCreateHash(
      GuestThread t,
      @Handle long hAlgorithm,
      @Out long phHash,
      @Opt long pbHashObject,
      int cbHashObject,
      @In(size = "cbSecret") @Opt long pbSecret,
      int cbSecret,
      int dwFlags) {
    if (phHash == 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    Hash hash = Bcrypt.hash(t, hAlgorithm, pbSecret, cbSecret, dwFlags);
    Memory.putLong(phHash, OFFSET + hashes(t).open(hash));
    return 0;
  }

  @Export(fails = Fails.NTSTATUS)
  static int BCryptHashData(
      GuestThread t,
      @Handle long hHash,
      @In(size = "cbInput") long pbInput,
      int cbInput,
      int dwFlags) {
    hash(t, hHash).update(pbInput, cbInput & 0xFFFF_FFFFL);
    return 0;
  }

  /** The value; {@code STATUS_INVALID_PARAMETER} unless the room is exactly as long as it is. */
  @Export(fails = Fails.NTSTATUS)
  static int BCryptFinishHash(
      GuestThread t,
      @Handle long hHash,
      @Out(size = "cbOutput") long pbOutput,
      int cbOutput,
      int dwFlags) {
    Hash hash = hash(t, hHash);
    write(hash, pbOutput, cbOutput);
    return 0;
  }

  private static void write(Hash hash, long output, int room) {
    if (output == 0 || room != hash.algorithm.size) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    Memory.write(output, hash.finish());
  }

  @Export(fails = Fails.NTSTATUS)
  static int BCryptDuplicateHash(
      GuestThread t,
      @Handle long hHash,
      @Out long phNewHash,
      @Opt long pbHashObject,
      int cbHashObject,
      int dwFlags) {
    if (phNewHash == 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    Memory.putLong(phNewHash, OFFSET + hashes(t).open(hash(t, hHash).duplicate()));
    return 0;
  }

  @Export(fails = Fails.NTSTATUS)
  static int BCryptDestroyHash(GuestThread t, @Handle long hHash) {
    hash(t, hHash);
    hashes(t).close(hHash - OFFSET);
    return 0;
  }

  /** Hashes one piece of memory. */
  @Export(fails = Fails.NTSTATUS)
  static int BCryptHash(
      GuestThread t,
      @Handle long hAlgorithm,
      @In(size = "cbSecret") @Opt long pbSecret,
      int cbSecret,
      @In(size = "cbInput") long pbInput,
      int cbInput,
      @Out(size = "cbOutput") long pbOutput,
      int cbOutput) {
    Hash hash = Bcrypt.hash(t, hAlgorithm, pbSecret, cbSecret, 0);
    hash.update(pbInput, cbInput & 0xFFFF_FFFFL);
    write(hash, pbOutput, cbOutput);
    return 0;
  }

  /**
   * Derives a key from a password (PBKDF2, RFC 8018).
   *
   * @param hPrf an HMAC provider
   */
  @Export(fails = Fails.NTSTATUS)
  static int BCryptDeriveKeyPBKDF2(
      GuestThread t,
      @Handle long hPrf,
      @In(size = "cbPassword") @Opt long pbPassword,
      int cbPassword,
      @In(size = "cbSalt") @Opt long pbSalt,
      int cbSalt,
      long cIterations,
      @Out(size = "cbDerivedKey") long pbDerivedKey,
      int cbDerivedKey,
      int dwFlags) {
    if (cIterations <= 0 || cbDerivedKey <= 0 || cbSalt < 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    Hash keyed = Bcrypt.hash(t, hPrf, pbPassword, cbPassword, 0);
    int size = keyed.algorithm.size;
    int block = 1;
    for (int done = 0; done < cbDerivedKey; done += size, block++) {
      Hash first = keyed.duplicate();
      first.update(pbSalt, cbSalt);
      byte[] u = {(byte) (block >>> 24), (byte) (block >>> 16), (byte) (block >>> 8), (byte) block};
      first.update(u);
      u = first.finish();
      byte[] sum = u.clone();
      for (long i = 1; i < cIterations; i++) {
        Hash next = keyed.duplicate();
        next.update(u);
        u = next.finish();
        for (int k = 0; k < size; k++) {
          sum[k] ^= u[k];
        }
      }
      Memory.write(pbDerivedKey + done, sum, 0, Math.min(size, cbDerivedKey - done));
    }
    return 0;
  }
}
