package decant.abi;

import decant.host.HostLibrary;
import decant.host.Memory;
import java.nio.charset.StandardCharsets;

/**
 * The native method through which Java calls guest functions: a JNI method whose code is {@code
 * enter_jni} of the machine code (10 ns, where JNA takes 90; a downcall of the foreign-function
 * interface would do as well, but takes 8 ms to make).
 */
final class Enter {
  private Enter() {}

  /**
   * Calls a guest function whose arguments lie in the slots at {@code bottom}; returns RAX. See
   * gate.S.
   */
  static native long enter(long function, long bottom, long teb);

  /** Registers a native method; returns 0. See jni.S. */
  private static native int registerNative(long createdVms, long className, long method);

  /**
   * Binds {@link #enter}.
   *
   * @param scratch guest memory, at least 1 KiB
   */
  static void bind(MachineCode code, long scratch) {
    try {
      HostLibrary.bind(
          Enter.class.getDeclaredMethod("registerNative", long.class, long.class, long.class),
          code.address("register_native"));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
    long className = scratch + 0x20; // behind the JNINativeMethod: name, signature, code
    long name = ascii(className, "decant/abi/Enter");
    long signature = ascii(name, "enter");
    Memory.putLong(scratch, name);
    Memory.putLong(scratch + 8, signature);
    Memory.putLong(scratch + 16, code.address("enter_jni"));
    ascii(signature, "(JJJ)J");
    long vms = HostLibrary.open("libjvm.so").address("JNI_GetCreatedJavaVMs");
    if (registerNative(vms, className, scratch) != 0) {
      throw new IllegalStateException("the JVM does not take the way into guest code");
    }
  }

  private static long ascii(long at, String text) {
    return Memory.putNarrowZ(at, text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
