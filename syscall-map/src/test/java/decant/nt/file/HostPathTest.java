package decant.nt.file;

import static org.assertj.core.api.Assertions.assertThat;

import decant.nt.NtStatusException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostPathTest {
  private static final List<String> NAMES =
      List.of(
          "a",
          "Z",
          "a.b",
          ".a",
          "..a",
          "a..b",
          "a b",
          " a",
          "a.",
          "a ",
          "a. ",
          ".",
          "..",
          "...",
          "",
          "a/b",
          "a:b",
          "a*",
          "a?",
          "a<",
          "a|",
          "a\"",
          "a\u0001",
          "a\u00e9",
          "a\u0416",
          "a\uF02E",
          "a::$DATA",
          "NUL",
          "nul",
          "nul.txt",
          "CON .x",
          "CONIN$",
          "conin",
          "com1",
          "com1x",
          "COM\u00b9",
          "command",
          "lpt9.a",
          "lpt",
          "aux",
          "auxiliary",
          "prn",
          "~$%&'()",
          "\u007f",
          "-",
          "nu");

  private final Drives drives = new Drives();
  private final HostPath current = HostPath.of("Z:\\home\\me", drives);

  private final WinPath.CurrentDirectories directories =
      new WinPath.CurrentDirectories() {
        @Override
        public String current() {
          return "Z:\\home\\me";
        }

        @Override
        public String ofDrive(char drive) {
          return drive + ":\\";
        }
      };

  /** What the long way says of a path: where it leads on the host, or why it leads nowhere. */
  private String theLongWay(String path) {
    try {
      String full = WinPath.isLiteral(path) ? path.substring(4) : WinPath.full(path, directories);
      HostPath host = full.startsWith("\\") ? null : HostPath.of(full, drives);
      return host == null ? "a device" : describe(host);
    } catch (NtStatusException e) {
      return e.getMessage();
    }
  }

  private static String describe(HostPath path) {
    return path.windows
        + " is "
        + new String(path.bytes, StandardCharsets.ISO_8859_1)
        + " from "
        + path.base
        + (path.directory ? " a directory" : "")
        + (path.mount ? " a mount" : "");
  }

  @Test
  void theShortWayLeadsWhereTheLongOneDoes() {
    drives.map('D', "/data/here/".getBytes(StandardCharsets.US_ASCII));
    int taken = 0;
    for (String start : List.of("", "Z:\\", "z:\\", "D:\\", "\\\\?\\Z:\\", "\\??\\D:\\", "\\")) {
      for (String first : NAMES) {
        for (String second : NAMES) {
          for (String path : List.of(first, first + '\\' + second, second + '\\' + first)) {
            HostPath plain = HostPath.plain(start + path, drives, current);
            if (plain != null) {
              taken++;
              assertThat(describe(plain)).isEqualTo(theLongWay(start + path));
            }
          }
        }
      }
    }
    assertThat(taken).isGreaterThan(1000);
  }

  @Test
  void usualPathsTakeTheShortWay() {
    for (String path :
        List.of("a.txt", "src\\Main.java", ".git\\config", "Z:\\tmp\\x y", "\\\\?\\Z:\\tmp\\x")) {
      assertThat(HostPath.plain(path, drives, current)).as(path).isNotNull();
    }
  }

  @Test
  void virtualDirectoriesAreNotPassedBy() {
    assertThat(HostPath.plain("C:\\Windows\\x", drives, current)).isNull();
    assertThat(HostPath.plain("Q:\\x", drives, current)).isNull();
    assertThat(HostPath.plain("x", drives, null)).isNull();
  }
}
