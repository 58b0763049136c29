package decant.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Standard output of commands. */
final class Output {
  private Output() {}

  /** Prints in UTF-8, whatever the locale says. */
  static void print(String text) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    out.print(text);
    out.flush();
  }
}
