package decant.cmd;

import decant.nt.file.WinPath;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** A batch file that runs: its lines and its parameters. */
final class Batch {
  private final Interpreter cmd;
  private final String file;
  private final List<String> lines;
  private final List<String> parameters;
  private final String all;

  /** What {@code setlocal} kept: variables and the directory. */
  private record Local(Map<String, String> variables, String directory) {}

  private final Deque<Local> locals = new ArrayDeque<>();
  private int next;

  Batch(Interpreter cmd, String file, String name, String rest) {
    this(cmd, file, lines(cmd, file), name, rest);
  }

  private Batch(Interpreter cmd, String file, List<String> lines, String name, String rest) {
    this.cmd = cmd;
    this.file = file;
    this.lines = lines;
    this.all = rest.strip();
    this.parameters = new ArrayList<>();
    parameters.add(name);
    parameters.addAll(Names.words(rest));
  }

  private static List<String> lines(Interpreter cmd, String file) {
    String text = Names.text(FileCommands.read(cmd, file));
    return List.of(text.replace("\r", "").split("\n", -1));
  }

  /** The same file with other parameters, for {@code call :label}. */
  Batch with(String label, String rest) {
    return new Batch(cmd, file, lines, label, rest);
  }

  /** The parameters; the first is the name of the file, in full where only parts are asked for. */
  List<String> parameters() {
    List<String> list = new ArrayList<>(parameters);
    String name = list.get(0);
    if (!name.startsWith(":") && WinPath.lastName(Parser.unquoted(name)) == 0) {
      // "%~dp0" is wanted far more often than the name as it was typed.
      list.set(0, file);
    } else if (!name.startsWith(":")) {
      list.set(0, cmd.files.fullPath(Parser.unquoted(name)));
    }
    return list;
  }

  String all() {
    return all;
  }

  void shift(int from) {
    if (parameters.size() > from) {
      parameters.remove(from);
    }
  }

  void run(int from, Io io) {
    next = from;
    while (next < lines.size()) {
      String line = lines.get(next++);
      String trimmed = line.stripLeading();
      if (trimmed.isEmpty() || trimmed.startsWith(":")) {
        continue;
      }
      // Parentheses that stay open go on in the lines that follow.
      String expanded = cmd.expand(line);
      StringBuilder command = new StringBuilder(expanded);
      while (next < lines.size() && Parser.isOpen(command.toString())) {
        command.append('\n').append(cmd.expand(lines.get(next++)));
      }
      if (cmd.echo && !trimmed.startsWith("@")) {
        io.print("\r\n" + cmd.files.currentDirectory() + ">" + expanded + "\r\n");
      }
      parsed(command.toString(), io);
    }
  }

  private void parsed(String command, Io io) {
    Node node;
    try {
      node = Parser.parse(command);
    } catch (Parser.SyntaxException e) {
      io.error(
          e.getMessage().isEmpty()
              ? "The syntax of the command is incorrect."
              : e.getMessage() + " was unexpected at this time.");
      throw new Interpreter.Exit(255, true);
    }
    try {
      cmd.run(node, io);
    } catch (Jump e) {
      next = e.line;
    }
  }

  /** {@code goto}: the file goes on at another line. */
  static final class Jump extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int line;

    Jump(int line) {
      super(null, null, false, false);
      this.line = line;
    }
  }

  /** The place behind the last line. */
  int endOfFile() {
    return lines.size();
  }

  /** The line behind a label; -1 when there is none. */
  int find(String label) {
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).stripLeading();
      if (line.startsWith(":")) {
        List<String> words = Names.words(line.substring(1));
        if (!words.isEmpty() && words.get(0).equalsIgnoreCase(label)) {
          return i + 1;
        }
      }
    }
    return -1;
  }

  void setlocal() {
    locals.push(new Local(cmd.environment.all(), cmd.files.currentDirectory()));
  }

  void endlocal() {
    if (!locals.isEmpty()) {
      Local local = locals.pop();
      StringBuilder block = new StringBuilder();
      local.variables.forEach((n, v) -> block.append(n).append('=').append(v).append('\0'));
      cmd.environment.setAll(block.toString());
      cmd.files.setCurrentDirectory(local.directory);
    }
  }

  /** The file has ended: so does what it set for itself. */
  void end() {
    while (!locals.isEmpty()) {
      endlocal();
    }
  }
}
