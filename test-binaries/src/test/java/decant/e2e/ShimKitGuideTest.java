package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What docs/shim-kit.md says happens: its commands are run in an empty directory, one after the
 * other in one shell, its files written where they say, and the outputs compared.
 */
class ShimKitGuideTest {
  private static final Path GUIDE = Guest.ROOT.resolve("docs/shim-kit.md");

  /** In the guide, what differs from machine to machine. */
  private static final String ANYTHING = "…";

  private static final String END = "== end of step ";

  /** A fenced block: the words behind the fence, and the text. */
  private record Block(String info, String text) {}

  @TempDir Path work;

  private static List<Block> blocks() throws IOException {
    List<Block> blocks = new ArrayList<>();
    String info = null;
    StringBuilder text = new StringBuilder();
    for (String line : Files.readAllLines(GUIDE)) {
      if (!line.startsWith("```")) {
        text.append(line).append('\n');
      } else if (info == null) {
        info = line.substring(3);
        text.setLength(0);
      } else {
        blocks.add(new Block(info, text.toString()));
        info = null;
      }
    }
    return blocks;
  }

  @Test
  void theGuideIsTrue() throws IOException {
    StringBuilder script = new StringBuilder("exec 2>&1\n");
    script.append("export PATH='").append(Guest.ROOT).append("':\"$PATH\"\n");
    script.append("mvn() { command mvn -o -B \"$@\"; }\n"); // a build has what it needs
    List<String> expected = new ArrayList<>();
    int files = 0;
    for (Block b : blocks()) {
      if (b.info.equals("sh")) {
        script.append(b.text).append("echo '").append(END).append(expected.size()).append("'\n");
        expected.add("");
      } else if (b.info.equals("text")) {
        expected.set(expected.size() - 1, b.text);
      } else {
        assertThat(b.info).startsWith("java file=");
        Path file = work.resolve("files").resolve(String.valueOf(files++));
        Files.createDirectories(file.getParent());
        Files.writeString(file, b.text);
        String target = b.info.substring("java file=".length());
        script.append("cp '").append(file).append("' '").append(target).append("'\n");
      }
    }
    assertThat(files).isGreaterThan(5);
    Path shell = Files.writeString(work.resolve("steps.sh"), script);
    Path empty = Files.createDirectory(work.resolve("empty"));
    Guest.Result result = Guest.host(empty, Path.of("/bin/bash"), shell.toString()).end();
    String rest = result.out();
    for (int i = 0; i < expected.size(); i++) {
      int end = rest.indexOf(END + i + "\n");
      assertThat(end).as("step %d of %s", i, result).isNotNegative();
      String pattern = Pattern.quote(expected.get(i)).replace(ANYTHING, "\\E(?s:.*?)\\Q");
      assertThat(rest.substring(0, end).replace("\r\n", "\n")).as("step %d", i).matches(pattern);
      rest = rest.substring(end + (END + i + "\n").length());
    }
  }
}
