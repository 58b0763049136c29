package decant.api;

import com.sun.jna.LastErrorException;
import com.sun.jna.Structure;
import decant.loader.HostedProcess;
import java.lang.ref.Reference;
import java.lang.reflect.Method;

/** A function of a DLL with the types of a Java method. Safe for use by all threads. */
final class BoundFunction {
  private static final Object[] NOTHING = {};

  private final long address;
  private final Mapping mapping;
  private final Class<?>[] types;
  private final Class<?> result;
  private final boolean variable;
  private final boolean throwsLastError;

  BoundFunction(long address, Method method, Mapping mapping) {
    this(
        address,
        mapping,
        method.getParameterTypes(),
        method.getReturnType(),
        method.isVarArgs(),
        throwsLastError(method));
  }

  BoundFunction(
      long address,
      Mapping mapping,
      Class<?>[] types,
      Class<?> result,
      boolean variable,
      boolean throwsLastError) {
    this.address = address;
    this.mapping = mapping;
    this.types = types;
    this.result = result;
    this.variable = variable;
    this.throwsLastError = throwsLastError;
  }

  private static boolean throwsLastError(Method method) {
    for (Class<?> e : method.getExceptionTypes()) {
      if (LastErrorException.class.isAssignableFrom(e)) {
        return true;
      }
    }
    return false;
  }

  /** Calls it; {@code arguments} may be null when there are none. */
  Object call(Object[] arguments) {
    HostedProcess process = Host.process();
    Object[] values = arguments == null ? NOTHING : arguments;
    try (NativeCall call = new NativeCall(process, values.length)) {
      if (Structure.ByValue.class.isAssignableFrom(result)) {
        return structure(call, values, result.asSubclass(Structure.class));
      }
      new ArgumentCodec(call, mapping).addAll(values, types, variable);
      long rax = invoke(process, call);
      return result == void.class
          ? null
          : ResultCodec.mapped(result, rax, process.floatingResult(), mapping);
    } finally {
      Reference.reachabilityFence(values); // the DLL has their addresses
    }
  }

  private long invoke(HostedProcess process, NativeCall call) {
    if (!throwsLastError) {
      return call.invoke(address);
    }
    process.setLastError(0);
    long rax = call.invoke(address);
    int error = process.lastError();
    if (error != 0) {
      throw new LastErrorException(error);
    }
    return rax;
  }

  /** A structure that does not fit a register is returned where the first, hidden argument says. */
  private Object structure(NativeCall call, Object[] values, Class<? extends Structure> type) {
    WindowsLayout.check(type);
    int size = Structure.newInstance(type).size();
    boolean register = ArgumentCodec.fitsRegister(size);
    if (!register) {
      call.add(call.allocate(size));
    }
    new ArgumentCodec(call, mapping).addAll(values, types, variable);
    return ResultCodec.byValue(type, invoke(Host.process(), call));
  }
}
