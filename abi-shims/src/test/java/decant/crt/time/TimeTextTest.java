package decant.crt.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import decant.crt.GuestText;
import decant.crt.Units;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class TimeTextTest {
  private final GuestText guest = new GuestText();

  private String text(long time, String format) {
    guest.reset();
    long tm = guest.take(Tm.SIZE);
    Tm.put(tm, time, false);
    return new TimeText(guest.thread, tm, TimeText.Style.STANDARD, Long.MAX_VALUE)
        .format(Units.NARROW, guest.narrow(format))
        .toString();
  }

  @Test
  void writesWhatTheUniversalRuntimeWrites() throws IOException {
    for (String line : GuestText.golden("strftime.golden.txt")) {
      String[] parts = line.split("\t");
      assertThat(text(Long.parseLong(parts[0]), parts[1])).as(line).isEqualTo(parts[2]);
    }
  }

  @Test
  void anUnknownFormatIsInvalid() {
    assertThatThrownBy(() -> text(0, "%Q")).isInstanceOf(TimeText.Invalid.class);
    assertThatThrownBy(() -> text(0, "%")).isInstanceOf(TimeText.Invalid.class);
  }

  @Test
  void calendarGoesThereAndBack() {
    long tm = guest.take(Tm.SIZE);
    for (long day = -800_000; day < 800_000; day += 97) {
      Tm.put(tm, day * Tm.DAY + 12345, false);
      assertThat(Tm.seconds(tm)).isEqualTo(day * Tm.DAY + 12345);
    }
  }
}
