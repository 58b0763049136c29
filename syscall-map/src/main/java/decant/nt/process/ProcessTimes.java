package decant.nt.process;

import decant.nt.HostSystem;

/**
 * Processor times of a process of the host, in 100 ns.
 *
 * @param user time in the program
 * @param kernel time in the system
 */
public record ProcessTimes(long user, long kernel) {
  /** Units of 100 ns in a tick of {@code /proc}. */
  private static final long TICK = 100_000;

  /** In {@code /proc/PID/stat}, behind the name: the third field is the first. */
  private static final int UTIME = 14;

  /** The times of a process that runs, or that nobody has waited for; zero of any other. */
  static ProcessTimes of(int pid) {
    String stat = HostSystem.read("/proc/" + pid + "/stat");
    int at = stat.lastIndexOf(')') + 2;
    for (int field = 3; field < UTIME && at > 1; field++) {
      at = stat.indexOf(' ', at) + 1;
    }
    if (at <= 1) {
      return new ProcessTimes(0, 0);
    }
    int end = stat.indexOf(' ', at);
    long user = Long.parseLong(stat.substring(at, end));
    long kernel = Long.parseLong(stat.substring(end + 1, stat.indexOf(' ', end + 1)));
    return new ProcessTimes(user * TICK, kernel * TICK);
  }
}
