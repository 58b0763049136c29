package decant.nt.pipe;

import decant.host.Memory;
import decant.host.Pipes;
import decant.host.Poll;
import decant.host.Terminal;
import decant.host.Unistd;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.file.Descriptor;
import decant.nt.file.IoObject;
import decant.nt.process.HandOver;
import decant.nt.process.PassedObjects;

/**
 * An end of a pipe: an anonymous pipe, a FIFO or socket that the process inherited, or an instance
 * of a named pipe.
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

  private volatile int fd;
  private volatile int mode;

  /** Takes over a descriptor. */
  public PipeObject(int fd) {
    this.fd = fd;
  }

  /** Makes an anonymous pipe: the reading end, then the writing end. */
  public static PipeObject[] anonymous(GuestThread thread) {
    long ends = thread.scratch();
    if (Unistd.pipe2(ends, Unistd.O_CLOEXEC) != 0) {
      throw NtStatus.lastHostError();
    }
    return new PipeObject[] {
      new PipeObject(Memory.getInt(ends)), new PipeObject(Memory.getInt(ends + 4))
    };
  }

  /** The end of a pipe that {@link #handOver} put into a message. */
  public static PipeObject handedOver(HandOver in, int fd) {
    PipeObject pipe = new PipeObject(fd);
    pipe.mode = in.getInt();
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

  @Override
  public int read(GuestThread thread, long buffer, int length, long offset) {
    if (length == 0) {
      return 0;
    }
    if ((mode & PIPE_NOWAIT) != 0 && Descriptor.poll(thread, fd, Poll.POLLIN, 0) == 0) {
      throw NtStatus.PIPE_EMPTY.exception();
    }
    int n = Descriptor.read(thread, fd, buffer, length);
    if (n == 0) {
      throw NtStatus.PIPE_BROKEN.exception();
    }
    return n;
  }

  @Override
  public int write(GuestThread thread, long buffer, int length, long offset) {
    if ((mode & PIPE_NOWAIT) != 0 && Descriptor.poll(thread, fd, Poll.POLLOUT, 0) == 0) {
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
    long count = thread.scratch() + 16;
    if (Terminal.ioctl(fd, Terminal.FIONREAD, count) != 0) {
      throw NtStatus.lastHostError();
    }
    int bytes = Memory.getInt(count);
    if (bytes == 0
        && (Descriptor.poll(thread, fd, Poll.POLLIN, 0) & (Poll.POLLHUP | Poll.POLLIN))
            == Poll.POLLHUP) {
      throw NtStatus.PIPE_BROKEN.exception();
    }
    return bytes;
  }

  /**
   * Copies what waits in the pipe, and leaves it there. Sockets can be peeked at, and pipes through
   * {@code tee(2)} into a second one.
   */
  public int peek(GuestThread thread, long buffer, int length) {
    long pair = thread.scratch();
    if (length <= 0) {
      return 0;
    }
    if (Unistd.pipe2(pair, Unistd.O_CLOEXEC) != 0) {
      throw NtStatus.lastHostError();
    }
    int out = Memory.getInt(pair);
    int in = Memory.getInt(pair + 4);
    try {
      long n = Pipes.tee(fd, in, Math.min(length, CAPACITY), Pipes.SPLICE_F_NONBLOCK);
      if (n < 0) {
        n = Pipes.recv(fd, buffer, length, Pipes.MSG_PEEK | Pipes.MSG_DONTWAIT);
      } else if (n > 0) {
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
    return false;
  }

  /** Whether this is the end that made the pipe. */
  public boolean isServer() {
    return false;
  }

  /** Bytes that the pipe buffers. */
  public int capacity() {
    return CAPACITY;
  }

  @Override
  protected void destroyed() {
    Descriptor.close(fd);
  }
}
