package decant.binfmt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The kernel's register of programs that run other programs ({@code binfmt_misc}).
 *
 * @see <a href="https://docs.kernel.org/admin-guide/binfmt-misc.html">binfmt_misc</a>
 */
public final class Binfmt {
  /** The name of Decant's entry. */
  public static final String NAME = "decant";

  /** What Windows programs begin with: {@code MZ}, as the kernel prints it. */
  private static final String MAGIC = "4d5a";

  private static final String DIRECTORY = "/proc/sys/fs/binfmt_misc";
  private static final String DELIMITERS = ":|;,+%#";

  /** The longest path that the kernel takes, with its terminating zero, from the oldest on. */
  private static final int LONGEST = 127;

  /**
   * A registered format that Windows programs have.
   *
   * @param name the entry's
   * @param interpreter the program that runs them
   */
  public record Entry(String name, String interpreter) {
    public boolean isDecant() {
      return name.equals(NAME);
    }
  }

  private final Path directory;

  Binfmt(Path directory) {
    this.directory = directory;
  }

  /** The kernel's; {@code -Ddecant.binfmt=DIR} names a directory like it, for tests. */
  public static Binfmt ofHost() {
    return new Binfmt(Path.of(System.getProperty("decant.binfmt", DIRECTORY)));
  }

  public Path directory() {
    return directory;
  }

  /** Whether the kernel has the register, and it can be reached. */
  public boolean isMounted() {
    return Files.exists(directory.resolve("register"));
  }

  /** The enabled entries that Windows programs match, Decant's first. */
  public List<Entry> programs() {
    List<Entry> entries = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (!name.equals("register") && !name.equals("status")) {
          Entry entry = entry(name, Files.readString(file));
          if (entry != null) {
            entries.add(entry.isDecant() ? 0 : entries.size(), entry);
          }
        }
      }
    } catch (IOException unreadable) {
      return entries; // as if there were no others
    }
    return entries;
  }

  /** What an entry's file says; null when it is disabled, or is about other files. */
  static Entry entry(String name, String text) {
    String interpreter = "";
    String magic = "";
    String extension = "";
    String offset = "0";
    boolean enabled = false;
    for (String line : text.split("\n")) {
      String value = line.substring(line.indexOf(' ') + 1).strip();
      if (line.equals("enabled")) {
        enabled = true;
      } else if (line.startsWith("interpreter ")) {
        interpreter = value;
      } else if (line.startsWith("magic ")) {
        magic = value;
      } else if (line.startsWith("extension ")) {
        extension = value;
      } else if (line.startsWith("offset ")) {
        offset = value;
      }
    }
    boolean programs =
        magic.startsWith(MAGIC) && offset.equals("0") || extension.equalsIgnoreCase(".exe");
    return enabled && programs ? new Entry(name, interpreter) : null;
  }

  /**
   * The line that registers a launcher. No flags: a program's path is the launcher's first
   * argument, and what the program is told as its own name is made of that ({@code P} would put the
   * name that it was called by before it); the launcher is a script, which the kernel opens anew
   * for each start and not at the time of registration ({@code F}).
   *
   * @throws IllegalArgumentException with a sentence for the user when the path cannot be said
   */
  public static String line(String launcher) {
    if (launcher.length() > LONGEST) {
      throw new IllegalArgumentException(
          "the kernel takes paths of up to " + LONGEST + " characters; " + launcher + " is longer");
    }
    for (int i = 0; i < DELIMITERS.length(); i++) {
      String d = DELIMITERS.substring(i, i + 1);
      if (!launcher.contains(d) && launcher.indexOf('\n') < 0) {
        return d + NAME + d + "M" + d + d + "MZ" + d + d + launcher + d + "\n";
      }
    }
    throw new IllegalArgumentException("the kernel cannot be told a path such as " + launcher);
  }

  /** Adds an entry; an entry of that name must not be there. */
  public void register(String line) throws IOException {
    Files.writeString(directory.resolve("register"), line);
  }

  /** Switches an entry off until somebody switches it on, by writing 1 to it. */
  public void disable(String name) throws IOException {
    Files.writeString(directory.resolve(name), "0");
  }

  /** Takes an entry away. */
  public void remove(String name) throws IOException {
    Files.writeString(directory.resolve(name), "-1");
  }
}
