package decant.cmd;

import decant.abi.Text;
import decant.kernel32.ProgramSearch;
import decant.nt.Environment;
import decant.nt.GuestThread;
import decant.nt.NtStatusException;
import decant.nt.Win32Error;
import decant.nt.Win32Exception;
import decant.nt.file.FileSystem;
import decant.nt.file.WinPath;
import java.util.ArrayList;
import java.util.List;

/** Words, and the names of files and programs among them. */
final class Names {
  private Names() {}

  static byte[] bytes(String text) {
    return Text.encode(text);
  }

  static String text(byte[] bytes) {
    return Text.decode(bytes);
  }

  /** The words of a text, quotation marks kept. Commas, semicolons and equals signs divide too. */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i <= text.length(); i++) {
      char c = i < text.length() ? text.charAt(i) : ' ';
      quoted ^= c == '"';
      if (!quoted && (c == ' ' || c == '\t' || c == ',' || c == ';' || c == '=')
          || i == text.length()) {
        if (!word.isEmpty()) {
          words.add(word.toString());
          word.setLength(0);
        }
      } else {
        word.append(c);
      }
    }
    return words;
  }

  /** Whether a word is the option of a command. */
  static boolean isOption(String word) {
    return word.startsWith("/");
  }

  /** The words that are options, or those that are not, without quotation marks. */
  static List<String> select(List<String> words, boolean options) {
    List<String> selected = new ArrayList<>();
    for (String word : words) {
      if (isOption(word) == options) {
        selected.add(options ? word.toLowerCase(java.util.Locale.ROOT) : Parser.unquoted(word));
      }
    }
    return selected;
  }

  static boolean exists(FileSystem files, String path) {
    try {
      files.status(files.fullPath(path));
      return true;
    } catch (NtStatusException | Win32Exception e) {
      return false;
    }
  }

  static boolean isDirectory(FileSystem files, String path) {
    try {
      return files.status(files.fullPath(path)).isDirectory();
    } catch (NtStatusException | Win32Exception e) {
      return false;
    }
  }

  static boolean hasWildcard(String name) {
    return name.indexOf('*') >= 0 || name.indexOf('?') >= 0;
  }

  /** The program or batch file of a command's name, null when there is none. */
  static String program(GuestThread t, String typed) {
    if (typed.isEmpty()) {
      return null;
    }
    String name = typed.replace('/', '\\');
    if (WinPath.lastName(name) > 0) {
      return withExtensions(t, name);
    }
    String found = withExtensions(t, ".\\" + name);
    String path = Environment.of(t.process).get("Path");
    StringBuilder directory = new StringBuilder();
    boolean quoted = false; // where a semicolon belongs to the name of a directory
    for (int i = 0; path != null && found == null && i <= path.length(); i++) {
      char c = i < path.length() ? path.charAt(i) : ';';
      if (i < path.length() && (quoted && c != '"' || c != ';' && c != '"')) {
        directory.append(c);
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!directory.isEmpty()) {
        found = withExtensions(t, WinPath.join(directory.toString(), name));
        directory.setLength(0);
      }
    }
    return found;
  }

  private static String withExtensions(GuestThread t, String path) {
    FileSystem files = t.process.files;
    boolean extended = path.indexOf('.', WinPath.lastName(path)) >= 0;
    if (extended) {
      String found = ProgramSearch.program(files, path);
      if (found != null) {
        return found;
      }
    }
    String extensions = Environment.of(t.process).get("PATHEXT");
    for (String extension : (extensions == null ? ".COM;.EXE;.BAT;.CMD" : extensions).split(";")) {
      String found =
          extension.isEmpty()
              ? null
              : ProgramSearch.program(files, path + extension.toLowerCase(java.util.Locale.ROOT));
      if (found != null) {
        return found;
      }
    }
    return !extended && t.process.hostPrograms != null ? ProgramSearch.program(files, path) : null;
  }

  /** What the command processor says of an error. */
  static String message(RuntimeException e) {
    Win32Error error =
        e instanceof NtStatusException status
            ? status.status().error()
            : e instanceof Win32Exception win32 ? win32.error() : Win32Error.GEN_FAILURE;
    return switch (error) {
      case FILE_NOT_FOUND -> "The system cannot find the file specified.";
      case PATH_NOT_FOUND -> "The system cannot find the path specified.";
      case ACCESS_DENIED -> "Access is denied.";
      case DIR_NOT_EMPTY -> "The directory is not empty.";
      case DIRECTORY -> "The directory name is invalid.";
      case ALREADY_EXISTS, FILE_EXISTS -> "A subdirectory or file already exists.";
      case SHARING_VIOLATION ->
          "The process cannot access the file because it is being used by another process.";
      case INVALID_NAME -> "The filename, directory name, or volume label syntax is incorrect.";
      default -> "The operation failed (error " + error.code() + ").";
    };
  }
}
