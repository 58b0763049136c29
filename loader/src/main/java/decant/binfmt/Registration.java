package decant.binfmt;

import decant.host.ShellWord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Has the kernel run Windows programs by Decant, and no longer. */
public final class Registration {
  /** Whether it worked, and how a command ends then. */
  public enum Outcome {
    DONE(0),
    /** Another program is registered, or the kernel does not have the register. */
    REFUSED(1),
    NEEDS_ROOT(3);

    private final int exitCode;

    Outcome(int exitCode) {
      this.exitCode = exitCode;
    }

    public int exitCode() {
      return exitCode;
    }
  }

  private static final String CONFIGURATION = "/etc/binfmt.d";
  private static final String ABOUT =
      "# Windows programs are run by Decant. Written by decant register --persist;"
          + " decant unregister takes it away.\n";

  private final Binfmt binfmt;
  private final String launcher;
  private final Path file;
  private final StringBuilder said = new StringBuilder();

  Registration(Binfmt binfmt, String launcher, Path configuration) {
    this.binfmt = binfmt;
    this.launcher = launcher;
    this.file = configuration.resolve(Binfmt.NAME + ".conf");
  }

  /**
   * That of this host; {@code -Ddecant.binfmt.config=DIR} names another directory than {@code
   * /etc/binfmt.d}, for tests.
   *
   * @param launcher the absolute path of what is to run programs
   */
  public static Registration ofHost(String launcher) {
    Path configuration = Path.of(System.getProperty("decant.binfmt.config", CONFIGURATION));
    return new Registration(Binfmt.ofHost(), launcher, configuration);
  }

  /** What is to be said to the user, in lines. */
  public String said() {
    return said.toString();
  }

  private Outcome say(Outcome outcome, String what) {
    said.append(what).append('\n');
    return outcome;
  }

  /**
   * Registers the launcher.
   *
   * @param replace whether others that are registered for such programs are switched off
   * @param persist whether it is to last, by a file that the system reads when it starts
   */
  public Outcome register(boolean replace, boolean persist) {
    String line;
    try {
      line = Binfmt.line(launcher);
    } catch (IllegalArgumentException e) {
      return say(Outcome.REFUSED, e.getMessage());
    }
    if (!binfmt.isMounted()) {
      return say(
          Outcome.REFUSED,
          "the kernel's register of program formats is not there\n  to mount it:"
              + " sudo mount -t binfmt_misc binfmt_misc "
              + binfmt.directory());
    }
    List<Binfmt.Entry> entries = binfmt.programs();
    for (Binfmt.Entry other : entries) {
      if (!other.isDecant() && !replace) {
        return say(
            Outcome.REFUSED,
            "Windows programs are run by "
                + other.interpreter()
                + " (entry "
                + other.name()
                + ")\n  to switch that off and have them run by Decant: "
                + command("register", true, persist));
      }
    }
    try {
      boolean there = false;
      for (Binfmt.Entry entry : entries) {
        if (!entry.isDecant()) {
          requireWritable(binfmt.directory().resolve(entry.name()));
          binfmt.disable(entry.name());
          say(
              Outcome.DONE,
              entry.name()
                  + " is switched off; to switch it on again: echo 1 | sudo tee "
                  + binfmt.directory().resolve(entry.name()));
        } else if (entry.interpreter().equals(launcher)) {
          there = true;
        } else {
          requireWritable(binfmt.directory().resolve(entry.name()));
          binfmt.remove(entry.name());
        }
      }
      if (!there) {
        requireWritable(binfmt.directory().resolve("register"));
        binfmt.register(line);
      }
      if (persist) {
        write(line);
      }
    } catch (IOException e) {
      return needsRoot(e, command("register", replace, persist));
    }
    return say(
        Outcome.DONE,
        "Windows programs are run by "
            + launcher
            + (persist ? ", after the next start of the system too" : " until the system stops")
            + ": chmod +x program.exe, and ./program.exe");
  }

  /** Takes Decant's entry away, and the file that makes it last. */
  public Outcome unregister() {
    Path entry = binfmt.directory().resolve(Binfmt.NAME);
    if (!Files.exists(entry) && !Files.exists(file)) {
      return say(Outcome.DONE, "Decant is not registered");
    }
    try {
      if (Files.exists(entry)) {
        requireWritable(entry);
        binfmt.remove(Binfmt.NAME);
      }
      Files.deleteIfExists(file);
    } catch (IOException e) {
      return needsRoot(e, command("unregister", false, false));
    }
    return say(Outcome.DONE, "Decant is no longer registered");
  }

  private static void requireWritable(Path path) throws IOException {
    if (!Files.isWritable(path)) {
      throw new IOException(path + " may be written by root only");
    }
  }

  /** Whoever reads the directory meanwhile sees the whole file or none. */
  private void write(String line) throws IOException {
    Files.createDirectories(file.getParent());
    Path whole = Files.createTempFile(file.getParent(), ".decant", ".tmp");
    try {
      Files.writeString(whole, ABOUT + line);
      Files.setPosixFilePermissions(
          whole, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(whole);
    }
  }

  private Outcome needsRoot(IOException e, String command) {
    boolean root = "root".equals(System.getProperty("user.name"));
    return root
        ? say(Outcome.REFUSED, "the kernel refused: " + e.getMessage())
        : say(Outcome.NEEDS_ROOT, "only root may do that\n  as root: " + command);
  }

  private String command(String verb, boolean replace, boolean persist) {
    return "sudo "
        + ShellWord.quote(launcher)
        + " "
        + verb
        + (replace ? " --replace" : "")
        + (persist ? " --persist" : "");
  }
}
