package decant.nt.file;

import decant.nt.CaseTable;

/** Names as NTFS compares them: by {@link CaseTable}. */
final class UpCase {
  private UpCase() {}

  static char of(char c) {
    return CaseTable.upper(c);
  }

  static boolean equal(String a, String b) {
    return a.length() == b.length() && CaseTable.compare(a, b) == 0;
  }

  /** The upper-case form of a name. */
  static String of(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (of(name.charAt(i)) != name.charAt(i)) {
        char[] chars = name.toCharArray();
        for (int k = i; k < chars.length; k++) {
          chars[k] = of(chars[k]);
        }
        return new String(chars);
      }
    }
    return name;
  }

  /** Whether a name has a letter that comes in two cases. */
  static boolean hasCase(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (of(c) != c || CaseTable.lower(c) != c) {
        return true;
      }
    }
    return false;
  }
}
