package decant.abi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How a trace shows a parameter, or on a method its result, where neither the Java type and the
 * other annotations nor the rules by name ({@code trace.rules}, which has the syntax) say it:
 * {@code "*dword"}, {@code "code"}, {@code "*{x:int@0 y:int@4}"}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.METHOD})
public @interface Shown {
  String value();
}
