package decant.api;

import com.sun.jna.Function;
import com.sun.jna.JNIEnv;
import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;

/**
 * Gives Decant what the launcher gives it by options of the JVM: the JDK's internals that it uses.
 * Who may call native code may ask for them: through JNI, which knows no modules. Depends on JNA
 * alone.
 */
final class Internals {
  private static final String[] PACKAGES = {
    "jdk.internal.misc", "sun.nio.ch", "jdk.internal.foreign.abi", "jdk.internal.foreign.abi.x64"
  };

  private static final Map<String, ?> OBJECTS = Map.of(Library.OPTION_ALLOW_OBJECTS, true);

  /** Places in the table of JNI's functions. */
  private static final int GET_STATIC_FIELD_ID = 144;

  private static final int GET_STATIC_OBJECT_FIELD = 145;

  private Internals() {}

  /**
   * Exports the packages to everybody.
   *
   * @throws DecantException when the JVM does not let us; the message names the option to add
   */
  static void open() {
    if (isOpen()) {
      return;
    }
    try {
      MethodHandle open =
          lookup()
              .findVirtual(
                  Module.class, "implAddOpens", MethodType.methodType(void.class, String.class));
      for (String p : PACKAGES) {
        open.invokeExact(Object.class.getModule(), p);
      }
    } catch (IllegalCallerException | LinkageError e) {
      throw new DecantException(
          "this JVM forbids native code: start it with --enable-native-access=ALL-UNNAMED (or"
              + " =com.sun.jna on the module path)",
          e);
    } catch (Throwable e) {
      throw new DecantException(
          "this JVM does not open its internals: start it with"
              + " --add-exports=java.base/jdk.internal.misc=ALL-UNNAMED"
              + " --add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
          e);
    }
  }

  /** Whether options of the JVM have done enough; the rest makes a start faster. */
  private static boolean isOpen() {
    Module base = Object.class.getModule();
    return base.isExported(PACKAGES[0], Internals.class.getModule())
        && base.isExported(PACKAGES[1], Internals.class.getModule());
  }

  /** The lookup that sees everything. */
  private static MethodHandles.Lookup lookup() {
    NativeLibrary c = NativeLibrary.getProcess();
    try (Memory words = new Memory(8);
        Memory name = text("IMPL_LOOKUP");
        Memory type = text("Ljava/lang/invoke/MethodHandles$Lookup;")) {
      // A JNIEnv begins with the address of its table.
      Object[] copy = {words, JNIEnv.CURRENT, 8L};
      c.getFunction("memcpy").invoke(Pointer.class, copy, OBJECTS);
      Pointer table = words.getPointer(0);
      Object[] field = {JNIEnv.CURRENT, MethodHandles.Lookup.class, name, type};
      Pointer id = (Pointer) jni(table, GET_STATIC_FIELD_ID).invoke(Pointer.class, field, OBJECTS);
      Object[] value = {JNIEnv.CURRENT, MethodHandles.Lookup.class, id};
      return (MethodHandles.Lookup)
          jni(table, GET_STATIC_OBJECT_FIELD).invoke(Object.class, value, OBJECTS);
    }
  }

  private static Function jni(Pointer table, int place) {
    return Function.getFunction(table.getPointer(8L * place));
  }

  private static Memory text(String text) {
    Memory memory = new Memory(text.length() + 1L);
    memory.setString(0, text, "US-ASCII");
    return memory;
  }
}
