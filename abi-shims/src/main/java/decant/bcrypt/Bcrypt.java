package decant.bcrypt;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.advapi32.WinCrypt;
import decant.host.Memory;
import decant.nt.NtStatus;

/** bcrypt.h: random numbers. */
@Library("bcrypt")
public final class Bcrypt {
  private static final int BCRYPT_USE_SYSTEM_PREFERRED_RNG = 2;

  /** The handle of the random number generator, which is never read. */
  private static final long RNG = 0x1000;

  private Bcrypt() {}

  @Export(fails = Fails.NTSTATUS)
  static int BCryptGenRandom(
      @Handle @Opt long hAlgorithm,
      @Out(size = "cbBuffer") long pbBuffer,
      int cbBuffer,
      int dwFlags) {
    if (hAlgorithm == 0 && (dwFlags & BCRYPT_USE_SYSTEM_PREFERRED_RNG) == 0) {
      throw NtStatus.INVALID_HANDLE.exception();
    }
    WinCrypt.fill(pbBuffer, cbBuffer);
    return 0;
  }

  @Export(
      fails = Fails.NTSTATUS,
      support = Support.PARTIAL,
      note = "The algorithm RNG; the others are STATUS_NOT_FOUND.")
  static int BCryptOpenAlgorithmProvider(
      @Out long phAlgorithm, @In long pszAlgId, @Opt long pszImplementation, int dwFlags) {
    if (!Memory.wide(pszAlgId).equals("RNG")) {
      throw NtStatus.NOT_FOUND.exception();
    }
    Memory.putLong(phAlgorithm, RNG);
    return 0;
  }

  @Export(fails = Fails.NTSTATUS)
  static int BCryptCloseAlgorithmProvider(@Handle long hAlgorithm, int dwFlags) {
    if (hAlgorithm != RNG) {
      throw NtStatus.INVALID_HANDLE.exception();
    }
    return 0;
  }

  /** The older name of random numbers, from the library of its own. */
  @Export(dll = "bcryptprimitives")
  static boolean ProcessPrng(@Out(size = "cbData") long pbData, long cbData) {
    for (long done = 0; done < cbData; done += 0x4000_0000L) {
      WinCrypt.fill(pbData + done, (int) Math.min(cbData - done, 0x4000_0000L));
    }
    return true;
  }
}
