package decant.crt;

import decant.abi.Gate;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * Sorts an array in guest memory in place with a comparer that is guest code. Quicksort of the
 * median of three, insertion sort for short parts, heap sort where quicksort goes astray: never
 * more than about n log n comparisons. The comparer sees elements of the array only, may be
 * inconsistent, and may leave by a jump: between two comparisons every element is in the array
 * once.
 */
final class Sorter {
  /** Parts of at most this many elements are sorted by insertion. */
  private static final long SHORT = 8;

  private final GuestThread thread;
  private final long width;
  private final long compare;
  private final long context;
  private final boolean withContext;

  Sorter(GuestThread thread, long width, long compare, boolean withContext, long context) {
    this.thread = thread;
    this.width = width;
    this.compare = compare;
    this.withContext = withContext;
    this.context = context;
  }

  /** What the comparer says of two elements. */
  int compare(long a, long b) {
    return (int)
        (withContext
            ? Gate.call(thread, compare, context, a, b)
            : Gate.call(thread, compare, a, b));
  }

  /** Sorts {@code count} elements. */
  void sort(long base, long count) {
    int depth = 2 * (64 - Long.numberOfLeadingZeros(count));
    sort(base, base + (count - 1) * width, depth);
  }

  /** Sorts the elements from {@code first} to {@code last}, both included. */
  private void sort(long first, long last, int depth) {
    long low = first;
    long high = last;
    for (int left = depth; ; left--) {
      if (high - low < SHORT * width) {
        insertion(low, high);
        return;
      }
      if (left == 0) {
        heap(low, (high - low) / width + 1);
        return;
      }
      long pivot = partition(low, high);
      if (pivot - low < high - pivot) {
        sort(low, pivot - width, left - 1);
        low = pivot + width;
      } else {
        sort(pivot + width, high, left - 1);
        high = pivot - width;
      }
    }
  }

  /** Moves the pivot to its place, smaller elements before it and greater ones behind it. */
  private long partition(long low, long high) {
    long middle = low + (high - low) / width / 2 * width;
    if (compare(middle, low) < 0) {
      swap(middle, low);
    }
    if (compare(high, middle) < 0) {
      swap(high, middle);
      if (compare(middle, low) < 0) {
        swap(middle, low);
      }
    }
    swap(low, middle);
    long i = low;
    long j = high + width;
    while (true) {
      do {
        i += width;
      } while (i < high && compare(i, low) < 0);
      do {
        j -= width;
      } while (j > low && compare(low, j) < 0);
      if (i >= j) {
        break;
      }
      swap(i, j);
    }
    swap(low, j);
    return j;
  }

  private void insertion(long low, long high) {
    for (long i = low + width; i <= high; i += width) {
      for (long p = i; p > low && compare(p, p - width) < 0; p -= width) {
        swap(p, p - width);
      }
    }
  }

  private void heap(long base, long count) {
    for (long root = count / 2 - 1; root >= 0; root--) {
      sift(base, root, count);
    }
    for (long end = count - 1; end > 0; end--) {
      swap(base, base + end * width);
      sift(base, 0, end);
    }
  }

  private void sift(long base, long start, long count) {
    long root = start;
    for (long child; (child = 2 * root + 1) < count; root = child) {
      long address = base + child * width;
      if (child + 1 < count && compare(address, address + width) < 0) {
        child++;
        address += width;
      }
      if (compare(base + root * width, address) >= 0) {
        return;
      }
      swap(base + root * width, address);
    }
  }

  private void swap(long a, long b) {
    if (a == b) {
      return;
    }
    long n = 0;
    for (; n + 8 <= width; n += 8) {
      long x = Memory.getLong(a + n);
      Memory.putLong(a + n, Memory.getLong(b + n));
      Memory.putLong(b + n, x);
    }
    for (; n < width; n++) {
      byte x = Memory.getByte(a + n);
      Memory.putByte(a + n, Memory.getByte(b + n));
      Memory.putByte(b + n, x);
    }
  }
}
