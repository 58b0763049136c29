package decant.host;

import com.sun.jna.FromNativeConverter;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ToNativeConverter;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import jdk.internal.misc.Unsafe;

/**
 * A shared library of the host, whose functions become native methods through JNA.
 *
 * <p>{@code Native.register} takes 12 ms for its first class, most of it to learn how Java types
 * map to C's, and every program's start would wait for that. Host functions are declared with
 * {@code int}, {@code long}, {@code double} and {@code void} alone, whose mapping is known: so the
 * native half of JNA is asked directly.
 */
public final class HostLibrary {
  private static final int RTLD_LAZY_GLOBAL = 0x101;
  private static final int RTLD_LAZY_NOLOAD = 0x5;
  private static final int UNCHANGED = -1;

  static {
    Unsafe.getUnsafe().ensureClassInitialized(Native.class); // that fills in the types below
  }

  private static final Method OPEN = method("open", String.class, int.class);
  private static final Method FIND = method("findSymbol", long.class, String.class);
  private static final Method REGISTER =
      method(
          "registerMethod",
          Class.class,
          String.class,
          String.class,
          int[].class,
          long[].class,
          long[].class,
          int.class,
          long.class,
          long.class,
          Method.class,
          long.class,
          int.class,
          boolean.class,
          ToNativeConverter[].class,
          FromNativeConverter.class,
          String.class);

  private static final long INT32 = type("ffi_type_sint32");
  private static final long INT64 = type("ffi_type_sint64");
  private static final long FLOAT64 = type("ffi_type_double");
  private static final long VOID = type("ffi_type_void");

  /** Decides what a native method is bound to; null: to the function that it is declared for. */
  private static Binding binding;

  private final long handle;

  /** The classes that were bound before there were shortcuts. */
  private final List<Class<?>> bound = new ArrayList<>();

  private Shortcuts shortcuts;

  private HostLibrary(long handle) {
    this.handle = handle;
  }

  /** What native methods are bound to, for those who want to know which are called. */
  public interface Binding {
    /** What to bind to instead of the function at an address; a function of the same signature. */
    long bound(Method method, long function);
  }

  /** Ways from native methods to their functions that are shorter than JNA's. */
  public interface Shortcuts {
    /** Whether there is one for a method. */
    boolean has(Method method);

    /** Adds a method to those that {@link #bind} will bind, and the function that it shall call. */
    void add(Method method, long function);

    /** Binds the methods that were added, all of one class. */
    void bind(Class<?> methods);
  }

  /** Has all methods that are bound from now on go another way. */
  public static void observe(Binding other) {
    binding = other;
  }

  /**
   * Opens a library, by the name that the dynamic linker knows it by.
   *
   * @throws UnsatisfiedLinkError when there is none
   */
  public static HostLibrary open(String name) {
    return new HostLibrary((long) call(OPEN, name, RTLD_LAZY_GLOBAL));
  }

  /**
   * As {@link #open}, of a library that the process has loaded already.
   *
   * @throws UnsatisfiedLinkError when it has not
   */
  public static HostLibrary loaded(String name) {
    return new HostLibrary((long) call(OPEN, name, RTLD_LAZY_NOLOAD));
  }

  /**
   * The address of a function.
   *
   * @throws UnsatisfiedLinkError when the library lacks it
   */
  public long address(String function) {
    return (long) call(FIND, handle, function);
  }

  /** Binds the native methods of a class to the functions of the same names. */
  synchronized void bind(Class<?> methods) {
    if (shortcuts == null) {
      bound.add(methods);
    }
    bind(methods, true);
  }

  /** Has native methods take shortcuts where there are some, those that are bound already too. */
  synchronized void shorten(Shortcuts by) {
    shortcuts = by;
    for (Class<?> methods : bound) {
      bind(methods, false);
    }
    bound.clear();
  }

  private void bind(Class<?> methods, boolean all) {
    boolean shortened = false;
    for (Method method : methods.getDeclaredMethods()) {
      if (Modifier.isNative(method.getModifiers())) {
        if (shortcuts != null && shortcuts.has(method)) {
          shortcuts.add(method, bound(method, address(method.getName())));
          shortened = true;
        } else if (all) {
          bind(method, address(method.getName()));
        }
      }
    }
    if (shortened) {
      shortcuts.bind(methods);
    }
  }

  /** Binds one native method to the System V function at an address. */
  public static void bind(Method method, long function) {
    Class<?>[] parameters = method.getParameterTypes();
    int[] conversions = new int[parameters.length];
    long[] types = new long[parameters.length];
    for (int i = 0; i < parameters.length; i++) {
      conversions[i] = UNCHANGED;
      types[i] = type(parameters[i]);
    }
    long returns = type(method.getReturnType());
    call(
        REGISTER,
        method.getDeclaringClass(),
        method.getName(),
        signature(method),
        conversions,
        types,
        types,
        UNCHANGED,
        returns,
        returns,
        method,
        bound(method, function),
        0,
        false,
        null,
        null,
        "UTF-8");
  }

  private static long bound(Method method, long function) {
    return binding == null ? function : binding.bound(method, function);
  }

  /** A method's parameters and result, as the JVM writes them. */
  public static String signature(Method method) {
    StringBuilder signature = new StringBuilder(16).append('(');
    for (Class<?> parameter : method.getParameterTypes()) {
      signature.append(parameter.descriptorString());
    }
    return signature.append(')').append(method.getReturnType().descriptorString()).toString();
  }

  private static long type(Class<?> type) {
    if (type == long.class) {
      return INT64;
    }
    if (type == int.class) {
      return INT32;
    }
    if (type == double.class) {
      return FLOAT64;
    }
    if (type == void.class) {
      return VOID;
    }
    throw new IllegalArgumentException("host functions take no " + type);
  }

  private static Method method(String name, Class<?>... parameters) {
    try {
      Method method = Native.class.getDeclaredMethod(name, parameters);
      method.setAccessible(true);
      return method;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("this is not the JNA that Decant is built with", e);
    }
  }

  /** The address of a type's description, which JNA's native half leaves in a static field. */
  private static long type(String name) {
    try {
      Class<?> types = Class.forName("com.sun.jna.Structure$FFIType$FFITypes");
      Field field = types.getDeclaredField(name);
      Unsafe unsafe = Unsafe.getUnsafe(); // a Field's first use makes method handles
      Object type = unsafe.getReference(types, unsafe.staticFieldOffset(field));
      long address = Pointer.nativeValue((Pointer) type);
      if (address == 0) {
        throw new IllegalStateException("JNA's native half has not told what a " + name + " is");
      }
      return address;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this is not the JNA that Decant is built with", e);
    }
  }

  private static Object call(Method method, Object... arguments) {
    try {
      return method.invoke(null, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
