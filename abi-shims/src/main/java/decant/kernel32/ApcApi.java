package decant.kernel32;

import decant.abi.Export;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Out;
import decant.abi.Support;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.io.IoReport;
import decant.nt.sync.ApcQueue;
import decant.ntdll.NtApcs;

/**
 * Asynchronous procedure calls: processthreadsapi.h, and the calls of fileapi.h that end in one.
 */
@Library({"kernel32", "kernelbase"})
public final class ApcApi {
  private ApcApi() {}

  /**
   * Has a function called by a thread when it next waits alertably.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-queueuserapc">QueueUserAPC</a>
   */
  @Export
  static int QueueUserAPC(GuestThread t, long pfnAPC, @Handle long hThread, long dwData) {
    NtApcs.queue(t, hThread, 0, new ApcQueue.Apc(pfnAPC, dwData, 0, 0));
    return 1;
  }

  /**
   * As {@link #QueueUserAPC}, or a special call that the thread does not wait for.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-queueuserapc2">QueueUserAPC2</a>
   */
  @Export(
      support = Support.PARTIAL,
      note = "A special call for another thread, and data about the context, are refused.")
  static boolean QueueUserAPC2(
      GuestThread t, long ApcRoutine, @Handle long Thread, long Data, int Flags) {
    NtApcs.queue(t, Thread, Flags, new ApcQueue.Apc(ApcRoutine, Data, 0, 0));
    return true;
  }

  /**
   * Reads as {@code ReadFile} with an {@code OVERLAPPED}; the end queues the completion routine.
   */
  @Export
  static boolean ReadFileEx(
      GuestThread t,
      @Handle long hFile,
      @Out(size = "nNumberOfBytesToRead") long lpBuffer,
      int nNumberOfBytesToRead,
      @In @Out long lpOverlapped,
      long lpCompletionRoutine) {
    return transfer(
        t, false, hFile, lpBuffer, nNumberOfBytesToRead, lpOverlapped, lpCompletionRoutine);
  }

  @Export
  static boolean WriteFileEx(
      GuestThread t,
      @Handle long hFile,
      @In(size = "nNumberOfBytesToWrite") long lpBuffer,
      int nNumberOfBytesToWrite,
      @In @Out long lpOverlapped,
      long lpCompletionRoutine) {
    return transfer(
        t, true, hFile, lpBuffer, nNumberOfBytesToWrite, lpOverlapped, lpCompletionRoutine);
  }

  private static boolean transfer(
      GuestThread t,
      boolean write,
      long file,
      long buffer,
      int length,
      long overlapped,
      long routine) {
    IoReport report = IoReport.routine(t, overlapped, routine);
    try {
      FileApi.transfer(t, write, file, buffer, length, overlapped, report);
    } catch (NtStatusException e) {
      if (e.status() != NtStatus.PENDING) {
        throw e;
      }
    }
    return true;
  }
}
