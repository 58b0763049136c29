package decant.nt.pipe;

import decant.host.Memory;
import decant.nt.NtStatus;
import decant.nt.file.FileAccess;

/**
 * {@code NtQueryInformationFile}: what is told of pipes alone.
 *
 * @see <a
 *     href="https://learn.microsoft.com/windows-hardware/drivers/ddi/ntifs/ns-ntifs-_file_pipe_local_information">FILE_PIPE_LOCAL_INFORMATION</a>
 */
public final class PipeInformation {
  /** {@code FilePipeInformation}. */
  public static final int PIPE = 23;

  /** {@code FilePipeLocalInformation}. */
  public static final int PIPE_LOCAL = 24;

  private static final int SIZE = 8;
  private static final int LOCAL_SIZE = 40;

  private static final int INBOUND = 0;
  private static final int OUTBOUND = 1;
  private static final int FULL_DUPLEX = 2;

  private static final int DISCONNECTED = 1;
  private static final int LISTENING = 2;
  private static final int CONNECTED = 3;
  private static final int CLOSING = 4;

  private PipeInformation() {}

  /**
   * Fills a buffer; returns the number of bytes.
   *
   * @param access what the handle was granted
   * @param kind {@link #PIPE} or {@link #PIPE_LOCAL}
   * @throws decant.nt.NtStatusException {@code STATUS_INFO_LENGTH_MISMATCH} when the buffer is too
   *     small
   */
  public static int query(PipeObject pipe, int access, int kind, long buffer, int length) {
    int size = kind == PIPE ? SIZE : LOCAL_SIZE;
    if (Integer.compareUnsigned(length, size) < 0) {
      throw NtStatus.INFO_LENGTH_MISMATCH.exception();
    }
    if (kind == PIPE) {
      Memory.putInt(buffer, (pipe.mode() & PipeObject.PIPE_READMODE_MESSAGE) != 0 ? 1 : 0);
      Memory.putInt(buffer + 4, pipe.mode() & PipeObject.PIPE_NOWAIT);
      return SIZE;
    }
    NamedPipeServer server = pipe instanceof NamedPipeServer s ? s : null;
    int state = state(pipe);
    boolean open = state == CONNECTED || state == CLOSING;
    int quota = pipe.capacity();
    Memory.putInt(buffer, pipe.isMessageType() ? 1 : 0);
    Memory.putInt(buffer + 4, configuration(pipe, access));
    Memory.putInt(buffer + 8, limit(pipe));
    Memory.putInt(buffer + 12, server == null ? 1 : server.instances());
    Memory.putInt(buffer + 16, quota);
    Memory.putInt(buffer + 20, open ? pipe.readable() : 0);
    Memory.putInt(buffer + 24, quota);
    Memory.putInt(buffer + 28, open ? Math.max(0, quota - pipe.unread()) : quota);
    Memory.putInt(buffer + 32, state);
    Memory.putInt(buffer + 36, pipe.isServer() ? 1 : 0);
    return LOCAL_SIZE;
  }

  private static int state(PipeObject pipe) {
    return switch (pipe.state()) {
      case PIPE_LISTENING -> LISTENING;
      case PIPE_DISCONNECTED -> DISCONNECTED;
      default -> pipe.isEmpty() ? CLOSING : CONNECTED;
    };
  }

  private static int limit(PipeObject pipe) {
    if (pipe instanceof NamedPipeServer server) {
      return server.limit() >= 255 ? -1 : server.limit();
    }
    return pipe.isSocket() ? -1 : 1;
  }

  /** Which way the pipe goes, as its server sees it. */
  private static int configuration(PipeObject pipe, int access) {
    if (pipe instanceof NamedPipeServer server) {
      return server.access() - 1;
    }
    if (!pipe.isSocket()) {
      return INBOUND; // without a name: its server reads
    }
    boolean reads = (access & FileAccess.FILE_READ_DATA) != 0;
    boolean writes = (access & FileAccess.FILE_WRITE_DATA) != 0;
    return reads && writes ? FULL_DUPLEX : writes ? INBOUND : OUTBOUND;
  }
}
