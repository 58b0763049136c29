package decant.host;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * The host's C library, bound directly through JNA. Names, parameters and results are those of the
 * Linux manual pages; pointers are addresses. A failing call returns what the manual says, and
 * {@link #errno} then says why.
 *
 * <p>Bindings are grouped by what uses them, so that a program pays only for the groups that it
 * needs.
 */
public final class Libc {
  /**
   * Where JNA looks for libraries that are named without a path. Nothing here is; but unless it is
   * told, JNA starts {@code ldconfig} to find out, in every process.
   */
  private static final String SEARCH_PATH = "jna.platform.library.path";

  static {
    if (System.getProperty(SEARCH_PATH) == null) {
      System.setProperty(SEARCH_PATH, "/usr/lib");
    }
  }

  private static final NativeLibrary C = NativeLibrary.getInstance("libc.so.6");

  private Libc() {}

  /** Binds the native methods of a class to the C library. */
  static void bind(Class<?> methods) {
    Native.register(methods, C);
  }

  /** The address of a function of the C library, for direct thunks; throws when there is none. */
  public static long address(String function) {
    return com.sun.jna.Pointer.nativeValue(C.getFunction(function));
  }

  /** The error number of this thread's last failed call. */
  public static int errno() {
    return Native.getLastError();
  }
}
