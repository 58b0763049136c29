package decant.abi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Machine code answers the plain calls of a function, as {@code NAME_shortcut} in the blob, and
 * hands all others on to the method. Unlike {@link Direct} functions these are traced as all of
 * Java's, for which tracing does without the shortcut.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Shortcut {}
