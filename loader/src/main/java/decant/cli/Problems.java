package decant.cli;

import decant.loader.CannotRunException;
import decant.loader.RunOptions;
import decant.loader.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a user is told when a program cannot be run: what is wrong, and what to type next. */
final class Problems {
  private static final int FAR = 3;

  private Problems() {}

  /** Reports on standard error; returns the exit code. */
  static int report(CannotRunException e) {
    return report(e.getMessage(), e.advice(), e.exitCode());
  }

  /**
   * As above; a word that is no file may have been meant as a command.
   *
   * @param word what was named as the program
   */
  static int report(CannotRunException e, String word) {
    if (isTold(e)) {
      return e.exitCode();
    }
    String command = e.exitCode() == CannotRunException.NOT_FOUND ? closest(word) : null;
    String advice = command == null ? e.advice() : "a command like that is: decant " + command;
    return report(e.getMessage(), advice, e.exitCode());
  }

  /** Tells who has started Decant from Java and has asked to be told; false when nobody has. */
  private static boolean isTold(CannotRunException e) {
    String file = System.getProperty(RunOptions.REPORT);
    if (file == null) {
      return false;
    }
    try {
      Files.writeString(Path.of(file + ".failed"), e.getMessage());
      return true;
    } catch (IOException unwritable) {
      return false;
    }
  }

  private static int report(String message, String advice, int exitCode) {
    System.err.println("decant: " + message + (advice == null ? "" : "\n  " + advice));
    return exitCode;
  }

  /** The subcommand that a word is close to, null when it is to none. */
  private static String closest(String word) {
    String best = null;
    int distance = Math.min(FAR, (word.length() + 1) / 2);
    for (String command : DecantCommand.line().getSubcommands().keySet()) {
      int d = Words.distance(word, command);
      if (d < distance) {
        distance = d;
        best = command;
      }
    }
    return best;
  }
}
