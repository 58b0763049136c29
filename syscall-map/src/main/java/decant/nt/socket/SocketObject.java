package decant.nt.socket;

import decant.host.Errno;
import decant.host.HostBuffer;
import decant.host.Poll;
import decant.host.Sockets;
import decant.host.Terminal;
import decant.host.Unistd;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.HandleTable;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.Win32Error;
import decant.nt.Win32Exception;
import decant.nt.file.Descriptor;
import decant.nt.file.IoObject;
import decant.nt.io.BlockedCalls;
import decant.nt.io.IoQueue;
import decant.nt.io.IoReport;
import decant.nt.io.IoRequest;
import decant.nt.process.HandOver;
import decant.nt.process.PassedObjects;

/**
 * A socket. The host's descriptor never blocks; a program's call that has to wait does so in {@link
 * BlockedCalls}, where closing the socket ends it. Errors are thrown as {@code WSAE*}.
 *
 * <p>Fields are written by whichever thread uses the socket: programs order such calls themselves.
 */
public final class SocketObject extends IoObject {
  /** What a stream socket is doing. */
  public enum State {
    /** Neither connected nor listening; for datagrams, always. */
    IDLE,
    CONNECTING,
    CONNECTED,
    LISTENING
  }

  private static final int HOST_FLAGS = Sockets.SOCK_NONBLOCK | Sockets.SOCK_CLOEXEC;

  private final GuestProcess process;

  /** Windows' family, type and protocol. */
  public final int family;

  public final int type;
  public final int protocol;

  private volatile int fd;
  private volatile State state = State.IDLE;
  private volatile boolean nonBlocking;
  private volatile boolean synchronous;
  private final SocketOptions options = new SocketOptions(this);
  private final SocketData data = new SocketData(this);
  private volatile boolean sendShut;
  private volatile boolean receiveShut;
  private final IoQueue queue;

  /** What {@code WSAEventSelect} asked for; made when it is first called. */
  private volatile NetworkEvents events;

  /** What was asked of the driver by this socket; made when it is. */
  private volatile AfdPolls polls;

  private int openHandles;

  /** A socket with the host's descriptor, which it takes over. */
  SocketObject(GuestProcess process, int family, int type, int protocol, int fd) {
    this.process = process;
    this.family = family;
    this.type = type;
    this.protocol = protocol;
    this.fd = fd;
    this.queue = new IoQueue(this, fd);
  }

  /**
   * Makes a socket.
   *
   * @param family {@code AF_INET}, {@code AF_INET6} (23) or {@code AF_UNIX}
   */
  public static SocketObject create(GuestProcess process, int family, int type, int protocol) {
    int fd = Sockets.socket(SocketAddress.hostFamily(family), type | HOST_FLAGS, protocol);
    if (fd < 0) {
      throw SocketErrors.last();
    }
    SocketObject socket = new SocketObject(process, family, type, protocol, fd);
    if (type == Sockets.SOCK_STREAM && family != SocketAddress.AF_UNIX) {
      // Windows lets a port be bound again that old connections still linger on.
      socket.options.set(Sockets.SOL_SOCKET, Sockets.SO_REUSEADDR, 1);
    }
    if (family == SocketAddress.AF_INET6) {
      socket.options.set(Sockets.IPPROTO_IPV6, Sockets.IPV6_V6ONLY, 1);
    }
    return socket;
  }

  @Override
  public boolean handOver(HandOver out) {
    out.putInt(PassedObjects.SOCKET);
    out.putDescriptor(fd);
    out.putInt(nonBlocking ? 1 : 0);
    out.putInt(synchronous ? 1 : 0);
    return true;
  }

  /** The socket's options. */
  public SocketOptions options() {
    return options;
  }

  @Override
  public int ioMode() {
    return synchronous ? super.ioMode() : 0;
  }

  @Override
  public int fileType() {
    return FILE_TYPE_PIPE;
  }

  @Override
  public int fd() {
    return fd;
  }

  GuestProcess process() {
    return process;
  }

  public State state() {
    return state;
  }

  /** What the host says that the socket does, when another process has made it. */
  void state(State found) {
    state = found;
  }

  /** Whether calls fail with {@code WSAEWOULDBLOCK} instead of waiting ({@code FIONBIO}). */
  public boolean isNonBlocking() {
    return nonBlocking;
  }

  public void setNonBlocking(boolean on) {
    if (!on && events != null && events.isActive()) {
      throw Win32Error.WSAEINVAL.exception();
    }
    nonBlocking = on;
  }

  /** A socket without {@code WSA_FLAG_OVERLAPPED}: its operations end with their calls. */
  public void makeSynchronous() {
    synchronous = true;
  }

  public boolean isSynchronous() {
    return synchronous;
  }

  public boolean isStream() {
    return type == Sockets.SOCK_STREAM;
  }

  @Override
  public IoQueue queue() {
    return queue;
  }

  @Override
  public IoRequest request(IoReport report, boolean write, long buffer, int length) {
    if (synchronous) {
      return null;
    }
    return new SocketTransfer(this, report, write, buffer, length);
  }

  /** The polls that were begun by this socket as a file of the driver. */
  synchronized AfdPolls polls() {
    if (polls == null) {
      polls = new AfdPolls(this);
      if (openHandles == 0) {
        polls.close();
      }
    }
    return polls;
  }

  @Override
  public boolean cancel(GuestThread thread, long block) {
    AfdPolls asked = polls;
    boolean any = asked != null && asked.cancel(thread, block);
    return any | super.cancel(thread, block);
  }

  /** The network events of {@code WSAEventSelect}. */
  public synchronized NetworkEvents networkEvents() {
    if (events == null) {
      events = new NetworkEvents(this);
    }
    return events;
  }

  /** Tells {@code WSAEventSelect} that a call has re-enabled events. */
  void reenable(int networkEvents) {
    NetworkEvents e = events;
    if (e != null) {
      e.reenable(networkEvents);
    }
  }

  // --- connections ------------------------------------------------------------------------------

  /** Binds to the address in the buffer. */
  public void bind(HostBuffer buffer, int length) {
    if (Sockets.bind(fd, SocketAddress.host(buffer), length) != 0) {
      throw SocketErrors.last();
    }
  }

  public void listen(int backlog) {
    if (Sockets.listen(fd, Math.max(backlog, 1)) != 0) {
      throw SocketErrors.last();
    }
    state = State.LISTENING;
    queue.changed();
  }

  /** Begins to connect to the address in the buffer; returns whether that is done already. */
  boolean beginConnect(HostBuffer buffer, int length) {
    if (SocketAddress.isAny(buffer)) {
      throw Win32Error.WSAEADDRNOTAVAIL.exception(); // the host would take itself
    }
    options.keepError(Win32Error.SUCCESS);
    if (Sockets.connect(fd, SocketAddress.host(buffer), length) == 0) {
      if (isStream()) {
        state = State.CONNECTED;
        queue.changed();
      }
      return true;
    }
    Errno errno = Errno.last();
    if (errno != Errno.EINPROGRESS) {
      // A local socket whose listener's queue is full.
      throw SocketErrors.of(errno == Errno.EAGAIN ? Errno.ECONNREFUSED : errno).exception();
    }
    state = State.CONNECTING;
    queue.changed();
    return false;
  }

  /** Connects to the address in the buffer. */
  public void connect(GuestThread t, HostBuffer buffer, int length) {
    if (state == State.CONNECTING) {
      pollConnect(t);
      throw (state == State.CONNECTING ? Win32Error.WSAEALREADY : Win32Error.WSAEISCONN)
          .exception();
    }
    if (!beginConnect(buffer, length)) {
      if (nonBlocking) {
        throw Win32Error.WSAEWOULDBLOCK.exception();
      }
      await(t, Poll.POLLOUT, 0);
      Win32Error error = finishConnect();
      if (error != Win32Error.SUCCESS) {
        throw error.exception();
      }
    }
    reenable(NetworkEvents.FD_CONNECT);
  }

  private void pollConnect(GuestThread t) {
    if (Descriptor.poll(t, fd, Poll.POLLOUT, 0) != 0) {
      finishConnect();
    }
  }

  /** The descriptor became writable while connecting: finds out what came of it. */
  Win32Error finishConnect() {
    Win32Error error = options.takeError();
    options.keepError(error); // for whoever asks by SO_ERROR
    state = error == Win32Error.SUCCESS ? State.CONNECTED : State.IDLE;
    return error;
  }

  /** A listening socket's next connection, waiting for one if need be. */
  public SocketObject accept(GuestThread t) {
    while (true) {
      SocketObject accepted = tryAccept();
      if (accepted != null) {
        reenable(NetworkEvents.FD_ACCEPT);
        return accepted;
      }
      if (nonBlocking) {
        reenable(NetworkEvents.FD_ACCEPT);
        throw Win32Error.WSAEWOULDBLOCK.exception();
      }
      await(t, Poll.POLLIN, 0);
    }
  }

  /** As {@link #accept}, or null when there is none now. */
  SocketObject tryAccept() {
    if (state != State.LISTENING) {
      throw Win32Error.WSAEINVAL.exception();
    }
    int accepted = acceptDescriptor();
    if (accepted < 0) {
      Errno errno = Errno.last();
      if (errno == Errno.EAGAIN || errno == Errno.ECONNABORTED || errno == Errno.EINTR) {
        return null;
      }
      throw SocketErrors.of(errno).exception();
    }
    SocketObject socket = new SocketObject(process, family, type, protocol, accepted);
    socket.state = State.CONNECTED;
    socket.nonBlocking = nonBlocking;
    return socket;
  }

  /** A descriptor of the next connection, or -1. */
  int acceptDescriptor() {
    return Sockets.accept4(fd, 0, 0, HOST_FLAGS);
  }

  /** Becomes a connection that a listening socket accepted. */
  void become(int descriptor) {
    int old = fd;
    fd = descriptor;
    state = State.CONNECTED;
    queue.attach(descriptor);
    Descriptor.close(old);
  }

  /** Ends the connection so that the socket can be used for another. */
  public void reuse() {
    int fresh = Sockets.socket(SocketAddress.hostFamily(family), type | HOST_FLAGS, protocol);
    if (fresh < 0) {
      throw SocketErrors.last();
    }
    become(fresh);
    state = State.IDLE;
    sendShut = false;
    receiveShut = false;
  }

  /** The address that the socket is bound to, into the buffer; {@code WSAEINVAL} when to none. */
  public void localAddress(HostBuffer buffer) {
    long length = SocketAddress.expect(buffer);
    if (Sockets.getsockname(fd, SocketAddress.host(buffer), length) != 0) {
      throw SocketErrors.last();
    }
    boolean bound =
        family == SocketAddress.AF_UNIX || buffer.getU16(SocketAddress.AT + 2) != 0 || isRaw();
    if (!bound) {
      throw Win32Error.WSAEINVAL.exception();
    }
  }

  private boolean isRaw() {
    return type == Sockets.SOCK_RAW;
  }

  /** The peer's address, into the buffer. */
  public void peerAddress(HostBuffer buffer) {
    long length = SocketAddress.expect(buffer);
    if (Sockets.getpeername(fd, SocketAddress.host(buffer), length) != 0) {
      throw SocketErrors.last();
    }
  }

  /**
   * Ends one or both directions.
   *
   * @param how {@code SD_RECEIVE} 0, {@code SD_SEND} 1, {@code SD_BOTH} 2
   */
  public void shutdown(int how) {
    if (how < 0 || how > 2) {
      throw Win32Error.WSAEINVAL.exception();
    }
    if (Sockets.shutdown(fd, how) != 0 && (isStream() || Errno.last() != Errno.ENOTCONN)) {
      throw SocketErrors.last();
    }
    receiveShut |= how != Sockets.SHUT_WR;
    sendShut |= how != Sockets.SHUT_RD;
  }

  // --- data -------------------------------------------------------------------------------------

  /** Sending and receiving. */
  public SocketData data() {
    return data;
  }

  boolean isSendShut() {
    return sendShut;
  }

  boolean isReceiveShut() {
    return receiveShut;
  }

  /**
   * Waits for the descriptor; {@code WSAETIMEDOUT} when the time is over.
   *
   * @param events {@code POLL*}
   * @param milliseconds 0 for ever
   */
  void await(GuestThread t, int events, int milliseconds) {
    long nanos = milliseconds == 0 ? BlockedCalls.FOREVER : milliseconds * 1_000_000L;
    try {
      if (BlockedCalls.await(t, this, fd, events, nanos) == 0) {
        throw Win32Error.WSAETIMEDOUT.exception();
      }
    } catch (NtStatusException e) {
      throw SocketErrors.of(e.status()).exception();
    }
  }

  @Override
  public int read(GuestThread thread, long buffer, int length, long offset) {
    try {
      return data.receive(thread, new Buffers(buffer, length), 0, false);
    } catch (Win32Exception e) {
      throw fileError(e);
    }
  }

  @Override
  public int write(GuestThread thread, long buffer, int length, long offset) {
    try {
      return data.send(thread, new Buffers(buffer, length), 0, 0);
    } catch (Win32Exception e) {
      throw fileError(e);
    }
  }

  /** Errors of sockets as file operations report them. */
  private static RuntimeException fileError(Win32Exception e) {
    return switch (e.error()) {
      case WSAECONNRESET, WSAECONNABORTED -> NtStatus.CONNECTION_RESET.exception();
      case WSAEFAULT -> NtStatus.ACCESS_VIOLATION.exception();
      default -> e;
    };
  }

  /** {@code FIONREAD}: bytes that can be read at once (datagrams: the size of the first). */
  public int available() {
    HostBuffer buffer = HostBuffer.get();
    if (Terminal.ioctl(fd, Terminal.FIONREAD, buffer.struct()) != 0) {
      throw SocketErrors.last();
    }
    return buffer.getInt(0);
  }

  // --- the end ----------------------------------------------------------------------------------

  @Override
  protected synchronized void handleOpened() {
    openHandles++;
  }

  @Override
  protected void handleClosed(HandleTable table, long handle) {
    AfdPolls asked;
    synchronized (this) {
      if (--openHandles > 0) {
        return;
      }
      asked = polls;
    }
    if (asked != null) {
      asked.close();
    }
    cancel(null, 0);
    queue.close();
    BlockedCalls.closed(this);
  }

  @Override
  protected void destroyed() {
    queue.close();
    Unistd.close(fd);
  }
}
