package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Opens pages of the documentation in a real browser, where one is installed. */
final class Chromium {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private Chromium() {}

  /** Skips the test where there is no browser. */
  static void assume() {
    assumeThat(browser()).as("Chromium is installed").isNotNull();
  }

  private static Path browser() {
    return Stream.of(System.getenv("PATH").split(":"))
        .flatMap(directory -> NAMES.stream().map(name -> Path.of(directory, name)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElse(null);
  }

  /**
   * The page as HTML after its scripts have run.
   *
   * @param work an empty directory, for the browser's profile
   * @param address behind {@code file://}: a path, and perhaps {@code #…}
   */
  static String dom(Path work, String address) throws IOException {
    return run(work, address, "--dump-dom").out();
  }

  /** What the page looks like, as a PNG file. */
  static Path screenshot(Path work, String address, int width, int height) throws IOException {
    Path image = work.resolve("page.png");
    run(
        work,
        address,
        "--hide-scrollbars",
        "--window-size=" + width + "," + height,
        "--screenshot=" + image);
    assertThat(image).isNotEmptyFile();
    return image;
  }

  private static Guest.Result run(Path work, String address, String... options) throws IOException {
    Path profile = Files.createTempDirectory(work, "profile");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + profile));
    arguments.addAll(List.of(options));
    arguments.add("file://" + address);
    return Guest.host(work, browser(), arguments.toArray(String[]::new)).end().exits(0);
  }
}
