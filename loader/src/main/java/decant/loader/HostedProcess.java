package decant.loader;

import decant.abi.Gate;
import decant.abi.GuestCrash;
import decant.abi.GuestExit;
import decant.abi.GuestThreads;
import decant.abi.HostedCalls;
import decant.host.HostStack;
import decant.host.HotSpot;
import decant.host.Libc;
import decant.host.Memory;
import decant.host.Unistd;
import decant.loader.pe.BadImageException;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.NtStatusException;
import decant.nt.SharedUserData;
import decant.nt.ThreadBlock;
import decant.nt.ThreadMemory;
import decant.nt.file.NameCodec;
import decant.nt.memory.AddressSpace;
import java.nio.file.Path;
import jdk.internal.misc.TerminatingThreadLocal;

/**
 * The one guest process of a JVM whose program is Java's, and Windows DLLs its libraries. Threads
 * of the Java program become guest threads when they first call, and are so to their end. The JVM
 * never ends because of a guest. Safe for use by all threads.
 */
public final class HostedProcess implements GuestProcess.ProcessEnding {
  /** {@code LOAD_WITH_ALTERED_SEARCH_PATH}: what a DLL needs is looked for beside it. */
  private static final int BESIDE = 0x8;

  /** What stays of a thread's own stack: HotSpot's guard pages, and room for shims. */
  private static final long HOST_ROOM = 256 << 10;

  private static final long HOST_ROOM_NESTED = 128 << 10;

  private static HostedProcess instance;

  private final GuestProcess process;
  private final GuestLoader loader;
  private volatile boolean ended;

  /** What the calling thread is to the guest. */
  private final ThreadLocal<Current> current =
      new TerminatingThreadLocal<>() {
        @Override
        protected void threadTerminated(Current thread) {
          detach(thread);
        }
      };

  /** A guest thread on the host thread that it runs on. */
  private static final class Current {
    final GuestThread thread;

    /** Whether the host thread is the Java program's; else a guest has made it. */
    final boolean attached;

    /** Calls by Java that it is in. */
    int depth;

    Current(GuestThread thread, boolean attached) {
      this.thread = thread;
      this.attached = attached;
    }
  }

  /** Begins on the calling thread, which becomes a guest thread. */
  private HostedProcess() throws CannotRunException {
    if (Libc.address("getpid") < Memory.LIMIT && Libc.address("getpid") > 0) {
      throw new CannotRunException(
          CannotRunException.NOT_RUNNABLE,
          "the libraries of this process lie where Windows programs are put: start the JVM with a"
              + " limited stack (ulimit -s 8192)");
    }
    process = new GuestProcess(new AddressSpace(), Unistd.getpid() << 2);
    process.ending = this;
    process.liveThreads.incrementAndGet(); // the JVM: no thread is the last one
    String path = process.files.windowsPath(javaPath());
    ParametersBuilder parameters = ProcessStart.describe(process, path, path);
    PebBuilder.build(process, parameters.write(process), process.heap.handle());
    GuestThread t = ThreadMemory.create(process, process.stackReserve, process.stackCommit);
    Gate.open(t.scratch(), null);
    loader = new GuestLoader(process, Gate.modules());
    process.loader = loader;
    Gate.host(HotSpot.nullPage());
    Gate.systemCalls().watch(process);
    try {
      SharedUserData.map(process);
    } catch (NtStatusException taken) {
      // The JVM has reserved the address for classes: a DLL that looks there gets the page then.
    }
    attach(t);
    loader.begin(t, path);
    Runtime.getRuntime().addShutdownHook(new Thread(this::shutDown, "decant shutdown"));
  }

  private static byte[] javaPath() {
    return NameCodec.encode(Path.of(System.getProperty("java.home"), "bin", "java").toString());
  }

  /**
   * The process of this JVM, made when it is first asked for.
   *
   * @throws CannotRunException when this JVM cannot have one
   */
  public static synchronized HostedProcess get() throws CannotRunException {
    if (instance == null) {
      instance = new HostedProcess();
    }
    return instance;
  }

  // --- threads ----------------------------------------------------------------------------------

  /**
   * The guest thread that the calling thread is; it becomes one when it was none.
   *
   * @throws IllegalStateException on a virtual thread, and when the JVM is shutting down
   */
  public GuestThread thread() {
    return current().thread;
  }

  private Current current() {
    Current c = current.get();
    return c != null ? c : newThread();
  }

  private Current newThread() {
    if (Thread.currentThread().isVirtual()) {
      throw new IllegalStateException(
          "a virtual thread cannot call a Windows DLL, which knows threads by their numbers: call"
              + " it on a platform thread, as Executors.newFixedThreadPool has them");
    }
    if (ended) {
      throw new IllegalStateException("the JVM is shutting down, and its DLLs have ended");
    }
    GuestThread t = ThreadMemory.create(process, process.stackReserve, process.stackCommit);
    Current c = attach(t);
    c.depth++;
    try {
      loader.notifyThread(t, true);
    } finally {
      c.depth--;
    }
    return c;
  }

  private Current attach(GuestThread t) {
    GuestThreads.attach(t);
    long lowest = HostStack.lowest(t.scratch());
    Memory.putLong(t.teb + ThreadBlock.HOST_LOW, lowest + HOST_ROOM);
    t.hostStackEnd = lowest + HOST_ROOM_NESTED;
    Current c = new Current(t, true);
    current.set(c);
    return c;
  }

  private void detach(Current c) {
    if (c != null && c.attached && !ended) {
      GuestThreads.detach(c.thread);
    }
  }

  /**
   * A guest thread calls Java: the host thread that it runs on may be one that the guest has made.
   */
  public void enteredFrom(GuestThread t) {
    Current c = current.get();
    if (c == null || c.thread != t) {
      current.set(new Current(t, false));
    }
  }

  private void shutDown() {
    Current c;
    try {
      c = current();
      c.depth++;
      ended = true;
      loader.detachAll(c.thread);
      process.runExitActions(c.thread);
    } catch (GuestExit e) {
      System.err.println("decant: a DLL has failed at the end of the JVM");
    }
  }

  // --- libraries --------------------------------------------------------------------------------

  /**
   * Loads a DLL; the same one twice is one module.
   *
   * @param path a host path
   * @return its base
   * @throws BadImageException when it cannot be loaded; the message says why
   * @throws NtStatusException when it cannot be found or read
   */
  public long load(Path path) {
    Current c = current();
    byte[] host = NameCodec.encode(path.toAbsolutePath().normalize().toString());
    c.depth++;
    try {
      return loader.loadOrExplain(c.thread, process.files.windowsPath(host), BESIDE);
    } finally {
      c.depth--;
    }
  }

  /** Frees what {@link #load} has loaded; the last time, the module goes. */
  public void free(long module) {
    Current c = current();
    c.depth++;
    try {
      loader.free(c.thread, module);
    } finally {
      c.depth--;
    }
  }

  /** The address of an export, 0 when there is none. */
  public long export(long module, String name) {
    try {
      return loader.export(thread(), module, name);
    } catch (NtStatusException e) {
      return 0;
    }
  }

  /**
   * Calls a function.
   *
   * @see HostedCalls#call
   */
  public long call(long function, long[] arguments, int count) {
    Current c = current();
    c.depth++;
    try {
      return HostedCalls.call(c.thread, function, arguments, count);
    } finally {
      c.depth--;
    }
  }

  /** What the last call of the calling thread has left in XMM0. */
  public long floatingResult() {
    return Memory.getLong(thread().teb + ThreadBlock.XMM0);
  }

  /** The calling thread's last error. */
  public int lastError() {
    return thread().lastError();
  }

  public void setLastError(int error) {
    thread().setLastError(error);
  }

  /** Memory of the guest's, which {@link #release} gives back. */
  public long allocate(long size) {
    return process.heap.allocate(thread(), size);
  }

  public void release(long address) {
    process.heap.free(thread(), address);
  }

  // --- the end ----------------------------------------------------------------------------------

  /** A thread that a DLL has made ends the process: only the thread ends. */
  @Override
  public void end(GuestThread thread, int exitCode) {
    System.err.println(
        "decant: a thread of a DLL has ended the process, with exit code "
            + Integer.toUnsignedString(exitCode)
            + "; the JVM goes on without the thread");
  }

  @Override
  public boolean isEnding() {
    return false;
  }

  @Override
  public void terminate(int exitCode) {
    throw new GuestExit(exitCode, true);
  }

  @Override
  public void kill(GuestThread thread, int exitCode) {
    terminate(exitCode);
  }

  /** The process never ends on a guest's thread. */
  @Override
  public void waitsForLock(GuestThread thread) {}

  @Override
  public void crash(int exitCode, long address, String report) {
    Current c = current.get();
    if (c == null || c.depth == 0) {
      System.err.println(report);
      throw new GuestExit(exitCode, false);
    }
    throw new GuestCrash(exitCode, address, report);
  }

  @Override
  public void missing(String library, String function) {
    throw new MissingFunction(library, function);
  }

  @Override
  public void broken(String where, Throwable cause) {
    if (cause instanceof StackOverflowError) {
      throw new GuestFailure(cause);
    }
    throw new GuestFailure(new IllegalStateException("internal error in " + where, cause));
  }

  /** A function was called that no library has. */
  public static final class MissingFunction extends GuestExit {
    private static final long serialVersionUID = 1L;
    private static final int ENTRYPOINT_NOT_FOUND = 0xC000_0139;

    /** {@code library!Function}. */
    public final String function;

    MissingFunction(String library, String function) {
      super(ENTRYPOINT_NOT_FOUND, true);
      this.function = library + "!" + function;
    }
  }

  /** Something of ours has failed in a call. */
  public static final class GuestFailure extends GuestExit {
    private static final long serialVersionUID = 1L;

    /** What it was. */
    public final transient Throwable failure;

    GuestFailure(Throwable failure) {
      super(0, true);
      this.failure = failure;
    }
  }
}
