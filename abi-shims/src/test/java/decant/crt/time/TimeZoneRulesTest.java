package decant.crt.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimeZoneRulesTest {
  private static final TimeZoneRules EASTERN = TimeZoneRules.parse("EST5EDT");

  private static long utc(long year, int month, int day, int hour) {
    return Tm.day(year, month - 1, day) * Tm.DAY + hour * 3600L;
  }

  @Test
  void readsMicrosoftsForm() {
    assertThat(EASTERN).isEqualTo(new TimeZoneRules("EST", "EDT", 18000));
    assertThat(TimeZoneRules.parse("IST-5:30")).isEqualTo(new TimeZoneRules("IST", "", -19800));
    assertThat(TimeZoneRules.parse("NST+3:30:05NDT"))
        .isEqualTo(new TimeZoneRules("NST", "NDT", 12605));
  }

  @Test
  void otherFormsAreTheHosts() {
    assertThat(TimeZoneRules.parse("Europe/Berlin")).isNull();
    assertThat(TimeZoneRules.parse(":/etc/localtime")).isNull();
    assertThat(TimeZoneRules.parse("CET-1CEST,M3.5.0,M10.5.0/3")).isNull();
    assertThat(TimeZoneRules.parse("UTC")).isNull();
    assertThat(TimeZoneRules.parse("")).isNull();
  }

  @Test
  void daylightSavingTimeIsThatOfTheUnitedStates() {
    assertThat(EASTERN.isDaylight(utc(2024, 3, 10, 7) - 1)).isFalse();
    assertThat(EASTERN.isDaylight(utc(2024, 3, 10, 7))).isTrue();
    assertThat(EASTERN.isDaylight(utc(2024, 11, 3, 6) - 1)).isTrue();
    assertThat(EASTERN.isDaylight(utc(2024, 11, 3, 6))).isFalse();
    assertThat(EASTERN.isDaylight(utc(2000, 4, 2, 7))).isTrue();
    assertThat(EASTERN.isDaylight(utc(2000, 10, 29, 6))).isFalse();
  }
}
