package decant.abi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import decant.host.Memory;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.ThreadBlock;
import decant.nt.memory.AddressSpace;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Machine code of a few bytes goes through the real gate, on its own stack, with faults and nested
 * levels.
 */
class GateTest {
  private static GuestProcess process;
  private static long code;

  @BeforeAll
  static void open() {
    process = TestGuest.process();
    code = TestGuest.memory(0x1_0000, AddressSpace.PAGE_EXECUTE_READWRITE);
  }

  private static synchronized long place(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    Memory.write(code, bytes);
    long at = code;
    code = Memory.alignUp(code + bytes.length, 16);
    return at;
  }

  /** sub rsp, 0x28; mov rax, function; call rax; add rsp, 0x28; ret. */
  private static long caller(long function) {
    return place("48 83 EC 28 48 B8" + littleEndian(function) + "FF D0 48 83 C4 28 C3");
  }

  private static String littleEndian(long value) {
    return HexFormat.of().toHexDigits(Long.reverseBytes(value));
  }

  @Test
  void aGuestFunctionGetsItsArgumentsAndReturnsItsResult() {
    long sum =
        place("48 8D 04 11 4C 01 C0 4C 01 C8 C3"); // lea rax,[rcx+rdx]; add rax,r8; add rax,r9
    TestGuest.onThread(t -> assertThat(Gate.call(t, sum, 1, 20, 300, 4000)).isEqualTo(4321));
  }

  @Test
  void stackArgumentsFollowTheHomeSpace() {
    long sixth = place("48 8B 44 24 30 C3"); // mov rax, [rsp + 0x30]
    TestGuest.onThread(t -> assertThat(Gate.callWith(t, sixth, 1, 2, 3, 4, 5, 666)).isEqualTo(666));
  }

  @Test
  void theGuestSeesItsTebAndJavaItsOwnState() {
    long self = place("65 48 8B 04 25 30 00 00 00 C3"); // mov rax, gs:[0x30]
    TestGuest.onThread(
        t -> {
          assertThat(Gate.call(t, self)).isEqualTo(t.teb);
        });
  }

  @Test
  void anApiIsReachedThroughItsStubAndItsFailureIsTheLastError() {
    TestGuest.onThread(
        t -> {
          long close = Gate.modules().export(t, "kernel32", "CloseHandle");
          assertThat(Gate.call(t, caller(close), 0xDEAD0)).isZero();
          assertThat(t.lastError()).isEqualTo(6); // ERROR_INVALID_HANDLE
        });
  }

  @Test
  void endingAThreadLeavesEveryLevelBelowIt() {
    TestGuest.onThread(
        t -> {
          long exit = Gate.modules().export(t, "kernel32", "ExitThread");
          Throwable thrown = catchThrowable(() -> Gate.call(t, caller(exit), 42));
          assertThat(thrown).isInstanceOf(GuestExit.class);
          assertThat(((GuestExit) thrown).code()).isEqualTo(42);
          assertThat(((GuestExit) thrown).process()).isFalse();
          long sum =
              place("48 8D 04 11 C3"); // the thread can go on: nothing of the old level is left
          assertThat(Gate.call(t, sum, 2, 3)).isEqualTo(5);
          assertThat(Memory.getLong(t.teb + ThreadBlock.HOST_SP)).isZero();
        });
  }

  @Test
  void aDeepGuestStackGrowsPageByPage() {
    // push rbp; sub rsp,0xff0; touch; dec ecx; jz out; call self; out: add rsp,0xff0; pop rbp; ret
    long recursive =
        place(
            "55 48 81 EC F0 0F 00 00 88 0C 24 FF C9 74 05 E8 EC FF FF FF 48 81 C4 F0 0F 00 00 5D"
                + " C3");
    TestGuest.onThread(
        t -> {
          long before = Memory.getLong(t.teb + GuestThread.TEB_STACK_LIMIT);
          Gate.call(t, recursive, 100);
          assertThat(before - Memory.getLong(t.teb + GuestThread.TEB_STACK_LIMIT))
              .isGreaterThan(90L * Memory.PAGE);
        });
  }

  @Test
  void guestThreadsAndGarbageCollectionDoNotDisturbEachOther() throws Exception {
    List<Thread> threads = new ArrayList<>();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    for (int n = 0; n < 4; n++) {
      int seed = n;
      Thread thread =
          new Thread(
              () -> {
                try {
                  TestGuest.onThread(
                      t -> {
                        long close = Gate.modules().export(t, "kernel32", "CloseHandle");
                        long caller = caller(close);
                        for (int i = 0; i < 20_000; i++) {
                          t.setLastError(seed);
                          byte[] garbage = new byte[1000];
                          assertThat(Gate.call(t, caller, 0xDEAD0 + garbage[0])).isZero();
                          assertThat(t.lastError()).isEqualTo(6);
                        }
                      });
                } catch (Throwable e) {
                  failure.set(e);
                }
              });
      thread.start();
      threads.add(thread);
    }
    for (int i = 0; i < 20; i++) {
      System.gc();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failure.get()).isNull();
  }
}
