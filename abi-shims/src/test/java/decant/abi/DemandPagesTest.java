package decant.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import decant.host.DemandPages;
import decant.host.Errno;
import decant.host.Fcntl;
import decant.host.HostBuffer;
import decant.host.Memory;
import decant.host.Mman;
import decant.host.Unistd;
import decant.nt.GuestProcess;
import decant.nt.memory.AddressSpace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts of files that come into memory as they are touched: by Java, by the guest, by the host. */
class DemandPagesTest {
  private static final int WORDS = 1 << 20;
  private static final int HEAD = 0x400; // as in most images, no multiple of a page
  private static final long PIECE = DemandPages.PIECE;
  private static final int READ = Mman.PROT_READ;

  @TempDir Path directory;

  private final GuestProcess process = TestGuest.process();
  private Path path;
  private int fd;
  private long base;

  private static long word(long index) {
    return (index + 1) * 0x9E3779B97F4A7C15L;
  }

  @BeforeEach
  void map() throws IOException {
    ByteBuffer content = ByteBuffer.allocate(HEAD + WORDS * 8).order(ByteOrder.LITTLE_ENDIAN);
    content.position(HEAD);
    for (int i = 0; i < WORDS; i++) {
      content.putLong(word(i));
    }
    path = directory.resolve("file");
    Files.write(path, content.array());
    fd = open(path, Fcntl.O_RDWR);
    base = process.memory.reserveImage(AddressSpace.FIRST_IMAGE, WORDS * 8L, false);
  }

  @AfterEach
  void unmap() {
    process.memory.unmap(base);
    Unistd.close(fd);
  }

  private static int open(Path file, int flags) {
    HostBuffer buffer = HostBuffer.get();
    int opened =
        Fcntl.openat(
            Fcntl.AT_FDCWD,
            buffer.path(file.toString().getBytes(StandardCharsets.UTF_8)),
            flags,
            0600);
    assertThat(opened).isNotNegative();
    return opened;
  }

  private void add(int protection) {
    assertThat(DemandPages.add(fd, HEAD, WORDS * 8L, base, protection)).isTrue();
  }

  private void assertWords(long from, long to) {
    for (long i = from; i < to; i++) {
      if (Memory.getLong(base + i * 8) != word(i)) {
        assertThat(Memory.getLong(base + i * 8)).as("word " + i).isEqualTo(word(i));
      }
    }
  }

  /** Runs something on threads at once, and says what went wrong on one of them. */
  private static void together(int count, IntConsumer work) throws InterruptedException {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    CountDownLatch start = new CountDownLatch(count);
    Thread[] threads = new Thread[count];
    for (int i = 0; i < count; i++) {
      int self = i;
      threads[i] =
          new Thread(
              () -> {
                try {
                  start.countDown();
                  start.await();
                  work.accept(self);
                } catch (Throwable e) {
                  failure.set(e);
                }
              });
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failure.get()).isNull();
  }

  @Test
  void threadsThatTouchTheSamePiecesAllSeeTheFile() throws Exception {
    for (int round = 0; round < 10; round++) {
      add(READ);
      int first = round * 4;
      together(
          4,
          self -> {
            Random random = new Random(first + self);
            for (int n = 0; n < 20_000; n++) {
              long at = random.nextInt(WORDS - 64);
              assertWords(at, at + 64);
            }
          });
      DemandPages.remove(base, base + WORDS * 8L);
      assertThat(Mman.munmap(base, WORDS * 8L)).isZero();
      int flags = Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS | Mman.MAP_FIXED;
      assertThat(Mman.mmap(base, WORDS * 8L, READ | Mman.PROT_WRITE, flags, -1, 0)).isEqualTo(base);
    }
  }

  @Test
  void aThreadOfTheGuestRunsCodeThatIsNotThereYet() {
    long last = WORDS * 8L - 8;
    ByteBuffer code = ByteBuffer.wrap(new byte[] {(byte) 0xB8, 42, 0, 0, 0, (byte) 0xC3, 0, 0});
    HostBuffer buffer = HostBuffer.get();
    buffer.putDataLong(0, code.order(ByteOrder.LITTLE_ENDIAN).getLong()); // mov eax, 42; ret
    assertThat(Unistd.pwrite(fd, buffer.data(), 8, HEAD + last)).isEqualTo(8);
    add(READ | Mman.PROT_EXEC);
    TestGuest.onThread(t -> assertThat(Gate.call(t, base + last)).isEqualTo(42));
  }

  @Test
  void theHostReadsWhatIsNotThereYet() throws IOException {
    add(READ);
    long from = base + PIECE - 8;
    Memory.require(from, 3 * PIECE);
    Path copy = directory.resolve("copy");
    int to = open(copy, Fcntl.O_RDWR | Fcntl.O_CREAT);
    assertThat(Unistd.write(to, from, 3 * PIECE)).isEqualTo(3 * PIECE);
    Unistd.close(to);
    ByteBuffer words = ByteBuffer.wrap(Files.readAllBytes(copy)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(words.getLong(0)).isEqualTo(word(PIECE / 8 - 1));
    assertThat(words.getLong((int) (3 * PIECE - 8))).isEqualTo(word(4 * PIECE / 8 - 2));
  }

  @Test
  void aPageThatIsWrittenKeepsWhatIsWritten() {
    add(READ);
    assertWords(0, 16); // the first piece is present, the second is not
    long page = base + PIECE + Memory.PAGE;
    process.memory.protect(page, Memory.PAGE, AddressSpace.PAGE_READWRITE);
    Memory.putLong(page, 1);
    process.memory.protect(page, Memory.PAGE, AddressSpace.PAGE_READONLY);
    assertThat(Memory.getLong(page)).isEqualTo(1);
    assertWords((page - base) / 8 + 1, (page - base) / 8 + PIECE);
    assertWords(PIECE / 8, (page - base) / 8);
  }

  /** Large pages take the place of pieces, but not of what has changed. */
  @Test
  void whatIsWrittenStaysWhileOthersTouchWhatLiesAround() throws Exception {
    add(READ);
    int pages = WORDS * 8 / Memory.PAGE;
    together(
        3,
        self -> {
          Random random = new Random(self);
          boolean[] written = new boolean[pages];
          for (int n = 0; n < 1500; n++) {
            int p = random.nextInt(pages / 4) * 4 + self; // the fourth page of each is only read
            long page = base + (long) p * Memory.PAGE;
            if (self == 0 || n % 8 == 0) {
              process.memory.protect(page, Memory.PAGE, AddressSpace.PAGE_READWRITE);
              Memory.putLong(page, -1 - p);
              written[p] = true;
            }
            long at = (long) (random.nextInt(pages / 4) * 4 + 3) * Memory.PAGE / 8;
            assertWords(at, at + 8);
            for (int q = self; q < pages; q += 4 * 37) {
              long value = Memory.getLong(base + (long) q * Memory.PAGE);
              long expected = written[q] ? -1 - q : word((long) q * Memory.PAGE / 8);
              assertThat(value).as("page " + q).isEqualTo(expected);
            }
          }
        });
  }

  @Test
  void aWholeRangeGetsAnotherProtection() {
    add(READ | Mman.PROT_WRITE);
    Memory.putLong(base + 5 * PIECE, 1); // as relocations are applied
    process.memory.protect(base, WORDS * 8L, AddressSpace.PAGE_READONLY);
    assertThat(Memory.getLong(base + 5 * PIECE)).isEqualTo(1);
    assertThat(catchThrowable(() -> Memory.putLong(base + 5 * PIECE, 2))).isNotNull();
    assertThat(catchThrowable(() -> Memory.putLong(base + 7 * PIECE, 2))).isNotNull();
    assertWords(0, 5 * PIECE / 8);
    assertWords(5 * PIECE / 8 + 1, WORDS);
    process.memory.protect(base, WORDS * 8L, AddressSpace.PAGE_READWRITE);
    Memory.putLong(base + 7 * PIECE, 3);
    assertThat(Memory.getLong(base + 7 * PIECE)).isEqualTo(3);
  }

  /** What is a guard page no longer stays so when its large page is filled. */
  @Test
  void pagesOfARangeOfGuardPagesAreHitOnce() {
    add(READ);
    process.memory.protect(base, WORDS * 8L, 0x100 | AddressSpace.PAGE_READONLY);
    for (long at = base; at < base + WORDS * 8L; at += PIECE) {
      long page = at;
      assertThat(catchThrowable(() -> Memory.getLong(page))).isNotNull();
      assertThat(process.memory.guardHit(page)).isTrue();
      assertThat(Memory.getLong(page)).isEqualTo(word((page - base) / 8));
    }
    for (long at = base; at < base + WORDS * 8L; at += PIECE) {
      assertThat(Memory.getLong(at)).isEqualTo(word((at - base) / 8));
    }
  }

  @Test
  void aRangeWithoutAccessComesInWhenAPartGetsSome() {
    add(READ);
    assertWords(0, 16);
    for (int none : new int[] {AddressSpace.PAGE_NOACCESS, 0x100 | AddressSpace.PAGE_READONLY}) {
      process.memory.protect(base, WORDS * 8L, none);
      assertThat(catchThrowable(() -> Memory.getLong(base + 9 * PIECE))).isNotNull();
      long page = base + 5 * PIECE + Memory.PAGE;
      process.memory.protect(page, Memory.PAGE, AddressSpace.PAGE_READWRITE);
      assertThat(Memory.getLong(page)).isEqualTo(word((page - base) / 8));
      process.memory.protect(base, WORDS * 8L, AddressSpace.PAGE_READONLY);
      assertWords(0, WORDS);
    }
  }

  @Test
  void whatTheFileHasNoLongerCannotBeRead() throws IOException {
    add(READ);
    Files.write(path, new byte[HEAD + (int) PIECE + 8]);
    assertThat(Memory.getLong(base + PIECE - 8)).isZero();
    assertThat(catchThrowable(() -> Memory.getLong(base + PIECE))).isNotNull();
    assertThat(catchThrowable(() -> Memory.getLong(base + 3 * PIECE))).isNotNull();
  }

  @Test
  void behindTheEndOfThePartThereAreZeros() {
    long bytes = PIECE + 12;
    assertThat(DemandPages.add(fd, HEAD, bytes, base, READ)).isTrue();
    assertWords(0, bytes / 8);
    assertThat(Memory.getLong(base + PIECE + 8)).isEqualTo(word(PIECE / 8 + 1) & 0xFFFF_FFFFL);
    assertThat(Memory.getLong(base + PIECE + 16)).isZero();
    assertThat(Memory.getLong(base + PIECE + Memory.PAGE - 8)).isZero();
    Memory.putLong(base + PIECE + Memory.PAGE, 1); // is not part of it
  }

  @Test
  void aRangeThatIsRemovedLeavesNothingAndItsPlaceIsUsedAgain() {
    int before = Fcntl.fcntl(fd, Fcntl.F_DUPFD_CLOEXEC, 0);
    for (int i = 0; i < 1000; i++) {
      add(READ);
      if (i % 100 == 0) {
        assertWords(i, i + 16);
      }
      DemandPages.remove(base, base + WORDS * 8L);
    }
    int after = Fcntl.fcntl(fd, Fcntl.F_DUPFD_CLOEXEC, 0);
    Unistd.close(before);
    Unistd.close(after);
    assertThat(after).isEqualTo(before + 1);
  }

  @Test
  void aFileThatCannotBeKeptIsSaid() {
    assertThat(DemandPages.add(-1, 0, PIECE, base, READ)).isFalse();
    assertThat(Errno.last()).isEqualTo(Errno.EBADF);
    Memory.putLong(base, 1);
  }
}
