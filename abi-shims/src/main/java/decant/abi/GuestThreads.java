package decant.abi;

import decant.host.Memory;
import decant.kernel32.FibersApi;
import decant.kernel32.Fls;
import decant.kernel32.Tls;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.Suspension;
import decant.nt.ThreadMemory;
import decant.nt.ThreadObject;
import decant.nt.sync.Waits;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/** The life of guest threads: each is a host thread that enters the guest once. */
public final class GuestThreads {
  /** How long the end of a terminated thread is waited for. */
  private static final long END_NANOS = 20_000_000;

  private GuestThreads() {}

  /**
   * Makes a thread of the guest.
   *
   * @param function the guest function that it runs, with {@code parameter}
   * @param reserve bytes of stack to reserve, 0 for what the program's header says
   * @param commit bytes of it to commit at once, 0 likewise
   * @param suspended whether it waits for {@link Suspension#resume} before its first instruction
   * @return its object, with a reference for the caller
   */
  public static ThreadObject start(
      GuestProcess process,
      long function,
      long parameter,
      long reserve,
      long commit,
      boolean suspended) {
    GuestThread t = make(process, reserve, commit);
    ThreadObject.of(t).facts.startAddress = function;
    ThreadObject.of(t).facts.startParameter = parameter;
    return launch(t, started -> (int) Gate.call(started, function, parameter), suspended);
  }

  /**
   * Makes a thread of the guest that runs a body of ours, which calls into the guest; as {@link
   * #start(GuestProcess, long, long, long, long, boolean)}. The body returns the exit code.
   */
  public static ThreadObject start(
      GuestProcess process,
      ToIntFunction<GuestThread> body,
      long reserve,
      long commit,
      boolean suspended) {
    return launch(make(process, reserve, commit), body, suspended);
  }

  /**
   * Says that the process may have more than one thread from now on: machine code then takes locks
   * with atomic instructions. To be called by the thread of the guest that asks for whatever starts
   * threads, before others may do so.
   */
  public static void expectThreads() {
    Memory.putInt(Gate.machineCode("data_threaded"), 1);
  }

  private static GuestThread make(GuestProcess process, long reserve, long commit) {
    return ThreadMemory.create(
        process,
        reserve == 0 ? process.stackReserve : reserve,
        commit == 0 ? process.stackCommit : commit);
  }

  private static ThreadObject launch(
      GuestThread t, ToIntFunction<GuestThread> body, boolean suspended) {
    ThreadObject object = ThreadObject.of(t);
    object.retain();
    if (suspended) {
      object.suspension.suspendStart();
    }
    t.process.liveThreads.incrementAndGet();
    expectThreads();
    try {
      HostThread.run(() -> run(t, object, body));
    } catch (OutOfMemoryError e) {
      t.process.liveThreads.decrementAndGet();
      ThreadMemory.release(t);
      throw decant.nt.NtStatus.INSUFFICIENT_RESOURCES.exception();
    }
    return object;
  }

  private static void run(GuestThread t, ThreadObject object, ToIntFunction<GuestThread> body) {
    Gate.prepare(t);
    if (Gate.tracer() != null) {
      Gate.tracer().threadBegins(t);
    }
    int code;
    try {
      Interruptions.begin(t);
      object.facts.begins();
      t.process.loader.notifyThread(t, true);
      Interruptions.beforeBody(t);
      code = body.applyAsInt(t);
    } catch (GuestExit e) {
      code = exitCode(t, e);
    }
    finish(t, code);
    release(t);
  }

  private static void release(GuestThread t) {
    Gate.leave(t);
    FibersApi.threadEnded(t);
    Tls.threadEnded(t);
    t.process.heap.threadEnds(t);
    ThreadMemory.release(t);
  }

  /**
   * Makes the calling thread, which is not one of ours, a thread of the guest; modules are not told
   * yet.
   *
   * @param t newly made
   */
  public static void attach(GuestThread t) {
    t.process.liveThreads.incrementAndGet();
    expectThreads();
    Gate.prepare(t);
    ThreadObject.of(t).facts.begins();
  }

  /** Undoes {@link #attach}, on the same thread; modules are told. */
  public static void detach(GuestThread t) {
    finish(t, 0);
    release(t);
  }

  /**
   * Runs the first thread of a process, on the calling host thread. Does not come back: the process
   * ends with its last thread.
   */
  public static void runMain(GuestThread t, LongSupplier body) {
    t.process.liveThreads.incrementAndGet();
    if (Gate.tracer() != null) {
      Gate.tracer().threadBegins(t);
    }
    int code;
    try {
      code = (int) body.getAsLong();
    } catch (GuestExit e) {
      code = exitCode(t, e);
    }
    finish(t, code);
    while (true) {
      LockSupport.park(t.process);
    }
  }

  /** The exit code of a thread that was ended; ends the process when that is what was asked for. */
  private static int exitCode(GuestThread t, GuestExit exit) {
    if (exit.process()) {
      t.process.ending.end(t, exit.code());
    }
    return exit.code();
  }

  private static void finish(GuestThread t, int code) {
    ThreadObject object = ThreadObject.of(t);
    int exitCode = code;
    if (object.suspension.end() == null) {
      try {
        Fls.threadEnds(t);
        if (t.process.liveThreads.get() > 1) {
          t.process.loader.notifyThread(t, false);
        }
      } catch (GuestExit e) {
        exitCode = exitCode(t, e);
      }
    }
    if (Gate.tracer() != null) {
      Gate.tracer().threadEnds(t, exitCode);
    }
    if (object.leaveProcess() && t.process.liveThreads.decrementAndGet() == 0) {
      t.process.ending.end(t, exitCode);
    }
    object.end(exitCode);
  }

  /**
   * Ends a thread wherever it is, without telling anybody: {@code TerminateThread}. In guest code
   * it ends at once; in a call of ours it comes to its end there, and counts as ended before when
   * that takes long.
   */
  public static void terminate(GuestThread t, ThreadObject thread, int code) {
    if (thread.thread == t) {
      thread.suspension.endSelf(code);
      throw Gate.exitThread(t, code);
    }
    thread.suspension.terminate(t, code, stopped -> Interruptions.divert(thread.thread, stopped));
    if (Waits.one(t, thread, END_NANOS) == Waits.TIMEOUT) {
      thread.publish(code);
      if (thread.leaveProcess()) {
        t.process.liveThreads.decrementAndGet();
      }
    }
  }

  /** The other threads of the process stop for good, and count as ended. */
  public static void stopOthers(GuestThread t, int code) {
    if (t.process.liveThreads.get() > 1) {
      for (ThreadObject other : Suspension.stopOthers(t)) {
        other.publish(code);
        if (other.leaveProcess()) {
          t.process.liveThreads.decrementAndGet();
        }
      }
    }
  }
}
