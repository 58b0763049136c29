package decant.nt.pipe;

import decant.host.Errno;
import decant.host.HostBuffer;
import decant.host.Pipes;
import decant.host.Unistd;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
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

  private final Map<String, Name> names = new HashMap<>();

  /** One name: its instances, and an event for those that wait for one to listen. */
  private static final class Name {
    final List<NamedPipeServer> instances = new ArrayList<>();
    final EventObject listening = new EventObject(true, false);
    int limit;
  }

  private NamedPipes(GuestProcess process) {
    process.files.device(
        "PIPE",
        (name, access, attributes, share, disposition, options) ->
            new FileSystem.Opened(connect(name), FileSystem.FILE_OPEN));
  }

  /** The named pipes of a process. From the first call on, its programs can open them by name. */
  public static NamedPipes of(GuestProcess process) {
    return process.state(NamedPipes.class, NamedPipes::new);
  }

  /**
   * Makes an instance of a pipe, which listens from then on.
   *
   * @param name without {@code \\.\pipe\}
   * @param limit the greatest number of instances, 255 for any
   * @param first whether it must be the first: else {@code STATUS_ACCESS_DENIED}
   */
  public synchronized NamedPipeServer create(String name, int limit, boolean first, int access) {
    Name pipe = names.computeIfAbsent(key(name), n -> new Name());
    if (pipe.instances.isEmpty()) {
      pipe.limit = limit;
    } else if (first) {
      throw NtStatus.ACCESS_DENIED.exception();
    } else if (pipe.limit != UNLIMITED && pipe.instances.size() >= pipe.limit) {
      throw NtStatus.INSTANCE_NOT_AVAILABLE.exception();
    }
    NamedPipeServer server = new NamedPipeServer(this, name, access, pipe.limit);
    pipe.instances.add(server);
    pipe.listening.set();
    return server;
  }

  /**
   * Opens the client's end of an instance that listens; {@code STATUS_PIPE_NOT_AVAILABLE} when all
   * are busy, {@code STATUS_OBJECT_NAME_NOT_FOUND} when there is no such pipe.
   */
  synchronized PipeObject connect(String name) {
    Name pipe = find(name);
    NamedPipeServer server = null;
    for (NamedPipeServer instance : pipe.instances) {
      if (instance.isListening()) {
        server = instance;
        break;
      }
    }
    if (server == null) {
      throw NtStatus.PIPE_NOT_AVAILABLE.exception();
    }
    HostBuffer buffer = HostBuffer.get();
    int type = Pipes.SOCK_STREAM | Pipes.SOCK_CLOEXEC;
    if (Pipes.socketpair(Pipes.AF_UNIX, type, 0, buffer.struct()) != 0) {
      throw NtStatus.of(Errno.last()).exception();
    }
    int serverEnd = buffer.getInt(0);
    PipeObject client = new PipeObject(buffer.getInt(4));
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

  /** The number of instances of a server's pipe. */
  synchronized int instances(NamedPipeServer server) {
    return names.get(key(server.pipeName())).instances.size();
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
