package decant.crt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FloatBitsTest {
  @Test
  void fractionAndExponentMakeTheNumber() {
    Random random = new Random(3);
    for (int i = 0; i < 5000; i++) {
      double x = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(x) && x != 0) {
        assertThat(Math.abs(FloatBits.fraction(x))).isGreaterThanOrEqualTo(0.5).isLessThan(1);
        assertThat(Math.scalb(FloatBits.fraction(x), FloatBits.exponent(x))).isEqualTo(x);
      }
    }
    assertThat(FloatBits.exponent(Double.MIN_VALUE)).isEqualTo(-1073);
    assertThat(FloatBits.fraction(Double.MIN_VALUE)).isEqualTo(0.5);
    assertThat(FloatBits.exponent(0.0)).isZero();
  }

  @Test
  void halvesRoundAwayFromZero() {
    assertThat(FloatBits.round(2.5)).isEqualTo(3);
    assertThat(FloatBits.round(-2.5)).isEqualTo(-3);
    assertThat(FloatBits.round(0.49999999999999994)).isEqualTo(0);
    assertThat(FloatBits.round(4503599627370497.0)).isEqualTo(4503599627370497.0);
    assertThat(Double.doubleToRawLongBits(FloatBits.round(-0.25)))
        .isEqualTo(Double.doubleToRawLongBits(-0.0));
  }

  @Test
  void powersAreThoseOfTheCStandard() {
    assertThat(FloatBits.pow(1, Double.NaN)).isEqualTo(1);
    assertThat(FloatBits.pow(1, Double.POSITIVE_INFINITY)).isEqualTo(1);
    assertThat(FloatBits.pow(-1, Double.NEGATIVE_INFINITY)).isEqualTo(1);
    assertThat(FloatBits.pow(Double.NaN, 0)).isEqualTo(1);
    assertThat(FloatBits.pow(-8, 1.0 / 3)).isNaN();
  }

  @Test
  void everyNumberHasAClass() {
    assertThat(FloatBits.fpclass(Double.longBitsToDouble(0x7FF0_0000_0000_0001L))).isEqualTo(1);
    assertThat(FloatBits.fpclass(Double.NaN)).isEqualTo(2);
    assertThat(FloatBits.fpclass(Double.NEGATIVE_INFINITY)).isEqualTo(4);
    assertThat(FloatBits.fpclass(-1.0)).isEqualTo(8);
    assertThat(FloatBits.fpclass(-Double.MIN_VALUE)).isEqualTo(0x10);
    assertThat(FloatBits.fpclass(-0.0)).isEqualTo(0x20);
    assertThat(FloatBits.fpclass(Float.MIN_VALUE)).isEqualTo(0x80);
    assertThat(FloatBits.kind(FloatBits.fpclass(Double.MIN_VALUE))).isEqualTo(-2);
  }
}
