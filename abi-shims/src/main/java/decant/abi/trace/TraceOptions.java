package decant.abi.trace;

import java.util.ArrayList;
import java.util.List;

/** What a trace is asked to be. Mutable until the {@link Tracer} is made. */
public final class TraceOptions {
  /** How lines are written. */
  public enum Format {
    /** For people. */
    TEXT,
    /** One JSON object per line. */
    JSON,
    /** Trace Event Format, for Perfetto and chrome://tracing. */
    CHROME,
    /** A table of functions by time, at the end. */
    SUMMARY
  }

  /** The most characters of a string that can be shown. */
  public static final int MOST_STRING = 4096;

  private static final String SEPARATOR = "\n";

  /** The functions that are traced; empty for all. */
  public final List<String> only = new ArrayList<>();

  /** The functions that are not traced, of those. */
  public final List<String> not = new ArrayList<>();

  /** Which thread is traced, in the order in which they began, from 1 on; 0 for all. */
  public int thread;

  /** Whether machine code is traced, too. */
  public boolean direct;

  /** The absolute host path of the file that takes the trace; null for standard error. */
  public String output;

  public Format format = Format.TEXT;

  /** How many characters of a string are shown. */
  public int maxString = 64;

  /** Whether the programs that the program starts are traced, too. */
  public boolean follow;

  /** Whether this is such a program, which adds to what there is. */
  boolean child;

  /** The moment that times are relative to, as {@link System#nanoTime} has it on this host. */
  long start = System.nanoTime();

  /** The format of a name; null when there is none. */
  public static Format format(String name) {
    for (Format f : Format.values()) {
      if (f.name().equalsIgnoreCase(name)) {
        return f;
      }
    }
    return null;
  }

  /**
   * As one word, for the processes that are started.
   *
   * @param shared where they find the output
   */
  String encode(String shared) {
    StringBuilder s = new StringBuilder();
    s.append(format).append(SEPARATOR).append(shared).append(SEPARATOR);
    s.append(maxString).append(SEPARATOR).append(direct).append(SEPARATOR).append(start);
    only.forEach(p -> s.append(SEPARATOR).append('+').append(p));
    not.forEach(p -> s.append(SEPARATOR).append('-').append(p));
    return s.toString();
  }

  /** What {@link #encode} has written, in a process that was started. */
  public static TraceOptions decode(String word) {
    String[] lines = word.split(SEPARATOR);
    TraceOptions o = new TraceOptions();
    o.format = Format.valueOf(lines[0]);
    o.output = lines[1];
    o.maxString = Integer.parseInt(lines[2]);
    o.direct = Boolean.parseBoolean(lines[3]);
    o.start = Long.parseLong(lines[4]);
    for (int i = 5; i < lines.length; i++) {
      (lines[i].charAt(0) == '+' ? o.only : o.not).add(lines[i].substring(1));
    }
    o.follow = true;
    o.child = true;
    return o;
  }
}
