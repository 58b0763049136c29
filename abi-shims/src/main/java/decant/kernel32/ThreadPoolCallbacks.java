package decant.kernel32;

import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.Library;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.NtStatus;
import decant.nt.sync.EventObject;
import decant.nt.sync.MutantObject;
import decant.nt.sync.SemaphoreObject;

/** threadpoolapiset.h: what a callback of a thread pool says about itself. */
@Library({"kernel32", "kernelbase"})
public final class ThreadPoolCallbacks {
  private ThreadPoolCallbacks() {}

  private static PoolInstance instance(GuestThread t) {
    PoolInstance instance = PoolInstance.of(t);
    if (instance == null) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    return instance;
  }

  /** The callback may take long; returns whether the pool has another thread for the rest. */
  @Export
  public static boolean CallbackMayRunLong(GuestThread t, long pci) {
    return instance(t).mayRunLong();
  }

  /** The callback no longer counts as running for those who wait for it. */
  @Export
  public static void DisassociateCurrentThreadFromCallback(GuestThread t, long pci) {
    instance(t).dissociate();
  }

  @Export
  public static void SetEventWhenCallbackReturns(GuestThread t, long pci, @Handle long evt) {
    EventObject event = Handles.get(t, evt, EventObject.class);
    instance(t).afterwards(thread -> event.set());
  }

  @Export
  public static void ReleaseSemaphoreWhenCallbackReturns(
      GuestThread t, long pci, @Handle long sem, int crel) {
    SemaphoreObject semaphore = Handles.get(t, sem, SemaphoreObject.class);
    instance(t).afterwards(thread -> semaphore.release(crel));
  }

  @Export
  public static void ReleaseMutexWhenCallbackReturns(GuestThread t, long pci, @Handle long mut) {
    MutantObject mutant = Handles.get(t, mut, MutantObject.class);
    instance(t).afterwards(mutant::release);
  }

  @Export
  public static void LeaveCriticalSectionWhenCallbackReturns(GuestThread t, long pci, long pcs) {
    instance(t).afterwards(thread -> CriticalSections.LeaveCriticalSection(thread, pcs));
  }

  @Export
  public static void FreeLibraryWhenCallbackReturns(GuestThread t, long pci, long mod) {
    instance(t).afterwards(thread -> thread.process.loader.free(thread, mod));
  }
}
