package decant.nt.file;

import decant.nt.NtStatus;
import java.nio.charset.StandardCharsets;

/**
 * Where a Windows path leads on the host: a path that has not been looked up yet. Immutable but for
 * {@link #bytes}, which looking up may replace by the spelling that exists.
 */
final class HostPath {
  /** The Windows path: a drive and names, normalised, without a separator at its end. */
  final String windows;

  /**
   * The absolute host path; null for a virtual directory, and for a name in one, which does not
   * exist and cannot be made.
   */
  byte[] bytes;

  /** The virtual directory that the path is, or null. */
  final Drives.Mount virtual;

  /** The length of the part of {@link #bytes} that is a drive's own directory. */
  final int base;

  /** Whether the path ended with a separator: it must be a directory. */
  final boolean directory;

  /** Whether the path is the top of a drive, or another place that is no ordinary entry. */
  final boolean mount;

  private HostPath(
      String windows,
      byte[] bytes,
      Drives.Mount virtual,
      int base,
      boolean directory,
      boolean mount) {
    this.windows = windows;
    this.bytes = bytes;
    this.virtual = virtual;
    this.base = base;
    this.directory = directory;
    this.mount = mount;
  }

  /** Whether the path is a file of the system, which can only be read. */
  boolean isSystemFile() {
    return mount && !directory;
  }

  /**
   * Translates a full path of a drive ({@code C:\x\y}). {@code STATUS_OBJECT_NAME_INVALID} for
   * names that Windows forbids, {@code STATUS_OBJECT_PATH_NOT_FOUND} for a drive that there is not
   * or what lies deeper below a virtual directory.
   */
  static HostPath of(String path, Drives drives) {
    Drives.Mount mount = drives.root(path.charAt(0));
    if (mount == null) {
      throw NtStatus.OBJECT_PATH_NOT_FOUND.exception();
    }
    int end = path.length();
    boolean directory = end > 3 && path.charAt(end - 1) == '\\';
    if (directory) {
      end--;
    }
    if (end > 7 && path.regionMatches(true, end - 7, "::$DATA", 0, 7)) {
      end -= 7;
    }
    int i = 3;
    while (i < end && mount.hasChildren()) {
      int next = separator(path, i, end);
      Drives.Mount child = mount.child(path.substring(i, next));
      if (child == null) {
        break;
      }
      mount = child;
      i = next + 1;
    }
    String windows = end == path.length() ? path : path.substring(0, end);
    if (i >= end) {
      byte[] host = mount.host != null && mount.host.length == 0 ? SLASH : mount.host;
      int base = host == null ? 0 : host.length;
      return new HostPath(
          windows, host, host == null ? mount : null, base, directory || !mount.isFile(), true);
    }
    if (mount.isFile()) {
      throw NtStatus.OBJECT_PATH_NOT_FOUND.exception();
    }
    if (mount.host == null) {
      check(path, i, separator(path, i, end));
      if (separator(path, i, end) < end) {
        throw NtStatus.OBJECT_PATH_NOT_FOUND.exception();
      }
      return new HostPath(windows, null, null, 0, directory, false);
    }
    NameCodec.Bytes out = new NameCodec.Bytes(mount.host.length + end - i + 16);
    out.add(mount.host);
    while (i < end) {
      int next = separator(path, i, end);
      check(path, i, next);
      out.add('/');
      NameCodec.encode(path, i, next, out);
      i = next + 1;
    }
    return new HostPath(windows, out.toArray(), null, mount.host.length, directory, false);
  }

  /**
   * Translates a path as a program gives it whose names are the host's; null for any other, and
   * when it leads through a drive with virtual directories.
   *
   * @param current the current directory, null when it is no ordinary one
   */
  static HostPath plain(String path, Drives drives, HostPath current) {
    byte[] text = path.getBytes(StandardCharsets.ISO_8859_1);
    int start = WinPath.plainStart(text);
    if (start < 0 || start == 0 && current == null) {
      return null;
    }
    byte[] directory;
    int base;
    if (start == 0) {
      directory = current.bytes;
      base = current.base;
    } else {
      Drives.Mount mount = drives.root((char) text[start - 3]);
      if (mount == null || mount.host == null || !mount.children().isEmpty()) {
        return null;
      }
      directory = mount.host;
      base = directory.length;
    }
    int names = directory.length + 1;
    byte[] host = new byte[names + text.length - start];
    System.arraycopy(directory, 0, host, 0, directory.length);
    host[directory.length] = '/';
    System.arraycopy(text, start, host, names, text.length - start);
    if (!WinPath.slash(host, names)) {
      return null;
    }
    String windows =
        start == 0
            ? WinPath.join(current.windows, path)
            : start == 3 ? path : path.substring(start - 3);
    return new HostPath(windows, host, null, base, false, false);
  }

  private static final byte[] SLASH = {'/'};

  private static int separator(String path, int from, int end) {
    int i = path.indexOf('\\', from);
    return i < 0 || i > end ? end : i;
  }

  /** Refuses what cannot be a name; {@code .} and {@code ..} stand here only in literal paths. */
  private static void check(String path, int from, int to) {
    if (from == to) {
      throw NtStatus.OBJECT_NAME_INVALID.exception();
    }
    for (int i = from; i < to; i++) {
      char c = path.charAt(i);
      if (c < 0x80 && c != '\\' && (NameCodec.forbidden(c) || c == '/')) {
        throw NtStatus.OBJECT_NAME_INVALID.exception();
      }
    }
    if (path.charAt(from) == '.'
        && (to == from + 1 || to == from + 2 && path.charAt(from + 1) == '.')) {
      throw NtStatus.OBJECT_NAME_INVALID.exception();
    }
  }

  /** Whether the path is a name in a virtual directory that is not there. */
  boolean isNowhere() {
    return bytes == null && virtual == null;
  }

  /** The name at the end of the Windows path. */
  String name() {
    return windows.substring(WinPath.lastName(windows));
  }
}
