package decant.kernel32;

import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Handle;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.Win32Error;
import decant.nt.file.DirectoryQuery;
import decant.nt.file.FileStatus;
import decant.nt.file.Wildcards;
import decant.nt.file.WinPath;

/** fileapi.h: finding files by pattern. */
@Library({"kernel32", "kernelbase"})
public final class FileApiFind {
  /** {@code WIN32_FIND_DATA}. */
  private static final int RESERVED0 = 36;

  private static final int FILE_NAME = 44;
  private static final int MAX_PATH = 260;
  private static final int ALTERNATE_LENGTH = 14;

  private FileApiFind() {}

  /**
   * Starts a search and gives its first file.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-findfirstfilew">FindFirstFile</a>
   */
  @Export(fails = Fails.MINUS_ONE)
  static long FindFirstFile(GuestThread t, Text text, String lpFileName, @Out long lpFindFileData) {
    return find(t, text, lpFileName, lpFindFileData);
  }

  /**
   * As FindFirstFile; the level and the flags may make the search faster, which is not needed here.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-findfirstfileexw">FindFirstFileEx</a>
   */
  @Export(fails = Fails.MINUS_ONE)
  static long FindFirstFileEx(
      GuestThread t,
      Text text,
      String lpFileName,
      int fInfoLevelId,
      @Out long lpFindFileData,
      int fSearchOp,
      @Opt long lpSearchFilter,
      int dwAdditionalFlags) {
    if ((fInfoLevelId & ~1) != 0 || (fSearchOp & ~1) != 0 || lpSearchFilter != 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    return find(t, text, lpFileName, lpFindFileData);
  }

  private static long find(GuestThread t, Text text, String path, long data) {
    if (path == null || path.isEmpty()) {
      throw Win32Error.PATH_NOT_FOUND.exception();
    }
    int name = lastName(path);
    String pattern = path.substring(name);
    if (pattern.equals(".") || pattern.equals("..")) {
      path = t.process.files.fullPath(path);
      name = lastName(path);
      pattern = path.substring(name);
    }
    if (pattern.isEmpty()) {
      throw Win32Error.FILE_NOT_FOUND.exception();
    }
    String directory = name == 0 ? "." : path.substring(0, name);
    DirectoryQuery query;
    try {
      query =
          Wildcards.isWild(pattern)
              ? t.process.files.list(directory, Wildcards.fromWin32(pattern))
              : t.process.files.one(path);
    } catch (NtStatusException e) {
      throw e.status() == NtStatus.OBJECT_NAME_NOT_FOUND && Wildcards.isWild(pattern)
          ? NtStatus.OBJECT_PATH_NOT_FOUND.exception()
          : e;
    }
    query.retain();
    try {
      DirectoryQuery.Entry first = query.next();
      if (first == null) {
        throw Win32Error.FILE_NOT_FOUND.exception();
      }
      put(text, data, first);
      return t.process.handles.open(query, 0, 0);
    } finally {
      query.release();
    }
  }

  private static int lastName(String path) {
    int i = path.length();
    while (i > 0 && !WinPath.isSeparator(path.charAt(i - 1))) {
      i--;
    }
    boolean drive = i == 0 && path.length() > 1 && path.charAt(1) == ':';
    return drive ? 2 : i;
  }

  private static void put(Text text, long data, DirectoryQuery.Entry entry) {
    FileStatus status = entry.status();
    FileApiAttributes.putAttributesAndTimes(data, status);
    FileApiAttributes.putSize(data + 28, status.size);
    Memory.putInt(data + RESERVED0, status.reparseTag());
    Memory.putInt(data + RESERVED0 + 4, 0);
    String name = entry.name();
    while (text.length(name) >= MAX_PATH) {
      name = name.substring(0, name.length() - 1);
    }
    text.write(data + FILE_NAME, name);
    Memory.fill(
        data + FILE_NAME + (long) MAX_PATH * text.unit, (long) ALTERNATE_LENGTH * text.unit, 0);
  }

  /**
   * The next file of a search; {@code ERROR_NO_MORE_FILES} after the last.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/win32/api/fileapi/nf-fileapi-findnextfilew">FindNextFile</a>
   */
  @Export
  static boolean FindNextFile(
      GuestThread t, Text text, @Handle long hFindFile, @Out long lpFindFileData) {
    DirectoryQuery query = t.process.handles.get(hFindFile, DirectoryQuery.class);
    DirectoryQuery.Entry entry;
    synchronized (query) {
      entry = query.next();
    }
    if (entry == null) {
      throw NtStatus.NO_MORE_FILES.exception();
    }
    put(text, lpFindFileData, entry);
    return true;
  }

  /** Ends a search. */
  @Export
  static boolean FindClose(GuestThread t, @Handle long hFindFile) {
    t.process.handles.get(hFindFile, DirectoryQuery.class);
    t.process.handles.close(hFindFile);
    return true;
  }
}
