package decant.abi;

import static org.assertj.core.api.Assertions.assertThat;

import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.memory.AddressSpace;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Conversions between UTF-8 and UTF-16 in machine code against those in Java, for random text. */
class DirectConversionTest {
  private static final int ROUNDS = 20_000;
  private static final int ROOM = 0x400;
  private static final int[] CODE_PAGES = {0, 1, 3, 65001, 65001, 1252, 437};

  /** First and last character of what texts are made of; the last kind is not always valid. */
  private static final int[][] KINDS = {
    {1, 0x7F}, {1, 0x7F}, {0x80, 0x7FF}, {0x800, 0xD7FF}, {0xE000, 0xFFFF}, {0xD800, 0xDFFF}
  };

  private static long memory;

  private final Random random = new Random(815);
  private int answered;

  @BeforeAll
  static void memory() {
    TestGuest.process();
    memory = TestGuest.memory(0x1_0000, AddressSpace.PAGE_READWRITE);
  }

  private String text() {
    StringBuilder s = new StringBuilder();
    int kinds = 1 + random.nextInt(KINDS.length);
    for (int n = random.nextInt(40); n > 0; n--) {
      int[] kind = KINDS[random.nextInt(kinds)];
      s.append((char) (kind[0] + random.nextInt(kind[1] - kind[0] + 1)));
    }
    return s.toString();
  }

  /** Compares what both answer, what they write, and that nothing else is written. */
  private void compare(GuestThread t, String function, long to, long... call) {
    long slot = Gate.machineCode("slow_" + function);
    long slow = Memory.getLong(slot);
    Memory.fill(to, ROOM, 0x55);
    t.setLastError(decant.nt.Win32Error.SUCCESS);
    int expected = (int) Gate.callWith(t, slow, call);
    int error = t.lastError();
    byte[] bytes = Memory.read(to, ROOM);
    Memory.fill(to, ROOM, 0x55);
    t.setLastError(decant.nt.Win32Error.SUCCESS);
    long calls = t.callCount;
    int result = (int) Gate.callWith(t, Gate.machineCode(function), call);
    answered += t.callCount == calls ? 1 : 0;
    assertThat(result).isEqualTo(expected);
    assertThat(t.lastError()).isEqualTo(error);
    assertThat(Memory.read(to, ROOM)).isEqualTo(bytes);
  }

  @Test
  void resultsAreThoseOfJava() {
    TestGuest.onThread(
        t -> {
          long wide = memory + 0x1000;
          long narrow = memory + 0x2000;
          long to = memory + 0x3000;
          for (int round = 0; round < ROUNDS; round++) {
            String text = text();
            long page = CODE_PAGES[random.nextInt(CODE_PAGES.length)];
            long room = random.nextInt(4) == 0 ? 0 : random.nextInt(120);
            boolean counted = random.nextBoolean();
            Memory.putWideZ(wide, text);
            compare(
                t,
                "WideCharToMultiByte",
                to,
                page,
                0,
                wide,
                counted ? text.length() : -1,
                to,
                room,
                0,
                0);
            byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            if (bytes.length > 0 && random.nextInt(4) == 0) {
              bytes[random.nextInt(bytes.length)] = (byte) (1 + random.nextInt(255));
            }
            Memory.putNarrowZ(narrow, bytes);
            long flags = random.nextBoolean() ? 0 : 8;
            compare(
                t,
                "MultiByteToWideChar",
                to,
                page,
                flags,
                narrow,
                counted ? bytes.length : -1,
                to,
                room);
          }
        });
    // What is usual is not left to Java.
    assertThat(answered).isGreaterThan(ROUNDS / 2);
  }
}
