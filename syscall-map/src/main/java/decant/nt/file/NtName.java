package decant.nt.file;

import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;

/** Names of the object manager, as far as they name files. */
public final class NtName {
  /** {@code OBJECT_ATTRIBUTES}. */
  private static final int ROOT_DIRECTORY = 8;

  private static final int OBJECT_NAME = 16;

  private static final String VOLUME = "\\Device\\HarddiskVolume";
  private static final String GLOBAL_ROOT = "\\??\\GLOBALROOT\\";

  private NtName() {}

  /** The device that a drive letter stands for: each drive is a volume of its own. */
  public static String volume(char letter) {
    return VOLUME + (UpCase.of(letter) - 'A' + 1);
  }

  /** The full name of the file at a path that begins with a drive. */
  public static String ofPath(String path) {
    return volume(path.charAt(0)) + path.substring(2);
  }

  /** The path of a name on a volume; null when it is none of a drive. */
  private static String onVolume(String name) {
    if (!name.regionMatches(true, 0, VOLUME, 0, VOLUME.length())) {
      return null;
    }
    int end = VOLUME.length();
    int number = 0;
    while (end < name.length() && number <= 26 && Character.digit(name.charAt(end), 10) >= 0) {
      number = 10 * number + Character.digit(name.charAt(end++), 10);
    }
    boolean whole = end < name.length() && name.charAt(end) == '\\';
    return whole && number >= 1 && number <= 26
        ? (char) ('A' + number - 1) + ":" + name.substring(end)
        : null;
  }

  /**
   * The literal Win32 path of a name: {@code \??\C:\x}, {@code \DosDevices\C:\x}, {@code
   * \Device\Null}, {@code \Device\HarddiskVolume3\x}; {@code STATUS_OBJECT_PATH_NOT_FOUND} for
   * other places of the object manager, {@code STATUS_OBJECT_PATH_SYNTAX_BAD} for what is no full
   * name.
   *
   * @param root a handle of the directory that the name is in, 0 for a full name
   */
  public static String win32(GuestThread t, long root, String name) {
    if (root != 0) {
      String directory = FileIo.file(t, root, 0).path();
      return "\\\\?\\" + (name.isEmpty() ? directory : WinPath.join(directory, name));
    }
    if (name.regionMatches(true, 0, GLOBAL_ROOT, 0, GLOBAL_ROOT.length())) {
      return win32(t, 0, name.substring(GLOBAL_ROOT.length() - 1));
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
    String path = onVolume(name);
    if (path != null) {
      return "\\\\?\\" + path;
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
