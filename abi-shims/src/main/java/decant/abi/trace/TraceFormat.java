package decant.abi.trace;

/** How what happens is written. State belongs to nobody: all threads use it at once. */
abstract class TraceFormat {
  /** The process that is traced, by Windows' identifier. */
  final int process;

  TraceFormat(int process) {
    this.process = process;
  }

  static TraceFormat of(TraceOptions options, int process) {
    return switch (options.format) {
      case TEXT -> new TextFormat(process, options.follow);
      case JSON -> new JsonFormat(process);
      case CHROME -> new ChromeFormat(process, options.follow);
      case SUMMARY -> new SummaryFormat(process, options.follow);
    };
  }

  /** What a file begins with. */
  void header(StringBuilder out) {}

  /** Whether arguments and results are shown; otherwise they are not even read. */
  boolean decodes() {
    return true;
  }

  /** Whether a call's beginning is to be written before calls that are made while it lasts. */
  boolean nests() {
    return false;
  }

  /** A call that is over, all of it; {@code time} is that of its arrival. */
  abstract void call(ThreadTrace of, Call c, long time, StringBuilder out);

  /** A call that goes on. */
  abstract void begin(ThreadTrace of, Call c, long time, StringBuilder out);

  /** The end of a call whose beginning was written. */
  abstract void end(ThreadTrace of, Call c, long time, StringBuilder out);

  /** A call that has not returned when the process ends. */
  abstract void unfinished(ThreadTrace of, Call c, long time, StringBuilder out);

  /**
   * Something else.
   *
   * @param thread Windows' identifier
   * @param kind one word
   * @param facts names and values by turns
   */
  abstract void event(int thread, String kind, long time, StringBuilder out, String... facts);

  /** A thread has got a name. */
  void threadName(int thread, String name, StringBuilder out) {}

  /** What a file ends with. */
  void footer(StringBuilder out) {}
}
