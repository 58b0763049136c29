package decant.nt.sync;

/** What a finished operation leaves in a completion port. */
public final class CompletionPacket {
  /** The key of the file, or what was posted. */
  public long key;

  /** The {@code OVERLAPPED} of the operation, or what was posted. */
  public long context;

  /** How it ended: an NTSTATUS. */
  public int status;

  /** The number of bytes, or what was posted. */
  public long information;
}
