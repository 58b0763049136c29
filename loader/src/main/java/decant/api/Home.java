package decant.api;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;

/** Where Decant is on this host. */
public final class Home {
  private static final String PROPERTY = "decant.home";

  private Home() {}

  /**
   * The launcher.
   *
   * @throws DecantException when this class was not loaded from where it is
   */
  public static Path launcher() {
    String named = System.getProperty(PROPERTY);
    Path home = named != null ? Path.of(named).toAbsolutePath() : ofJar();
    // HOME is loader/target/decant of the folder that the launcher is in.
    Path launcher = home == null ? null : home.resolve("../../../decant").normalize();
    if (launcher == null || !Files.isExecutable(launcher) || Files.isDirectory(launcher)) {
      throw new DecantException(
          "Decant's launcher was not found: name the folder loader/target/decant with"
              + " -Ddecant.home=FOLDER");
    }
    return launcher;
  }

  private static Path ofJar() {
    CodeSource source = Home.class.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return null;
    }
    try {
      Path code = Path.of(source.getLocation().toURI());
      if (Files.isDirectory(code)) {
        return code.resolveSibling("decant"); // target/classes, in a build
      }
      return code.getParent().getParent();
    } catch (URISyntaxException | IllegalArgumentException e) {
      return null;
    }
  }
}
