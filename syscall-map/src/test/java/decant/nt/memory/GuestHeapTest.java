package decant.nt.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import decant.host.Memory;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.ThreadMemory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class GuestHeapTest {
  private final GuestProcess process = new GuestProcess(new AddressSpace(), 4096);
  private final GuestHeap heap = process.heap;
  private final GuestThread t = ThreadMemory.create(process, 1 << 20, 0x1000);

  private static void assertFails(NtStatus status, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            NtStatusException.class, e -> assertThat(e.status()).isEqualTo(status));
  }

  @Test
  void everySizeGetsTheSmallestClassThatItFits() {
    for (long size = 0; size < 200_000; size++) {
      int c = HeapLayout.classOf(size);
      assertThat(HeapLayout.capacity(c)).isGreaterThanOrEqualTo(size);
      assertThat(c == 0 || HeapLayout.capacity(c - 1) < size).isTrue();
    }
    assertThat(HeapLayout.classOf(HeapLayout.SMALL_MAX)).isEqualTo(HeapLayout.SMALL_CLASSES - 1);
    assertThat(HeapLayout.classOf(HeapLayout.SMALL_MAX + 1)).isEqualTo(HeapLayout.SMALL_CLASSES);
    assertThat(HeapLayout.classOf(HeapLayout.MAX)).isEqualTo(HeapLayout.CLASSES - 1);
  }

  @Test
  void blocksKeepTheirContentsAndSizesAndDoNotOverlap() {
    Random random = new Random(1);
    List<long[]> live = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      if (live.size() > 300 || !live.isEmpty() && random.nextInt(3) == 0) {
        long[] b = live.remove(random.nextInt(live.size()));
        assertThat(heap.size(b[0])).isEqualTo(b[1]);
        if (b[1] >= 16) {
          assertThat(Memory.getLong(b[0])).isEqualTo(b[2]);
          assertThat(Memory.getLong(b[0] + b[1] - 8)).isEqualTo(b[2]);
        }
        heap.free(t, b[0]);
      } else {
        long size = random.nextInt(random.nextInt(20) == 0 ? 300_000 : 500);
        long block = heap.allocate(t, size);
        assertThat(block & 15).isZero();
        if (size >= 16) {
          assertThat(Memory.getLong(block)).isZero();
          assertThat(Memory.getLong(block + size - 8)).isZero();
          Memory.putLong(block, i);
          Memory.putLong(block + size - 8, i);
        }
        live.add(new long[] {block, size, i});
      }
    }
  }

  @Test
  void reallocKeepsWhatFitsAndZeroesTheRest() {
    long block = heap.allocate(t, 100);
    Memory.fill(block, 100, 7);
    long same = heap.reallocate(t, block, 96, false, false);
    assertThat(same).isEqualTo(block);
    long moved = heap.reallocate(t, same, 100_000, true, false);
    assertThat(Memory.getU8(moved + 95)).isEqualTo(7);
    assertThat(Memory.getU8(moved + 96)).isZero();
    assertThat(Memory.getU8(moved + 99_999)).isZero();
    assertThat(heap.reallocate(t, moved, 10_000_000, false, true)).isZero();
    assertThat(heap.size(moved)).isEqualTo(100_000);
  }

  @Test
  void whatIsNoBlockIsNotFreed() {
    long block = heap.allocate(t, 40);
    heap.free(t, block);
    assertFails(NtStatus.INVALID_PARAMETER, () -> heap.free(t, block));
    assertFails(NtStatus.INVALID_PARAMETER, () -> heap.size(block));
    long other = heap.allocate(t, 400);
    assertFails(NtStatus.INVALID_PARAMETER, () -> heap.free(t, other + 16));
    assertFails(NtStatus.INVALID_PARAMETER, () -> heap.free(t, other + 1));
    heap.free(t, other);
    long large = heap.allocate(t, 1 << 17);
    heap.free(t, large);
    assertFails(NtStatus.INVALID_PARAMETER, () -> heap.free(t, large));
  }

  @Test
  void impossibleSizesAreRefused() {
    assertFails(NtStatus.NO_MEMORY, () -> heap.allocate(t, -1));
    assertFails(NtStatus.NO_MEMORY, () -> heap.allocate(t, Long.MAX_VALUE));
  }

  @Test
  void aDamagedFreeBlockIsNoticed() {
    long block = heap.allocate(t, 40);
    heap.free(t, block);
    Memory.putLong(block - 16, 0x4141_4141_4141_4141L);
    assertFails(NtStatus.HEAP_CORRUPTION, () -> heap.allocate(t, 40));
  }

  @Test
  void blocksFreedByOtherThreadsAreUsedAgain() {
    GuestThread other = ThreadMemory.create(process, 1 << 20, 0x1000);
    Set<Long> seen = new HashSet<>();
    for (int round = 0; round < 50; round++) {
      long[] blocks = new long[1000];
      for (int i = 0; i < blocks.length; i++) {
        blocks[i] = heap.allocate(t, 200);
        seen.add(blocks[i]);
      }
      for (long block : blocks) {
        heap.free(other, block);
      }
    }
    assertThat(seen).hasSizeLessThan(3000);
  }

  @Test
  void aThreadThatEndsLeavesItsBlocksToTheOthers() {
    GuestThread first = ThreadMemory.create(process, 1 << 20, 0x1000);
    long block = heap.allocate(first, 5000);
    heap.free(first, block);
    heap.threadEnds(first);
    ThreadMemory.release(first);
    assertThat(heap.allocate(t, 5000)).isEqualTo(block);
  }

  @Test
  void largeBlocksAreReusedAndZeroed() {
    long block = heap.allocate(t, 3 << 20);
    Memory.fill(block, 3 << 20, 0xFF);
    heap.free(t, block);
    long again = heap.allocate(t, 3 << 20);
    assertThat(again).isEqualTo(block);
    for (long at = again; at < again + (3 << 20); at += 4088) {
      assertThat(Memory.getU8(at)).isZero();
    }
  }

  @Test
  void hugeBlocksGoBackToTheAddressSpace() {
    long before = process.memory.committed();
    heap.free(t, heap.allocate(t, 200 << 20));
    assertThat(process.memory.committed()).isLessThan(before + (100 << 20));
  }

  @Test
  void destroyingAHeapFreesItsBlocksAndNoOthers() {
    Heaps heaps = heap.heaps();
    long handle = heaps.create(t, 0, 0);
    List<Long> blocks = new ArrayList<>();
    for (int size = 0; size < 100_000; size += 997) {
      blocks.add(heaps.allocate(t, handle, size, false));
    }
    long mine = heap.allocate(t, 997);
    assertFails(NtStatus.INVALID_PARAMETER, () -> heap.free(t, blocks.getFirst()));
    int[] walked = new int[1];
    heaps.walk(
        handle,
        0,
        (block, size, overhead, region) -> {
          assertThat(blocks).contains(block);
          walked[0]++;
          return true;
        });
    assertThat(walked[0]).isEqualTo(blocks.size());
    heaps.destroy(t, handle);
    for (long block : blocks) {
      assertThat(GuestHeap.isBlock(HeapLayout.PROCESS_TAG + 1, block)).isFalse();
    }
    assertThat(heap.size(mine)).isEqualTo(997);
    assertFails(NtStatus.INVALID_HANDLE, () -> heaps.allocate(t, handle, 1, false));
    assertFails(NtStatus.INVALID_HANDLE, () -> heaps.destroy(t, heap.handle()));
  }

  @Test
  void aHeapWithAMaximumSizeRunsOut() {
    Heaps heaps = heap.heaps();
    long handle = heaps.create(t, 0, 1000);
    long block = heaps.allocate(t, handle, 600, false);
    assertFails(NtStatus.NO_MEMORY, () -> heaps.allocate(t, handle, 600, false));
    heaps.free(t, handle, block);
    assertThat(heaps.allocate(t, handle, 600, false)).isNotZero();
  }
}
