package decant.crt;

import decant.abi.CrtErrno;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.host.Memory;
import decant.nt.GuestThread;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * stdlib.h: the decimal digits of floating-point numbers.
 *
 * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/reference/ecvt">_ecvt</a>
 */
@Library({"msvcrt", "ucrtbase"})
public final class DigitsH {
  /** The most digits that the thread's buffer takes. */
  private static final int MAX_DIGITS = 340;

  private static final int BUFFER = CrtThread.Buffer.CVT.size();

  /** The least decimal exponent for which {@code _gcvt} writes no exponent. */
  private static final int LEAST_PLAIN_EXPONENT = -5;

  private DigitsH() {}

  /**
   * The digits of a number and where the point stands among them.
   *
   * @param point how many digits stand before it; below 0: how many zeros stand behind it first
   */
  private record Digits(String text, int point) {
    /** Rounds to a number of significant digits. */
    static Digits significant(double value, int count) {
      if (value == 0) {
        return new Digits("0".repeat(count), 0);
      }
      BigDecimal exact = new BigDecimal(Math.abs(value));
      int point = exact.precision() - exact.scale();
      return fixed(exact, count - point, point, count);
    }

    /** Rounds to a number of digits behind the point. */
    static Digits fraction(double value, int count) {
      if (value == 0) {
        return new Digits("0".repeat(count), 0);
      }
      BigDecimal exact = new BigDecimal(Math.abs(value));
      int point = exact.precision() - exact.scale();
      return fixed(exact, count, point, -1);
    }

    private static Digits fixed(BigDecimal exact, int scale, int before, int count) {
      BigDecimal rounded = exact.setScale(scale, RoundingMode.HALF_UP);
      if (rounded.signum() == 0) {
        return new Digits("", before);
      }
      String text = rounded.unscaledValue().toString();
      int point = text.length() - scale;
      if (count >= 0 && text.length() > count) {
        text = text.substring(0, count);
      }
      return new Digits(text, Math.max(point, before));
    }
  }

  @Export
  static long _ecvt(GuestThread t, double value, int count, long dec, long sign) {
    long buffer = CrtThread.buffer(t, CrtThread.Buffer.CVT);
    write(t, buffer, BUFFER, value, count, dec, sign, true);
    return buffer;
  }

  @Export
  static long _fcvt(GuestThread t, double value, int count, long dec, long sign) {
    long buffer = CrtThread.buffer(t, CrtThread.Buffer.CVT);
    write(t, buffer, BUFFER, value, count, dec, sign, false);
    return buffer;
  }

  @Export
  static int _ecvt_s(
      GuestThread t,
      @Opt long buffer,
      long sizeInBytes,
      double value,
      int count,
      @Opt long dec,
      @Opt long sign) {
    return write(t, buffer, sizeInBytes, value, count, dec, sign, true);
  }

  @Export
  static int _fcvt_s(
      GuestThread t,
      @Opt long buffer,
      long sizeInBytes,
      double value,
      int count,
      @Opt long dec,
      @Opt long sign) {
    return write(t, buffer, sizeInBytes, value, count, dec, sign, false);
  }

  private static int write(
      GuestThread t,
      long buffer,
      long room,
      double value,
      int count,
      long dec,
      long sign,
      boolean significant) {
    if (buffer == 0 || room <= 0 || dec == 0 || sign == 0) {
      return InvalidParameter.raise(t, CrtErrno.EINVAL);
    }
    int digits = Math.clamp(count, 0, MAX_DIGITS);
    Digits result =
        significant
            ? Digits.significant(value(value), digits)
            : Digits.fraction(value(value), digits);
    if (result.text().length() >= room) {
      Memory.putByte(buffer, 0);
      return InvalidParameter.raise(t, CrtErrno.ERANGE);
    }
    Units.putZ(Units.NARROW, buffer, result.text());
    Memory.putInt(dec, result.point());
    Memory.putInt(sign, Math.copySign(1, value) < 0 ? 1 : 0);
    return 0;
  }

  /** What is no number has no digits. */
  private static double value(double value) {
    return value - value == 0 ? value : 0;
  }

  /** msvcrt writes at least three digits of an exponent, the universal runtime two. */
  @Export(value = "_gcvt", dll = "msvcrt")
  static long gcvtClassic(GuestThread t, double value, int digits, @Opt long buffer) {
    return general(t, buffer, BUFFER, value, digits, 3) == 0 ? buffer : 0;
  }

  @Export(dll = "ucrtbase")
  static long _gcvt(GuestThread t, double value, int digits, @Opt long buffer) {
    return general(t, buffer, BUFFER, value, digits, 2) == 0 ? buffer : 0;
  }

  @Export(value = "_gcvt_s", dll = "msvcrt")
  static int gcvtClassic_s(
      GuestThread t, @Opt long buffer, long sizeInBytes, double value, int digits) {
    return general(t, buffer, sizeInBytes, value, digits, 3);
  }

  @Export(dll = "ucrtbase")
  static int _gcvt_s(GuestThread t, @Opt long buffer, long sizeInBytes, double value, int digits) {
    return general(t, buffer, sizeInBytes, value, digits, 2);
  }

  /** A number with so many significant digits, with an exponent where it would be long without. */
  private static int general(
      GuestThread t, long buffer, long sizeInBytes, double value, int digits, int exponentDigits) {
    if (buffer == 0 || sizeInBytes <= 0 || digits < 0 || digits > MAX_DIGITS) {
      return InvalidParameter.raise(t, CrtErrno.EINVAL);
    }
    String text = general(value, Math.max(digits, 1), exponentDigits);
    if (text.length() >= sizeInBytes) {
      Memory.putByte(buffer, 0);
      return InvalidParameter.raise(t, CrtErrno.ERANGE);
    }
    Units.putZ(Units.NARROW, buffer, text);
    return 0;
  }

  private static String general(double value, int count, int exponentDigits) {
    StringBuilder out = new StringBuilder(count + 8);
    if (Math.copySign(1, value) < 0) {
      out.append('-');
    }
    if (value - value != 0) {
      return out.append(Double.isNaN(value) ? "nan" : "inf").toString();
    }
    if (value == 0) {
      return out.append("0.").toString();
    }
    Digits all = Digits.significant(value, count);
    int end = all.text().length();
    while (end > 1 && all.text().charAt(end - 1) == '0') {
      end--;
    }
    String digits = all.text().substring(0, end);
    int exponent = all.point() - 1;
    if (exponent < LEAST_PLAIN_EXPONENT || exponent >= count) {
      out.append(digits, 0, 1).append('.').append(digits, 1, end);
      out.append('e').append(exponent < 0 ? '-' : '+');
      String size = Integer.toString(Math.abs(exponent));
      return out.repeat('0', Math.max(0, exponentDigits - size.length())).append(size).toString();
    }
    if (exponent < 0) {
      return out.append("0.").repeat('0', -exponent - 1).append(digits).toString();
    }
    int whole = Math.min(exponent + 1, end);
    out.append(digits, 0, whole).repeat('0', exponent + 1 - whole).append('.');
    return out.append(digits, whole, end).toString();
  }
}
