package decant.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Test;

class PerfEventsTest {
  private static final long SCRATCH = 0x3FFD_0000_0000L;

  @Test
  void aCounterOfTheKernelsGoesOn() {
    int flags = Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS | Mman.MAP_FIXED_NOREPLACE;
    Mman.mmap(SCRATCH, Memory.PAGE, Mman.PROT_READ | Mman.PROT_WRITE, flags, -1, 0);
    int counter = PerfEvents.open(PerfEvents.TYPE_SOFTWARE, PerfEvents.TASK_CLOCK, SCRATCH);
    assumeThat(counter).as("the host allows it").isNotNegative();
    long before = PerfEvents.read(counter, SCRATCH);
    assertThat(before).isPositive();
    assertThat(PerfEvents.read(counter, SCRATCH)).isGreaterThan(before);
    Unistd.close(counter);
    Mman.munmap(SCRATCH, Memory.PAGE);
  }
}
