package decant.loader;

import decant.loader.pe.PeImage;
import decant.loader.pe.TlsDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A module of the process: the program, a DLL of the guest's, a built-in library, or a system
 * library that we lack and whose functions end the guest when they are called ({@link #base} 0).
 * Guarded by the loader lock, but for what is final.
 */
final class Module {
  /** How far a module has come. */
  enum State {
    MAPPED,
    BOUND,
    INITIALISING,
    READY,
    FAILED
  }

  /** The file name: {@code zlib1.dll}. */
  final String name;

  /** The full Windows path. */
  final String path;

  final long base;
  final long size;

  /** The image in memory; null for built-in libraries. */
  final PeImage image;

  /** The built-in library's name (lower case, without {@code .dll}), or null. */
  final String builtin;

  /** What it imports from, in the order of its import table. */
  final List<Module> dependencies = new ArrayList<>();

  /** Exports that were asked for by name, with their addresses, which stay as long as it does. */
  final Map<String, Long> asked = new ConcurrentHashMap<>();

  State state = State.MAPPED;

  /** How often it was loaded by name and not freed again. */
  int references;

  /** Stays until the process ends. */
  boolean pinned;

  /** Loaded with the program rather than by a call. */
  boolean fromStart;

  /** {@code DisableThreadLibraryCalls}. */
  boolean noThreadCalls;

  /** Loaded without {@code DllMain} and imports. */
  boolean unresolved;

  /** Null, or what threads get. */
  TlsDirectory tls;

  /** Index in every thread's TLS array; -1 without static TLS. */
  int tlsIndex = -1;

  /** Address of the {@code LDR_DATA_TABLE_ENTRY}, 0 when it has none. */
  long ldrEntry;

  /** Used by the sweep for modules that nothing needs any more. */
  boolean reached;

  private Module(
      String name, String path, long base, long size, PeImage image, String builtin, State state) {
    this.name = name;
    this.path = path;
    this.base = base;
    this.size = size;
    this.image = image;
    this.builtin = builtin;
    this.state = state;
  }

  static Module guest(String path, PeImage mapped) {
    String name = path.substring(path.lastIndexOf('\\') + 1);
    long base = ImageMapper.base(mapped);
    long size = mapped.memory().size();
    return new Module(name, path, base, size, mapped, null, State.MAPPED);
  }

  static Module builtin(String library, String path, long base, long size) {
    String name = path.substring(path.lastIndexOf('\\') + 1);
    return new Module(name, path, base, size, null, library, State.READY);
  }

  boolean contains(long address) {
    return address >= base && address - base < size;
  }

  /** The address of {@code DllMain}, or 0. */
  long entryPoint() {
    return image == null || image.entryPoint() == 0 ? 0 : base + image.entryPoint();
  }
}
