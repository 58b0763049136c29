package decant.loader.pe;

import static org.assertj.core.api.Assertions.assertThat;

import decant.host.Bytes;
import decant.loader.ImageMapper;
import decant.loader.Inspect;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Images changed at random are read and laid out in memory: they may be refused, with one exception
 * and one sentence, and nothing else may happen. The seed is fixed, so that a failure stays.
 */
class MutationTest {
  private static final int IMAGES = 200_000;
  private static final int BUFFER = 1 << 18;
  private static final int HEADERS = 0x300;
  private static final int MAX_ENTRIES = 256;
  private static final long[] VALUES = {
    0,
    1,
    2,
    7,
    8,
    0xFFF,
    0x1000,
    0x7FFF,
    0xFFFF,
    0x1_0000,
    0x7FFF_FFFFL,
    0x8000_0000L,
    0xFFFF_F000L,
    0xFFFF_FFF8L,
    0xFFFF_FFFFL,
    0x2000,
    0xB000,
    0xBFFF,
    0xC000
  };

  private final Random random = new Random(20260101);
  private final byte[] memory = new byte[BUFFER];
  private int accepted;
  private int mapped;

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void nothingButTheOneExceptionComesOut() {
    byte[][] originals = {
      Fixture.of("full.exe").bytes, Fixture.of("library.dll").bytes, Fixture.of("tiny.exe").bytes
    };
    byte[][] work = new byte[originals.length][];
    for (int i = 0; i < originals.length; i++) {
      work[i] = originals[i].clone();
    }
    for (int n = 0; n < IMAGES; n++) {
      int which = n % 4 == 3 ? 1 + n / 4 % 2 : 0;
      byte[] image = work[which];
      System.arraycopy(originals[which], 0, image, 0, image.length);
      byte[] file = mutate(image);
      try {
        use(file, n);
      } catch (BadImageException e) {
        if (!e.getMessage().startsWith("it ") || e.getMessage().indexOf('\n') >= 0) {
          throw new AssertionError("image " + n + ": " + e.getMessage());
        }
      } catch (RuntimeException | Error e) {
        throw new AssertionError("image " + n, e);
      }
    }
    assertThat(accepted).as("images that got through all").isGreaterThan(IMAGES / 20);
    assertThat(mapped).as("images that were laid out").isGreaterThan(IMAGES / 20);
  }

  private byte[] mutate(byte[] image) {
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      // The headers decide most; what they point to is the rest.
      int bound = random.nextInt(3) == 0 ? image.length : Math.min(image.length, HEADERS);
      int at = random.nextInt(bound - 8);
      switch (random.nextInt(5)) {
        case 0 -> image[at] = (byte) random.nextInt();
        case 1 -> image[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> put(image, at, VALUES[random.nextInt(VALUES.length)], 4);
        case 3 -> put(image, at & ~3, VALUES[random.nextInt(VALUES.length)], 4);
        default -> put(image, at, VALUES[random.nextInt(VALUES.length)], 2);
      }
    }
    boolean cut = random.nextInt(16) == 0;
    return cut ? Arrays.copyOf(image, random.nextInt(image.length)) : image;
  }

  private static void put(byte[] image, int at, long value, int size) {
    for (int i = 0; i < size; i++) {
      image[at + i] = (byte) (value >>> 8 * i);
    }
  }

  private void use(byte[] file, int n) {
    Bytes bytes = Bytes.of(file);
    PeImage image = PeImage.read(bytes, "it");
    if (image.sizeOfImage() <= BUFFER) {
      Arrays.fill(memory, 0, (int) image.sizeOfImage(), (byte) 0);
      Bytes place = Bytes.of(memory).slice(0, image.sizeOfImage());
      PeImage laidOut = ImageMapper.fill(image, bytes, place);
      mapped++;
      Relocations.apply(laidOut, 0x1_0000);
      tables(laidOut);
    }
    tables(image);
    if (n % 16 == 0) {
      Inspect.describe(bytes, "it", NOTHING);
    }
    accepted++;
  }

  private static void tables(PeImage image) {
    image.imports();
    image.delayImports();
    image.tls();
    Relocations.check(image);
    ExportTable exports = image.exports();
    if (exports != null) {
      for (int i = 0; i < Math.min(exports.nameCount(), MAX_ENTRIES); i++) {
        exports.find(exports.name(i));
      }
      for (int i = 0; i < Math.min(exports.ordinalCount(), MAX_ENTRIES); i++) {
        exports.find(exports.ordinalBase() + i);
      }
    }
    ResourceTable resources = ResourceTable.of(image);
    if (resources != null) {
      resources.types();
      resources.fileVersion();
    }
    DebugInfo.pdb(image);
  }

  private static final Inspect.Available NOTHING =
      new Inspect.Available() {
        @Override
        public Inspect.Source source(String dll) {
          return Inspect.Source.BUILT_IN;
        }

        @Override
        public boolean has(String dll, String name, int ordinal) {
          return false;
        }
      };
}
