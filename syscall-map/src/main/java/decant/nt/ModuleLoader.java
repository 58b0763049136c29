package decant.nt;

/**
 * The loader of a process, as the library shims see it. The loader module implements it. Module
 * handles are base addresses; failures are {@link NtStatusException} or {@link Win32Exception}.
 */
public interface ModuleLoader {
  /**
   * Loads a module and what it depends on, or adds a reference to a loaded one; returns its base.
   * {@code flags}: {@code LOAD_*}.
   */
  long load(GuestThread thread, String name, int flags);

  /**
   * Does nothing if a file is a program that can be started; {@code ERROR_BAD_EXE_FORMAT}, {@code
   * ERROR_EXE_MACHINE_TYPE_MISMATCH}, or a status when it cannot be opened.
   */
  void requireProgram(String path);

  /** Drops a reference; the last one unloads the module. */
  void free(GuestThread thread, long module);

  /** The base of a loaded module (null: the program itself), 0 when it is not loaded. */
  long handle(String name);

  /** The base of the module that an address lies in, or 0. */
  long containing(long address);

  /** How often a module was unloaded: what is remembered of modules holds while this stays. */
  int unloads();

  /** Adds a reference to a loaded module, or with {@code pin} keeps it for good. */
  void retain(long module, boolean pin);

  /** The full Windows path of a module. */
  String fileName(long module);

  /** The address of an export by name; {@code STATUS_ENTRYPOINT_NOT_FOUND} when there is none. */
  long export(GuestThread thread, long module, String name);

  /** The address of an export by ordinal; {@code STATUS_ORDINAL_NOT_FOUND} when there is none. */
  long export(GuestThread thread, long module, int ordinal);

  /** No more {@code DLL_THREAD_ATTACH}/{@code DETACH} calls for a module. */
  void disableThreadCalls(long module);

  /** Calls TLS callbacks and {@code DllMain} of all modules for a thread that starts or ends. */
  void notifyThread(GuestThread thread, boolean attach);

  /** {@code DLL_PROCESS_DETACH} of all modules, in the reverse of their order of initialisation. */
  void shutdown(GuestThread thread, int exitCode);

  /** Bases of the loaded modules, in load order. */
  long[] modules();
}
