package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Jars of shims add functions and replace Decant's ({@code --shims}). */
class ShimsTest {
  private static final int CANNOT_RUN = 126;
  private static final int INTERNAL_ERROR = 125;

  @TempDir static Path made;
  private static Path classes;
  private static Path jar;

  @TempDir Path work;

  @BeforeAll
  static void build() {
    classes = ShimJars.compile(made, "VendorShims", "Overrides");
    jar = ShimJars.jar(made.resolve("vendor.jar"), classes);
  }

  private Guest.Result run(String shims, String... arguments) {
    return Guest.decant(work, "--shims", shims, Guest.program("vendor-client"))
        .with(arguments)
        .end();
  }

  @Test
  void shimsAnswerAndOverrideAndAskTheOriginal() {
    Guest.Result result = run(jar.toString()).exits(0);
    assertThat(result.lines())
        .as("%s", result)
        .doesNotContain("FAIL")
        .contains("ok system_calls\n");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void adaptersOfTheBuildAreUsed() throws Exception {
    Path own = ShimJars.compile(work, "VendorShims", "Overrides");
    ShimJars.generate(own);
    assertThat(Files.readString(own.resolve("META-INF/decant/shims")))
        .containsPattern("(?m)^com\\.example\\.VendorShims 1-[0-9a-f]+$");
    Path built = ShimJars.jar(work.resolve("built.jar"), own);
    Guest.Result result =
        Guest.decant(work, "--shims", built.toString(), Guest.program("vendor-client"))
            .env("DECANT_JAVA_OPTS", "-Xlog:class+load:file=" + work.resolve("loaded"))
            .end()
            .exits(0);
    assertThat(result.lines())
        .as("%s", result)
        .doesNotContain("FAIL")
        .contains("ok system_calls\n");
    assertThat(Files.readString(work.resolve("loaded")))
        .contains("com.example.VendorShims$$Adapters ")
        .doesNotContain("net.bytebuddy", "com.example.VendorShims$$Loaded");
  }

  @Test
  void adaptersOfOtherDeclarationsAreNotUsed() throws Exception {
    Path own = ShimJars.compile(work, "VendorShims");
    ShimJars.generate(own);
    Path list = own.resolve("META-INF/decant/shims");
    Files.writeString(list, "# by hand\n\ncom.example.VendorShims 1-0\n");
    run(ShimJars.jar(work.resolve("stale.jar"), own).toString(), "add").exits(42);
  }

  @Test
  void childrenAndTheirSpareInheritShims() {
    Guest.Result result = run(jar.toString(), "children").exits(0);
    assertThat(result.lines()).as("%s", result).isEmpty();
  }

  @Test
  void severalJars() {
    Path one = ShimJars.compile(work.resolve("1"), "VendorShims");
    Path two = ShimJars.compile(work.resolve("2"), "Overrides");
    String a = ShimJars.jar(work.resolve("a.jar"), one).toString();
    String b = ShimJars.jar(work.resolve("b.jar"), two).toString();
    run(a + ":" + b).exits(0);
    Guest.decant(work, "--shims", a, "--shims", b, Guest.program("vendor-client")).end().exits(0);
  }

  @Test
  void whatAShimThrowsIsShownAndEndsTheProgram() {
    Guest.Result result = run(jar.toString(), "throw").exits(INTERNAL_ERROR);
    assertThat(result.err())
        .startsWith("decant: the shim of vendor!Throw threw an exception; the program ends.\n")
        .contains("java.lang.IllegalStateException: a mistake\n")
        .contains("\tat com.example.VendorShims.Throw(VendorShims.java:")
        .contains("Caused by: java.lang.RuntimeException: its cause\n")
        .doesNotContain("decant.abi")
        .containsPattern("  called from vendor-client.exe\\+0x[0-9a-f]+\n");
    assertThat(run(jar.toString(), "null").exits(INTERNAL_ERROR).err())
        .contains("java.lang.NullPointerException: ");
  }

  @Test
  void aBadPointerIsTheProgramsFault() {
    Guest.Result result = run(jar.toString(), "bad-pointer").exits(0xC0000005 & 0xFF);
    assertThat(result.err())
        .contains("STATUS_ACCESS_VIOLATION (0xc0000005) at vendor!FillItem, writing 0x20")
        .containsPattern("  last calls: .*vendor!FillItem, ");
  }

  @Test
  void inspectKnowsThem() {
    String program = Guest.program("vendor-client");
    assertThat(Guest.decant(work, "--shims", jar.toString(), "inspect", program).end().out())
        .containsPattern("vendor.dll +20 functions, built in\n");
  }

  @Test
  void theUsualStartLoadsNothingOfThem() throws IOException {
    Path loaded = work.resolve("loaded");
    Guest.run(work, "hello").env("DECANT_JAVA_OPTS", "-Xlog:class+load:file=" + loaded).end();
    assertThat(Files.readString(loaded))
        .contains("decant.abi.ShimTable ")
        .doesNotContain("decant.abi.adapter.", "decant.abi.Overlay", "net.bytebuddy");
  }

  static Stream<Arguments> mistakes() {
    String head = "@Library(\"vendor\") public final class Bad { ";
    return Stream.of(
        Arguments.of(
            head + "@Export int F() { return 0; } }",
            "com.example.Bad.F is not static: write static before its result"),
        Arguments.of(
            head + "@Export private static int F() { return 0; } }",
            "com.example.Bad.F is private: leave that word out"),
        Arguments.of(
            head + "@Export static int F(java.util.List<String> names) { return 0; } }",
            "takes the parameter names as List, which no argument can be: use long (a pointer"),
        Arguments.of(
            head + "@Export static int F(String name) { return 0; } }",
            "without its encoding: write @Wide (UTF-16) or @Narrow before it"),
        Arguments.of(
            head + "@Export static String F() { return null; } }",
            "com.example.Bad.F returns String, which no register holds"),
        Arguments.of(
            head + "@Export static native int F(); }", "com.example.Bad.F is native: write a body"),
        Arguments.of(
            head
                + "@Export static int F() { return 0; } @Export(\"F\") static int G() {return 0;}"
                + " }",
            "com.example.Bad.G exports vendor!F, as com.example.Bad.F does: keep one"),
        Arguments.of(
            head + "@Export @Data(size = 8) static int F() { return 0; } }",
            "is @Data, a variable: its parameters must be (GuestThread t, long address)"),
        Arguments.of(
            "public final class Bad { @Export static int F() { return 0; } }",
            "com.example.Bad.F has no library: write @Library(\"name\") before its class"),
        Arguments.of(
            "@Library(\"Vendor.dll\") final class Bad { @Export static int F() { return 0; } }",
            "names the library \"Vendor.dll\": write it in lower case without .dll"),
        Arguments.of(
            "@Library(\"ws2_32\") final class Bad { @Export(ordinal = 3) static int F() {return 0;}"
                + " }",
            "has the ordinal 3, which is that of ws2_32!closesocket"),
        Arguments.of(
            head + "static int x = Integer.parseInt(\"x\"); @Export static int F() { return x; } }",
            "the static initialiser of com.example.Bad fails: java.lang.NumberFormatException"),
        Arguments.of(
            "public final class Bad { static int F() { return 0; } }",
            "no class has an @Export method; a shim is a static method"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeGetsOneSentence(String source, String sentence) {
    Path bad = ShimJars.jar(work.resolve("bad.jar"), ShimJars.compileText(work, "Bad", source));
    refuses(bad, sentence);
  }

  private void refuses(Path bad, String sentence) {
    Guest.Result result =
        Guest.decant(work, "--shims", bad.toString(), Guest.program("hello")).end();
    assertThat(result.exitCode()).as("%s", result).isEqualTo(CANNOT_RUN);
    assertThat(result.err()).startsWith("decant: " + bad + ": ").contains(sentence);
    assertThat(result.err().lines()).as("%s", result).hasSize(1);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void whatIsNoJarGetsOneSentence() throws IOException {
    refuses(work.resolve("none.jar"), "there is no such file");
    refuses(work, "is a folder, not a jar: make one by jar --create --file NAME.jar -C FOLDER .");
    refuses(
        Files.writeString(work.resolve("text.jar"), "not a zip"), "is not a jar, or is damaged");
  }

  @Test
  void aClassOfANewerJavaGetsOneSentence() throws IOException {
    Path own = ShimJars.compile(work, "Overrides");
    Path file = own.resolve("com/example/Overrides.class");
    byte[] content = Files.readAllBytes(file);
    content[7] += 5;
    Files.write(file, content);
    refuses(
        ShimJars.jar(work.resolve("new.jar"), own), "com.example.Overrides is compiled for Java");
  }

  @Test
  void aListOfWhatIsNotThereGetsOneSentence() throws IOException {
    Path own = ShimJars.compile(work, "Overrides");
    Path list = own.resolve("META-INF/decant/shims");
    Files.createDirectories(list.getParent());
    Files.writeString(list, "com.example.Missing\n");
    refuses(
        ShimJars.jar(work.resolve("list.jar"), own),
        "META-INF/decant/shims names the class com.example.Missing, which the jar does not have");
  }

  @Test
  void twoJarsDoNotHaveOneClass() {
    Path own = ShimJars.compile(work.resolve("1"), "Overrides");
    Path a = ShimJars.jar(work.resolve("a.jar"), own);
    Path b = ShimJars.jar(work.resolve("b.jar"), own);
    Guest.Result result = Guest.decant(work, "--shims", a + ":" + b, Guest.program("hello")).end();
    assertThat(result.exits(CANNOT_RUN).err())
        .isEqualTo(
            "decant: " + b + ": com.example.Overrides is in " + a + " too: name one of the jars\n");
  }

  @Test
  void anEmptyListIsAMistakeOfTheCommand() {
    assertThat(Guest.decant(work, "--shims", "", Guest.program("hello")).end().exits(2).err())
        .contains("--shims takes jars");
  }
}
