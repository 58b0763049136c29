package decant.shim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import decant.abi.Text;
import decant.host.Memory;
import decant.nt.NtStatusException;
import org.junit.jupiter.api.Test;

/** What shims are written with. */
class ShimKitTest {
  @Test
  void fieldsLieWhereCPutsThem() {
    Layout layout = new Layout(); // char, int, short, double, char[3], void *, float
    assertThat(layout.i8()).isEqualTo(0);
    assertThat(layout.i32()).isEqualTo(4);
    assertThat(layout.i16()).isEqualTo(8);
    assertThat(layout.f64()).isEqualTo(16);
    assertThat(layout.field(3, 1)).isEqualTo(24);
    assertThat(layout.pointer()).isEqualTo(32);
    assertThat(layout.f32()).isEqualTo(40);
    assertThat(layout.size()).isEqualTo(48);
  }

  @Test
  void packedFieldsLieCloser() {
    Layout layout = new Layout(2);
    assertThat(layout.i8()).isEqualTo(0);
    assertThat(layout.i64()).isEqualTo(2);
    assertThat(layout.i8()).isEqualTo(10);
    assertThat(layout.size()).isEqualTo(12);
  }

  @Test
  void memoryOfTheProgram() {
    TestThread.run(
        t -> {
          long wide = Guest.string(t, Text.WIDE, "grüß");
          assertThat(Memory.wide(wide)).isEqualTo("grüß");
          assertThat(t.process.heap.size(wide)).isEqualTo(10);
          Guest.free(t, wide);
          assertThatThrownBy(() -> Guest.allocate(t, -1)).isInstanceOf(NtStatusException.class);
          assertThatThrownBy(() -> Guest.allocate(t, Long.MAX_VALUE))
              .isInstanceOf(NtStatusException.class);
        });
  }

  @Test
  void originalsAnswerAsProgramsAreAnswered() {
    TestThread.run(
        t -> {
          assertThat((int) Original.of("kernel32", "GetCurrentThreadId").call(t)).isEqualTo(t.id);
          double root = Original.of("msvcrt", "sqrt").callDouble(t, Guest.bits(16.0));
          assertThat(root).isEqualTo(4.0);
          Original beep = Original.of("kernel32", "NoSuchFunction");
          assertThat(beep.exists()).isFalse();
          assertThatThrownBy(() -> beep.call(t))
              .isInstanceOf(IllegalStateException.class)
              .hasMessageContaining("kernel32!NoSuchFunction");
        });
  }
}
