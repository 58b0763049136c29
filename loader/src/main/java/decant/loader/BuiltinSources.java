package decant.loader;

import decant.abi.ApiSets;
import decant.abi.ExportIndex;
import decant.abi.adapter.UserShims;
import java.io.File;

/** Where imports come from when a program is looked at rather than run. */
public final class BuiltinSources implements Inspect.Available {
  private final ExportIndex index = UserShims.exports();
  private final File directory;
  private final String[] beside;

  /** A function of a built-in library. */
  record Export(String library, String function) {}

  /**
   * Looks for DLLs beside a file.
   *
   * @param file a host path
   */
  public BuiltinSources(String file) {
    directory = new File(file).getAbsoluteFile().getParentFile();
    String[] names = directory.list();
    beside = names == null ? new String[0] : names;
  }

  /** The library that answers for a name: that of an API set's host, or the name's own. */
  static String library(DllName name) {
    String host = ApiSets.host(name.library);
    return host == null ? name.library : host;
  }

  @Override
  public Inspect.Source source(String dll) {
    DllName name = new DllName(dll);
    String library = library(name);
    boolean builtin = index.library(library) >= 0;
    boolean system = !library.equals(name.library) || SystemLibraries.isKnown(library);
    if (builtin && system) {
      return Inspect.Source.BUILT_IN;
    }
    if (!system && beside(name) != null) {
      return Inspect.Source.BESIDE;
    }
    if (builtin) {
      return Inspect.Source.BUILT_IN;
    }
    return system || SystemLibraries.isPresent(library) ? Inspect.Source.LACKING : null;
  }

  /** The file beside the program that a name means, null when there is none. */
  File beside(DllName name) {
    for (String file : beside) {
      if (file.equalsIgnoreCase(name.file)) {
        return new File(directory, file);
      }
    }
    return null;
  }

  @Override
  public boolean has(String dll, String name, int ordinal) {
    return export(new DllName(dll), name, ordinal) != null;
  }

  /** What an import is bound to, null when no built-in library has it. */
  Export export(DllName dll, String name, int ordinal) {
    int library = index.library(library(dll));
    if (library < 0) {
      return null;
    }
    int entry = name == null ? index.find(library, ordinal) : index.find(library, name);
    // What contracts name kernelbase for may live in another library, as in BuiltinModules.
    boolean anywhere = name != null && index.libraryName(library).equals("kernelbase");
    for (int l = 0; entry < 0 && anywhere && l < index.libraries(); l++) {
      entry = index.find(l, name);
      library = entry < 0 ? library : l;
    }
    return entry < 0 ? null : new Export(index.libraryName(library), index.name(entry));
  }
}
