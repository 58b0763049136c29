package decant.abi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Functions of Windows that Decant does not have and is not meant to have: they are missing like
 * all others without a shim, but a user is told why. On {@link Unplanned}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Never.All.class)
public @interface Never {
  /** The libraries: lower case, without {@code .dll}. */
  String[] dll();

  /** The functions as exported; everything in the libraries that has no shim when empty. */
  String[] value() default {};

  /** Why; one sentence, for the coverage table. */
  String note();

  /** All of a class. */
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @interface All {
    Never[] value();
  }
}
