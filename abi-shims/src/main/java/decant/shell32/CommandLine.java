package decant.shell32;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a command line as {@code CommandLineToArgvW} does.
 *
 * <p>The first argument is the program: up to the next quotation mark when it begins with one, else
 * up to white space, without escapes. In the others, 2n backslashes before a quotation mark are n
 * backslashes and the mark toggles quoting; 2n+1 are n backslashes and a mark; a second mark that
 * follows the closing one is a mark; other backslashes are themselves.
 *
 * @see <a
 *     href="https://learn.microsoft.com/windows/win32/api/shellapi/nf-shellapi-commandlinetoargvw">CommandLineToArgvW</a>
 */
public final class CommandLine {
  private final String line;
  private final List<String> arguments = new ArrayList<>();
  private int at;

  private CommandLine(String line) {
    this.line = line;
  }

  /** The arguments of a command line; the first is the program. */
  public static List<String> split(String line) {
    CommandLine splitter = new CommandLine(line);
    splitter.program();
    while (splitter.skipBlanks()) {
      splitter.argument();
    }
    return splitter.arguments;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private void program() {
    int start = at;
    if (line.startsWith("\"")) {
      int end = line.indexOf('"', 1);
      end = end < 0 ? line.length() : end;
      arguments.add(line.substring(1, end));
      at = Math.min(end + 1, line.length());
      return;
    }
    while (at < line.length() && !isBlank(line.charAt(at))) {
      at++;
    }
    arguments.add(line.substring(start, at));
    if (at < line.length()) {
      at++;
    }
  }

  /** Skips white space; returns whether an argument follows. */
  private boolean skipBlanks() {
    while (at < line.length() && isBlank(line.charAt(at))) {
      at++;
    }
    return at < line.length();
  }

  private void argument() {
    StringBuilder argument = new StringBuilder();
    boolean quoted = false;
    while (at < line.length() && (quoted || !isBlank(line.charAt(at)))) {
      int backslashes = run('\\');
      if (at >= line.length() || line.charAt(at) != '"') {
        argument.repeat('\\', backslashes);
        if (backslashes == 0) {
          argument.append(line.charAt(at++));
        }
        continue;
      }
      argument.repeat('\\', backslashes / 2);
      if (backslashes % 2 != 0) {
        argument.append('"');
        at++;
        continue;
      }
      int marks = run('"') + (quoted ? 1 : 0);
      // Of the marks from the opening one on, every third is a mark of the argument.
      argument.repeat('"', marks / 3);
      quoted = marks % 3 == 1;
    }
    arguments.add(argument.toString());
  }

  private int run(char c) {
    int start = at;
    while (at < line.length() && line.charAt(at) == c) {
      at++;
    }
    return at - start;
  }
}
