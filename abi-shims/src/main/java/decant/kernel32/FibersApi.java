package decant.kernel32;

import decant.abi.Export;
import decant.abi.Library;
import decant.host.Memory;
import decant.nt.GuestThread;

/** fibersapi.h and winbase.h: fibers. */
@Library({"kernel32", "kernelbase"})
public final class FibersApi {
  /** {@code TEB.SameTebFlags}, and its bit {@code HasFiberData}. */
  private static final int TEB_SAME_TEB_FLAGS = 0x17EE;

  private static final int HAS_FIBER_DATA = 4;

  private FibersApi() {}

  /**
   * Whether the calling thread is a fiber.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fibersapi/nf-fibersapi-isthreadafiber">IsThreadAFiber</a>
   */
  @Export
  static boolean IsThreadAFiber(GuestThread t) {
    return (Memory.getU16(t.teb + TEB_SAME_TEB_FLAGS) & HAS_FIBER_DATA) != 0;
  }
}
