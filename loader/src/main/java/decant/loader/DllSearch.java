package decant.loader;

import decant.abi.BuiltinModules;
import decant.nt.DllDirectories;
import decant.nt.Environment;
import decant.nt.GuestProcess;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * Where DLLs are looked for. The system directory is not a real one: it holds the built-in
 * libraries and nothing else.
 *
 * @see <a
 *     href="https://learn.microsoft.com/windows/win32/dlls/dynamic-link-library-search-order">DLL
 *     search order</a>
 */
final class DllSearch {
  static final int LOAD_WITH_ALTERED_SEARCH_PATH = 0x8;
  static final int SEARCH_DLL_LOAD_DIR = 0x100;
  static final int SEARCH_APPLICATION_DIR = 0x200;
  static final int SEARCH_USER_DIRS = 0x400;
  static final int SEARCH_SYSTEM32 = 0x800;
  static final int SEARCH_DEFAULT_DIRS = 0x1000;
  private static final int SEARCH_MASK = 0x1F00;

  private final GuestProcess process;
  private final BuiltinModules builtins;
  private String programDirectory = "";

  DllSearch(GuestProcess process, BuiltinModules builtins) {
    this.process = process;
    this.builtins = builtins;
  }

  void setProgram(String path) {
    programDirectory = directory(path);
  }

  /** The directories to look in for a name without a path, in order. */
  List<String> directories(DllName name, int flags) {
    DllDirectories set = DllDirectories.of(process);
    String dllDirectory = set.directory();
    int search = flags & SEARCH_MASK;
    if (search == 0 && (flags & LOAD_WITH_ALTERED_SEARCH_PATH) == 0) {
      search = set.defaultFlags() & SEARCH_MASK;
    }
    SequencedSet<String> list = new LinkedHashSet<>();
    if (search != 0) {
      boolean all = (search & SEARCH_DEFAULT_DIRS) != 0;
      if ((search & SEARCH_DLL_LOAD_DIR) != 0 && name.isAbsolute()) {
        list.add(directory(name.full));
      }
      if (all || (search & SEARCH_APPLICATION_DIR) != 0) {
        list.add(programDirectory);
      }
      if (all || (search & SEARCH_USER_DIRS) != 0) {
        list.addAll(set.added());
        if (dllDirectory != null && !dllDirectory.isEmpty()) {
          list.add(dllDirectory);
        }
      }
      if (all || (search & SEARCH_SYSTEM32) != 0) {
        list.add(Environment.SYSTEM_DIRECTORY);
      }
      return List.copyOf(list);
    }
    boolean altered = (flags & LOAD_WITH_ALTERED_SEARCH_PATH) != 0 && name.isAbsolute();
    list.add(altered ? directory(name.full) : programDirectory);
    if (dllDirectory != null && !dllDirectory.isEmpty()) {
      list.add(dllDirectory);
    }
    list.add(Environment.SYSTEM_DIRECTORY);
    if (dllDirectory == null) {
      list.add(process.files.currentDirectory());
    }
    addPath(list);
    return List.copyOf(list);
  }

  private void addPath(SequencedSet<String> list) {
    String path = Environment.of(process).get("Path");
    int start = 0;
    while (path != null && start < path.length()) {
      int end = path.indexOf(';', start);
      end = end < 0 ? path.length() : end;
      String directory = path.substring(start, end).strip();
      if (!directory.isEmpty() && !directory.equalsIgnoreCase(Environment.SYSTEM_DIRECTORY)) {
        list.add(directory);
      }
      start = end + 1;
    }
  }

  /** What was found: a file, or else the name of a built-in library. */
  record Found(ImageFile file, String builtin) {}

  /** Finds a DLL; null when there is none. */
  Found find(DllName name, List<String> directories) {
    if (name.hasPath) {
      String path = process.files.fullPath(name.full);
      return look(name, path, directory(path));
    }
    for (String directory : directories) {
      Found found = look(name, process.files.fullPath(directory + "\\" + name.file), directory);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private Found look(DllName name, String path, String directory) {
    if (directory.equalsIgnoreCase(Environment.SYSTEM_DIRECTORY)) {
      return builtins.has(name.library) ? new Found(null, name.library) : null;
    }
    ImageFile file = open(path);
    return file == null ? null : new Found(file, null);
  }

  private ImageFile open(String path) {
    try {
      return ImageFile.open(process, path);
    } catch (NtStatusException e) {
      if (isAbsent(e.status())) {
        return null;
      }
      throw e;
    }
  }

  private static boolean isAbsent(NtStatus status) {
    return switch (status) {
      case OBJECT_NAME_NOT_FOUND,
          OBJECT_PATH_NOT_FOUND,
          OBJECT_NAME_INVALID,
          OBJECT_PATH_SYNTAX_BAD,
          NO_SUCH_FILE,
          NO_SUCH_DEVICE,
          NOT_A_DIRECTORY,
          FILE_IS_A_DIRECTORY ->
          true;
      default -> false;
    };
  }

  /** The directory of a full path. */
  static String directory(String path) {
    int slash = path.lastIndexOf('\\');
    return slash < 0 ? "" : slash == 2 ? path.substring(0, 3) : path.substring(0, slash);
  }
}
