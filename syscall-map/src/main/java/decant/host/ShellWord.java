package decant.host;

/** Words of commands that a user can copy from a message into a shell. */
public final class ShellWord {
  private static final String PLAIN = "/._-+=:,%@";

  private ShellWord() {}

  /** A word as a POSIX shell reads it back: in quotes when it needs them. */
  public static String quote(String word) {
    boolean plain = !word.isEmpty();
    for (int i = 0; i < word.length() && plain; i++) {
      char c = word.charAt(i);
      plain = Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0;
    }
    return plain ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
