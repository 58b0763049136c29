package decant.kernel32;

import decant.abi.Apcs;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Support;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.NtStatus;
import decant.nt.Win32Error;
import decant.nt.sync.AddressWaits;
import decant.nt.sync.Signallable;
import decant.nt.sync.Waitable;
import decant.nt.sync.Waits;

/** synchapi.h: waiting and sleeping. */
@Library({"kernel32", "kernelbase"})
public final class SynchWaits {
  private static final String NO_APCS = "No asynchronous procedure calls interrupt the wait.";

  private SynchWaits() {}

  /**
   * Waits for an object.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/synchapi/nf-synchapi-waitforsingleobject">WaitForSingleObject</a>
   */
  @Export(fails = Fails.MINUS_ONE)
  static int WaitForSingleObject(GuestThread t, @Handle long hHandle, int dwMilliseconds) {
    return Waits.one(t, Handles.get(t, hHandle, Waitable.class), Waits.nanos(dwMilliseconds));
  }

  @Export(fails = Fails.MINUS_ONE)
  static int WaitForSingleObjectEx(
      GuestThread t, @Handle long hHandle, int dwMilliseconds, boolean bAlertable) {
    Waitable object = Handles.get(t, hHandle, Waitable.class);
    return Apcs.one(t, object, Waits.nanos(dwMilliseconds), bAlertable);
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

  @Export(
      fails = Fails.MINUS_ONE,
      support = Support.PARTIAL,
      note = "A wait for all objects is ended only by calls that are there when it begins.")
  static int WaitForMultipleObjectsEx(
      GuestThread t,
      int nCount,
      @In long lpHandles,
      boolean bWaitAll,
      int dwMilliseconds,
      boolean bAlertable) {
    if (nCount < 1 || nCount > Waits.MAXIMUM_WAIT_OBJECTS) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    Waitable[] objects = new Waitable[nCount];
    for (int i = 0; i < nCount; i++) {
      objects[i] = Handles.get(t, Memory.getLong(lpHandles + 8L * i), Waitable.class);
    }
    return Apcs.many(t, objects, nCount, bWaitAll, Waits.nanos(dwMilliseconds), bAlertable);
  }

  /** Signals an object and waits for another, in one step. */
  @Export(fails = Fails.MINUS_ONE, support = Support.PARTIAL, note = NO_APCS)
  static int SignalObjectAndWait(
      GuestThread t,
      @Handle long hObjectToSignal,
      @Handle long hObjectToWaitOn,
      int dwMilliseconds,
      boolean bAlertable) {
    if (!(Handles.object(t, hObjectToSignal) instanceof Signallable signal)) {
      throw NtStatus.OBJECT_TYPE_MISMATCH.exception();
    }
    Waitable object = Handles.get(t, hObjectToWaitOn, Waitable.class);
    return Waits.signalAndWait(t, signal, object, Waits.nanos(dwMilliseconds));
  }

  /** Sleeps; 0 gives the rest of the time slice away. */
  @Export
  static void Sleep(GuestThread t, int dwMilliseconds) {
    Waits.sleep(Waits.nanos(dwMilliseconds));
  }

  @Export
  static int SleepEx(GuestThread t, int dwMilliseconds, boolean bAlertable) {
    return Apcs.sleep(t, Waits.nanos(dwMilliseconds), bAlertable);
  }

  /** Lets another thread run. The host does not tell whether one did. */
  @Export
  static boolean SwitchToThread(GuestThread t) {
    Thread.yield();
    return true;
  }

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
    if (!AddressWaits.await(Address, CompareAddress, AddressSize, Waits.nanos(dwMilliseconds))) {
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
