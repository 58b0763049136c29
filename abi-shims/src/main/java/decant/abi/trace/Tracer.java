package decant.abi.trace;

import decant.abi.BuiltinModules;
import decant.abi.CallTracer;
import decant.abi.Declaration;
import decant.abi.Declarations;
import decant.abi.ExportIndex;
import decant.abi.Gate;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.ThreadObject;
import decant.nt.process.RemoteProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Writes what crosses the boundary: calls decoded by their declarations, and what else happens.
 * Shared by all threads of the process; each has its calls to itself ({@link ThreadTrace}), and its
 * lines reach the output by one write.
 */
public final class Tracer implements CallTracer {
  /** A call that lasts longer than this is written before it returns; nanoseconds. */
  private static final long LONG = 100_000_000;

  private final TraceOptions options;
  private final TraceOutput output;
  private final TraceFormat format;
  private final Names names;
  private final Rules rules = new Rules();
  private final List<TracePattern> only = new ArrayList<>();
  private final List<TracePattern> not = new ArrayList<>();
  private final Map<Integer, List<Declaration>> classes = new HashMap<>();
  private final Set<ThreadTrace> threads = ConcurrentHashMap.newKeySet();
  private final AtomicInteger threadCount = new AtomicInteger();
  private ExportIndex index;
  private CallShape[] shapes;
  private Declaration[] machineCode;
  private boolean started;

  /** Windows' identifier of the thread that events of the whole process are shown with. */
  private volatile int firstThread;

  /**
   * A tracer that the gate can be given.
   *
   * @throws IOException when the output cannot be opened, with the reason
   * @throws IllegalArgumentException when a pattern is none
   */
  public Tracer(TraceOptions options, GuestProcess process) throws IOException {
    this.options = options;
    options.only.forEach(p -> only.add(new TracePattern(p)));
    options.not.forEach(p -> not.add(new TracePattern(p)));
    this.format = TraceFormat.of(options, process.id);
    this.names = new Names(process);
    this.output = TraceOutput.open(options.output, options.child);
    process.childListener = this::childBegins;
    if (!options.child) {
      StringBuilder out = new StringBuilder();
      format.header(out);
      output.write(out);
    }
    Thread watch = new Thread(this::watch, "trace");
    watch.setDaemon(true);
    watch.start();
  }

  /** What a process that is started is to be told, to be traced into the same output. */
  public String forChildren() {
    return options.encode(options.output != null ? options.output : output.sharedName());
  }

  // --- what is traced
  // -----------------------------------------------------------------------------

  @Override
  public void open(ExportIndex exports, BuiltinModules modules) {
    index = exports;
    shapes = new CallShape[exports.entries()];
    if (options.direct) {
      Declarations all = Declarations.builtIn();
      machineCode = new Declaration[exports.entries()];
      for (int e = 0; e < machineCode.length; e++) {
        if (exports.kind(e) == ExportIndex.DIRECT) {
          Declaration d = all.find(exports.libraryName(exports.libraryOf(e)), exports.name(e));
          machineCode[e] = d.isTraceable() ? d : null;
        }
      }
      Gate.traceMachineCode(machineCode);
    }
  }

  @Override
  public boolean wants(int entry) {
    boolean direct = index.kind(entry) == ExportIndex.DIRECT;
    if (direct && (machineCode == null || machineCode[entry] == null)) {
      return false;
    }
    return matches(index.libraryName(index.libraryOf(entry)), index.name(entry));
  }

  private boolean matches(String library, String function) {
    boolean wanted = only.isEmpty();
    for (TracePattern p : only) {
      wanted |= p.matches(library, function);
    }
    for (TracePattern p : not) {
      wanted &= !p.matches(library, function);
    }
    return wanted;
  }

  private boolean hears(GuestThread t) {
    return options.thread == 0 || options.thread == of(t).number;
  }

  private CallShape shape(int entry) {
    CallShape shape = shapes[entry];
    if (shape == null) {
      String library = index.libraryName(index.libraryOf(entry));
      String function = index.name(entry);
      shape = new CallShape(library, function, declaration(entry, function), rules);
      shapes[entry] = shape;
    }
    return shape;
  }

  private synchronized Declaration declaration(int entry, String function) {
    if (machineCode != null && machineCode[entry] != null) {
      return machineCode[entry];
    }
    int adapter = index.adapter(entry);
    int group = index.group(adapter);
    for (Declaration d : classes.computeIfAbsent(group, g -> Gate.declarations(adapter))) {
      if (d.names().contains(function)) {
        return d;
      }
    }
    throw new IllegalStateException("no declaration of " + function);
  }

  // --- calls
  // --------------------------------------------------------------------------------------

  private ThreadTrace of(GuestThread t) {
    return t.state(ThreadTrace.class, this::begin);
  }

  private ThreadTrace begin(GuestThread t) {
    ThreadTrace trace = new ThreadTrace(t, threadCount.incrementAndGet());
    threads.add(trace);
    return trace;
  }

  private long time(long nanos) {
    return nanos - options.start;
  }

  @Override
  public Object enter(GuestThread t, int entry, long frame) {
    if (!hears(t)) {
      return null;
    }
    ThreadTrace trace = of(t);
    CallShape shape = shape(entry);
    Call outer = trace.calls.isEmpty() ? null : trace.calls.getLast();
    View view = null;
    String caller = null;
    if (format.decodes()) {
      view = new View(t, names, shape.twin, Frames.slots(t, shape, frame), options.maxString);
      caller = Frames.caller(t, frame);
    }
    Call call = new Call(shape, view, caller, trace.calls.size());
    for (int i = 0; i < call.values.length; i++) {
      call.values[i] = shape.params[i].before(view);
    }
    synchronized (trace) {
      if (outer != null && !outer.begun && format.nests()) {
        begun(trace, outer);
      }
      trace.calls.add(call);
      call.begin = System.nanoTime();
    }
    t.failure = null;
    call.lastError = t.lastError();
    return call;
  }

  private void begun(ThreadTrace trace, Call call) {
    call.begun = true;
    StringBuilder out = trace.lines();
    format.begin(trace, call, time(call.begin), out);
    output.write(out);
  }

  @Override
  public void leave(GuestThread t, Object traced, long frame, long result, boolean returns) {
    Call call = (Call) traced;
    call.duration = System.nanoTime() - call.begin;
    Enum<?> failure = t.failure;
    t.failure = null;
    View view = call.view;
    if (view == null) {
      call.error = failure == null ? null : failure.name();
    } else {
      view.result = result;
      view.returned = true;
    }
    if (returns && view != null) {
      Frames.result(call, frame, failure, t.lastError());
      for (int i = 0; i < call.values.length; i++) {
        Param p = call.shape.params[i];
        call.values[i] = p.after(view, call.values[i], failure != null);
      }
    } else {
      call.result = returns ? null : "does not return";
    }
    ThreadTrace trace = of(t);
    synchronized (trace) {
      trace.calls.removeLast();
      if (!trace.calls.isEmpty()) {
        trace.calls.getLast().nested += call.duration;
      }
      StringBuilder out = trace.lines();
      if (call.begun) {
        format.end(trace, call, time(call.begin), out);
      } else {
        format.call(trace, call, time(call.begin), out);
      }
      output.write(out);
    }
  }

  /** Writes the beginnings of calls that last, so that it is seen what a program waits for. */
  private void watch() {
    while (true) {
      LockSupport.parkNanos(LONG);
      for (ThreadTrace trace : threads) {
        synchronized (trace) {
          for (Call call : trace.calls) {
            if (!call.begun && System.nanoTime() - call.begin > LONG) {
              begun(trace, call);
            }
          }
        }
      }
    }
  }

  // --- what else happens
  // --------------------------------------------------------------------------

  private void event(GuestThread t, String kind, String... facts) {
    if (hears(t)) {
      ThreadTrace trace = of(t);
      synchronized (trace) {
        StringBuilder out = trace.lines();
        format.event(t.id, kind, time(System.nanoTime()), out, facts);
        output.write(out);
      }
    }
  }

  @Override
  public void missing(GuestThread t, String library, String function, long frame) {
    event(t, "missing", "function", library + "!" + function, "caller", Frames.caller(t, frame));
  }

  @Override
  public void exception(GuestThread t, long record) {
    event(t, "exception", Frames.exception(t, record));
  }

  @Override
  public void moduleLoaded(GuestThread t, String path, long base) {
    if (!started) {
      started = true;
      firstThread = t.id;
      event(t, "start", "program", path);
    }
    StringBuilder at = new StringBuilder();
    event(t, "load", "file", path, "base", Numbers.hex(base, at).toString());
  }

  @Override
  public void threadBegins(GuestThread t) {
    String name = of(t).name();
    event(t, "thread", "name", name);
    named(t, name);
  }

  private void named(GuestThread t, String name) {
    StringBuilder out = new StringBuilder();
    format.threadName(t.id, name, out);
    if (!out.isEmpty() && hears(t)) {
      output.write(out);
    }
  }

  @Override
  public void threadEnds(GuestThread t, int exitCode) {
    String name = ThreadObject.of(t).facts.description();
    if (!name.isEmpty()) {
      named(t, name);
    }
    event(t, "thread-exit", "code", Integer.toUnsignedString(exitCode));
    threads.remove(of(t));
  }

  private void childBegins(RemoteProcess child) {
    String id = Integer.toString(child.id());
    child("child", "process", id, "program", child.imagePath());
    child.whenEnded(
        () ->
            child("child-exit", "process", id, "code", Integer.toUnsignedString(child.exitCode())));
  }

  private void child(String kind, String... facts) {
    StringBuilder out = new StringBuilder();
    format.event(firstThread, kind, time(System.nanoTime()), out, facts);
    output.write(out);
  }

  @Override
  public void processEnds(int exitCode) {
    StringBuilder out = new StringBuilder();
    for (ThreadTrace trace : threads) {
      synchronized (trace) {
        long now = System.nanoTime();
        for (int i = 0; i < trace.calls.size(); i++) {
          Call call = trace.calls.get(i);
          call.duration = now - call.begin;
          call.nested += i + 1 < trace.calls.size() ? now - trace.calls.get(i + 1).begin : 0;
          format.unfinished(trace, call, time(call.begin), out);
        }
      }
    }
    format.event(
        firstThread,
        "exit",
        time(System.nanoTime()),
        out,
        "code",
        Integer.toUnsignedString(exitCode));
    format.footer(out);
    output.write(out);
  }
}
