package decant.demo;

import decant.host.HostLibrary;
import decant.host.Libc;
import decant.host.Memory;
import decant.host.Mman;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Which functions of the host's C library are called, how often, on behalf of which of the
 * program's calls, and on what way.
 *
 * <p>Decant reaches the host through native methods that {@link HostLibrary} binds. Here each is
 * bound to a few instructions instead, which count and go on to the function. The first time that a
 * function is reached for one of the program's imports, they wait until another thread has written
 * down where the caller is in Java: that is the way of the call, as it was taken.
 */
final class HostCalls implements HostLibrary.Binding {
  private static final int MAX_FUNCTIONS = 256;

  /** Imports of the program, and 0 for what is done for none. */
  private static final int MAX_CALLERS = 64;

  private static final int ROW = 8 * MAX_FUNCTIONS;
  private static final String PACKAGE = "decant.host.";
  private static final long POLL_NANOS = 20_000;

  private final Probe probe;
  private final List<String> functions = new ArrayList<>();
  private final Map<Long, StackTraceElement[]> ways = new TreeMap<>();

  /** The number of the import that the program has called last, counted from 1. */
  final long caller;

  private final long counts;
  private final long asked;

  HostCalls(Probe probe) {
    this.probe = probe;
    caller = probe.reserve(8);
    asked = probe.reserve(8);
    counts = probe.reserve((long) ROW * MAX_CALLERS);
    HostLibrary.observe(this);
    for (Method method : Mman.class.getDeclaredMethods()) { // bound by now, and not to us
      if (Modifier.isNative(method.getModifiers())) {
        HostLibrary.bind(method, Libc.address(method.getName()));
      }
    }
  }

  @Override
  public synchronized long bound(Method method, long function) {
    if (!method.getDeclaringClass().getName().startsWith(PACKAGE)) {
      return function;
    }
    int number = number(method.getName());
    long start = probe.function();
    probe.emit("44 8B 1D", caller); // mov r11d, [caller]
    probe.emit("4D 69 DB").emit(Probe.immediate(ROW)); // imul r11, r11, ROW
    probe.emit("4C 8D 15", counts + 8L * number); // lea r10, [counts of this function]
    probe.emit("4D 01 DA"); // add r10, r11
    probe.emit("F0 49 FF 02"); // lock inc qword [r10]
    probe.emit("49 83 3A 01  75 1A"); // cmp qword [r10], 1; jne go
    probe.emit("4D 85 DB  74 15"); // test r11, r11; jz go
    probe.emit("C7 05", asked, Probe.immediate(number + 1)); // mov dword [asked], number + 1
    probe.emit("F3 90"); // wait: pause
    probe.emit("83 3D", asked, "00"); // cmp dword [asked], 0
    probe.emit("75 F5"); // jne wait
    probe.emit("FF 25", probe.reserveLong(function)); // go: jmp [function]
    return start;
  }

  private int number(String function) {
    int known = functions.indexOf(function);
    if (known < 0) {
      known = functions.size();
      functions.add(function);
    }
    return known;
  }

  /** Has a thread of its own answer what is asked, from now on, about the calling thread. */
  void watch() {
    Thread program = Thread.currentThread();
    Thread watcher =
        new Thread(
            () -> {
              while (true) {
                int function = Memory.getInt(asked);
                if (function == 0) {
                  LockSupport.parkNanos(POLL_NANOS);
                } else {
                  synchronized (ways) {
                    ways.put(key(Memory.getInt(caller), function - 1), program.getStackTrace());
                  }
                  Memory.putInt(asked, 0);
                }
              }
            });
    watcher.setDaemon(true);
    watcher.start();
  }

  private static long key(int caller, int function) {
    return (long) caller << 32 | function;
  }

  /** Reports what has been called: {@code host IMPORT FUNCTION COUNT SHIM KERNEL}. */
  void report(Report report, Imports imports) {
    for (int c = 1; c <= imports.size(); c++) {
      for (int f = 0; f < functions.size(); f++) {
        long count = Memory.getLong(counts + (long) ROW * c + 8L * f);
        if (count > 0) {
          StackTraceElement[] way;
          synchronized (ways) {
            way = ways.getOrDefault(key(c, f), new StackTraceElement[0]);
          }
          report.add(
              Report.HOST,
              imports.all().get(c - 1),
              functions.get(f),
              count,
              outermost(way, false),
              outermost(way, true));
        }
      }
    }
  }

  /** The outermost method of the kernel ({@code decant.nt}), or the shim that called it. */
  private static String outermost(StackTraceElement[] way, boolean kernel) {
    String found = "";
    for (StackTraceElement frame : way) {
      String type = frame.getClassName();
      if (type.startsWith("decant.abi.") || type.contains("$$")) {
        break; // the adapter, and the gate
      }
      if (!kernel || type.startsWith("decant.nt.")) {
        found = type.substring(type.indexOf('.') + 1) + "." + frame.getMethodName();
      }
    }
    return found;
  }
}
