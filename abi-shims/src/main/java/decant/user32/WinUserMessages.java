package decant.user32;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.host.Memory;
import decant.nt.GuestThread;
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

  @Export({"DispatchMessageA", "DispatchMessageW"})
  static long DispatchMessage(long lpMsg) {
    return 0;
  }
}
