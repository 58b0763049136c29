package decant.kernel32;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Handle;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Text;
import decant.host.Memory;
import decant.host.Poll;
import decant.nt.GuestThread;
import decant.nt.Handles;
import decant.nt.NtStatus;
import decant.nt.file.FileAccess;
import decant.nt.file.FileIo;
import decant.nt.file.FileObject;
import decant.nt.file.FileStatus;
import decant.nt.io.BlockedCalls;
import decant.nt.io.IoReport;
import decant.nt.watch.ChangeNotification;
import decant.nt.watch.ChangesRequest;
import decant.nt.watch.DirectoryChanges;

/** winbase.h and fileapi.h: what changes in directories. */
@Library({"kernel32", "kernelbase"})
public final class DirectoryChangesApi {
  private DirectoryChangesApi() {}

  /**
   * Tells what has changed in a directory, or the tree below it, since the last call.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-readdirectorychangesw">ReadDirectoryChangesW</a>
   */
  @Export
  static boolean ReadDirectoryChangesW(
      GuestThread t,
      @Handle long hDirectory,
      @Out(size = "nBufferLength") long lpBuffer,
      int nBufferLength,
      boolean bWatchSubtree,
      int dwNotifyFilter,
      @Out @Opt long lpBytesReturned,
      @Opt long lpOverlapped,
      @Opt long lpCompletionRoutine) {
    FileObject directory = FileIo.file(t, hDirectory, FileAccess.FILE_READ_DATA);
    DirectoryChanges changes = directory.changes(dwNotifyFilter, bWatchSubtree);
    if (lpOverlapped == 0) {
      if (lpBytesReturned == 0) {
        throw NtStatus.INVALID_PARAMETER.exception();
      }
      Memory.require(lpBuffer, nBufferLength & 0xFFFF_FFFFL);
      while (!changes.hasChanges()) {
        BlockedCalls.await(t, directory, changes.fd(), Poll.POLLIN, BlockedCalls.FOREVER);
      }
      Memory.putInt(lpBytesReturned, ChangesRequest.fill(changes, lpBuffer, nBufferLength));
      return true;
    }
    IoReport report =
        lpCompletionRoutine == 0
            ? IoReport.overlapped(t, lpOverlapped)
            : IoReport.routine(t, lpOverlapped, lpCompletionRoutine);
    NtStatus status =
        FileIo.submit(directory, new ChangesRequest(changes, report, lpBuffer, nBufferLength));
    // The call succeeds once the request is queued.
    if (status != NtStatus.SUCCESS && status != NtStatus.PENDING) {
      throw status.exception();
    }
    return true;
  }

  /**
   * A handle that is signalled when something changes in a directory.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-findfirstchangenotificationw">FindFirstChangeNotification</a>
   */
  @Export(fails = Fails.MINUS_ONE)
  static long FindFirstChangeNotification(
      GuestThread t, Text text, String lpPathName, boolean bWatchSubtree, int dwNotifyFilter) {
    FileStatus status = t.process.files.status(lpPathName);
    if (!status.isDirectory()) {
      throw NtStatus.NOT_A_DIRECTORY.exception();
    }
    byte[] path = t.process.files.hostPath(lpPathName);
    return t.process.handles.open(
        new ChangeNotification(path, dwNotifyFilter, bWatchSubtree), Handles.ALL_ACCESS, 0);
  }

  @Export
  static boolean FindNextChangeNotification(GuestThread t, @Handle long hChangeHandle) {
    t.process.handles.get(hChangeHandle, ChangeNotification.class).next();
    return true;
  }

  @Export
  static boolean FindCloseChangeNotification(GuestThread t, @Handle long hChangeHandle) {
    t.process.handles.get(hChangeHandle, ChangeNotification.class);
    Handles.close(t, hChangeHandle);
    return true;
  }
}
