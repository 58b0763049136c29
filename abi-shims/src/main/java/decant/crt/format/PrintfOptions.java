package decant.crt.format;

/** How the printf families differ. The low bits are the universal CRT's own option bits. */
public final class PrintfOptions {
  /** {@code _CRT_INTERNAL_PRINTF_LEGACY_VSPRINTF_NULL_TERMINATION}. */
  public static final int LEGACY_NULL_TERMINATION = 0x01;

  /** {@code _CRT_INTERNAL_PRINTF_STANDARD_SNPRINTF_BEHAVIOR}. */
  public static final int STANDARD_SNPRINTF = 0x02;

  /** {@code _CRT_INTERNAL_PRINTF_LEGACY_WIDE_SPECIFIERS}: %s is wide in the wide functions. */
  public static final int LEGACY_WIDE_SPECIFIERS = 0x04;

  /** {@code _CRT_INTERNAL_PRINTF_LEGACY_MSVCRT_COMPATIBILITY}. */
  public static final int LEGACY_MSVCRT = 0x08;

  /** {@code _CRT_INTERNAL_PRINTF_LEGACY_THREE_DIGIT_EXPONENTS}. */
  public static final int THREE_DIGIT_EXPONENTS = 0x10;

  /** {@code _CRT_INTERNAL_PRINTF_STANDARD_ROUNDING}. */
  public static final int STANDARD_ROUNDING = 0x20;

  /** The universal CRT; else msvcrt. */
  public static final int UNIVERSAL = 0x100;

  /** Arguments have numbers: the {@code _p} functions. */
  public static final int POSITIONAL = 0x200;

  /** msvcrt's behaviour. */
  public static final int MSVCRT = LEGACY_WIDE_SPECIFIERS | THREE_DIGIT_EXPONENTS;

  private PrintfOptions() {}
}
