package decant.nt.pipe;

import decant.nt.GuestThread;
import decant.nt.NtStatus;
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

  /** What to do when a client comes; null when nobody asked. */
  private Runnable whenConnected;

  NamedPipeServer(NamedPipes pipes, String name, int access, int limit) {
    super(NONE);
    this.pipes = pipes;
    this.name = name;
    this.access = access;
    this.limit = limit;
  }

  String pipeName() {
    return name;
  }

  /** The access mode that the instance was made with. */
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

  /** A client has come. */
  void connected(int fd) {
    Runnable then;
    synchronized (this) {
      exchange(fd);
      state = State.CONNECTED;
      then = whenConnected;
      whenConnected = null;
    }
    client.set();
    if (then != null) {
      then.run();
    }
  }

  /**
   * Begins to wait for a client: listens again after {@link #disconnect}.
   *
   * @param then is run when a client comes; null for callers that wait themselves
   */
  public void listen(Runnable then) {
    synchronized (this) {
      if (state == State.CONNECTED) {
        throw NtStatus.PIPE_CONNECTED.exception();
      }
      state = State.LISTENING;
      whenConnected = then;
    }
    pipes.changed(this);
  }

  /** Waits for a client; {@code STATUS_PIPE_CONNECTED} when one is there already. */
  public void awaitClient(GuestThread t) {
    listen(null);
    Waits.one(t, client, Waits.INFINITE);
  }

  /** Ends the connection; the client then finds its pipe broken. */
  public void disconnect() {
    int fd;
    synchronized (this) {
      if (state == State.DISCONNECTED) {
        throw NtStatus.PIPE_DISCONNECTED.exception();
      }
      state = State.DISCONNECTED;
      fd = exchange(NONE);
      client.reset();
    }
    NamedPipes.close(fd);
    pipes.changed(this);
  }

  private synchronized void checkConnected() {
    switch (state) {
      case LISTENING -> throw NtStatus.PIPE_LISTENING.exception();
      case DISCONNECTED -> throw NtStatus.PIPE_DISCONNECTED.exception();
      case CONNECTED -> {}
    }
  }

  @Override
  public int read(GuestThread thread, long buffer, int length, long offset) {
    checkConnected();
    return super.read(thread, buffer, length, offset);
  }

  @Override
  public int write(GuestThread thread, long buffer, int length, long offset) {
    checkConnected();
    return super.write(thread, buffer, length, offset);
  }

  @Override
  public int available(GuestThread thread) {
    checkConnected();
    return super.available(thread);
  }

  @Override
  protected void destroyed() {
    pipes.remove(this);
    NamedPipes.close(exchange(NONE));
  }
}
