package decant.host;

import com.sun.jna.Native;

/**
 * The host's C library, bound directly through JNA. Names, parameters and results are those of the
 * Linux manual pages; pointers are addresses. A failing call returns what the manual says, and
 * {@link #errno} then says why.
 *
 * <p>Bindings are grouped by what uses them, so that a program pays only for the groups that it
 * needs.
 */
public final class Libc {
  private static final HostLibrary C = HostLibrary.open("libc.so.6");

  private Libc() {}

  /** Binds the native methods of a class to the C library. */
  static void bind(Class<?> methods) {
    C.bind(methods);
  }

  /**
   * Has native methods take shortcuts where there are some. Their errors are {@link #errno} too.
   */
  public static void shorten(HostLibrary.Shortcuts by) {
    C.shorten(by);
  }

  /** The address of a function of the C library, for direct thunks; throws when there is none. */
  public static long address(String function) {
    return C.address(function);
  }

  /** The error number of this thread's last failed call; behind one that did not fail, anything. */
  public static int errno() {
    return Native.getLastError();
  }
}
