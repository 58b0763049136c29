package decant.nt.process;

import decant.host.Errno;
import decant.host.Fcntl;
import decant.host.Libc;
import decant.host.Spawn;
import decant.host.Unistd;
import decant.nt.NtStatus;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;

/** A program of the host that is about to be started, and what it gets. For one use. */
final class HostSpawn {
  private final MemorySegment program;
  private final MemorySegment arguments;

  /** Variables, null for those of this process. */
  private MemorySegment environment;

  /** Where it begins, null for where this process did. */
  private MemorySegment directory;

  /** Descriptors and what they become there. */
  private int[] from = new int[4];

  private int[] to = new int[4];
  private int count;

  HostSpawn(MemorySegment program, MemorySegment arguments) {
    this.program = program;
    this.arguments = arguments;
  }

  /** Bytes with a terminating zero. */
  static MemorySegment text(Arena arena, byte[] bytes) {
    MemorySegment text = arena.allocate(bytes.length + 1L);
    MemorySegment.copy(bytes, 0, text, ValueLayout.JAVA_BYTE, 0, bytes.length);
    return text;
  }

  /** Pointers to texts, and a null pointer. */
  static MemorySegment list(Arena arena, List<byte[]> texts) {
    MemorySegment list = arena.allocate(8L * (texts.size() + 1), 8);
    for (int i = 0; i < texts.size(); i++) {
      list.setAtIndex(ValueLayout.JAVA_LONG, i, text(arena, texts.get(i)).address());
    }
    return list;
  }

  void environment(MemorySegment variables) {
    environment = variables;
  }

  void directory(MemorySegment path) {
    directory = path;
  }

  /** Passes a descriptor, in order: what becomes 0 must not come from 0 later. */
  void pass(int fd, int as) {
    if (count == from.length) {
      from = Arrays.copyOf(from, 2 * count);
      to = Arrays.copyOf(to, 2 * count);
    }
    from[count] = fd;
    to[count++] = as;
  }

  /**
   * Starts the program, which gets no descriptors from {@code end} on; returns the host's
   * identifier.
   */
  int start(int end) {
    try (Arena arena = Arena.ofConfined()) {
      long actions = arena.allocate(Spawn.FILE_ACTIONS_SIZE, 8).address();
      long attributes = arena.allocate(Spawn.ATTRIBUTES_SIZE, 8).address();
      MemorySegment pid = arena.allocate(4, 4);
      Spawn.posix_spawn_file_actions_init(actions);
      Spawn.posix_spawnattr_init(attributes);
      try {
        for (int i = 0; i < count; i++) {
          Spawn.posix_spawn_file_actions_adddup2(actions, from[i], to[i]);
        }
        Spawn.posix_spawn_file_actions_addclosefrom_np(actions, end);
        if (directory != null) {
          Spawn.posix_spawn_file_actions_addchdir_np(actions, directory.address());
        }
        // Threads of this process may have signals blocked; what is started must not.
        Spawn.posix_spawnattr_setflags(attributes, Spawn.POSIX_SPAWN_SETSIGMASK);
        Spawn.posix_spawnattr_setsigmask(attributes, arena.allocate(Spawn.SIGSET_SIZE).address());
        int error =
            Spawn.posix_spawn(
                pid.address(),
                program.address(),
                actions,
                attributes,
                arguments.address(),
                environment == null ? ownEnvironment() : environment.address());
        if (error != 0) {
          throw NtStatus.of(Errno.of(error)).exception();
        }
      } finally {
        Spawn.posix_spawn_file_actions_destroy(actions);
        Spawn.posix_spawnattr_destroy(attributes);
      }
      return pid.get(ValueLayout.JAVA_INT, 0);
    }
  }

  private static long ownEnvironment() {
    return MemorySegment.ofAddress(Libc.address("environ"))
        .reinterpret(8)
        .get(ValueLayout.JAVA_LONG, 0);
  }

  /** A copy of a descriptor that is none of the standard ones, closed on exec. */
  static int aside(int fd) {
    int copy = Fcntl.fcntl(fd, Fcntl.F_DUPFD_CLOEXEC, 3);
    if (copy < 0) {
      throw NtStatus.lastHostError();
    }
    return copy;
  }

  /** Closes copies that {@link #aside} made. */
  static void close(int[] fds) {
    for (int fd : fds) {
      if (fd >= 0) {
        Unistd.close(fd);
      }
    }
  }
}
