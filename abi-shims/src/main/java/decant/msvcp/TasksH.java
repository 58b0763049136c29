package decant.msvcp;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.crt.eh.CxxStandard;
import decant.crt.start.AbortH;
import decant.host.Memory;
import decant.kernel32.WorkerPool;
import decant.nt.GuestThread;

/**
 * What tasks of the Parallel Patterns Library are made of (ppltasks.h, pplinterface.h), and with
 * them {@code std::async}: the thread pool, and the contexts that continuations run in, of which
 * there are none without COM apartments.
 *
 * @see <a href="https://github.com/microsoft/STL/blob/main/stl/src/ppltasks.cpp">ppltasks.cpp</a>
 */
@Library("msvcp140")
public final class TasksH {
  // _Threadpool_chore
  private static final int WORK = 0;
  private static final int CALLBACK = 8;
  private static final int DATA = 16;

  /** {@code std::function}: behind its room, the address of the object that does it. */
  private static final int IMPLEMENTATION = 56;

  /** The virtual functions of that object. */
  private static final int DO_CALL = 2 * 8;

  private static final int DELETE_THIS = 4 * 8;

  private TasksH() {}

  // --- the thread pool
  // -----------------------------------------------------------------------------

  /** Has the thread pool run a piece of work; 0, or -1 when it cannot. */
  @Export("?_Schedule_chore@details@Concurrency@@YAHPEAU_Threadpool_chore@12@@Z")
  static int schedule(GuestThread t, long chore) {
    Memory.putLong(chore + WORK, 0);
    return reschedule(t, chore);
  }

  /** The same for one that was scheduled before. */
  @Export("?_Reschedule_chore@details@Concurrency@@YAHPEBU_Threadpool_chore@12@@Z")
  static int reschedule(GuestThread t, long chore) {
    long callback = Memory.getLong(chore + CALLBACK);
    WorkerPool.of(t.process).submit(callback, Memory.getLong(chore + DATA), 0, null);
    return 0;
  }

  /** The pool keeps nothing for a piece of work. */
  @Export("?_Release_chore@details@Concurrency@@YAXPEAU_Threadpool_chore@12@@Z")
  static void release(long chore) {
    Memory.putLong(chore + WORK, 0);
  }

  @Export("?GetCurrentThreadId@platform@details@Concurrency@@YAJXZ")
  @Direct("_Thrd_id")
  static native int currentThreadId();

  /** Nobody asked a task for the exception that it ended with. */
  @Export("?_ReportUnobservedException@details@Concurrency@@YAXXZ")
  static void unobservedException(GuestThread t) {
    AbortH.terminate(t);
  }

  // --- contexts: a pointer that is null for any
  // ----------------------------------------------------

  @Export("??0task_continuation_context@Concurrency@@AEAA@XZ")
  static long continuationContext(@Out long self) {
    Memory.putLong(self, 0);
    return self;
  }

  /** There is no context to capture. */
  @Export(
      value = "?_Capture@_ContextCallback@details@Concurrency@@AEAAXXZ",
      support = Support.PARTIAL,
      note = "Threads have no COM context.")
  static void capture(@Out long self) {
    Memory.putLong(self, 0);
  }

  @Export("?_Reset@_ContextCallback@details@Concurrency@@AEAAXXZ")
  static void reset(long self) {}

  @Export("?_IsCurrentOriginSTA@_ContextCallback@details@Concurrency@@CA_NXZ")
  static boolean isSingleThreadedApartment() {
    return false;
  }

  /** Calls a {@code std::function<void()>}, which it destroys. */
  @Export(
      value =
          "?_CallInContext@_ContextCallback@details@Concurrency@@QEBAXV?$function@$$A6AXXZ@std@@_N@Z",
      support = Support.PARTIAL,
      note = "Threads have no COM context.")
  static void call(GuestThread t, long self, long func, boolean wait) {
    long implementation = Memory.getLong(func + IMPLEMENTATION);
    if (implementation == 0) {
      throw CxxStandard.of(t).raise(t, CxxStandard.Kind.BAD_FUNCTION_CALL, "bad function call");
    }
    try {
      Gate.call(t, method(implementation, DO_CALL), implementation);
    } finally {
      boolean elsewhere = implementation != func;
      Gate.call(t, method(implementation, DELETE_THIS), implementation, elsewhere ? 1 : 0);
    }
  }

  private static long method(long object, int place) {
    return Memory.getLong(Memory.getLong(object) + place);
  }

  // --- what debuggers are told of tasks: there is none to listen
  // -----------------------------------

  @Export("?_LogScheduleTask@_TaskEventLogger@details@Concurrency@@QEAAX_N@Z")
  static void logScheduleTask(@Opt long self, boolean isContinuation) {}

  @Export({
    "?_LogCancelTask@_TaskEventLogger@details@Concurrency@@QEAAXXZ",
    "?_LogTaskCompleted@_TaskEventLogger@details@Concurrency@@QEAAXXZ",
    "?_LogTaskExecutionCompleted@_TaskEventLogger@details@Concurrency@@QEAAXXZ",
    "?_LogWorkItemStarted@_TaskEventLogger@details@Concurrency@@QEAAXXZ",
    "?_LogWorkItemCompleted@_TaskEventLogger@details@Concurrency@@QEAAXXZ"
  })
  static void log(@Opt long self) {}
}
