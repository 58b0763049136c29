package decant.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** libm's functions called by machine code against the same called by Java, errors included. */
class DirectMathTest {
  private static final int ROUNDS = 5_000;
  private static final String[] FUNCTIONS = {
    "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "exp", "log",
    "pow"
  };
  private static final double[] SPECIAL = {
    0.0,
    -0.0,
    1,
    -1,
    0.5,
    -8,
    1000,
    -1000,
    1e300,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };

  private final Random random = new Random(577);

  private double number() {
    return switch (random.nextInt(4)) {
      case 0 -> SPECIAL[random.nextInt(SPECIAL.length)];
      case 1 -> random.nextGaussian() * Math.pow(10, random.nextInt(20) - 10);
      default -> random.nextDouble() * 2 - 1;
    };
  }

  @Test
  void resultsAreThoseOfJava() {
    DirectCalls.make(
        16,
        (calls, memory) -> {
          for (int round = 0; round < ROUNDS; round++) {
            double x = number();
            double y = number();
            for (String function : FUNCTIONS) {
              long[] arguments = {Double.doubleToRawLongBits(x), Double.doubleToRawLongBits(y)};
              calls.compareReal(x + ", " + y, function, arguments);
            }
          }
          // What has a finite result is not left to Java.
          assertThat(calls.answered).isGreaterThan(calls.calls / 2);
        });
  }
}
