package decant.loader;

import decant.abi.Gate;
import decant.loader.pe.BadImageException;
import decant.loader.pe.BadImageException.Reason;
import decant.loader.pe.ImportedDll;
import decant.loader.pe.PeImage;
import decant.loader.pe.TlsDirectory;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * One load: a module with all that it brings in, mapped and bound; no guest code runs. Guarded by
 * the loader lock.
 */
final class Loading {
  /** What is new, in the order of mapping: to be taken back when the load fails. */
  final List<Module> fresh = new ArrayList<>();

  private final ModuleState modules;
  private final boolean fromStart;
  private final DllName name;
  private final int flags;
  private List<String> directories;

  /**
   * Prepares a load.
   *
   * @param name what is loaded: where it lies may decide where the rest is looked for
   * @param flags {@code LOAD_*}
   * @param fromStart whether the program itself is loaded
   */
  Loading(ModuleState modules, DllName name, int flags, boolean fromStart) {
    this.modules = modules;
    this.name = name;
    this.flags = flags;
    this.fromStart = fromStart;
  }

  /** Where to look; found out when it is first asked for, as most programs never do. */
  List<String> directories() {
    if (directories == null) {
      directories = modules.search.directories(name, flags);
    }
    return directories;
  }

  /** The module that a program asks for by name; {@code STATUS_DLL_NOT_FOUND} without one. */
  Module wanted(GuestThread t, DllName name) {
    Module m = modules.find(name);
    if (m == null) {
      m = bringIn(t, name);
    }
    if (m == null) {
      throw NtStatus.DLL_NOT_FOUND.exception();
    }
    return m;
  }

  /** Maps an image and enters it everywhere; its imports are not bound yet. */
  Module map(GuestThread t, PeImage image, ImageFile file) {
    Module m = Module.guest(file.path(), ImageMapper.map(modules.process, image, file));
    m.fromStart = fromStart;
    modules.table.add(m);
    fresh.add(m);
    if (image.directoryAddress(PeImage.DIRECTORY_TLS) != 0) {
      m.tls = TlsDirectory.read(m.image, m.base);
      modules.tls.add(t, m);
    }
    modules.lists.add(t, m);
    if (Gate.tracer() != null) {
      Gate.tracer().moduleLoaded(t, m.path, m.base);
    }
    return m;
  }

  /** Loads what a module imports from, binds it, and gives its pages their protections. */
  void resolve(GuestThread t, Module m) {
    for (ImportedDll dll : m.image.imports()) {
      Module from = need(t, m, dll.dll());
      if (from.image != null && !m.dependencies.contains(from)) {
        m.dependencies.add(from);
      }
      modules.linker.bind(t, m, dll, from);
    }
    SecurityCookie.set(m.image, m.base);
    ImageMapper.protect(modules.process, m.image);
    m.state = Module.State.BOUND;
  }

  /** The module that an import names, loaded now if it is not there yet. */
  Module need(GuestThread t, Module importer, String dll) {
    DllName name = new DllName(dll);
    Module m = modules.find(name);
    if (m == null) {
      m = bringIn(t, name);
    }
    if (m != null) {
      return m;
    }
    String library = ModuleState.library(name);
    if (SystemLibraries.isPresent(library) || !library.equals(name.library)) {
      return absent(library);
    }
    StringBuilder message =
        new StringBuilder(importer.name)
            .append(" needs ")
            .append(name.file)
            .append(", which was not found");
    String separator = " in ";
    for (String directory : directories()) {
      message.append(separator).append(directory);
      separator = ", ";
    }
    throw new BadImageException(Reason.MISSING_DLL, message.toString());
  }

  /** The module that stands for a library of Windows that Decant lacks. */
  private Module absent(String library) {
    Module m = modules.absent.get(library);
    if (m == null) {
      m = Module.builtin(library, ModuleState.systemPath(library), 0, 0);
      modules.absent.put(library, m);
    }
    return m;
  }

  /** Loads a module that is not loaded; null when there is none of that name. */
  private Module bringIn(GuestThread t, DllName name) {
    String library = ModuleState.library(name);
    boolean contract = !library.equals(name.library);
    if (modules.builtins.isUsers(library)) {
      return addBuiltin(t, library);
    }
    if (!name.hasPath && (contract || SystemLibraries.isKnown(library))) {
      return modules.builtins.has(library) ? addBuiltin(t, library) : null;
    }
    DllSearch.Found found = modules.search.find(name, directories());
    if (found == null) {
      return null;
    }
    if (found.builtin() != null) {
      Module m = modules.table.builtin(found.builtin());
      return m != null ? m : addBuiltin(t, found.builtin());
    }
    try (ImageFile file = found.file()) {
      Module m = modules.table.withPath(file.path());
      if (m != null) {
        return m;
      }
      PeImage image = PeImage.parse(file.bytes(), file.path());
      m = map(t, image, file);
      if (image.isDll()) {
        resolve(t, m);
      } else {
        leaveUnresolved(m);
      }
      return m;
    }
  }

  /** Protects a module whose imports stay unbound and whose entry point is not called. */
  void leaveUnresolved(Module m) {
    m.unresolved = true;
    ImageMapper.protect(modules.process, m.image);
    m.state = Module.State.READY;
  }

  /** Enters a built-in library; null when there is none of that name. */
  Module addBuiltin(GuestThread t, String library) {
    Module m = modules.table.builtin(library);
    if (m == null && modules.builtins.has(library)) {
      long base = modules.builtins.base(library);
      m =
          Module.builtin(
              library, ModuleState.systemPath(library), base, modules.builtins.size(library));
      m.pinned = true;
      m.fromStart = fromStart;
      modules.table.add(m);
      modules.lists.add(t, m);
      modules.lists.initialised(m);
    }
    return m;
  }
}
