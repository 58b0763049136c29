package decant.nt.pipe;

import decant.host.Epoll;
import decant.host.Errno;
import decant.host.Memory;
import decant.host.Poll;
import decant.nt.NtStatus;
import decant.nt.io.IoReport;
import decant.nt.io.IoRequest;

/** A read or write of a named pipe that may be left pending. A read of nothing awaits data. */
final class PipeRequest extends IoRequest {
  private final PipeObject pipe;
  private final boolean write;
  private final long buffer;
  private final int length;
  private int done;

  PipeRequest(PipeObject pipe, IoReport report, boolean write, long buffer, int length) {
    super(report);
    this.pipe = pipe;
    this.write = write;
    this.buffer = buffer;
    this.length = length;
    Memory.require(buffer, length & 0xFFFF_FFFFL);
  }

  @Override
  protected int awaits() {
    return write ? Epoll.EPOLLOUT : Epoll.EPOLLIN;
  }

  @Override
  protected void attempt(int events) {
    NtStatus state = pipe.state();
    if (state != NtStatus.SUCCESS) {
      done(state, 0);
    } else if (write) {
      write();
    } else if (length == 0 && !pipe.isMessageType()) {
      awaitData();
    } else {
      end(pipe.tryRead(buffer, length));
    }
  }

  private void awaitData() {
    int events = PipeSocket.poll(pipe.fd(), Poll.POLLIN);
    if ((events & Poll.POLLIN) != 0 && !PipeSocket.isHungUp(pipe.fd())) {
      done(NtStatus.SUCCESS, 0);
    } else if (events != 0) {
      done(pipe.isEmpty() ? NtStatus.PIPE_BROKEN : NtStatus.SUCCESS, 0);
    }
  }

  private void write() {
    int n;
    do {
      n = PipeSocket.write(pipe.fd(), buffer + done, length - done);
      done += Math.max(0, n);
    } while (n > 0 && done < length);
    if (n >= 0) {
      done(NtStatus.SUCCESS, done);
    } else if (n == PipeSocket.BROKEN) {
      done(NtStatus.PIPE_CLOSING, done);
    } else {
      end(n);
    }
  }

  private void end(int n) {
    switch (n) {
      case PipeSocket.WOULD_BLOCK -> {}
      case PipeSocket.BROKEN -> done(NtStatus.PIPE_BROKEN, 0);
      case PipeSocket.MORE -> done(NtStatus.BUFFER_OVERFLOW, length);
      case PipeSocket.FAILED -> done(NtStatus.of(Errno.last()), 0);
      default -> done(NtStatus.SUCCESS, n);
    }
  }
}
