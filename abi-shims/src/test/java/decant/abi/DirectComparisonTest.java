package decant.abi;

import static org.assertj.core.api.Assertions.assertThat;

import decant.host.Memory;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Comparisons of UTF-16 in machine code against those in Java, for random text. */
class DirectComparisonTest {
  private static final int ROUNDS = 40_000;
  private static final String USUAL = "aAbBzZ@[`{_09\0";
  private static final String ACCENTED = "äÄéıſẞ\uffff";

  private final Random random = new Random(99);

  private char letter() {
    String letters = random.nextInt(20) == 0 ? ACCENTED : USUAL;
    return letters.charAt(random.nextInt(letters.length()));
  }

  private String text(String like) {
    StringBuilder s = new StringBuilder(like);
    for (int i = 0; i < s.length(); i++) {
      if (random.nextInt(4) == 0) {
        s.setCharAt(i, Character.isLetter(s.charAt(i)) ? (char) (s.charAt(i) ^ 32) : letter());
      }
    }
    for (int n = random.nextInt(4) == 0 ? random.nextInt(4) : 0; n > 0; n--) {
      s.append(letter());
    }
    return s.toString();
  }

  private int length(String text) {
    return random.nextInt(3) == 0 ? -1 - random.nextInt(2) : random.nextInt(text.length() + 1);
  }

  private static void string(long at, int length, long units) {
    Memory.putShort(at, length);
    Memory.putShort(at + 2, length);
    Memory.putLong(at + 8, units);
  }

  @Test
  void resultsAreThoseOfJava() {
    DirectCalls.make(
        16,
        (calls, memory) -> {
          long a = memory + 0x1000;
          long b = memory + 0x2000;
          for (int round = 0; round < ROUNDS; round++) {
            StringBuilder s = new StringBuilder();
            for (int n = random.nextInt(8); n > 0; n--) {
              s.append(letter());
            }
            String x = text(s.toString());
            String y = text(s.toString());
            Memory.putWideZ(a, x);
            Memory.putWideZ(b, y);
            String what = x + " " + y;
            long ignore = random.nextBoolean() ? 1 : 0;
            calls.compare(what, "CompareStringOrdinal", 32, a, length(x), b, length(y), ignore);
            string(memory + 0x3000, 2 * x.length() + random.nextInt(2), a);
            string(memory + 0x3010, 2 * y.length() + random.nextInt(2), b);
            for (String function :
                new String[] {"RtlCompareUnicodeString", "RtlEqualUnicodeString"}) {
              int bits = function.equals("RtlEqualUnicodeString") ? 8 : 32;
              calls.compare(what, function, bits, memory + 0x3000, memory + 0x3010, ignore << 1);
            }
          }
          // What is usual is not left to Java.
          assertThat(calls.answered).isGreaterThan(calls.calls * 3 / 4);
        });
  }
}
