package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that start programs: the host's, batch files, and what is left of them all. */
class ChildrenTest {
  private static final String CHILD = Guest.program("process_child");

  @TempDir Path work;

  @Test
  void programsOfTheHostAreRefused() {
    Guest.Result result = Guest.decant(work, CHILD, "run", "Z:\\bin\\sh -c true").end().exits(98);
    assertThat(result.err())
        .contains("/bin/sh is a program of the host; option --allow-run would let")
        .contains("error 1260");
  }

  @Test
  void programsOfTheHostRunWhereTheyMay() {
    String command = "sh -c \"printf '%s|' \\\"$@\\\"; exit 7\" name \"a b\" c\\d";
    Guest.Result all = Guest.decant(work, "--allow-run", CHILD, "run", command).end().exits(7);
    assertThat(all.out()).isEqualTo("a b|c\\d|");
    Guest.decant(work, "--allow-run=sh", CHILD, "run", "sh -c \"exit 8\"").end().exits(8);
    Guest.decant(work, "--allow-run=cat,/opt", CHILD, "run", "sh -c true").end().exits(98);
  }

  @Test
  void programsOfTheHostHaveStreamsDirectoryAndVariables() throws IOException {
    String command = "sh -c \"cat; pwd; echo $MARK; echo $PATH\"";
    Guest.Result result =
        Guest.decant(work, "--allow-run", "--env", "MARK=here", CHILD, "run", command)
            .stdin("input\n")
            .end()
            .exits(0);
    assertThat(result.out())
        .isEqualTo("input\n" + work.toRealPath() + "\nhere\n" + System.getenv("PATH") + "\n");
  }

  @Test
  void programsOfTheHostWaitToBeResumed() throws IOException {
    String command = "sh -c \"echo $0-$1; exit 7\" one two";
    Guest.Result result =
        Guest.decant(work, "--allow-run", CHILD, "resume", command).end().exits(7);
    assertThat(result.out()).isEqualTo("one-two\n");
  }

  /** Programs look for others with an extension in the directories of their path. */
  @Test
  void programsOfTheHostAreInTheirDirectoryWithAnExtension() throws IOException {
    Files.writeString(
        work.resolve("look.bat"),
        """
        @echo off
        if exist C:\\Windows\\HostPrograms\\sh.exe echo sh is there
        if exist C:\\Windows\\HostPrograms\\cat.exe echo cat is there
        for %%d in (C:\\Windows\\HostPrograms\\*) do echo %%d
        if exist \\\\?\\C:\\Windows\\HostPrograms\\../bin/sh.exe echo another place
        C:\\Windows\\HostPrograms\\sh.exe -c "echo from the host"
        """);
    Guest.Result result = Guest.decant(work, "--allow-run=sh", "look.bat").end().exits(0);
    assertThat(result.lines())
        .isEqualTo("sh is there\nC:\\Windows\\HostPrograms\\sh.exe\nfrom the host\n");
    Guest.Result without =
        Guest.decant(work, "cmd", "/c", "if exist C:\\Windows\\HostPrograms echo there").end();
    assertThat(without.lines()).isEmpty();
  }

  @Test
  void batchFilesAndTheCommandProcessorAreStarted() throws IOException {
    Files.writeString(work.resolve("greet.bat"), "@echo off\necho hello %1\nexit /b 5\n");
    Guest.Result batch = Guest.decant(work, "greet.bat", "you").end().exits(5);
    assertThat(batch.lines()).isEqualTo("hello you\n");
    Guest.Result command = Guest.decant(work, "cmd", "/c", "echo one& echo two").end().exits(0);
    assertThat(command.lines()).isEqualTo("one\ntwo\n");
  }

  @Test
  void batchFilesStartProgramsByPathsOfAllSpellings() throws IOException {
    Files.copy(Path.of(CHILD), work.resolve("child.exe"));
    Files.createDirectory(work.resolve("below"));
    Files.copy(Path.of(CHILD), work.resolve("below/child.exe"));
    Files.writeString(
        work.resolve("run.bat"),
        """
        @echo off
        child.exe exit 3
        echo %errorlevel%
        "below/child.exe" exit 4
        echo %errorlevel%
        .\\below\\child exit 5
        echo %errorlevel%
        """);
    Guest.Result result = Guest.decant(work, "run.bat").end().exits(5);
    assertThat(result.lines()).isEqualTo("3\n4\n5\n");
  }

  /** Nothing goes on when a program has ended, or was killed with all of its process group. */
  @Test
  void nothingIsLeft() throws IOException, InterruptedException {
    String mark = UUID.randomUUID().toString();
    Guest.decant(work, CHILD, "run", CHILD + " exit 3").env("MARK", mark).end().exits(3);
    assertNothingRunsWith(mark);
    String command =
        "setsid \"$0\" \"$1\" run \"$1 sleep 60000\" & p=$!; sleep 3; kill -9 -$p; wait $p; exit 0";
    Guest.host(work, Path.of("/bin/sh"), "-c", command, Guest.ROOT.resolve("decant").toString())
        .with(CHILD)
        .env("MARK", mark)
        .end()
        .exits(0);
    assertNothingRunsWith(mark);
  }

  private static void assertNothingRunsWith(String mark) throws IOException, InterruptedException {
    List<String> found = running(mark);
    for (int i = 0; i < 300 && !found.isEmpty(); i++) {
      Thread.sleep(100); // the child that waited hears of it when its socket closes
      found = running(mark);
    }
    assertThat(found).isEmpty();
  }

  private static List<String> running(String mark) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process : (Iterable<Path>) processes::iterator) {
        try {
          byte[] environment = Files.readAllBytes(process.resolve("environ"));
          if (new String(environment, StandardCharsets.ISO_8859_1).contains(mark)) {
            found.add(process.toString());
          }
        } catch (IOException e) {
          continue; // not a process, or no more
        }
      }
    }
    return found;
  }
}
