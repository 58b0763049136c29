package decant.abi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that is an API: from this declaration come its export and stub, the adapter that decodes
 * the call, the trace line and the coverage row.
 *
 * <p>The method is static. Its first parameter may be the calling {@link decant.nt.GuestThread},
 * which takes no argument slot, and anywhere there may be one {@link Text}, which takes none either
 * and makes the method two exports, with {@code A} and {@code W} behind the name, or where {@link
 * #value} says. Every other parameter is the next argument: {@code int}, {@code short}, {@code
 * byte}, {@code boolean} (a BOOL), {@code long} (a pointer, a handle or 64 bits), {@code float},
 * {@code double}, or {@code String} (marked {@link Wide} or {@link Narrow}, or unmarked beside a
 * {@code Text}: that one's encoding; null for a null pointer). {@link VarArgs} marks a last {@code
 * long} that is the address of the remaining argument slots, which on this platform is also what a
 * {@code va_list} is.
 *
 * <p>A method fails by throwing {@link decant.nt.NtStatusException} or {@link
 * decant.nt.Win32Exception}; {@link #fails} says what the guest then sees.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Export {
  /**
   * The exported names; the method's own name when empty. Several names are aliases. A name with
   * parts <code>{a|b}</code> is two, as {@link Text#name} says: of the twins where there is a
   * {@code Text}, else aliases.
   */
  String[] value() default {};

  /** The libraries that export it, when not those of the class's {@link Library}. */
  String[] dll() default {};

  /** The ordinal, 0 for none. */
  int ordinal() default 0;

  /** What the guest sees when the method throws. */
  Fails fails() default Fails.DEFAULT;

  /** How much of the documented behaviour there is. */
  Support support() default Support.FULL;

  /** What is missing, when {@link #support} is not full; one sentence, for the coverage table. */
  String note() default "";
}
