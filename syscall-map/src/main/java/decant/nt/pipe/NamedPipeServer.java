package decant.nt.pipe;

import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.file.FileIo;
import decant.nt.io.BlockedCalls;
import decant.nt.io.IoQueue;
import decant.nt.io.IoReport;
import decant.nt.sync.EventObject;
import decant.nt.sync.Waits;

/** The server's end of an instance of a named pipe: a socket, once a client has come. */
public final class NamedPipeServer extends PipeObject {
  private static final int NONE = -1;

  private enum State {
    LISTENING,
    CONNECTED,
    DISCONNECTED
  }

  private final NamedPipes pipes;
  private final String name;
  private final int access;
  private final int limit;

  /** Set while a client is connected, for those that wait for one. */
  private final EventObject client = new EventObject(true, false);

  private State state = State.LISTENING;

  NamedPipeServer(NamedPipes pipes, String name, int access, int limit, int socketType) {
    super(NONE);
    this.pipes = pipes;
    this.name = name;
    this.access = access;
    this.limit = limit;
    socketType(socketType);
  }

  String pipeName() {
    return name;
  }

  /** The access mode that the instance was made with: 1 the server reads, 2 writes, 3 both. */
  public int access() {
    return access;
  }

  /** The greatest number of instances of the pipe, 255 for any. */
  public int limit() {
    return limit;
  }

  public int instances() {
    return pipes.instances(this);
  }

  @Override
  public boolean isServer() {
    return true;
  }

  synchronized boolean isListening() {
    return state == State.LISTENING;
  }

  @Override
  protected synchronized NtStatus state() {
    return switch (state) {
      case LISTENING -> NtStatus.PIPE_LISTENING;
      case DISCONNECTED -> NtStatus.PIPE_DISCONNECTED;
      case CONNECTED -> NtStatus.SUCCESS;
    };
  }

  /** A client has come. */
  void connected(int fd) {
    synchronized (this) {
      exchange(fd);
      state = State.CONNECTED;
    }
    client.set();
    queue().attach(fd);
  }

  /** Begins to wait for a client: listens again after {@link #disconnect}. */
  private void listen() {
    synchronized (this) {
      if (state == State.CONNECTED) {
        // A client that has come and gone again is told differently.
        throw (isEmpty() ? NtStatus.PIPE_CLOSING : NtStatus.PIPE_CONNECTED).exception();
      }
      state = State.LISTENING;
    }
    pipes.changed(this);
  }

  /**
   * Waits for a client; {@code STATUS_PIPE_CONNECTED} when one is there already, {@code
   * STATUS_PIPE_LISTENING} when the pipe may not wait.
   */
  public void awaitClient(GuestThread t) {
    listen();
    if ((mode() & PIPE_NOWAIT) != 0) {
      throw NtStatus.PIPE_LISTENING.exception();
    }
    Waits.one(t, client, Waits.INFINITE);
  }

  /** Begins to wait for a client; returns {@code STATUS_PENDING} or how that ended. */
  public NtStatus beginAwaitClient(IoReport report) {
    listen();
    return FileIo.submit(this, new ListenRequest(this, report));
  }

  /** Ends the connection; the client then finds its pipe broken. */
  public void disconnect() {
    int fd;
    synchronized (this) {
      if (state == State.DISCONNECTED) {
        throw NtStatus.PIPE_DISCONNECTED.exception();
      }
      state = State.DISCONNECTED;
      client.reset();
    }
    IoQueue queue = queueOrNull();
    if (queue != null) {
      queue.fail(NtStatus.PIPE_DISCONNECTED);
      queue.attach(NONE);
    }
    BlockedCalls.end(this, NtStatus.PIPE_DISCONNECTED);
    synchronized (this) {
      fd = exchange(NONE);
    }
    NamedPipes.close(fd);
    pipes.changed(this);
  }

  @Override
  protected void destroyed() {
    pipes.remove(this);
    IoQueue queue = queueOrNull();
    if (queue != null) {
      queue.close();
    }
    NamedPipes.close(exchange(NONE));
  }
}
