package decant.loader;

import decant.abi.ApiSets;
import decant.abi.ExportIndex;
import decant.abi.adapter.UserShims;
import java.io.File;

/** Where imports come from when a program is looked at rather than run. */
public final class BuiltinSources implements Inspect.Available {
  private final ExportIndex index = UserShims.exports();
  private final String[] beside;

  /**
   * Looks for DLLs beside a file.
   *
   * @param file a host path
   */
  public BuiltinSources(String file) {
    String[] names = new File(file).getAbsoluteFile().getParentFile().list();
    beside = names == null ? new String[0] : names;
  }

  @Override
  public Inspect.Source source(String dll) {
    DllName name = new DllName(dll);
    String host = ApiSets.host(name.library);
    String library = host == null ? name.library : host;
    boolean builtin = index.library(library) >= 0;
    boolean system = host != null || SystemLibraries.isKnown(library);
    if (builtin && system) {
      return Inspect.Source.BUILT_IN;
    }
    for (String file : beside) {
      if (!system && file.equalsIgnoreCase(name.file)) {
        return Inspect.Source.BESIDE;
      }
    }
    if (builtin) {
      return Inspect.Source.BUILT_IN;
    }
    return system || SystemLibraries.isPresent(library) ? Inspect.Source.LACKING : null;
  }

  @Override
  public boolean has(String dll, String name, int ordinal) {
    DllName parts = new DllName(dll);
    String host = ApiSets.host(parts.library);
    int library = index.library(host == null ? parts.library : host);
    if (library < 0) {
      return false;
    }
    if (name == null) {
      return index.find(library, ordinal) >= 0;
    }
    if (index.find(library, name) >= 0) {
      return true;
    }
    // What contracts name kernelbase for may live in another library, as in BuiltinModules.
    for (int l = 0; "kernelbase".equals(host) && l < index.libraries(); l++) {
      if (index.find(l, name) >= 0) {
        return true;
      }
    }
    return false;
  }
}
