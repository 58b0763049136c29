package decant.kernel32;

import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.NtObject;
import decant.nt.NtStatus;
import decant.nt.sync.EventObject;
import decant.nt.sync.HostClock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;

/** threadpoollegacyapiset.h: timer queues. Their callbacks run on threads of the pool. */
@Library({"kernel32", "kernelbase"})
public final class TimerQueues {
  private static final int WT_EXECUTEONLYONCE = 0x8;
  private static final long WAIT_FOR_CALLBACKS = -1;
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** A queue: the timers that end with it. */
  private static final class Queue extends NtObject {
    final Set<Timer> timers = ConcurrentHashMap.newKeySet();

    @Override
    public String typeName() {
      return "TimerQueue";
    }
  }

  /** A timer of a queue. */
  private static final class Timer extends NtObject {
    final Queue queue;
    private final WorkerPool pool;
    private final long callback;
    private final long parameter;
    private final boolean once;
    private ScheduledFuture<?> pending;
    private int running;

    /** The handle that the program has of it, closed with the queue. */
    private long handle;

    Timer(Queue queue, WorkerPool pool, long callback, long parameter, boolean once) {
      this.queue = queue;
      this.pool = pool;
      this.callback = callback;
      this.parameter = parameter;
      this.once = once;
    }

    @Override
    public String typeName() {
      return "TimerQueueTimer";
    }

    synchronized void start(int due, int period) {
      stop();
      pending =
          HostClock.schedule(
              this::expire, (due & 0xFFFF_FFFFL) * NANOS_PER_MILLI, once ? 0 : period);
    }

    private synchronized void expire() {
      running++;
      pool.submit(callback, parameter, 1, this::returned);
    }

    private synchronized void returned() {
      running--;
      notifyAll();
    }

    /** Stops the timer; returns whether no callback is running. */
    synchronized boolean stop() {
      if (pending != null) {
        pending.cancel(false);
        pending = null;
      }
      return running == 0;
    }

    synchronized void awaitCallbacks() {
      while (running > 0) {
        try {
          wait();
        } catch (InterruptedException e) {
          continue; // nobody interrupts guest threads
        }
      }
    }
  }

  /** The queue of timers that are made without one. */
  private static final class DefaultQueue {
    final Queue queue = new Queue();
  }

  private TimerQueues() {}

  private static Queue queue(GuestThread t, long handle) {
    return handle == 0
        ? t.process.state(DefaultQueue.class, p -> new DefaultQueue()).queue
        : t.process.handles.get(handle, Queue.class);
  }

  @Export
  static long CreateTimerQueue(GuestThread t) {
    return t.process.handles.open(new Queue(), Handles.ALL_ACCESS, 0);
  }

  /**
   * Has a function called after a time, and then periodically.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/threadpoollegacyapiset/nf-threadpoollegacyapiset-createtimerqueuetimer">CreateTimerQueueTimer</a>
   */
  @Export(support = Support.PARTIAL, note = "Callbacks always run on threads of the pool.")
  static boolean CreateTimerQueueTimer(
      GuestThread t,
      @Out long phNewTimer,
      @Opt @Handle long TimerQueue,
      long Callback,
      @Opt long Parameter,
      int DueTime,
      int Period,
      int Flags) {
    if (Period < 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    Queue queue = queue(t, TimerQueue);
    Timer timer =
        new Timer(
            queue,
            WorkerPool.of(t.process),
            Callback,
            Parameter,
            (Flags & WT_EXECUTEONLYONCE) != 0);
    queue.timers.add(timer);
    // The callback may come at once and delete the timer by its handle.
    timer.handle = t.process.handles.open(timer, Handles.ALL_ACCESS, 0);
    Memory.putLong(phNewTimer, timer.handle);
    timer.start(DueTime, Period);
    return true;
  }

  @Export
  static boolean ChangeTimerQueueTimer(
      GuestThread t, @Opt @Handle long TimerQueue, @Handle long Timer, int DueTime, int Period) {
    if (Period < 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    t.process.handles.get(Timer, Timer.class).start(DueTime, Period);
    return true;
  }

  /**
   * Ends a timer.
   *
   * @param CompletionEvent -1: waits for callbacks that are running; else an event to set after
   *     them
   */
  @Export
  static boolean DeleteTimerQueueTimer(
      GuestThread t,
      @Opt @Handle long TimerQueue,
      @Handle long Timer,
      @Opt @Handle long CompletionEvent) {
    Timer timer = t.process.handles.get(Timer, Timer.class);
    EventObject event = event(t, CompletionEvent);
    boolean idle = timer.stop();
    timer.queue.timers.remove(timer);
    t.process.handles.close(Timer);
    return finish(CompletionEvent, event, idle, timer::awaitCallbacks);
  }

  private static EventObject event(GuestThread t, long handle) {
    return handle == 0 || handle == WAIT_FOR_CALLBACKS
        ? null
        : t.process.handles.get(handle, EventObject.class);
  }

  private static boolean finish(
      long completion, EventObject event, boolean idle, Runnable awaitCallbacks) {
    if (completion == WAIT_FOR_CALLBACKS) {
      awaitCallbacks.run();
      return true;
    }
    if (event != null) {
      Thread waiter =
          new Thread(
              () -> {
                awaitCallbacks.run();
                event.set();
              },
              "decant-timer-end");
      waiter.setDaemon(true);
      waiter.start();
    }
    if (!idle) {
      throw NtStatus.PENDING.exception();
    }
    return true;
  }

  @Export
  static boolean DeleteTimerQueue(GuestThread t, @Handle long TimerQueue) {
    return DeleteTimerQueueEx(t, TimerQueue, 0);
  }

  /** Ends a queue and its timers. */
  @Export
  static boolean DeleteTimerQueueEx(
      GuestThread t, @Handle long TimerQueue, @Opt @Handle long CompletionEvent) {
    Queue queue = t.process.handles.get(TimerQueue, Queue.class);
    EventObject event = event(t, CompletionEvent);
    Timer[] timers = queue.timers.toArray(Timer[]::new);
    boolean idle = true;
    for (Timer timer : timers) {
      idle &= timer.stop();
      t.process.handles.close(timer.handle);
    }
    t.process.handles.close(TimerQueue);
    return finish(
        CompletionEvent,
        event,
        idle,
        () -> {
          for (Timer timer : timers) {
            timer.awaitCallbacks();
          }
        });
  }
}
