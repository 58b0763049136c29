package decant.nt.process;

import decant.host.Unistd;
import decant.nt.GuestProcess;
import decant.nt.NtObject;
import decant.nt.NtStatus;

/**
 * What a parent tells a child that runs, over the socket that the child got its start from; the
 * child's side is {@link ParentLink}. Safe for use by all threads.
 */
final class Orders {
  /** The child's first thread begins. */
  static final int RESUME = 1;

  /** The child opens a handle to an object and says which. */
  static final int OPEN = 2;

  /** The child hands an object of one of its handles back. */
  static final int TAKE = 3;

  /** The child belongs to another job. */
  static final int JOB = 4;

  private final GuestProcess process;
  private final int row;
  private int socket;

  /**
   * @param process this process
   * @param row of the child
   */
  Orders(GuestProcess process, int row, int socket) {
    this.process = process;
    this.row = row;
    this.socket = socket;
  }

  synchronized void resume() {
    HandOver order = new HandOver();
    order.putInt(RESUME);
    order.send(socket);
  }

  /** Opens a handle in the child; returns it. */
  long open(NtObject object, int access, int flags) {
    HandOver order = new HandOver();
    order.between(process, row);
    order.putInt(OPEN);
    order.putInt(access);
    order.putInt(flags);
    try {
      if (!PassedObjects.put(order, object, -1)) {
        throw NtStatus.NOT_SUPPORTED.exception();
      }
      return ask(order).getLong();
    } finally {
      order.release();
    }
  }

  /** Asks for the object of a handle of the child; the answer is what {@link #ask} returns. */
  HandOver take(long handle, boolean wanted, boolean close) {
    HandOver order = new HandOver();
    order.putInt(TAKE);
    order.putInt(process.family.own());
    order.putLong(handle);
    order.putInt(wanted ? 1 : 0);
    order.putInt(close ? 1 : 0);
    return ask(order);
  }

  /** Tells the child of a job; {@code link} is its end of the job's socket. */
  void job(int job, int link) {
    HandOver order = new HandOver();
    order.putInt(JOB);
    order.putInt(job);
    order.putDescriptor(link);
    ask(order);
  }

  /** Sends an order and waits for the answer, which begins behind its status. */
  private synchronized HandOver ask(HandOver order) {
    HandOver answer = socket >= 0 && order.send(socket) ? HandOver.receive(socket) : null;
    if (answer == null) {
      throw NtStatus.PROCESS_IS_TERMINATING.exception();
    }
    NtStatus status = NtStatus.of(answer.getInt());
    if (status != NtStatus.SUCCESS) {
      throw (status == null ? NtStatus.UNSUCCESSFUL : status).exception();
    }
    return answer;
  }

  synchronized void close() {
    if (socket >= 0) {
      Unistd.close(socket);
      socket = -1;
    }
  }
}
