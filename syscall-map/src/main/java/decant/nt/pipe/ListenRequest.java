package decant.nt.pipe;

import decant.nt.NtStatus;
import decant.nt.io.IoReport;
import decant.nt.io.IoRequest;

/** {@code ConnectNamedPipe}: ends when a client has come. */
final class ListenRequest extends IoRequest {
  private final NamedPipeServer server;

  ListenRequest(NamedPipeServer server, IoReport report) {
    super(report);
    this.server = server;
  }

  /** The descriptor comes with the client: there is nothing to watch before. */
  @Override
  protected int awaits() {
    return 0;
  }

  @Override
  protected void attempt(int events) {
    NtStatus state = server.state();
    if (state == NtStatus.SUCCESS) {
      done(NtStatus.SUCCESS, 0);
    } else if (state == NtStatus.PIPE_DISCONNECTED) {
      done(state, 0);
    }
  }
}
