package decant.crt.start;

import decant.nt.file.FileSystem;
import java.util.List;

/** Arguments with wildcards, as {@code setargv.obj} expands them. */
final class Wildcards {
  private Wildcards() {}

  /**
   * Adds the names that match a pattern, each with the directory that the pattern has.
   *
   * @return false when there is none: the argument then stays as it is
   */
  static boolean expand(FileSystem files, String pattern, List<String> to) {
    return false;
  }
}
