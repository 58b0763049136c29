package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Folders of files, compared byte by byte. */
final class Trees {
  private Trees() {}

  static void assertSame(Path actual, Path expected) throws IOException {
    assertThat(names(actual)).isNotEmpty().isEqualTo(names(expected));
    for (String name : names(expected)) {
      if (Files.isRegularFile(expected.resolve(name))) {
        assertThat(actual.resolve(name)).hasSameBinaryContentAs(expected.resolve(name));
      }
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(f -> folder.relativize(f).toString()).sorted().toList();
    }
  }
}
