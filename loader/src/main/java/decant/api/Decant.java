package decant.api;

import java.nio.file.Path;
import java.util.Map;

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

  /**
   * Loads a Windows DLL into this JVM.
   *
   * @param file a host path; other DLLs that it needs are looked for beside it
   * @throws CannotLoadDllException when it cannot be loaded
   */
  public static WindowsLibrary library(Path file) {
    return WindowsLibrary.load(file);
  }

  /** As {@link #load(Path, Class, Map)}, with a host path. */
  public static <T> T load(String file, Class<T> type) {
    return load(Path.of(file), type, Map.of());
  }

  /** As {@link #load(Path, Class, Map)}, without options. */
  public static <T> T load(Path file, Class<T> type) {
    return load(file, type, Map.of());
  }

  /**
   * Loads a Windows DLL into this JVM as an interface, each of whose methods is an exported
   * function of the same name.
   *
   * @param type any public interface; it may extend {@code com.sun.jna.Library}
   * @param options of {@code com.sun.jna.Library}: {@code OPTION_FUNCTION_MAPPER}, {@code
   *     OPTION_TYPE_MAPPER}, {@code OPTION_STRING_ENCODING}
   * @throws CannotLoadDllException when it cannot be loaded
   */
  public static <T> T load(Path file, Class<T> type, Map<String, ?> options) {
    return library(file).as(type, options);
  }

  /**
   * The last error ({@code GetLastError}) that functions of DLLs have left on the calling thread.
   */
  public static int lastError() {
    return Host.process().lastError();
  }
}
