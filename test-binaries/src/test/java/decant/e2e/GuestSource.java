package decant.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The source file of a guest program, with the directives that {@code guests/guest.h} explains. */
record GuestSource(Path file) {
  private static final int DIRECTIVE_LINES = 20;
  private static final List<String> SUFFIXES = List.of(".c", ".cpp");
  private static final String LIBRARY = ".dll";

  static Stream<GuestSource> all() throws IOException {
    try (Stream<Path> files =
        Files.find(Guest.ROOT.resolve("test-binaries/guests"), 2, (f, a) -> isProgram(f))) {
      return files.sorted().map(GuestSource::new).toList().stream();
    }
  }

  private static boolean isProgram(Path file) {
    String name = file.getFileName().toString();
    return SUFFIXES.stream().anyMatch(s -> name.endsWith(s) && !name.endsWith(LIBRARY + s));
  }

  String name() {
    String name = file.getFileName().toString();
    return name.substring(0, name.lastIndexOf('.'));
  }

  Path golden() {
    return file.resolveSibling(name() + ".golden");
  }

  String[] arguments() {
    return directive("args").map(a -> a.split("\\s+")).orElse(new String[0]);
  }

  int exitCode() {
    return directive("exit").map(Long::decode).orElse(0L).intValue() & 0xFF;
  }

  Optional<String> directive(String key) {
    String prefix = "// " + key + ":";
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .limit(DIRECTIVE_LINES)
          .filter(line -> line.startsWith(prefix))
          .map(line -> line.substring(prefix.length()).strip())
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return name();
  }
}
