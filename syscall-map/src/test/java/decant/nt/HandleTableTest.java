package decant.nt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HandleTableTest {
  private final HandleTable handles = new HandleTable();

  private static final class Thing extends NtObject {
    final AtomicInteger destructions = new AtomicInteger();

    @Override
    public String typeName() {
      return "Thing";
    }

    @Override
    protected void destroyed() {
      destructions.incrementAndGet();
    }
  }

  @Test
  void anObjectWhoseLastHandleIsClosedIsNotOpenedAgain() throws Exception {
    int rounds = 5000;
    Thing[] things = new Thing[rounds];
    CyclicBarrier barrier = new CyclicBarrier(2);
    Thread closer =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  for (int i = 0; i < rounds; i++) {
                    await(barrier);
                    handles.close(4);
                    await(barrier);
                  }
                });
    for (int i = 0; i < rounds; i++) {
      things[i] = new Thing();
      assertThat(handles.open(things[i], 1, 0)).isEqualTo(4);
      await(barrier);
      long copy = 0;
      try {
        copy = handles.duplicate(4, 1, 0, 0);
      } catch (NtStatusException e) {
        assertThat(e.status()).isEqualTo(NtStatus.INVALID_HANDLE);
      }
      await(barrier);
      if (copy != 0) {
        assertThat(things[i].destructions).hasValue(0);
        handles.close(copy);
      }
    }
    closer.join();
    assertThat(things).allMatch(thing -> thing.destructions.get() == 1);
  }

  @Test
  void aHandleThatMayNotBeClosedIsNotMoved() {
    long handle = handles.open(new Thing(), 1, HandleTable.PROTECT_FROM_CLOSE);
    assertThatThrownBy(() -> handles.duplicate(handle, 1, 0, HandleTable.DUPLICATE_CLOSE_SOURCE))
        .isInstanceOf(NtStatusException.class);
    assertThat(handles.count()).isEqualTo(1);
  }

  @Test
  void aHandleIsMoved() {
    Thing thing = new Thing();
    long handle = handles.open(thing, 1, 0);
    long copy = handles.duplicate(handle, 2, 0, HandleTable.DUPLICATE_CLOSE_SOURCE);
    assertThat(handles.count()).isEqualTo(1);
    assertThat(handles.entry(copy).access).isEqualTo(2);
    handles.close(copy);
    assertThat(thing.destructions).hasValue(1);
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
