package decant.nt;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * An object of the NT kernel: what handles refer to. It lives as long as a handle or a kernel
 * reference does; {@link #destroyed} then releases what it holds on the host. Objects are shared by
 * threads: each subclass says how it guards its state.
 */
public abstract class NtObject {
  private final AtomicInteger references = new AtomicInteger();

  /** Adds a reference: a handle, or a thread that is using the object. */
  public final void retain() {
    references.incrementAndGet();
  }

  /** Adds a reference unless the last one is gone already; returns whether it did. */
  public final boolean tryRetain() {
    int n;
    do {
      n = references.get();
      if (n == 0) {
        return false;
      }
    } while (!references.compareAndSet(n, n + 1));
    return true;
  }

  /** Drops a reference; the last one destroys the object. */
  public final void release() {
    if (references.decrementAndGet() == 0) {
      destroyed();
    }
  }

  /** The number of references, for {@code NtQueryObject}. */
  public final int references() {
    return references.get();
  }

  /** The object type's name as Windows has it: {@code File}, {@code Event}, {@code Thread}. */
  public abstract String typeName();

  /** Called once, when the last reference is gone. */
  protected void destroyed() {}

  /** Called when a handle to the object is closed, before the reference goes. */
  protected void handleClosed(HandleTable table, long handle) {}
}
