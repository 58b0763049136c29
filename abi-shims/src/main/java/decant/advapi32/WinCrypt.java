package decant.advapi32;

import decant.abi.Export;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.host.Memory;
import decant.host.Random;
import decant.nt.GuestThread;
import decant.nt.Win32Error;

/** wincrypt.h and ntsecapi.h: random numbers. */
@Library("advapi32")
public final class WinCrypt {
  /** What a provider handle is: an address that is never read. */
  private static final long PROVIDER = 0x1000;

  private WinCrypt() {}

  /** Also known as RtlGenRandom. */
  @Export({"SystemFunction036"})
  static byte SystemFunction036(
      @Out(size = "RandomBufferLength") long RandomBuffer, int RandomBufferLength) {
    fill(RandomBuffer, RandomBufferLength);
    return 1;
  }

  /** Fills guest memory with random bytes. */
  public static void fill(long buffer, int length) {
    long size = length & 0xFFFF_FFFFL;
    if (size > 0) {
      // Touched first, so that a bad pointer is the guest's fault and not a failed host call.
      Memory.putByte(buffer, 0);
      Memory.putByte(buffer + size - 1, 0);
      Random.fill(buffer, size);
    }
  }

  /**
   * A provider of random numbers and hashes, whatever its name.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/wincrypt/nf-wincrypt-cryptacquirecontextw">CryptAcquireContext</a>
   */
  @Export(
      value = {"CryptAcquireContextA", "CryptAcquireContextW"},
      support = Support.PARTIAL,
      note = "The provider gives random numbers and hashes; there are no key containers.")
  static boolean CryptAcquireContext(
      @Out long phProv, @Opt long szContainer, @Opt long szProvider, int dwProvType, int dwFlags) {
    Memory.putLong(phProv, PROVIDER);
    return true;
  }

  /** Providers are not counted: there is one. */
  @Export
  static boolean CryptContextAddRef(long hProv, @Opt long pdwReserved, int dwFlags) {
    checkProvider(hProv);
    return true;
  }

  @Export
  static boolean CryptReleaseContext(long hProv, int dwFlags) {
    checkProvider(hProv);
    return true;
  }

  @Export
  static boolean CryptGenRandom(
      GuestThread t, long hProv, int dwLen, @In @Out(size = "dwLen") long pbBuffer) {
    checkProvider(hProv);
    fill(pbBuffer, dwLen);
    return true;
  }

  /** {@code ERROR_INVALID_PARAMETER} for what is no provider's handle. */
  static void checkProvider(long provider) {
    if (provider != PROVIDER) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
  }
}
