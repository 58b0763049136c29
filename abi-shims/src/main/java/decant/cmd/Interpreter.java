package decant.cmd;

import decant.kernel32.ChildStarts;
import decant.nt.Environment;
import decant.nt.GuestThread;
import decant.nt.HandleTable;
import decant.nt.Handles;
import decant.nt.NtStatusException;
import decant.nt.Win32Exception;
import decant.nt.file.FileSystem;
import decant.nt.file.IoObject;
import decant.nt.pipe.PipeObject;
import decant.nt.process.Children;
import decant.nt.process.RemoteProcess;
import decant.nt.process.StartInfo;
import decant.nt.process.SystemPrograms;
import decant.nt.sync.Waits;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs commands: the state of one command processor. For one thread. */
final class Interpreter {
  /** The error level of a name that is nothing, in a batch file. */
  private static final int NOT_RECOGNIZED = 9009;

  private static final int GENERIC_READ = 0x8000_0000;
  private static final int GENERIC_WRITE = 0x4000_0000;
  private static final int SHARE_ALL = 7;
  private static final int MAX_CALLS = 100;

  /** {@code exit}: of the command processor, or of a batch file. */
  static final class Exit extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final int code;
    final boolean batchOnly;

    Exit(int code, boolean batchOnly) {
      super(null, null, false, false);
      this.code = code;
      this.batchOnly = batchOnly;
    }
  }

  final GuestThread t;
  final Environment environment;
  final FileSystem files;

  /** The batch file that runs, or null. */
  Batch batch;

  int errorLevel;
  boolean echo = true;
  private int calls;

  Interpreter(GuestThread t) {
    this.t = t;
    this.environment = Environment.of(t.process);
    this.files = t.process.files;
  }

  /** The values of variables that are computed. */
  String dynamic(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "errorlevel" -> Integer.toString(errorLevel);
      case "cd" -> files.currentDirectory();
      case "cmdextversion" -> "2";
      case "random" -> Integer.toString((int) (Math.random() * 32768));
      case "date" -> Builtins.date();
      case "time" -> Builtins.time();
      default -> null;
    };
  }

  /** Expands and runs a line of the command line or of a batch file. */
  void line(String text, Io io) {
    String expanded = expand(text);
    try {
      run(Parser.parse(expanded), io);
    } catch (Parser.SyntaxException e) {
      io.error(
          e.getMessage().isEmpty() || e.getMessage().equals("newline")
              ? "The syntax of the command is incorrect."
              : e.getMessage() + " was unexpected at this time.");
      errorLevel = 255;
      if (batch != null) {
        throw new Exit(255, true);
      }
    }
  }

  String expand(String text) {
    Expansion expansion =
        batch == null
            ? new Expansion(environment, null, "", this::dynamic)
            : new Expansion(environment, batch.parameters(), batch.all(), this::dynamic);
    return expansion.expand(text);
  }

  void run(Node node, Io io) {
    switch (node) {
      case Node.Nothing nothing -> {}
      case Node.Simple simple -> redirected(simple.redirections(), io, to -> simple(simple, to));
      case Node.Block block ->
          redirected(
              block.redirections(),
              io,
              to -> {
                for (Node command : block.commands()) {
                  run(command, to);
                }
              });
      case Node.Pair pair -> {
        run(pair.first(), io);
        boolean go =
            switch (pair.operator()) {
              case "&&" -> errorLevel == 0;
              case "||" -> errorLevel != 0;
              default -> true;
            };
        if (go) {
          run(pair.second(), io);
        }
      }
      case Node.Pipe pipe -> pipe(pipe, io);
      case Node.If condition -> {
        if (Conditions.holds(this, condition)) {
          run(condition.then(), io);
        } else if (condition.otherwise() != null) {
          run(condition.otherwise(), io);
        }
      }
      case Node.For loop -> Loops.run(this, loop, io);
    }
  }

  /** What is run with redirected streams. */
  interface Body {
    void run(Io io);
  }

  private void redirected(List<Node.Redirection> redirections, Io io, Body body) {
    if (redirections.isEmpty()) {
      body.run(io);
      return;
    }
    List<Long> opened = new ArrayList<>();
    try {
      Io to = io;
      for (Node.Redirection r : redirections) {
        if (r.kind().equals("&")) {
          int other = r.target().charAt(0) - '0';
          to = to.with(r.stream(), to.handle(other));
          continue;
        }
        long handle = open(r);
        opened.add(handle);
        to = to.with(r.stream(), handle);
      }
      body.run(to);
    } catch (NtStatusException | Win32Exception e) {
      io.error(Names.message(e));
      errorLevel = 1;
    } finally {
      for (long handle : opened) {
        t.process.handles.close(handle);
      }
    }
  }

  private long open(Node.Redirection r) {
    boolean reads = r.kind().equals("<");
    boolean appends = r.kind().equals(">>");
    int disposition =
        reads
            ? FileSystem.FILE_OPEN
            : appends ? FileSystem.FILE_OPEN_IF : FileSystem.FILE_OVERWRITE_IF;
    IoObject object =
        files
            .create(
                r.target(),
                reads ? GENERIC_READ : GENERIC_WRITE,
                0x80,
                SHARE_ALL,
                disposition,
                FileSystem.FILE_NON_DIRECTORY_FILE | FileSystem.FILE_SYNCHRONOUS_IO_NONALERT)
            .object();
    long handle = t.process.handles.open(object, Handles.ALL_ACCESS, HandleTable.INHERIT);
    if (appends && object.fileType() == IoObject.FILE_TYPE_DISK) {
      object.setPosition(object.size());
    }
    return handle;
  }

  private void pipe(Node.Pipe pipe, Io io) {
    PipeObject[] ends = PipeObject.anonymous(t);
    long read = t.process.handles.open(ends[0], Handles.ALL_ACCESS, HandleTable.INHERIT);
    long write = t.process.handles.open(ends[1], Handles.ALL_ACCESS, HandleTable.INHERIT);
    RemoteProcess first = null;
    try {
      first = begin(pipe.first(), pipe.firstText(), io, write);
      run(pipe.second(), io.with(0, read));
    } finally {
      t.process.handles.close(read);
      if (first != null) {
        Waits.one(t, first, Waits.INFINITE);
        first.release();
      }
    }
  }

  /** Starts what writes into a pipe, whose handle it closes; null for what is no process. */
  private RemoteProcess begin(Node node, String text, Io io, long write) {
    if (node instanceof Node.Simple simple
        && simple.redirections().isEmpty()
        && Builtins.isName(Parser.unquoted(simple.name()))) {
      ByteArrayOutputStream output = new ByteArrayOutputStream();
      run(simple, new Io(t.process, io.in(), io.out(), io.err(), output));
      // The reader may begin later than the pipe is full.
      Thread writer =
          new Thread(
              () -> {
                Io.write(t.process.handles.get(write, IoObject.class).fd(), output.toByteArray());
                t.process.handles.close(write);
              },
              "cmd-pipe");
      writer.setDaemon(true);
      writer.start();
      return null;
    }
    try {
      return start(
          SystemPrograms.COMMAND_PROCESSOR, "cmd.exe /s /c \"" + text + '"', io.with(1, write));
    } finally {
      t.process.handles.close(write);
    }
  }

  private void simple(Node.Simple command, Io io) {
    String name = Parser.unquoted(command.name());
    if (name.isEmpty()) {
      return;
    }
    if (name.length() == 2 && name.charAt(1) == ':') {
      changeDrive(name, io);
      return;
    }
    if (Builtins.isName(name)) {
      Builtins.run(this, name.toLowerCase(Locale.ROOT), command.rest(), io);
      return;
    }
    String program = Names.program(t, name);
    if (program == null) {
      io.error(
          "'"
              + name
              + "' is not recognized as an internal or external command,\r\n"
              + "operable program or batch file.");
      errorLevel = batch == null ? 1 : NOT_RECOGNIZED;
      return;
    }
    String lower = program.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".bat") || lower.endsWith(".cmd")) {
      boolean replaces = batch != null;
      batch(program, command.name(), command.rest(), io);
      if (replaces) {
        throw new Exit(errorLevel, true);
      }
      return;
    }
    external(program, command.name() + command.rest(), io, true);
  }

  private void changeDrive(String drive, Io io) {
    try {
      files.setCurrentDirectory(files.fullPath(drive));
      errorLevel = 0;
    } catch (NtStatusException | Win32Exception e) {
      io.error("The system cannot find the drive specified.");
      errorLevel = 1;
    }
  }

  /** Runs a program; without waiting, if so asked. */
  void external(String program, String line, Io io, boolean wait) {
    try {
      RemoteProcess child = start(program, line, io);
      if (wait) {
        Waits.one(t, child, Waits.INFINITE);
        errorLevel = child.exitCode();
      }
      child.release();
    } catch (Win32Exception e) {
      io.error(
          switch (e.error()) {
            case BAD_EXE_FORMAT -> program + " is not a valid Win32 application.";
            case EXE_MACHINE_TYPE_MISMATCH ->
                "This version of " + program + " is not compatible with the version of Windows.";
            default -> Names.message(e);
          });
      errorLevel = e.error().code();
    } catch (NtStatusException e) {
      io.error(Names.message(e));
      errorLevel = e.status().error().code();
    }
  }

  private RemoteProcess start(String program, String line, Io io) {
    StartInfo info = new StartInfo();
    info.commandLine = line;
    ChildStarts.surroundings(t, info);
    ChildStarts.program(t, info, program);
    info.standard[0] = io.in();
    info.standard[1] = io.out();
    info.standard[2] = io.err();
    Children.Handles handles = new Children.Handles();
    handles.standard = true;
    return Children.start(t.process, info, handles, false, false);
  }

  /** Runs a batch file to its end. */
  void batch(String file, String name, String rest, Io io) {
    call(new Batch(this, file, name, rest), 0, io);
  }

  /** Runs a batch file, or a part of it, from a line on. */
  void call(Batch called, int from, Io io) {
    if (++calls > MAX_CALLS) {
      throw new Exit(1, false);
    }
    Batch outer = batch;
    batch = called;
    try {
      called.run(from, io);
    } catch (Exit e) {
      if (!e.batchOnly) {
        throw e;
      }
      errorLevel = e.code;
    } finally {
      called.end();
      batch = outer;
      calls--;
    }
  }
}
