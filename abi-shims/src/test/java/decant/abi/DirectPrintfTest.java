package decant.abi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import decant.host.Memory;
import decant.nt.memory.AddressSpace;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * printf, narrow and wide, in machine code against printf in Java, byte by byte, for formats made
 * at random.
 */
class DirectPrintfTest {
  private static final int ROUNDS = 15_000;
  private static final int ARGUMENTS = 8;
  private static final int ROOM = 0x1000;

  /** Where the arguments lie behind {@code memory}. */
  private static final int VALUES = 0x1800;

  private static final String[] NARROW = {
    "sprintf",
    "vsprintf",
    "_snprintf",
    "_vsnprintf",
    "sprintf_s",
    "vsprintf_s",
    "_snprintf_s",
    "_vsnprintf_s",
    "__stdio_common_vsprintf",
    "__stdio_common_vsprintf_s",
    "__stdio_common_vsnprintf_s",
    "_scprintf",
    "_vscprintf"
  };
  private static final String[] WIDE =
      Arrays.stream(NARROW)
          .map(s -> s.replace("sprintf", "swprintf").replace("snprintf", "snwprintf"))
          .map(s -> s.replace("scprintf", "scwprintf"))
          .toArray(String[]::new);

  private static final String[] SIZES = {
    "l", "l", "ll", "I64", "I32", "I", "z", "h", "h", "hh", "w"
  };
  private static final String USUAL = "diuxXcspfffgggeedsx";
  private static final String UNUSUAL = "GE%noaSC";
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
    999999.5,
    999999.4999999999,
    9.999995,
    99999.95,
    0.00123456789012345678,
    0.09999999999999999,
    100,
    120000,
    1e6,
    1e7,
    12345678.5,
    1234565,
    9999995,
    99999950000.5,
    2.5e15,
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

  @BeforeAll
  static void memory() {
    TestGuest.process();
    memory = TestGuest.memory(0x1_0000, AddressSpace.PAGE_READWRITE);
  }

  private String format() {
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
          s.append(random.nextInt(19));
        }
      }
      if (random.nextInt(5) == 0) {
        s.append(SIZES[random.nextInt(SIZES.length)]);
      }
      String letters = random.nextInt(12) == 0 ? UNUSUAL : USUAL;
      s.append(letters.charAt(random.nextInt(letters.length())));
    }
    text(s);
    return s.toString();
  }

  private void text(StringBuilder s) {
    for (int n = random.nextInt(4); n > 0; n--) {
      s.append(
          (char) (random.nextInt(100) == 0 ? random.nextInt(0x400) : 'a' + random.nextInt(26)));
    }
  }

  /**
   * A string that is narrow for some readers and wide for others, and that neither reads beyond.
   */
  private long string(int index, String text) {
    long at = memory + 0x400 + 64L * index;
    Memory.fill(at, 64, 0);
    if (random.nextBoolean()) {
      Memory.putWideZ(at, text);
    } else {
      Memory.putNarrowZ(at, text.getBytes(ISO_8859_1));
    }
    return at;
  }

  /** An argument that is a small or large number, a real number, or a string, as it may be read. */
  private long argument(int index) {
    return switch (random.nextInt(6)) {
      case 0 -> random.nextInt(1000) - 500;
      case 1 -> random.nextLong() >> random.nextInt(64);
      case 2 -> Double.doubleToRawLongBits(REALS[random.nextInt(REALS.length)]);
      case 3 ->
          Double.doubleToRawLongBits(random.nextGaussian() * Math.pow(10, random.nextInt(16) - 3));
      default ->
          string(index, "string ".repeat(random.nextInt(3)) + random.nextInt(100) + accent());
    };
  }

  private String accent() {
    return random.nextInt(20) == 0 ? "\u00e9" : "";
  }

  /** Every argument is one that any conversion may be given: numbers that are no strings, too. */
  private boolean harmless(String format, long[] arguments) {
    return !format.matches("(?s).*%[-0+ ]*\\d*(\\.\\d*)?(h|hh|l|ll|I64|I32|I|z|w)?[snSC].*")
        || java.util.Arrays.stream(arguments).allMatch(a -> a >= memory && a < memory + ROOM);
  }

  @Test
  void resultsAreThoseOfJava() {
    TestGuest.onThread(
        t -> {
          DirectCalls calls = new DirectCalls(t, memory + 0x4000, ROOM);
          for (int round = 0; round < ROUNDS; round++) {
            long[] arguments = new long[ARGUMENTS];
            for (int i = 0; i < ARGUMENTS; i++) {
              arguments[i] = argument(i);
            }
            String format = format();
            if (!harmless(format, arguments)) {
              for (int i = 0; i < ARGUMENTS; i++) {
                arguments[i] = string(i, "text " + i);
              }
            }
            for (int i = 0; i < ARGUMENTS; i++) {
              Memory.putLong(VALUES + memory + 8L * i, arguments[i]);
            }
            round(calls, format, arguments);
          }
          // Formats that are usual are not left to Java.
          assertThat(calls.answered).isGreaterThan(calls.calls / 6);
        });
  }

  private void round(DirectCalls calls, String format, long[] arguments) {
    boolean wide = random.nextBoolean();
    long at = memory;
    if (wide) {
      Memory.putWideZ(at, format);
    } else {
      Memory.putNarrowZ(at, format.getBytes(ISO_8859_1));
    }
    long to = random.nextInt(20) == 0 ? 0 : calls.to;
    long values = memory + VALUES;
    long room = random.nextInt(60);
    long count = random.nextInt(3) == 0 ? -1 : random.nextInt(60);
    long options = random.nextBoolean() ? 0x24 : random.nextInt(64);
    String[] names = wide ? WIDE : NARROW;
    call(calls, format, names[0], arguments, to, at);
    call(calls, format, names[1], null, to, at, values);
    call(calls, format, names[2], arguments, to, room, at);
    call(calls, format, names[3], null, to, room, at, values);
    call(calls, format, names[4], arguments, to, room, at);
    call(calls, format, names[5], null, to, room, at, values);
    call(calls, format, names[6], arguments, to, room, count, at);
    call(calls, format, names[7], null, to, room, count, at, values);
    call(calls, format, names[8], null, options, to, room, at, 0, values);
    call(calls, format, names[9], null, options, to, room, at, 0, values);
    call(calls, format, names[10], null, options, to, room, count, at, 0, values);
    call(calls, format, names[11], arguments, at);
    call(calls, format, names[12], null, at, values);
  }

  private static void call(
      DirectCalls calls, String format, String function, long[] varargs, long... call) {
    long[] all = Arrays.copyOf(call, call.length + (varargs == null ? 0 : varargs.length));
    if (varargs != null) {
      System.arraycopy(varargs, 0, all, call.length, varargs.length);
    }
    calls.compare(format + " " + Arrays.toString(all), function, 32, all);
  }
}
