package decant.crt.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DecimalTest {
  private final Decimal decimal = new Decimal();

  private String fixed(double value, int fraction, Decimal.Rounding rounding) {
    decimal.fixed(value, fraction, rounding);
    StringBuilder out = new StringBuilder();
    if (decimal.point() <= 0) {
      out.append('0');
    }
    for (int i = 0; i < decimal.point(); i++) {
      out.append((char) decimal.digit(i));
    }
    if (fraction > 0) {
      out.append('.');
    }
    for (int i = 0; i < fraction; i++) {
      out.append((char) decimal.digit(decimal.point() + i));
    }
    return out.toString();
  }

  @Test
  void tiesGoToEvenOrAwayFromZero() {
    assertThat(fixed(0.5, 0, Decimal.Rounding.HALF_EVEN)).isEqualTo("0");
    assertThat(fixed(1.5, 0, Decimal.Rounding.HALF_EVEN)).isEqualTo("2");
    assertThat(fixed(2.5, 0, Decimal.Rounding.HALF_EVEN)).isEqualTo("2");
    assertThat(fixed(2.5, 0, Decimal.Rounding.HALF_UP)).isEqualTo("3");
    assertThat(fixed(0.125, 2, Decimal.Rounding.HALF_EVEN)).isEqualTo("0.12");
    assertThat(fixed(0.125, 2, Decimal.Rounding.HALF_UP)).isEqualTo("0.13");
  }

  @Test
  void msvcrtKnowsSeventeenDigits() {
    assertThat(fixed(0.1, 20, Decimal.Rounding.SEVENTEEN_DIGITS))
        .isEqualTo("0.10000000000000001000");
    assertThat(fixed(0.1, 20, Decimal.Rounding.HALF_UP)).isEqualTo("0.10000000000000000555");
  }

  @Test
  void carriesRunThroughNines() {
    assertThat(fixed(9.996, 2, Decimal.Rounding.HALF_EVEN)).isEqualTo("10.00");
    assertThat(fixed(0.96, 1, Decimal.Rounding.HALF_EVEN)).isEqualTo("1.0");
    decimal.significant(999999.5, 6, Decimal.Rounding.HALF_UP);
    assertThat(decimal.point()).isEqualTo(7);
    assertThat(decimal.digit(0)).isEqualTo('1');
  }

  @Test
  void smallValuesRoundToZero() {
    assertThat(fixed(0.004, 2, Decimal.Rounding.HALF_EVEN)).isEqualTo("0.00");
    assertThat(fixed(0.006, 2, Decimal.Rounding.HALF_EVEN)).isEqualTo("0.01");
    assertThat(fixed(Double.MIN_VALUE, 5, Decimal.Rounding.HALF_EVEN)).isEqualTo("0.00000");
    assertThat(fixed(0, 1, Decimal.Rounding.HALF_EVEN)).isEqualTo("0.0");
  }

  @Test
  void agreesWithExactArithmetic() {
    Random random = new Random(20260);
    for (int i = 0; i < 100_000; i++) {
      double value = Math.scalb(random.nextDouble(), random.nextInt(160) - 80);
      int fraction = random.nextInt(25);
      String exact =
          new BigDecimal(value).setScale(fraction, RoundingMode.HALF_EVEN).toPlainString();
      assertThat(fixed(value, fraction, Decimal.Rounding.HALF_EVEN))
          .as("%s to %d", value, fraction)
          .isEqualTo(exact);
    }
  }
}
