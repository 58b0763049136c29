package decant.crt;

import decant.host.Memory;
import decant.nt.GuestThread;

/** {@code struct lconv} in guest memory. */
final class Lconv {
  /** The character of a member that the locale says nothing about. */
  private static final int CHAR_MAX = 127;

  private static final int CHARS = 80;
  private static final int WIDE = 88;
  static final int SIZE = WIDE + 8 * 8;

  /** The ten {@code char*} members in order, in the "C" locale and in United States English. */
  private static final String[] C = {".", "", "", "", "", "", "", "", "", ""};

  private static final String[] ENGLISH = {".", ",", "\3", "USD", "$", ".", ",", "\3", "", "-"};

  /** Which of them have a wide twin, in the order of the twins. */
  private static final int[] TWINS = {0, 1, 3, 4, 5, 6, 8, 9};

  private static final int NUMERIC_MEMBERS = 3;

  /** int_frac_digits to n_sign_posn. */
  private static final int[] ENGLISH_CHARS = {2, 2, 1, 0, 0, 0, 3, 0};

  private static final int LC_MONETARY = 3;
  private static final int LC_NUMERIC = 4;

  private Lconv() {}

  /** Fills the thread's {@code lconv} for a locale. */
  static long address(GuestThread t, CrtLocale locale) {
    long address = CrtThread.buffer(t, CrtThread.Buffer.LCONV);
    Locales strings = Locales.of(t.process);
    boolean numeric = locale.lcid(LC_NUMERIC) != 0;
    boolean monetary = locale.lcid(LC_MONETARY) != 0;
    for (int i = 0; i < C.length; i++) {
      Memory.putLong(address + 8L * i, strings.string(t, Units.NARROW, text(i, numeric, monetary)));
    }
    for (int i = 0; i < ENGLISH_CHARS.length; i++) {
      Memory.putByte(address + CHARS + i, monetary ? ENGLISH_CHARS[i] : CHAR_MAX);
    }
    for (int i = 0; i < TWINS.length; i++) {
      Memory.putLong(
          address + WIDE + 8L * i,
          strings.string(t, Units.WIDE, text(TWINS[i], numeric, monetary)));
    }
    return address;
  }

  private static String text(int member, boolean numeric, boolean monetary) {
    return ((member < NUMERIC_MEMBERS ? numeric : monetary) ? ENGLISH : C)[member];
  }
}
