package decant.abi;

import decant.host.HostLibrary;
import decant.host.Libc;
import decant.host.Memory;
import java.lang.reflect.Method;

/**
 * The short ways from native methods of {@code decant.host} to the C library: the entries of host.S
 * that have their names. Finding and binding them takes half a millisecond, which a program is to
 * be worth.
 */
final class HostShortcuts implements HostLibrary.Shortcuts {
  private static final String PACKAGE = "decant.host.";

  /** What the dynamic linker knows JNA's native half by, wherever it was loaded from. */
  private static final String JNA = "../build/libjnidispatch.so";

  private final MachineCode code;
  private final NativeMethods methods;

  private HostShortcuts(MachineCode code, NativeMethods methods) {
    this.code = code;
    this.methods = methods;
  }

  /** Has native methods go these ways from now on. */
  static void open(MachineCode code, NativeMethods methods) {
    long setLastError;
    try {
      setLastError = HostLibrary.loaded(JNA).address("Java_com_sun_jna_Native_setLastError");
    } catch (UnsatisfiedLinkError e) {
      return; // a JNA that was built otherwise: errors would get lost
    }
    Memory.putLong(code.address("data_set_last_error"), setLastError);
    Memory.putLong(code.address("data_errno_location"), Libc.address("__errno_location"));
    Libc.shorten(new HostShortcuts(code, methods));
  }

  @Override
  public boolean has(Method method) {
    return method.getDeclaringClass().getName().startsWith(PACKAGE) && code.has(entry(method));
  }

  @Override
  public void add(Method method, long function) {
    long entry = code.address(entry(method));
    Memory.putLong(entry - Long.BYTES, function);
    methods.add(method.getName(), HostLibrary.signature(method), entry);
  }

  @Override
  public void bind(Class<?> type) {
    methods.register(type);
  }

  private static String entry(Method method) {
    String type = method.getDeclaringClass().getName();
    return type.substring(PACKAGE.length()) + '.' + method.getName();
  }
}
