package decant.nt.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import decant.nt.Win32Exception;
import org.junit.jupiter.api.Test;

class WinPathTest {
  private static final WinPath.CurrentDirectories DIRECTORIES =
      new WinPath.CurrentDirectories() {
        @Override
        public String current() {
          return "Z:\\home\\me";
        }

        @Override
        public String ofDrive(char drive) {
          return drive == 'Z' ? current() : drive == 'D' ? "D:\\work" : drive + ":\\";
        }
      };

  private static String full(String path) {
    return WinPath.full(path, DIRECTORIES);
  }

  @Test
  void aRelativePathContinuesTheCurrentDirectory() {
    assertThat(full("a\\b.txt")).isEqualTo("Z:\\home\\me\\a\\b.txt");
    assertThat(full("a/b.txt")).isEqualTo("Z:\\home\\me\\a\\b.txt");
    assertThat(full(".")).isEqualTo("Z:\\home\\me");
    assertThat(full("..")).isEqualTo("Z:\\home");
    assertThat(full("..\\..\\..\\..")).isEqualTo("Z:\\");
  }

  @Test
  void aRootedPathIsOnTheCurrentDrive() {
    assertThat(full("\\x")).isEqualTo("Z:\\x");
    assertThat(full("/x/y/")).isEqualTo("Z:\\x\\y\\");
    assertThat(full("\\")).isEqualTo("Z:\\");
  }

  @Test
  void aDriveWithoutARootContinuesThatDrivesDirectory() {
    assertThat(full("D:x")).isEqualTo("D:\\work\\x");
    assertThat(full("d:")).isEqualTo("d:\\work");
    assertThat(full("C:")).isEqualTo("C:\\");
    assertThat(full("z:x")).isEqualTo("z:\\home\\me\\x");
  }

  @Test
  void dotsAreResolvedAndNeverLeaveTheDrive() {
    assertThat(full("C:\\a\\.\\b\\..\\c")).isEqualTo("C:\\a\\c");
    assertThat(full("C:\\..\\..\\a")).isEqualTo("C:\\a");
    assertThat(full("C:\\a\\..")).isEqualTo("C:\\");
    assertThat(full("C:\\a\\b\\..")).isEqualTo("C:\\a");
    assertThat(full("C:\\a\\b\\.")).isEqualTo("C:\\a\\b");
    assertThat(full("C:\\a\\b\\..\\")).isEqualTo("C:\\a\\");
  }

  @Test
  void separatorsThatRepeatCountOnce() {
    assertThat(full("C:\\\\a//b\\\\")).isEqualTo("C:\\a\\b\\");
  }

  @Test
  void dotsAndSpacesAtTheEndGo() {
    assertThat(full("C:\\a. . ")).isEqualTo("C:\\a");
    assertThat(full("C:\\a.\\b")).isEqualTo("C:\\a\\b");
    assertThat(full("C:\\a...\\b")).isEqualTo("C:\\a...\\b");
    assertThat(full("C:\\a \\b")).isEqualTo("C:\\a \\b");
  }

  @Test
  void networkPathsKeepServerAndShare() {
    assertThat(full("\\\\server\\share\\a\\..\\..\\..")).isEqualTo("\\\\server\\share\\");
    assertThat(full("//server/share/a")).isEqualTo("\\\\server\\share\\a");
  }

  @Test
  void devicePathsAreNormalisedBehindTheirPrefix() {
    assertThat(full("\\\\.\\C:\\a\\..\\b")).isEqualTo("\\\\.\\C:\\b");
    assertThat(full("//./pipe/x")).isEqualTo("\\\\.\\pipe\\x");
    assertThat(full("\\\\?\\C:\\a\\..\\b")).isEqualTo("\\\\?\\C:\\b");
    assertThat(full("\\\\.")).isEqualTo("\\\\.\\");
  }

  @Test
  void reservedNamesAreDevicesInAnyDirectoryAndWithAnyExtension() {
    assertThat(full("nul")).isEqualTo("\\\\.\\NUL");
    assertThat(full("NUL:")).isEqualTo("\\\\.\\NUL");
    assertThat(full("C:\\x\\nul.txt")).isEqualTo("\\\\.\\NUL");
    assertThat(full("com1 .x")).isEqualTo("\\\\.\\COM1");
    assertThat(full("C:con")).isEqualTo("\\\\.\\CON");
    assertThat(full("CONOUT$")).isEqualTo("\\\\.\\CONOUT$");
    assertThat(full("lpt9")).isEqualTo("\\\\.\\LPT9");
    assertThat(full("console")).isEqualTo("Z:\\home\\me\\console");
    assertThat(full("com0")).isEqualTo("Z:\\home\\me\\com0");
    assertThat(full("nul\\x")).isEqualTo("Z:\\home\\me\\nul\\x");
  }

  @Test
  void aLiteralPathIsNotNormalised() {
    assertThat(WinPath.nt("\\\\?\\C:\\a\\..\\nul. ", DIRECTORIES))
        .isEqualTo("\\??\\C:\\a\\..\\nul. ");
    assertThat(WinPath.nt("x", DIRECTORIES)).isEqualTo("\\??\\Z:\\home\\me\\x");
    assertThat(WinPath.nt("nul", DIRECTORIES)).isEqualTo("\\??\\NUL");
    assertThat(WinPath.nt("\\\\s\\h\\x", DIRECTORIES)).isEqualTo("\\??\\UNC\\s\\h\\x");
  }

  @Test
  void whatIsEmptyOrTooLongIsRefused() {
    assertThatThrownBy(() -> full("")).isInstanceOf(Win32Exception.class);
    assertThatThrownBy(() -> full("a\\".repeat(20000))).isInstanceOf(Win32Exception.class);
  }
}
