package decant.loader;

import static decant.host.ShellWord.quote;

import decant.loader.pe.BadImageException;
import java.io.File;

/** What to type next when a program cannot be run: one line, which ends in a command. */
final class Advice {
  private static final int FAR = 3;

  private Advice() {}

  /**
   * About a file that is no program for Decant.
   *
   * @param program the program as the user named it
   */
  static String about(BadImageException e, String program) {
    String file = quote(program);
    return switch (e.reason()) {
      case NOT_A_PROGRAM, EMPTY -> "to see what it is: file " + file;
      case FOREIGN_FORMAT ->
          isOfTheHost(program)
              ? "a Linux program needs no Decant: " + path(program)
              : "to see what it is: file " + file;
      case WRONG_MACHINE, NOT_A_PROGRAM_IMAGE, UNSUPPORTED ->
          "to see what it is: decant inspect " + file;
      case DOT_NET -> "to run it on .NET: mono " + file + ", or for .NET Core: dotnet " + file;
      case TRUNCATED, CORRUPT -> "to compare it with its maker's: sha256sum " + file;
      case MISSING_DLL, MISSING_EXPORT -> "to see all that it needs: decant api --missing " + file;
      case NO_ADDRESS_SPACE -> "to see what lies there: decant doctor";
      case INIT_FAILED -> "to see what it asked for: decant trace " + file;
    };
  }

  /** About a program that is not there: the name in its directory that is meant, perhaps. */
  static String aboutNoSuch(String program) {
    if (program.indexOf('\\') >= 0) {
      return "drive Z: is the host's root directory; about other drives: decant --help";
    }
    File file = new File(program);
    File directory = file.getAbsoluteFile().getParentFile();
    String[] names = directory == null ? null : directory.list();
    String best = null;
    int distance = FAR;
    for (int i = 0; names != null && i < names.length; i++) {
      int d = Words.distance(file.getName(), names[i]);
      if (d < distance && runnable(names[i])) {
        distance = d;
        best = names[i];
      }
    }
    if (best != null) {
      String parent = file.getParent();
      return "a name like that is there: decant "
          + quote(parent == null ? best : parent + "/" + best);
    }
    if (names == null && directory != null) {
      return "there is no such directory; to see where you are: pwd";
    }
    return "to see the programs there: ls "
        + (file.getParent() == null ? "" : quote(file.getParent()) + "/")
        + "*.exe";
  }

  private static boolean runnable(String name) {
    return name.regionMatches(true, name.length() - 4, ".exe", 0, 4)
        || name.regionMatches(true, name.length() - 4, ".bat", 0, 4)
        || name.regionMatches(true, name.length() - 4, ".cmd", 0, 4);
  }

  private static boolean isOfTheHost(String program) {
    return new File(program).canExecute();
  }

  private static String path(String program) {
    return quote(program.indexOf('/') < 0 ? "./" + program : program);
  }
}
