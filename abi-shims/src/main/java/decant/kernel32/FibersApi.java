package decant.kernel32;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.Library;
import decant.abi.Opt;
import decant.host.Memory;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.ThreadBlock;
import decant.nt.Win32Error;
import decant.nt.memory.AddressSpace;
import decant.nt.memory.StackSpace;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * fibersapi.h and winbase.h: fibers. What a fiber is while it does not run is described in
 * layout.inc and lies in the process heap; machine code switches.
 */
@Library({"kernel32", "kernelbase"})
public final class FibersApi {
  /** {@code NT_TIB.FiberData}, which is the version of the TIB in a thread that is no fiber. */
  private static final int TEB_FIBER_DATA = 0x20;

  private static final int WINDOWS_TIB_VERSION = 0x1E00;

  /** {@code TEB.SameTebFlags}, and its bit {@code HasFiberData}. */
  private static final int TEB_SAME_TEB_FLAGS = 0x17EE;

  private static final int HAS_FIBER_DATA = 4;
  private static final int FIBER_FLAG_FLOAT_SWITCH = 1;

  private static final int DATA = 0x00;
  private static final int STACK_BASE = 0x10;
  private static final int STACK_LIMIT = 0x18;
  private static final int DEALLOCATION = 0x20;
  private static final int GUARANTEED = 0x28;
  private static final int FLAGS = 0x2C;
  private static final int RSP = 0x30;
  private static final int FLS = 0x38;
  private static final int LEVEL = 0x40;
  private static final int BASE_LEVEL = 0x48;
  private static final int SIZE = 0x80;

  /** What a switch saves on the stack, from RSP up to the return address. */
  private static final int SAVED = 0xE8;

  private static final int SAVED_MXCSR = 0xA0;
  private static final int SAVED_R13 = 0xB8;
  private static final int SAVED_R12 = 0xC0;
  private static final int DEFAULT_MXCSR = 0x1F80;
  private static final int DEFAULT_CONTROL = 0x27F;

  /** The fibers of a process: those that exist, running or not. */
  private static final class Fibers {
    final Set<Long> all = ConcurrentHashMap.newKeySet();
  }

  private FibersApi() {}

  private static Set<Long> fibers(GuestProcess process) {
    return process.state(Fibers.class, p -> new Fibers()).all;
  }

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

  private static void setFiber(GuestThread t, long fiber) {
    int flags = Memory.getU16(t.teb + TEB_SAME_TEB_FLAGS);
    Memory.putShort(
        t.teb + TEB_SAME_TEB_FLAGS, fiber != 0 ? flags | HAS_FIBER_DATA : flags & ~HAS_FIBER_DATA);
    Memory.putLong(t.teb + TEB_FIBER_DATA, fiber != 0 ? fiber : WINDOWS_TIB_VERSION);
  }

  /**
   * Makes the calling thread a fiber; returns its address.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-convertthreadtofiber">ConvertThreadToFiber</a>
   */
  @Export
  static long ConvertThreadToFiber(GuestThread t, @Opt long lpParameter) {
    return ConvertThreadToFiberEx(t, lpParameter, 0);
  }

  @Export
  static long ConvertThreadToFiberEx(GuestThread t, @Opt long lpParameter, int dwFlags) {
    checkFlags(dwFlags);
    if (IsThreadAFiber(t)) {
      throw Win32Error.ALREADY_FIBER.exception();
    }
    long fiber = allocate(t, lpParameter, dwFlags);
    Memory.putLong(fiber + STACK_BASE, Memory.getLong(t.teb + GuestThread.TEB_STACK_BASE));
    Memory.putLong(
        fiber + DEALLOCATION, Memory.getLong(t.teb + GuestThread.TEB_DEALLOCATION_STACK));
    Memory.putLong(fiber + BASE_LEVEL, Memory.getLong(t.teb + ThreadBlock.LEVEL_SP));
    setFiber(t, fiber);
    return fiber;
  }

  private static void checkFlags(int flags) {
    if ((flags & ~FIBER_FLAG_FLOAT_SWITCH) != 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
  }

  private static long allocate(GuestThread t, long parameter, int flags) {
    long fiber = t.process.heap.allocate(t, SIZE);
    Memory.fill(fiber, SIZE, 0);
    Memory.putLong(fiber + DATA, parameter);
    Memory.putInt(fiber + FLAGS, flags);
    fibers(t.process).add(fiber);
    return fiber;
  }

  /** Makes the calling fiber a thread again. */
  @Export
  static boolean ConvertFiberToThread(GuestThread t) {
    if (!IsThreadAFiber(t)) {
      throw Win32Error.ALREADY_THREAD.exception();
    }
    forget(t, Memory.getLong(t.teb + TEB_FIBER_DATA));
    setFiber(t, 0);
    return true;
  }

  private static void forget(GuestThread t, long fiber) {
    if (fibers(t.process).remove(fiber)) {
      t.process.heap.free(t, fiber);
    }
  }

  /**
   * Makes a fiber that will run a function when it is first switched to.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-createfiber">CreateFiber</a>
   */
  @Export
  static long CreateFiber(
      GuestThread t, long dwStackSize, long lpStartAddress, @Opt long lpParameter) {
    return CreateFiberEx(t, dwStackSize, 0, 0, lpStartAddress, lpParameter);
  }

  /** As {@link #CreateFiber}; sizes of 0 are what the program's header says. */
  @Export
  static long CreateFiberEx(
      GuestThread t,
      long dwStackCommitSize,
      long dwStackReserveSize,
      int dwFlags,
      long lpStartAddress,
      @Opt long lpParameter) {
    checkFlags(dwFlags);
    long commit = dwStackCommitSize == 0 ? t.process.stackCommit : dwStackCommitSize;
    long reserve = dwStackReserveSize == 0 ? t.process.stackReserve : dwStackReserveSize;
    if (commit < 0 || reserve < 0 || commit > Memory.LIMIT || reserve > Memory.LIMIT) {
      throw NtStatus.NO_MEMORY.exception();
    }
    long size = Memory.alignUp(Math.max(reserve, commit), AddressSpace.GRANULARITY);
    long stack = StackSpace.allocate(t.process.memory, size, commit);
    long fiber = allocate(t, lpParameter, dwFlags);
    long base = stack + size;
    Memory.putLong(fiber + STACK_BASE, base);
    Memory.putLong(fiber + STACK_LIMIT, StackSpace.limit(stack, size, commit));
    Memory.putLong(fiber + DEALLOCATION, stack);
    Memory.putInt(fiber + GUARANTEED, 0);
    long top = base - 0x40;
    Memory.putLong(fiber + LEVEL, top);
    Memory.putLong(fiber + BASE_LEVEL, top);
    // As if it had called SwitchToFiber at the first instruction of fiber_start.
    long home = top - 0x20;
    long saved = home - 8 - SAVED;
    Memory.putLong(saved + SAVED, Gate.machineCode("fiber_start"));
    Memory.putLong(saved + SAVED_R13, lpStartAddress);
    Memory.putLong(saved + SAVED_R12, lpParameter);
    Memory.putInt(saved + SAVED_MXCSR, DEFAULT_MXCSR);
    Memory.putInt(saved + SAVED_MXCSR + 4, DEFAULT_CONTROL);
    Memory.putLong(fiber + RSP, saved);
    return fiber;
  }

  /**
   * Frees a fiber, calling the callbacks of the fiber-local values that it has. The running fiber
   * ends its thread.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-deletefiber">DeleteFiber</a>
   */
  @Export
  static void DeleteFiber(GuestThread t, long lpFiber) {
    if (!fibers(t.process).contains(lpFiber)) {
      return;
    }
    if (IsThreadAFiber(t) && Memory.getLong(t.teb + TEB_FIBER_DATA) == lpFiber) {
      throw Gate.exitThread(t, 1);
    }
    Fls.delete(t, Memory.getLong(lpFiber + FLS));
    long stack = Memory.getLong(lpFiber + DEALLOCATION);
    forget(t, lpFiber);
    try {
      t.process.memory.free(stack, 0, AddressSpace.MEM_RELEASE);
    } catch (NtStatusException gone) {
      // The thread that ran it last has ended, and its stack with it.
    }
  }

  /**
   * Goes on with another fiber. Java sees what machine code cannot do: a fiber's function returned
   * (0), or the switch leads out of a guest function that Java called while another fiber is in one
   * that was called later.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-switchtofiber">SwitchToFiber</a>
   */
  @Export
  @Direct(framed = true)
  static void SwitchToFiber(GuestThread t, @Opt long lpFiber) {
    if (lpFiber == 0) {
      throw Gate.exitThread(t, 0);
    }
    System.err.println(
        "decant: fibers left callbacks of Windows functions in another order than that of their"
            + " calls");
    throw Gate.exitProcess(t, NtStatus.NOT_SUPPORTED.code());
  }

  /** A thread has ended: forgets the fiber that it was. */
  public static void threadEnded(GuestThread t) {
    if (IsThreadAFiber(t)) {
      forget(t, Memory.getLong(t.teb + TEB_FIBER_DATA));
      setFiber(t, 0);
    }
  }

  /** The addresses of the FLS slots of the fibers that do not run. */
  static long[] parkedSlots(GuestProcess process) {
    return fibers(process).stream()
        .mapToLong(fiber -> Memory.getLong(fiber + FLS))
        .filter(slots -> slots != 0)
        .toArray();
  }
}
