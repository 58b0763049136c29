package decant.advapi32;

import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.OpaqueHandles;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.bcrypt.Hash;
import decant.bcrypt.HashAlgorithm;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatusException;
import decant.nt.Win32Error;

/** wincrypt.h: hashes. */
@Library("advapi32")
public final class WinCryptHash {
  private static final int HP_ALGID = 1;
  private static final int HP_HASHVAL = 2;
  private static final int HP_HASHSIZE = 4;

  /** What the library keeps for a process. */
  private static final class State {
    final OpaqueHandles<Hash> hashes = new OpaqueHandles<>();
  }

  private WinCryptHash() {}

  private static OpaqueHandles<Hash> hashes(GuestThread t) {
    return t.process.state(State.class, p -> new State()).hashes;
  }

  private static Hash hash(GuestThread t, long handle) {
    Hash hash = hashes(t).get(handle);
    if (hash == null) {
      throw Win32Error.INVALID_HANDLE.exception();
    }
    return hash;
  }

  /**
   * Begins a hash.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/wincrypt/nf-wincrypt-cryptcreatehash">CryptCreateHash</a>
   */
  @Export(support = Support.PARTIAL, note = "MD2, MD5 and SHA; keyed hashes are NTE_BAD_ALGID.")
  static boolean CryptCreateHash(
      GuestThread t, long hProv, int Algid, @Opt long hKey, int dwFlags, @Out long phHash) {
    WinCrypt.checkProvider(hProv);
    HashAlgorithm algorithm = HashAlgorithm.byCalg(Algid);
    if (algorithm == null || hKey != 0) {
      throw Win32Error.NTE_BAD_ALGID.exception();
    }
    if (dwFlags != 0) {
      throw Win32Error.NTE_BAD_FLAGS.exception();
    }
    Memory.putLong(phHash, hashes(t).open(new Hash(algorithm, null, false)));
    return true;
  }

  /** Adds bytes; {@code NTE_BAD_HASH_STATE} once the value was asked for. */
  @Export
  static boolean CryptHashData(
      GuestThread t,
      @Handle long hHash,
      @In(size = "dwDataLen") long pbData,
      int dwDataLen,
      int dwFlags) {
    Hash hash = hash(t, hHash);
    if (dwFlags != 0) {
      throw Win32Error.NTE_BAD_FLAGS.exception();
    }
    try {
      hash.update(pbData, dwDataLen & 0xFFFF_FFFFL);
    } catch (NtStatusException e) {
      throw Win32Error.NTE_BAD_HASH_STATE.exception();
    }
    return true;
  }

  /**
   * The value, its size, or the algorithm. The value ends the hash.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/wincrypt/nf-wincrypt-cryptgethashparam">CryptGetHashParam</a>
   */
  @Export
  static boolean CryptGetHashParam(
      GuestThread t,
      @Handle long hHash,
      int dwParam,
      @Out(size = "*pdwDataLen") @Opt long pbData,
      @In @Out long pdwDataLen,
      int dwFlags) {
    Hash hash = hash(t, hHash);
    int needed =
        switch (dwParam) {
          case HP_ALGID, HP_HASHSIZE -> 4;
          case HP_HASHVAL -> hash.algorithm.size;
          default -> throw Win32Error.NTE_BAD_TYPE.exception();
        };
    int room = Memory.getInt(pdwDataLen);
    Memory.putInt(pdwDataLen, needed);
    if (pbData == 0) {
      return true;
    }
    if (Integer.compareUnsigned(room, needed) < 0) {
      throw Win32Error.MORE_DATA.exception();
    }
    switch (dwParam) {
      case HP_ALGID -> Memory.putInt(pbData, hash.algorithm.calg);
      case HP_HASHSIZE -> Memory.putInt(pbData, hash.algorithm.size);
      default -> Memory.write(pbData, hash.value());
    }
    return true;
  }

  @Export
  static boolean CryptDuplicateHash(
      GuestThread t, @Handle long hHash, @Opt long pdwReserved, int dwFlags, @Out long phHash) {
    Memory.putLong(phHash, hashes(t).open(hash(t, hHash).duplicate()));
    return true;
  }

  @Export
  static boolean CryptDestroyHash(GuestThread t, @Handle long hHash) {
    hash(t, hHash);
    hashes(t).close(hHash);
    return true;
  }
}
