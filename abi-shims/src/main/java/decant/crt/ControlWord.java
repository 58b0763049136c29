package decant.crt;

import decant.nt.GuestThread;

/**
 * The floating-point control word of a thread, in the CRT's own bits.
 *
 * @see <a
 *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/control87-controlfp-control87-2">_control87</a>
 */
final class ControlWord {
  /** All exceptions masked, 53 bits of precision, round to nearest. */
  static final int DEFAULT = 0x9_001F;

  static final int EM_DENORMAL = 0x8_0000;
  static final int ROUNDING = 0x300;

  /** Denormals, infinity, precision, rounding and exception masks. */
  static final int KNOWN = 0x0300_0000 | 0x4_0000 | 0x3_0000 | ROUNDING | EM_DENORMAL | 0x1F;

  private int value = DEFAULT;

  /** Sets the bits of {@code mask} for a thread; returns the word as it is then. */
  static int change(GuestThread t, int bits, int mask) {
    ControlWord word = t.state(ControlWord.class, x -> new ControlWord());
    word.value = word.value & ~mask | bits & mask & KNOWN;
    return word.value;
  }
}
