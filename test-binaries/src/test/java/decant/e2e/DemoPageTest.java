package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of {@code decant demo} in a real browser. */
@Tag("slow")
class DemoPageTest {
  /** In pixels: of a monitor, and of a phone. */
  private static final int[] WIDTHS = {1280, 400};

  @TempDir Path work;

  @Test
  void aBrowserShowsIt() throws IOException {
    Chromium.assume();
    Path page = work.resolve("page.html");
    Guest.decant(work, "demo", "--rounds", "200", "--pairs", "3", "--html", page.toString())
        .end()
        .exits(0);
    assertThat(Chromium.dom(work, page.toString()))
        .contains("<h1>Not an emulator</h1>", "kernel32!WriteFile", "libjvm.so", "Wine");
    for (int width : WIDTHS) {
      Chromium.screenshot(work, page.toString(), width, 3000);
    }
  }
}
