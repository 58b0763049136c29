package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code decant trace}: what it shows, in every format, whatever becomes of the program. */
class TraceTest {
  private static final Path GOLDEN = Guest.ROOT.resolve("test-binaries/guests/trace");
  private static final String[] TRACED = {
    "--direct",
    "--only",
    "kernel32!*",
    "--only",
    "ntdll!*",
    "--only",
    "advapi32!*",
    "--only",
    "msvcrt!qsort",
    "--only",
    "msvcrt!fopen",
    "--only",
    "msvcrt!getenv",
    "--only",
    "msvcrt!setlocale",
    "--only",
    "msvcrt!pow",
    "--not",
    "*!SetUnhandledExceptionFilter",
    "--not",
    "*CriticalSection*",
    "--not",
    "*Tls*"
  };

  @TempDir Path work;

  /** Runs a guest with its trace in a file, and returns that. */
  private String trace(String guest, String... options) throws IOException {
    Path file = work.resolve("trace");
    Guest.Result result =
        Guest.decant(work, "trace", "-o", file.toString())
            .with(options)
            .with(Guest.program(guest))
            .end();
    assertThat(result.err()).doesNotContain("internal error");
    return Files.readString(file);
  }

  private void assertGolden(String guest, String... options) throws IOException {
    String actual = new TraceText(trace(guest, options), work).normalised();
    Path golden = GOLDEN.resolve(guest + ".trace");
    if (Boolean.getBoolean("decant.golden")) {
      Files.writeString(golden, actual); // -Ddecant.golden=true: to be looked at
    }
    assertThat(actual).isEqualTo(Files.readString(golden));
  }

  @Test
  void callsOfEachKind() throws IOException {
    assertGolden("traced", TRACED);
  }

  @Test
  void directories() throws IOException {
    assertGolden("directories", "--only", "kernel32!Find*", "--only", "CreateDirectory*");
  }

  @Test
  void systemCallsByNumber() throws IOException {
    String[] main = {
      "--thread", "1", "--only", "NtReadFile", "--only", "NtWriteFile", "--only", "NtClose"
    };
    assertGolden("system-calls", main);
  }

  @Test
  void aFunctionThatIsMissing() throws IOException {
    assertGolden("missing-function", "--only", "nothing");
  }

  @Test
  void machineCode() throws IOException {
    String text =
        new TraceText(trace("hello", "--direct", "--only", "msvcrt!*"), work).normalised();
    assertThat(text)
        .contains("msvcrt!malloc(size=16) = POINTER")
        .contains("msvcrt!memcpy(dest=POINTER, src=POINTER, count=")
        .doesNotContain("kernel32");
    assertThat(trace("hello")).doesNotContain("memcpy");
  }

  @Test
  void oneThread() throws IOException {
    assertThat(trace("traced", "--thread", "2"))
        .contains("kernel32!SetEvent(hEvent=")
        .doesNotContain("CreateFile");
    assertThat(trace("traced", "--thread", "1")).doesNotContain("SetEvent(");
  }

  @Test
  void longStringsAreCut() throws IOException {
    assertThat(trace("traced", "--max-string", "5", "--only", "CreateFileA"))
        .contains("lpFileName=\"trace\"...");
  }

  @Test
  void jsonSaysWhatTextSays() throws IOException {
    TraceText text = new TraceText(trace("traced", TRACED), work);
    StringBuilder lines = new StringBuilder();
    for (String line : trace("traced", concat(TRACED, "--format", "json")).split("\n")) {
      JsonObject o = JsonParser.parseString(line).getAsJsonObject();
      assertThat(o.get("time").getAsDouble()).isNotNegative();
      assertThat(o.get("process").getAsLong()).isPositive();
      if (o.get("event").getAsString().equals("call")) {
        lines.append(TraceText.ofJson(o)).append('\n');
      }
    }
    TraceText json = new TraceText(lines.toString(), work);
    assertThat(json.calls()).containsExactlyInAnyOrderElementsOf(text.calls());
  }

  @Test
  void chromeFormatKeepsItsRules() throws IOException {
    String file = trace("traced", "--direct", "--format", "chrome");
    ChromeTrace chrome = new ChromeTrace(JsonParser.parseString(file).getAsJsonArray());
    chrome.check();
    assertThat(chrome.threadNames()).containsValues("main", "thread 2");
    assertThat(chrome.names())
        .contains(
            "kernel32!CreateFileA", "msvcrt!qsort", "kernel32!Sleep", "exception", "load", "exit");
    JsonObject created = chrome.first("kernel32!CreateFileA").getAsJsonObject("args");
    assertThat(created.get("dwCreationDisposition").getAsString()).isEqualTo("CREATE_ALWAYS");
  }

  @Test
  void theSummaryCountsWhatTextShows() throws IOException {
    Map<String, Long> shown =
        new TraceText(trace("traced", TRACED), work)
            .calls().stream()
                .collect(
                    Collectors.groupingBy(
                        c -> c.replaceFirst(".*?(\\S+!\\S+?)\\(.*", "$1"), Collectors.counting()));
    List<String> table = trace("traced", concat(TRACED, "--format", "summary")).lines().toList();
    assertThat(table.get(0)).contains("time %", "total ms", "us/call", "calls", "errors");
    Map<String, Long> counted = new HashMap<>();
    double percent = 0;
    for (String row : table.subList(2, table.size() - 1)) {
      String[] cells = row.trim().split(" +");
      counted.put(cells[cells.length - 1], Long.parseLong(cells[3]));
      percent += Double.parseDouble(cells[0]);
      assertThat(row.substring(43, 52).isBlank()).isEqualTo(cells.length == 5);
    }
    assertThat(counted).isEqualTo(shown);
    assertThat(percent).isBetween(99.0, 101.0);
    long calls = counted.values().stream().mapToLong(Long::longValue).sum();
    assertThat(table.getLast()).contains("100.00", Long.toString(calls)).endsWith("  total");
    assertThat(table).anyMatch(row -> row.matches(".* 1  kernel32!CloseHandle"));
  }

  @ParameterizedTest
  @CsvSource({"text", "json", "chrome"})
  void whatAKilledProgramWaitsForIsThere(String format) throws Exception {
    Path file = work.resolve("trace");
    ProcessBuilder builder =
        new ProcessBuilder(
            Guest.ROOT.resolve("decant").toString(),
            "trace",
            "--format",
            format,
            "-o",
            file.toString(),
            Guest.program("copy-input"));
    builder.environment().put("DECANT_JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.directory(work.toFile()).start(); // its input stays open
    try {
      for (int i = 0; i < 600 && !isWaiting(file); i++) {
        Thread.sleep(50);
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(isWaiting(file)).as(Files.readString(file)).isTrue();
    String written = Files.readString(file);
    assertThat(written).endsWith("\n");
    if (format.equals("chrome")) {
      // The format allows the closing bracket to be missing, and parsers then a comma.
      String array = written.stripTrailing().replaceFirst(",$", "") + "]";
      new ChromeTrace(JsonParser.parseString(array).getAsJsonArray()).check();
    } else if (format.equals("json")) {
      written.lines().forEach(JsonParser::parseString);
    }
  }

  private static boolean isWaiting(Path file) throws IOException {
    return Files.exists(file)
        && Files.readString(file).lines().reduce("", (a, b) -> b).contains("getchar");
  }

  @Test
  void processesThatItStarts() throws IOException {
    String text = trace("create_process", "-f", "--only", "kernel32!ExitProcess");
    assertThat(text.lines().filter(l -> l.contains("--- start")).count()).isGreaterThan(1);
    assertThat(text.lines().map(l -> l.trim().split(" +")[1]).distinct().count()).isGreaterThan(1);
    String own = trace("create_process");
    assertThat(own.lines().filter(l -> l.contains("--- start"))).hasSize(1);
    assertThat(own).contains("--- child ").contains("--- child-exit").contains("program=");
  }

  @Test
  void straceSeesTheSameFiles() throws IOException {
    Path strace = Path.of("/usr/bin/strace");
    assumeTrue(Files.isExecutable(strace), "strace is not installed");
    assumeTrue(
        Guest.host(work, strace, "-o", "/dev/null", "true").end().exitCode() == 0,
        "strace may not trace processes here");
    Path host = work.resolve("strace");
    Path file = work.resolve("trace");
    Guest.host(
            work,
            strace,
            "-f",
            "-qq",
            "-y",
            "-o",
            host.toString(),
            "-e",
            "trace=openat,read,write,pread64,pwrite64,unlinkat",
            Guest.ROOT.resolve("decant").toString(),
            "trace",
            "-o",
            file.toString(),
            Guest.program("traced"))
        .end()
        .exits(0);
    String guest = Files.readString(file);
    List<String> system =
        Files.readAllLines(host, StandardCharsets.ISO_8859_1).stream()
            .filter(l -> l.contains("traced.txt"))
            .toList();
    assertThat(bytes(guest, "WriteFile\\(.*lpNumberOfBytesWritten=\\[(\\d+)\\].* = TRUE"))
        .isEqualTo(bytes(String.join("\n", system), "p?write(?:64)?\\(.* = (\\d+)"))
        .isEqualTo(10);
    assertThat(bytes(guest, "ReadFile\\(.*lpNumberOfBytesRead=\\[(\\d+)\\].* = TRUE"))
        .isEqualTo(bytes(String.join("\n", system), "p?read(?:64)?\\(.* = (\\d+)"))
        .isEqualTo(5);
    assertThat(system).anyMatch(l -> l.contains("openat(") && l.contains("O_CREAT"));
    assertThat(system).anyMatch(l -> l.contains("unlinkat(") && l.endsWith("= 0"));
    assertThat(guest).contains("kernel32!DeleteFileW(lpFileName=\"traced.txt\") = TRUE");
  }

  /** The sum of the numbers that a pattern finds. */
  private static long bytes(String text, String pattern) {
    Matcher m = Pattern.compile(pattern).matcher(text);
    long sum = 0;
    while (m.find()) {
      sum += Long.parseLong(m.group(1));
    }
    return sum;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2   | --only a!b!c        | 'a!b!c' is no pattern; one looks like kernel32!*File* or"
            + " *Heap*",
        "2   | --format yaml       | --format is text, json, chrome or summary, not 'yaml'",
        "2   | --max-string 0      | --max-string is 1 to 4096",
        "126 | -o no-such-folder/f | the trace cannot be written to"
      })
  void mistakes(int exitCode, String options, String message) {
    Guest.Result result =
        Guest.decant(work, "trace")
            .with(options.split(" "))
            .with(Guest.program("hello"))
            .end()
            .exits(exitCode);
    assertThat(result.err()).contains(message);
    assertThat(result.out()).isEmpty();
  }

  private static String[] concat(String[] first, String... rest) {
    List<String> all = new ArrayList<>(List.of(first));
    all.addAll(List.of(rest));
    return all.toArray(String[]::new);
  }
}
