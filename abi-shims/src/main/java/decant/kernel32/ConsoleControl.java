package decant.kernel32;

import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.GuestThreads;
import decant.abi.Library;
import decant.abi.Opt;
import decant.host.Errno;
import decant.host.Fcntl;
import decant.host.HostBuffer;
import decant.host.Memory;
import decant.host.Signals;
import decant.host.Unistd;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.ProcessParameters;
import decant.nt.ThreadObject;
import decant.nt.Win32Error;
import decant.nt.process.Family;
import decant.nt.sync.Waits;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * consoleapi.h: what a process does about Ctrl-C, Ctrl-Break and its end from outside. Until it
 * registers a handler, those signals of the host end it as they end a native program.
 */
@Library({"kernel32", "kernelbase"})
public final class ConsoleControl {
  public static final int CTRL_C_EVENT = 0;
  public static final int CTRL_BREAK_EVENT = 1;
  public static final int CTRL_CLOSE_EVENT = 2;

  /** Signals and the events that they mean, one after the other. */
  private static final int[] EVENTS = {
    Signals.SIGINT, CTRL_C_EVENT,
    Signals.SIGQUIT, CTRL_BREAK_EVENT,
    Signals.SIGTERM, CTRL_CLOSE_EVENT,
    Signals.SIGHUP, CTRL_CLOSE_EVENT
  };

  /** The handlers of a process, and the thread that hears of signals. */
  private static final class Handlers {
    final GuestProcess process;
    final CopyOnWriteArrayList<Long> list = new CopyOnWriteArrayList<>();
    volatile boolean ignoreCtrlC;
    private boolean listening;

    /** {@code ExitProcess}, which ends the process where no handler takes an event. */
    private long exitProcess;

    Handlers(GuestProcess process) {
      this.process = process;
      this.ignoreCtrlC = process.ignoresCtrlC;
    }

    static Handlers of(GuestThread t) {
      return t.process.state(Handlers.class, Handlers::new);
    }

    /** Has signals reported from now on. */
    synchronized void listen(GuestThread t) {
      if (listening) {
        return;
      }
      GuestThreads.expectThreads();
      long kernel32 = t.process.loader.handle("kernel32.dll");
      exitProcess = t.process.loader.export(t, kernel32, "ExitProcess");
      HostBuffer buffer = HostBuffer.get();
      if (Unistd.pipe2(buffer.struct(), Fcntl.O_CLOEXEC) != 0) {
        throw NtStatus.lastHostError();
      }
      int out = buffer.getInt(0);
      int in = buffer.getInt(4);
      // A signal handler must not wait for a full pipe.
      Fcntl.fcntl(in, Fcntl.F_SETFL, Fcntl.O_NONBLOCK);
      Thread listener = new Thread(() -> listen(out), "decant-console-control");
      listener.setDaemon(true);
      listener.start();
      for (int i = 0; i < EVENTS.length; i += 2) {
        Gate.notifySignal(t, EVENTS[i], in);
      }
      listening = true;
    }

    private void listen(int fd) {
      HostBuffer buffer = HostBuffer.get();
      while (true) {
        long n = Unistd.read(fd, buffer.struct(), 1);
        if (n == 1) {
          dispatch(buffer.getU16(0) & 0xFF);
        } else if (n == 0 || Errno.last() != Errno.EINTR) {
          return;
        }
      }
    }

    private void dispatch(int signal) {
      int event = CTRL_CLOSE_EVENT;
      for (int i = 0; i < EVENTS.length; i += 2) {
        event = EVENTS[i] == signal ? EVENTS[i + 1] : event;
      }
      if (event == CTRL_C_EVENT && ignoreCtrlC) {
        return;
      }
      int what = event;
      Thread dispatcher = new Thread(() -> callHandlers(what), "decant-console-event");
      dispatcher.setDaemon(true);
      dispatcher.start();
    }

    /**
     * Calls the handlers, last registered first, each on a new thread, until one says it did it.
     */
    private void callHandlers(int event) {
      Object[] handlers = list.toArray();
      for (int i = handlers.length - 1; i >= 0; i--) {
        if (run((long) handlers[i], event) != 0) {
          // Windows ends a process that is closed, whatever its handler says.
          if (event == CTRL_CLOSE_EVENT) {
            break;
          }
          return;
        }
      }
      run(exitProcess, NtStatus.CONTROL_C_EXIT.code());
    }

    private int run(long function, long parameter) {
      ThreadObject thread = GuestThreads.start(process, function, parameter, 0, 0, false);
      Waits.one(thread.thread, thread, Waits.INFINITE);
      int code = thread.exitCode();
      thread.release();
      return code;
    }
  }

  private ConsoleControl() {}

  /** Whether the process ignores Ctrl-C, which its children then do as well. */
  static boolean ignoresCtrlC(GuestThread t) {
    return Handlers.of(t).ignoreCtrlC;
  }

  /** The process group, by its identifier. */
  static int group(GuestThread t) {
    return Memory.getInt(ProcessParameters.of(t.process) + ProcessParameters.PROCESS_GROUP_ID);
  }

  /**
   * Adds or removes a handler of console events. Null and true: Ctrl-C is ignored.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/console/setconsolectrlhandler">SetConsoleCtrlHandler</a>
   */
  @Export
  public static boolean SetConsoleCtrlHandler(
      GuestThread t, @Opt long HandlerRoutine, boolean Add) {
    Handlers handlers = Handlers.of(t);
    if (HandlerRoutine == 0) {
      handlers.ignoreCtrlC = Add;
      if (Add || t.process.ignoresCtrlC) {
        handlers.listen(t); // until now, the signal was ignored or did what it does by itself
      }
    } else if (Add) {
      handlers.listen(t);
      handlers.list.add(HandlerRoutine);
    } else {
      int at = handlers.list.lastIndexOf(HandlerRoutine);
      if (at < 0) {
        throw Win32Error.INVALID_PARAMETER.exception();
      }
      handlers.list.remove(at);
    }
    return true;
  }

  /**
   * Sends Ctrl-C or Ctrl-Break to a process group, or to all processes that share the console.
   *
   * @see <a
   *     href="https://learn.microsoft.com/windows/console/generateconsolectrlevent">GenerateConsoleCtrlEvent</a>
   */
  @Export
  static boolean GenerateConsoleCtrlEvent(GuestThread t, int dwCtrlEvent, int dwProcessGroupId) {
    if (dwCtrlEvent != CTRL_C_EVENT && dwCtrlEvent != CTRL_BREAK_EVENT) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    int signal = dwCtrlEvent == CTRL_C_EVENT ? Signals.SIGINT : Signals.SIGQUIT;
    Family family = t.process.family;
    boolean own = dwProcessGroupId == 0 || dwProcessGroupId == group(t);
    boolean others = family != null && family.signal(dwProcessGroupId, signal);
    if (own && Signals.kill(Unistd.getpid(), signal) != 0) {
      throw NtStatus.lastHostError();
    }
    if (!own && !others) {
      throw Win32Error.INVALID_PARAMETER.exception();
    }
    return true;
  }
}
