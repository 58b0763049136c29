package decant.api;

import java.nio.charset.Charset;

/** What a program has written to captured outputs. */
public final class ProgramOutput {
  private final byte[] stdout;
  private final byte[] stderr;
  private final Charset charset;

  ProgramOutput(byte[] stdout, byte[] stderr, Charset charset) {
    this.stdout = stdout;
    this.stderr = stderr;
    this.charset = charset;
  }

  /** Standard output as text in the program's charset ({@link Program#charset}). */
  public String stdout() {
    return new String(stdout, charset);
  }

  /** Standard output; empty when it was not captured. */
  public byte[] stdoutBytes() {
    return stdout.clone();
  }

  /** Standard error as text in the program's charset. */
  public String stderr() {
    return new String(stderr, charset);
  }

  /** Standard error; empty when it was not captured. */
  public byte[] stderrBytes() {
    return stderr.clone();
  }
}
