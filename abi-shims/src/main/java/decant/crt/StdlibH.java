package decant.crt;

import decant.abi.CrtErrno;
import decant.abi.Export;
import decant.abi.Fails;
import decant.abi.Gate;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Support;
import decant.host.Memory;
import decant.host.Random;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import java.util.concurrent.atomic.AtomicLong;

/**
 * stdlib.h: random numbers, integer arithmetic, the new handler.
 *
 * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/reference/rand">rand</a>
 */
@Library({"msvcrt", "ucrtbase"})
public final class StdlibH {
  /** The new handler of a process, as {@code _set_new_handler} or as C++ has it. */
  private static final class NewHandler {
    private final AtomicLong function = new AtomicLong();
    private final AtomicLong standard = new AtomicLong();
  }

  private StdlibH() {}

  private static NewHandler newHandler(GuestProcess process) {
    return process.state(NewHandler.class, p -> new NewHandler());
  }

  /** Installs a handler {@code void (*)()}: {@code std::set_new_handler}; returns the last such. */
  public static long setStandardNewHandler(GuestThread t, long handler) {
    newHandler(t.process).function.set(0);
    return newHandler(t.process).standard.getAndSet(handler);
  }

  /** What {@link #setStandardNewHandler} has installed. */
  public static long standardNewHandler(GuestThread t) {
    return newHandler(t.process).standard.get();
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

  @Export(
      support = Support.PARTIAL,
      note = "The handler is kept and reported; a failing allocation does not call it.",
      dll = "ucrtbase")
  static long _set_new_handler(GuestThread t, @Opt long pNewHandler) {
    return newHandler(t.process).function.getAndSet(pNewHandler);
  }

  @Export(dll = "ucrtbase")
  static long _query_new_handler(GuestThread t) {
    return newHandler(t.process).function.get();
  }

  /** Asks the new handler for memory: true when it says that there may be some now. */
  @Export
  static boolean _callnewh(GuestThread t, long size) {
    NewHandler handler = newHandler(t.process);
    long function = handler.function.get();
    if (function != 0) {
      return (int) Gate.call(t, function, size) != 0;
    }
    long standard = handler.standard.get();
    if (standard != 0) {
      Gate.call(t, standard);
    }
    return standard != 0;
  }
}
