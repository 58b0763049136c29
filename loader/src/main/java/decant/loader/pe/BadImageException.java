package decant.loader.pe;

/**
 * A file cannot be run or loaded. The only exception that parsing and mapping throw because of what
 * a file holds; its message is one sentence for the user that begins with the file's name.
 */
public final class BadImageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What the shell gets for a file that exists but cannot be run. */
  private static final int CANNOT_RUN = 126;

  /** Why a file is refused. */
  public enum Reason {
    /** It has no bytes. */
    EMPTY,
    /** Text, a script, an archive, or nothing that is known. */
    NOT_A_PROGRAM,
    /** A program, but of another system: ELF, Mach-O, DOS. */
    FOREIGN_FORMAT,
    /** A Windows program for another processor. */
    WRONG_MACHINE,
    /** A program for the .NET runtime. */
    DOT_NET,
    /** A DLL where a program is needed. */
    NOT_A_PROGRAM_IMAGE,
    /** It ends before what its headers announce. */
    TRUNCATED,
    /** Its headers or tables contradict each other. */
    CORRUPT,
    /** A form of image that Windows runs and we do not. */
    UNSUPPORTED,
    /** A DLL that it needs was not found. */
    MISSING_DLL,
    /** A DLL that it needs does not export what it needs. */
    MISSING_EXPORT,
    /** There is no room for it in the address space. */
    NO_ADDRESS_SPACE,
    /** The initialisation of a DLL that it needs failed. */
    INIT_FAILED;

    /** The exit code for the shell. */
    public int exitCode() {
      return CANNOT_RUN;
    }
  }

  private final Reason reason;

  public BadImageException(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** The exit code for the shell. */
  public int exitCode() {
    return reason.exitCode();
  }
}
