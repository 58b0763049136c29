package decant.crt.start;

import decant.abi.CrtErrno;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Library;
import decant.abi.Narrow;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Text;
import decant.abi.Wide;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * The environment functions of stdlib.h. They see and change the variables of the process.
 *
 * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/reference/getenv-wgetenv">getenv,
 *     _wgetenv</a>
 */
@Library({"msvcrt", "ucrtbase"})
public final class EnvironmentH {
  private EnvironmentH() {}

  @Export
  static long getenv(GuestThread t, @Narrow String varname) {
    return find(t, Text.ANSI, varname);
  }

  @Export
  static long _wgetenv(GuestThread t, @Wide String varname) {
    return find(t, Text.WIDE, varname);
  }

  private static long find(GuestThread t, Text encoding, String name) {
    if (name == null) {
      throw CrtErrno.EINVAL.exception();
    }
    return CrtEnvironment.of(t).find(t, encoding, name);
  }

  @Export
  static int _putenv(GuestThread t, @Narrow String envstring) {
    return put(t, envstring);
  }

  @Export
  static int _wputenv(GuestThread t, @Wide String envstring) {
    return put(t, envstring);
  }

  private static int put(GuestThread t, String assignment) {
    int equals = assignment == null ? -1 : assignment.indexOf('=');
    if (equals <= 0) {
      throw CrtErrno.EINVAL.exception();
    }
    CrtEnvironment.of(t).set(t, assignment.substring(0, equals), assignment.substring(equals + 1));
    return 0;
  }

  @Export(fails = Fails.ERRNO)
  static int _putenv_s(GuestThread t, @Narrow String varname, @Narrow String value) {
    return put(t, varname, value);
  }

  @Export(fails = Fails.ERRNO)
  static int _wputenv_s(GuestThread t, @Wide String varname, @Wide String value) {
    return put(t, varname, value);
  }

  private static int put(GuestThread t, String name, String value) {
    if (name == null || value == null || name.isEmpty() || name.indexOf('=') >= 0) {
      throw CrtErrno.EINVAL.exception();
    }
    CrtEnvironment.of(t).set(t, name, value);
    return 0;
  }

  @Export(fails = Fails.ERRNO)
  static int getenv_s(
      GuestThread t,
      @Out long pReturnValue,
      @Opt long buffer,
      long numberOfElements,
      @Narrow String varname) {
    return copy(t, Text.ANSI, pReturnValue, buffer, numberOfElements, varname);
  }

  @Export(fails = Fails.ERRNO)
  static int _wgetenv_s(
      GuestThread t,
      @Out long pReturnValue,
      @Opt long buffer,
      long numberOfElements,
      @Wide String varname) {
    return copy(t, Text.WIDE, pReturnValue, buffer, numberOfElements, varname);
  }

  private static int copy(
      GuestThread t, Text encoding, long pReturnValue, long buffer, long room, String name) {
    if (pReturnValue == 0 || name == null || (buffer == 0) != (room == 0)) {
      throw CrtErrno.EINVAL.exception();
    }
    long value = CrtEnvironment.of(t).find(t, encoding, name);
    Memory.putLong(pReturnValue, 0);
    if (buffer != 0) {
      Memory.fill(buffer, encoding.unit, 0);
    }
    if (value == 0) {
      return 0;
    }
    long units = units(encoding, value);
    Memory.putLong(pReturnValue, units);
    if (buffer == 0) {
      return 0;
    }
    if (Long.compareUnsigned(units, room) > 0) {
      throw CrtErrno.ERANGE.exception();
    }
    Memory.copy(value, buffer, units * encoding.unit);
    return 0;
  }

  private static long units(Text encoding, long string) {
    return 1L + (encoding == Text.WIDE ? Memory.wideLength(string) : Memory.narrowLength(string));
  }

  @Export(fails = Fails.ERRNO)
  static int _dupenv_s(
      GuestThread t, @Out long pBuffer, @Out @Opt long pCount, @Narrow String varname) {
    return duplicate(t, Text.ANSI, pBuffer, pCount, varname);
  }

  @Export(fails = Fails.ERRNO)
  static int _wdupenv_s(
      GuestThread t, @Out long pBuffer, @Out @Opt long pCount, @Wide String varname) {
    return duplicate(t, Text.WIDE, pBuffer, pCount, varname);
  }

  private static int duplicate(
      GuestThread t, Text encoding, long pBuffer, long pCount, String name) {
    if (pBuffer == 0 || name == null) {
      throw CrtErrno.EINVAL.exception();
    }
    long value = CrtEnvironment.of(t).find(t, encoding, name);
    long units = value == 0 ? 0 : units(encoding, value);
    long copy = 0;
    if (value != 0) {
      copy = t.process.heap.allocate(t, units * encoding.unit);
      Memory.copy(value, copy, units * encoding.unit);
    }
    Memory.putLong(pBuffer, copy);
    if (pCount != 0) {
      Memory.putLong(pCount, units);
    }
    return 0;
  }
}
