package decant.doctor;

/**
 * One thing that was looked at.
 *
 * @param subject what, in a word or two
 * @param text what was found; no full stop
 * @param advice what to do about it, null when there is nothing to do
 */
public record Finding(Level level, String subject, String text, String advice) {
  /** What a finding means for programs. */
  public enum Level {
    OK,
    /** Programs run, but not all of them, or not as fast as they could. */
    WARN,
    /** Programs do not run. */
    FAIL
  }

  static Finding ok(String subject, String text) {
    return new Finding(Level.OK, subject, text, null);
  }

  static Finding warn(String subject, String text, String advice) {
    return new Finding(Level.WARN, subject, text, advice);
  }

  static Finding fail(String subject, String text, String advice) {
    return new Finding(Level.FAIL, subject, text, advice);
  }
}
