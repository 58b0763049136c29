package decant.api;

import java.nio.file.Path;

/**
 * Windows programs for Java: the front door of Decant as a library. Needs Java 25 or newer on Linux
 * x86-64, and the jars of {@code loader/target/decant/lib} on the class path.
 */
public final class Decant {
  private Decant() {}

  /**
   * A program to be run as a process of its own.
   *
   * @param name a host path, a Windows path with a drive ({@code Z:\opt\tool.exe}), or a bare name,
   *     which is looked for in the directory that it starts in and then in {@code PATH}
   */
  public static Program program(String name) {
    return new Program(name);
  }

  /** A program to be run as a process of its own. */
  public static Program program(Path file) {
    return new Program(file.toAbsolutePath().toString());
  }
}
