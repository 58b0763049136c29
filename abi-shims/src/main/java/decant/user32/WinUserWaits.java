package decant.user32;

import decant.abi.Apcs;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.In;
import decant.abi.Library;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.NtStatus;
import decant.nt.sync.Waitable;
import decant.nt.sync.Waits;

/** winuser.h: waiting for objects and for messages. */
@Library("user32")
public final class WinUserWaits {
  private static final int MWMO_WAITALL = 1;
  private static final int MWMO_ALERTABLE = 2;
  private static final int MWMO_INPUTAVAILABLE = 4;

  /**
   * {@code QS_POSTMESSAGE | QS_ALLPOSTMESSAGE | QS_TIMER}: of all input only messages that were
   * posted, and those of timers.
   */
  private static final int QS_POSTED = 0x118;

  private WinUserWaits() {}

  /**
   * Waits for objects, or for a message to come in.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-msgwaitformultipleobjects">MsgWaitForMultipleObjects</a>
   */
  @Export(fails = Fails.MINUS_ONE)
  static int MsgWaitForMultipleObjects(
      GuestThread t,
      int nCount,
      @In long pHandles,
      boolean fWaitAll,
      int dwMilliseconds,
      int dwWakeMask) {
    return MsgWaitForMultipleObjectsEx(
        t, nCount, pHandles, dwMilliseconds, dwWakeMask, fWaitAll ? MWMO_WAITALL : 0);
  }

  /**
   * Waits for up to 63 objects, or for a message; the result is {@code nCount} for that.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-msgwaitformultipleobjectsex">MsgWaitForMultipleObjectsEx</a>
   */
  @Export(fails = Fails.MINUS_ONE)
  static int MsgWaitForMultipleObjectsEx(
      GuestThread t,
      int nCount,
      @In long pHandles,
      int dwMilliseconds,
      int dwWakeMask,
      int dwFlags) {
    if (nCount < 0 || nCount >= Waits.MAXIMUM_WAIT_OBJECTS) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    MessageQueue queue = MessageQueue.of(t);
    boolean forInput = (dwWakeMask & QS_POSTED) != 0;
    Waitable[] objects = new Waitable[nCount + 1];
    for (int i = 0; i < nCount; i++) {
      long handle = Memory.getLong(pHandles + 8L * i);
      objects[i] = Handles.get(t, handle, Waitable.class, Handles.SYNCHRONIZE);
    }
    objects[nCount] = queue.input;
    if (forInput && (dwFlags & MWMO_INPUTAVAILABLE) != 0 && !queue.isEmpty()) {
      queue.input.set();
    }
    boolean all = (dwFlags & MWMO_WAITALL) != 0;
    boolean alertable = (dwFlags & MWMO_ALERTABLE) != 0;
    long nanos = Waits.nanos(dwMilliseconds);
    if (nCount == 0 && !forInput) {
      int slept = Apcs.sleep(t, nanos, alertable);
      return slept == 0 ? Waits.TIMEOUT : slept;
    }
    int count = forInput || all ? nCount + 1 : nCount;
    return Apcs.many(t, objects, count, all, nanos, alertable);
  }
}
