package decant.api;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;

/** A function of a DLL behind a callback interface of Java's. */
final class FunctionHandler implements InvocationHandler {
  private final long address;
  private final Mapping mapping;
  private final Class<?> type;

  FunctionHandler(long address, Mapping mapping, Class<?> type) {
    this.address = address;
    this.mapping = mapping;
    this.type = type;
  }

  long address() {
    return address;
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    if (method.getDeclaringClass() == Object.class) {
      return switch (method.getName()) {
        case "hashCode" -> Long.hashCode(address);
        case "equals" ->
            arguments[0] != null
                && java.lang.reflect.Proxy.isProxyClass(arguments[0].getClass())
                && java.lang.reflect.Proxy.getInvocationHandler(arguments[0])
                    instanceof FunctionHandler f
                && f.address == address
                && f.type == type;
        default -> type.getName() + " at " + Host.hex(address);
      };
    }
    if (method.isDefault()) {
      return InvocationHandler.invokeDefault(proxy, method, arguments);
    }
    return new BoundFunction(address, method, mapping).call(arguments);
  }
}
