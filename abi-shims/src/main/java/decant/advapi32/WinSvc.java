package decant.advapi32;

import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Support;
import decant.nt.Win32Error;

/** winsvc.h: there are no services, and this process is not one. */
@Library("advapi32")
public final class WinSvc {
  private static final String NOTE = "There is no service control manager.";

  private WinSvc() {}

  @Export(
      value = {"OpenSCManagerA", "OpenSCManagerW"},
      support = Support.STUB,
      note = NOTE)
  static long OpenSCManager(
      @Opt long lpMachineName, @Opt long lpDatabaseName, int dwDesiredAccess) {
    throw Win32Error.ACCESS_DENIED.exception();
  }

  /** Fails as in every process that was not started as a service. */
  @Export({"StartServiceCtrlDispatcherA", "StartServiceCtrlDispatcherW"})
  static boolean StartServiceCtrlDispatcher(@In long lpServiceStartTable) {
    throw Win32Error.FAILED_SERVICE_CONTROLLER_CONNECT.exception();
  }

  @Export(
      value = {"RegisterServiceCtrlHandlerExA", "RegisterServiceCtrlHandlerExW"},
      support = Support.STUB,
      note = NOTE)
  static long RegisterServiceCtrlHandlerEx(
      @In long lpServiceName, long lpHandlerProc, @Opt long lpContext) {
    throw Win32Error.SERVICE_DOES_NOT_EXIST.exception();
  }

  @Export(
      value = {"OpenServiceA", "OpenServiceW"},
      support = Support.STUB,
      note = NOTE)
  static long OpenService(@Handle long hSCManager, @In long lpServiceName, int dwDesiredAccess) {
    throw Win32Error.INVALID_HANDLE.exception();
  }

  @Export(
      value = {"CloseServiceHandle", "DeleteService"},
      support = Support.STUB,
      note = NOTE)
  static boolean CloseServiceHandle(@Handle long hSCObject) {
    throw Win32Error.INVALID_HANDLE.exception();
  }

  @Export(support = Support.STUB, note = NOTE)
  static boolean QueryServiceStatus(@Handle long hService, @Out long lpServiceStatus) {
    throw Win32Error.INVALID_HANDLE.exception();
  }

  @Export(support = Support.STUB, note = NOTE)
  static boolean SetServiceStatus(@Handle long hServiceStatus, @In long lpServiceStatus) {
    throw Win32Error.INVALID_HANDLE.exception();
  }

  @Export(support = Support.STUB, note = NOTE)
  static boolean ControlService(@Handle long hService, int dwControl, @Out long lpServiceStatus) {
    throw Win32Error.INVALID_HANDLE.exception();
  }

  /** There is no event log; reports to it are lost. */
  @Export(
      value = {"RegisterEventSourceA", "RegisterEventSourceW", "OpenEventLogA", "OpenEventLogW"},
      support = Support.STUB,
      note = "There is no event log.")
  static long RegisterEventSource(@Opt long lpUNCServerName, @In long lpSourceName) {
    throw Win32Error.SERVICE_DOES_NOT_EXIST.exception();
  }

  @Export(
      value = {"DeregisterEventSource", "CloseEventLog"},
      support = Support.STUB,
      note = "There is no event log.")
  static boolean DeregisterEventSource(@Handle long hEventLog) {
    throw Win32Error.INVALID_HANDLE.exception();
  }

  @Export(
      value = {"ReportEventA", "ReportEventW"},
      support = Support.STUB,
      note = "There is no event log.")
  static boolean ReportEvent(
      @Handle long hEventLog,
      short wType,
      short wCategory,
      int dwEventID,
      @Opt long lpUserSid,
      short wNumStrings,
      int dwDataSize,
      @Opt long lpStrings,
      @Opt long lpRawData) {
    throw Win32Error.INVALID_HANDLE.exception();
  }
}
