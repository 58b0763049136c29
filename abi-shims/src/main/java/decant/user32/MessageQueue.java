package decant.user32;

import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.Win32Error;
import decant.nt.sync.EventObject;
import decant.nt.sync.HostClock;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;

/** The message queue of one thread, which gets what threads of the process post. */
final class MessageQueue {
  static final int WM_TIMER = 0x113;
  private static final int WM_QUIT = 0x12;

  /** {@code USER_TIMER_MINIMUM} and {@code USER_TIMER_MAXIMUM}, milliseconds. */
  private static final int SHORTEST = 10;

  private static final int LONGEST = Integer.MAX_VALUE;

  /** A message as it was posted. */
  record Message(int message, long wParam, long lParam) {}

  /** A timer of the thread: one message waits for the thread at most. */
  private static final class Timer {
    final long function;
    ScheduledFuture<?> clock;
    boolean due;

    Timer(long function) {
      this.function = function;
    }
  }

  /** The queues of a process, by identifiers of threads. */
  private static final class Queues {
    final Map<Integer, MessageQueue> byThread = new ConcurrentHashMap<>();
  }

  /** Set when there is a message that the thread has not looked at. */
  final EventObject input = new EventObject(true, false);

  private final ArrayDeque<Message> messages = new ArrayDeque<>();
  private final Map<Long, Timer> timers = new LinkedHashMap<>();
  private long lastTimer;
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

  /**
   * The next message, WM_QUIT only when there is no other that was posted, WM_TIMER after that;
   * null when there is none.
   */
  synchronized Message next(boolean remove) {
    input.reset();
    Message first = remove ? messages.pollFirst() : messages.peekFirst();
    if (first != null) {
      return first;
    }
    if (quit) {
      quit = !remove;
      return new Message(WM_QUIT, exitCode, 0);
    }
    for (Map.Entry<Long, Timer> e : timers.entrySet()) {
      Timer timer = e.getValue();
      if (timer.due) {
        timer.due = !remove;
        return new Message(WM_TIMER, e.getKey(), timer.function);
      }
    }
    return null;
  }

  synchronized boolean isEmpty() {
    for (Timer timer : timers.values()) {
      if (timer.due) {
        return false;
      }
    }
    return messages.isEmpty() && !quit;
  }

  /** Sets a timer anew, or makes one; returns its identifier. */
  synchronized long setTimer(long known, int millis, long function) {
    long id = timers.containsKey(known) ? known : ++lastTimer;
    killTimer(id);
    Timer timer = new Timer(function);
    timers.put(id, timer);
    int period = millis < 0 ? LONGEST : Math.max(millis, SHORTEST);
    timer.clock = HostClock.schedule(() -> expire(timer), period * 1_000_000L, period);
    return id;
  }

  private synchronized void expire(Timer timer) {
    timer.due = true;
    input.set();
  }

  /** Ends a timer, with a message of it that nobody has taken; false when there is none. */
  synchronized boolean killTimer(long id) {
    Timer timer = timers.remove(id);
    if (timer == null) {
      return false;
    }
    timer.clock.cancel(false);
    return true;
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
