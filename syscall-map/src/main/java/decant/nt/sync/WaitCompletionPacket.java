package decant.nt.sync;

import decant.nt.NtObject;
import decant.nt.NtStatus;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A wait completion packet: has a packet put into a completion port when an object is signalled,
 * once for each association.
 */
public final class WaitCompletionPacket extends NtObject {
  /** From the association until its packet has left the port. */
  private final AtomicReference<Association> current = new AtomicReference<>();

  /** A wait for an object, and what is posted at its end. */
  static final class Association extends AsyncWait {
    private final WaitCompletionPacket owner;
    private final CompletionPort port;
    private final long key;
    private final long context;
    private final int status;
    private final long information;
    private volatile boolean posted;

    Association(
        WaitCompletionPacket owner,
        CompletionPort port,
        long key,
        long context,
        int status,
        long information) {
      this.owner = owner;
      this.port = port;
      this.key = key;
      this.context = context;
      this.status = status;
      this.information = information;
    }

    @Override
    void ended() {
      posted = true;
      port.post(key, context, status, information, this);
    }

    /** The packet has left the port. */
    void taken() {
      owner.current.compareAndSet(this, null);
    }
  }

  @Override
  public String typeName() {
    return "WaitCompletionPacket";
  }

  /**
   * Waits for an object; the packet then goes to a port. {@code STATUS_INVALID_PARAMETER_1} while
   * an earlier association lasts.
   *
   * @return whether the object was signalled already
   */
  public boolean associate(
      CompletionPort port, Waitable object, long key, long context, int status, long information) {
    Association next = new Association(this, port, key, context, status, information);
    if (!current.compareAndSet(null, next)) {
      throw NtStatus.INVALID_PARAMETER_1.exception();
    }
    next.start(object);
    return next.posted;
  }

  /**
   * Ends the association.
   *
   * @param removeSignaled whether to take the packet out of the port if it is there already
   * @return {@code STATUS_SUCCESS}; {@code STATUS_CANCELLED} when there was none (or its packet was
   *     taken); {@code STATUS_PENDING} when the packet is in the port and stays there
   */
  public NtStatus cancel(boolean removeSignaled) {
    Association association = current.get();
    if (association == null) {
      return NtStatus.CANCELLED;
    }
    if (association.cancel() || (removeSignaled && association.port.remove(association))) {
      current.compareAndSet(association, null);
      return NtStatus.SUCCESS;
    }
    return current.get() == association ? NtStatus.PENDING : NtStatus.CANCELLED;
  }

  @Override
  protected void destroyed() {
    Association association = current.get();
    if (association != null) {
      association.cancel();
    }
  }
}
