package decant.crt.start;

import decant.nt.NtStatusException;
import decant.nt.Win32Exception;
import decant.nt.file.DirectoryQuery;
import decant.nt.file.FileSystem;
import java.util.ArrayList;
import java.util.List;

/** Arguments with wildcards, as {@code setargv.obj} expands them. */
final class Wildcards {
  private Wildcards() {}

  /**
   * Adds the names that match a pattern in alphabetical order, each with the directory that the
   * pattern has.
   *
   * @return false when there is none: the argument then stays as it is
   */
  static boolean expand(FileSystem files, String pattern, List<String> to) {
    int start = pattern.length();
    while (start > 0 && "\\/:".indexOf(pattern.charAt(start - 1)) < 0) {
      start--;
    }
    String directory = pattern.substring(0, start);
    String last = pattern.substring(start);
    if (!decant.nt.file.Wildcards.isWild(last)) {
      return false;
    }
    List<String> names = new ArrayList<>();
    try {
      DirectoryQuery query =
          files.list(start == 0 ? "." : directory, decant.nt.file.Wildcards.fromWin32(last));
      for (DirectoryQuery.Entry e = query.next(); e != null; e = query.next()) {
        if (!e.name().equals(".") && !e.name().equals("..")) {
          names.add(directory + e.name());
        }
      }
    } catch (NtStatusException | Win32Exception e) {
      return false;
    }
    names.sort(String.CASE_INSENSITIVE_ORDER);
    to.addAll(names);
    return !names.isEmpty();
  }
}
