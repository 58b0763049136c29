package decant.loader;

import decant.abi.ApiSets;
import decant.abi.BuiltinModules;
import decant.nt.Environment;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import java.util.HashMap;
import java.util.Map;

/** What the loader knows of a process: its modules, and what serves them. */
final class ModuleState {
  final GuestProcess process;
  final BuiltinModules builtins;
  final DllSearch search;
  final Linker linker;
  final StaticTls tls;
  final ModuleTable table = new ModuleTable();

  /** Libraries of Windows that we lack, as far as something imports from them. */
  final Map<String, Module> absent = new HashMap<>();

  LdrLists lists;
  Initializer initializer;

  ModuleState(GuestProcess process, BuiltinModules builtins, Linker linker) {
    this.process = process;
    this.builtins = builtins;
    this.linker = linker;
    this.search = new DllSearch(process, builtins);
    this.tls = new StaticTls(process);
  }

  /** The process has its first thread and its PEB. */
  void begin(GuestThread t) {
    lists = new LdrLists(process, t);
    initializer = new Initializer(lists);
    tls.attach(t);
  }

  /** The module that a name means if it is loaded; else null. */
  Module find(DllName name) {
    if (name.hasPath && !builtins.isUsers(name.library)) {
      return table.withPath(process.files.fullPath(name.full));
    }
    Module m = table.builtin(library(name));
    return m != null ? m : table.named(name.file);
  }

  /** The built-in library's name that a name stands for: API sets are other names of libraries. */
  static String library(DllName name) {
    String host = ApiSets.host(name.library);
    return host == null ? name.library : host;
  }

  /** Where a library of Windows appears to lie. */
  static String systemPath(String library) {
    boolean extension = library.indexOf('.') >= 0;
    return Environment.SYSTEM_DIRECTORY + "\\" + library + (extension ? "" : ".dll");
  }
}
