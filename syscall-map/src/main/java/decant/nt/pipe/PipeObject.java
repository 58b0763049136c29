package decant.nt.pipe;

import decant.host.Fcntl;
import decant.host.HostBuffer;
import decant.host.Memory;
import decant.host.Pipes;
import decant.host.Poll;
import decant.host.Sockets;
import decant.host.Terminal;
import decant.host.Unistd;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.file.Descriptor;
import decant.nt.file.IoObject;
import decant.nt.io.BlockedCalls;
import decant.nt.io.IoQueue;
import decant.nt.io.IoReport;
import decant.nt.io.IoRequest;
import decant.nt.process.HandOver;
import decant.nt.process.PassedObjects;

/**
 * An end of a pipe: an anonymous pipe, a FIFO or socket that the process inherited, or an instance
 * of a named pipe, which is a socket.
 *
 * <p>A reader whose writers are gone gets {@code STATUS_PIPE_BROKEN}, a writer whose readers are
 * gone {@code STATUS_PIPE_CLOSING}, as on Windows; the JVM's handler keeps {@code SIGPIPE} from
 * killing anybody.
 */
public class PipeObject extends IoObject {
  /** {@code PIPE_NOWAIT}: reads and writes do not wait. */
  public static final int PIPE_NOWAIT = 1;

  /** {@code PIPE_READMODE_MESSAGE}. */
  public static final int PIPE_READMODE_MESSAGE = 2;

  private static final int CAPACITY = 0x1_0000;

  /** As a socket type: not asked yet. */
  private static final int UNKNOWN = -2;

  private static final int NO_SOCKET = -1;

  private volatile int fd;
  private volatile int mode;

  /** {@code SOCK_*}, {@link #NO_SOCKET}, {@link #UNKNOWN}. */
  private volatile int socketType = UNKNOWN;

  /** Made when a socket is first read: most pipes are none. */
  private volatile PipeSocket socket;

  private volatile boolean overlapped;
  private IoQueue queue;

  /** Takes over a descriptor. */
  public PipeObject(int fd) {
    this.fd = fd;
  }

  /** Takes over a descriptor that is known to be a pipe of the host, and no socket. */
  public static PipeObject ofPipe(int fd) {
    PipeObject pipe = new PipeObject(fd);
    pipe.socketType = NO_SOCKET;
    return pipe;
  }

  /** Makes an anonymous pipe: the reading end, then the writing end. */
  public static PipeObject[] anonymous(GuestThread thread) {
    long ends = thread.scratch();
    if (Unistd.pipe2(ends, Unistd.O_CLOEXEC) != 0) {
      throw NtStatus.lastHostError();
    }
    return new PipeObject[] {ofPipe(Memory.getInt(ends)), ofPipe(Memory.getInt(ends + 4))};
  }

  /** The end of a pipe that {@link #handOver} put into a message. */
  public static PipeObject handedOver(HandOver in, int fd) {
    PipeObject pipe = new PipeObject(fd);
    pipe.mode = in.getInt();
    pipe.overlapped = in.getInt() != 0;
    return pipe;
  }

  @Override
  public boolean handOver(HandOver out) {
    int descriptor = fd;
    if (descriptor < 0) {
      return false; // nobody is connected
    }
    out.putInt(PassedObjects.PIPE);
    out.putDescriptor(descriptor);
    out.putInt(mode);
    out.putInt(overlapped ? 1 : 0);
    return true;
  }

  @Override
  public int fileType() {
    return FILE_TYPE_PIPE;
  }

  @Override
  public int fd() {
    return fd;
  }

  /** Gives the pipe another descriptor, and returns the one it had. */
  protected final int exchange(int newFd) {
    int old = fd;
    fd = newFd;
    return old;
  }

  /** What kind of socket the pipe is, where that is known without asking the host. */
  protected final void socketType(int type) {
    socketType = type;
  }

  private int socketType() {
    int type = socketType;
    if (type == UNKNOWN) {
      type = PipeSocket.type(fd);
      socketType = type;
    }
    return type;
  }

  final boolean isSocket() {
    return socketType() >= 0;
  }

  // --- operations that go on after their calls --------------------------------------------------

  /** The handle was opened for overlapped operations. */
  public final void makeOverlapped() {
    overlapped = true;
  }

  @Override
  public final int ioMode() {
    return overlapped ? 0 : super.ioMode();
  }

  @Override
  public final synchronized IoQueue queue() {
    if (queue == null) {
      queue = new IoQueue(this, fd);
    }
    return queue;
  }

  /** The queue if there is one already, else null. */
  final synchronized IoQueue queueOrNull() {
    return queue;
  }

  @Override
  public IoRequest request(IoReport report, boolean write, long buffer, int length) {
    if (!overlapped) {
      return null;
    }
    return new PipeRequest(this, report, write, buffer, length);
  }

  /** {@code STATUS_SUCCESS} when there is somebody at the other end, else why there is not. */
  protected NtStatus state() {
    return NtStatus.SUCCESS;
  }

  private void requireConnected() {
    NtStatus state = state();
    if (state != NtStatus.SUCCESS) {
      throw state.exception();
    }
  }

  // --- data -------------------------------------------------------------------------------------

  @Override
  public int read(GuestThread thread, long buffer, int length, long offset) {
    requireConnected();
    if (!isSocket()) {
      return readPipe(thread, buffer, length);
    }
    Memory.require(buffer, length & 0xFFFF_FFFFL);
    while (true) {
      int n = tryRead(buffer, length);
      switch (n) {
        case PipeSocket.WOULD_BLOCK -> awaitData(thread);
        case PipeSocket.BROKEN -> throw NtStatus.PIPE_BROKEN.exception();
        case PipeSocket.MORE -> throw NtStatus.BUFFER_OVERFLOW.exception();
        case PipeSocket.FAILED -> throw NtStatus.lastHostError();
        default -> {
          return n;
        }
      }
    }
  }

  /** Reads what is there from a socket; one of the results of {@link PipeSocket}. */
  final int tryRead(long buffer, int length) {
    return socket().read(fd, buffer, length, isMessageType(), (mode & PIPE_READMODE_MESSAGE) != 0);
  }

  private PipeSocket socket() {
    PipeSocket s = socket;
    if (s == null) {
      synchronized (this) {
        if (socket == null) {
          socket = new PipeSocket();
        }
        s = socket;
      }
    }
    return s;
  }

  /** Bytes that are left of a message that was read in part. */
  private int rest() {
    PipeSocket s = socket;
    return s == null ? 0 : s.restLength();
  }

  private void awaitData(GuestThread thread) {
    if ((mode & PIPE_NOWAIT) != 0) {
      throw NtStatus.PIPE_EMPTY.exception();
    }
    BlockedCalls.await(thread, this, fd, Poll.POLLIN, BlockedCalls.FOREVER);
  }

  private int readPipe(GuestThread thread, long buffer, int length) {
    int events = Descriptor.poll(thread, fd, Poll.POLLIN, 0);
    if (events == 0) {
      awaitData(thread);
    }
    if (length == 0 && !isEmpty()) {
      return 0; // such a read awaits data
    }
    int n = Descriptor.read(thread, fd, buffer, length);
    if (n == 0) {
      throw NtStatus.PIPE_BROKEN.exception();
    }
    return n;
  }

  @Override
  public int write(GuestThread thread, long buffer, int length, long offset) {
    requireConnected();
    boolean wait = (mode & PIPE_NOWAIT) == 0;
    if (!isSocket()) {
      return writePipe(thread, buffer, length, wait);
    }
    Memory.require(buffer, length & 0xFFFF_FFFFL);
    int done = 0;
    do {
      int n = PipeSocket.write(fd, buffer + done, length - done);
      switch (n) {
        case PipeSocket.WOULD_BLOCK -> {
          if (!wait) {
            return done;
          }
          BlockedCalls.await(thread, this, fd, Poll.POLLOUT, BlockedCalls.FOREVER);
        }
        case PipeSocket.BROKEN -> throw NtStatus.PIPE_CLOSING.exception();
        case PipeSocket.FAILED -> throw NtStatus.lastHostError();
        default -> {
          done += n;
          if (done == length) {
            return done;
          }
        }
      }
    } while (true);
  }

  private int writePipe(GuestThread thread, long buffer, int length, boolean wait) {
    if (!wait && Descriptor.poll(thread, fd, Poll.POLLOUT, 0) == 0) {
      return 0;
    }
    try {
      return Descriptor.write(thread, fd, buffer, length);
    } catch (NtStatusException e) {
      if (e.status() == NtStatus.PIPE_BROKEN) {
        throw NtStatus.PIPE_CLOSING.exception();
      }
      throw e;
    }
  }

  /**
   * The number of bytes that can be read at once; {@code STATUS_PIPE_BROKEN} when there are none
   * and will be none.
   */
  public int available(GuestThread thread) {
    requireConnected();
    int bytes = waiting(thread);
    if (bytes == 0
        && (Descriptor.poll(thread, fd, Poll.POLLIN, 0) & (Poll.POLLHUP | Poll.POLLIN)) != 0
        && isEmpty()) {
      throw NtStatus.PIPE_BROKEN.exception();
    }
    return bytes;
  }

  private int waiting(GuestThread thread) {
    long count = thread.scratch() + 16;
    if (Terminal.ioctl(fd, Terminal.FIONREAD, count) != 0) {
      throw NtStatus.lastHostError();
    }
    return Memory.getInt(count) + rest();
  }

  /** Bytes that this end can read at once. */
  final int readable() {
    return count(Terminal.FIONREAD) + rest();
  }

  /** Bytes, or for a socket about as many, that the other end has not read. */
  final int unread() {
    return count(isSocket() ? Terminal.TIOCOUTQ : Terminal.FIONREAD);
  }

  private int count(long request) {
    HostBuffer buffer = HostBuffer.get();
    return Terminal.ioctl(fd, request, buffer.struct()) == 0 ? buffer.getInt(0) : 0;
  }

  /** Whether nothing can be read and nobody is left to write. */
  final boolean isEmpty() {
    int events = PipeSocket.poll(fd, Poll.POLLIN);
    return (events & Poll.POLLHUP) != 0
        && (!isSocket() ? (events & Poll.POLLIN) == 0 : isSocketEmpty());
  }

  private boolean isSocketEmpty() {
    long n =
        Sockets.recv(fd, HostBuffer.get().struct(), 1, Sockets.MSG_PEEK | Sockets.MSG_DONTWAIT);
    return n <= 0 && rest() == 0;
  }

  /** Bytes of the message at the front, 0 for pipes without messages. */
  public int messageLength() {
    if (!isMessageType()) {
      return 0;
    }
    int rest = rest();
    return rest > 0 ? rest : PipeSocket.messageSize(fd);
  }

  /**
   * Copies what waits in the pipe, and leaves it there. Sockets can be peeked at, and pipes through
   * {@code tee(2)} into a second one.
   */
  public int peek(GuestThread thread, long buffer, int length) {
    if (length <= 0) {
      return 0;
    }
    if (isSocket()) {
      int rest = socket().peekRest(buffer, length);
      if (rest > 0) {
        return rest;
      }
      Memory.require(buffer, length);
      long n = Pipes.recv(fd, buffer, length, Pipes.MSG_PEEK | Pipes.MSG_DONTWAIT);
      return (int) Math.max(0, n);
    }
    long pair = thread.scratch();
    if (Unistd.pipe2(pair, Unistd.O_CLOEXEC) != 0) {
      throw NtStatus.lastHostError();
    }
    int out = Memory.getInt(pair);
    int in = Memory.getInt(pair + 4);
    try {
      long n = Pipes.tee(fd, in, Math.min(length, CAPACITY), Pipes.SPLICE_F_NONBLOCK);
      if (n > 0) {
        n = Unistd.read(out, buffer, n);
      }
      if (n < 0) {
        throw NtStatus.lastHostError();
      }
      return (int) n;
    } finally {
      Unistd.close(out);
      Unistd.close(in);
    }
  }

  // --- what the pipe is -------------------------------------------------------------------------

  /** {@code PIPE_NOWAIT} and {@code PIPE_READMODE_MESSAGE}. */
  public int mode() {
    return mode;
  }

  public void setMode(int mode) {
    if ((mode & ~(PIPE_NOWAIT | PIPE_READMODE_MESSAGE)) != 0) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    if ((mode & PIPE_READMODE_MESSAGE) != 0 && !isMessageType()) {
      throw NtStatus.INVALID_PARAMETER.exception();
    }
    this.mode = mode;
  }

  /** Whether writes stay separate messages. */
  public boolean isMessageType() {
    return socketType() == Sockets.SOCK_SEQPACKET;
  }

  /** Whether this is the end that made the pipe: of one without a name, the reading end. */
  public boolean isServer() {
    int flags = isSocket() ? Fcntl.O_RDWR : Fcntl.fcntl(fd, Fcntl.F_GETFL, 0);
    return (flags & Fcntl.O_ACCMODE) == Fcntl.O_RDONLY;
  }

  /** Bytes that the pipe buffers. */
  public int capacity() {
    return CAPACITY;
  }

  @Override
  protected void destroyed() {
    IoQueue q = queueOrNull();
    if (q != null) {
      q.close();
    }
    Descriptor.close(fd);
  }
}
