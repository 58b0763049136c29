package decant.crt.io;

import decant.abi.CrtErrno;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Library;
import decant.abi.Narrow;
import decant.abi.Opt;
import decant.abi.Wide;
import decant.crt.start.Spawning;
import decant.nt.GuestThread;
import decant.nt.HandleTable;
import decant.nt.Handles;
import decant.nt.pipe.PipeObject;
import decant.nt.process.RemoteProcess;
import decant.nt.process.StartInfo;
import java.util.HashMap;
import java.util.Map;

/** stdlib.h and stdio.h: commands for the command processor, and pipes to them. */
@Library({"msvcrt", "ucrtbase"})
public final class CommandH {
  private CommandH() {}

  /** The processes behind the streams of {@code _popen}, by FILE. Guarded by itself. */
  private static final class Pipes {
    final Map<Long, RemoteProcess> processes = new HashMap<>();

    static Map<Long, RemoteProcess> of(GuestThread t) {
      return t.process.state(Pipes.class, p -> new Pipes()).processes;
    }
  }

  /**
   * Runs a command; without one, says whether there is a command processor.
   *
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/system-wsystem">system,
   *     _wsystem</a>
   */
  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static int system(GuestThread t, @Opt @Narrow String command) {
    return run(t, command);
  }

  @Export(fails = Fails.ERRNO_MINUS_ONE)
  static int _wsystem(GuestThread t, @Opt @Wide String command) {
    return run(t, command);
  }

  private static int run(GuestThread t, String command) {
    String processor = Spawning.commandProcessor(t);
    if (command == null) {
      return processor == null ? 0 : 1;
    }
    RemoteProcess child = Spawning.start(t, info(t, processor, command), false);
    try {
      return Spawning.await(t, child);
    } finally {
      child.release();
    }
  }

  private static StartInfo info(GuestThread t, String processor, String command) {
    if (processor == null) {
      throw CrtErrno.ENOENT.exception();
    }
    return Spawning.info(t, processor, processor + " /c " + command, false);
  }

  /**
   * Runs a command with a pipe to its input or from its output.
   *
   * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/reference/popen-wpopen">_popen,
   *     _wpopen</a>
   */
  @Export
  static long _popen(GuestThread t, @Narrow String command, @Narrow String mode) {
    return open(t, command, mode);
  }

  @Export
  static long _wpopen(GuestThread t, @Wide String command, @Wide String mode) {
    return open(t, command, mode);
  }

  private static long open(GuestThread t, String command, String mode) {
    if (command == null || mode == null) {
      throw CrtErrno.EINVAL.exception();
    }
    boolean reads = mode.startsWith("r");
    if (!reads && !mode.startsWith("w")) {
      throw CrtErrno.EINVAL.exception();
    }
    StreamMode parsed = StreamMode.parse(t, mode);
    StartInfo info = info(t, Spawning.commandProcessor(t), command);
    PipeObject[] ends = PipeObject.anonymous(t);
    PipeObject own = ends[reads ? 0 : 1];
    long theirs =
        t.process.handles.open(ends[reads ? 1 : 0], Handles.ALL_ACCESS, HandleTable.INHERIT);
    info.standard[reads ? 1 : 0] = theirs;
    info.runtimeData = new byte[0]; // its descriptors are its standard handles
    long handle = t.process.handles.open(own, Handles.ALL_ACCESS, 0);
    LowFile file;
    RemoteProcess child;
    try {
      file =
          LowFiles.of(t)
              .open(t, handle, own, OpenMode.flags(t, parsed.oflag()) | LowFile.NO_INHERIT);
      child = Spawning.start(t, info, false);
    } finally {
      t.process.handles.close(theirs);
    }
    long stream = Streams.of(t).open(t, file.fd, parsed.flags()).file;
    Map<Long, RemoteProcess> processes = Pipes.of(t);
    synchronized (processes) {
      processes.put(stream, child);
    }
    return stream;
  }

  /** Closes a stream of {@code _popen} and waits for the command; returns its exit code. */
  @Export
  static int _pclose(GuestThread t, long stream) {
    Map<Long, RemoteProcess> processes = Pipes.of(t);
    RemoteProcess child;
    synchronized (processes) {
      child = processes.remove(stream);
    }
    if (child == null) {
      throw CrtErrno.EBADF.exception();
    }
    Streams streams = Streams.of(t);
    streams.close(t, Streams.get(t, stream));
    try {
      return Spawning.await(t, child);
    } finally {
      child.release();
    }
  }
}
