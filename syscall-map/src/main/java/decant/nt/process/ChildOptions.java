package decant.nt.process;

import java.util.ArrayList;
import java.util.List;

/** Options of the JVM that the processes get which this one starts, beside its own. */
public final class ChildOptions {
  private static final List<String> ALL = new ArrayList<>(1);

  private ChildOptions() {}

  /** Adds one; before the first process is started. */
  public static void add(String option) {
    ALL.add(option);
  }

  static List<String> all() {
    return ALL;
  }
}
