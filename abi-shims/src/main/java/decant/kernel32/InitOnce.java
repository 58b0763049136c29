package decant.kernel32;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.host.Atomic;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.Win32Error;
import decant.nt.sync.AddressWaits;
import decant.nt.sync.Waits;

/**
 * One-time initialization (synchapi.h). The low two bits of an INIT_ONCE are its state, and its low
 * 32 bits are what threads wait at; once it is done the other bits are the context.
 */
@Library({"kernel32", "kernelbase"})
public final class InitOnce {
  private static final int STATE = 3;
  private static final int DONE = 2;
  private static final int RUNNING = 1;

  /** Begun with {@code INIT_ONCE_ASYNC}: everybody may try. */
  private static final int RUNNING_ASYNC = 3;

  /** Added to {@link #RUNNING} when somebody waits. */
  private static final int WAITED = 4;

  private static final int CHECK_ONLY = 1;
  private static final int ASYNC = 2;
  private static final int INIT_FAILED = 4;

  private InitOnce() {}

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-initonceinitialize">InitOnceInitialize</a>
   */
  @Export
  @Direct("InitializeSRWLock")
  static native void InitOnceInitialize(long InitOnce);

  @Export(dll = "ntdll")
  @Direct("InitializeSRWLock")
  static native void RtlRunOnceInitialize(long InitOnce);

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-initonceexecuteonce">InitOnceExecuteOnce</a>
   */
  @Export
  @Direct
  public static boolean InitOnceExecuteOnce(
      GuestThread t, long InitOnce, long InitFn, @Opt long Parameter, @Out @Opt long Context) {
    if (!begin(t, InitOnce)) {
      context(InitOnce, Context);
      return true;
    }
    boolean done = (int) Gate.call(t, InitFn, InitOnce, Parameter, Context) != 0;
    finish(InitOnce, done, done && Context != 0 ? Memory.getLong(Context) : 0);
    return done;
  }

  /** Returns true when the caller is to initialize, false when that was done. */
  private static boolean begin(GuestThread t, long once) {
    while (true) {
      int word = Atomic.get(once);
      switch (word & STATE) {
        case DONE -> {
          return false;
        }
        case RUNNING -> {
          int waited = word | WAITED;
          if (word == waited || Atomic.compareAndSet(once, word, waited)) {
            AddressWaits.awaitWord(t, once, waited, Waits.INFINITE);
            if (t.waiter.isAborted()) {
              return false;
            }
          }
        }
        case RUNNING_ASYNC -> throw NtStatus.INVALID_PARAMETER.exception();
        default -> {
          if (Atomic.compareAndSet(once, word, RUNNING)) {
            return true;
          }
        }
      }
    }
  }

  private static void check(long context) {
    if ((context & STATE) != 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
  }

  private static void finish(long once, boolean done, long context) {
    check(context);
    if (done) {
      Memory.putInt(once + 4, (int) (context >>> 32));
    }
    int before = Atomic.getAndSet(once, done ? (int) context | DONE : 0);
    if ((before & WAITED) != 0) {
      AddressWaits.wakeAll(once);
    }
  }

  private static void context(long once, long to) {
    if (to != 0) {
      Memory.putLong(to, Memory.getLong(once) & ~(long) STATE);
    }
  }

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-initoncebegininitialize">InitOnceBeginInitialize</a>
   */
  @Export
  @Direct
  static boolean InitOnceBeginInitialize(
      GuestThread t, long lpInitOnce, int dwFlags, @Out long fPending, @Out @Opt long lpContext) {
    boolean pending;
    if ((dwFlags & CHECK_ONLY) != 0) {
      if ((Atomic.get(lpInitOnce) & STATE) != DONE) {
        throw Win32Error.GEN_FAILURE.exception();
      }
      pending = false;
    } else if ((dwFlags & ASYNC) != 0) {
      pending = beginAsync(lpInitOnce);
    } else {
      pending = begin(t, lpInitOnce);
    }
    Memory.putInt(fPending, pending ? 1 : 0);
    if (!pending) {
      context(lpInitOnce, lpContext);
    }
    return true;
  }

  private static boolean beginAsync(long once) {
    while (true) {
      int word = Atomic.get(once);
      switch (word & STATE) {
        case DONE -> {
          return false;
        }
        case RUNNING -> throw NtStatus.INVALID_PARAMETER.exception();
        case RUNNING_ASYNC -> {
          return true;
        }
        default -> {
          if (Atomic.compareAndSet(once, word, RUNNING_ASYNC)) {
            return true;
          }
        }
      }
    }
  }

  /**
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-initoncecomplete">InitOnceComplete</a>
   */
  @Export
  @Direct
  static boolean InitOnceComplete(
      GuestThread t, long lpInitOnce, int dwFlags, @Opt long lpContext) {
    boolean failed = (dwFlags & INIT_FAILED) != 0;
    boolean async = (dwFlags & ASYNC) != 0;
    if (failed && (lpContext != 0 || async)) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    if (async) {
      // The first who is done wins.
      check(lpContext);
      if (!Atomic.compareAndSetLong(lpInitOnce, RUNNING_ASYNC, lpContext | DONE)) {
        throw Win32Error.GEN_FAILURE.exception();
      }
      return true;
    }
    if ((Atomic.get(lpInitOnce) & STATE) != RUNNING) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    finish(lpInitOnce, !failed, lpContext);
    return true;
  }

  // --- ntdll's names ---------------------------------------------------------------------------

  /** As {@link #InitOnceExecuteOnce}; {@code STATUS_UNSUCCESSFUL} when the function failed. */
  @Export(dll = "ntdll")
  static int RtlRunOnceExecuteOnce(
      GuestThread t, long RunOnce, long InitFn, @Opt long Parameter, @Out @Opt long Context) {
    boolean done = InitOnceExecuteOnce(t, RunOnce, InitFn, Parameter, Context);
    return (done ? NtStatus.SUCCESS : NtStatus.UNSUCCESSFUL).code();
  }

  /** {@code STATUS_PENDING} when the caller is to initialize. */
  @Export(dll = "ntdll")
  static int RtlRunOnceBeginInitialize(
      GuestThread t, long RunOnce, int Flags, @Out @Opt long Context) {
    if ((Flags & CHECK_ONLY) != 0 && (Atomic.get(RunOnce) & STATE) != DONE) {
      throw NtStatus.UNSUCCESSFUL.exception();
    }
    boolean pending =
        (Flags & CHECK_ONLY) == 0
            && ((Flags & ASYNC) != 0 ? beginAsync(RunOnce) : begin(t, RunOnce));
    if (!pending) {
      context(RunOnce, Context);
    }
    return (pending ? NtStatus.PENDING : NtStatus.SUCCESS).code();
  }

  @Export(dll = "ntdll")
  static int RtlRunOnceComplete(GuestThread t, long RunOnce, int Flags, @Opt long Context) {
    InitOnceComplete(t, RunOnce, Flags, Context);
    return NtStatus.SUCCESS.code();
  }
}
