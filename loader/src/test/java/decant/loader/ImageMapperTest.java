package decant.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import decant.host.Memory;
import decant.loader.pe.BadImageException;
import decant.loader.pe.BadImageException.Reason;
import decant.loader.pe.PeImage;
import decant.loader.pe.Section;
import decant.nt.GuestProcess;
import decant.nt.memory.AddressSpace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageMapperTest {
  @TempDir Path directory;

  private final GuestProcess process = new GuestProcess(new AddressSpace(), 4);
  private final List<Long> bases = new ArrayList<>();

  @AfterEach
  void unmap() {
    bases.forEach(process.memory::unmap);
  }

  private ImageFile open(String name) throws IOException {
    Path file = directory.resolve(name);
    try (InputStream in = getClass().getResourceAsStream(name)) {
      Files.write(file, in.readAllBytes());
    }
    byte[] path = file.toString().getBytes(StandardCharsets.UTF_8);
    return ImageFile.open(process, process.files.windowsPath(path));
  }

  private PeImage map(String name) throws IOException {
    try (ImageFile file = open(name)) {
      PeImage mapped = ImageMapper.map(process, PeImage.parse(file.bytes(), name), file);
      bases.add(ImageMapper.base(mapped));
      return mapped;
    }
  }

  /** The pointer in the data section of library.dll, which points to the 1 in front of it. */
  private static long pointer(PeImage mapped) {
    Section data = mapped.sections().get(1);
    long base = ImageMapper.base(mapped);
    for (long at = base + data.address(); at < base + data.end(); at += 8) {
      long value = Memory.getLong(at);
      if (value >= base && value < base + mapped.sizeOfImage()) {
        return value;
      }
    }
    throw new AssertionError("no pointer into the image");
  }

  @Test
  void anImageLiesWhereItWantsTo() throws IOException {
    PeImage mapped = map("library.dll");
    assertThat(ImageMapper.base(mapped)).isEqualTo(mapped.imageBase());
    assertThat(Memory.getInt(pointer(mapped))).isEqualTo(1);
  }

  @Test
  void aSecondOneIsMovedAndPointsToItself() throws IOException {
    map("library.dll");
    PeImage second = map("library.dll");
    assertThat(ImageMapper.base(second)).isNotEqualTo(second.imageBase());
    assertThat(Memory.getInt(pointer(second))).isEqualTo(1);
  }

  @Test
  void anImageLinkedForPagingHoldsTheSame() throws IOException {
    PeImage copied = map("library.dll");
    PeImage paged = map("paged.dll");
    Section text = copied.sections().get(0);
    assertThat(paged.sections().get(0).rawOffset() % Memory.PAGE).isZero();
    assertThat(Memory.read(ImageMapper.base(paged) + text.address(), (int) text.size()))
        .isEqualTo(Memory.read(ImageMapper.base(copied) + text.address(), (int) text.size()));
    assertThat(Memory.getInt(pointer(paged))).isEqualTo(1);
  }

  @Test
  void writesDoNotReachTheFile() throws IOException {
    PeImage paged = map("paged.dll");
    byte[] before = Files.readAllBytes(directory.resolve("paged.dll"));
    Memory.fill(ImageMapper.base(paged) + paged.sections().get(1).address(), Memory.PAGE, 0x5A);
    assertThat(Files.readAllBytes(directory.resolve("paged.dll"))).isEqualTo(before);
  }

  @Test
  void pagesGetWhatTheirSectionsAskFor() throws IOException {
    PeImage mapped = map("library.dll");
    ImageMapper.protect(process, mapped);
    long base = ImageMapper.base(mapped);
    assertThat(process.memory.query(base).protect()).isEqualTo(AddressSpace.PAGE_READONLY);
    assertThat(process.memory.query(base).type()).isEqualTo(AddressSpace.MEM_IMAGE);
    for (Section s : mapped.sections()) {
      int expected =
          switch (s.access()) {
            case "r-x" -> AddressSpace.PAGE_EXECUTE_READ;
            case "rw-" -> AddressSpace.PAGE_READWRITE;
            default -> AddressSpace.PAGE_READONLY;
          };
      assertThat(process.memory.query(base + s.address()).protect())
          .as(s.name())
          .isEqualTo(expected);
    }
  }

  @Test
  void whatCannotMoveNeedsItsPlace() throws IOException {
    map("fixed.exe");
    BadImageException e = catchThrowableOfType(BadImageException.class, () -> map("fixed.exe"));
    assertThat(e.reason()).isEqualTo(Reason.NO_ADDRESS_SPACE);
    assertThat(e).hasMessageContaining("fixed.exe").hasMessageContaining("0x7d0000000");
  }
}
