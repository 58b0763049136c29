package decant.crt.io;

import decant.abi.CrtErrno;
import decant.abi.Text;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatusException;
import decant.nt.Win32Error;
import decant.nt.file.DirectoryQuery;
import decant.nt.file.FileStatus;
import decant.nt.file.Wildcards;

/**
 * The layouts of {@code struct _finddata_t}: by the width of times and of the size.
 *
 * @see <a
 *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/findfirst-functions">_findfirst</a>
 */
enum FindLayout {
  FIND32(4, 4, 16, 4, 20),
  FIND32I64(4, 4, 16, 8, 24),
  FIND64I32(8, 8, 32, 4, 36),
  FIND64(8, 8, 32, 8, 40);

  private static final int NAME_UNITS = 260;

  private final int times;
  private final int timeSize;
  private final int sizeOffset;
  private final int sizeSize;
  private final int name;

  FindLayout(int times, int timeSize, int sizeOffset, int sizeSize, int name) {
    this.times = times;
    this.timeSize = timeSize;
    this.sizeOffset = sizeOffset;
    this.sizeSize = sizeSize;
    this.name = name;
  }

  /** {@code _findfirst}: a handle for {@code _findnext}. */
  long first(GuestThread t, Text encoding, String pattern, long data) {
    if (pattern == null || data == 0) {
      throw CrtErrno.EINVAL.exception();
    }
    int start = lastElement(pattern);
    String last = pattern.substring(start);
    DirectoryQuery query;
    try {
      query =
          Wildcards.isWild(last)
              ? t.process.files.list(
                  start == 0 ? "." : pattern.substring(0, start), Wildcards.fromWin32(last))
              : t.process.files.one(pattern);
    } catch (NtStatusException e) {
      throw missing(t, e.status().error());
    }
    query.retain();
    try {
      DirectoryQuery.Entry entry = query.next();
      if (entry == null) {
        throw missing(t, Win32Error.FILE_NOT_FOUND);
      }
      put(encoding, data, entry);
      return t.process.handles.open(query, 0, 0);
    } finally {
      query.release();
    }
  }

  int next(GuestThread t, Text encoding, long handle, long data) {
    if (data == 0) {
      throw CrtErrno.EINVAL.exception();
    }
    DirectoryQuery.Entry entry = t.process.handles.get(handle, DirectoryQuery.class).next();
    if (entry == null) {
      throw missing(t, Win32Error.NO_MORE_FILES);
    }
    put(encoding, data, entry);
    return 0;
  }

  /** {@code ENOENT}, which the last error says more of: {@code readdir} looks at it. */
  private static RuntimeException missing(GuestThread t, Win32Error error) {
    t.setLastError(error);
    return CrtErrno.ENOENT.exception();
  }

  private static int lastElement(String path) {
    int i = path.length();
    while (i > 0 && "\\/:".indexOf(path.charAt(i - 1)) < 0) {
      i--;
    }
    return i;
  }

  private void put(Text encoding, long data, DirectoryQuery.Entry entry) {
    FileStatus status = entry.status();
    int attributes = status.attributes;
    Memory.putInt(data, attributes == FileStatus.FILE_ATTRIBUTE_NORMAL ? 0 : attributes);
    putNumber(data + times, timeSize, CrtTimes.seconds(status.created));
    putNumber(data + times + timeSize, timeSize, CrtTimes.seconds(status.accessed));
    putNumber(data + times + 2L * timeSize, timeSize, CrtTimes.seconds(status.written));
    putNumber(data + sizeOffset, sizeSize, status.isDirectory() ? 0 : status.size);
    String text = entry.name();
    while (encoding.length(text) >= NAME_UNITS) {
      text = text.substring(0, text.length() - 1);
    }
    encoding.write(data + name, text);
  }

  private static void putNumber(long address, int size, long value) {
    if (size == 8) {
      Memory.putLong(address, value);
    } else {
      Memory.putInt(address, (int) value);
    }
  }
}
