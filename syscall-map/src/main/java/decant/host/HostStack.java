package decant.host;

/** Where the stack of a thread of the host lies: for threads that Decant has not made. */
public final class HostStack {
  /** Room for {@code pthread_attr_t}, and two words behind it. */
  private static final int ATTRIBUTES = 64;

  static {
    Libc.bind(HostStack.class);
  }

  private HostStack() {}

  private static native long pthread_self();

  private static native int pthread_getattr_np(long thread, long attributes);

  private static native int pthread_attr_getstack(long attributes, long address, long size);

  private static native int pthread_attr_destroy(long attributes);

  /**
   * The lowest address of the calling thread's stack.
   *
   * @param scratch 128 bytes for the host call
   */
  public static long lowest(long scratch) {
    if (pthread_getattr_np(pthread_self(), scratch) != 0) {
      throw new IllegalStateException("the host does not tell where this thread's stack is");
    }
    long words = scratch + ATTRIBUTES;
    pthread_attr_getstack(scratch, words, words + 8);
    pthread_attr_destroy(scratch);
    return Memory.getLong(words);
  }
}
