package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/**
 * {@code decant demo} with little to compute: what it says is true, and can be read. What it says
 * of times is judged by {@link DemoFiguresTest}.
 */
class DemoTest {
  private static final String[] SMALL = {"--rounds", "5", "--pairs", "1"};

  @TempDir Path work;

  @Test
  void theProgramComputesTheSameOnBothSystems() {
    String windows = Guest.run(work, "demo", "3").end().exits(0).lines();
    String linux =
        Guest.host(work, Path.of(Guest.program("demo")).resolveSibling("demo-linux"), "3")
            .end()
            .exits(0)
            .lines();
    assertThat(checksum(windows)).hasSize(64).isEqualTo(checksum(linux));
    assertThat(work).isEmptyDirectory();
  }

  private static String checksum(String output) {
    return output
        .lines()
        .filter(l -> l.startsWith("checksum "))
        .findFirst()
        .orElseThrow()
        .substring("checksum ".length());
  }

  /** Started as a user does: by a relative path, from the project's folder. */
  @Test
  void theFiguresAreThoseOfTheProgramAndThePageShowsThem() throws Exception {
    Path page = work.resolve("page.html");
    Guest.Result result =
        Guest.host(Guest.ROOT, Path.of("./decant"), "demo", "--json", "--html", page.toString())
            .with(SMALL)
            .end()
            .exits(0);
    assertThat(result.err()).isEmpty(); // progress is for terminals
    judgeFigures(map(JsonReader.read(result.out())));
    judgePage(Files.readString(page));
  }

  private static void judgeFigures(Map<String, Object> figures) {
    assertThat((String) figures.get("checksum")).matches("[0-9a-f]{64}");

    List<Map<String, Object>> ways = list(figures.get("ways"));
    assertThat(ways)
        .extracting(w -> w.get("way"))
        .containsExactly("decant", "linux", "interpreted");
    double instructions = (double) ways.get(0).get("instructionsRetired");
    assertThat(instructions).isGreaterThan(100_000);
    assertThat(ways)
        .extracting(w -> w.get("instructionsEmulated"))
        .containsExactly(0.0, 0.0, instructions);
    assertThat((double) figures.get("stepped")).isGreaterThan(100_000);
    assertThat((double) figures.get("instructionsOfTheProgram"))
        .isGreaterThan(instructions)
        .isGreaterThan((double) figures.get("stepped"));

    Map<String, Object> write = named(list(figures.get("calls")), "function", "kernel32!WriteFile");
    assertThat(write).containsEntry("count", 21.0);
    Map<String, Object> host = named(list(write.get("host")), "function", "write");
    assertThat(host).containsEntry("count", 21.0);
    assertThat((String) host.get("kernel")).startsWith("nt.file.");
    assertThat(named(list(figures.get("calls")), "function", "kernel32!HeapAlloc"))
        .containsEntry("answeredBy", "machine code");

    assertThat(list(figures.get("code")))
        .isNotEmpty()
        .allSatisfy(
            c -> assertThat(c.get("sha256InMemory")).isNotNull().isEqualTo(c.get("sha256InFile")));
    assertThat(list(figures.get("memory")))
        .extracting(r -> r.get("what"))
        .contains("program image, .text", "stack of the program", "heap", "libjvm.so");
  }

  /** It is well-formed, and asks for nothing. */
  private static void judgePage(String html) throws Exception {
    Document document = parse(html);
    assertThat(document.getElementsByTagName("h1").getLength()).isOne();
    assertThat(document.getDocumentElement().getAttribute("lang")).isEqualTo("en");
    assertThat(document.getElementsByTagName("script").getLength()).isZero();
    assertThat(document.getElementsByTagName("img").getLength()).isZero();
    assertThat(html.replace("http://www.w3.org/1999/xhtml", ""))
        .doesNotContain("http:", "https:", "url(", "@import", "{{", "null");
  }

  private static Document parse(String html) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void qemuIsMeasuredWhereItIsInstalledAndItsPackageToldWhereItIsNot() {
    boolean installed = Files.isExecutable(Path.of("/usr/bin/qemu-x86_64"));
    Guest.Result result =
        Guest.decant(work, "demo", "--with-qemu")
            .with(SMALL)
            .env("PATH", "/usr/bin:/bin")
            .end()
            .exits(0);
    assertThat(result.out()).contains(installed ? "four ways" : "three ways");
    assertThat(result.out()).contains("Instructions of the work", "▶ library and API");
    if (installed) {
      assertThat(result.err()).isEmpty();
    } else {
      assertThat(result.err()).contains("package qemu-user");
    }
  }

  @Test
  void theProgramReadsItsArguments() {
    Guest.Result result = Guest.run(work, "demo", "2", "a name with spaces").end().exits(0);
    assertThat(result.lines()).matches("nanoseconds \\d{15} \\d{15}\nchecksum [0-9a-f]{64}\n");
  }

  @Test
  void whatCannotBeWrittenFailsTheDemonstration() {
    Guest.Result result =
        Guest.decant(work, "demo", "--html", "nowhere/page.html").with(SMALL).end().exits(1);
    assertThat(result.err())
        .startsWith("decant: the demonstration failed: ")
        .contains("nowhere/page.html");
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> list(Object value) {
    return (List<Map<String, Object>>) value;
  }

  private static Map<String, Object> named(
      List<Map<String, Object>> all, String key, String value) {
    return all.stream().filter(m -> value.equals(m.get(key))).findFirst().orElseThrow();
  }
}
