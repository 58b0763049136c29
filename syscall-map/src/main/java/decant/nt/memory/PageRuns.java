package decant.nt.memory;

import java.util.Arrays;

/**
 * The page states of one allocation, as runs of equal state: a reservation of terabytes costs one
 * row. Neighbouring runs always differ, so a run is what {@code VirtualQuery} calls a region.
 *
 * <p>A state is a page protection, or {@link #RESERVED}. Not thread-safe: the address space's lock
 * guards it.
 */
final class PageRuns {
  /** The state of pages that are reserved and not committed. */
  static final int RESERVED = 0;

  private final long end;
  private long[] starts = new long[4];
  private int[] states = new int[4];
  private int count = 1;

  /** The run that was last made longer by {@link #extend}. */
  private int extended;

  PageRuns(long start, long end, int state) {
    this.end = end;
    starts[0] = start;
    states[0] = state;
  }

  /** The number of runs. */
  int count() {
    return count;
  }

  /** The index of the run that holds an address. */
  int index(long address) {
    int i = Arrays.binarySearch(starts, 0, count, address);
    return i >= 0 ? i : -i - 2;
  }

  long start(int index) {
    return starts[index];
  }

  long end(int index) {
    return index + 1 < count ? starts[index + 1] : end;
  }

  int state(int index) {
    return states[index];
  }

  int stateAt(long address) {
    return states[index(address)];
  }

  /** The number of bytes in {@code [from, to)} that are committed. */
  long committed(long from, long to) {
    long bytes = 0;
    for (int i = index(from); i < count && starts[i] < to; i++) {
      if (states[i] != RESERVED) {
        bytes += Math.min(end(i), to) - Math.max(starts[i], from);
      }
    }
    return bytes;
  }

  /** Whether all pages of {@code [from, to)} are reserved only, or have a state. */
  boolean onlyReservedOr(int state, long from, long to) {
    for (int i = index(from); i < count && starts[i] < to; i++) {
      if (states[i] != RESERVED && states[i] != state) {
        return false;
      }
    }
    return true;
  }

  /** Gives the pages of {@code [from, to)} a state. */
  void set(long from, long to, int state) {
    int first = index(from);
    int last = index(to - 1);
    int tailState = states[last];
    boolean tail = to < end(last) && tailState != state;
    if (to == end(last) && last + 1 < count && states[last + 1] == state) {
      last++;
    }
    int at = starts[first] < from ? first + 1 : first;
    boolean joined = at > 0 && states[at - 1] == state;
    int added = (joined ? 0 : 1) + (tail ? 1 : 0);
    replace(at, last + 1, added);
    if (!joined) {
      starts[at] = from;
      states[at++] = state;
    }
    if (tail) {
      starts[at] = to;
      states[at] = tailState;
    }
  }

  /**
   * Whether reserved pages from an address on follow pages of a state, and are more than those up
   * to {@code to}: then {@link #extend} gives these that state. Runtimes commit memory so, little
   * by little, some ten thousand times.
   */
  boolean continues(long from, long to, int state) {
    int next = extended + 1;
    if (next >= count || starts[next] != from) {
      next = index(from);
      if (next == 0 || starts[next] != from) {
        return false;
      }
      extended = next - 1;
    }
    return states[next] == RESERVED && states[next - 1] == state && to < end(next);
  }

  /**
   * Gives the pages up to an address the state of those in front of them, after {@link #continues}.
   */
  void extend(long to) {
    starts[extended + 1] = to;
  }

  /** Makes room for {@code added} rows in the place of the rows from {@code at} to {@code to}. */
  private void replace(int at, int to, int added) {
    int grown = count - (to - at) + added;
    if (grown > starts.length) {
      starts = Arrays.copyOf(starts, 2 * grown);
      states = Arrays.copyOf(states, 2 * grown);
    }
    System.arraycopy(starts, to, starts, at + added, count - to);
    System.arraycopy(states, to, states, at + added, count - to);
    count = grown;
  }
}
