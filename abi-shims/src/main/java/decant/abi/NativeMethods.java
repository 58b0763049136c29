package decant.abi;

import decant.host.HostLibrary;
import decant.host.Memory;
import java.nio.charset.StandardCharsets;

/**
 * Native methods that are JNI functions of the machine code (jni.S, host.S). Such a call takes 10
 * ns, where JNA takes 90; a downcall of the foreign-function interface would do as well, but takes
 * 8 ms to make.
 */
final class NativeMethods {
  /** {@code JNINativeMethod}: name, signature, code. */
  private static final int ENTRY = 24;

  private static final int MAX_METHODS = 16;

  /** Room for the entries and behind them their texts; layout.inc says the same. */
  static final int SIZE = 1024;

  private final long table;
  private long text;
  private int count;

  /** Binds the native methods of this class; once per JVM. */
  NativeMethods(MachineCode code) {
    table = code.address("data_native_methods");
    empty();
    try {
      HostLibrary.bind(
          NativeMethods.class.getDeclaredMethod(
              "registerFirst", long.class, long.class, long.class, int.class),
          code.address("register_first"));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
    add("enter", "(JJJ)J", code.address("enter_jni"));
    add("register", "(Ljava/lang/Class;JI)I", code.address("register_jni"));
    long vms = HostLibrary.open("libjvm.so").address("JNI_GetCreatedJavaVMs");
    check(registerFirst(vms, ascii("decant/abi/NativeMethods"), table, count));
    empty();
  }

  /**
   * Calls a guest function whose arguments lie in the slots at {@code bottom}; returns RAX. See
   * gate.S.
   */
  static native long enter(long function, long bottom, long teb);

  private static native int registerFirst(long createdVms, long className, long methods, int count);

  /** {@code RegisterNatives} of JNI; returns 0. */
  private static native int register(Class<?> type, long methods, int count);

  /**
   * Adds a method to those that {@link #register(Class)} will bind. Not for several threads at
   * once.
   *
   * @param function a JNI function, whose first arguments are the {@code JNIEnv *} and the class
   */
  void add(String name, String signature, long function) {
    if (count == MAX_METHODS) {
      throw new IllegalStateException("too many native methods at once");
    }
    long entry = table + count++ * ENTRY;
    Memory.putLong(entry, ascii(name));
    Memory.putLong(entry + 8, ascii(signature));
    Memory.putLong(entry + 16, function);
  }

  /** Binds what was added since the last time: static methods of a class. */
  void register(Class<?> type) {
    check(register(type, table, count));
    empty();
  }

  private void empty() {
    count = 0;
    text = table + MAX_METHODS * ENTRY;
  }

  private long ascii(String value) {
    long at = text;
    if (value.length() >= table + SIZE - at) {
      throw new IllegalStateException("too many native methods at once");
    }
    text = Memory.putNarrowZ(at, value.getBytes(StandardCharsets.ISO_8859_1));
    return at;
  }

  private static void check(int result) {
    if (result != 0) {
      throw new IllegalStateException("the JVM does not take native methods: " + result);
    }
  }
}
