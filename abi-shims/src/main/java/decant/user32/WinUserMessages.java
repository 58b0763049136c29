package decant.user32;

import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Win32Error;
import java.util.ArrayDeque;

/** winuser.h: the message queue of a thread, which only gets what threads post. */
@Library("user32")
public final class WinUserMessages {
  private static final int WM_QUIT = 0x12;
  private static final int PM_REMOVE = 1;
  private static final int MSG_SIZE = 48;

  private WinUserMessages() {}

  private record Message(int message, long wParam, long lParam) {}

  /** The queue of one thread. */
  private static final class Queue {
    final ArrayDeque<Message> messages = new ArrayDeque<>();
    boolean quit;
    int exitCode;

    /** The next message, WM_QUIT only when there is no other; null when there is none. */
    Message next(boolean remove) {
      Message first = messages.peekFirst();
      if (first != null) {
        if (remove) {
          messages.removeFirst();
        }
        return first;
      }
      if (!quit) {
        return null;
      }
      quit = !remove;
      return new Message(WM_QUIT, exitCode, 0);
    }
  }

  private static Queue queue(GuestThread t) {
    return t.state(Queue.class, x -> new Queue());
  }

  private static void put(long msg, Message message) {
    Memory.fill(msg, MSG_SIZE, 0);
    Memory.putInt(msg + 8, message.message);
    Memory.putLong(msg + 16, message.wParam);
    Memory.putLong(msg + 24, message.lParam);
  }

  @Export({"PeekMessageA", "PeekMessageW"})
  static boolean PeekMessage(
      GuestThread t,
      @Out long lpMsg,
      @Opt long hWnd,
      int wMsgFilterMin,
      int wMsgFilterMax,
      int wRemoveMsg) {
    Message message = queue(t).next((wRemoveMsg & PM_REMOVE) != 0);
    if (message == null) {
      return false;
    }
    put(lpMsg, message);
    return true;
  }

  /** Waiting for a message that nobody can send would never end: that is an error (-1). */
  @Export(
      value = {"GetMessageA", "GetMessageW"},
      support = Support.PARTIAL,
      note = "Fails instead of waiting when the queue is empty, as nobody else can post.")
  static int GetMessage(
      GuestThread t, @Out long lpMsg, @Opt long hWnd, int wMsgFilterMin, int wMsgFilterMax) {
    Message message = queue(t).next(true);
    if (message == null) {
      t.setLastError(Win32Error.NOT_SUPPORTED);
      return -1;
    }
    put(lpMsg, message);
    return message.message == WM_QUIT ? 0 : 1;
  }

  @Export
  static void PostQuitMessage(GuestThread t, int nExitCode) {
    Queue queue = queue(t);
    queue.quit = true;
    queue.exitCode = nExitCode;
  }

  @Export(
      value = {"PostThreadMessageA", "PostThreadMessageW"},
      support = Support.PARTIAL,
      note = "To the calling thread only.")
  static boolean PostThreadMessage(GuestThread t, int idThread, int Msg, long wParam, long lParam) {
    if (idThread != t.id) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    queue(t).messages.addLast(new Message(Msg, wParam, lParam));
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
