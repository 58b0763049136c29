package decant.abi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import decant.host.Memory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** scanf in machine code against scanf in Java, for formats and texts made at random. */
class DirectScanfTest {
  private static final int ROUNDS = 60_000;
  private static final int ARGUMENTS = 5;

  /** Room for each of the values. */
  private static final int VALUE = 128;

  private static final String[] SIZES = {
    "", "", "", "", "h", "hh", "l", "ll", "I", "I64", "I32", "z", "L", "w"
  };
  private static final String LETTERS = "dddduuxxiosssccXn%";
  private static final String UNUSUAL = "fgpSC[Ed";
  private static final String[] PIECES = {
    "12",
    "-7",
    "+5",
    "0",
    "0x1F",
    "0x",
    "077",
    "08",
    "99999999999999999999",
    " ",
    "  ",
    "\t\n",
    "word",
    "a",
    "xyz",
    "%",
    ",",
    "-",
    "+",
    "\u00e9",
    "1e5",
    ".5",
    "f00d"
  };

  private final Random random = new Random(31415);

  private String text() {
    StringBuilder s = new StringBuilder();
    for (int n = random.nextInt(9); n > 0; n--) {
      s.append(PIECES[random.nextInt(PIECES.length)]);
      s.append(random.nextBoolean() ? " " : "");
    }
    return s.toString();
  }

  private String format() {
    StringBuilder s = new StringBuilder();
    for (int n = random.nextInt(ARGUMENTS + 1); n > 0; n--) {
      s.append(random.nextInt(3) == 0 ? PIECES[random.nextInt(PIECES.length)] : "");
      s.append('%').append(random.nextInt(6) == 0 ? "*" : "");
      s.append(random.nextInt(5) == 0 ? random.nextInt(6) : "");
      s.append(SIZES[random.nextInt(SIZES.length)]);
      String letters = random.nextInt(12) == 0 ? UNUSUAL : LETTERS;
      s.append(letters.charAt(random.nextInt(letters.length())));
      s.append(random.nextBoolean() ? " " : "");
    }
    return s.append(random.nextInt(5) == 0 ? "," : "").toString();
  }

  @Test
  void resultsAreThoseOfJava() {
    DirectCalls.make(
        ARGUMENTS * VALUE,
        (calls, memory) -> {
          long values = memory;
          long source = memory + 0x2000;
          long format = memory + 0x3000;
          long list = memory + 0x4000;
          for (int i = 0; i < ARGUMENTS; i++) {
            Memory.putLong(list + 8L * i, values + (long) VALUE * i);
          }
          for (int round = 0; round < ROUNDS; round++) {
            String text = text();
            String wanted = format();
            Memory.putNarrowZ(source, text.getBytes(ISO_8859_1));
            Memory.putNarrowZ(format, wanted.getBytes(ISO_8859_1));
            String what = "\"" + text + "\" by \"" + wanted + "\"";
            long[] call = new long[2 + ARGUMENTS];
            call[0] = source;
            call[1] = format;
            for (int i = 0; i < ARGUMENTS; i++) {
              call[2 + i] = Memory.getLong(list + 8L * i);
            }
            calls.compare(what, "sscanf", 32, call);
            if (wanted.matches("[^sScC\\[]*")) {
              calls.compare(what, "sscanf_s", 32, Arrays.copyOf(call, call.length));
            }
            long limit = random.nextInt(8) == 0 ? random.nextInt(10) : -1;
            calls.compare(what, "__stdio_common_vsscanf", 32, 0, source, limit, format, 0, list);
          }
          // What is usual is not left to Java.
          assertThat(calls.answered).isGreaterThan(calls.calls / 3);
        });
  }
}
