package decant.nt.memory;

import java.util.Arrays;

/**
 * What no thread keeps, of one class of small blocks: batches of free blocks (each the whole list
 * that a thread gave back, linked through the blocks) and rests of runs. The lock is held for a few
 * array accesses.
 */
final class HeapClass {
  private long[] heads = new long[4];
  private int[] counts = new int[4];
  private int batches;
  private long[] runs = new long[4];
  private int rests;

  /** Takes back a list of free blocks. */
  synchronized void give(long head, int count) {
    if (batches == heads.length) {
      heads = Arrays.copyOf(heads, 2 * batches);
      counts = Arrays.copyOf(counts, 2 * batches);
    }
    heads[batches] = head;
    counts[batches++] = count;
  }

  /** Takes back what a thread did not use of a run. */
  synchronized void giveRun(long next, long end) {
    if (2 * rests == runs.length) {
      runs = Arrays.copyOf(runs, 2 * runs.length);
    }
    runs[2 * rests] = next;
    runs[2 * rests++ + 1] = end;
  }

  /** Puts a batch into {@code list} (its head and its length) or else returns false. */
  synchronized boolean take(long[] list) {
    if (batches == 0) {
      return false;
    }
    list[0] = heads[--batches];
    list[1] = counts[batches];
    return true;
  }

  /** Puts the rest of a run into {@code run} (its start and its end) or else returns false. */
  synchronized boolean takeRun(long[] run) {
    if (rests == 0) {
      return false;
    }
    run[0] = runs[2 * --rests];
    run[1] = runs[2 * rests + 1];
    return true;
  }
}
