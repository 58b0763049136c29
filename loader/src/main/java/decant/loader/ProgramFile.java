package decant.loader;

import decant.host.ShellWord;
import decant.nt.GuestProcess;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.file.NameCodec;
import decant.nt.process.SystemPrograms;
import java.io.ByteArrayOutputStream;

/** The file that a user means by a program's name. */
final class ProgramFile {
  private static final String EXTENSION = ".exe";

  /** The name as the user gave it, for messages. */
  final String shownName;

  /** The full Windows path. */
  final String path;

  private final GuestProcess process;

  private ProgramFile(GuestProcess process, String shownName, String path) {
    this.process = process;
    this.shownName = shownName;
    this.path = path;
  }

  /**
   * Finds a program: a host path, a Windows path with a drive, or a bare name, which is looked for
   * in the current directory and then in {@code PATH}; each as it is, and with {@code .exe} behind
   * it.
   */
  static ProgramFile find(GuestProcess process, String name) throws CannotRunException {
    String found = null;
    if (isWindowsPath(name)) {
      found = firstOf(process, process.files.fullPath(name));
    } else if (!name.isEmpty()) {
      found = firstOf(process, process.files.windowsPath(absolute(process, name)));
      if (found == null && name.indexOf('/') < 0) {
        found = search(process, name);
      }
    }
    if (found == null && (name.equalsIgnoreCase("cmd") || name.equalsIgnoreCase("cmd.exe"))) {
      found = SystemPrograms.COMMAND_PROCESSOR;
    }
    if (found == null) {
      throw new CannotRunException(
          CannotRunException.NOT_FOUND, name + ": program not found", Advice.aboutNoSuch(name));
    }
    return new ProgramFile(process, name, process.files.fullPath(found));
  }

  /** The program of a full Windows path. */
  static ProgramFile at(GuestProcess process, String path) {
    return new ProgramFile(process, path, path);
  }

  private static boolean isWindowsPath(String name) {
    return name.startsWith("\\\\")
        || name.length() > 2 && name.charAt(1) == ':' && Character.isLetter(name.charAt(0));
  }

  private static String firstOf(GuestProcess process, String path) {
    return exists(process, path)
        ? path
        : exists(process, path + EXTENSION) ? path + EXTENSION : null;
  }

  private static boolean exists(GuestProcess process, String path) {
    try {
      process.files.status(path);
      return true;
    } catch (NtStatusException e) {
      return SystemPrograms.isCommandProcessor(process.files.fullPath(path));
    }
  }

  private static String search(GuestProcess process, String name) {
    String path = System.getenv("PATH");
    int from = 0;
    while (path != null && from <= path.length()) {
      int end = path.indexOf(':', from);
      end = end < 0 ? path.length() : end;
      String directory = path.substring(from, end);
      from = end + 1;
      if (!directory.isEmpty()) {
        String found =
            firstOf(process, process.files.windowsPath(absolute(process, directory + "/" + name)));
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  /** A host path as absolute bytes; relative ones begin at the process's current directory. */
  static byte[] absolute(GuestProcess process, String hostPath) {
    ByteArrayOutputStream path = new ByteArrayOutputStream();
    if (!hostPath.startsWith("/")) {
      path.writeBytes(process.files.hostPath(process.files.currentDirectory()));
      path.write('/');
    }
    path.writeBytes(NameCodec.encode(hostPath));
    return path.toByteArray();
  }

  /** Opens the file for mapping. */
  ImageFile open() throws CannotRunException {
    try {
      return ImageFile.open(process, path);
    } catch (NtStatusException e) {
      String problem =
          switch (e.status()) {
            case FILE_IS_A_DIRECTORY -> "is a directory";
            case ACCESS_DENIED -> "cannot be read: permission denied";
            case INVALID_FILE_FOR_SECTION -> "is not a regular file";
            default -> "cannot be opened (STATUS_" + e.status().name() + ")";
          };
      String advice =
          e.status() == NtStatus.FILE_IS_A_DIRECTORY
              ? "to see the programs in it: ls " + ShellWord.quote(shownName) + "/*.exe"
              : "to see who may read it: ls -l " + ShellWord.quote(shownName);
      throw new CannotRunException(
          CannotRunException.NOT_RUNNABLE, shownName + ": " + problem, advice);
    }
  }
}
