package decant.loader;

import java.util.List;

/**
 * Makes a command line of arguments such that the C runtime and {@code CommandLineToArgvW} split it
 * into the same arguments again.
 *
 * @see <a
 *     href="https://learn.microsoft.com/cpp/c-language/parsing-c-command-line-arguments">Parsing C
 *     command-line arguments</a>
 */
public final class CommandLineQuoting {
  private CommandLineQuoting() {}

  /** The command line for a program and its arguments. */
  public static String join(String program, List<String> arguments) {
    StringBuilder line = new StringBuilder(64);
    // A file name has no quotation marks, and backslashes mean nothing in the first argument.
    line.append('"').append(program).append('"');
    for (String argument : arguments) {
      line.append(' ');
      append(line, argument);
    }
    return line.toString();
  }

  private static void append(StringBuilder line, String argument) {
    boolean quote = argument.isEmpty();
    for (int i = 0; i < argument.length() && !quote; i++) {
      char c = argument.charAt(i);
      quote = c == ' ' || c == '\t' || c == '\n' || c == 0x0B || c == '"';
    }
    if (!quote) {
      line.append(argument);
      return;
    }
    line.append('"');
    int backslashes = 0;
    for (int i = 0; i < argument.length(); i++) {
      char c = argument.charAt(i);
      if (c == '\\') {
        backslashes++;
        continue;
      }
      // Before a quotation mark backslashes are doubled, and one more keeps the mark literal.
      line.repeat('\\', c == '"' ? 2 * backslashes + 1 : backslashes).append(c);
      backslashes = 0;
    }
    line.repeat('\\', 2 * backslashes).append('"');
  }
}
