package decant.abi.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * No lines while the program runs, and a table of its functions when it ends: how often each was
 * called, how often it failed, and how long it took without the calls that were made meanwhile, as
 * guest functions make that a function calls back. Waiting counts.
 */
final class SummaryFormat extends TraceFormat {
  /** What is counted of one function. Guarded by its monitor. */
  private static final class Counter {
    final String function;
    long calls;
    long errors;
    long nanos;

    Counter(String function) {
      this.function = function;
    }

    synchronized Counter copy() {
      Counter copy = new Counter(function);
      copy.calls = calls;
      copy.errors = errors;
      copy.nanos = nanos;
      return copy;
    }

    synchronized void add(long duration, boolean failed) {
      calls++;
      nanos += duration;
      errors += failed ? 1 : 0;
    }
  }

  private static final String HEAD =
      " time %    total ms     us/call     calls    errors  function\n"
          + "------- ----------- ----------- --------- ---------  --------\n";

  private final boolean follow;
  private final Map<CallShape, Counter> counters = new ConcurrentHashMap<>();

  SummaryFormat(int process, boolean follow) {
    super(process);
    this.follow = follow;
  }

  @Override
  boolean decodes() {
    return false;
  }

  @Override
  void call(ThreadTrace of, Call c, long time, StringBuilder out) {
    Counter counter =
        counters.computeIfAbsent(c.shape, s -> new Counter(s.library + "!" + s.function));
    counter.add(c.duration - c.nested, c.error != null);
  }

  /** Calls that last are counted when they return. */
  @Override
  void begin(ThreadTrace of, Call c, long time, StringBuilder out) {}

  @Override
  void end(ThreadTrace of, Call c, long time, StringBuilder out) {
    call(of, c, time, out);
  }

  /** What the process has ended in is counted as far as it has come. */
  @Override
  void unfinished(ThreadTrace of, Call c, long time, StringBuilder out) {
    call(of, c, time, out);
  }

  @Override
  void event(int thread, String kind, long time, StringBuilder out, String... facts) {}

  @Override
  void footer(StringBuilder out) {
    List<Counter> rows = new ArrayList<>();
    counters.values().forEach(c -> rows.add(c.copy())); // threads go on counting
    rows.sort(
        Comparator.comparingLong((Counter c) -> c.nanos).reversed().thenComparing(c -> c.function));
    Counter total = new Counter("total");
    for (Counter c : rows) {
      total.calls += c.calls;
      total.errors += c.errors;
      total.nanos += c.nanos;
    }
    if (follow) {
      out.append("process ").append(process).append('\n');
    }
    out.append(HEAD);
    for (Counter c : rows) {
      row(c, total.nanos, out);
    }
    row(total, total.nanos, out);
  }

  private static void row(Counter c, long all, StringBuilder out) {
    fixed(all == 0 ? 0 : Math.round(10_000.0 * c.nanos / all), 2, 7, out);
    fixed(c.nanos / 1000, 3, 12, out);
    fixed(c.calls == 0 ? 0 : c.nanos / c.calls, 3, 12, out);
    right(Long.toString(c.calls), 10, out);
    right(c.errors == 0 ? "" : Long.toString(c.errors), 10, out);
    out.append("  ").append(c.function).append('\n');
  }

  private static void fixed(long value, int digits, int width, StringBuilder out) {
    StringBuilder number = new StringBuilder();
    Numbers.fixed(value, digits, number);
    right(number.toString(), width, out);
  }

  private static void right(String text, int width, StringBuilder out) {
    out.repeat(' ', Math.max(0, width - text.length())).append(text);
  }
}
