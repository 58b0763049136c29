package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 7za for Windows packs and unpacks a tree, and the Linux 7za of the same package agrees. */
class SevenZipTest {
  private static final Path PACKAGE = Guest.PROGRAMS.resolve("7zip-bin");
  private static final String WINDOWS = PACKAGE.resolve("win/x64/7za.exe").toString();
  private static final Path LINUX = PACKAGE.resolve("linux/x64/7za");

  @TempDir Path work;

  @BeforeAll
  static void needsThePackage() {
    assumeTrue(
        Files.exists(Path.of(WINDOWS)), "7zip-bin was not fetched: npm or the network is missing");
  }

  @BeforeEach
  void makeTree() throws IOException {
    Path tree = work.resolve("tree");
    Files.createDirectories(tree.resolve("Ordner mit \u00c4/\u65e5\u672c\u8a9e"));
    Files.createDirectories(tree.resolve("empty"));
    Files.writeString(tree.resolve("text.txt"), "The same line again and again.\n".repeat(5000));
    Files.writeString(tree.resolve("nothing"), "");
    Files.writeString(tree.resolve("Ordner mit \u00c4/gr\u00fc\u00df \u20ac.txt"), "umlauts\r\n");
    byte[] noise = new byte[200_000];
    new Random(7).nextBytes(noise);
    Files.write(tree.resolve("Ordner mit \u00c4/\u65e5\u672c\u8a9e/\ud83d\ude00 noise.bin"), noise);
  }

  @ParameterizedTest
  @ValueSource(strings = {"7z", "zip", "tar"})
  void packsListsTestsAndUnpacks(String format) throws IOException {
    String archive = "a." + format;
    String[] oneThread = {"-mmt=off"};
    Guest.decant(work, WINDOWS, "a", "-t" + format, archive, "tree")
        .with(format.equals("tar") ? new String[0] : oneThread)
        .end()
        .exits(0);
    String list = Guest.decant(work, WINDOWS, "l", "-sccUTF-8", archive).end().exits(0).lines();
    assertThat(list).contains("text.txt", "gr\u00fc\u00df \u20ac.txt", "\ud83d\ude00 noise.bin");
    assertThat(Guest.decant(work, WINDOWS, "t", archive).end().exits(0).lines())
        .contains("Everything is Ok");
    Guest.decant(work, WINDOWS, "x", "-y", "-oback", archive).end().exits(0);
    Trees.assertSame(work.resolve("back/tree"), work.resolve("tree"));
    Guest.host(work, LINUX, "x", "-y", "-onative", archive).env("LC_ALL", "C.UTF-8").end().exits(0);
    Trees.assertSame(work.resolve("native/tree"), work.resolve("tree"));
  }

  @Test
  void gzip() throws IOException {
    Guest.decant(work, WINDOWS, "a", "-tgzip", "-mmt=off", "text.txt.gz", "tree/text.txt")
        .end()
        .exits(0);
    Guest.decant(work, WINDOWS, "x", "-y", "-oback", "text.txt.gz").end().exits(0);
    assertThat(work.resolve("back/text.txt")).hasSameBinaryContentAs(work.resolve("tree/text.txt"));
  }

  @Test
  void unpacksWhatLinuxPacked() throws IOException {
    Guest.host(work, LINUX, "a", "-psecret", "-mhe", "l.7z", "tree")
        .env("LC_ALL", "C.UTF-8")
        .end()
        .exits(0);
    Guest.decant(work, WINDOWS, "x", "-psecret", "-oback", "l.7z").end().exits(0);
    Trees.assertSame(work.resolve("back/tree"), work.resolve("tree"));
    assertThat(Guest.decant(work, WINDOWS, "x", "-pwrong", "-oother", "l.7z").end().exitCode())
        .isEqualTo(2);
  }

  @Test
  void aDamagedArchiveIsAnError() throws IOException {
    Guest.decant(work, WINDOWS, "a", "-mmt=off", "a.7z", "tree").end().exits(0);
    byte[] bytes = Files.readAllBytes(work.resolve("a.7z"));
    bytes[100] ^= 0x55;
    Files.write(work.resolve("a.7z"), bytes);
    assertThat(Guest.decant(work, WINDOWS, "t", "a.7z").end().exits(2).out())
        .doesNotContain("Everything is Ok");
  }

  /** 7za throws these as C++ exceptions, which it catches in its main function. */
  @Test
  void errorsAreThrownAndCaught() throws IOException {
    assertThat(Guest.decant(work, WINDOWS, "--version").end().exits(7).err())
        .contains("Command Line Error:", "Unknown switch:", "--version");
    assertThat(Guest.decant(work, WINDOWS, "x", "missing.7z").end().exits(2).err())
        .contains("missing.7z", "System ERROR:");
  }
}
