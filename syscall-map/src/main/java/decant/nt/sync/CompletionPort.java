package decant.nt.sync;

import decant.nt.GuestThread;
import decant.nt.HandleTable;

/**
 * An I/O completion port: a queue of packets that threads take, the thread that came last first.
 *
 * <p>No more threads than the port's limit run with packets at once: one that waits for something
 * else meanwhile does not count. A thread that blocks in the host still counts; so when packets lie
 * for {@link #STALLED} although a thread waits for them, it gets one.
 */
public final class CompletionPort extends Waitable {
  /** {@code IO_COMPLETION_ALL_ACCESS}. */
  public static final int ALL_ACCESS = 0x1F_0003;

  /** {@code IO_COMPLETION_QUERY_STATE}. */
  public static final int QUERY_STATE = 1;

  /** {@code IO_COMPLETION_MODIFY_STATE}. */
  public static final int MODIFY_STATE = 2;

  /** Nanoseconds after which a packet goes to a waiting thread in spite of the limit. */
  private static final long STALLED = 20_000_000;

  /** {@link WaitNode#kind} of a thread that takes a packet; others wait for there to be one. */
  private static final int TAKER = 1;

  private static final int WORDS = 4;

  private final int limit;

  /** The packets, a ring: key, context, status, information, and what each is removed by. */
  private long[] words = new long[WORDS * 8];

  private Object[] sources = new Object[8];
  private int head;
  private int size;

  private int running;
  private int takers;
  private int handles;
  private boolean closed;
  private boolean stallWatched;

  /**
   * @param limit how many threads may run with packets, 0 for as many as there are processors
   */
  public CompletionPort(int limit) {
    this.limit = limit <= 0 ? Runtime.getRuntime().availableProcessors() : limit;
  }

  @Override
  public String typeName() {
    return "IoCompletion";
  }

  // --- packets -----------------------------------------------------------------------------------

  /**
   * Adds a packet.
   *
   * @param key the key of the file, or any number
   * @param context the {@code OVERLAPPED} of the operation, or any number
   * @param status how the operation ended: an NTSTATUS
   * @param information the number of bytes, or any number
   */
  public void post(long key, long context, int status, long information) {
    post(key, context, status, information, null);
  }

  /** As above, with what {@link #remove} finds the packet by. */
  void post(long key, long context, int status, long information, Object source) {
    boolean more;
    synchronized (waiters) {
      add(key, context, status, information, source);
      more = serve();
    }
    if (more) {
      serveAll();
    }
  }

  private void add(long key, long context, int status, long information, Object source) {
    if (size == sources.length) {
      grow();
    }
    int at = (head + size) & sources.length - 1;
    size++;
    sources[at] = source;
    words[at * WORDS] = key;
    words[at * WORDS + 1] = context;
    words[at * WORDS + 2] = status;
    words[at * WORDS + 3] = information;
  }

  private void grow() {
    int old = sources.length;
    Object[] moreSources = new Object[2 * old];
    long[] moreWords = new long[2 * old * WORDS];
    for (int i = 0; i < size; i++) {
      int from = (head + i) & old - 1;
      moreSources[i] = sources[from];
      System.arraycopy(words, from * WORDS, moreWords, i * WORDS, WORDS);
    }
    sources = moreSources;
    words = moreWords;
    head = 0;
  }

  private void pop(CompletionPacket to) {
    to.key = words[head * WORDS];
    to.context = words[head * WORDS + 1];
    to.status = (int) words[head * WORDS + 2];
    to.information = words[head * WORDS + 3];
    if (sources[head] instanceof WaitCompletionPacket.Association packet) {
      packet.taken();
    }
    sources[head] = null;
    head = (head + 1) & sources.length - 1;
    size--;
  }

  /** Removes the packet that was posted with a source; returns whether it was there. */
  boolean remove(Object source) {
    synchronized (waiters) {
      int mask = sources.length - 1;
      for (int i = 0; i < size; i++) {
        if (sources[(head + i) & mask] == source) {
          for (int j = i; j > 0; j--) {
            int to = (head + j) & mask;
            int from = (head + j - 1) & mask;
            sources[to] = sources[from];
            System.arraycopy(words, from * WORDS, words, to * WORDS, WORDS);
          }
          sources[head] = null;
          head = (head + 1) & mask;
          size--;
          return true;
        }
      }
      return false;
    }
  }

  /** The number of packets in the queue. */
  public int depth() {
    synchronized (waiters) {
      return size;
    }
  }

  // --- taking them -------------------------------------------------------------------------------

  /** Where {@link #take} puts the packets of a thread; contents last until the next call. */
  public static CompletionPacket packet(GuestThread thread) {
    return thread.waiter.packet;
  }

  /**
   * Takes the oldest packet into {@link #packet}.
   *
   * @param nanos how long to wait for one, {@link Waits#INFINITE} for ever
   * @return 0, {@link Waits#TIMEOUT}, {@link Waits#USER_APC}, or {@link Waits#ABANDONED} when the
   *     last handle of the port was closed meanwhile
   */
  public int take(GuestThread thread, long nanos, boolean alertable) {
    Waiter waiter = thread.waiter;
    CompletionPort before = waiter.port;
    if (before != null) {
      before.threadLeaves(waiter);
    }
    synchronized (waiters) {
      if (available()) {
        hand(waiter);
        return 0;
      }
    }
    if (nanos == 0 && !alertable) {
      return Waits.TIMEOUT;
    }
    waiter.begin(alertable);
    WaitNode node = waiter.node();
    synchronized (waiters) {
      if (available()) {
        if (waiter.claim()) {
          hand(waiter);
          waiter.finish(0);
        }
      } else if (closed) {
        waiter.end(Waits.ABANDONED);
      } else {
        node.kind = TAKER;
        waiters.addFirst(node);
        takers++;
        watchStall();
      }
    }
    int result = waiter.await(nanos);
    synchronized (waiters) {
      if (node.queue != null) {
        waiters.remove(node);
        takers--;
      }
    }
    return result;
  }

  /** Takes another packet, if there is one, for a thread that has just got one. */
  public boolean takeMore(CompletionPacket to) {
    synchronized (waiters) {
      if (size == 0) {
        return false;
      }
      pop(to);
      return true;
    }
  }

  private boolean available() {
    return size > 0 && running < limit;
  }

  private void hand(Waiter waiter) {
    pop(waiter.packet);
    running++;
    waiter.port = this;
  }

  @Override
  boolean serve() {
    boolean more = false;
    WaitNode node = waiters.first;
    while (node != null && size > 0) {
      WaitNode next = node.next;
      Waiter waiter = node.waiter;
      if (node.kind == TAKER) {
        if (running < limit) {
          handTo(node);
        }
      } else if (node.group != null) {
        more = true;
      } else if (waiter.claim()) {
        waiters.remove(node);
        waiter.finish(node.index);
      }
      node = next;
    }
    watchStall();
    return more;
  }

  private boolean handTo(WaitNode node) {
    Waiter waiter = node.waiter;
    if (!waiter.claim()) {
      return false;
    }
    waiters.remove(node);
    takers--;
    hand(waiter);
    waiter.finish(0);
    return true;
  }

  // --- the threads that run ----------------------------------------------------------------------

  /** A thread that has taken a packet from this port waits for something else. */
  void threadBlocks(Waiter waiter) {
    boolean more;
    synchronized (waiters) {
      running--;
      more = serve();
    }
    if (more) {
      serveAll();
    }
  }

  /** It has waited. */
  void threadGoesOn(Waiter waiter) {
    synchronized (waiters) {
      running++;
    }
  }

  /** A thread no longer runs for this port: it comes for another packet, or ends. */
  void threadLeaves(Waiter waiter) {
    waiter.port = null;
    threadBlocks(waiter);
  }

  private void watchStall() {
    if (size > 0 && takers > 0 && running >= limit && !stallWatched) {
      stallWatched = true;
      HostClock.schedule(this::stalled, STALLED, 0);
    }
  }

  private void stalled() {
    synchronized (waiters) {
      stallWatched = false;
      WaitNode node = waiters.first;
      while (node != null && size > 0 && running >= limit) {
        WaitNode next = node.next;
        if (node.kind == TAKER && handTo(node)) {
          break;
        }
        node = next;
      }
      watchStall();
    }
  }

  // --- as an object ------------------------------------------------------------------------------

  @Override
  protected boolean isSignalled(GuestThread waiter) {
    return size > 0;
  }

  @Override
  protected void handleOpened() {
    synchronized (waiters) {
      handles++;
    }
  }

  /** When no handle is left, those that wait for packets hear of it. */
  @Override
  protected void handleClosed(HandleTable table, long handle) {
    synchronized (waiters) {
      if (--handles > 0) {
        return;
      }
      closed = true;
      WaitNode node = waiters.first;
      while (node != null) {
        WaitNode next = node.next;
        if (node.kind == TAKER && node.waiter.claim()) {
          waiters.remove(node);
          takers--;
          node.waiter.finish(Waits.ABANDONED);
        }
        node = next;
      }
    }
  }
}
