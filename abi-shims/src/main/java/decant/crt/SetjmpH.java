package decant.crt;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.Library;
import decant.abi.seh.Context;
import decant.abi.seh.ExceptionRecord;
import decant.abi.seh.Exceptions;
import decant.abi.seh.JumpBuffer;
import decant.abi.seh.Unwinding;
import decant.nt.GuestThread;

/**
 * setjmp.h: machine code, except for a jump that unwinds, and for one out of a function that Java
 * called; Java then leaves its own frames first.
 */
@Library({"msvcrt", "ucrtbase"})
public final class SetjmpH {
  private SetjmpH() {}

  /**
   * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/reference/setjmp">setjmp</a>
   */
  @Export(
      value = {"_setjmp", "_setjmpex", "setjmp"},
      dll = {"msvcrt", "ntdll"})
  @Direct(framed = true)
  static native int _setjmp(long env, long frame);

  @Export(
      value = {"__intrinsic_setjmp", "__intrinsic_setjmpex"},
      dll = {"vcruntime140", "ucrtbase"})
  @Direct(value = "_setjmp", framed = true)
  static native int __intrinsic_setjmp(long env, long frame);

  /**
   * Jumps to where {@code setjmp} was called. When that has stored its frame, the frames in between
   * are unwound: termination handlers and destructors run.
   *
   * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/reference/longjmp">longjmp</a>
   */
  @Export(dll = {"msvcrt", "ucrtbase", "vcruntime140", "ntdll"})
  @Direct(framed = true)
  static void longjmp(GuestThread t, long env, int value) {
    Exceptions room = Exceptions.inCaller(t);
    long context = room.context();
    int returned = value == 0 ? 1 : value; // setjmp returns 0 only the first time
    if (JumpBuffer.frame(env) == 0) {
      throw JumpBuffer.jump(env, context, returned);
    }
    ExceptionRecord.write(room.record(), JumpBuffer.STATUS_LONGJUMP, 0, Context.rip(context));
    ExceptionRecord.addParameter(room.record(), env);
    throw Unwinding.unwind(
        t, JumpBuffer.frame(env), JumpBuffer.rip(env), room.record(), returned, context);
  }
}
