package decant.user32;

import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.Win32Error;
import decant.nt.sync.EventObject;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The message queue of one thread, which gets what threads of the process post. */
final class MessageQueue {
  private static final int WM_QUIT = 0x12;

  /** A message as it was posted. */
  record Message(int message, long wParam, long lParam) {}

  /** The queues of a process, by identifiers of threads. */
  private static final class Queues {
    final Map<Integer, MessageQueue> byThread = new ConcurrentHashMap<>();
  }

  /** Set when there is a message that the thread has not looked at. */
  final EventObject input = new EventObject(true, false);

  private final ArrayDeque<Message> messages = new ArrayDeque<>();
  private boolean quit;
  private int exitCode;

  private MessageQueue() {}

  private static Map<Integer, MessageQueue> all(GuestProcess process) {
    return process.state(Queues.class, p -> new Queues()).byThread;
  }

  /** The queue of the calling thread, made when it first asks. */
  static MessageQueue of(GuestThread t) {
    return all(t.process).computeIfAbsent(t.id, id -> new MessageQueue());
  }

  /** The queue of a thread; {@code ERROR_INVALID_THREAD_ID} when it has none. */
  static MessageQueue of(GuestProcess process, int thread) {
    MessageQueue queue = all(process).get(thread);
    if (queue == null) {
      throw Win32Error.INVALID_THREAD_ID.exception();
    }
    return queue;
  }

  /** The next message, WM_QUIT only when there is no other; null when there is none. */
  synchronized Message next(boolean remove) {
    input.reset();
    Message first = remove ? messages.pollFirst() : messages.peekFirst();
    if (first != null || !quit) {
      return first;
    }
    quit = !remove;
    return new Message(WM_QUIT, exitCode, 0);
  }

  synchronized boolean isEmpty() {
    return messages.isEmpty() && !quit;
  }

  synchronized void post(Message message) {
    messages.addLast(message);
    input.set();
  }

  synchronized void quit(int code) {
    quit = true;
    exitCode = code;
    input.set();
  }
}
