package decant.kernel32;

import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.Library;
import decant.abi.Out;
import decant.abi.Support;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.HandleTable;
import decant.nt.Handles;
import decant.nt.NtStatus;

/** handleapi.h. */
@Library({"kernel32", "kernelbase"})
public final class HandleApi {
  private HandleApi() {}

  /**
   * Closes a handle.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/handleapi/nf-handleapi-closehandle">CloseHandle</a>
   */
  @Export
  static boolean CloseHandle(GuestThread t, @Handle long hObject) {
    Handles.close(t, hObject);
    return true;
  }

  /**
   * Makes another handle to an object of this process.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/handleapi/nf-handleapi-duplicatehandle">DuplicateHandle</a>
   */
  @Export(support = Support.PARTIAL, note = "Other processes: children, and what can be inherited.")
  static boolean DuplicateHandle(
      GuestThread t,
      @Handle long hSourceProcessHandle,
      @Handle long hSourceHandle,
      @Handle long hTargetProcessHandle,
      @Out long lpTargetHandle,
      int dwDesiredAccess,
      boolean bInheritHandle,
      int dwOptions) {
    Handles.duplicate(
        t,
        hSourceProcessHandle,
        hSourceHandle,
        hTargetProcessHandle,
        lpTargetHandle,
        dwDesiredAccess,
        bInheritHandle ? HandleTable.INHERIT : 0,
        dwOptions);
    return true;
  }

  /** {@code HANDLE_FLAG_INHERIT} and {@code HANDLE_FLAG_PROTECT_FROM_CLOSE} of a handle. */
  @Export
  static boolean GetHandleInformation(GuestThread t, @Handle long hObject, @Out long lpdwFlags) {
    Memory.putInt(lpdwFlags, t.process.handles.entry(hObject).flags);
    return true;
  }

  /** Sets those flags of a handle that {@code dwMask} names. */
  @Export
  static boolean SetHandleInformation(
      GuestThread t, @Handle long hObject, int dwMask, int dwFlags) {
    if ((dwMask & ~(HandleTable.INHERIT | HandleTable.PROTECT_FROM_CLOSE)) != 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    HandleTable.Entry entry = t.process.handles.entry(hObject);
    entry.flags = entry.flags & ~dwMask | dwFlags & dwMask;
    return true;
  }

  /** Whether two handles refer to the same object. */
  @Export(dll = "kernelbase")
  static boolean CompareObjectHandles(
      GuestThread t, @Handle long hFirstObjectHandle, @Handle long hSecondObjectHandle) {
    return Handles.object(t, hFirstObjectHandle) == Handles.object(t, hSecondObjectHandle);
  }
}
