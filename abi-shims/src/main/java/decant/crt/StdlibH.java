package decant.crt;

import decant.abi.CrtErrno;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Library;
import decant.abi.Opt;
import decant.host.Memory;
import decant.host.Random;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * stdlib.h: random numbers, integer arithmetic, modes.
 *
 * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/reference/rand">rand</a>
 */
@Library({"msvcrt", "ucrtbase"})
public final class StdlibH {
  private static final int REPORT_ERRMODE = 3;

  /** Modes of a process that the CRT keeps and reports. */
  private static final class Modes {
    final AtomicInteger error = new AtomicInteger();
    final AtomicInteger output = new AtomicInteger();
    final AtomicInteger newMode = new AtomicInteger();
    final AtomicLong newHandler = new AtomicLong();
    final AtomicLong purecallHandler = new AtomicLong();
  }

  private StdlibH() {}

  private static Modes modes(GuestProcess process) {
    return process.state(Modes.class, p -> new Modes());
  }

  @Export
  static void srand(GuestThread t, int seed) {
    CrtThread.of(t).seed = seed;
  }

  /** 0 to 32767; every thread has its own sequence. */
  @Export
  static int rand(GuestThread t) {
    CrtThread thread = CrtThread.of(t);
    thread.seed = thread.seed * 214013 + 2531011;
    return thread.seed >>> 16 & 0x7FFF;
  }

  @Export(fails = Fails.ERRNO)
  static int rand_s(GuestThread t, @Opt long randomValue) {
    if (randomValue == 0) {
      return InvalidParameter.raise(t, CrtErrno.EINVAL);
    }
    if (Random.getrandom(randomValue, Integer.BYTES, 0) != Integer.BYTES) {
      throw CrtErrno.ENOMEM.exception();
    }
    return 0;
  }

  @Export({"abs", "labs"})
  static int abs(int n) {
    return Math.abs(n);
  }

  @Export({"_abs64"})
  static long _abs64(long n) {
    return Math.abs(n);
  }

  @Export(
      value = {"llabs", "imaxabs"},
      dll = "ucrtbase")
  static long llabs(long n) {
    return Math.abs(n);
  }

  /** Quotient and remainder: the two halves of the result. */
  @Export({"div", "ldiv"})
  static long div(int numer, int denom) {
    return numer / denom & 0xFFFF_FFFFL | (long) (numer % denom) << 32;
  }

  /** {@code result} is where the caller wants the two members. */
  @Export(
      value = {"lldiv", "imaxdiv"},
      dll = "ucrtbase")
  static long lldiv(long result, long numer, long denom) {
    Memory.putLong(result, numer / denom);
    Memory.putLong(result + 8, numer % denom);
    return result;
  }

  @Export({"_rotl", "_lrotl"})
  static int _rotl(int value, int shift) {
    return Integer.rotateLeft(value, shift);
  }

  @Export({"_rotr", "_lrotr"})
  static int _rotr(int value, int shift) {
    return Integer.rotateRight(value, shift);
  }

  @Export
  static long _rotl64(long value, int shift) {
    return Long.rotateLeft(value, shift);
  }

  @Export
  static long _rotr64(long value, int shift) {
    return Long.rotateRight(value, shift);
  }

  @Export(dll = "ucrtbase")
  static short _byteswap_ushort(short val) {
    return Short.reverseBytes(val);
  }

  @Export(dll = "ucrtbase")
  static int _byteswap_ulong(int val) {
    return Integer.reverseBytes(val);
  }

  @Export(dll = "ucrtbase")
  static long _byteswap_uint64(long val) {
    return Long.reverseBytes(val);
  }

  /** Where error messages of the CRT go: a console program's go to stderr in every mode. */
  @Export
  static int _set_error_mode(GuestThread t, int mode) {
    AtomicInteger error = modes(t.process).error;
    if (mode == REPORT_ERRMODE) {
      return error.get();
    }
    if (mode < 0 || mode > REPORT_ERRMODE) {
      InvalidParameter.raise(t);
      return -1;
    }
    return error.getAndSet(mode);
  }

  @Export(dll = "msvcrt")
  static int _get_output_format(GuestThread t) {
    return modes(t.process).output.get();
  }

  @Export(dll = "msvcrt")
  static int _set_output_format(GuestThread t, int format) {
    return modes(t.process).output.getAndSet(format);
  }

  @Export(
      support = decant.abi.Support.PARTIAL,
      note = "The handler is kept and reported; a failing allocation does not call it.",
      dll = "ucrtbase")
  static long _set_new_handler(GuestThread t, @Opt long pNewHandler) {
    return modes(t.process).newHandler.getAndSet(pNewHandler);
  }

  @Export(dll = "ucrtbase")
  static long _query_new_handler(GuestThread t) {
    return modes(t.process).newHandler.get();
  }

  @Export(dll = "ucrtbase")
  static int _set_new_mode(GuestThread t, int newhandlermode) {
    if (newhandlermode != 0 && newhandlermode != 1) {
      InvalidParameter.raise(t);
      return -1;
    }
    return modes(t.process).newMode.getAndSet(newhandlermode);
  }

  @Export(dll = "ucrtbase")
  static int _query_new_mode(GuestThread t) {
    return modes(t.process).newMode.get();
  }

  /** Asks the new handler for memory: true when it says that there may be some now. */
  @Export
  static boolean _callnewh(GuestThread t, long size) {
    long handler = modes(t.process).newHandler.get();
    return handler != 0 && (int) decant.abi.Gate.call(t, handler, size) != 0;
  }

  @Export(dll = "ucrtbase")
  static long _set_purecall_handler(GuestThread t, @Opt long handler) {
    return modes(t.process).purecallHandler.getAndSet(handler);
  }

  @Export(dll = "ucrtbase")
  static long _get_purecall_handler(GuestThread t) {
    return modes(t.process).purecallHandler.get();
  }
}
