package decant.nt.memory;

import static org.assertj.core.api.Assertions.assertThat;

import decant.abi.Gate;
import decant.abi.TestGuest;
import decant.host.Memory;
import decant.nt.GuestThread;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The machine code's idea of the heap is Java's. */
class HeapLayoutTest {
  @BeforeAll
  static void open() {
    TestGuest.process();
  }

  @Test
  void blockSizesAreTheSame() {
    long table = Gate.machineCode("heap_block_sizes");
    for (int c = 0; c < HeapLayout.SMALL_CLASSES; c++) {
      assertThat(Memory.getInt(table + 4L * c)).isEqualTo((int) HeapLayout.bytes(c));
    }
  }

  @Test
  void classesAreTheSame() {
    long table = Gate.machineCode("heap_class_of_128");
    for (long size = 512 - HeapLayout.HEADER + 1; size <= HeapLayout.SMALL_MAX; size++) {
      long row = size + HeapLayout.HEADER - 1 >>> 7;
      assertThat(Memory.getU8(table + row)).isEqualTo(HeapLayout.classOf(size));
    }
  }

  @Test
  void blocksOfMachineCodeAreBlocksOfJavaAndTheOtherWayRound() {
    TestGuest.onThread(
        t -> {
          GuestHeap heap = t.process.heap;
          for (long size = 0; size < 3000; size += 7) {
            heap.free(t, heap.allocate(t, size)); // so that the list of the class is not empty
            long block = malloc(t, size);
            assertThat(heap.size(block)).isEqualTo(size);
            heap.free(t, block);
            long other = heap.allocate(t, size);
            assertThat(Gate.call(t, Gate.machineCode("_msize"), other)).isEqualTo(size);
            Gate.call(t, Gate.machineCode("free"), other);
            assertThat(GuestHeap.isBlock(HeapLayout.PROCESS_TAG, other)).isFalse();
          }
        });
  }

  @Test
  void reallocKeepsTheContentsAndFreesWhatItLeaves() {
    TestGuest.onThread(
        t -> {
          GuestHeap heap = t.process.heap;
          long realloc = Gate.machineCode("realloc");
          for (int size = 1; size < 20_000; size += 1 + size / 3) {
            for (int other = 1; other < 20_000; other += 1 + other / 2) {
              heap.free(t, heap.allocate(t, size)); // room in both lists, and a block in the other
              heap.free(t, heap.allocate(t, other));
              long block = malloc(t, size);
              for (int i = 0; i < size; i++) {
                Memory.putByte(block + i, i * 7);
              }
              long moved = Gate.call(t, realloc, block, other);
              assertThat(heap.size(moved)).isEqualTo(other);
              for (int i = 0; i < Math.min(size, other); i++) {
                assertThat(Memory.getByte(moved + i) == (byte) (i * 7)).isTrue();
              }
              assertThat(GuestHeap.isBlock(HeapLayout.PROCESS_TAG, block))
                  .isEqualTo(moved == block);
              heap.free(t, moved);
            }
          }
        });
  }

  private static long malloc(GuestThread t, long size) {
    return Gate.call(t, Gate.machineCode("malloc"), size);
  }
}
