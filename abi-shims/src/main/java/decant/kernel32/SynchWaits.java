package decant.kernel32;

import decant.abi.Apcs;
import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.nt.GuestThread;
import decant.nt.Win32Error;
import decant.nt.sync.AddressWaits;
import decant.nt.sync.Signallable;
import decant.nt.sync.ThreadAlert;
import decant.nt.sync.Waitable;
import decant.nt.sync.Waits;
import decant.ntdll.NtSynchronization;

/** synchapi.h: waiting and sleeping. */
@Library({"kernel32", "kernelbase"})
public final class SynchWaits {
  private SynchWaits() {}

  /**
   * Waits for an object.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-waitforsingleobject">WaitForSingleObject</a>
   */
  @Export(fails = Fails.MINUS_ONE)
  static int WaitForSingleObject(GuestThread t, @Handle long hHandle, int dwMilliseconds) {
    return Waits.one(t, NtSynchronization.waitable(t, hHandle), Waits.nanos(dwMilliseconds));
  }

  @Export(fails = Fails.MINUS_ONE)
  static int WaitForSingleObjectEx(
      GuestThread t, @Handle long hHandle, int dwMilliseconds, boolean bAlertable) {
    Waitable object = NtSynchronization.waitable(t, hHandle);
    return one(t, object, dwMilliseconds, bAlertable);
  }

  /** As {@link Apcs#one}; an alert by {@code NtAlertThread} only has it begin again. */
  private static int one(GuestThread t, Waitable object, int milliseconds, boolean alertable) {
    int result;
    do {
      result = Apcs.one(t, object, Waits.nanos(milliseconds), alertable);
    } while (result == ThreadAlert.ALERTED);
    return result;
  }

  /**
   * Waits for any or all of up to 64 objects.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-waitformultipleobjects">WaitForMultipleObjects</a>
   */
  @Export(fails = Fails.MINUS_ONE)
  static int WaitForMultipleObjects(
      GuestThread t, int nCount, @In long lpHandles, boolean bWaitAll, int dwMilliseconds) {
    return WaitForMultipleObjectsEx(t, nCount, lpHandles, bWaitAll, dwMilliseconds, false);
  }

  @Export(fails = Fails.MINUS_ONE)
  static int WaitForMultipleObjectsEx(
      GuestThread t,
      int nCount,
      @In long lpHandles,
      boolean bWaitAll,
      int dwMilliseconds,
      boolean bAlertable) {
    Waitable[] objects = NtSynchronization.waitables(t, nCount, lpHandles);
    long nanos = Waits.nanos(dwMilliseconds);
    int result;
    do {
      result = Apcs.many(t, objects, nCount, bWaitAll, nanos, bAlertable);
    } while (result == ThreadAlert.ALERTED);
    return result;
  }

  /** Signals an object and waits for another, in one step. */
  @Export(fails = Fails.MINUS_ONE)
  static int SignalObjectAndWait(
      GuestThread t,
      @Handle long hObjectToSignal,
      @Handle long hObjectToWaitOn,
      int dwMilliseconds,
      boolean bAlertable) {
    Signallable signal = NtSynchronization.signallable(t, hObjectToSignal);
    Waitable object = NtSynchronization.waitable(t, hObjectToWaitOn);
    long nanos = Waits.nanos(dwMilliseconds);
    int result = Apcs.made(t, Waits.signalAndWait(t, signal, object, nanos, bAlertable));
    return result == ThreadAlert.ALERTED ? one(t, object, dwMilliseconds, bAlertable) : result;
  }

  /** Sleeps; 0 gives the rest of the time slice away. */
  @Export
  @Direct("Sleep")
  static void Sleep(GuestThread t, int dwMilliseconds) {
    Waits.sleep(t, Waits.nanos(dwMilliseconds), false);
  }

  @Export
  static int SleepEx(GuestThread t, int dwMilliseconds, boolean bAlertable) {
    int result;
    do {
      result = Apcs.sleep(t, Waits.nanos(dwMilliseconds), bAlertable);
    } while (result == ThreadAlert.ALERTED);
    return result;
  }

  /** Lets another thread run. The host does not tell whether one did. */
  @Export
  @Direct("SwitchToThread")
  static native boolean SwitchToThread();

  /**
   * Waits until the value at an address is woken, if it is still the one compared with.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-waitonaddress">WaitOnAddress</a>
   */
  @Export(dll = "kernelbase")
  static boolean WaitOnAddress(
      GuestThread t,
      @In(size = "AddressSize") long Address,
      @In(size = "AddressSize") long CompareAddress,
      long AddressSize,
      int dwMilliseconds) {
    if (!AddressWaits.await(t, Address, CompareAddress, AddressSize, Waits.nanos(dwMilliseconds))) {
      throw Win32Error.TIMEOUT.exception();
    }
    return true;
  }

  @Export(dll = "kernelbase")
  static void WakeByAddressSingle(GuestThread t, long Address) {
    AddressWaits.wakeOne(Address);
  }

  @Export(dll = "kernelbase")
  static void WakeByAddressAll(GuestThread t, long Address) {
    AddressWaits.wakeAll(Address);
  }
}
