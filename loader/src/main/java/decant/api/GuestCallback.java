package decant.api;

import com.sun.jna.Callback;
import com.sun.jna.Native;
import com.sun.jna.NativeMapped;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.WString;
import decant.abi.Args;
import decant.abi.GuestExit;
import decant.abi.GuestFunctions;
import decant.abi.GuestUnwind;
import decant.nt.GuestThread;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Function pointers that lead to a {@link Callback}. As JNA has it, a callback's pointer lives as
 * long as the callback object: who gives it to a DLL keeps the object while the DLL may call. What
 * a callback throws goes to JNA's {@link Native#getCallbackExceptionHandler}, and the DLL gets 0.
 */
final class GuestCallback implements GuestFunctions.Body {
  private static final Map<Key, Long> ADDRESSES = new HashMap<>();
  private static final ReferenceQueue<Callback> COLLECTED = new ReferenceQueue<>();

  private final Key callback;
  private final Method method;
  private final Class<?>[] types;
  private final Mapping mapping;

  /** The last string that was returned: it lives until the next one. */
  private long returned;

  /** A callback, by identity. */
  private static final class Key extends WeakReference<Callback> {
    private final int hash;

    Key(Callback callback) {
      super(callback, COLLECTED);
      hash = System.identityHashCode(callback);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      return this == other || other instanceof Key k && get() != null && get() == k.get();
    }
  }

  private GuestCallback(Key callback, Method method, Mapping mapping) {
    this.callback = callback;
    this.method = method;
    this.types = method.getParameterTypes();
    this.mapping = mapping;
  }

  /** The address of the function that a callback is for DLLs. */
  static long address(Callback callback, Mapping mapping) {
    if (Proxy.isProxyClass(callback.getClass())
        && Proxy.getInvocationHandler(callback) instanceof FunctionHandler f) {
      return f.address();
    }
    synchronized (ADDRESSES) {
      for (Object gone = COLLECTED.poll(); gone != null; gone = COLLECTED.poll()) {
        Long address = ADDRESSES.remove(gone);
        if (address != null) {
          GuestFunctions.remove(address);
        }
      }
      Key key = new Key(callback);
      Long known = ADDRESSES.get(key);
      if (known == null) {
        known = GuestFunctions.add(new GuestCallback(key, method(callback.getClass()), mapping));
        ADDRESSES.put(key, known);
      }
      return known;
    }
  }

  /** A function pointer of a DLL as a callback interface. */
  static Callback ofFunction(Class<?> type, long address, Mapping mapping) {
    if (address == 0) {
      return null;
    }
    return (Callback)
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            new FunctionHandler(address, mapping, type));
  }

  /** The method of a callback: the only one of its interface, or the one called so. */
  private static Method method(Class<?> type) {
    Class<?> declared = callbackInterface(type);
    Method only = null;
    int count = 0;
    for (Method m : declared.getMethods()) {
      if (Modifier.isAbstract(m.getModifiers())) {
        if (m.getName().equals(Callback.METHOD_NAME)) {
          return accessible(m);
        }
        only = m;
        count++;
      }
    }
    if (count != 1) {
      throw new IllegalArgumentException(
          declared.getName() + " has no method that is the callback: one, or one called callback");
    }
    return accessible(only);
  }

  private static Method accessible(Method m) {
    m.setAccessible(true);
    return m;
  }

  private static Class<?> callbackInterface(Class<?> type) {
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      for (Class<?> i : c.getInterfaces()) {
        if (Callback.class.isAssignableFrom(i)) {
          return i == Callback.class ? c : i;
        }
      }
    }
    throw new IllegalArgumentException(type.getName() + " is no callback");
  }

  @Override
  public long invoke(GuestThread t, long frame) {
    Callback target = callback.get();
    if (target == null) {
      return 0;
    }
    Host.process().enteredFrom(t);
    try {
      Object[] values = new Object[types.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = argument(frame, i);
      }
      Object result = method.invoke(target, values);
      writeBack(values);
      return answer(result, frame);
    } catch (GuestUnwind | GuestExit e) {
      throw e;
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof GuestUnwind unwind) {
        throw unwind; // the DLL leaves the callback by longjmp
      }
      report(target, e.getCause());
    } catch (Throwable e) {
      report(target, e);
    }
    return 0;
  }

  private static void report(Callback target, Throwable e) {
    try {
      Native.getCallbackExceptionHandler().uncaughtException(target, e);
    } catch (RuntimeException | Error handler) {
      handler.printStackTrace();
    }
  }

  private Object argument(long frame, int i) {
    Class<?> type = types[i];
    long slot = Args.i64(frame, i);
    if (Structure.ByValue.class.isAssignableFrom(type)) {
      return ResultCodec.byValue(type.asSubclass(Structure.class), slot);
    }
    return ResultCodec.mapped(type, slot, Double.doubleToRawLongBits(Args.f64(frame, i)), mapping);
  }

  private static void writeBack(Object[] values) {
    for (Object value : values) {
      if (value instanceof Structure s && !(value instanceof Structure.ByValue)) {
        s.autoWrite();
      }
    }
  }

  private long answer(Object value, long frame) {
    return switch (value) {
      case null -> 0;
      case Float f -> Args.result((float) f, frame);
      case Double d -> Args.result((double) d, frame);
      case Integer i -> i;
      case Long l -> l;
      case Boolean b -> b ? 1 : 0;
      case Short s -> s;
      case Byte b -> b;
      case Character c -> c;
      case Pointer p -> Pointer.nativeValue(p);
      case NativeMapped m -> answer(m.toNative(), frame);
      case Callback c -> address(c, mapping);
      case String s -> keep(s, false);
      case WString s -> keep(s.toString(), true);
      case Structure s when !(s instanceof Structure.ByValue) -> {
        s.autoWrite();
        yield Pointer.nativeValue(s.getPointer());
      }
      default ->
          throw new IllegalArgumentException(
              "a callback returns no " + Objects.requireNonNull(value).getClass().getName());
    };
  }

  private synchronized long keep(String text, boolean wide) {
    if (returned != 0) {
      Host.process().release(returned);
    }
    NativeCall memory = new NativeCall(Host.process(), 0); // not closed: the string stays
    returned = wide ? memory.wide(text) : memory.narrow(text, mapping.charset());
    return returned;
  }
}
