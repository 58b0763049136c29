package decant.loader.pe;

import static org.assertj.core.api.Assertions.assertThat;

import decant.host.Bytes;
import decant.loader.ImageMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PeImageTest {
  /** Room in the last section of full.exe, {@code .reloc}, behind its 40 bytes. */
  private static final long ROOM = 0xB040;

  private final Fixture full = Fixture.of("full.exe");

  private static List<String> text(List<ImportedDll> dlls) {
    List<String> all = new ArrayList<>();
    for (ImportedDll dll : dlls) {
      for (ImportedDll.Symbol s : dll.symbols()) {
        all.add(dll.dll() + "!" + s);
      }
    }
    return all;
  }

  @Test
  void headersSayWhatTheLinkerWasTold() {
    PeImage image = full.parse();
    assertThat(image.imageBase()).isEqualTo(0x1_4000_0000L);
    assertThat(image.isDll()).isFalse();
    assertThat(image.isFixed()).isFalse();
    assertThat(image.headers().subsystem).isEqualTo(3);
    assertThat(image.sections()).extracting(Section::name).startsWith(".text").contains(".bss");
    assertThat(image.sectionAt(image.entryPoint()).access()).isEqualTo("r-x");
    assertThat(Fixture.of("library.dll").parse().isDll()).isTrue();
  }

  @Test
  void importsAreReadByNameAndByOrdinal() {
    assertThat(text(full.parse().imports()))
        .contains("other.dll!#3", "other.dll!by_name", "KERNEL32.dll!ExitProcess");
  }

  @Test
  void importsWithoutNameTableAreReadFromTheAddressTable() {
    PeImage image = full.parse();
    long first = image.directoryAddress(PeImage.DIRECTORY_IMPORT);
    full.words(first, 0);
    assertThat(text(full.parse().imports())).isEqualTo(text(image.imports()));
  }

  @Test
  void delayedImportsAreReadByRva() {
    full.directory(PeImage.DIRECTORY_DELAY_IMPORT, ROOM, 64)
        .words(ROOM, 1, ROOM + 0x80, 0, 0x2010, ROOM + 0x90)
        .words(ROOM + 0x20, 0, 0, 0, 0, 0)
        .ascii(ROOM + 0x80, "late.dll")
        .words(ROOM + 0x90, ROOM + 0xB0, 0, 7, 0x8000_0000L, 0, 0)
        .ascii(ROOM + 0xB2, "delayed");
    assertThat(text(full.parse().delayImports()))
        .containsExactly("late.dll!delayed", "late.dll!#7");
    assertThat(full.parse().delayImports().get(0).delayed()).isTrue();
  }

  @Test
  void exportsAreFoundByNameAndByOrdinal() {
    ExportTable table = full.parse().exports();
    assertThat(table.find("answer").ordinal()).isEqualTo(5);
    assertThat(table.find("answer")).isEqualTo(table.find(5));
    assertThat(table.find("question").rva()).isEqualTo(table.find(6).rva());
    assertThat(table.find("onward").forwarder()).isEqualTo("other.answer");
    assertThat(table.dllName()).isEqualTo("full.exe");
  }

  @Test
  void whatIsNotExportedIsNotFound() {
    ExportTable table = full.parse().exports();
    assertThat(table.find("")).isNull();
    assertThat(table.find("answe")).isNull();
    assertThat(table.find("answers")).isNull();
    assertThat(table.find("zzz")).isNull();
    assertThat(table.find(4)).isNull();
    assertThat(table.find(7)).as("a gap between ordinals").isNull();
    assertThat(table.find(10)).isNull();
    assertThat(table.find(-1)).isNull();
    assertThat(Fixture.of("tiny.exe").parse().exports()).isNull();
  }

  @Test
  void threadDataIsReadAndItsAddressesBecomeRvas() {
    TlsDirectory tls = full.parse().tls();
    assertThat(tls.zeroFill()).isEqualTo(8);
    assertThat(tls.templateSize()).isEqualTo(24);
    assertThat(full.parse().string(tls.templateStart(), 99, "")).isEqualTo("each thread gets this");
    assertThat(tls.callbacks()).hasSize(1);
    assertThat(full.parse().sectionAt(tls.callbacks()[0]).name()).isEqualTo(".text");
  }

  @Test
  void resourcesAreCountedByType() {
    ResourceTable resources = ResourceTable.of(full.parse());
    assertThat(resources.types())
        .extracting(t -> t.id() + " " + t.count())
        .containsExactly("6 1", "10 1", "16 1");
    assertThat(resources.fileVersion()).isEqualTo("1.2.3.4");
  }

  @Test
  void theMappedImageSaysTheSameAsTheFile() {
    PeImage image = full.parse();
    PeImage mapped = map(full);
    assertThat(text(mapped.imports())).isEqualTo(text(image.imports()));
    assertThat(mapped.exports().find("question")).isEqualTo(image.exports().find("question"));
    assertThat(mapped.tls().callbacks()).isEqualTo(image.tls().callbacks());
  }

  @Test
  void whatTheFileDoesNotHoldIsZeroInMemory() {
    PeImage image = full.parse();
    Section bss = image.sections().stream().filter(s -> s.rawSize() == 0).findFirst().orElseThrow();
    assertThat(image.i64(bss.address(), "")).isZero();
    assertThat(map(full).i64(bss.address(), "")).isZero();
  }

  @Test
  void relocationMovesAddressesAndNothingElse() {
    Fixture library = Fixture.of("library.dll");
    PeImage before = map(library);
    PeImage after = map(library);
    long delta = 0x1234_5678_0000L;
    Relocations.apply(after, delta);
    long pointer = before.sections().get(1).address() + 8;
    int changed = 0;
    for (long rva = 0; rva < before.sizeOfImage(); rva += 8) {
      long difference = after.i64(rva, "") - before.i64(rva, "");
      changed += difference == 0 ? 0 : 1;
      assertThat(difference).isIn(0L, delta);
    }
    assertThat(changed).isEqualTo(1);
    assertThat(Relocations.check(library.parse())).isEqualTo(1);
    assertThat(pointer).isPositive();
  }

  @Test
  void everyTypeOfRelocationIsApplied() {
    long data = 0x2000;
    full.directory(PeImage.DIRECTORY_BASERELOC, ROOM, 24)
        .words(ROOM, data, 24)
        .words(ROOM + 8, 0x0000 | 0x1000_0000L, 0x2002 | 0x3004L << 16)
        .words(ROOM + 16, 0x4008 | 0x8001L << 16, 0xA010)
        .words(data, 0x1111_2222L, 0x3333_4444L, 0x5555_6666L, 0, 0x89AB_CDEFL, 0x0123_4567L);
    PeImage mapped = map(full);
    Relocations.apply(mapped, 0x1_0005_0003L);
    assertThat(mapped.u16(data, "")).as("HIGH").isEqualTo(0x2222 + 0x0005);
    assertThat(mapped.u16(data + 2, "")).as("LOW").isEqualTo(0x1111 + 0x0003);
    assertThat(mapped.u32(data + 4, "")).as("HIGHLOW").isEqualTo(0x3338_4447L);
    assertThat(mapped.u16(data + 8, ""))
        .as("HIGHADJ")
        .isEqualTo((0x6666_0000 + (short) 0x8001 + 0x0005_0003 + 0x8000) >>> 16);
    assertThat(mapped.i64(data + 16, ""))
        .as("DIR64")
        .isEqualTo(0x0123_4567_89AB_CDEFL + 0x1_0005_0003L);
  }

  static PeImage map(Fixture fixture) {
    PeImage image = fixture.parse();
    Bytes memory = Bytes.of(new byte[(int) image.sizeOfImage()]);
    memory.put8(0, 0);
    return ImageMapper.fill(image, Bytes.of(fixture.bytes), memory);
  }
}
