package decant.nt.io;

import decant.nt.NtStatus;
import decant.nt.file.IoObject;

/** An operation on a descriptor that may have to wait: it is tried until it ends. */
public abstract class IoRequest {
  final IoReport report;
  IoRequest next;
  private NtStatus status;
  private long information;

  /** What the end is reported for; null for the object of the queue. */
  final IoObject reporter;

  private IoQueue nextQueue;
  private IoRequest successor;

  protected IoRequest(IoReport report) {
    this.report = report;
    this.reporter = null;
  }

  /** A request that goes on with what another began on an object, and ends it. */
  protected IoRequest(IoRequest before, IoObject reporter) {
    this.report = before.report;
    this.reporter = reporter;
  }

  /**
   * Tries once, without waiting, on any thread; called under the lock of the queue. Ends by {@link
   * #done} or leaves things as they are.
   *
   * @param events {@code EPOLL*} that are known to have come, 0 for none
   */
  protected abstract void attempt(int events);

  /** The events ({@code EPOLLIN}, {@code EPOLLOUT} …) after which trying again makes sense. */
  protected abstract int awaits();

  /** Whether a later request for the same events must wait until this one has ended. */
  protected boolean inOrder() {
    return true;
  }

  /** The request is over: with a result, or because it was cancelled. Called once. */
  protected void ended() {}

  /** Ends the request. */
  protected final void done(NtStatus result, long bytes) {
    status = result;
    information = bytes;
  }

  /** The request goes on as another, on another queue. */
  protected final void handOn(IoQueue queue, IoRequest request) {
    nextQueue = queue;
    successor = request;
  }

  final boolean isHandedOn() {
    return successor != null;
  }

  /** Lets the successor begin; the operation is known to be pending. */
  final void startSuccessor() {
    nextQueue.take(successor);
  }

  final boolean isDone() {
    return status != null;
  }

  final NtStatus status() {
    return status;
  }

  /** The number of bytes, or what else the operation counts. */
  public final long information() {
    return information;
  }
}
