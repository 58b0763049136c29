package decant.kernel32;

import decant.nt.Environment;
import decant.nt.GuestThread;
import decant.nt.NtStatusException;
import decant.nt.Win32Error;
import decant.nt.Win32Exception;
import decant.nt.file.FileSystem;
import decant.nt.file.WinPath;
import decant.nt.process.SystemPrograms;

/**
 * How {@code CreateProcess} finds the program that a command line begins with.
 *
 * @see <a
 *     href="https://learn.microsoft.com/windows/win32/api/processthreadsapi/nf-processthreadsapi-createprocessw">CreateProcessW</a>
 */
public final class ProgramSearch {
  private static final String EXTENSION = ".exe";

  private ProgramSearch() {}

  /**
   * What a command line means.
   *
   * @param path the full path of the program
   * @param line the command line as the program gets it
   */
  public record Found(String path, String line) {}

  /**
   * The program of a command line without an application name. A quoted name is taken as it is; of
   * an unquoted one with blanks each beginning is tried, the shortest first, and gets quoted.
   */
  public static Found ofCommandLine(GuestThread t, String line) {
    int start = 0;
    while (start < line.length() && isBlank(line.charAt(start))) {
      start++;
    }
    if (start < line.length() && line.charAt(start) == '"') {
      int end = line.indexOf('"', start + 1);
      String name = line.substring(start + 1, end < 0 ? line.length() : end);
      String found = find(t, name);
      if (found == null) {
        throw notFound(t, name);
      }
      return new Found(found, line);
    }
    String first = null;
    for (int end = start; end <= line.length(); end++) {
      boolean last = end == line.length();
      if (end == start && !last || !last && !isBlank(line.charAt(end))) {
        continue;
      }
      String name = line.substring(start, end);
      String found = name.isEmpty() ? null : find(t, name);
      if (found != null) {
        return new Found(found, first == null ? line : "\"" + name + "\"" + line.substring(end));
      }
      first = first == null ? name : first;
    }
    throw notFound(t, first == null ? "" : first);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /** {@code ERROR_PATH_NOT_FOUND} where the directory is missing, else the file. */
  private static Win32Exception notFound(GuestThread t, String name) {
    int at = WinPath.lastName(name);
    boolean noDirectory = at > 0 && !isDirectory(t.process.files, name.substring(0, at));
    return (noDirectory ? Win32Error.PATH_NOT_FOUND : Win32Error.FILE_NOT_FOUND).exception();
  }

  private static boolean isDirectory(FileSystem files, String path) {
    try {
      return files.status(files.fullPath(path)).isDirectory();
    } catch (NtStatusException | Win32Exception e) {
      return false;
    }
  }

  /** The full path of an application name, which is not searched for and gets no extension. */
  static String ofApplication(GuestThread t, String name) {
    String found = program(t.process.files, name);
    if (found == null) {
      throw notFound(t, name);
    }
    return found;
  }

  /** The full path of a program's name in a command line, null when there is none. */
  private static String find(GuestThread t, String name) {
    FileSystem files = t.process.files;
    boolean extended = name.indexOf('.', WinPath.lastName(name)) >= 0;
    if (WinPath.kind(name) != WinPath.Kind.RELATIVE || WinPath.lastName(name) > 0) {
      String found = program(files, name);
      return found == null && !extended ? program(files, name + EXTENSION) : found;
    }
    String file = extended ? name : name + EXTENSION;
    String found = inDirectories(files, directories(t), file);
    // A bare name without extension is a program of the host, where those may be started.
    return found == null && !extended && t.process.hostPrograms != null
        ? inDirectories(files, directories(t), name)
        : found;
  }

  /** Where programs are looked for, with semicolons between. */
  public static String directories(GuestThread t) {
    String program = t.process.loader.fileName(t.process.loader.handle(null));
    String path = Environment.of(t.process).get("Path");
    return program.substring(0, WinPath.lastName(program))
        + ";.;"
        + Environment.SYSTEM_DIRECTORY
        + ';'
        + Environment.SYSTEM_ROOT
        + ';'
        + (path == null ? "" : path);
  }

  private static String inDirectories(FileSystem files, String directories, String name) {
    int start = 0;
    for (int i = 0; i <= directories.length(); i++) {
      if (i == directories.length() || directories.charAt(i) == ';') {
        String directory = unquoted(directories.substring(start, i));
        start = i + 1;
        String found = directory.isEmpty() ? null : program(files, WinPath.join(directory, name));
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  private static String unquoted(String directory) {
    return directory.length() > 1 && directory.charAt(0) == '"' && directory.endsWith("\"")
        ? directory.substring(1, directory.length() - 1)
        : directory;
  }

  /** The full path of a file that exists and is no directory, or of a built-in program. */
  public static String program(FileSystem files, String path) {
    try {
      String full = files.fullPath(path);
      if (SystemPrograms.isCommandProcessor(full)) {
        return full;
      }
      return files.status(full).isDirectory() ? null : full;
    } catch (NtStatusException | Win32Exception e) {
      return null;
    }
  }
}
