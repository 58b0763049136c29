package decant.crt.start;

import java.util.ArrayList;
import java.util.List;

/**
 * The rules by which the Microsoft C runtime splits a command line into arguments, and by which its
 * {@code _spawn} family leaves the quoting of arguments to the program.
 *
 * @see <a
 *     href="https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments">Parsing C
 *     command-line arguments</a>
 */
public final class CommandLine {
  /** One argument; {@code wildcard} when it has an unquoted asterisk or question mark. */
  public record Argument(String text, boolean wildcard) {}

  private final String line;

  /**
   * Whether two quotation marks inside of a quoted part leave it open, as they do since Visual C++
   * 2008; msvcrt.dll is older.
   */
  private final boolean pairKeepsQuoting;

  private final StringBuilder argument = new StringBuilder();
  private int at;
  private boolean quoted;
  private boolean wildcard;

  private CommandLine(String line, boolean pairKeepsQuoting) {
    this.line = line;
    this.pairKeepsQuoting = pairKeepsQuoting;
  }

  /**
   * Splits a command line.
   *
   * @param line the command line, beginning with the program's name
   * @param universal whether by the rules of the universal CRT; else by those of msvcrt.dll
   * @return the arguments; the program's name is the first, even when the line is empty
   */
  public static List<Argument> split(String line, boolean universal) {
    return new CommandLine(line, universal).split();
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private List<Argument> split() {
    List<Argument> arguments = new ArrayList<>();
    arguments.add(programName());
    while (true) {
      while (at < line.length() && isBlank(line.charAt(at))) {
        at++;
      }
      if (at == line.length()) {
        return arguments;
      }
      arguments.add(next());
    }
  }

  /** The first argument is a file name, so that backslashes mean nothing in it. */
  private Argument programName() {
    boolean inQuotes = false;
    while (at < line.length() && (inQuotes || !isBlank(line.charAt(at)))) {
      char c = line.charAt(at++);
      if (c == '"') {
        inQuotes = !inQuotes;
      } else {
        argument.append(c);
      }
    }
    return new Argument(argument.toString(), false);
  }

  private Argument next() {
    argument.setLength(0);
    wildcard = false;
    quoted = false;
    while (at < line.length() && (quoted || !isBlank(line.charAt(at)))) {
      char c = line.charAt(at);
      if (c == '\\') {
        backslashes();
      } else if (c == '"') {
        quote();
      } else {
        wildcard |= !quoted && (c == '*' || c == '?');
        argument.append(c);
        at++;
      }
    }
    return new Argument(argument.toString(), wildcard);
  }

  /** Backslashes before a quotation mark are halved; an odd one makes the mark literal. */
  private void backslashes() {
    int count = 0;
    while (at < line.length() && line.charAt(at) == '\\') {
      count++;
      at++;
    }
    boolean beforeQuote = at < line.length() && line.charAt(at) == '"';
    argument.repeat('\\', beforeQuote ? count / 2 : count);
    if (beforeQuote && count % 2 != 0) {
      argument.append('"');
      at++;
    }
  }

  private void quote() {
    boolean pair = quoted && at + 1 < line.length() && line.charAt(at + 1) == '"';
    if (pair) {
      argument.append('"');
      at += 2;
      quoted = pairKeepsQuoting;
    } else {
      at++;
      quoted = !quoted;
    }
  }
}
