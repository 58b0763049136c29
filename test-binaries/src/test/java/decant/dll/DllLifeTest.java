package decant.dll;

import static decant.dll.DllTypesTest.DLL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import decant.api.CannotLoadDllException;
import decant.api.Decant;
import decant.api.GuestExitException;
import decant.api.GuestFaultException;
import decant.api.MissingFunctionException;
import decant.api.WindowsLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a DLL does, the JVM goes on: faults, exits, threads, loading and unloading. */
@Timeout(120)
class DllLifeTest {
  private static final Types T = Decant.load(DLL, Types.class);
  private static final int ACCESS_VIOLATION = 0xC000_0005;
  private static final int STACK_OVERFLOW = 0xC000_00FD;

  @TempDir Path work;

  private static void works() {
    assertThat(T.add_ints(40, 2)).isEqualTo(42);
  }

  private static GuestFaultException fault(Runnable call) {
    try {
      call.run();
    } catch (GuestFaultException e) {
      works();
      return e;
    }
    throw new AssertionError("no fault");
  }

  // --- faults -----------------------------------------------------------------------------------

  @Test
  void faultsBecomeExceptions() {
    GuestFaultException e = fault(() -> T.fault(null));
    assertThat(e.code()).isEqualTo(ACCESS_VIOLATION);
    assertThat(e.address()).isNotZero();
    assertThat(e).hasMessageContaining("STATUS_ACCESS_VIOLATION").hasMessageContaining("api_types");
    assertThat(e.report()).contains("RIP");
    assertThat(fault(() -> T.fault(new Pointer(0x1000))).code()).isEqualTo(ACCESS_VIOLATION);
    assertThat(fault(() -> T.fault(new Pointer(-1))).code()).isEqualTo(ACCESS_VIOLATION);
    assertThat(fault(() -> T.fault(new Pointer(0x6000_0000_0000L))).code())
        .isEqualTo(ACCESS_VIOLATION);
    assertThat(fault(() -> T.divide(1, 0)).code()).isEqualTo(0xC000_0094);
    assertThat(fault(() -> T.jump_nowhere(null)).code()).isEqualTo(ACCESS_VIOLATION);
    assertThat(fault(() -> T.jump_nowhere(new Pointer(0x7000_0000_0000L))).code())
        .isEqualTo(ACCESS_VIOLATION);
    assertThat(fault(() -> T.raise(0xE012_3456)).code()).isEqualTo(0xE012_3456);
  }

  @Test
  void badPointersInFunctionsOfWindows() {
    for (long bad : new long[] {0x1000L, 0x6000_0000_0000L, 0x7FFF_0000_0000_0000L}) {
      fault(() -> T.copy_from(new Pointer(bad), 40));
    }
  }

  @Test
  void hostileArgumentsNeverEndTheJvm() {
    String[] functions = {
      "narrow_length",
      "wide_length",
      "join",
      "wide_join",
      "double_ints",
      "double_bytes",
      "sum",
      "outputs",
      "swap",
      "write_file",
      "to_wide",
      "move_point",
      "sum_points",
      "use_windows",
      "apply",
      "apply_double",
      "apply_text",
      "name_of",
      "apply_point",
      "sort_with",
      "print_to",
      "fault",
      "copy_from",
      "on_own_thread",
      "large_by_value",
      "make_large",
      "jump_nowhere"
    };
    long[] values = {
      0,
      1,
      -1,
      0xFFFF,
      0x10_0000,
      Long.MIN_VALUE,
      Long.MAX_VALUE,
      0x6000_0000_0000L,
      0x4FFF_FFFF_FFF8L,
      0x5000_0000_0000L,
      0x7FFF_FFFF_F000L,
      0x8000_0000_0000L,
      0x4141_4141_4141L
    };
    java.util.Random random = new java.util.Random(7);
    int faults = 0;
    try (WindowsLibrary library = Decant.library(DLL)) {
      for (int i = 0; i < 3000; i++) {
        Object[] arguments = new Object[5];
        for (int n = 0; n < arguments.length; n++) {
          arguments[n] = values[random.nextInt(values.length)];
        }
        try {
          library.call(long.class, functions[i % functions.length], arguments);
        } catch (GuestFaultException e) {
          faults++;
        }
      }
    }
    assertThat(faults).isGreaterThan(1000);
    works();
  }

  @Test
  void rangesThatAreNotThereAreErrorsOrFaults() {
    fault(() -> T.copy_from(new Pointer(0x6000_0000_0000L), 1 << 20));
    assertThat(T.write_file("Z:" + work.resolve("f"), new Pointer(0x6000_0000_0000L), 1 << 20))
        .isEqualTo(-2);
    works();
  }

  @Test
  void aStackThatIsFullMayBeUsedAgain() {
    for (int i = 0; i < 3; i++) {
      assertThat(fault(() -> T.overflow(0)).code()).isEqualTo(STACK_OVERFLOW);
    }
  }

  @Test
  void aFaultInACallbackIsThatOfTheInnerCall() {
    AtomicReference<GuestFaultException> seen = new AtomicReference<>();
    int result =
        T.apply(
            n -> {
              seen.set(fault(() -> T.fault(null)));
              return 5;
            },
            1);
    assertThat(result).isEqualTo(5);
    assertThat(seen.get().code()).isEqualTo(ACCESS_VIOLATION);
  }

  @Test
  void whatACallbackThrowsGoesToJnasHandler() {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    var handler = Native.getCallbackExceptionHandler();
    Native.setCallbackExceptionHandler((callback, e) -> thrown.set(e));
    try {
      int result =
          T.apply(
              n -> {
                throw new IllegalStateException("from the callback");
              },
              1);
      assertThat(result).isZero();
      assertThat(thrown.get()).hasMessage("from the callback");
    } finally {
      Native.setCallbackExceptionHandler(handler);
    }
  }

  @Test
  void longjmpDoesNotPassJava() {
    AtomicInteger code = new AtomicInteger();
    int result =
        T.jump_back(
            n -> {
              code.set(fault(() -> T.jump(7)).code());
              return 5;
            });
    assertThat(result).isEqualTo(5);
    assertThat(code).hasValue(0xC000_0029);
  }

  @Test
  void javaRecursionThroughADllEndsInAStackOverflowError() throws InterruptedException {
    AtomicInteger depth = new AtomicInteger();
    AtomicReference<Throwable> end = new AtomicReference<>();
    Thread thread =
        new Thread(
            null,
            () -> {
              try {
                recurse(depth);
              } catch (Throwable e) {
                end.set(e);
              }
            },
            "deep",
            1 << 20);
    thread.start();
    thread.join();
    assertThat(end.get()).isInstanceOf(StackOverflowError.class);
    assertThat(depth.get()).isGreaterThan(10);
    works();
  }

  private static int recurse(AtomicInteger depth) {
    depth.incrementAndGet();
    T.add_ints(1, 2);
    return recurse(depth) + 1;
  }

  /**
   * HotSpot takes faults for null references and full stacks; its handlers come behind Decant's.
   */
  @Test
  void theJvmsOwnFaultsStayItsOwn() {
    works();
    int caught = 0;
    for (int i = 0; i < 30_000; i++) {
      int[] array = i % 3 == 0 ? null : new int[1];
      try {
        caught += length(array) - 1;
      } catch (NullPointerException e) {
        caught++;
      }
    }
    assertThat(caught).isEqualTo(10_000);
    assertThatThrownBy(() -> endless(0)).isInstanceOf(StackOverflowError.class);
    works();
  }

  private static int length(int[] array) {
    return array.length;
  }

  private static int endless(int n) {
    return endless(n + 1) + 1;
  }

  @Test
  void exitsBecomeExceptions() {
    assertThatThrownBy(() -> T.leave(0x1234_5678))
        .isInstanceOfSatisfying(
            GuestExitException.class, e -> assertThat(e.exitCode()).isEqualTo(0x1234_5678));
    works();
    assertThatThrownBy(T::leave_by_abort).isInstanceOf(GuestExitException.class);
    works();
    assertThatThrownBy(() -> T.leave_thread(3)).isInstanceOf(GuestExitException.class);
    works();
  }

  @Test
  void aFaultOnAThreadOfTheDllEndsThatThread() {
    assertThat(T.fault_on_own_thread()).isEqualTo(ACCESS_VIOLATION);
    works();
  }

  @Test
  void missingFunctionsAreNamed() {
    assertThatThrownBy(T::call_missing)
        .isInstanceOfSatisfying(
            MissingFunctionException.class,
            e -> assertThat(e.function()).isEqualTo("kernel32!FunctionThatNoWindowsHas"));
    works();
  }

  @Test
  void theSharedPageOfWindowsIsThere() {
    assertThat(T.shared_data_version()).isEqualTo(10);
  }

  // --- threads ----------------------------------------------------------------------------------

  @Test
  void everyThreadIsAGuestThreadToItsEnd() throws InterruptedException {
    final int attached = T.threads_attached();
    final int detached = T.threads_detached();
    List<Thread> threads = new ArrayList<>();
    List<Integer> ids = new java.util.concurrent.CopyOnWriteArrayList<>();
    AtomicInteger wrong = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(8);
    for (int i = 0; i < 8; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    all.countDown();
                    ids.add(T.thread_id());
                    Pointer teb = T.teb();
                    for (int n = 1; n < 2000; n++) {
                      if (T.count_here() != 5 + n || !T.teb().equals(teb)) {
                        wrong.incrementAndGet();
                      }
                    }
                  }));
    }
    for (Thread t : threads) {
      t.join();
    }
    assertThat(wrong).hasValue(0);
    assertThat(ids).hasSize(8);
    assertThat(T.threads_attached() - attached).isEqualTo(8);
    assertThat(T.threads_detached() - detached).isEqualTo(8);
  }

  @Test
  void virtualThreadsAreRefused() throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                T.add_ints(1, 2);
              } catch (Throwable e) {
                thrown.set(e);
              }
            })
        .join();
    assertThat(thrown.get())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("virtual");
  }

  @Test
  void garbageCollectionDoesNotDisturb() throws InterruptedException {
    Thread collector =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  while (!Thread.interrupted()) {
                    System.gc();
                  }
                });
    for (int i = 0; i < 3000; i++) {
      int n = i;
      assertThat(T.apply(m -> m + n, 1)).isEqualTo(n + 1);
    }
    collector.interrupt();
    collector.join();
  }

  // --- loading ----------------------------------------------------------------------------------

  @Test
  void theSameDllTwiceIsOneModule() {
    try (WindowsLibrary a = Decant.library(DLL);
        WindowsLibrary b = Decant.library(DLL)) {
      assertThat(a.address("counter")).isEqualTo(b.address("counter"));
    }
    works();
  }

  @Test
  void whatADllNeedsIsLookedForBesideIt() throws IOException {
    Path beside = DLL.resolveSibling("ring-a.dll");
    try (WindowsLibrary a = Decant.library(beside)) {
      assertThat(a.call(int.class, "even", 10)).isEqualTo(1);
      assertThat(a.call(int.class, "even", 7)).isZero();
    }
    Path alone = Files.copy(beside, work.resolve("ring-a.dll"));
    assertThatThrownBy(() -> Decant.library(alone))
        .isInstanceOf(CannotLoadDllException.class)
        .hasMessageContaining("ring-a.dll needs ring-b.dll");
    assertThatThrownBy(() -> Decant.library(DLL.resolveSibling("wanting.dll")))
        .isInstanceOf(CannotLoadDllException.class)
        .hasMessageContaining("note_that_is_not_there");
    assertThatThrownBy(() -> Decant.library(DLL.resolveSibling("refusing.dll")))
        .isInstanceOf(CannotLoadDllException.class)
        .hasMessageContaining("DllMain");
  }

  @Test
  void exceptionsOfCppThatLeaveADll() {
    try (WindowsLibrary thrower = Decant.library(DLL.resolveSibling("thrower.dll"))) {
      GuestFaultException e =
          fault(() -> thrower.call(void.class, "throw_from_library", "something"));
      assertThat(e.code()).isEqualTo(0x2047_4343); // as GCC throws
    }
  }

  @Test
  void callbacksThatNobodyKeepsGo() {
    for (int i = 0; i < 20_000; i++) {
      int n = i;
      Types.IntFunction f = m -> m + n;
      assertThat(T.apply(f, 1)).isEqualTo(n + 1);
      if (i % 5000 == 0) {
        System.gc();
      }
    }
  }

  @Test
  void aClosedLibraryIsGone() throws IOException {
    Path copy = Files.copy(DLL, work.resolve("copy.dll"));
    Types t = Decant.load(copy, Types.class);
    assertThat(t.add_ints(1, 2)).isEqualTo(3);
    t.close();
    t.close();
    assertThatThrownBy(() -> t.add_ints(1, 2))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThat(Decant.load(copy, Types.class).add_ints(1, 2)).isEqualTo(3);
  }

  @Test
  void whatCannotBeLoadedSaysWhy() throws IOException {
    assertThatThrownBy(() -> Decant.library(work.resolve("none.dll")))
        .isInstanceOf(CannotLoadDllException.class)
        .hasMessageContaining("no such DLL");
    Path text = Files.writeString(work.resolve("text.dll"), "no DLL at all");
    assertThatThrownBy(() -> Decant.library(text))
        .isInstanceOf(CannotLoadDllException.class)
        .hasMessageContaining("text.dll");
    byte[] bytes = Files.readAllBytes(DLL);
    Path cut = Files.write(work.resolve("cut.dll"), java.util.Arrays.copyOf(bytes, 700));
    assertThatThrownBy(() -> Decant.library(cut)).isInstanceOf(CannotLoadDllException.class);
    int machine =
        java.nio.ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN).getInt(0x3C) + 4;
    bytes[machine] = 0x4C;
    bytes[machine + 1] = 0x01;
    Path x86 = Files.write(work.resolve("x86.dll"), bytes);
    assertThatThrownBy(() -> Decant.library(x86))
        .isInstanceOf(CannotLoadDllException.class)
        .hasMessageContaining("x86.dll");
    works();
  }
}
