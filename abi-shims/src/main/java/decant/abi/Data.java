package decant.abi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An exported variable: a static method {@code void name(GuestThread, long address)} that fills its
 * {@link #size} bytes of zeroed guest memory when a program first binds to it. Twins have a {@link
 * Text} before the address.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Data {
  /** Size in bytes. */
  int size();
}
