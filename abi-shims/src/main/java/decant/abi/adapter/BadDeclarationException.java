package decant.abi.adapter;

import java.lang.reflect.Method;

/** A declaration that cannot work; the message names it and says what to write instead. */
public final class BadDeclarationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadDeclarationException(Method method, String problem) {
    super(method.getDeclaringClass().getName() + "." + method.getName() + " " + problem);
  }
}
