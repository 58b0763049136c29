package decant.kernel32;

import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.In;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Support;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.Win32Error;
import decant.nt.file.FileCopy;

/** winbase.h: moving and copying files. */
@Library({"kernel32", "kernelbase"})
public final class WinBaseMove {
  private static final int MOVEFILE_REPLACE_EXISTING = 1;
  private static final int MOVEFILE_COPY_ALLOWED = 2;
  private static final int MOVEFILE_DELAY_UNTIL_REBOOT = 4;

  private static final int COPY_FILE_FAIL_IF_EXISTS = 1;
  private static final int PROGRESS_CANCEL = 1;
  private static final int PROGRESS_STOP = 2;
  private static final int PROGRESS_QUIET = 3;

  private WinBaseMove() {}

  /**
   * Renames a file or directory, to another disk too.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-movefilew">MoveFile</a>
   */
  @Export
  static boolean MoveFile(
      GuestThread t, Text text, String lpExistingFileName, String lpNewFileName) {
    return move(t, lpExistingFileName, lpNewFileName, MOVEFILE_COPY_ALLOWED);
  }

  /**
   * Renames a file or directory; the flags say whether it may replace a file and change disks.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-movefileexw">MoveFileEx</a>
   */
  @Export(support = Support.PARTIAL, note = "MOVEFILE_DELAY_UNTIL_REBOOT fails.")
  static boolean MoveFileEx(
      GuestThread t, Text text, String lpExistingFileName, @Opt String lpNewFileName, int dwFlags) {
    return move(t, lpExistingFileName, lpNewFileName, dwFlags);
  }

  /** As MoveFileEx; the progress routine hears nothing, as a rename has no progress. */
  @Export(
      support = Support.PARTIAL,
      note = "The progress routine is not called when a file is copied to another disk.")
  static boolean MoveFileWithProgress(
      GuestThread t,
      Text text,
      String lpExistingFileName,
      @Opt String lpNewFileName,
      @Opt long lpProgressRoutine,
      @Opt long lpData,
      int dwFlags) {
    return move(t, lpExistingFileName, lpNewFileName, dwFlags);
  }

  private static boolean move(GuestThread t, String from, String to, int flags) {
    if ((flags & MOVEFILE_DELAY_UNTIL_REBOOT) != 0) {
      // Windows allows it to administrators only.
      throw Win32Error.ACCESS_DENIED.exception();
    }
    t.process.files.move(
        FileApiNames.required(from),
        FileApiNames.required(to),
        (flags & MOVEFILE_REPLACE_EXISTING) != 0,
        (flags & MOVEFILE_COPY_ALLOWED) != 0);
    return true;
  }

  /**
   * Copies a file with its attributes and time of writing.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-copyfilew">CopyFile</a>
   */
  @Export
  static boolean CopyFile(
      GuestThread t,
      Text text,
      String lpExistingFileName,
      String lpNewFileName,
      boolean bFailIfExists) {
    copy(t, lpExistingFileName, lpNewFileName, !bFailIfExists, null);
    return true;
  }

  /**
   * Copies a file and tells a routine how far it is.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-copyfileexw">CopyFileEx</a>
   */
  @Export(support = Support.PARTIAL, note = "Copies cannot be restarted.")
  static boolean CopyFileEx(
      GuestThread t,
      Text text,
      String lpExistingFileName,
      String lpNewFileName,
      @Opt long lpProgressRoutine,
      @Opt long lpData,
      @In @Opt long pbCancel,
      int dwCopyFlags) {
    Routine routine =
        lpProgressRoutine == 0 && pbCancel == 0
            ? null
            : new Routine(t, lpProgressRoutine, lpData, pbCancel);
    boolean replace = (dwCopyFlags & COPY_FILE_FAIL_IF_EXISTS) == 0;
    try {
      copy(t, lpExistingFileName, lpNewFileName, replace, routine);
    } catch (NtStatusException e) {
      throw e.status() == NtStatus.CANCELLED ? Win32Error.REQUEST_ABORTED.exception() : e;
    }
    return true;
  }

  private static void copy(
      GuestThread t, String from, String to, boolean replace, FileCopy.Progress progress) {
    try {
      FileCopy.copy(
          t.process.files,
          FileApiNames.required(from),
          FileApiNames.required(to),
          replace,
          progress);
    } catch (NtStatusException e) {
      throw e.status() == NtStatus.OBJECT_NAME_COLLISION ? Win32Error.FILE_EXISTS.exception() : e;
    }
  }

  /** The guest's {@code LPPROGRESS_ROUTINE}. */
  private static final class Routine implements FileCopy.Progress {
    private static final int CALLBACK_CHUNK_FINISHED = 0;
    private static final int CALLBACK_STREAM_SWITCH = 1;

    private final GuestThread t;
    private final long cancel;
    private final long data;
    private long function;
    private boolean started;

    Routine(GuestThread t, long function, long data, long cancel) {
      this.t = t;
      this.function = function;
      this.data = data;
      this.cancel = cancel;
    }

    @Override
    public boolean copied(long done, long total) {
      if (cancel != 0 && Memory.getInt(cancel) != 0) {
        return false;
      }
      if (function == 0) {
        return true;
      }
      long[] arguments = {
        total,
        done,
        total,
        done,
        1,
        started ? CALLBACK_CHUNK_FINISHED : CALLBACK_STREAM_SWITCH,
        -1,
        -1,
        data
      };
      started = true;
      int answer = (int) Gate.callWith(t, function, arguments);
      if (answer == PROGRESS_QUIET) {
        function = 0;
      }
      return answer != PROGRESS_CANCEL && answer != PROGRESS_STOP;
    }
  }
}
