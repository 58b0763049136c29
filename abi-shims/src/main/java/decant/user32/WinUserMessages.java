package decant.user32;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Gate;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Win32Error;
import decant.nt.sync.Waits;

/** winuser.h: the message queue of a thread, which only gets what threads post. */
@Library("user32")
public final class WinUserMessages {
  private static final int WM_QUIT = 0x12;
  private static final int PM_REMOVE = 1;
  private static final int MSG_SIZE = 48;

  private WinUserMessages() {}

  private static void put(long msg, MessageQueue.Message message) {
    Memory.fill(msg, MSG_SIZE, 0);
    Memory.putInt(msg + 8, message.message());
    Memory.putLong(msg + 16, message.wParam());
    Memory.putLong(msg + 24, message.lParam());
  }

  @Export({"PeekMessageA", "PeekMessageW"})
  static boolean PeekMessage(
      GuestThread t,
      @Out long lpMsg,
      @Opt long hWnd,
      int wMsgFilterMin,
      int wMsgFilterMax,
      int wRemoveMsg) {
    MessageQueue.Message message = MessageQueue.of(t).next((wRemoveMsg & PM_REMOVE) != 0);
    if (message == null) {
      return false;
    }
    put(lpMsg, message);
    return true;
  }

  /** Waits for a message. */
  @Export(
      value = {"GetMessageA", "GetMessageW"},
      fails = Fails.MINUS_ONE)
  static int GetMessage(
      GuestThread t, @Out long lpMsg, @Opt long hWnd, int wMsgFilterMin, int wMsgFilterMax) {
    MessageQueue queue = MessageQueue.of(t);
    MessageQueue.Message message = queue.next(true);
    while (message == null) {
      if (Waits.one(t, queue.input, Waits.INFINITE) == Waits.ABORTED) {
        return -1;
      }
      message = queue.next(true);
    }
    put(lpMsg, message);
    return message.message() == WM_QUIT ? 0 : 1;
  }

  @Export
  static void PostQuitMessage(GuestThread t, int nExitCode) {
    MessageQueue.of(t).quit(nExitCode);
  }

  /** Posts to a thread of this process that has a message queue. */
  @Export({"PostThreadMessageA", "PostThreadMessageW"})
  static boolean PostThreadMessage(GuestThread t, int idThread, int Msg, long wParam, long lParam) {
    MessageQueue.of(t.process, idThread).post(new MessageQueue.Message(Msg, wParam, lParam));
    return true;
  }

  @Export
  static boolean TranslateMessage(long lpMsg) {
    return false;
  }

  /** Calls the function of a timer; nobody else gets messages here. */
  @Export({"DispatchMessageA", "DispatchMessageW"})
  static long DispatchMessage(GuestThread t, @In long lpMsg) {
    long function = Memory.getLong(lpMsg + 24);
    if (Memory.getInt(lpMsg + 8) == MessageQueue.WM_TIMER && function != 0) {
      long id = Memory.getLong(lpMsg + 16);
      int now = (int) (System.nanoTime() / 1_000_000);
      Gate.call(t, function, Memory.getLong(lpMsg), MessageQueue.WM_TIMER, id, now);
    }
    return 0;
  }

  /**
   * Has WM_TIMER come to the thread's queue again and again.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-settimer">SetTimer</a>
   */
  @Export(support = Support.PARTIAL, note = "Timers of threads: windows do not exist.")
  static long SetTimer(
      GuestThread t, @Opt long hWnd, long nIDEvent, int uElapse, @Opt long lpTimerFunc) {
    if (hWnd != 0) {
      throw Win32Error.INVALID_WINDOW_HANDLE.exception();
    }
    return MessageQueue.of(t).setTimer(nIDEvent, uElapse, lpTimerFunc);
  }

  @Export
  static boolean KillTimer(GuestThread t, @Opt long hWnd, long uIDEvent) {
    if (hWnd != 0) {
      throw Win32Error.INVALID_WINDOW_HANDLE.exception();
    }
    if (!MessageQueue.of(t).killTimer(uIDEvent)) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    return true;
  }
}
