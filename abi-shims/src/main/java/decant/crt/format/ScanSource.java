package decant.crt.format;

/** What the scanf functions read from: units of a string or of a stream. */
public interface ScanSource {
  /** There is no further unit. */
  int END = -1;

  /** The next unit, {@link #END} at the end. */
  int next();

  /** Puts the last unit back; {@link #END} is ignored. */
  void back(int unit);
}
