package decant.loader;

import static org.assertj.core.api.Assertions.assertThat;

import decant.host.Bytes;
import decant.loader.pe.Fixture;
import org.junit.jupiter.api.Test;

class InspectTest {
  /** Has kernel32 without ExitProcess; other.dll lies beside. */
  private static final Inspect.Available SOME =
      new Inspect.Available() {
        @Override
        public Inspect.Source source(String dll) {
          return switch (dll) {
            case "KERNEL32.dll" -> Inspect.Source.BUILT_IN;
            case "other.dll" -> Inspect.Source.BESIDE;
            default -> null;
          };
        }

        @Override
        public boolean has(String dll, String name, int ordinal) {
          return !"ExitProcess".equals(name);
        }
      };

  private static String describe(String file) {
    return Inspect.describe(Bytes.of(Fixture.of(file).bytes), file, SOME);
  }

  @Test
  void saysWhatAProgramIs() {
    assertThat(describe("full.exe"))
        .startsWith("full.exe: Windows console program for x86-64 (PE32+)")
        .contains("entry        0x14000", "base         0x140000000", "6 relocations")
        .contains("thread data  32 bytes, 1 callbacks")
        .contains("resources    string table (1), raw data (1), version (1)")
        .contains("version      1.2.3.4")
        .doesNotContain("cannot run");
  }

  @Test
  void saysWhatIsMissing() {
    assertThat(describe("full.exe"))
        .containsPattern("other.dll +2 functions, beside the program\n")
        .containsPattern("KERNEL32.dll +1 function, built in, 1 missing:\n +ExitProcess\n");
  }

  @Test
  void listsExportsAndWhereTheyAreForwarded() {
    assertThat(describe("full.exe")).contains("answer, onward -> other.answer, question\n");
    assertThat(describe("library.dll")).contains("Windows console DLL").contains(" get\n");
  }

  @Test
  void showsProgramsThatCannotRunAndSaysWhy() {
    assertThat(describe("tiny32.exe"))
        .startsWith("tiny32.exe: Windows console program for i386")
        .contains("cannot run   tiny32.exe is a Windows program for i386")
        .contains(".text");
  }
}
