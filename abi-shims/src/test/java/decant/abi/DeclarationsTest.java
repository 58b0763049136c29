package decant.abi;

import static org.assertj.core.api.Assertions.assertThat;

import decant.kernel32.FileApi;
import decant.nt.GuestThread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeclarationsTest {
  private static final Declarations ALL = Declarations.builtIn();

  @Library("mine")
  static final class Mine {
    @Export(value = "Twice", ordinal = 7, support = Support.PARTIAL, note = "Only halves.")
    static int twice(GuestThread t, Text text, String name, @Wide String wide, double value) {
      return 0;
    }

    private static int helper() {
      return 0;
    }
  }

  @Library("parts")
  static final class Parts {
    @Export("?get@{D|_W}@{H|G}XZ")
    @Direct("get{|_wide}")
    static native int get(Text text, long self);

    @Export({"?sync@{D|_W}@", "sync"})
    static int sync(long self) {
      return 0;
    }
  }

  @Test
  void anApiIsDescribedByItsDeclaration() {
    Declaration d = ALL.find("kernel32", "CreateFileW");

    assertThat(d.type()).isEqualTo(FileApi.class);
    assertThat(d.libraries()).containsExactly("kernel32", "kernelbase");
    assertThat(d.names()).containsExactly("CreateFileA", "CreateFileW");
    assertThat(d.twin("CreateFileA")).isEqualTo(Text.ANSI);
    assertThat(d.arguments()).extracting(a -> a.name()).startsWith("lpFileName", "dwDesiredAccess");
    assertThat(d.arguments().getLast().is(Handle.class)).isTrue();
    assertThat(d.argument("lpFileName").text(Text.WIDE)).isEqualTo(Text.WIDE);
    assertThat(d.resultType()).isEqualTo(long.class);
    assertThat(d.fails()).isEqualTo(Fails.MINUS_ONE);
    assertThat(d.isDirect()).isFalse();
  }

  @Test
  void machineCodeSaysWhetherJavaIsBehindIt() {
    Declaration native_ = ALL.find("kernel32", "GetLastError");
    assertThat(native_.isDirect()).isTrue();
    assertThat(native_.hasJava()).isFalse();

    Declaration slow = ALL.find("msvcrt", "malloc");
    assertThat(slow.isDirect()).isTrue();
    assertThat(slow.hasJava()).isTrue();
    assertThat(slow.symbol(null)).isEqualTo("malloc");
  }

  @Test
  void aNameMaySayWhereItsTwinsDiffer() {
    Declarations all = Declarations.builtIn();
    all.add(Parts.class);
    Declaration get = all.find("parts", "?get@_W@GXZ");

    assertThat(get.names()).containsExactly("?get@D@HXZ", "?get@_W@GXZ");
    assertThat(get.names(Text.WIDE)).containsExactly("?get@_W@GXZ");
    assertThat(get.twin("?get@D@HXZ")).isEqualTo(Text.ANSI);
    assertThat(get.symbol(Text.ANSI)).isEqualTo("get");
    assertThat(get.symbol(Text.WIDE)).isEqualTo("get_wide");
    assertThat(get.signature()).isEqualTo("int ?get@D@HXZ(long self)");
  }

  @Test
  void aNameWithoutTwinsIsAliases() {
    Declarations all = Declarations.builtIn();
    all.add(Parts.class);
    Declaration sync = all.find("parts", "sync");

    assertThat(sync.hasTwins()).isFalse();
    assertThat(sync.names()).containsExactly("?sync@D@", "?sync@_W@", "sync");
    assertThat(sync.twin("?sync@_W@")).isNull();
  }

  @Test
  void partsThatAreNoneStayAsTheyAre() {
    assertThat(Text.ANSI.name("{a|b}c{|d}")).isEqualTo("ac");
    assertThat(Text.WIDE.name("{a|b}c{|d}")).isEqualTo("bcd");
    assertThat(Text.WIDE.name("{a|b}{c|d")).isEqualTo("b{c|d");
    assertThat(Text.WIDE.name("Copy")).isEqualTo("CopyW");
  }

  @Test
  void aClassOutsideOfDecantIsDescribedToo() {
    Declarations mine = Declarations.builtIn();
    mine.add(Mine.class);
    Declaration d = mine.find("mine", "TwiceA");

    assertThat(mine.all()).endsWith(d);
    assertThat(d.ordinal()).isEqualTo(7);
    assertThat(d.support()).isEqualTo(Support.PARTIAL);
    assertThat(d.note()).isEqualTo("Only halves.");
    assertThat(d.signature()).isEqualTo("int Twice(String name, String wide, double value)");
    assertThat(d.arguments().get(1).text(Text.ANSI)).isEqualTo(Text.WIDE);
    assertThat(d).hasToString("mine!TwiceA/TwiceW");
  }

  @Test
  void theSourceOfEachApiIsFoundWhereItSays() throws IOException {
    Path root = Path.of("").toAbsolutePath().getParent();
    Declaration d = ALL.find("kernel32", "CreateFileW");
    List<String> lines = Files.readAllLines(root.resolve(d.sourcePath()));
    assertThat(lines.get(d.sourceLine() - 1)).contains("return open(");

    assertThat(ALL.all())
        .allSatisfy(
            e -> {
              assertThat(root.resolve(e.sourcePath())).isRegularFile();
              if (e.hasJava()) {
                assertThat(e.sourceLine()).isPositive();
              }
            });
  }

  @Test
  void theIndexAndTheDeclarationsHaveTheSameExports() {
    ExportIndex index = ExportIndex.load();
    int exports = 0;
    for (int l = 0; l < index.libraries(); l++) {
      int first = index.firstEntry(l);
      for (int e = first; e < first + index.entryCount(l); e++) {
        Declaration d = ALL.find(index.libraryName(l), index.name(e));
        assertThat(d).as(index.name(e)).isNotNull();
        assertThat(d.isDirect()).isEqualTo(index.kind(e) == ExportIndex.DIRECT);
        exports++;
      }
    }
    int declared = ALL.all().stream().mapToInt(d -> d.libraries().size() * d.names().size()).sum();
    assertThat(declared).isEqualTo(exports);
  }
}
