package decant.nt.process;

import decant.host.Fcntl;
import decant.host.HostBuffer;
import decant.host.Pidfd;
import decant.host.Pipes;
import decant.host.Signals;
import decant.host.Unistd;
import decant.nt.NtStatus;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process of the host that runs Decant as this one does, with the same options of the JVM, and
 * waits at descriptor {@link #SOCKET} to be told what to be.
 *
 * @param pid the host's identifier
 * @param pidfd a descriptor that refers to it
 * @param socket this side's end
 */
record ChildJvm(int pid, int pidfd, int socket) {
  /** The descriptor of the child's end. */
  static final int SOCKET = 3;

  private static final byte[] NULL_DEVICE = "/dev/null".getBytes(StandardCharsets.US_ASCII);

  /** Options that are not the child's: it records nothing, and has the shims of now. */
  private static final String[] OWN_OPTIONS = {
    "-XX:AOTCacheOutput=", "-Ddecant.training=", "-D" + ParentLink.SHIMS + "="
  };

  /** The program and its arguments as the host takes them, made once. */
  private static final class Command {
    static final Command INSTANCE = new Command();

    final MemorySegment program;
    final MemorySegment arguments;

    private Command() {
      Arena arena = Arena.global();
      program = HostSpawn.text(arena, "/proc/self/exe".getBytes(StandardCharsets.US_ASCII));
      arguments = HostSpawn.list(arena, words());
    }

    /** This process's command line as far as the name of the main class, and the argument. */
    private static List<byte[]> words() {
      List<byte[]> words = new ArrayList<>();
      for (String word : ownWords()) {
        if (isOwn(word)) {
          continue;
        }
        boolean main = word.equals(mainClass());
        if (main && System.getProperty(ParentLink.SHIMS) != null) {
          String shims = "-D" + ParentLink.SHIMS + "=" + System.getProperty(ParentLink.SHIMS);
          words.add(shims.getBytes(StandardCharsets.UTF_8));
        }
        words.add(word.getBytes(StandardCharsets.ISO_8859_1));
        if (main) {
          for (String option : ChildOptions.all()) {
            words.add(words.size() - 1, option.getBytes(StandardCharsets.UTF_8));
          }
          words.add(ParentLink.ARGUMENT.getBytes(StandardCharsets.US_ASCII));
          return words;
        }
      }
      throw NtStatus.NOT_SUPPORTED.exception();
    }

    private static boolean isOwn(String word) {
      for (String option : OWN_OPTIONS) {
        if (word.startsWith(option)) {
          return true;
        }
      }
      return false;
    }
  }

  /** The name of the class that this process was started with. */
  static String mainClass() {
    String command = System.getProperty("sun.java.command", "");
    int space = command.indexOf(' ');
    return space < 0 ? command : command.substring(0, space);
  }

  /** The command line of this process; each byte is a character. */
  static List<String> ownWords() {
    String all;
    try {
      byte[] line = Files.readAllBytes(Path.of("/proc/self/cmdline"));
      all = new String(line, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw NtStatus.UNSUCCESSFUL.exception();
    }
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int end = all.indexOf('\0'); end >= 0; end = all.indexOf('\0', start)) {
      words.add(all.substring(start, end));
      start = end + 1;
    }
    return words;
  }

  /**
   * Starts one.
   *
   * @param quiet whether what it says before it is told what to be goes nowhere, rather than to
   *     this process's standard error
   */
  static ChildJvm start(boolean quiet) {
    HostBuffer buffer = HostBuffer.get();
    int type = Pipes.SOCK_STREAM | Pipes.SOCK_CLOEXEC;
    if (Pipes.socketpair(Pipes.AF_UNIX, type, 0, buffer.struct()) != 0) {
      throw NtStatus.lastHostError();
    }
    int own = buffer.getInt(0);
    int child = buffer.getInt(4);
    int nothing =
        Fcntl.openat(Fcntl.AT_FDCWD, buffer.path(NULL_DEVICE), Fcntl.O_RDWR | Fcntl.O_CLOEXEC, 0);
    try {
      HostSpawn spawn = new HostSpawn(Command.INSTANCE.program, Command.INSTANCE.arguments);
      spawn.pass(nothing, 0);
      spawn.pass(nothing, 1);
      if (quiet) {
        spawn.pass(nothing, 2);
      }
      spawn.pass(child, SOCKET);
      int pid = spawn.start(SOCKET + 1);
      int pidfd = Pidfd.open(pid);
      if (pidfd < 0) {
        Signals.kill(pid, Signals.SIGKILL);
        throw NtStatus.lastHostError();
      }
      return new ChildJvm(pid, pidfd, own);
    } catch (RuntimeException e) {
      Unistd.close(own);
      throw e;
    } finally {
      Unistd.close(child);
      Unistd.close(nothing);
    }
  }

  /** Whether it runs; else it is closed. */
  boolean runs() {
    HostBuffer buffer = HostBuffer.get();
    buffer.putInt(Pidfd.SI_PID, 0);
    int options = Pidfd.WEXITED | Pidfd.WNOHANG;
    int done = Pidfd.waitid(Pidfd.P_PIDFD, pidfd, buffer.struct(), options);
    if (done == 0 && buffer.getInt(Pidfd.SI_PID) == 0) {
      return true;
    }
    Unistd.close(pidfd);
    Unistd.close(socket);
    return false;
  }
}
