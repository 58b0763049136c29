package decant.crt;

import decant.abi.CrtErrno;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * string.h and wchar.h: the functions that are told the room and report forbidden parameters. They
 * return the error number; a room is in units.
 *
 * @see <a
 *     href="https://learn.microsoft.com/cpp/c-runtime-library/security-enhanced-versions-of-crt-functions">Security-enhanced
 *     versions</a>
 */
@Library({"msvcrt", "ucrtbase"})
public final class SecureStrings {
  /** Copy as much as fits. */
  private static final long TRUNCATE = -1;

  private SecureStrings() {}

  @Export
  public static int strcpy_s(GuestThread t, @Opt long dest, long destsz, @Opt long src) {
    return copy(t, Units.NARROW, dest, destsz, src);
  }

  @Export
  static int wcscpy_s(GuestThread t, @Opt long dest, long destsz, @Opt long src) {
    return copy(t, Units.WIDE, dest, destsz, src);
  }

  private static int copy(GuestThread t, int unit, long to, long room, long from) {
    if (to == 0 || room == 0) {
      return InvalidParameter.raise(t, CrtErrno.EINVAL);
    }
    if (from == 0) {
      Units.put(unit, to, 0);
      return InvalidParameter.raise(t, CrtErrno.EINVAL);
    }
    return append(t, unit, to, to, room, from);
  }

  /** Copies a string to {@code p}, inside of {@code room} units at {@code to}. */
  private static int append(GuestThread t, int unit, long to, long p, long room, long from) {
    long left = room - (p - to) / unit;
    for (long n = 0; n != left; n++) {
      int c = Units.get(unit, from + n * unit);
      Units.put(unit, p + n * unit, c);
      if (c == 0) {
        return 0;
      }
    }
    Units.put(unit, to, 0);
    return InvalidParameter.raise(t, CrtErrno.ERANGE);
  }

  @Export
  public static int strcat_s(GuestThread t, @Opt long dest, long destsz, @Opt long src) {
    return concatenate(t, Units.NARROW, dest, destsz, src);
  }

  @Export
  static int wcscat_s(GuestThread t, @Opt long dest, long destsz, @Opt long src) {
    return concatenate(t, Units.WIDE, dest, destsz, src);
  }

  private static int concatenate(GuestThread t, int unit, long to, long room, long from) {
    if (to == 0 || room == 0) {
      return InvalidParameter.raise(t, CrtErrno.EINVAL);
    }
    long length = Units.length(unit, to, room);
    if (from == 0 || length == room) {
      Units.put(unit, to, 0);
      return InvalidParameter.raise(t, CrtErrno.EINVAL);
    }
    return append(t, unit, to, to + length * unit, room, from);
  }

  @Export
  public static int strncpy_s(
      GuestThread t, @Opt long strDest, long numberOfElements, @Opt long strSource, long count) {
    return copyCounted(t, Units.NARROW, strDest, numberOfElements, strSource, count);
  }

  @Export
  static int wcsncpy_s(
      GuestThread t, @Opt long strDest, long numberOfElements, @Opt long strSource, long count) {
    return copyCounted(t, Units.WIDE, strDest, numberOfElements, strSource, count);
  }

  private static int copyCounted(
      GuestThread t, int unit, long to, long room, long from, long count) {
    if (count == 0 && to == 0 && room == 0) {
      return 0;
    }
    if (to == 0 || room == 0) {
      return InvalidParameter.raise(t, CrtErrno.EINVAL);
    }
    if (from == 0 && count != 0) {
      Units.put(unit, to, 0);
      return InvalidParameter.raise(t, CrtErrno.EINVAL);
    }
    return appendCounted(t, unit, to, to, room, from, count);
  }

  private static int appendCounted(
      GuestThread t, int unit, long to, long p, long room, long from, long count) {
    long left = room - (p - to) / unit;
    for (long n = 0; n != left; n++) {
      int c = n == count ? 0 : Units.get(unit, from + n * unit);
      Units.put(unit, p + n * unit, c);
      if (c == 0) {
        return 0;
      }
    }
    if (count == TRUNCATE) {
      Units.put(unit, to + (room - 1) * unit, 0);
      return CrtErrno.STRUNCATE.code();
    }
    Units.put(unit, to, 0);
    return InvalidParameter.raise(t, CrtErrno.ERANGE);
  }

  @Export
  public static int strncat_s(
      GuestThread t, @Opt long strDest, long numberOfElements, @Opt long strSource, long count) {
    return concatenateCounted(t, Units.NARROW, strDest, numberOfElements, strSource, count);
  }

  @Export
  static int wcsncat_s(
      GuestThread t, @Opt long strDest, long numberOfElements, @Opt long strSource, long count) {
    return concatenateCounted(t, Units.WIDE, strDest, numberOfElements, strSource, count);
  }

  private static int concatenateCounted(
      GuestThread t, int unit, long to, long room, long from, long count) {
    if (count == 0 && to == 0 && room == 0) {
      return 0;
    }
    if (to == 0 || room == 0) {
      return InvalidParameter.raise(t, CrtErrno.EINVAL);
    }
    long length = Units.length(unit, to, room);
    if (from == 0 && count != 0 || length == room) {
      Units.put(unit, to, 0);
      return InvalidParameter.raise(t, CrtErrno.EINVAL);
    }
    return appendCounted(t, unit, to, to + length * unit, room, from, count);
  }

  @Export
  static int memcpy_s(GuestThread t, @Opt long dest, long destSize, @Opt long src, long count) {
    return copyMemory(t, 1, dest, destSize, src, count);
  }

  @Export(dll = "ucrtbase")
  static int wmemcpy_s(GuestThread t, @Opt long dest, long destSize, @Opt long src, long count) {
    return copyMemory(t, Units.WIDE, dest, destSize, src, count);
  }

  private static int copyMemory(
      GuestThread t, int unit, long to, long room, long from, long count) {
    if (count == 0) {
      return 0;
    }
    if (to == 0) {
      return InvalidParameter.raise(t, CrtErrno.EINVAL);
    }
    if (from == 0 || Long.compareUnsigned(room, count) < 0) {
      Memory.fill(to, room * unit, 0);
      return InvalidParameter.raise(t, from == 0 ? CrtErrno.EINVAL : CrtErrno.ERANGE);
    }
    Memory.copy(from, to, count * unit);
    return 0;
  }

  @Export
  static int memmove_s(GuestThread t, @Opt long dest, long destSize, @Opt long src, long count) {
    return moveMemory(t, 1, dest, destSize, src, count);
  }

  @Export(dll = "ucrtbase")
  static int wmemmove_s(GuestThread t, @Opt long dest, long destSize, @Opt long src, long count) {
    return moveMemory(t, Units.WIDE, dest, destSize, src, count);
  }

  private static int moveMemory(
      GuestThread t, int unit, long to, long room, long from, long count) {
    if (count == 0) {
      return 0;
    }
    if (to == 0 || from == 0) {
      return InvalidParameter.raise(t, CrtErrno.EINVAL);
    }
    if (Long.compareUnsigned(room, count) < 0) {
      return InvalidParameter.raise(t, CrtErrno.ERANGE);
    }
    Memory.copy(from, to, count * unit);
    return 0;
  }

  @Export
  public static int _strlwr_s(GuestThread t, @Opt long str, long numberOfElements) {
    return changeCase(t, Units.NARROW, Locales.current(t), str, numberOfElements, false);
  }

  @Export
  static int _strlwr_s_l(GuestThread t, @Opt long str, long sizeInBytes, @Opt long locale) {
    return changeCase(t, Units.NARROW, Locales.of(t, locale), str, sizeInBytes, false);
  }

  @Export
  public static int _strupr_s(GuestThread t, @Opt long str, long numberOfElements) {
    return changeCase(t, Units.NARROW, Locales.current(t), str, numberOfElements, true);
  }

  @Export
  static int _strupr_s_l(GuestThread t, @Opt long str, long sizeInBytes, @Opt long locale) {
    return changeCase(t, Units.NARROW, Locales.of(t, locale), str, sizeInBytes, true);
  }

  @Export
  static int _wcslwr_s(GuestThread t, @Opt long str, long numberOfElements) {
    return changeCase(t, Units.WIDE, Locales.current(t), str, numberOfElements, false);
  }

  @Export
  static int _wcslwr_s_l(GuestThread t, @Opt long str, long sizeInWords, @Opt long locale) {
    return changeCase(t, Units.WIDE, Locales.of(t, locale), str, sizeInWords, false);
  }

  @Export
  static int _wcsupr_s(GuestThread t, @Opt long str, long numberOfElements) {
    return changeCase(t, Units.WIDE, Locales.current(t), str, numberOfElements, true);
  }

  @Export
  static int _wcsupr_s_l(GuestThread t, @Opt long str, long sizeInWords, @Opt long locale) {
    return changeCase(t, Units.WIDE, Locales.of(t, locale), str, sizeInWords, true);
  }

  private static int changeCase(
      GuestThread t, int unit, CrtLocale locale, long s, long room, boolean upper) {
    if (s == 0) {
      return InvalidParameter.raise(t, CrtErrno.EINVAL);
    }
    if (Units.length(unit, s, room) == room) {
      if (room != 0) {
        Units.put(unit, s, 0);
      }
      return InvalidParameter.raise(t, CrtErrno.EINVAL);
    }
    if (upper) {
      StringH.upper(unit, locale, s, room);
    } else {
      StringH.lower(unit, locale, s, room);
    }
    return 0;
  }

  @Export
  static int _strset_s(GuestThread t, @Opt long str, long numberOfElements, int c) {
    return set(t, Units.NARROW, str, numberOfElements, c, -1);
  }

  @Export
  static int _strnset_s(GuestThread t, @Opt long str, long numberOfElements, int c, long count) {
    return set(t, Units.NARROW, str, numberOfElements, c, count);
  }

  @Export
  static int _wcsset_s(GuestThread t, @Opt long str, long numberOfElements, short c) {
    return set(t, Units.WIDE, str, numberOfElements, c, -1);
  }

  @Export
  static int _wcsnset_s(GuestThread t, @Opt long str, long numberOfElements, short c, long count) {
    return set(t, Units.WIDE, str, numberOfElements, c, count);
  }

  private static int set(GuestThread t, int unit, long s, long room, int c, long count) {
    if (s == 0 || Units.length(unit, s, room) == room) {
      return InvalidParameter.raise(t, CrtErrno.EINVAL);
    }
    Units.set(unit, s, c, count);
    return 0;
  }

  @Export
  static int strerror_s(GuestThread t, @Opt long buffer, long sizeInBytes, int errnum) {
    return message(t, Units.NARROW, buffer, sizeInBytes, ErrorText.of(errnum));
  }

  @Export
  static int _wcserror_s(GuestThread t, @Opt long buffer, long sizeInWords, int errnum) {
    return message(t, Units.WIDE, buffer, sizeInWords, ErrorText.of(errnum));
  }

  @Export
  static int _strerror_s(GuestThread t, @Opt long buffer, long sizeInBytes, @Opt long strErrMsg) {
    return lastError(t, Units.NARROW, buffer, sizeInBytes, strErrMsg);
  }

  @Export
  static int __wcserror_s(GuestThread t, @Opt long buffer, long sizeInWords, @Opt long strErrMsg) {
    return lastError(t, Units.WIDE, buffer, sizeInWords, strErrMsg);
  }

  private static int lastError(GuestThread t, int unit, long buffer, long room, long prefix) {
    String text = ErrorText.of(Memory.getInt(CrtErrno.address(t)));
    if (buffer == 0 || room == 0) {
      return InvalidParameter.raise(t, CrtErrno.EINVAL);
    }
    int written = message(t, unit, buffer, room, "");
    if (prefix != 0) {
      written = appendCounted(t, unit, buffer, buffer, room, prefix, TRUNCATE);
      text = ": " + text;
    }
    long length = Units.length(unit, buffer);
    return written != 0 ? 0 : message(t, unit, buffer + length * unit, room - length, text + "\n");
  }

  /** Writes a message as far as there is room, which is no error. */
  private static int message(GuestThread t, int unit, long buffer, long room, String text) {
    if (buffer == 0 || room == 0) {
      return InvalidParameter.raise(t, CrtErrno.EINVAL);
    }
    boolean fits = Long.compareUnsigned(text.length(), room) < 0;
    Units.putZ(unit, buffer, fits ? text : text.substring(0, (int) room - 1));
    return 0;
  }
}
