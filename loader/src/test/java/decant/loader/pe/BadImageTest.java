package decant.loader.pe;

import static decant.loader.pe.Fixture.CHARACTERISTICS;
import static decant.loader.pe.Fixture.ENTRY_POINT;
import static decant.loader.pe.Fixture.FILE_ALIGNMENT;
import static decant.loader.pe.Fixture.IMAGE_BASE;
import static decant.loader.pe.Fixture.MACHINE;
import static decant.loader.pe.Fixture.MAGIC;
import static decant.loader.pe.Fixture.SECTION_ALIGNMENT;
import static decant.loader.pe.Fixture.SECTION_COUNT;
import static decant.loader.pe.Fixture.SIZE_OF_HEADERS;
import static decant.loader.pe.Fixture.SIZE_OF_IMAGE;
import static decant.loader.pe.Fixture.SUBSYSTEM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import decant.loader.pe.BadImageException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What every kind of bad file is told; each message is one sentence that names the file. */
class BadImageTest {
  private static final int STACK_RESERVE = 24 + 72;
  private static final long ROOM = 0xB040;
  private final Fixture full = Fixture.of("full.exe");

  private static void refused(byte[] file, Reason reason, String text) {
    BadImageException e =
        catchThrowableOfType(
            BadImageException.class,
            () -> {
              PeImage image = PeImage.parse(file, "it");
              image.requireProgram();
              image.imports();
              image.delayImports();
              image.tls();
              Relocations.check(image);
            });
    assertThat(e).as(text).isNotNull();
    assertThat(e).hasMessageStartingWith("it ").hasMessageContaining(text);
    assertThat(e.getMessage()).doesNotContain("\n");
    assertThat(e.reason()).isEqualTo(reason);
    assertThat(e.exitCode()).isEqualTo(126);
  }

  private void refused(Reason reason, String text) {
    refused(full.bytes, reason, text);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void emptyFile() {
    refused(new byte[0], Reason.EMPTY, "empty");
  }

  @Test
  void otherKindsOfFiles() {
    refused(bytes("hello\n"), Reason.NOT_A_PROGRAM, "text");
    refused(bytes("#!/bin/sh\n"), Reason.NOT_A_PROGRAM, "script");
    refused(bytes("PK\3\4\0\0"), Reason.NOT_A_PROGRAM, "ZIP");
    refused(bytes("\0\1\2\3\4\5"), Reason.NOT_A_PROGRAM, "no program");
    refused(bytes("M"), Reason.NOT_A_PROGRAM, "text");
  }

  @Test
  void programsOfOtherSystems() {
    refused(bytes("\177ELF\2\1\1"), Reason.FOREIGN_FORMAT, "ELF");
    refused(bytes("\317\372\355\376\7\0\0\1"), Reason.FOREIGN_FORMAT, "Mach-O");
    refused(bytes("\312\376\272\276\0\0\0\2"), Reason.FOREIGN_FORMAT, "Mach-O");
    refused(bytes("\312\376\272\276\0\0\0\105"), Reason.FOREIGN_FORMAT, "Java class");
    byte[] dos = new byte[0x80];
    dos[0] = 'M';
    dos[1] = 'Z';
    refused(dos, Reason.FOREIGN_FORMAT, "DOS");
    dos[0x3C] = 0x40;
    dos[0x40] = 'N';
    dos[0x41] = 'E';
    refused(dos, Reason.FOREIGN_FORMAT, "16-bit");
  }

  @Test
  void otherProcessors() {
    refused(Fixture.of("tiny32.exe").bytes, Reason.WRONG_MACHINE, "i386");
    refused(full.u16(MACHINE, 0xAA64).bytes, Reason.WRONG_MACHINE, "ARM64");
    refused(full.u16(MACHINE, 0x1234).bytes, Reason.WRONG_MACHINE, "0x1234");
  }

  /** Such as ICU's data, which was made for i386 whatever its programs were made for. */
  @Test
  void dataIsForAnyProcessor() {
    assertThat(data(0).parse().isDll()).isTrue();
    assertThat(data(Section.MEM_WRITE).parse().isDll()).isTrue();
    refused(data(Section.CNT_CODE).bytes, Reason.WRONG_MACHINE, "i386");
    refused(data(Section.MEM_EXECUTE).bytes, Reason.WRONG_MACHINE, "i386");
    refused(data(0).u32(ENTRY_POINT, 0x1000).bytes, Reason.WRONG_MACHINE, "i386");
    Fixture importing = data(0).directory(PeImage.DIRECTORY_IMPORT, 0x1000, 40);
    refused(importing.bytes, Reason.WRONG_MACHINE, "i386");
  }

  /** A DLL for i386 without code, imports and entry point; its first section is marked. */
  private static Fixture data(int mark) {
    Fixture dll = Fixture.of("library.dll").u16(MACHINE, 0x14C).u32(ENTRY_POINT, 0);
    dll.directory(PeImage.DIRECTORY_IMPORT, 0, 0);
    int count = dll.buffer.getShort(dll.header(SECTION_COUNT));
    for (int i = 0; i < count; i++) {
      int plain = (int) dll.section(i, 36) & ~(Section.CNT_CODE | Section.MEM_EXECUTE);
      dll.section(i, 36, i == 0 ? plain | mark : plain);
    }
    return dll;
  }

  @Test
  void dotNet() {
    full.directory(PeImage.DIRECTORY_COM_DESCRIPTOR, 0x2000, 72);
    refused(Reason.DOT_NET, ".NET");
  }

  @Test
  void whatIsNoProgram() {
    refused(Fixture.of("library.dll").bytes, Reason.NOT_A_PROGRAM_IMAGE, "DLL");
    full.u16(SUBSYSTEM, 1);
    refused(Reason.NOT_A_PROGRAM_IMAGE, "native");
  }

  @Test
  void noEntryPoint() {
    full.u32(ENTRY_POINT, 0);
    refused(Reason.CORRUPT, "no entry point");
  }

  @Test
  void absurdStacks() {
    corrupt("stack of 0xffffffffffffffff", f -> f.u64(STACK_RESERVE, -1));
    corrupt("stack of 0x7fffffffffffffff", f -> f.u64(STACK_RESERVE, Long.MAX_VALUE));
    corrupt("stack of 0x8000000000000000", f -> f.u64(STACK_RESERVE + 8, Long.MIN_VALUE));
  }

  private void corrupt(String text, Consumer<Fixture> change) {
    Fixture image = Fixture.of("full.exe");
    change.accept(image);
    refused(image.bytes, Reason.CORRUPT, text);
  }

  @Test
  void contradictingHeaders() {
    corrupt("magic", f -> f.u16(MAGIC, 0x107));
    corrupt("32-bit header", f -> f.u16(MAGIC, 0x10B).u32(IMAGE_BASE + 4, 0x40_0000));
    corrupt("entry point", f -> f.u32(ENTRY_POINT, 0xFFFF_FFF0L));
    corrupt("64 KiB", f -> f.u64(IMAGE_BASE, 0x1_4000_1000L));
    corrupt("alignment", f -> f.u32(SECTION_ALIGNMENT, 0));
    corrupt("alignment", f -> f.u32(SECTION_ALIGNMENT, 0x3000));
    corrupt("alignment", f -> f.u32(FILE_ALIGNMENT, 0x8000_0000L));
    corrupt("size in memory", f -> f.u32(SIZE_OF_IMAGE, 0));
    corrupt("size in memory", f -> f.u32(SIZE_OF_IMAGE, 0xFFFF_F000L));
    corrupt("headers", f -> f.u32(SIZE_OF_HEADERS, 0xFFFF_FFFFL));
  }

  @Test
  void absurdSections() {
    corrupt("overlaps", f -> f.section(1, 12, f.section(0, 12)));
    corrupt("overlaps", f -> f.section(0, 12, 0));
    corrupt("overlaps", f -> f.section(0, 8, 0x5000));
    corrupt("ends outside", f -> f.section(10, 8, 0xFFFF_FFFFL));
    corrupt("ends outside", f -> f.section(10, 12, 0xFFFF_F000L));
    corrupt("page", f -> f.section(1, 12, f.section(1, 12) + 0x10));
    refused(Fixture.of("full.exe").section(1, 16, 0xFFFF_FFFFL).bytes, Reason.TRUNCATED, "cut off");
    refused(Fixture.of("full.exe").section(1, 20, 0xFFFF_FE00L).bytes, Reason.TRUNCATED, "cut off");
    refused(
        Fixture.of("full.exe").u16(SECTION_COUNT, 0xFFFF).bytes, Reason.TRUNCATED, "section table");
  }

  @Test
  void tablesThatLieOutside() {
    corrupt("import table", f -> f.directory(PeImage.DIRECTORY_IMPORT, 0xFFFF_FFF0L, 40));
    corrupt("TLS", f -> f.directory(PeImage.DIRECTORY_TLS, 0x7FFF_0000L, 40));
    corrupt("relocation", f -> f.directory(PeImage.DIRECTORY_BASERELOC, 0xC000, 40));
    corrupt(
        "name of an imported DLL",
        f -> f.words(f.parse().directoryAddress(PeImage.DIRECTORY_IMPORT) + 12, 0x7000_0000L));
    corrupt(
        "import name table",
        f -> f.words(f.parse().directoryAddress(PeImage.DIRECTORY_IMPORT), 0xFFFF_FFF8L));
  }

  @Test
  void relocationsThatDoNotFit() {
    corrupt("size", f -> f.directory(PeImage.DIRECTORY_BASERELOC, ROOM, 16).words(ROOM, 1, 0));
    corrupt("size", f -> f.directory(PeImage.DIRECTORY_BASERELOC, ROOM, 16).words(ROOM, 1, 4));
    corrupt("size", f -> f.directory(PeImage.DIRECTORY_BASERELOC, ROOM, 16).words(ROOM, 1, 17));
    corrupt(
        "outside",
        f -> f.directory(PeImage.DIRECTORY_BASERELOC, ROOM, 12).words(ROOM, 0xB000, 12, 0xAFFCL));
    corrupt(
        "second half",
        f -> f.directory(PeImage.DIRECTORY_BASERELOC, ROOM, 10).words(ROOM, 0, 10, 0x4000));
    full.directory(PeImage.DIRECTORY_BASERELOC, ROOM, 12).words(ROOM, 0x2000, 12, 0x7000);
    refused(Reason.UNSUPPORTED, "type 7");
  }

  @Test
  void importTablesWithoutEnd() {
    // One long name table that every descriptor of a long directory points to.
    byte[] large = Arrays.copyOf(full.bytes, full.bytes.length + (2 << 20));
    Fixture f = Fixture.of("full.exe");
    System.arraycopy(f.bytes, 0, large, 0, f.bytes.length);
    int section = f.header(Fixture.SECTIONS + 40 * 10);
    var b = java.nio.ByteBuffer.wrap(large).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    int raw = (int) f.section(10, 20);
    b.putInt(section + 8, 2 << 20).putInt(section + 16, 2 << 20);
    b.putInt(f.header(SIZE_OF_IMAGE), 0xB000 + (2 << 20));
    b.putInt(f.header(Fixture.DIRECTORIES + 8), 0xB000);
    for (int i = 0; i < 0x1_0000; i++) {
      b.position(raw + 20 * i);
      b.putInt(0xB000 + 0x18_0000).putInt(0).putInt(0).putInt(0xB000 + 0x1F_FF00).putInt(0x2000);
    }
    for (int i = 0; i < 0xF000; i++) {
      b.putLong(raw + 0x18_0000 + 8 * i, 0x8000_0000_0000_0001L);
    }
    b.put(raw + 0x1F_FF00, bytes("a.dll"));
    refused(large, Reason.CORRUPT, "no end");
  }

  @Test
  void threadDataThatDoesNotFit() {
    corrupt(
        "TLS template", f -> f.words(f.parse().directoryAddress(PeImage.DIRECTORY_TLS) + 8, 0, 0));
    corrupt(
        "list of TLS callbacks",
        f -> f.words(f.parse().directoryAddress(PeImage.DIRECTORY_TLS) + 24, 0x4000_BFF8L, 1));
  }

  @Test
  void fixedImagesSayTheyCannotMove() {
    full.u16(CHARACTERISTICS, (int) full.u32(CHARACTERISTICS) & 0xFFFF | 1);
    assertThat(full.parse().isFixed()).isTrue();
  }

  @Test
  void everyTruncationIsRefusedOrHarmless() {
    byte[] whole = Fixture.of("tiny.exe").bytes;
    int end = 0;
    for (Section s : PeImage.parse(whole, "it").sections()) {
      end = (int) Math.max(end, s.rawOffset() + s.rawSize());
    }
    for (int length = 0; length < end; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      BadImageException e =
          catchThrowableOfType(BadImageException.class, () -> PeImage.parse(cut, "it"));
      assertThat(e).as("length %d", length).isNotNull();
      assertThat(e.getMessage()).startsWith("it ").doesNotContain("\n");
    }
  }
}
