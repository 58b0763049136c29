package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The host's time zone is the guest's, with its rules. */
class TimeZonesTest {
  @TempDir Path work;

  private String in(String zone) {
    return Guest.run(work, "time-zones").env("TZ", zone).end().exits(0).lines();
  }

  @Test
  void universalTime() {
    assertThat(in("UTC"))
        .startsWith("bias 0 standard 0 month 0 week 0 day 0 00:00 daylight 0 month 0")
        .contains("\nCoordinated Universal Time\n", "\n03-30 02:30 is 03-30 02:30\n");
  }

  @Test
  void summerTimeInTheNorth() {
    assertThat(in("Europe/Berlin"))
        .startsWith(
            "bias -60 standard 0 month 10 week 5 day 0 03:00"
                + " daylight -60 month 3 week 5 day 0 02:00\n")
        .contains("\n03-30 01:30 is 03-30 00:30\n")
        .contains("\n03-30 02:30 is 03-30 01:30\n") // an hour that there is not
        .contains("\n03-30 03:30 is 03-30 01:30\n")
        .contains("\n10-26 02:30 is 10-26 00:30\n") // one that there is twice
        .contains("\n10-26 03:30 is 10-26 02:30\n");
  }

  @Test
  void summerTimeInTheSouth() {
    assertThat(in("Australia/Sydney"))
        .startsWith(
            "bias -600 standard 0 month 4 week 1 day 0 03:00"
                + " daylight -60 month 10 week 1 day 0 02:00\n")
        .contains("\n03-30 00:30 is 03-29 13:30\n", "\n10-26 00:30 is 10-25 13:30\n");
  }

  @Test
  void anOffsetThatIsNotOfWholeHours() {
    assertThat(in("Asia/Kolkata")).startsWith("bias -330 standard 0 month 0");
  }
}
