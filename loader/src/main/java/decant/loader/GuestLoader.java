package decant.loader;

import decant.abi.ApiSets;
import decant.abi.BuiltinModules;
import decant.loader.pe.BadImageException;
import decant.loader.pe.BadImageException.Reason;
import decant.loader.pe.ImportedDll;
import decant.loader.pe.PeImage;
import decant.loader.pe.TlsDirectory;
import decant.nt.Environment;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.ModuleLoader;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.Win32Error;
import java.util.ArrayList;
import java.util.HashMap;
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
  private final BuiltinModules builtins;
  private final DllSearch search;
  private final DataFiles dataFiles;
  private final Linker linker;
  private final StaticTls tls;
  private final ModuleTable table = new ModuleTable();
  private final Map<String, Module> absent = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private LdrLists lists;
  private Initializer initializer;

  /** The load that is going on; null while {@code DllMain} runs. */
  private Loading current;

  /** One load with all that it brings in. */
  private final class Loading {
    final boolean fromStart;
    final List<Module> fresh = new ArrayList<>();
    private final DllName name;
    private final int flags;
    private List<String> directories;

    Loading(DllName name, int flags, boolean fromStart) {
      this.name = name;
      this.flags = flags;
      this.fromStart = fromStart;
    }

    /** Where to look; found out when it is first asked for, as most programs never do. */
    List<String> directories() {
      if (directories == null) {
        directories = search.directories(name, flags);
      }
      return directories;
    }
  }

  public GuestLoader(GuestProcess process, BuiltinModules builtins) {
    this.process = process;
    this.builtins = builtins;
    this.search = new DllSearch(process, builtins);
    this.dataFiles = new DataFiles(process);
    this.linker = new Linker(this, builtins);
    this.tls = new StaticTls(process);
  }

  // --- the program ------------------------------------------------------------------------------

  /**
   * Maps the program and all that it needs, binds it and fills in the PEB's fields about it. No
   * guest code runs yet.
   *
   * @param file stays the caller's to close
   * @return the program's image as it lies in memory
   * @throws BadImageException when it, or a DLL that it needs, cannot be loaded
   */
  public PeImage loadProgram(GuestThread t, PeImage image, ImageFile file) {
    image.requireProgram();
    lock.lock();
    try {
      lists = new LdrLists(process, t);
      initializer = new Initializer(lists);
      search.setProgram(file.path());
      tls.attach(t);
      current = new Loading(new DllName(file.path()), 0, true);
      Module program = map(t, image, file);
      program.pinned = true;
      PebBuilder.setImage(t, program.image);
      for (String library : ALWAYS) {
        addBuiltin(t, library);
      }
      resolve(t, program);
      return program.image;
    } finally {
      current = null;
      lock.unlock();
    }
  }

  /** Calls {@code DllMain} and TLS callbacks of what was loaded with the program. */
  public void initialize(GuestThread t) {
    lock.lock();
    try {
      initializer.attach(t, table.program());
    } finally {
      lock.unlock();
    }
  }

  // --- bringing modules in
  // ------------------------------------------------------------------------

  /** Maps an image and enters it everywhere; its imports are not bound yet. */
  private Module map(GuestThread t, PeImage image, ImageFile file) {
    Module m = Module.guest(file.path(), ImageMapper.map(process, image, file));
    m.fromStart = current.fromStart;
    table.add(m);
    current.fresh.add(m);
    if (image.directoryAddress(PeImage.DIRECTORY_TLS) != 0) {
      m.tls = TlsDirectory.read(m.image, m.base);
      tls.add(t, m);
    }
    lists.add(t, m);
    return m;
  }

  /** Loads what a module imports from, binds it, and gives its pages their protections. */
  private void resolve(GuestThread t, Module m) {
    for (ImportedDll dll : m.image.imports()) {
      Module from = need(t, m, dll.dll());
      if (from.image != null && !m.dependencies.contains(from)) {
        m.dependencies.add(from);
      }
      linker.bind(t, m, dll, from);
    }
    SecurityCookie.set(m.image, m.base);
    ImageMapper.protect(process, m.image);
    m.state = Module.State.BOUND;
  }

  /** The module that an import names, loaded now if it is not there yet. */
  private Module need(GuestThread t, Module importer, String dll) {
    DllName name = new DllName(dll);
    Module m = loaded(name);
    if (m == null) {
      m = bringIn(t, name);
    }
    if (m != null) {
      return m;
    }
    String library = library(name);
    if (SystemLibraries.isPresent(library) || !library.equals(name.library)) {
      return absent.computeIfAbsent(library, l -> Module.builtin(l, systemPath(l), 0, 0));
    }
    StringBuilder message =
        new StringBuilder(importer.name)
            .append(" needs ")
            .append(name.file)
            .append(", which was not found");
    String separator = " in ";
    for (String directory : current.directories()) {
      message.append(separator).append(directory);
      separator = ", ";
    }
    throw new BadImageException(Reason.MISSING_DLL, message.toString());
  }

  /** The built-in library's name that a name stands for: API sets are other names of libraries. */
  private static String library(DllName name) {
    String host = ApiSets.host(name.library);
    return host == null ? name.library : host;
  }

  private static String systemPath(String library) {
    boolean extension = library.indexOf('.') >= 0;
    return Environment.SYSTEM_DIRECTORY + "\\" + library + (extension ? "" : ".dll");
  }

  /** The module that a name means if it is loaded; else null. */
  private Module loaded(DllName name) {
    if (name.hasPath) {
      return table.withPath(process.files.fullPath(name.full));
    }
    Module m = table.builtin(library(name));
    return m != null ? m : table.named(name.file);
  }

  /** Loads a module that is not loaded; null when there is none of that name. */
  private Module bringIn(GuestThread t, DllName name) {
    String library = library(name);
    boolean contract = !library.equals(name.library);
    if (!name.hasPath && (contract || SystemLibraries.isKnown(library))) {
      return builtins.has(library) ? addBuiltin(t, library) : null;
    }
    DllSearch.Found found = search.find(name, current.directories());
    if (found == null) {
      return null;
    }
    if (found.builtin() != null) {
      Module m = table.builtin(found.builtin());
      return m != null ? m : addBuiltin(t, found.builtin());
    }
    try (ImageFile file = found.file()) {
      Module m = table.withPath(file.path());
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

  private void leaveUnresolved(Module m) {
    m.unresolved = true;
    ImageMapper.protect(process, m.image);
    m.state = Module.State.READY;
  }

  private Module addBuiltin(GuestThread t, String library) {
    Module m = table.builtin(library);
    if (m == null && builtins.has(library)) {
      long base = builtins.base(library);
      m = Module.builtin(library, systemPath(library), base, builtins.size(library));
      m.pinned = true;
      m.fromStart = current.fromStart;
      table.add(m);
      lists.add(t, m);
      lists.initialised(m);
    }
    return m;
  }

  /** The module that an export is forwarded to. */
  Module forwardedTo(GuestThread t, Module m, String dll) {
    lock.lock();
    try {
      if (current != null) {
        return depend(m, need(t, m, dll));
      }
      return depend(m, load(t, new Loading(new DllName(dll), 0, false), m, dll));
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

  /** Loads and initialises a module; takes everything back when that fails. */
  private Module load(GuestThread t, Loading loading, Module importer, String name) {
    Loading outer = current;
    try {
      Module m;
      current = loading;
      try {
        m = importer != null ? need(t, importer, name) : wanted(t, new DllName(name));
      } finally {
        current = null;
      }
      if (m.image != null && !m.unresolved) {
        initializer.attach(t, m);
      }
      return m;
    } catch (RuntimeException e) {
      unload(t, loading.fresh);
      throw e;
    } finally {
      current = outer;
    }
  }

  private Module wanted(GuestThread t, DllName name) {
    Module m = loaded(name);
    if (m == null) {
      m = bringIn(t, name);
    }
    if (m == null) {
      throw NtStatus.DLL_NOT_FOUND.exception();
    }
    return m;
  }

  // --- ModuleLoader
  // -------------------------------------------------------------------------------

  @Override
  public long load(GuestThread t, String name, int flags) {
    DllName wanted = new DllName(name);
    if (wanted.file.isEmpty()) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    lock.lock();
    try {
      if ((flags & DATA_FLAGS) != 0) {
        return loadData(wanted, flags);
      }
      Loading loading = new Loading(wanted, flags, false);
      Module m =
          (flags & DONT_RESOLVE_DLL_REFERENCES) == 0
              ? load(t, loading, null, name)
              : loadUnresolved(t, loading, wanted);
      m.references++;
      lists.updateReferences(m);
      return m.base;
    } catch (BadImageException e) {
      throw status(e);
    } finally {
      lock.unlock();
    }
  }

  private long loadData(DllName name, int flags) {
    Module m = loaded(name);
    if (m != null && m.image == null) {
      return m.base;
    }
    boolean asImage = (flags & LOAD_LIBRARY_AS_IMAGE_RESOURCE) != 0;
    DllSearch.Found found = search.find(name, search.directories(name, flags));
    if (found == null) {
      throw Win32Error.FILE_NOT_FOUND.exception();
    }
    if (found.builtin() != null) {
      return builtins.base(found.builtin());
    }
    try (ImageFile file = found.file()) {
      return dataFiles.open(file, asImage);
    }
  }

  private Module loadUnresolved(GuestThread t, Loading loading, DllName name) {
    Module m = loaded(name);
    if (m != null) {
      return m;
    }
    DllSearch.Found found = search.find(name, loading.directories());
    if (found == null) {
      throw NtStatus.DLL_NOT_FOUND.exception();
    }
    current = loading;
    try {
      if (found.builtin() != null) {
        return addBuiltin(t, found.builtin());
      }
      try (ImageFile file = found.file()) {
        m = map(t, PeImage.parse(file.bytes(), file.path()), file);
        leaveUnresolved(m);
        return m;
      }
    } catch (RuntimeException e) {
      unload(t, loading.fresh);
      throw e;
    } finally {
      current = null;
    }
  }

  /** What a guest learns of a DLL that cannot be loaded. */
  private static NtStatusException status(BadImageException e) {
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
      lists.updateReferences(m);
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
    List<Module> order = initializer.detachOrder(set);
    for (Module m : order) {
      initializer.detach(t, m);
    }
    for (Module m : order) {
      if (table.at(m.base) != m) {
        continue;
      }
      table.remove(m);
      if (m.tlsIndex >= 0) {
        tls.remove(t, m);
      }
      if (m.ldrEntry != 0) {
        lists.remove(t, m);
      }
      process.memory.unmap(m.base);
    }
  }

  @Override
  public long handle(String name) {
    Module m = name == null ? table.program() : loaded(new DllName(name));
    return m == null ? 0 : m.base;
  }

  @Override
  public long containing(long address) {
    Module m = table.containing(address);
    return m == null ? 0 : m.base;
  }

  @Override
  public void retain(long module, boolean pin) {
    lock.lock();
    try {
      Module m = require(module);
      m.references++;
      m.pinned |= pin;
      lists.updateReferences(m);
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
    try {
      long address = linker.export(t, require(module), name, ordinal);
      if (address == 0) {
        throw none.exception();
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
        tls.attach(t);
      }
      initializer.notifyThread(t, attach);
      if (!attach) {
        tls.detach(t);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void shutdown(GuestThread t) {
    boolean owner = false;
    try {
      // A thread that hangs in DllMain must not keep the process from ending.
      owner = lock.tryLock(1, TimeUnit.SECONDS);
      if (owner) {
        lists.shutdown(t);
        initializer.shutdown(t);
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
