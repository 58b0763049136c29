package decant.nt.sync;

import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.NtObject;

/**
 * A keyed event: threads meet at it in pairs, one that waits for a key and one that releases it;
 * whichever comes first waits for the other.
 */
public final class KeyedEventObject extends NtObject {
  /** {@code KEYEDEVENT_ALL_ACCESS}. */
  public static final int ALL_ACCESS = 0xF_0003;

  /** {@code KEYEDEVENT_WAIT}. */
  public static final int WAIT = 1;

  /** {@code KEYEDEVENT_WAKE}. */
  public static final int WAKE = 2;

  private final WaitQueue queue = new WaitQueue();

  /** The keyed event that a null handle means. */
  private static final class Default {
    final KeyedEventObject event = new KeyedEventObject();
  }

  /** The keyed event of a process that needs no handle. */
  public static KeyedEventObject of(GuestProcess process) {
    return process.state(Default.class, p -> new Default()).event;
  }

  @Override
  public String typeName() {
    return "KeyedEvent";
  }

  /**
   * Meets a thread that does the opposite with the same key.
   *
   * @param role {@link #WAIT} or {@link #WAKE}
   * @param nanos how long to wait for it, {@link Waits#INFINITE} for ever
   * @return 0, {@link Waits#TIMEOUT} or {@link Waits#USER_APC}
   */
  public int meet(GuestThread thread, long key, int role, long nanos, boolean alertable) {
    Waiter partner;
    Waiter waiter = thread.waiter;
    synchronized (queue) {
      partner = claimPartner(key, WAIT + WAKE - role);
      if (partner == null) {
        waiter.begin(alertable);
        WaitNode node = waiter.node();
        node.key = key;
        node.kind = role;
        queue.addLast(node);
      }
    }
    if (partner != null) {
      partner.finish(0);
      return 0;
    }
    int result = waiter.await(nanos);
    waiter.leave();
    return result;
  }

  private Waiter claimPartner(long key, int role) {
    for (WaitNode node = queue.first; node != null; node = node.next) {
      if (node.key == key && node.kind == role && node.waiter.claim()) {
        queue.remove(node);
        return node.waiter;
      }
    }
    return null;
  }
}
