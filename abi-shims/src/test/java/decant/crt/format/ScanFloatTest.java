package decant.crt.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScanFloatTest {
  /** A string as a source. */
  private static final class Source implements ScanSource {
    private final String text;
    private int at;

    Source(String text) {
      this.text = text;
    }

    @Override
    public int next() {
      return at < text.length() ? text.charAt(at++) : END;
    }

    @Override
    public void back(int unit) {
      at -= unit == END ? 0 : 1;
    }
  }

  private static ScanFloat read(String text) {
    return ScanFloat.read(new Source(text), Integer.MAX_VALUE);
  }

  @Test
  void readsDecimalAndHexadecimalNumbers() {
    assertThat(read("12.5e-1x").value()).isEqualTo(1.25);
    assertThat(read("-.5").value()).isEqualTo(-0.5);
    assertThat(read("7.").value()).isEqualTo(7);
    assertThat(read("0x1.8p1").value()).isEqualTo(3);
    assertThat(read("-Infinity").value()).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(read("nan").value()).isNaN();
  }

  @Test
  void whatHasNoDigitsIsNoNumber() {
    assertThat(read("").matched()).isFalse();
    assertThat(read(".").matched()).isFalse();
    assertThat(read("-x").matched()).isFalse();
    assertThat(read("inx").matched()).isFalse();
  }

  @Test
  void leavesWhatFollows() {
    Source source = new Source("3.5,4");
    ScanFloat number = ScanFloat.read(source, Integer.MAX_VALUE);
    assertThat(number.taken).isEqualTo(3);
    assertThat(source.next()).isEqualTo(',');
  }

  @Test
  void theWidthEndsANumber() {
    Source source = new Source("12345");
    assertThat(ScanFloat.read(source, 3).value()).isEqualTo(123);
    assertThat(source.next()).isEqualTo('4');
  }
}
