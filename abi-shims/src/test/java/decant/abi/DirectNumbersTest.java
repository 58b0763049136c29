package decant.abi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import decant.host.Memory;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Numbers read by machine code against those read by Java, for texts made at random. */
class DirectNumbersTest {
  private static final int ROUNDS = 60_000;
  private static final int[] BASES = {0, 0, 10, 10, 10, 16, 16, 8, 2, 36, 7, 1, 37, -1};
  private static final String[] INTEGERS = {
    "strtol", "strtoul", "_strtoi64", "_strtoui64", "atoi", "_atoi64"
  };
  private static final String[] WIDE_INTEGERS = {
    "wcstol", "wcstoul", "_wcstoi64", "_wcstoui64", "_wtoi", "_wtoi64"
  };
  private static final long[] LIMITS = {
    0x7FFF_FFFFL, 0x8000_0000L, 0xFFFF_FFFFL, 0x1_0000_0000L, Long.MAX_VALUE, Long.MIN_VALUE, -1
  };
  private static final String ODD = "0xX.eE+-\t\u0010\u00e9 9aAzZ";

  private final Random random = new Random(2718);

  private String beginning() {
    return " \t".substring(random.nextInt(3)) + new String[] {"", "", "+", "-"}[random.nextInt(4)];
  }

  private String end() {
    StringBuilder s = new StringBuilder();
    for (int n = random.nextInt(3) == 0 ? random.nextInt(4) : 0; n > 0; n--) {
      s.append(ODD.charAt(random.nextInt(ODD.length())));
    }
    return s.toString();
  }

  private String integer(int base) {
    int radix = base < 2 || base > 36 ? 10 : base;
    String prefix =
        base == 0 || base == 16 ? new String[] {"", "0x", "0X", "0"}[random.nextInt(4)] : "";
    if (prefix.length() == 2) {
      radix = 16;
    }
    String digits =
        switch (random.nextInt(6)) {
          case 0 -> "";
          case 1 ->
              Long.toUnsignedString(
                  LIMITS[random.nextInt(LIMITS.length)] + random.nextInt(3) - 1, radix);
          case 2 -> Long.toUnsignedString(random.nextLong() >>> random.nextInt(64), radix) + "0";
          default -> Long.toUnsignedString(random.nextLong() >>> random.nextInt(64), radix);
        };
    return beginning() + prefix + (random.nextBoolean() ? digits : digits.toUpperCase()) + end();
  }

  private String real() {
    StringBuilder s = new StringBuilder(beginning());
    s.append("00".substring(random.nextInt(3)));
    s.append(random.nextLong() >>> random.nextInt(65));
    if (random.nextInt(3) != 0) {
      s.append('.').append("000".substring(random.nextInt(4)));
      s.append(random.nextInt(5) == 0 ? "" : random.nextLong() >>> 20 + random.nextInt(44));
    }
    if (random.nextInt(3) == 0) {
      s.append("eE".charAt(random.nextInt(2)))
          .append(new String[] {"", "+", "-"}[random.nextInt(3)]);
      s.append(random.nextInt(5) == 0 ? "" : random.nextInt(40));
    }
    return s + end();
  }

  @Test
  void resultsAreThoseOfJava() {
    DirectCalls.make(
        16,
        (calls, memory) -> {
          long end = memory;
          long narrow = memory + 0x1000;
          long wide = memory + 0x2000;
          for (int round = 0; round < ROUNDS; round++) {
            int base = BASES[random.nextInt(BASES.length)];
            String text = random.nextInt(30) == 0 ? end() : integer(base);
            Memory.putNarrowZ(narrow, text.getBytes(ISO_8859_1));
            Memory.putWideZ(wide, text);
            long to = random.nextInt(10) == 0 ? 0 : end;
            int function = random.nextInt(INTEGERS.length);
            int bits = INTEGERS[function].contains("64") ? 64 : 32;
            calls.compare(text, INTEGERS[function], bits, narrow, to, base);
            calls.compare(text, WIDE_INTEGERS[function], bits, wide, to, base);
            text = random.nextInt(30) == 0 ? end() : real();
            Memory.putNarrowZ(narrow, text.getBytes(ISO_8859_1));
            Memory.putWideZ(wide, text);
            calls.compareReal(text, round % 2 == 0 ? "strtod" : "atof", narrow, to);
            calls.compareReal(text, round % 2 == 0 ? "wcstod" : "_wtof", wide, to);
          }
          // What is usual is not left to Java.
          assertThat(calls.answered).isGreaterThan(calls.calls / 2);
        });
  }
}
