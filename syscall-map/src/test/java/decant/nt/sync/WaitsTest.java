package decant.nt.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import decant.host.Memory;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.ThreadBlock;
import decant.nt.memory.AddressSpace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WaitsTest {
  private static final GuestProcess PROCESS = new GuestProcess(new AddressSpace(), 4);
  private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(20);
  private final List<GuestThread> threads = new ArrayList<>();
  private final ExecutorService executor = Executors.newCachedThreadPool();
  private final GuestThread t = newThread();

  private GuestThread newThread() {
    long teb =
        PROCESS.memory.allocate(
            0,
            ThreadBlock.SIZE,
            AddressSpace.MEM_RESERVE | AddressSpace.MEM_COMMIT,
            AddressSpace.PAGE_READWRITE);
    synchronized (threads) {
      GuestThread thread = PROCESS.newThread(teb);
      threads.add(thread);
      return thread;
    }
  }

  @AfterEach
  void removeThreads() {
    executor.shutdown();
    for (GuestThread thread : threads) {
      PROCESS.remove(thread);
      PROCESS.memory.free(thread.teb, 0, AddressSpace.MEM_RELEASE);
    }
  }

  private static void assertFails(NtStatus status, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            NtStatusException.class, e -> assertThat(e.status()).isEqualTo(status));
  }

  @Test
  void anAutoResetEventLetsOneWaitThrough() {
    EventObject event = new EventObject(false, true);
    assertThat(Waits.one(t, event, 0)).isZero();
    assertThat(Waits.one(t, event, SHORT)).isEqualTo(Waits.TIMEOUT);
    assertThat(event.set()).isFalse();
    assertThat(event.set()).isTrue();
    assertThat(event.isSet()).isTrue();
  }

  @Test
  void aManualResetEventStaysSet() {
    EventObject event = new EventObject(true, true);
    assertThat(Waits.one(t, event, 0)).isZero();
    assertThat(Waits.one(t, event, 0)).isZero();
    event.reset();
    assertThat(Waits.one(t, event, 0)).isEqualTo(Waits.TIMEOUT);
  }

  @Test
  void aMutantIsTakenAndGivenBackByItsOwnerOnly() throws Exception {
    MutantObject mutant = new MutantObject(t);
    assertThat(Waits.one(t, mutant, 0)).isZero();
    GuestThread other = newThread();
    assertThat(Waits.one(other, mutant, 0)).isEqualTo(Waits.TIMEOUT);
    assertFails(NtStatus.MUTANT_NOT_OWNED, () -> mutant.release(other));
    mutant.release(t);
    Future<Integer> waiting = executor.submit(() -> Waits.one(other, mutant, Waits.INFINITE));
    assertThat(mutant.ownerThread()).isEqualTo(t.id);
    mutant.release(t);
    assertThat(waiting.get()).isZero();
    assertThat(mutant.ownerThread()).isEqualTo(other.id);
    assertFails(NtStatus.MUTANT_NOT_OWNED, () -> mutant.release(t));
  }

  @Test
  void anAbandonedMutantSaysSoOnce() {
    GuestThread ending = newThread();
    MutantObject first = new MutantObject(ending);
    MutantObject second = new MutantObject(ending);
    ending.waiter.threadEnded();
    Waitable[] both = {first, second};
    assertThat(first.isAbandoned()).isTrue();
    assertThat(Waits.many(t, both, 2, false, 0, false)).isEqualTo(Waits.ABANDONED);
    assertThat(
            Waits.many(
                t, new Waitable[] {new EventObject(true, false), second}, 2, false, 0, false))
        .isEqualTo(Waits.ABANDONED + 1);
    assertThat(Waits.one(t, first, 0)).isZero();
  }

  @Test
  void aWaitForAllTakesNothingUntilItCanTakeAll() throws Exception {
    EventObject first = new EventObject(false, true);
    SemaphoreObject second = new SemaphoreObject(0, 2);
    Waitable[] both = {first, second};
    assertThat(Waits.many(t, both, 2, true, SHORT, false)).isEqualTo(Waits.TIMEOUT);
    assertThat(first.isSet()).isTrue();
    Future<Integer> waiting =
        executor.submit(() -> Waits.many(newThread(), both, 2, true, Waits.INFINITE, false));
    second.release(1);
    assertThat(waiting.get()).isZero();
    assertThat(first.isSet()).isFalse();
    assertThat(second.count()).isZero();
  }

  @Test
  void aWaitForAnyTakesTheFirstThatIsSignalled() {
    EventObject first = new EventObject(false, false);
    EventObject second = new EventObject(false, true);
    EventObject third = new EventObject(false, true);
    Waitable[] all = {first, second, third};
    assertThat(Waits.many(t, all, 3, false, 0, false)).isEqualTo(1);
    assertThat(Waits.many(t, all, 3, false, 0, false)).isEqualTo(2);
    assertThat(Waits.many(t, all, 3, false, 0, false)).isEqualTo(Waits.TIMEOUT);
    assertFails(
        NtStatus.INVALID_PARAMETER_1, () -> Waits.many(t, new Waitable[65], 65, false, 0, false));
  }

  @Test
  void aSemaphoreKeepsItsLimit() {
    SemaphoreObject semaphore = new SemaphoreObject(1, 3);
    assertThat(semaphore.release(2)).isEqualTo(1);
    assertFails(NtStatus.SEMAPHORE_LIMIT_EXCEEDED, () -> semaphore.release(1));
    assertThat(semaphore.count()).isEqualTo(3);
    assertFails(NtStatus.INVALID_PARAMETER, () -> new SemaphoreObject(2, 1));
  }

  @Test
  void aTimerSignalsAfterItsTimeAndAgainAfterItsPeriod() {
    TimerObject timer = new TimerObject(false);
    assertThat(Waits.one(t, timer, 0)).isEqualTo(Waits.TIMEOUT);
    timer.set(SHORT, 5, null);
    assertThat(Waits.one(t, timer, Waits.INFINITE)).isZero();
    assertThat(Waits.one(t, timer, Waits.INFINITE)).isZero();
    timer.cancel();
    Waits.one(t, timer, 0);
    assertThat(Waits.one(t, timer, SHORT)).isEqualTo(Waits.TIMEOUT);
  }

  @Test
  void pulseReachesThoseThatWait() throws Exception {
    EventObject event = new EventObject(true, false);
    AtomicInteger through = new AtomicInteger();
    List<Future<?>> waiting = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      GuestThread thread = newThread();
      waiting.add(
          executor.submit(
              () -> {
                Waits.one(thread, event, Waits.INFINITE);
                through.incrementAndGet();
              }));
    }
    while (through.get() < 4) {
      event.pulse();
      Thread.sleep(1);
    }
    for (Future<?> f : waiting) {
      f.get();
    }
    assertThat(event.isSet()).isFalse();
  }

  @Test
  void signalAndWaitPassesTurns() throws Exception {
    EventObject ping = new EventObject(false, false);
    EventObject pong = new EventObject(false, false);
    GuestThread other = newThread();
    int rounds = 5_000;
    Future<?> partner =
        executor.submit(
            () -> {
              Waits.one(other, ping, Waits.INFINITE);
              for (int i = 1; i < rounds; i++) {
                Waits.signalAndWait(other, pong, ping, Waits.INFINITE, false);
              }
              pong.set();
            });
    for (int i = 0; i < rounds; i++) {
      assertThat(Waits.signalAndWait(t, ping, pong, Waits.INFINITE, false)).isZero();
    }
    partner.get();
  }

  @Test
  void everyUnitOfASemaphoreReachesOneWaiter() throws Exception {
    SemaphoreObject semaphore = new SemaphoreObject(0, Integer.MAX_VALUE);
    MutantObject mutant = new MutantObject(null);
    int units = 20_000;
    int workers = 6;
    int[] taken = {0};
    Waitable[] both = {semaphore, mutant};
    List<Future<?>> futures = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      GuestThread thread = newThread();
      boolean all = i % 2 == 0;
      futures.add(
          executor.submit(
              () -> {
                for (int n = 0; n < units / workers; n++) {
                  if (all) {
                    Waits.many(thread, both, 2, true, Waits.INFINITE, false);
                  } else {
                    Waits.one(thread, semaphore, Waits.INFINITE);
                    Waits.one(thread, mutant, Waits.INFINITE);
                  }
                  taken[0]++;
                  mutant.release(thread);
                }
              }));
    }
    for (int given = 0; given < units / workers * workers; given++) {
      semaphore.release(1);
    }
    for (Future<?> f : futures) {
      f.get();
    }
    assertThat(taken[0]).isEqualTo(units / workers * workers);
    assertThat(semaphore.count()).isZero();
    assertThat(mutant.ownerThread()).isZero();
  }

  @Test
  void timeoutsAndSignalsThatMeetLoseNothing() throws Exception {
    EventObject event = new EventObject(false, false);
    GuestThread other = newThread();
    int rounds = 3_000;
    AtomicInteger received = new AtomicInteger();
    Future<?> receiver =
        executor.submit(
            () -> {
              while (received.get() < rounds) {
                if (Waits.one(other, event, 1_000) == 0) {
                  received.incrementAndGet();
                }
              }
            });
    for (int i = 0; i < rounds; i++) {
      event.set();
      while (received.get() <= i) {
        Thread.onSpinWait();
      }
    }
    receiver.get();
    assertThat(received.get()).isEqualTo(rounds);
  }

  @Test
  void addressWaitsEndWithTheChange() throws Exception {
    long word = t.scratch();
    long compare = word + 8;
    Memory.putInt(word, 0);
    Memory.putInt(compare, 0);
    assertThat(AddressWaits.await(t, word, compare, 4, SHORT)).isFalse();
    int rounds = 3_000;
    GuestThread other = newThread();
    long zero = other.scratch();
    Future<?> waiter =
        executor.submit(
            () -> {
              for (int i = 0; i < rounds; i++) {
                Memory.putInt(zero, i);
                while (Memory.getInt(word) == i) {
                  AddressWaits.await(other, word, zero, 4, Waits.INFINITE);
                }
                Memory.putInt(compare, i + 1);
                AddressWaits.wakeAll(compare);
              }
            });
    for (int i = 0; i < rounds; i++) {
      Memory.putInt(word, i + 1);
      AddressWaits.wakeOne(word);
      while (Memory.getInt(compare) == i) {
        AddressWaits.awaitWord(t, compare, i, Waits.INFINITE);
      }
    }
    waiter.get();
    assertFails(NtStatus.INVALID_PARAMETER, () -> AddressWaits.await(t, word, compare, 3, 0));
  }

  @Test
  void absoluteTimesThatArePastDoNotWait() {
    assertThat(Waits.ntNanos(-10)).isEqualTo(1000);
    assertThat(Waits.ntNanos(1)).isZero();
    assertThat(Waits.ntNanos(Long.MIN_VALUE)).isEqualTo(Waits.INFINITE);
    assertThat(Waits.nanos(-1)).isEqualTo(Waits.INFINITE);
    assertThat(Waits.nanosAt(0)).isEqualTo(Waits.INFINITE);
  }
}
