package decant.abi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The export is machine code: imports are bound straight to a symbol of the blob. A {@code native}
 * method only declares the signature; a method with a body is the slow path, reached through the
 * blob's data slot {@code slow_SYMBOL}. Where its calls are traced, machine code is called from
 * below the gate.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Direct {
  /**
   * The symbol in the blob; the method's name when empty. Twins may have parts <code>{a|b}</code>
   * in it, as in their names.
   */
  String value() default "";

  /**
   * Whether the code depends on the registers or the stack of its caller, so that nothing can stand
   * between the two: its calls are not traced.
   */
  boolean framed() default false;
}
