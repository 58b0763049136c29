package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Builds start many programs at once; none is in another's way. */
class ManyAtOnceTest {
  @TempDir Path work;

  @Test
  void twentyProgramsAtOnceAllSucceed() throws Exception {
    allSucceed(20);
  }

  @Test
  @Tag("slow")
  void hundredProgramsAtOnceAllSucceed() throws Exception {
    allSucceed(100);
  }

  /** Half of them start a child each, and write files. */
  private void allSucceed(int count) throws Exception {
    List<Future<Guest.Result>> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
      for (int i = 0; i < count; i++) {
        String program = i % 2 == 0 ? "hello" : "training";
        Path folder = Files.createDirectory(work.resolve("run" + i));
        results.add(threads.submit(() -> Guest.run(folder, program).end()));
      }
    }
    for (int i = 0; i < count; i++) {
      Guest.Result result = results.get(i).get();
      result.exits(0);
      assertThat(result.lines()).endsWith(i % 2 == 0 ? "hello, world\n" : "ok child\n");
    }
  }
}
