package decant.advapi32;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.OpaqueHandles;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Wide;
import decant.host.Memory;
import decant.host.Random;
import decant.nt.GuestThread;
import decant.nt.Win32Error;

/**
 * evntprov.h: providers of event traces. No session ever traces: providers register, are never
 * enabled, and what they write goes to nobody, as on a Windows where nobody listens.
 *
 * @see <a href="https://learn.microsoft.com/windows/win32/api/evntprov/">evntprov.h</a>
 */
@Library({"advapi32", "kernelbase"})
public final class EvntProv {
  private static final int EVENT_ACTIVITY_CTRL_GET_ID = 1;
  private static final int EVENT_ACTIVITY_CTRL_SET_ID = 2;
  private static final int EVENT_ACTIVITY_CTRL_CREATE_ID = 3;
  private static final int EVENT_ACTIVITY_CTRL_GET_SET_ID = 4;
  private static final int EVENT_ACTIVITY_CTRL_CREATE_SET_ID = 5;
  private static final int MAX_INFORMATION_CLASS = 2;
  private static final int MAX_EVENT_DATA_DESCRIPTORS = 128;
  private static final int GUID_SIZE = 16;

  /** {@code ActivityId} of the TEB. */
  private static final int TEB_ACTIVITY_ID = 0x1710;

  /** The providers of a process. */
  private static final class Providers {
    static final Object PROVIDER = new Object();
    final OpaqueHandles<Object> handles = new OpaqueHandles<>();
  }

  private EvntProv() {}

  private static OpaqueHandles<Object> providers(GuestThread t) {
    return t.process.state(Providers.class, p -> new Providers()).handles;
  }

  private static int check(GuestThread t, long handle) {
    if (providers(t).get(handle) == null) {
      throw Win32Error.INVALID_HANDLE.exception();
    }
    return 0;
  }

  @Export(fails = Fails.WIN32)
  static int EventRegister(
      GuestThread t,
      @In long ProviderId,
      @Opt long EnableCallback,
      @Opt long CallbackContext,
      @Out long RegHandle) {
    if (ProviderId == 0 || RegHandle == 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    Memory.putLong(RegHandle, providers(t).open(Providers.PROVIDER));
    return 0;
  }

  @Export(fails = Fails.WIN32)
  static int EventUnregister(GuestThread t, long RegHandle) {
    if (providers(t).close(RegHandle) == null) {
      throw Win32Error.INVALID_HANDLE.exception();
    }
    return 0;
  }

  @Export(fails = Fails.WIN32)
  static int EventSetInformation(
      GuestThread t,
      long RegHandle,
      int InformationClass,
      @In(size = "InformationLength") long EventInformation,
      int InformationLength) {
    check(t, RegHandle);
    if (InformationClass < 0 || InformationClass > MAX_INFORMATION_CLASS) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    return 0;
  }

  @Export
  static boolean EventEnabled(GuestThread t, long RegHandle, @In long EventDescriptor) {
    return false;
  }

  @Export
  static boolean EventProviderEnabled(GuestThread t, long RegHandle, byte Level, long Keyword) {
    return false;
  }

  private static int write(GuestThread t, long handle, long descriptor, int count) {
    check(t, handle);
    if (descriptor == 0 || Integer.compareUnsigned(count, MAX_EVENT_DATA_DESCRIPTORS) > 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    return 0;
  }

  @Export(fails = Fails.WIN32)
  static int EventWrite(
      GuestThread t,
      long RegHandle,
      @In long EventDescriptor,
      int UserDataCount,
      @Opt long UserData) {
    return write(t, RegHandle, EventDescriptor, UserDataCount);
  }

  @Export(fails = Fails.WIN32)
  static int EventWriteTransfer(
      GuestThread t,
      long RegHandle,
      @In long EventDescriptor,
      @Opt long ActivityId,
      @Opt long RelatedActivityId,
      int UserDataCount,
      @Opt long UserData) {
    return write(t, RegHandle, EventDescriptor, UserDataCount);
  }

  @Export(fails = Fails.WIN32)
  static int EventWriteEx(
      GuestThread t,
      long RegHandle,
      @In long EventDescriptor,
      long Filter,
      int Flags,
      @Opt long ActivityId,
      @Opt long RelatedActivityId,
      int UserDataCount,
      @Opt long UserData) {
    return write(t, RegHandle, EventDescriptor, UserDataCount);
  }

  @Export(fails = Fails.WIN32)
  static int EventWriteString(
      GuestThread t, long RegHandle, byte Level, long Keyword, @Wide String String) {
    return check(t, RegHandle);
  }

  /** The identifier of what the thread is at: it lies in the TEB. */
  @Export(fails = Fails.WIN32)
  static int EventActivityIdControl(GuestThread t, int ControlCode, @In @Out long ActivityId) {
    if (ActivityId == 0) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    long current = t.teb + TEB_ACTIVITY_ID;
    long low = Memory.getLong(current);
    long high = Memory.getLong(current + 8);
    switch (ControlCode) {
      case EVENT_ACTIVITY_CTRL_GET_ID -> Memory.copy(current, ActivityId, GUID_SIZE);
      case EVENT_ACTIVITY_CTRL_SET_ID -> Memory.copy(ActivityId, current, GUID_SIZE);
      case EVENT_ACTIVITY_CTRL_CREATE_ID -> create(t, ActivityId);
      case EVENT_ACTIVITY_CTRL_GET_SET_ID -> {
        Memory.copy(ActivityId, current, GUID_SIZE);
        Memory.putLong(ActivityId, low);
        Memory.putLong(ActivityId + 8, high);
      }
      case EVENT_ACTIVITY_CTRL_CREATE_SET_ID -> {
        create(t, current);
        Memory.putLong(ActivityId, low);
        Memory.putLong(ActivityId + 8, high);
      }
      default -> throw Win32Error.INVALID_PARAMETER.exception();
    }
    return 0;
  }

  /** Random, so that no two are the same in any process. */
  private static void create(GuestThread t, long at) {
    Memory.putLong(at, 0); // faults here, and not in the host's call, when it must
    Memory.putLong(at + 8, 0);
    Random.fill(at, GUID_SIZE);
  }
}
