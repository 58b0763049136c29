package decant.doctor;

import decant.nt.HostSystem;

/** What the host's kernel says in files. */
final class Proc {
  private Proc() {}

  /** A file's text without the white space around it; empty when there is no such file. */
  static String text(String file) {
    return HostSystem.read(file).strip();
  }

  /** A number that is a file's text; {@code otherwise} when it is none. */
  static long number(String file, long otherwise) {
    try {
      return Long.parseLong(text(file));
    } catch (NumberFormatException none) {
      return otherwise;
    }
  }

  /** What follows a name and a colon at the beginning of a line; empty when there is no such. */
  static String field(String text, String name) {
    for (String line : text.split("\n")) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).strip().equals(name)) {
        return line.substring(colon + 1).strip();
      }
    }
    return "";
  }
}
