package decant.nt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class SystemTimeTest {
  @Test
  void daysAreThoseOfTheGregorianCalendar() {
    LocalDate first = LocalDate.of(1601, 1, 1);
    for (LocalDate date = first; date.getYear() < 2500; date = date.plusDays(1)) {
      assertThat(SystemTime.days(date.getYear(), date.getMonthValue(), date.getDayOfMonth()))
          .isEqualTo(ChronoUnit.DAYS.between(first, date));
    }
  }

  @Test
  void theFirstDayIsAMonday() {
    assertThat(SystemTime.dayOfWeek(0)).isEqualTo(1);
    assertThat(SystemTime.dayOfWeek(SystemTime.days(2026, 11, 22))).isZero();
  }

  @Test
  void monthsHaveTheirLengths() {
    assertThat(SystemTime.monthLength(2000, 2)).isEqualTo(29);
    assertThat(SystemTime.monthLength(2100, 2)).isEqualTo(28);
    assertThat(SystemTime.monthLength(2024, 2)).isEqualTo(29);
    assertThat(SystemTime.monthLength(2024, 11)).isEqualTo(30);
    assertThat(SystemTime.monthLength(2024, 12)).isEqualTo(31);
  }
}
