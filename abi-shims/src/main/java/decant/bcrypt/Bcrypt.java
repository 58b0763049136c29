package decant.bcrypt;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.OpaqueHandles;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.advapi32.WinCrypt;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;

/** bcrypt.h: random numbers, algorithm providers and their properties. */
@Library({"bcrypt", "ncrypt"})
public final class Bcrypt {
  private static final int BCRYPT_USE_SYSTEM_PREFERRED_RNG = 2;
  private static final int BCRYPT_ALG_HANDLE_HMAC_FLAG = 8;
  private static final int BCRYPT_HASH_REUSABLE_FLAG = 0x20;
  private static final int PSEUDO_RNG = 0x81;

  /** From a hash's pseudo handle to that of its HMAC ({@code BCRYPT_HMAC_*_ALG_HANDLE}). */
  private static final int PSEUDO_HMAC_FIRST = 0x91;

  private static final int PSEUDO_STEP = 0x10;
  private static final int PSEUDO_MD5 = 0x21;

  /** What {@code BCRYPT_OBJECT_LENGTH} says: programs that bring memory bring this much. */
  private static final int OBJECT_LENGTH = 0x200;

  /**
   * A provider.
   *
   * @param hash null for the random number generator
   */
  private record Provider(HashAlgorithm hash, boolean hmac, boolean reusable) {}

  /** What the library keeps for a process. */
  private static final class State {
    final OpaqueHandles<Provider> providers = new OpaqueHandles<>();
  }

  private Bcrypt() {}

  private static OpaqueHandles<Provider> providers(GuestThread t) {
    return t.process.state(State.class, p -> new State()).providers;
  }

  /** The provider of a handle or pseudo handle; {@code STATUS_INVALID_HANDLE} without one. */
  private static Provider provider(GuestThread t, long handle) {
    Provider provider = handle < 0x1_0000 ? pseudo((int) handle) : providers(t).get(handle);
    if (provider == null) {
      throw NtStatus.INVALID_HANDLE.exception();
    }
    return provider;
  }

  private static Provider pseudo(int handle) {
    if (handle == PSEUDO_RNG) {
      return new Provider(null, false, false);
    }
    int plain = handle < PSEUDO_HMAC_FIRST ? handle : handle - PSEUDO_HMAC_FIRST + PSEUDO_MD5;
    for (HashAlgorithm a : HashAlgorithm.values()) {
      if (a.pseudoHandle == plain && (plain == handle || plain >= PSEUDO_MD5)) {
        return new Provider(a, plain != handle, false);
      }
    }
    return null;
  }

  /**
   * Fills memory with random bytes.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/bcrypt/nf-bcrypt-bcryptgenrandom">BCryptGenRandom</a>
   */
  @Export(fails = Fails.NTSTATUS)
  static int BCryptGenRandom(
      GuestThread t,
      @Handle @Opt long hAlgorithm,
      @Out(size = "cbBuffer") long pbBuffer,
      int cbBuffer,
      int dwFlags) {
    if (hAlgorithm == 0) {
      if ((dwFlags & BCRYPT_USE_SYSTEM_PREFERRED_RNG) == 0) {
        throw NtStatus.INVALID_HANDLE.exception();
      }
    } else if (hAlgorithm != PSEUDO_RNG && provider(t, hAlgorithm).hash != null) {
      throw NtStatus.INVALID_HANDLE.exception();
    }
    WinCrypt.fill(pbBuffer, cbBuffer);
    return 0;
  }

  /**
   * Whether the machine allows certified algorithms only, which it does not.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/bcrypt/nf-bcrypt-bcryptgetfipsalgorithmmode">BCryptGetFipsAlgorithmMode</a>
   */
  @Export(fails = Fails.NTSTATUS)
  static int BCryptGetFipsAlgorithmMode(@Out long pfEnabled) {
    if (pfEnabled == 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    Memory.putByte(pfEnabled, 0);
    return 0;
  }

  /** Random bytes for the language runtimes, from the library of its own; never fails. */
  @Export(dll = "bcryptprimitives")
  static boolean ProcessPrng(@Out(size = "cbData") long pbData, long cbData) {
    for (long done = 0; done < cbData; done += 0x4000_0000L) {
      WinCrypt.fill(pbData + done, (int) Math.min(cbData - done, 0x4000_0000L));
    }
    return true;
  }

  /**
   * Opens a provider.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/bcrypt/nf-bcrypt-bcryptopenalgorithmprovider">BCryptOpenAlgorithmProvider</a>
   */
  @Export(
      fails = Fails.NTSTATUS,
      support = Support.PARTIAL,
      note = "Random numbers and hashes; ciphers and keys are STATUS_NOT_FOUND.")
  static int BCryptOpenAlgorithmProvider(
      GuestThread t,
      @Out long phAlgorithm,
      @In long pszAlgId,
      @Opt long pszImplementation,
      int dwFlags) {
    if (pszAlgId == 0 || phAlgorithm == 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    String id = Memory.wide(pszAlgId);
    HashAlgorithm hash = HashAlgorithm.byId(id);
    if (hash == null && !id.equalsIgnoreCase("RNG")) {
      throw NtStatus.NOT_FOUND.exception();
    }
    boolean hmac = (dwFlags & BCRYPT_ALG_HANDLE_HMAC_FLAG) != 0;
    boolean reusable = (dwFlags & BCRYPT_HASH_REUSABLE_FLAG) != 0;
    if (hash == null && hmac) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    Memory.putLong(phAlgorithm, providers(t).open(new Provider(hash, hmac, reusable)));
    return 0;
  }

  @Export(fails = Fails.NTSTATUS)
  static int BCryptCloseAlgorithmProvider(GuestThread t, @Handle long hAlgorithm, int dwFlags) {
    provider(t, hAlgorithm);
    providers(t).close(hAlgorithm);
    return 0;
  }

  /**
   * A property of a provider or of a hash.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/seccng/cng-property-identifiers">Cryptography
   *     primitive property identifiers</a>
   */
  @Export(
      fails = Fails.NTSTATUS,
      support = Support.PARTIAL,
      note = "Name, object length, hash length and block length.")
  static int BCryptGetProperty(
      GuestThread t,
      @Handle long hObject,
      @In long pszProperty,
      @Out(size = "cbOutput") @Opt long pbOutput,
      int cbOutput,
      @Out long pcbResult,
      int dwFlags) {
    if (pszProperty == 0 || pcbResult == 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    HashAlgorithm hash;
    if (BcryptHash.isHash(t, hObject)) {
      hash = BcryptHash.hash(t, hObject).algorithm;
    } else {
      hash = provider(t, hObject).hash;
    }
    String property = Memory.wide(pszProperty);
    if (property.equals("AlgorithmName")) {
      String name = hash == null ? "RNG" : hash.id;
      Memory.putInt(pcbResult, 2 * name.length() + 2);
      if (hasRoom(pbOutput, cbOutput, 2 * name.length() + 2)) {
        Memory.putWideZ(pbOutput, name);
      }
      return 0;
    }
    int value =
        switch (property) {
          case "ObjectLength" -> OBJECT_LENGTH;
          case "HashDigestLength" -> hash == null ? -1 : hash.size;
          case "HashBlockLength" -> hash == null ? -1 : hash.block;
          default -> -1;
        };
    if (value < 0) {
      throw NtStatus.NOT_SUPPORTED.exception();
    }
    Memory.putInt(pcbResult, 4);
    if (hasRoom(pbOutput, cbOutput, 4)) {
      Memory.putInt(pbOutput, value);
    }
    return 0;
  }

  /** Whether a result is to be written; {@code STATUS_BUFFER_TOO_SMALL} when it does not fit. */
  private static boolean hasRoom(long output, int room, int needed) {
    if (output != 0 && Integer.compareUnsigned(room, needed) < 0) {
      throw NtStatus.BUFFER_TOO_SMALL.exception();
    }
    return output != 0;
  }

  /**
   * Begins a hash of a provider. Without an HMAC provider the secret is not looked at.
   *
   * @throws decant.nt.NtStatusException {@code STATUS_INVALID_PARAMETER} for a provider that has no
   *     hashes
   */
  static Hash hash(GuestThread t, long algorithm, long secret, int secretLength, int flags) {
    Provider provider = provider(t, algorithm);
    if (provider.hash == null) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    byte[] key = null;
    if (provider.hmac) {
      long length = secretLength & 0xFFFF_FFFFL;
      if (length > Integer.MAX_VALUE - 16) {
        throw NtStatus.INVALID_PARAMETER.exception();
      }
      key = length == 0 ? new byte[0] : Memory.read(secret, (int) length);
    }
    boolean reusable = provider.reusable || (flags & BCRYPT_HASH_REUSABLE_FLAG) != 0;
    return new Hash(provider.hash, key, reusable);
  }
}
