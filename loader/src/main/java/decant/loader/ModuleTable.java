package decant.loader;

import decant.abi.KnownNames;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The modules of the process in load order. Changed under the loader lock; read without it, as
 * exception handling asks for the module of an address at any time.
 */
final class ModuleTable {
  private static final Module[] NONE = {};
  private volatile Module[] loaded = NONE;
  private volatile Map<String, Module> asked = new ConcurrentHashMap<>();
  private volatile int unloads;

  /** A snapshot, not to be changed. */
  Module[] all() {
    return loaded;
  }

  /** How often a module was removed. */
  int unloads() {
    return unloads;
  }

  void add(Module module) {
    Module[] old = loaded;
    Module[] table = Arrays.copyOf(old, old.length + 1);
    table[old.length] = module;
    loaded = table;
    asked = new ConcurrentHashMap<>();
    KnownNames.changed();
  }

  /**
   * Modules by the spellings that they were asked for with: a memory of its caller's, which is
   * another one as soon as a module comes or goes.
   */
  Map<String, Module> asked() {
    return asked;
  }

  void remove(Module module) {
    List<Module> table = new ArrayList<>(Arrays.asList(loaded));
    table.remove(module);
    loaded = table.toArray(NONE);
    asked = new ConcurrentHashMap<>();
    unloads++; // one thread at a time: under the loader lock
    KnownNames.changed();
  }

  /** The program; null while nothing is loaded. */
  Module program() {
    Module[] table = loaded;
    return table.length == 0 ? null : table[0];
  }

  /** The module with a base address, or null. */
  Module at(long base) {
    for (Module m : loaded) {
      if (m.base == base && base != 0) {
        return m;
      }
    }
    return null;
  }

  /** The module that an address lies in, or null. */
  Module containing(long address) {
    for (Module m : loaded) {
      if (m.contains(address)) {
        return m;
      }
    }
    return null;
  }

  /** The module with a file name, or null. */
  Module named(String name) {
    for (Module m : loaded) {
      if (m.name.equalsIgnoreCase(name)) {
        return m;
      }
    }
    return null;
  }

  /** The module with a full path, or null. */
  Module withPath(String path) {
    for (Module m : loaded) {
      if (m.path.equalsIgnoreCase(path)) {
        return m;
      }
    }
    return null;
  }

  /** The module of a built-in library, or null. */
  Module builtin(String library) {
    for (Module m : loaded) {
      if (library.equals(m.builtin)) {
        return m;
      }
    }
    return null;
  }
}
