package decant.nt.pipe;

import decant.host.Errno;
import decant.host.HostBuffer;
import decant.host.Pipes;
import decant.host.Unistd;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.file.FileAccess;
import decant.nt.file.FileSystem;
import decant.nt.sync.EventObject;
import decant.nt.sync.Waits;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The named pipes of a process: names, and the instances that servers have made of them. A pipe is
 * known in the process that made it only.
 */
public final class NamedPipes {
  private static final int UNLIMITED = 255;

  private static final int SYNCHRONOUS =
      FileSystem.FILE_SYNCHRONOUS_IO_ALERT | FileSystem.FILE_SYNCHRONOUS_IO_NONALERT;

  private final Map<String, Name> names = new HashMap<>();

  private long unnamed;

  /** One name: its instances, and an event for those that wait for one to listen. */
  private static final class Name {
    final List<NamedPipeServer> instances = new ArrayList<>();
    final EventObject listening = new EventObject(true, false);
    int limit;
    boolean messages;
    int access;
  }

  private NamedPipes(GuestProcess process) {
    process.files.device(
        "PIPE",
        (name, access, attributes, share, disposition, options) ->
            new FileSystem.Opened(
                name.isEmpty() ? new PipeDirectory() : connect(name, access, options),
                FileSystem.FILE_OPEN));
  }

  /** The named pipes of a process. From the first call on, its programs can open them by name. */
  public static NamedPipes of(GuestProcess process) {
    return process.state(NamedPipes.class, NamedPipes::new);
  }

  /**
   * Makes an instance of a pipe, which listens from then on.
   *
   * @param name without {@code \\.\pipe\}; null for a pipe that only its own client can open
   * @param limit the greatest number of instances, 255 for any
   * @param first whether it must be the first: else {@code STATUS_ACCESS_DENIED}
   * @param access 1 the server reads, 2 it writes, 3 both
   * @param messages whether writes stay separate messages
   */
  public synchronized NamedPipeServer create(
      String name, int limit, boolean first, int access, boolean messages) {
    String known = name != null ? name : "\\" + ++unnamed; // no name that a program can give
    Name pipe = names.computeIfAbsent(key(known), n -> new Name());
    if (pipe.instances.isEmpty()) {
      pipe.limit = limit;
      pipe.messages = messages;
      pipe.access = access;
    } else if (first || pipe.messages != messages || pipe.access != access) {
      throw NtStatus.ACCESS_DENIED.exception();
    } else if (pipe.limit != UNLIMITED && pipe.instances.size() >= pipe.limit) {
      throw NtStatus.INSTANCE_NOT_AVAILABLE.exception();
    }
    int type = messages ? Pipes.SOCK_SEQPACKET : Pipes.SOCK_STREAM;
    NamedPipeServer server = new NamedPipeServer(this, known, access, pipe.limit, type);
    pipe.instances.add(server);
    pipe.listening.set();
    return server;
  }

  /**
   * Opens the client's end of an instance that listens; {@code STATUS_PIPE_NOT_AVAILABLE} when all
   * are busy, {@code STATUS_OBJECT_NAME_NOT_FOUND} when there is no such pipe, {@code
   * STATUS_ACCESS_DENIED} for a direction that it does not have.
   *
   * @param access the access mask ({@code GENERIC_*} or specific rights)
   * @param options of {@code NtCreateFile}
   */
  public synchronized PipeObject connect(String name, int access, int options) {
    Name pipe = find(name);
    for (NamedPipeServer instance : pipe.instances) {
      if (instance.isListening()) {
        return connect(pipe, instance, access, options);
      }
    }
    throw NtStatus.PIPE_NOT_AVAILABLE.exception();
  }

  /** Opens the client's end of one instance. */
  public synchronized PipeObject connect(NamedPipeServer server, int access, int options) {
    if (!server.isListening()) {
      throw NtStatus.PIPE_NOT_AVAILABLE.exception();
    }
    return connect(find(server.pipeName()), server, access, options);
  }

  private static PipeObject connect(Name pipe, NamedPipeServer server, int access, int options) {
    int rights = FileAccess.specific(access);
    boolean reads = (rights & FileAccess.FILE_READ_DATA) != 0;
    boolean writes = (rights & FileAccess.FILE_WRITE_DATA) != 0;
    if (reads && (pipe.access & 2) == 0 || writes && (pipe.access & 1) == 0) {
      throw NtStatus.ACCESS_DENIED.exception();
    }
    HostBuffer buffer = HostBuffer.get();
    int type = (pipe.messages ? Pipes.SOCK_SEQPACKET : Pipes.SOCK_STREAM) | Pipes.SOCK_CLOEXEC;
    if (Pipes.socketpair(Pipes.AF_UNIX, type, 0, buffer.struct()) != 0) {
      throw NtStatus.of(Errno.last()).exception();
    }
    int serverEnd = buffer.getInt(0);
    PipeObject client = new PipeObject(buffer.getInt(4));
    if ((options & SYNCHRONOUS) == 0) {
      client.makeOverlapped();
    }
    server.connected(serverEnd);
    updateListening(pipe);
    return client;
  }

  /** Waits until an instance listens; {@code STATUS_IO_TIMEOUT} when the time is over. */
  public void awaitListening(GuestThread t, String name, long nanos) {
    EventObject listening;
    synchronized (this) {
      listening = find(name).listening;
    }
    if (Waits.one(t, listening, nanos) == Waits.TIMEOUT) {
      throw NtStatus.IO_TIMEOUT.exception();
    }
  }

  /** An instance listens, or does no longer. */
  synchronized void changed(NamedPipeServer server) {
    Name pipe = names.get(key(server.pipeName()));
    if (pipe != null) {
      updateListening(pipe);
    }
  }

  private static void updateListening(Name pipe) {
    for (NamedPipeServer instance : pipe.instances) {
      if (instance.isListening()) {
        pipe.listening.set();
        return;
      }
    }
    pipe.listening.reset();
  }

  /** An instance is closed; a pipe ends with its last one. */
  synchronized void remove(NamedPipeServer server) {
    Name pipe = names.get(key(server.pipeName()));
    pipe.instances.remove(server);
    if (pipe.instances.isEmpty()) {
      names.remove(key(server.pipeName()));
    } else {
      updateListening(pipe);
    }
  }

  /** The number of instances of a server's pipe; 0 when another thread has closed the last one. */
  synchronized int instances(NamedPipeServer server) {
    Name pipe = names.get(key(server.pipeName()));
    return pipe == null ? 0 : pipe.instances.size();
  }

  private Name find(String name) {
    Name pipe = names.get(key(name));
    if (pipe == null) {
      throw NtStatus.OBJECT_NAME_NOT_FOUND.exception();
    }
    return pipe;
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /** Closes a host descriptor that a server end gives up. */
  static void close(int fd) {
    if (fd >= 0) {
      Unistd.close(fd);
    }
  }
}
