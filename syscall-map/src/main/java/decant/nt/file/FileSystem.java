package decant.nt.file;

import decant.host.HostBuffer;
import decant.nt.HandleTable;
import decant.nt.NtStatus;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The files of a process as Windows names them: drives, current directories, and opening by name.
 * Safe for use by all threads.
 */
public final class FileSystem implements WinPath.CurrentDirectories {
  /** {@code CreateDisposition} of {@code NtCreateFile}. */
  public static final int FILE_SUPERSEDE = 0;

  public static final int FILE_OPEN = 1;
  public static final int FILE_CREATE = 2;
  public static final int FILE_OPEN_IF = 3;
  public static final int FILE_OVERWRITE = 4;
  public static final int FILE_OVERWRITE_IF = 5;

  /** {@code CreateOptions} of {@code NtCreateFile}. */
  public static final int FILE_DIRECTORY_FILE = 0x1;

  public static final int FILE_WRITE_THROUGH = 0x2;
  public static final int FILE_SEQUENTIAL_ONLY = 0x4;
  public static final int FILE_NO_INTERMEDIATE_BUFFERING = 0x8;
  public static final int FILE_SYNCHRONOUS_IO_ALERT = 0x10;
  public static final int FILE_SYNCHRONOUS_IO_NONALERT = 0x20;
  public static final int FILE_NON_DIRECTORY_FILE = 0x40;
  public static final int FILE_RANDOM_ACCESS = 0x800;
  public static final int FILE_DELETE_ON_CLOSE = 0x1000;
  public static final int FILE_OPEN_BY_FILE_ID = 0x2000;
  public static final int FILE_OPEN_FOR_BACKUP_INTENT = 0x4000;
  public static final int FILE_OPEN_REPARSE_POINT = 0x20_0000;

  /** The object keeps a position. */
  static final int FILE_SYNCHRONOUS = FILE_SYNCHRONOUS_IO_ALERT | FILE_SYNCHRONOUS_IO_NONALERT;

  final FileNode.Table nodes = new FileNode.Table();
  final FileNames names = new FileNames(nodes);
  private final FileOpener opener = new FileOpener(this);
  private final Drives drives = new Drives();
  private final Map<String, Device> devices = new ConcurrentHashMap<>();
  private volatile Current current;
  private volatile Function<String, String> environment;

  /** The handles that its files are opened by. */
  final HandleTable handles;

  public FileSystem(HandleTable handles) {
    this.handles = handles;
    devices.put(
        "NUL",
        (name, access, attributes, share, disposition, options) ->
            new Opened(new NullDevice(), 0)); // its driver says of no open how it came about
  }

  /** What {@link #create} did. */
  public record Opened(IoObject object, int information) {}

  /**
   * The current directory.
   *
   * @param host where it is on the host; null when names in it are not simply names of the host
   */
  private record Current(String windows, HostPath host) {}

  /** The drives. */
  public Drives drives() {
    return drives;
  }

  /**
   * Says what a device name opens: {@code CONIN$}, {@code CONOUT$}, {@code CON}, {@code PIPE}.
   *
   * @param name in upper case; the device is asked for this name and for all below it
   */
  public void device(String name, Device device) {
    devices.put(name, device);
  }

  /** Where the current directories of other drives are looked up: variables named {@code =C:}. */
  public void environment(Function<String, String> variables) {
    environment = variables;
  }

  /**
   * {@code NtCreateFile} by Win32 path.
   *
   * @param path a path as a program gives it: relative, with a drive, {@code \\?\}, {@code \\.\} or
   *     a device name
   * @param access the access mask ({@code GENERIC_*} or specific rights)
   * @param attributes {@code FILE_ATTRIBUTE_*} of a file that is created
   * @param share {@code FILE_SHARE_*}
   * @param disposition one of the dispositions above
   * @param options {@code FILE_*} options
   * @return the open object; {@link Opened#information} says what happened ({@code FILE_OPENED} 1,
   *     {@code FILE_CREATED} 2, {@code FILE_OVERWRITTEN} 3, {@code FILE_SUPERSEDED} 0)
   */
  public Opened create(
      String path, int access, int attributes, int share, int disposition, int options) {
    Opened opened = tryCreate(path, access, attributes, share, disposition, options);
    if (opened == null) {
      throw NtStatus.OBJECT_NAME_NOT_FOUND.exception();
    }
    return opened;
  }

  /**
   * As {@link #create}; null instead of {@code STATUS_OBJECT_NAME_NOT_FOUND} for a file that is not
   * there: programs look for many of these.
   */
  public Opened tryCreate(
      String path, int access, int attributes, int share, int disposition, int options) {
    HostPath host = plain(path);
    if (host == null) {
      String full = absolute(path);
      if (full.length() > 4 && full.charAt(0) == '\\' && !isDrivePath(full, 4)) {
        return openDevice(full, access, attributes, share, disposition, options);
      }
      host = HostPath.of(ofDrive(full), drives);
    }
    return opener.open(host, access, attributes, share, disposition, options);
  }

  private HostPath plain(String path) {
    return HostPath.plain(path, drives, here().host);
  }

  /** A full path: a literal one as it is. An empty path leads nowhere. */
  String absolute(String path) {
    if (path.isEmpty()) {
      throw NtStatus.OBJECT_PATH_NOT_FOUND.exception();
    }
    return WinPath.isLiteral(path) ? "\\\\?" + path.substring(3) : fullPath(path);
  }

  private Opened openDevice(
      String full, int access, int attributes, int share, int disposition, int options) {
    String name = deviceName(full);
    int end = name.indexOf('\\');
    end = end < 0 ? name.length() : end;
    Device device = devices.get(UpCase.of(name.substring(0, end)));
    if (device == null) {
      throw NtStatus.OBJECT_NAME_NOT_FOUND.exception();
    }
    String rest = end < name.length() ? name.substring(end + 1) : "";
    return device.open(rest, access, attributes, share, disposition, options);
  }

  /** What follows {@code \\.\}; refuses network paths, which this host does not serve. */
  private static String deviceName(String full) {
    WinPath.Kind kind = WinPath.kind(full);
    String name = kind == WinPath.Kind.LOCAL_DEVICE ? full.substring(4) : "";
    if (kind == WinPath.Kind.UNC || name.regionMatches(true, 0, "UNC\\", 0, 4)) {
      throw NtStatus.BAD_NETWORK_PATH.exception();
    }
    return name;
  }

  /** Whether {@code C:\} stands at an index. */
  private static boolean isDrivePath(String path, int at) {
    return path.length() > at + 2
        && path.charAt(at + 1) == ':'
        && path.charAt(at + 2) == '\\'
        && WinPath.isDriveLetter(path.charAt(at));
  }

  /** The part of a full path that begins with the drive. */
  private static String ofDrive(String full) {
    if (full.charAt(0) != '\\') {
      return full;
    }
    if (isDrivePath(full, 4)) {
      return full.substring(4);
    }
    deviceName(full);
    throw NtStatus.OBJECT_PATH_NOT_FOUND.exception();
  }

  /** Where a path that a program gave leads; nothing has been looked up yet. */
  HostPath locate(String path) {
    HostPath plain = plain(path);
    return plain != null ? plain : HostPath.of(ofDrive(absolute(path)), drives);
  }

  /**
   * The current directory as a full Windows path without a trailing backslash, except for a root.
   */
  public String currentDirectory() {
    return here().windows;
  }

  @Override
  public String current() {
    return here().windows;
  }

  private Current here() {
    Current directory = current;
    if (directory == null) {
      byte[] host = HostBuffer.workingDirectory();
      directory = located(host == null ? "Z:\\" : windowsPath(host));
      current = directory;
    }
    return directory;
  }

  private Current located(String full) {
    HostPath host = HostPath.of(full, drives);
    return new Current(full, host.mount || host.bytes == null ? null : host);
  }

  @Override
  public String ofDrive(char drive) {
    String directory = here().windows;
    if (UpCase.of(directory.charAt(0)) == drive) {
      return directory;
    }
    Function<String, String> variables = environment;
    String kept = variables == null ? null : variables.apply("=" + drive + ":");
    return kept != null && isDrivePath(kept, 0) ? kept : drive + ":\\";
  }

  /**
   * Changes the current directory; {@code STATUS_NOT_A_DIRECTORY} when the path is a file's, and
   * what looking it up throws.
   */
  public void setCurrentDirectory(String path) {
    String full = fullPath(path);
    HostPath host = locate(path);
    if (host.virtual == null) {
      CaseLookup.existing(host);
      FileStatus status = FileStatus.of(host.bytes, true);
      if (status == null) {
        throw NtStatus.OBJECT_PATH_NOT_FOUND.exception();
      }
      if (!status.isDirectory()) {
        throw NtStatus.NOT_A_DIRECTORY.exception();
      }
    }
    full = ofDrive(full);
    int end = full.length();
    current = located(end > 3 && full.charAt(end - 1) == '\\' ? full.substring(0, end - 1) : full);
  }

  /** The absolute, normalised form of a path: {@code GetFullPathName}. */
  public String fullPath(String path) {
    byte[] text = path.getBytes(StandardCharsets.ISO_8859_1);
    int start = WinPath.plainStart(text);
    if (start == 0 && WinPath.slash(text, 0)) {
      return WinPath.join(here().windows, path);
    }
    return start == 3 && WinPath.slash(text, 3) ? path : WinPath.full(path, this);
  }

  /** The host path that a Windows path means, as bytes; the last element need not exist. */
  public byte[] hostPath(String path) {
    HostPath host = locate(path);
    if (host.bytes == null) {
      throw NtStatus.OBJECT_PATH_NOT_FOUND.exception();
    }
    try {
      CaseLookup.status(host);
    } catch (decant.nt.NtStatusException e) {
      // names that do not exist are spelt as they were given
    }
    return host.bytes;
  }

  /** The Windows path of a host path. */
  public String windowsPath(byte[] hostPath) {
    return drives.windowsPath(hostPath);
  }

  /**
   * The attributes, times and size of a file by name; a symbolic link is not followed. Devices have
   * the attributes of an archive, as on Windows.
   */
  public FileStatus status(String path) {
    FileStatus status = tryStatus(path);
    if (status == null) {
      throw NtStatus.OBJECT_NAME_NOT_FOUND.exception();
    }
    return status;
  }

  /** As {@link #status}; null when only the last name of the path does not exist. */
  public FileStatus tryStatus(String path) {
    HostPath host = plain(path);
    if (host == null) {
      String full = absolute(path);
      if (full.charAt(0) == '\\' && !isDrivePath(full, 4)) {
        throw (devices.containsKey(UpCase.of(deviceName(full)))
                ? NtStatus.INVALID_PARAMETER
                : NtStatus.OBJECT_NAME_NOT_FOUND)
            .exception();
      }
      host = HostPath.of(ofDrive(full), drives);
    }
    if (host.virtual != null) {
      return FileStatus.ofVirtual(host.virtual.name);
    }
    FileStatus status = CaseLookup.status(host);
    if (status == null) {
      return null;
    }
    CaseLookup.checkDirectory(host, status);
    if (host.mount && status.isLink()) {
      status = FileStatus.of(host.bytes, true);
    }
    return status.addAttributes(host.bytes);
  }

  /** Sets the attributes of a file by name. */
  public void setAttributes(String path, int attributes) {
    HostPath host = changeable(path);
    DosAttributes.write(host.bytes, CaseLookup.existing(host), attributes);
  }

  /** The host path of an existing file whose permissions may be changed. */
  public byte[] changeablePath(String path) {
    HostPath host = changeable(path);
    CaseLookup.existing(host);
    return host.bytes;
  }

  private HostPath changeable(String path) {
    HostPath host = locate(path);
    if (host.virtual != null || host.isSystemFile()) {
      throw NtStatus.ACCESS_DENIED.exception();
    }
    return host;
  }

  /** Deletes a file by name. */
  public void delete(String path) {
    names.delete(locate(path));
  }

  public void makeDirectory(String path) {
    names.makeDirectory(locate(path));
  }

  public void removeDirectory(String path) {
    names.removeDirectory(locate(path));
  }

  /**
   * Moves a file or directory; a link itself is moved, not what it leads to.
   *
   * @param replace whether a file with the new name is replaced
   * @param copy whether a file may be copied to another file system; {@code STATUS_NOT_SAME_DEVICE}
   *     if not
   */
  public void move(String from, String to, boolean replace, boolean copy) {
    IoObject object =
        create(
                from,
                FileAccess.DELETE | FileAccess.SYNCHRONIZE,
                0,
                FileAccess.FILE_SHARE_ALL,
                FILE_OPEN,
                FILE_OPEN_REPARSE_POINT | FILE_OPEN_FOR_BACKUP_INTENT)
            .object();
    object.retain();
    try {
      if (!(object instanceof FileObject file)) {
        throw NtStatus.INVALID_PARAMETER.exception();
      }
      file.rename(to, replace);
    } catch (decant.nt.NtStatusException e) {
      if (e.status() != NtStatus.NOT_SAME_DEVICE || !copy) {
        throw e;
      }
      object.release();
      object = null;
      FileCopy.move(this, from, to, replace);
    } finally {
      if (object != null) {
        object.release();
      }
    }
  }

  /** Makes a hard link {@code name} to an existing file. */
  public void hardLink(String name, String existing) {
    HostPath from = locate(existing);
    if (CaseLookup.existing(from).isDirectory()) {
      throw NtStatus.FILE_IS_A_DIRECTORY.exception();
    }
    names.link(from.bytes, locate(name), false);
  }

  /** Makes a symbolic link; the target is a Windows path, relative or not. */
  public void symbolicLink(String name, String target) {
    names.symbolicLink(locate(name), linkContents(target));
  }

  /** What a symbolic link to a Windows path contains. */
  byte[] linkContents(String target) {
    return WinPath.kind(target) == WinPath.Kind.RELATIVE
        ? relativeTarget(target)
        : hostPath(target);
  }

  private static byte[] relativeTarget(String target) {
    NameCodec.Bytes out = new NameCodec.Bytes(target.length() + 16);
    int start = 0;
    for (int i = 0; i <= target.length(); i++) {
      if (i == target.length() || WinPath.isSeparator(target.charAt(i))) {
        NameCodec.encode(target, start, i, out);
        if (i < target.length()) {
          out.add('/');
        }
        start = i + 1;
      }
    }
    return out.toArray();
  }

  /** The target of a symbolic link as a Windows path. */
  public String linkTarget(byte[] link) {
    byte[] target = FileNames.readLink(link);
    if (target.length > 0 && target[0] == '/') {
      return windowsPath(target);
    }
    StringBuilder out = new StringBuilder(target.length);
    int start = 0;
    for (int i = 0; i <= target.length; i++) {
      if (i == target.length || target[i] == '/') {
        NameCodec.decode(target, start, i, out);
        if (i < target.length) {
          out.append('\\');
        }
        start = i + 1;
      }
    }
    return out.toString();
  }

  /**
   * Lists a directory by name; {@code pattern} is one of the kernel ({@link Wildcards#fromWin32}).
   */
  public DirectoryQuery list(String directory, String pattern) {
    HostPath host = locate(directory);
    boolean root = host.mount && host.windows.length() <= 3;
    if (host.virtual == null) {
      CaseLookup.existing(host);
    }
    return DirectoryQuery.start(host.bytes, host.virtual, root, pattern);
  }

  /** A listing that has one entry: the file of this name. */
  public DirectoryQuery one(String path) {
    HostPath host = locate(path);
    if (host.virtual != null) {
      return DirectoryQuery.of(host.name(), FileStatus.ofVirtual(host.virtual.name));
    }
    return DirectoryQuery.of(spelling(path), status(path));
  }

  /** Lists an open directory. */
  public DirectoryQuery list(FileObject directory, String pattern) {
    boolean root = directory.path().length() <= 3;
    return DirectoryQuery.start(directory.hostPath(), directory.virtual, root, pattern);
  }

  /**
   * Whether an existing file is known at once to have all its names spelt as this path has them.
   */
  public boolean isSpelt(String path) {
    HostPath host = plain(path);
    if (host == null) {
      return false;
    }
    byte[] asked = host.bytes;
    CaseLookup.existing(host);
    return host.bytes == asked;
  }

  /** The name of an existing file as it is spelt in its directory; the top of a drive has none. */
  public String spelling(String path) {
    HostPath host = locate(path);
    if (host.mount) {
      return host.windows.length() <= 3 ? "" : host.name();
    }
    CaseLookup.existing(host);
    int slash = CaseLookup.lastSlash(host.bytes, host.bytes.length);
    return NameCodec.decode(host.bytes, slash + 1, host.bytes.length);
  }
}
