package decant.abi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.memory.AddressSpace;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** printf in machine code against printf in Java, byte by byte, for formats made at random. */
class DirectPrintfTest {
  private static final int ROUNDS = 30_000;
  private static final int ARGUMENTS = 8;
  private static final int ROOM = 0x1000;

  /** What the machine code's slow path answers while the test looks who has answered. */
  private static final int REFUSED = 65001;

  private static final String[] SIZES = {"l", "ll", "I64", "I32", "I", "z", "h", "hh"};
  private static final String USUAL = "diuxXcspfffdsx";
  private static final String UNUSUAL = "gGeE%noaSC";
  private static final double[] REALS = {
    0.0,
    -0.0,
    1.0,
    0.5,
    1.5,
    2.5,
    0.125,
    0.1,
    9.995,
    0.005,
    0.001,
    0.0009765625,
    1e15,
    1e22,
    1e-7,
    123456.789,
    999999.9999999,
    4503599627370495.5,
    4503599627370496.0,
    9007199254740993.0,
    1e300,
    Double.MIN_VALUE,
    Double.NaN,
    Double.POSITIVE_INFINITY
  };

  private static long memory;

  private final Random random = new Random(4711);
  private int answered;

  @BeforeAll
  static void memory() {
    TestGuest.process();
    memory = TestGuest.memory(0x1_0000, AddressSpace.PAGE_READWRITE);
  }

  private long format() {
    StringBuilder s = new StringBuilder();
    int parts = random.nextInt(4);
    for (int i = 0; i <= parts; i++) {
      text(s);
      s.append('%');
      while (random.nextInt(3) == 0) {
        s.append("-0+ ".charAt(random.nextInt(4)));
      }
      if (random.nextInt(3) == 0) {
        s.append(random.nextInt(30));
      }
      if (random.nextInt(3) == 0) {
        s.append('.');
        if (random.nextInt(5) != 0) {
          s.append(random.nextInt(18));
        }
      }
      if (random.nextInt(5) == 0) {
        s.append(SIZES[random.nextInt(SIZES.length)]);
      }
      String letters = random.nextInt(12) == 0 ? UNUSUAL : USUAL;
      s.append(letters.charAt(random.nextInt(letters.length())));
    }
    text(s);
    return narrow(memory, s.toString());
  }

  private void text(StringBuilder s) {
    for (int n = random.nextInt(4); n > 0; n--) {
      s.append((char) ('a' + random.nextInt(26)));
    }
  }

  private static long narrow(long at, String text) {
    Memory.putNarrowZ(at, text.getBytes(ISO_8859_1));
    return at;
  }

  /** An argument that is a small or large number, a real number, or a string, as it may be read. */
  private long argument(int index) {
    long string = memory + 0x400 + 64L * index;
    return switch (random.nextInt(6)) {
      case 0 -> random.nextInt(1000) - 500;
      case 1 -> random.nextLong() >> random.nextInt(64);
      case 2 -> Double.doubleToRawLongBits(REALS[random.nextInt(REALS.length)]);
      case 3 ->
          Double.doubleToRawLongBits(random.nextGaussian() * Math.pow(10, random.nextInt(16) - 3));
      default -> narrow(string, "string ".repeat(random.nextInt(4)) + random.nextInt(100));
    };
  }

  /** Every argument is one that any conversion may be given: numbers that are no strings, too. */
  private boolean harmless(String format, long[] arguments) {
    return !format.matches("(?s).*%[-0+ ]*\\d*(\\.\\d*)?(h|hh|l|ll|I64|I32|I|z)?[snSC].*")
        || java.util.Arrays.stream(arguments).allMatch(a -> a >= memory && a < memory + ROOM);
  }

  private static long slot(String function) {
    return Gate.machineCode("slow_" + function);
  }

  private void compare(GuestThread t, String function, long to, long[] call) {
    long slow = Memory.getLong(slot(function));
    Memory.fill(to, ROOM, 0x55);
    int expected = (int) Gate.callWith(t, slow, call);
    byte[] bytes = Memory.read(to, ROOM);
    Memory.fill(to, ROOM, 0x55);
    Memory.putLong(slot(function), Gate.machineCode("GetACP"));
    int result = (int) Gate.callWith(t, Gate.machineCode(function), call);
    Memory.putLong(slot(function), slow);
    String format = new String(Memory.narrow(memory), ISO_8859_1);
    if (result != REFUSED) {
      answered++;
      assertThat(result).as(format).isEqualTo(expected);
      assertThat(new String(Memory.read(to, ROOM), ISO_8859_1))
          .as(format)
          .isEqualTo(new String(bytes, ISO_8859_1));
    }
  }

  @Test
  void resultsAreThoseOfJava() {
    TestGuest.onThread(
        t -> {
          long to = memory + 0x2000;
          long values = memory + 0x1800;
          for (int round = 0; round < ROUNDS; round++) {
            long[] arguments = new long[ARGUMENTS];
            for (int i = 0; i < ARGUMENTS; i++) {
              arguments[i] = argument(i);
              Memory.putLong(values + 8L * i, arguments[i]);
            }
            long format = format();
            if (!harmless(new String(Memory.narrow(format), ISO_8859_1), arguments)) {
              for (int i = 0; i < ARGUMENTS; i++) {
                arguments[i] = narrow(memory + 0x400 + 64L * i, "text " + i);
                Memory.putLong(values + 8L * i, arguments[i]);
              }
            }
            long[] varargs = new long[2 + ARGUMENTS];
            varargs[0] = to;
            varargs[1] = format;
            System.arraycopy(arguments, 0, varargs, 2, ARGUMENTS);
            compare(t, "sprintf", to, varargs);
            compare(t, "vsprintf", to, new long[] {to, format, values});
            long room = random.nextInt(40);
            compare(t, "_vsnprintf", to, new long[] {to, room, format, values});
            long options = random.nextBoolean() ? 0x24 : random.nextInt(4);
            compare(
                t,
                "__stdio_common_vsprintf",
                to,
                new long[] {options, to, room, format, 0, values});
          }
        });
    // Formats that are usual are not left to Java.
    assertThat(answered).isGreaterThan(ROUNDS);
  }
}
