package decant.crt.start;

import decant.abi.Gate;
import decant.nt.GuestThread;
import java.util.Arrays;

/** The functions that a process wants called when it ends. */
final class ExitTables {
  /** A stack of guest functions. */
  static final class Table {
    private long[] functions = new long[32];
    private int count;

    synchronized void add(long function) {
      if (count == functions.length) {
        functions = Arrays.copyOf(functions, 2 * count);
      }
      functions[count++] = function;
    }

    private synchronized long take() {
      return count == 0 ? 0 : functions[--count];
    }

    /** Calls all, the last first; those that they add are called too. */
    void run(GuestThread t) {
      for (long function = take(); function != 0; function = take()) {
        Gate.call(t, function);
      }
    }
  }

  final Table atExit = new Table();
  final Table atQuickExit = new Table();

  /** {@code _register_thread_local_exe_atexit_callback}: called first, 0 when there is none. */
  volatile long threadLocalCallback;

  private ExitTables() {}

  static ExitTables of(GuestThread t) {
    return t.process.state(ExitTables.class, p -> new ExitTables());
  }
}
