package decant.crt;

import static org.assertj.core.api.Assertions.assertThat;

import decant.abi.CrtErrno;
import decant.host.Memory;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FloatScanTest {
  private final GuestText guest = new GuestText();

  @BeforeEach
  void setUp() {
    guest.reset();
    guest.clearErrno();
  }

  private double read(String text) {
    return FloatScan.scan(guest.thread, Units.NARROW, guest.narrow(text), 0, false);
  }

  @Test
  void readsWhatTheUniversalRuntimeReads() throws IOException {
    for (String line : GuestText.golden("strtod.golden.txt")) {
      String[] parts = line.split("\t(?=[0-9a-f]{16}\t)|(?<=\t[0-9a-f]{16})\t");
      guest.reset();
      long text = guest.narrow(parts[0]);
      long end = guest.take(8);
      double value = FloatScan.scan(guest.thread, Units.NARROW, text, end, false);
      assertThat(HexFormat.of().toHexDigits(Double.doubleToRawLongBits(value)))
          .as(parts[0])
          .isEqualTo(parts[1]);
      assertThat(Memory.getLong(end) - text).as(parts[0]).isEqualTo(Long.parseLong(parts[2]));
    }
  }

  @Test
  void readsBackEveryDouble() {
    Random random = new Random(4);
    for (int i = 0; i < 2000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        guest.reset();
        assertThat(read(Double.toString(value))).isEqualTo(value);
        assertThat(read(Double.toHexString(value))).isEqualTo(value);
      }
    }
  }

  @Test
  void digitsFarBehindTheOthersDecideATie() {
    String half = "9007199254740993";
    assertThat(read(half + "." + "0".repeat(900) + "1")).isEqualTo(9007199254740994.0);
    assertThat(read(half + "." + "0".repeat(900))).isEqualTo(9007199254740992.0);
    assertThat(read("1" + "0".repeat(1000) + "e-1000")).isEqualTo(1.0);
    assertThat(read("0." + "0".repeat(1000) + "1e1001")).isEqualTo(1.0);
  }

  @Test
  void floatsAreRoundedOnce() {
    long text = guest.narrow("1.00000017881393432617187499");
    assertThat((float) FloatScan.scan(guest.thread, Units.NARROW, text, 0, true))
        .isEqualTo(1.00000011920928955078125f);
  }

  @Test
  void wideStringsReadTheSame() {
    long text = guest.wide("\u2003-2.5e1\u20ac");
    long end = guest.take(8);
    assertThat(FloatScan.scan(guest.thread, Units.WIDE, text, end, false)).isEqualTo(-25.0);
    assertThat(Memory.getLong(end)).isEqualTo(text + 14);
  }

  @Test
  void whatIsOutOfRangeSetsErrno() {
    assertThat(read("1e999")).isInfinite();
    assertThat(guest.errno()).isEqualTo(CrtErrno.ERANGE.code());
    guest.clearErrno();
    assertThat(read("1e-999")).isZero();
    assertThat(guest.errno()).isEqualTo(CrtErrno.ERANGE.code());
    guest.clearErrno();
    assertThat(read("0e-999")).isZero();
    assertThat(read("1e308")).isFinite();
    assertThat(guest.errno()).isZero();
  }
}
