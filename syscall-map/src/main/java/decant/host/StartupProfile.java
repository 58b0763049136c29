package decant.host;

import java.io.PrintStream;

/**
 * What a start's time goes into: the ends of its phases, in milliseconds since the launcher was
 * called, for {@code decant --startup-profile}. Without that option a mark costs the reading of a
 * constant.
 */
public final class StartupProfile {
  /** The launcher's start, in nanoseconds since 1970; 0: there is no profile. */
  private static final long START = Long.getLong("decant.startup", 0);

  private static final int MAX = 64;
  private static final String[] PHASES = START == 0 ? null : new String[MAX];
  private static final long[] ENDS = START == 0 ? null : new long[MAX];
  private static int count;

  private StartupProfile() {}

  /** Notes that a phase has ended. Only by the thread that starts the process. */
  public static void mark(String phase) {
    if (START != 0 && count < MAX) {
      PHASES[count] = phase;
      ENDS[count++] = now();
    }
  }

  /** Prints the table, when there is to be one. */
  public static void print(PrintStream out) {
    if (START == 0) {
      return;
    }
    long from = START;
    out.println("decant: start-up, in ms: the phase's own, and since the launcher's start");
    for (int i = 0; i < count; i++) {
      out.println(ms(ENDS[i] - from) + ms(ENDS[i] - START) + "  " + PHASES[i]);
      from = ENDS[i];
    }
  }

  private static long now() {
    java.time.Instant now = java.time.Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  private static String ms(long nanos) {
    String tenths = Long.toString(nanos / 100_000);
    String padded = tenths.length() < 2 ? "0" + tenths : tenths;
    String text =
        padded.substring(0, padded.length() - 1) + "." + padded.substring(padded.length() - 1);
    return "        ".substring(Math.min(7, text.length())) + text;
  }
}
