package decant.nt.memory;

/** Who is told of guest memory that may be executed from now on. */
public interface CodeWatch {
  /**
   * Memory is about to become executable. Called under the address space's lock.
   *
   * @param from the first address, of a page
   * @param to the end (exclusive)
   * @param changes whether its contents can change from now on without a further call
   */
  void executable(long from, long to, boolean changes);

  /** Tells somebody, if there is one, of pages that have got a state ({@link PageRuns}). */
  static void tell(CodeWatch watch, long from, long to, int state) {
    if (watch != null && Protection.isExecutable(state)) {
      watch.executable(from, to, Protection.isWritable(state));
    }
  }
}
