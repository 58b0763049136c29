package decant.nt.file;

import static org.assertj.core.api.Assertions.assertThat;

import decant.nt.GuestThread;
import decant.nt.HandleTable;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Handles that one thread closes while others read through them. */
class FileIoTest {
  private static final int ROUNDS = 20_000;
  private static final int READERS = 3;

  private final HandleTable handles = new HandleTable();

  /** A file whose descriptor is a flag. */
  private static final class Fake extends IoObject {
    private volatile boolean gone;

    @Override
    public int fileType() {
      return FILE_TYPE_PIPE;
    }

    /** 1 where a real file would have used the descriptor of another. */
    @Override
    public int read(GuestThread thread, long buffer, int length, long offset) {
      for (int i = 0; i < length; i++) {
        if (gone) {
          return 1;
        }
        Thread.onSpinWait();
      }
      return 0;
    }

    @Override
    public int write(GuestThread thread, long buffer, int length, long offset) {
      return read(thread, buffer, length, offset);
    }

    @Override
    protected void destroyed() {
      gone = true;
    }
  }

  @Test
  void aDescriptorLivesAsLongAsSomebodyUsesIt() throws Exception {
    long handle = handles.open(new Fake(), FileAccess.FILE_ALL_ACCESS, 0);
    AtomicInteger reads = new AtomicInteger();
    AtomicInteger wrong = new AtomicInteger();
    AtomicBoolean done = new AtomicBoolean();
    try (ExecutorService executor = Executors.newFixedThreadPool(READERS)) {
      List<Future<?>> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        readers.add(executor.submit(() -> readUntil(done, handle, reads, wrong)));
      }
      for (int i = 0; i < ROUNDS; i++) {
        handles.close(handle);
        assertThat(handles.open(new Fake(), FileAccess.FILE_ALL_ACCESS, 0)).isEqualTo(handle);
      }
      while (reads.get() == 0) {
        Thread.onSpinWait();
      }
      done.set(true);
      for (Future<?> reader : readers) {
        reader.get();
      }
    }
    assertThat(wrong).hasValue(0);
  }

  private void readUntil(
      AtomicBoolean done, long handle, AtomicInteger reads, AtomicInteger wrong) {
    GuestThread none = null;
    while (!done.get()) {
      try {
        IoObject io = handles.get(handle, IoObject.class);
        wrong.addAndGet(FileIo.read(none, io, 0, 100, IoObject.CURRENT));
        reads.incrementAndGet();
      } catch (NtStatusException e) {
        assertThat(e.status()).isEqualTo(NtStatus.INVALID_HANDLE);
      }
    }
  }
}
