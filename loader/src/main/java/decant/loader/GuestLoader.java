package decant.loader;

import decant.abi.BuiltinModules;
import decant.abi.GuestThreads;
import decant.loader.pe.BadImageException;
import decant.loader.pe.PeImage;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.ModuleLoader;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.Win32Error;
import decant.nt.Win32Exception;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The loader of a process: the program, the guest's DLLs and the built-in libraries, each with what
 * it needs.
 *
 * <p>Changes happen under the loader lock, which is held while {@code DllMain} runs, as on Windows;
 * looking up modules and exports takes no lock. A module stays as long as something refers to it:
 * the program, a load that was not freed, or a module that stays and imports from it.
 */
public final class GuestLoader implements ModuleLoader {
  private static final int DONT_RESOLVE_DLL_REFERENCES = 0x1;
  private static final int LOAD_LIBRARY_AS_DATAFILE = 0x2;
  private static final int LOAD_LIBRARY_AS_IMAGE_RESOURCE = 0x20;
  private static final int LOAD_LIBRARY_AS_DATAFILE_EXCLUSIVE = 0x40;
  private static final int DATA_FLAGS =
      LOAD_LIBRARY_AS_DATAFILE
          | LOAD_LIBRARY_AS_IMAGE_RESOURCE
          | LOAD_LIBRARY_AS_DATAFILE_EXCLUSIVE;

  /** In every process, and where programs look for them: behind the program, in this order. */
  private static final String[] ALWAYS = {"ntdll", "kernel32", "kernelbase"};

  private final GuestProcess process;
  private final ModuleState modules;
  final ModuleTable table;
  private final DataFiles dataFiles;
  private final Linker linker;
  private final ReentrantLock lock = new ReentrantLock();

  /** The load that is going on; null while {@code DllMain} runs. */
  private Loading current;

  public GuestLoader(GuestProcess process, BuiltinModules builtins) {
    this.process = process;
    this.linker = new Linker(this, builtins);
    this.modules = new ModuleState(process, builtins, linker);
    this.table = modules.table;
    this.dataFiles = new DataFiles(process);
  }

  // --- the program ------------------------------------------------------------------------------

  /**
   * Maps the program and all that it needs, binds it and fills in the PEB's fields about it. No
   * guest code runs yet.
   *
   * @param image a program ({@link PeImage#requireProgram})
   * @param file stays the caller's to close
   * @return the program's image as it lies in memory
   * @throws BadImageException when it, or a DLL that it needs, cannot be loaded
   */
  public PeImage loadProgram(GuestThread t, PeImage image, ImageFile file) {
    lock.lock();
    try {
      modules.begin(t);
      modules.search.setProgram(file.path());
      current = new Loading(modules, new DllName(file.path()), 0, true);
      Module program = current.map(t, image, file);
      program.pinned = true;
      PebBuilder.setImage(t, program.image);
      for (String library : ALWAYS) {
        current.addBuiltin(t, library);
      }
      current.resolve(t, program);
      return program.image;
    } finally {
      current = null;
      lock.unlock();
    }
  }

  /**
   * Begins without a program: guests are libraries of a Java program.
   *
   * @param path the Windows path of what stands for the program
   */
  void begin(GuestThread t, String path) {
    lock.lock();
    try {
      modules.begin(t);
      modules.search.setProgram(path);
      current = new Loading(modules, new DllName(path), 0, true);
      for (String library : ALWAYS) {
        current.addBuiltin(t, library);
      }
    } finally {
      current = null;
      lock.unlock();
    }
  }

  /** {@code DLL_PROCESS_DETACH} of all modules, in the reverse order of their initialisation. */
  void detachAll(GuestThread t) {
    lock.lock();
    try {
      modules.lists.shutdown(t);
      modules.initializer.shutdown(t);
    } finally {
      lock.unlock();
    }
  }

  /** Calls {@code DllMain} and TLS callbacks of what was loaded with the program. */
  public void initialize(GuestThread t) {
    lock.lock();
    try {
      modules.initializer.attach(t, table.program());
    } finally {
      lock.unlock();
    }
  }

  /** The module that an export is forwarded to. */
  Module forwardedTo(GuestThread t, Module m, String dll) {
    lock.lock();
    try {
      if (current != null) {
        return depend(m, current.need(t, m, dll));
      }
      return depend(m, load(t, new Loading(modules, new DllName(dll), 0, false), m, dll));
    } finally {
      lock.unlock();
    }
  }

  private static Module depend(Module m, Module on) {
    if (on.image != null && on != m && !m.dependencies.contains(on)) {
      m.dependencies.add(on);
    }
    return on;
  }

  /**
   * Loads and initialises a module; takes everything back when that fails. An exit of the process
   * from a {@code DllMain} is no failure.
   */
  private Module load(GuestThread t, Loading loading, Module importer, String name) {
    Loading outer = current;
    try {
      Module m;
      current = loading;
      try {
        m =
            importer != null
                ? loading.need(t, importer, name)
                : loading.wanted(t, new DllName(name));
      } finally {
        current = null;
      }
      if (m.image != null && !m.unresolved) {
        modules.initializer.attach(t, m);
      }
      return m;
    } catch (BadImageException | NtStatusException | Win32Exception e) {
      unload(t, loading.fresh);
      throw e;
    } finally {
      current = outer;
    }
  }

  // --- ModuleLoader
  // -------------------------------------------------------------------------------

  @Override
  public long load(GuestThread t, String name, int flags) {
    try {
      return loadOrExplain(t, name, flags);
    } catch (BadImageException e) {
      throw status(e);
    }
  }

  /** As {@link #load}, which tells guests less. */
  long loadOrExplain(GuestThread t, String name, int flags) {
    DllName wanted = new DllName(name);
    if (wanted.file.isEmpty()) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    lock.lock();
    try {
      if ((flags & DATA_FLAGS) != 0) {
        return loadData(wanted, flags);
      }
      Loading loading = new Loading(modules, wanted, flags, false);
      Module m =
          (flags & DONT_RESOLVE_DLL_REFERENCES) == 0
              ? load(t, loading, null, name)
              : loadUnresolved(t, loading, wanted);
      m.references++;
      modules.lists.updateReferences(m);
      return m.base;
    } finally {
      lock.unlock();
    }
  }

  private long loadData(DllName name, int flags) {
    Module m = modules.find(name);
    if (m != null && m.image == null) {
      return m.base;
    }
    boolean asImage = (flags & LOAD_LIBRARY_AS_IMAGE_RESOURCE) != 0;
    DllSearch.Found found = modules.search.find(name, modules.search.directories(name, flags));
    if (found == null) {
      throw Win32Error.FILE_NOT_FOUND.exception();
    }
    if (found.builtin() != null) {
      return modules.builtins.base(found.builtin());
    }
    try (ImageFile file = found.file()) {
      return dataFiles.open(file, asImage);
    }
  }

  private Module loadUnresolved(GuestThread t, Loading loading, DllName name) {
    Module m = modules.find(name);
    if (m != null) {
      return m;
    }
    DllSearch.Found found = modules.search.find(name, loading.directories());
    if (found == null) {
      throw NtStatus.DLL_NOT_FOUND.exception();
    }
    current = loading;
    try {
      if (found.builtin() != null) {
        return loading.addBuiltin(t, found.builtin());
      }
      try (ImageFile file = found.file()) {
        m = loading.map(t, PeImage.parse(file.bytes(), file.path()), file);
        loading.leaveUnresolved(m);
        return m;
      }
    } catch (BadImageException | NtStatusException | Win32Exception e) {
      unload(t, loading.fresh);
      throw e;
    } finally {
      current = null;
    }
  }

  /** What a guest learns of a DLL that cannot be loaded. */
  static NtStatusException status(BadImageException e) {
    return (switch (e.reason()) {
          case MISSING_DLL -> NtStatus.DLL_NOT_FOUND;
          case MISSING_EXPORT -> NtStatus.ENTRYPOINT_NOT_FOUND;
          case INIT_FAILED -> NtStatus.DLL_INIT_FAILED;
          case NO_ADDRESS_SPACE -> NtStatus.NO_MEMORY;
          default -> NtStatus.INVALID_IMAGE_FORMAT;
        })
        .exception();
  }

  @Override
  public void requireProgram(String path) {
    try (ImageFile file = ImageFile.open(process, path)) {
      PeImage.parse(file.bytes(), path).requireProgram();
    } catch (BadImageException e) {
      throw switch (e.reason()) {
        case WRONG_MACHINE -> Win32Error.EXE_MACHINE_TYPE_MISMATCH.exception();
        default -> Win32Error.BAD_EXE_FORMAT.exception();
      };
    }
  }

  @Override
  public void free(GuestThread t, long module) {
    lock.lock();
    try {
      if (dataFiles.close(module)) {
        return;
      }
      Module m = require(module);
      if (m.pinned || m.references == 0) {
        return;
      }
      m.references--;
      modules.lists.updateReferences(m);
      if (m.references == 0) {
        unload(t, unreached());
      }
    } finally {
      lock.unlock();
    }
  }

  /** The modules that nothing refers to any more. */
  private List<Module> unreached() {
    Module[] all = table.all();
    for (Module m : all) {
      m.reached = false;
    }
    for (Module m : all) {
      boolean busy = m.state == Module.State.INITIALISING || m.state == Module.State.MAPPED;
      if (m.pinned || m.references > 0 || busy) {
        reach(m);
      }
    }
    List<Module> list = new ArrayList<>();
    for (Module m : all) {
      if (!m.reached) {
        list.add(m);
      }
    }
    return list;
  }

  private static void reach(Module m) {
    if (!m.reached) {
      m.reached = true;
      m.dependencies.forEach(GuestLoader::reach);
    }
  }

  private void unload(GuestThread t, List<Module> set) {
    List<Module> order = modules.initializer.detachOrder(set);
    for (Module m : order) {
      modules.initializer.detach(t, m);
    }
    for (Module m : order) {
      if (table.at(m.base) != m) {
        continue;
      }
      table.remove(m);
      if (m.tlsIndex >= 0) {
        modules.tls.remove(t, m);
      }
      if (m.ldrEntry != 0) {
        modules.lists.remove(t, m);
      }
      process.memory.unmap(m.base);
    }
  }

  @Override
  public long handle(String name) {
    if (name == null) {
      Module program = table.program();
      return program == null ? 0 : program.base;
    }
    Map<String, Module> asked = table.asked();
    Module m = asked.get(name);
    if (m == null) {
      DllName dll = new DllName(name);
      m = modules.find(dll);
      if (m == null) {
        return 0;
      }
      if (!dll.hasPath) {
        asked.put(name, m); // a path may mean something else in another current directory
      }
    }
    return m.base;
  }

  @Override
  public long containing(long address) {
    Module m = table.containing(address);
    return m == null ? 0 : m.base;
  }

  @Override
  public int unloads() {
    return table.unloads();
  }

  @Override
  public void retain(long module, boolean pin) {
    lock.lock();
    try {
      Module m = require(module);
      m.references++;
      m.pinned |= pin;
      modules.lists.updateReferences(m);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String fileName(long module) {
    String data = dataFiles.path(module);
    return data != null ? data : require(module).path;
  }

  /** The module of a handle; 0 means the program. */
  private Module require(long module) {
    Module m = module == 0 ? table.program() : table.at(module);
    if (m == null) {
      throw Win32Error.MOD_NOT_FOUND.exception();
    }
    return m;
  }

  @Override
  public long export(GuestThread t, long module, String name) {
    return export(t, module, name, 0, NtStatus.ENTRYPOINT_NOT_FOUND);
  }

  @Override
  public long export(GuestThread t, long module, int ordinal) {
    return export(t, module, null, ordinal, NtStatus.ORDINAL_NOT_FOUND);
  }

  private long export(GuestThread t, long module, String name, int ordinal, NtStatus none) {
    Module m = require(module);
    Long known = name == null ? null : m.asked.get(name);
    if (known != null) {
      return known;
    }
    try {
      long address = linker.export(t, m, name, ordinal);
      if (address == 0) {
        throw none.exception();
      }
      if (name != null) {
        m.asked.put(name, address);
      }
      return address;
    } catch (BadImageException e) {
      throw status(e);
    }
  }

  @Override
  public void disableThreadCalls(long module) {
    Module m = require(module);
    if (m.tls != null) {
      // Windows refuses for modules with static TLS, whose callbacks must run.
      throw NtStatus.DLL_NOT_FOUND.exception();
    }
    m.noThreadCalls = true;
  }

  @Override
  public void notifyThread(GuestThread t, boolean attach) {
    lock.lock();
    try {
      if (attach) {
        modules.tls.attach(t);
      }
      modules.initializer.notifyThread(t, attach);
      if (!attach) {
        modules.tls.detach(t);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void shutdown(GuestThread t, int exitCode) {
    boolean owner = false;
    try {
      // A thread that hangs in DllMain must not keep the process from ending.
      owner = lock.tryLock(1, TimeUnit.SECONDS);
      GuestThreads.stopOthers(t, exitCode);
      if (owner) {
        modules.lists.shutdown(t);
        modules.initializer.shutdown(t);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (owner) {
        lock.unlock();
      }
    }
  }

  @Override
  public long[] modules() {
    Module[] all = table.all();
    long[] bases = new long[all.length];
    for (int i = 0; i < all.length; i++) {
      bases[i] = all[i].base;
    }
    return bases;
  }
}
