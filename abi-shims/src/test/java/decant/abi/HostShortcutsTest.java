package decant.abi;

import static org.assertj.core.api.Assertions.assertThat;

import decant.host.Dirent;
import decant.host.Errno;
import decant.host.Fcntl;
import decant.host.FileCalls;
import decant.host.HostBuffer;
import decant.host.Libc;
import decant.host.Memory;
import decant.host.Mman;
import decant.host.Stat;
import decant.host.Unistd;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Host calls that go through the machine code do what the C library does, errors included. */
class HostShortcutsTest {
  private static final Pattern ENTRY =
      Pattern.compile("host_call (\\w+)\\.(\\w+), (\\d), (eax|rax)");

  @TempDir Path directory;

  @BeforeAll
  static void open() {
    TestGuest.process();
    Gate.hurry();
  }

  private static Stream<MatchResult> entries() throws Exception {
    return ENTRY.matcher(Files.readString(Path.of("src/main/asm/host.S"))).results();
  }

  @Test
  void everyEntryIsOfTheShapeOfItsMethod() throws Exception {
    assertThat(entries())
        .isNotEmpty()
        .allSatisfy(
            entry -> {
              List<Method> methods =
                  Arrays.stream(Class.forName("decant.host." + entry.group(1)).getDeclaredMethods())
                      .filter(m -> m.getName().equals(entry.group(2)))
                      .filter(m -> Modifier.isNative(m.getModifiers()))
                      .toList();
              assertThat(methods).hasSize(1);
              Method method = methods.get(0);
              assertThat(method.getParameterTypes())
                  .hasSize(Integer.parseInt(entry.group(3)))
                  .containsOnly(
                      Arrays.stream(method.getParameterTypes())
                          .filter(type -> type == int.class || type == long.class)
                          .toArray(Class<?>[]::new));
              assertThat(method.getReturnType())
                  .isEqualTo(entry.group(4).equals("eax") ? int.class : long.class);
            });
  }

  @Test
  void everyMethodIsBoundToItsFunction() throws Exception {
    assertThat(entries())
        .allSatisfy(
            entry -> {
              Class.forName("decant.host." + entry.group(1));
              long symbol = Gate.machineCode(entry.group(1) + "." + entry.group(2));
              assertThat(Memory.getLong(symbol - 8)).isEqualTo(Libc.address(entry.group(2)));
            });
  }

  private static byte[] bytes(Object text) {
    return (text + "").getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void resultsAndArgumentsArriveWhole() {
    HostBuffer buffer = HostBuffer.get();
    long path = buffer.path(bytes(directory.resolve("file")));
    int fd =
        Fcntl.openat(Fcntl.AT_FDCWD, path, Fcntl.O_RDWR | Fcntl.O_CREAT | Fcntl.O_CLOEXEC, 0600);
    assertThat(fd).isPositive();
    long data = TestGuest.memory(0x1_0000, 4);
    Memory.putLong(data, 0x1122334455667788L);
    long far = 0x2_0000_0000L;
    assertThat(Unistd.pwrite(fd, data, 8, far)).isEqualTo(8);
    assertThat(Unistd.pread(fd, data + 8, 8, far)).isEqualTo(8);
    assertThat(Memory.getLong(data + 8)).isEqualTo(0x1122334455667788L);
    assertThat(Unistd.lseek(fd, -4, Unistd.SEEK_END)).isEqualTo(far + 4);
    assertThat(Unistd.read(fd, data + 16, 100)).isEqualTo(4);
    assertThat(Memory.getInt(data + 16)).isEqualTo(0x11223344);
    long name = buffer.path(bytes(directory.resolve("file")));
    assertThat(Stat.statx(Fcntl.AT_FDCWD, name, 0, Stat.STATX_BASIC_AND_BTIME, buffer.struct()))
        .isZero();
    assertThat(buffer.getLong(Stat.STATX_SIZE)).isEqualTo(far + 8);
    long view = Mman.mmap(0, 0x1000, Mman.PROT_READ, Mman.MAP_SHARED, fd, far);
    assertThat(view).isPositive();
    assertThat(Unistd.lseek(fd, 0, Unistd.SEEK_SET)).isZero();
    assertThat(Unistd.write(fd, view, 8)).isEqualTo(8);
    assertThat(Unistd.pread(fd, data + 24, 8, 0)).isEqualTo(8);
    assertThat(Memory.getLong(data + 24)).isEqualTo(0x1122334455667788L);
    assertThat(Mman.munmap(view, 0x1000)).isZero();
    assertThat(Unistd.close(fd)).isZero();
    assertThat(Unistd.close(fd)).isEqualTo(-1);
    assertThat(Errno.last()).isEqualTo(Errno.EBADF);
  }

  @Test
  void theSeventhArgumentIsNotTheSixth() {
    HostBuffer buffer = HostBuffer.get();
    long path = buffer.path(bytes(directory.resolve("missing")));
    long name = buffer.path2(bytes("user.name"));
    buffer.putLong(0, 0);
    buffer.putLong(8, 0);
    assertThat(FileCalls.getxattrat(Fcntl.AT_FDCWD, path, name, buffer.struct())).isEqualTo(-1);
    assertThat(Errno.last()).isIn(Errno.ENOENT, Errno.ENOSYS);
  }

  /** Many threads, each with a call that fails for a reason of its own. */
  @Test
  void everyThreadHasItsOwnError() throws Exception {
    List<Callable<Errno>> calls = new ArrayList<>();
    calls.add(() -> failed(Unistd.read(-1, 0, 0)));
    calls.add(() -> failed(Unistd.lseek(0, 0, 77)));
    calls.add(() -> failed(Dirent.getdents64(-1, 0, 0)));
    calls.add(() -> failed(Mman.mmap(1, 0, 0, Mman.MAP_PRIVATE, -1, 0)));
    calls.add(
        () -> {
          long path = HostBuffer.get().path(bytes(directory.resolve("missing")));
          return failed(Fcntl.openat(Fcntl.AT_FDCWD, path, Fcntl.O_RDONLY, 0));
        });
    calls.add(() -> failed(Stat.statx(-1, 0, 0, -1, 0)));
    List<Errno> alone = new ArrayList<>();
    for (Callable<Errno> call : calls) {
      alone.add(call.call());
    }
    assertThat(alone)
        .startsWith(Errno.EBADF)
        .contains(Errno.ENOENT, Errno.EINVAL)
        .doesNotContain(Errno.UNKNOWN);
    CyclicBarrier begin = new CyclicBarrier(calls.size());
    try (ExecutorService threads = Executors.newFixedThreadPool(calls.size())) {
      List<Future<Boolean>> results = new ArrayList<>();
      for (int i = 0; i < calls.size(); i++) {
        Callable<Errno> call = calls.get(i);
        Errno expected = alone.get(i);
        results.add(
            threads.submit(
                () -> {
                  begin.await();
                  boolean same = true;
                  for (int n = 0; n < 20_000; n++) {
                    same &= call.call() == expected;
                  }
                  return same;
                }));
      }
      for (Future<Boolean> result : results) {
        assertThat(result.get()).isTrue();
      }
    }
  }

  private static Errno failed(long result) {
    return result == -1 ? Errno.last() : Errno.UNKNOWN;
  }
}
