package decant.api;

/**
 * A DLL has ended the process, by {@code ExitProcess}, {@code exit}, {@code abort} or {@code
 * TerminateProcess}, or its thread, by {@code ExitThread}. Only the call ends; the JVM goes on.
 * What {@code exit} does before it ends a process – functions of {@code atexit}, buffers that are
 * written – is done, {@code DllMain} is not told. The DLL may be called again, and has the state
 * that it was left in.
 */
public final class GuestExitException extends DecantException {
  private static final long serialVersionUID = 1L;
  private final int exitCode;

  GuestExitException(int exitCode, boolean process) {
    super(
        "the DLL has ended the "
            + (process ? "process" : "thread")
            + " with exit code "
            + Integer.toUnsignedString(exitCode));
    this.exitCode = exitCode;
  }

  /** All 32 bits. */
  public int exitCode() {
    return exitCode;
  }
}
