package decant.api;

import com.sun.jna.Pointer;
import decant.loader.HostedProcess;
import decant.loader.pe.BadImageException;
import decant.nt.NtStatus;
import decant.nt.NtStatusException;
import decant.nt.Win32Exception;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A Windows DLL in this JVM. Safe for use by all threads; what the DLL's functions allow at the
 * same time, its documentation says. Two libraries of the same file are one module.
 */
public final class WindowsLibrary implements AutoCloseable {
  private final Path file;
  private final long module;
  private final HostedProcess process;
  private final AtomicBoolean closed = new AtomicBoolean();

  private WindowsLibrary(Path file, long module, HostedProcess process) {
    this.file = file;
    this.module = module;
    this.process = process;
  }

  static WindowsLibrary load(Path file) {
    HostedProcess process = Host.process();
    try {
      return new WindowsLibrary(file, process.load(file), process);
    } catch (BadImageException e) {
      throw new CannotLoadDllException(e.getMessage());
    } catch (NtStatusException e) {
      throw new CannotLoadDllException(
          file
              + (e.status() == NtStatus.DLL_NOT_FOUND
                  ? ": there is no such DLL"
                  : ": cannot be loaded (STATUS_" + e.status().name() + ")"));
    } catch (Win32Exception e) {
      throw new CannotLoadDllException(
          file + ": cannot be loaded (error " + e.error().code() + ")");
    } catch (RuntimeException e) {
      throw Host.translated(e);
    }
  }

  /** The file that it was loaded from. */
  public Path file() {
    return file;
  }

  /**
   * The address of an exported function or variable.
   *
   * @throws UnsatisfiedLinkError when the DLL exports no such name
   */
  public Pointer address(String export) {
    requireOpen();
    long address = process.export(module, export);
    if (address == 0) {
      throw new UnsatisfiedLinkError(file + " exports no " + export);
    }
    return new Pointer(address);
  }

  /**
   * Calls an exported function whose types are those of the arguments.
   *
   * @param result the type of its result; {@code void.class} for none
   */
  public <T> T call(Class<T> result, String export, Object... arguments) {
    long address = Pointer.nativeValue(address(export));
    Class<?>[] types = new Class<?>[arguments.length];
    java.util.Arrays.fill(types, Object.class);
    BoundFunction function =
        new BoundFunction(address, Mapping.of(Map.of()), types, result, false, false);
    @SuppressWarnings("unchecked")
    T value = (T) function.call(arguments);
    return value;
  }

  /**
   * The DLL as an interface; see {@link Decant#load(Path, Class, Map)}.
   *
   * @param options JNA's, of {@code com.sun.jna.Library}
   */
  public <T> T as(Class<T> type, Map<String, ?> options) {
    Handler handler = new Handler(type, Mapping.of(options));
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /** Frees the DLL: the last of its libraries to be closed calls {@code DllMain} and unmaps it. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        process.free(module);
      } catch (RuntimeException e) {
        throw Host.translated(e);
      }
    }
  }

  private void requireOpen() {
    if (closed.get()) {
      throw new IllegalStateException(file + " was closed");
    }
  }

  @Override
  public String toString() {
    return file + " at " + Host.hex(module);
  }

  private final class Handler implements InvocationHandler {
    private final Class<?> type;
    private final Mapping mapping;
    private final Map<Method, BoundFunction> functions = new ConcurrentHashMap<>();

    Handler(Class<?> type, Mapping mapping) {
      this.type = type;
      this.mapping = mapping;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      BoundFunction function = functions.get(method);
      if (function == null) {
        if (method.getDeclaringClass() == Object.class) {
          return ofObject(proxy, method, arguments);
        }
        if (method.isDefault()) {
          return InvocationHandler.invokeDefault(proxy, method, arguments);
        }
        if (method.getDeclaringClass() == AutoCloseable.class
            || proxy instanceof AutoCloseable
                && method.getName().equals("close")
                && method.getParameterCount() == 0) {
          close();
          return null;
        }
        function = bind(method);
      }
      requireOpen();
      return function.call(arguments);
    }

    private BoundFunction bind(Method method) {
      long address = Pointer.nativeValue(address(mapping.exportOf(method)));
      BoundFunction function = new BoundFunction(address, method, mapping);
      functions.put(method, function);
      return function;
    }

    private Object ofObject(Object proxy, Method method, Object[] arguments) {
      return switch (method.getName()) {
        case "hashCode" -> System.identityHashCode(proxy);
        case "equals" -> proxy == arguments[0];
        default -> type.getName() + " in " + WindowsLibrary.this;
      };
    }
  }
}
