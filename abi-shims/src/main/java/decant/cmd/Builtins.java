package decant.cmd;

import decant.nt.NtStatusException;
import decant.nt.Win32Exception;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The commands that are part of the command processor, without those for files. */
final class Builtins {
  private static final Set<String> NAMES =
      Set.of(
          "break",
          "call",
          "cd",
          "chdir",
          "cls",
          "color",
          "copy",
          "del",
          "dir",
          "echo",
          "endlocal",
          "erase",
          "exit",
          "goto",
          "md",
          "mkdir",
          "mklink",
          "move",
          "path",
          "pause",
          "popd",
          "prompt",
          "pushd",
          "rd",
          "ren",
          "rename",
          "rmdir",
          "set",
          "setlocal",
          "shift",
          "start",
          "title",
          "type",
          "ver",
          "verify",
          "vol");

  private Builtins() {}

  static boolean isName(String name) {
    return NAMES.contains(name.toLowerCase(Locale.ROOT));
  }

  static String date() {
    LocalDate now = LocalDate.now();
    return two(now.getMonthValue()) + '/' + two(now.getDayOfMonth()) + '/' + now.getYear();
  }

  static String time() {
    LocalTime now = LocalTime.now();
    return two(now.getHour())
        + ':'
        + two(now.getMinute())
        + ':'
        + two(now.getSecond())
        + '.'
        + two(now.getNano() / 10_000_000);
  }

  private static String two(int n) {
    return n < 10 ? "0" + n : Integer.toString(n);
  }

  /** Runs one; what the system refuses becomes a message and an error level. */
  static void run(Interpreter cmd, String name, String rest, Io io) {
    try {
      switch (name) {
        case "echo" -> echo(cmd, rest, io);
        case "set" -> set(cmd, rest.strip(), io);
        case "cd", "chdir" -> changeDirectory(cmd, rest, io);
        case "pushd" -> pushDirectory(cmd, rest);
        case "popd" -> popDirectory(cmd);
        case "exit" -> exit(cmd, rest);
        case "call" -> call(cmd, rest, io);
        case "goto" -> jump(cmd, rest, io);
        case "shift" -> shift(cmd, rest);
        case "setlocal" -> {
          if (cmd.batch != null) {
            cmd.batch.setlocal();
          }
        }
        case "endlocal" -> {
          if (cmd.batch != null) {
            cmd.batch.endlocal();
          }
        }
        case "start" -> start(cmd, rest, io);
        case "path" -> path(cmd, rest.strip(), io);
        case "ver" -> io.print("\r\nMicrosoft Windows [Version 10.0.19045.2006]\r\n");
        case "pause" -> {
          io.print("Press any key to continue . . . ");
          io.readLine();
          io.print("\r\n");
        }
        case "break", "cls", "color", "title", "prompt", "verify", "vol" -> {
          // They are about a console window, or do nothing on Windows either.
        }
        default -> FileCommands.run(cmd, name, rest, io);
      }
    } catch (NtStatusException | Win32Exception e) {
      io.error(Names.message(e));
      cmd.errorLevel = 1;
    }
  }

  private static void echo(Interpreter cmd, String rest, Io io) {
    String text = rest.isEmpty() ? "" : rest.substring(1);
    String word = rest.strip().toLowerCase(Locale.ROOT);
    if (rest.isBlank()) {
      io.line("ECHO is " + (cmd.echo ? "on." : "off."));
    } else if (word.equals("on") || word.equals("off")) {
      cmd.echo = word.equals("on");
    } else {
      io.line(text);
    }
  }

  private static void set(Interpreter cmd, String text, Io io) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.startsWith("/a")) {
      int value = new Arithmetic(cmd, Parser.unquoted(text.substring(2))).value();
      if (cmd.batch == null) {
        io.print(Integer.toString(value));
      }
      cmd.errorLevel = 0;
      return;
    }
    boolean prompt = lower.startsWith("/p");
    String assignment = prompt ? text.substring(2).strip() : text;
    if (assignment.startsWith("\"")) {
      int end = assignment.lastIndexOf('"');
      assignment = assignment.substring(1, end > 0 ? end : assignment.length());
    }
    int equals = assignment.indexOf('=');
    if (equals <= 0) {
      list(cmd, assignment, io);
      return;
    }
    String name = assignment.substring(0, equals);
    String value = assignment.substring(equals + 1);
    if (prompt) {
      io.print(Parser.unquoted(value));
      value = io.readLine();
      if (value == null || value.isEmpty()) {
        cmd.errorLevel = 1;
        return;
      }
    }
    cmd.environment.set(name, value.isEmpty() ? null : value);
    if (cmd.batch == null || prompt) {
      cmd.errorLevel = 0;
    }
  }

  private static void list(Interpreter cmd, String prefix, Io io) {
    boolean found = false;
    for (Map.Entry<String, String> e : cmd.environment.all().entrySet()) {
      if (!e.getKey().startsWith("=")
          && e.getKey().regionMatches(true, 0, prefix, 0, prefix.length())) {
        io.line(e.getKey() + '=' + e.getValue());
        found = true;
      }
    }
    if (!found) {
      io.error("Environment variable " + prefix + " not defined");
    }
    cmd.errorLevel = found ? 0 : 1;
  }

  private static void path(Interpreter cmd, String text, Io io) {
    if (text.isEmpty()) {
      io.line("PATH=" + cmd.environment.get("Path"));
    } else {
      cmd.environment.set("Path", text.equals(";") ? null : text);
    }
  }

  private static void changeDirectory(Interpreter cmd, String rest, Io io) {
    String text = rest.strip();
    boolean drive = text.toLowerCase(Locale.ROOT).startsWith("/d");
    String path = Parser.unquoted(drive ? text.substring(2).strip() : text);
    if (path.isEmpty()) {
      io.line(cmd.files.currentDirectory());
      return;
    }
    String full = cmd.files.fullPath(path);
    if (!Names.isDirectory(cmd.files, full)) {
      io.error("The system cannot find the path specified.");
      cmd.errorLevel = 1;
      return;
    }
    boolean other =
        full.length() > 1
            && full.charAt(1) == ':'
            && !full.regionMatches(true, 0, cmd.files.currentDirectory(), 0, 2);
    if (other && !drive) {
      cmd.environment.set("=" + Character.toUpperCase(full.charAt(0)) + ":", full);
    } else {
      cmd.files.setCurrentDirectory(full);
    }
    cmd.errorLevel = 0;
  }

  /** Directories that {@code pushd} left, by process: a command processor is one. */
  private static final class Stack {
    final List<String> directories = new ArrayList<>();
  }

  private static List<String> stack(Interpreter cmd) {
    return cmd.t.process.state(Stack.class, p -> new Stack()).directories;
  }

  private static void pushDirectory(Interpreter cmd, String rest) {
    String path = Parser.unquoted(rest.strip());
    String before = cmd.files.currentDirectory();
    if (!path.isEmpty()) {
      cmd.files.setCurrentDirectory(cmd.files.fullPath(path));
      stack(cmd).add(before);
    }
    cmd.errorLevel = 0;
  }

  private static void popDirectory(Interpreter cmd) {
    if (stack(cmd).isEmpty()) {
      cmd.errorLevel = 1;
    } else {
      cmd.files.setCurrentDirectory(stack(cmd).removeLast());
    }
  }

  private static void exit(Interpreter cmd, String rest) {
    List<String> words = Names.words(rest);
    boolean batchOnly = !words.isEmpty() && words.get(0).equalsIgnoreCase("/b");
    String code =
        batchOnly ? words.size() > 1 ? words.get(1) : "" : words.isEmpty() ? "" : words.get(0);
    int value = cmd.errorLevel;
    if (!code.isEmpty()) {
      try {
        int end = code.indexOf('"'); // one that the whole command stood in
        value = (int) (long) Long.decode(end < 0 ? code : code.substring(0, end));
      } catch (NumberFormatException e) {
        value = 0;
      }
    }
    throw new Interpreter.Exit(value, batchOnly && cmd.batch != null);
  }

  private static void call(Interpreter cmd, String rest, Io io) {
    String text = rest.stripLeading();
    if (!text.startsWith(":")) {
      // What is called may run a batch file and comes back: the caller goes on.
      Batch outer = cmd.batch;
      String expanded = cmd.expand(text);
      try {
        Node node = Parser.parse(expanded);
        if (node instanceof Node.Simple simple && !isName(Parser.unquoted(simple.name()))) {
          String program = Names.program(cmd.t, Parser.unquoted(simple.name()));
          String lower = program == null ? "" : program.toLowerCase(Locale.ROOT);
          if (lower.endsWith(".bat") || lower.endsWith(".cmd")) {
            cmd.batch(program, simple.name(), simple.rest(), io);
            return;
          }
        }
        cmd.run(node, io);
      } finally {
        cmd.batch = outer;
      }
      return;
    }
    String[] parts = text.substring(1).split("[ \t]", 2);
    int line = cmd.batch == null ? -1 : cmd.batch.find(parts[0]);
    if (parts[0].equalsIgnoreCase("eof")) {
      return;
    }
    if (line < 0) {
      io.error("The system cannot find the batch label specified - " + parts[0]);
      cmd.errorLevel = 1;
      return;
    }
    String arguments = cmd.expand(parts.length > 1 ? parts[1] : "");
    cmd.call(cmd.batch.with(":" + parts[0], arguments), line, io);
  }

  private static void jump(Interpreter cmd, String rest, Io io) {
    if (cmd.batch == null) {
      return;
    }
    List<String> words = Names.words(rest.strip());
    String label = words.isEmpty() ? "" : words.get(0);
    label = label.startsWith(":") ? label.substring(1) : label;
    if (rest.strip().toLowerCase(Locale.ROOT).startsWith(":eof")) {
      throw new Batch.Jump(cmd.batch.endOfFile());
    }
    int line = cmd.batch.find(label);
    if (line < 0) {
      io.error("The system cannot find the batch label specified - " + label);
      throw new Interpreter.Exit(1, true);
    }
    throw new Batch.Jump(line);
  }

  private static void shift(Interpreter cmd, String rest) {
    if (cmd.batch != null) {
      String text = rest.strip();
      int from =
          text.length() == 2 && text.charAt(0) == '/' && Character.isDigit(text.charAt(1))
              ? text.charAt(1) - '0'
              : 0;
      cmd.batch.shift(from);
    }
  }

  /** Starts a program, and waits only with /wait. A quoted first word is a title. */
  private static void start(Interpreter cmd, String rest, Io io) {
    String text = rest.strip();
    boolean wait = false;
    if (text.startsWith("\"")) {
      int end = text.indexOf('"', 1);
      text = end < 0 ? "" : text.substring(end + 1).strip();
    }
    while (text.startsWith("/")) {
      int end = text.indexOf(' ');
      String option = end < 0 ? text : text.substring(0, end);
      wait |= option.equalsIgnoreCase("/wait") || option.equalsIgnoreCase("/w");
      text = end < 0 ? "" : text.substring(end).strip();
    }
    List<String> words = Names.words(text);
    String program = words.isEmpty() ? null : Names.program(cmd.t, Parser.unquoted(words.get(0)));
    if (program == null) {
      io.error("The system cannot find the file specified.");
      cmd.errorLevel = 1;
      return;
    }
    cmd.external(program, text, io, wait);
  }
}
