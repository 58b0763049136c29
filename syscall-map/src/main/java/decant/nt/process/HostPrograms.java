package decant.nt.process;

import decant.host.Fcntl;
import decant.host.HostBuffer;
import decant.host.HostEnvironment;
import decant.host.Pidfd;
import decant.host.Unistd;
import decant.nt.Environment;
import decant.nt.GuestProcess;
import decant.nt.HostSystem;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.file.IoObject;
import decant.nt.file.NameCodec;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which programs of the host a process may start ({@code --allow-run}), and starting them.
 *
 * @param names names of programs, or host directories that they lie in; empty for all
 */
public record HostPrograms(List<String> names) {
  /**
   * How a program waits to be resumed: a shell reads a line first, and goes when there is none, as
   * when who has started it is gone.
   */
  private static final byte[] SHELL = "/bin/sh".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] SHELL_COMMAND = "-c".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] WAIT_AND_RUN =
      "read _ <&3 || exit 1; exec 3<&-; exec \"$0\" \"$@\"".getBytes(StandardCharsets.US_ASCII);

  /** The descriptor that the shell reads, behind the standard ones. */
  private static final int GATE = 3;

  private static final byte[] NULL_DEVICE = "/dev/null".getBytes(StandardCharsets.US_ASCII);

  /** Variables that Windows programs get and those of the host must not. */
  private static final Set<String> OF_WINDOWS =
      Set.of(
          "PATH",
          "SYSTEMDRIVE",
          "SYSTEMROOT",
          "WINDIR",
          "COMSPEC",
          "PATHEXT",
          "OS",
          "TEMP",
          "TMP",
          "USERPROFILE",
          "HOMEDRIVE",
          "HOMEPATH",
          "APPDATA",
          "LOCALAPPDATA",
          "PROGRAMDATA",
          "PROGRAMFILES",
          "PROGRAMFILES(X86)",
          "PROGRAMW6432",
          "COMMONPROGRAMFILES",
          "ALLUSERSPROFILE",
          "PUBLIC",
          "USERNAME",
          "USERDOMAIN",
          "COMPUTERNAME",
          "NUMBER_OF_PROCESSORS",
          "PROCESSOR_ARCHITECTURE",
          "PROCESSOR_LEVEL",
          "PROCESSOR_REVISION");

  /** Whether a file begins as programs of the host do: an ELF image, or a script. */
  public static boolean isOne(byte[] hostPath) {
    HostBuffer buffer = HostBuffer.get();
    int flags = Fcntl.O_RDONLY | Fcntl.O_CLOEXEC;
    int fd = Fcntl.openat(Fcntl.AT_FDCWD, buffer.path(hostPath), flags, 0);
    if (fd < 0) {
      return false;
    }
    long n = Unistd.read(fd, buffer.data(), 4);
    Unistd.close(fd);
    boolean script = n >= 2 && buffer.dataU16(0) == ('#' | '!' << 8);
    boolean elf = n == 4 && buffer.dataU16(0) == (0x7F | 'E' << 8);
    return script || elf && buffer.dataU16(2) == ('L' | 'F' << 8);
  }

  /** Puts what a process may start into the message to a child, which may the same. */
  static void handOver(HostPrograms allowed, HandOver out) {
    out.putInt(allowed == null ? -1 : allowed.names.size());
    if (allowed != null) {
      allowed.names.forEach(out::putText);
    }
  }

  /** What {@link #handOver} put into a message. */
  static HostPrograms handedOver(HandOver in) {
    int count = in.getInt();
    if (count < 0) {
      return null;
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      names.add(in.getText());
    }
    return new HostPrograms(names);
  }

  /** Whether a program may be started. */
  public boolean allows(byte[] hostPath) {
    String path = NameCodec.decodeText(hostPath);
    String name = path.substring(path.lastIndexOf('/') + 1);
    for (String allowed : names) {
      boolean directory = allowed.indexOf('/') >= 0;
      String prefix = allowed.endsWith("/") ? allowed : allowed + "/";
      if (directory ? path.equals(allowed) || path.startsWith(prefix) : name.equals(allowed)) {
        return true;
      }
    }
    return names.isEmpty();
  }

  /**
   * Starts a program.
   *
   * @param arguments without its name
   * @return the process, with a reference for the caller
   */
  static RemoteProcess start(GuestProcess process, StartInfo info, List<String> arguments) {
    Family family = Family.of(process);
    byte[] path = process.files.hostPath(info.imagePath);
    int[] streams = {-1, -1, -1, -1};
    int gate = -1;
    try (Arena arena = Arena.ofConfined()) {
      List<byte[]> words = new ArrayList<>();
      byte[] first = path;
      if (info.suspended) {
        first = SHELL;
        words.addAll(List.of(SHELL, SHELL_COMMAND, WAIT_AND_RUN));
      }
      words.add(path);
      for (String argument : arguments) {
        words.add(NameCodec.encodeText(argument));
      }
      HostSpawn spawn = new HostSpawn(HostSpawn.text(arena, first), HostSpawn.list(arena, words));
      spawn.environment(HostSpawn.list(arena, environment(info.environment)));
      spawn.directory(HostSpawn.text(arena, process.files.hostPath(info.currentDirectory)));
      for (int i = 0; i < GATE; i++) {
        streams[i] = stream(process, info.standard[i]);
        spawn.pass(streams[i], i);
      }
      if (info.suspended) {
        MemorySegment ends = arena.allocate(8, 4);
        if (Unistd.pipe2(ends.address(), Unistd.O_CLOEXEC) != 0) {
          throw NtStatus.lastHostError();
        }
        gate = ends.get(ValueLayout.JAVA_INT, 4);
        int read = ends.get(ValueLayout.JAVA_INT, 0);
        streams[GATE] = HostSpawn.aside(read);
        Unistd.close(read);
        spawn.pass(streams[GATE], GATE);
      }
      int pid = spawn.start(info.suspended ? GATE + 1 : GATE);
      int pidfd = Pidfd.open(pid);
      if (pidfd < 0) {
        throw NtStatus.lastHostError();
      }
      int row = family.take(Unistd.getpid(), info.group, family.console(family.own()));
      family.setPath(row, info.imagePath);
      family.jobs.inherit(row, family.own());
      family.begin(row, pid, HostSystem.now());
      int opened = gate;
      gate = -1;
      Runnable begin = opened < 0 ? null : () -> open(opened);
      return RemoteProcess.ofHost(process, row, pid, pidfd, begin);
    } finally {
      HostSpawn.close(streams);
      if (gate >= 0) {
        Unistd.close(gate);
      }
    }
  }

  /** Lets the program begin whose shell waits for a line. */
  private static void open(int gate) {
    HostBuffer buffer = HostBuffer.get();
    buffer.putInt(0, '\n');
    Unistd.write(gate, buffer.struct(), 1);
    Unistd.close(gate);
  }

  /** A descriptor for a standard stream; of the null device where there is none. */
  private static int stream(GuestProcess process, long handle) {
    try {
      int fd = handle == 0 ? -1 : process.handles.get(handle, IoObject.class).fd();
      if (fd >= 0) {
        return HostSpawn.aside(fd);
      }
    } catch (NtStatusException e) {
      // as for a handle that is null
    }
    int flags = Fcntl.O_RDWR | Fcntl.O_CLOEXEC;
    int nothing = Fcntl.openat(Fcntl.AT_FDCWD, HostBuffer.get().path(NULL_DEVICE), flags, 0);
    int copy = HostSpawn.aside(nothing);
    Unistd.close(nothing);
    return copy;
  }

  /** The host's own variables that Windows' replace, and all others as they are now. */
  private static List<byte[]> environment(String block) {
    List<byte[]> variables = new ArrayList<>();
    HostEnvironment host = HostEnvironment.read();
    for (int i = 0; i < host.count(); i++) {
      if (isOfWindows(NameCodec.decodeText(host.name(i)))) {
        variables.add(entry(host.name(i), host.value(i)));
      }
    }
    Environment now = Environment.ofBlock(block);
    now.all()
        .forEach(
            (name, value) -> {
              if (!name.startsWith("=") && !isOfWindows(name)) {
                variables.add(entry(NameCodec.encodeText(name), NameCodec.encodeText(value)));
              }
            });
    return variables;
  }

  private static boolean isOfWindows(String name) {
    return OF_WINDOWS.contains(name.toUpperCase(Locale.ROOT));
  }

  private static byte[] entry(byte[] name, byte[] value) {
    byte[] entry = new byte[name.length + 1 + value.length];
    System.arraycopy(name, 0, entry, 0, name.length);
    entry[name.length] = '=';
    System.arraycopy(value, 0, entry, name.length + 1, value.length);
    return entry;
  }
}
