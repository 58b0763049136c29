package decant.loader;

import decant.abi.ApiSets;
import decant.abi.Gate;
import decant.host.Memory;
import decant.loader.pe.ImportedDll;
import decant.loader.pe.PeImage;
import decant.loader.pe.Section;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.ModuleLoader;
import decant.nt.NtStatus;
import decant.nt.memory.AddressSpace;

/** The program and the built-in libraries, nothing else. */
final class BareLoader implements ModuleLoader {
  final PeImage image;
  final long base;
  final String path;
  private final GuestProcess process;

  BareLoader(GuestProcess process, PeImage image, byte[] file, String path) {
    this.process = process;
    this.image = image;
    this.path = path;
    base = process.memory.reserveImage(image.imageBase(), image.sizeOfImage(), true);
    Memory.write(base, file, 0, (int) Math.min(file.length, 0x1000));
    for (Section s : image.sections()) {
      Memory.write(
          base + s.address(),
          file,
          (int) s.rawOffset(),
          (int) Math.min(s.rawSize(), file.length - s.rawOffset()));
    }
    process.memory.protect(base, image.sizeOfImage(), AddressSpace.PAGE_EXECUTE_READWRITE);
  }

  static String library(String dll) {
    String name = dll.toLowerCase(java.util.Locale.ROOT);
    int slash = Math.max(name.lastIndexOf('\\'), name.lastIndexOf('/'));
    name = name.substring(slash + 1);
    name = name.endsWith(".dll") ? name.substring(0, name.length() - 4) : name;
    String host = ApiSets.host(name);
    return host == null ? name : host;
  }

  void bind(GuestThread t) {
    for (ImportedDll dll : image.imports()) {
      String library = library(dll.dll());
      for (ImportedDll.Symbol f : dll.symbols()) {
        long stub =
            f.name() != null
                ? Gate.modules().importStub(t, library, f.name(), base)
                : Gate.modules().importStub(t, library, f.ordinal(), base);
        Memory.putLong(base + f.slot(), stub);
      }
    }
  }

  @Override
  public long load(GuestThread thread, String name, int flags) {
    long handle = handle(name);
    if (handle == 0) {
      throw NtStatus.DLL_NOT_FOUND.exception();
    }
    return handle;
  }

  @Override
  public void free(GuestThread thread, long module) {}

  @Override
  public long handle(String name) {
    return name == null ? base : Gate.modules().base(library(name));
  }

  @Override
  public long containing(long address) {
    if (address >= base && address < base + image.sizeOfImage()) {
      return base;
    }
    String library = Gate.modules().containing(address);
    return library == null ? 0 : Gate.modules().base(library);
  }

  @Override
  public void retain(long module, boolean pin) {}

  @Override
  public String fileName(long module) {
    return module == base
        ? path
        : "C:\\Windows\\System32\\" + Gate.modules().containing(module) + ".dll";
  }

  @Override
  public long export(GuestThread thread, long module, String name) {
    String library = Gate.modules().containing(module);
    long address = library == null ? 0 : Gate.modules().export(thread, library, name);
    if (address == 0) {
      throw NtStatus.ENTRYPOINT_NOT_FOUND.exception();
    }
    return address;
  }

  @Override
  public long export(GuestThread thread, long module, int ordinal) {
    throw NtStatus.ORDINAL_NOT_FOUND.exception();
  }

  @Override
  public void disableThreadCalls(long module) {}

  @Override
  public void notifyThread(GuestThread thread, boolean attach) {}

  @Override
  public void shutdown(GuestThread thread) {}

  @Override
  public long[] modules() {
    return new long[] {base};
  }
}
