package decant.abi;

import decant.nt.GuestThread;

/**
 * Hears of all that crosses the boundary while a run is traced; {@link Gate#trace} has it. Its
 * methods are called on the thread that they are about, hold up nothing but it, and throw nothing
 * that they could catch.
 */
public interface CallTracer {
  /** Before the first call: what entries of the index mean, and where the libraries lie. */
  void open(ExportIndex index, BuiltinModules modules);

  /**
   * Whether calls of an entry of the index are to be heard of; asked when a program binds to it.
   */
  boolean wants(int entry);

  /**
   * A call arrives.
   *
   * @param frame address of its argument slots
   * @return what {@link #leave} is to be given; null to hear no more of this call
   */
  Object enter(GuestThread t, int entry, long frame);

  /**
   * The call is over.
   *
   * @param call what {@link #enter} has returned
   * @param result what RAX is going to be
   * @param returns whether the guest goes on behind the call: not, when it is to go on elsewhere
   */
  void leave(GuestThread t, Object call, long frame, long result, boolean returns);

  /** A function is called that no shim answers. */
  void missing(GuestThread t, String library, String function, long frame);

  /**
   * An exception is raised in the guest; before handlers are asked.
   *
   * @param record address of the EXCEPTION_RECORD
   */
  void exception(GuestThread t, long record);

  /** A module has been mapped. */
  void moduleLoaded(GuestThread t, String path, long base);

  void threadBegins(GuestThread t);

  void threadEnds(GuestThread t, int exitCode);

  /** The process ends now, whatever its threads are doing. */
  void processEnds(int exitCode);
}
