package decant.api;

/** How a program ended. */
public final class ProgramResult {
  private final int exitCode;
  private final ProgramOutput output;

  ProgramResult(int exitCode, ProgramOutput output) {
    this.exitCode = exitCode;
    this.output = output;
  }

  /**
   * The exit code, all 32 bits: of a program that an exception ended, the exception's code, as
   * {@code 0xC0000005}.
   */
  public int exitCode() {
    return exitCode;
  }

  /** The exit code as Windows shows it: 0 to 4294967295. */
  public long exitCodeUnsigned() {
    return Integer.toUnsignedLong(exitCode);
  }

  /** Standard output as text; empty when it was not captured. */
  public String stdout() {
    return output.stdout();
  }

  /** Standard output as bytes; empty when it was not captured. */
  public byte[] stdoutBytes() {
    return output.stdoutBytes();
  }

  /** Standard error as text; empty when it was not captured. */
  public String stderr() {
    return output.stderr();
  }

  /** Standard error as bytes; empty when it was not captured. */
  public byte[] stderrBytes() {
    return output.stderrBytes();
  }

  @Override
  public String toString() {
    return "exit code " + exitCodeUnsigned();
  }
}
