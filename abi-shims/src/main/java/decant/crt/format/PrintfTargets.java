package decant.crt.format;

import decant.abi.CrtErrno;
import decant.crt.InvalidParameter;
import decant.crt.io.StreamOutput;
import decant.host.Memory;
import decant.nt.GuestThread;

/** Where formatted output goes, and what each family of functions returns. */
final class PrintfTargets {
  /** {@code _TRUNCATE}. */
  private static final long TRUNCATE = -1;

  private static final int FAILED = -1;

  private PrintfTargets() {}

  static int toStream(
      GuestThread t, boolean wide, long stream, long format, long arguments, int options) {
    if (stream == 0) {
      throw CrtErrno.EINVAL.exception();
    }
    Output out = Printf.format(t, wide, format, arguments, options);
    int result = StreamOutput.write(t, stream, out, wide);
    out.check();
    return result;
  }

  static int toStdout(GuestThread t, boolean wide, long format, long arguments, int options) {
    return toStream(t, wide, StreamOutput.stdout(t), format, arguments, options);
  }

  private static void end(boolean wide, long buffer, long index) {
    if (wide) {
      Memory.putShort(buffer + 2 * index, 0);
    } else {
      Memory.putByte(buffer + index, 0);
    }
  }

  /** The length of the result: {@code _scprintf}. */
  static int length(GuestThread t, boolean wide, long format, long arguments, int options) {
    Output out = Printf.format(t, wide, format, arguments, options);
    out.check();
    return out.length();
  }

  /** {@code sprintf}: nobody knows the room. */
  static int unbounded(
      GuestThread t, boolean wide, long buffer, long format, long arguments, int options) {
    if (buffer == 0) {
      throw CrtErrno.EINVAL.exception();
    }
    Output out = Printf.format(t, wide, format, arguments, options);
    out.store(wide, buffer, out.length());
    end(wide, buffer, out.length());
    out.check();
    return out.length();
  }

  /** {@code _snprintf}: what fits is written; a zero only when it fits too; -1 when cut. */
  static int cut(
      GuestThread t,
      boolean wide,
      long buffer,
      long count,
      long format,
      long arguments,
      int options) {
    Output out = Printf.format(t, wide, format, arguments, options);
    out.check();
    int length = out.length();
    if (buffer == 0) {
      if (count != 0) {
        throw CrtErrno.EINVAL.exception();
      }
      return length;
    }
    if (Long.compareUnsigned(length, count) > 0) {
      out.store(wide, buffer, (int) count);
      return FAILED;
    }
    out.store(wide, buffer, length);
    if (length != count) {
      end(wide, buffer, length);
    }
    return length;
  }

  /** {@code snprintf} of C99: always ended, and the length that it would have had. */
  static int standard(
      GuestThread t,
      boolean wide,
      long buffer,
      long count,
      long format,
      long arguments,
      int options) {
    Output out = Printf.format(t, wide, format, arguments, options);
    out.check();
    int length = out.length();
    if (count != 0) {
      int n = Long.compareUnsigned(length, count) < 0 ? length : (int) (count - 1);
      out.store(wide, buffer, n);
      end(wide, buffer, n);
    }
    return length;
  }

  /** {@code _snprintf_c}: always ended; -1 when cut. */
  static int ended(
      GuestThread t,
      boolean wide,
      long buffer,
      long count,
      long format,
      long arguments,
      int options) {
    if (buffer == 0 && count != 0) {
      throw CrtErrno.EINVAL.exception();
    }
    int length = standard(t, wide, buffer, count, format, arguments, options);
    return Long.compareUnsigned(length, count) < 0 || buffer == 0 ? length : FAILED;
  }

  /** {@code sprintf_s}: what does not fit is an invalid parameter, and the result is empty. */
  static int secure(
      GuestThread t,
      boolean wide,
      long buffer,
      long size,
      long format,
      long arguments,
      int options) {
    return secure(t, wide, buffer, size, size, format, arguments, options);
  }

  /** {@code _snprintf_s}: at most {@code count} units, or as many as fit ({@code _TRUNCATE}). */
  static int secure(
      GuestThread t,
      boolean wide,
      long buffer,
      long size,
      long count,
      long format,
      long arguments,
      int options) {
    if (format == 0 || buffer == 0 || size == 0) {
      if (buffer == 0 && size == 0 && count == 0 && format != 0) {
        return 0;
      }
      InvalidParameter.raise(t);
      return FAILED;
    }
    Output out = Printf.format(t, wide, format, arguments, options);
    out.check();
    int length = out.length();
    if (Long.compareUnsigned(length, size) < 0 && Long.compareUnsigned(length, count) <= 0) {
      out.store(wide, buffer, length);
      end(wide, buffer, length);
      return length;
    }
    if (count != TRUNCATE && Long.compareUnsigned(count, size) >= 0) {
      end(wide, buffer, 0);
      InvalidParameter.raise(t, CrtErrno.ERANGE);
      return FAILED;
    }
    int n = (int) (count == TRUNCATE ? size - 1 : count);
    out.store(wide, buffer, n);
    end(wide, buffer, n);
    return FAILED;
  }
}
