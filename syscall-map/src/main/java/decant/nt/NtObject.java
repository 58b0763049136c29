package decant.nt;

import decant.nt.process.HandOver;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An object of the NT kernel: what handles refer to. It lives as long as a handle or a kernel
 * reference does; {@link #destroyed} then releases what it holds on the host. Objects are shared by
 * threads: each subclass says how it guards its state.
 */
public abstract class NtObject {
  private final AtomicInteger references = new AtomicInteger();
  private ObjectNamespace namespace;
  private String name;

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
      if (namespace != null) {
        namespace.remove(name, this);
      }
      destroyed();
    }
  }

  /** The number of references, for {@code NtQueryObject}. */
  public final int references() {
    return references.get();
  }

  /** The object has got a name; called before anybody else can find it. */
  final void named(ObjectNamespace in, String path) {
    namespace = in;
    name = path;
  }

  /** The object's NT path, or null. */
  public final String name() {
    return name;
  }

  /** What a handle grants for which so much is asked: generic rights as those of the type. */
  public int granted(int access) {
    return access;
  }

  /** The object type's name as Windows has it: {@code File}, {@code Event}, {@code Thread}. */
  public abstract String typeName();

  /**
   * Puts the object into a message to another process, its kind first ({@link
   * decant.nt.process.PassedObjects}); returns false, and puts nothing, when only this process can
   * have it.
   */
  public boolean handOver(HandOver out) {
    return false;
  }

  /** In {@link #directFile}: machine code may read. */
  protected static final long DIRECT_READ = 1L << 32;

  /** In {@link #directFile}: machine code may write. */
  protected static final long DIRECT_WRITE = 2L << 32;

  /** In {@link #directFile}: machine code may move the position. */
  protected static final long DIRECT_SEEK = 4L << 32;

  /**
   * What machine code may do by itself with a handle to this object: the host's descriptor, and
   * {@code DIRECT_*}; 0 for nothing. Always the same for an access.
   *
   * @param access the access that the handle grants
   */
  public long directFile(int access) {
    return 0;
  }

  /** Called once, when the last reference is gone. */
  protected void destroyed() {}

  /** Called when a handle to the object has been opened. */
  protected void handleOpened() {}

  /** Called when a handle to the object is closed, before the reference goes. */
  protected void handleClosed(HandleTable table, long handle) {}
}
