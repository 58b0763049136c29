package decant.nt.file;

import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;

/** Names of the object manager, as far as they name files. */
public final class NtName {
  /** {@code OBJECT_ATTRIBUTES}. */
  private static final int ROOT_DIRECTORY = 8;

  private static final int OBJECT_NAME = 16;

  private NtName() {}

  /**
   * The literal Win32 path of a name: {@code \??\C:\x}, {@code \DosDevices\C:\x}, {@code
   * \Device\Null}; {@code STATUS_OBJECT_PATH_NOT_FOUND} for other places of the object manager,
   * {@code STATUS_OBJECT_PATH_SYNTAX_BAD} for what is no full name.
   *
   * @param root a handle of the directory that the name is in, 0 for a full name
   */
  public static String win32(GuestThread t, long root, String name) {
    if (root != 0) {
      String directory = FileIo.file(t, root, 0).path();
      return "\\\\?\\" + (name.isEmpty() ? directory : WinPath.join(directory, name));
    }
    if (name.startsWith("\\??\\") || name.startsWith("\\\\?\\")) {
      return "\\\\?\\" + name.substring(4);
    }
    if (name.regionMatches(true, 0, "\\DosDevices\\", 0, 12)) {
      return "\\\\?\\" + name.substring(12);
    }
    if (name.equalsIgnoreCase("\\Device\\Null")) {
      return "\\\\?\\NUL";
    }
    if (name.regionMatches(true, 0, "\\Device\\NamedPipe\\", 0, 18)) {
      return "\\\\?\\PIPE\\" + name.substring(18);
    }
    if (name.regionMatches(true, 0, "\\Device\\Afd", 0, 11)) {
      return "\\\\?\\AFD" + name.substring(11);
    }
    if (WinPath.kind(name) == WinPath.Kind.DRIVE_ABSOLUTE) {
      return name;
    }
    throw (name.startsWith("\\") ? NtStatus.OBJECT_PATH_NOT_FOUND : NtStatus.OBJECT_PATH_SYNTAX_BAD)
        .exception();
  }

  /** The path that {@code OBJECT_ATTRIBUTES} name, as {@link #win32} has it. */
  public static String of(GuestThread t, long attributes) {
    long name = Memory.getLong(attributes + OBJECT_NAME);
    long root = Memory.getLong(attributes + ROOT_DIRECTORY);
    if (name == 0) {
      return win32(t, root, "");
    }
    return win32(t, root, string(name));
  }

  /** The text of a {@code UNICODE_STRING}. */
  public static String string(long unicodeString) {
    return Memory.wide(Memory.getLong(unicodeString + 8), Memory.getU16(unicodeString) / 2);
  }
}
