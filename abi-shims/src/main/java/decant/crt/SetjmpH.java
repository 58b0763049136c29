package decant.crt;

import decant.abi.Direct;
import decant.abi.Export;
import decant.abi.GuestUnwind;
import decant.abi.Library;
import decant.abi.Support;
import decant.abi.seh.Context;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.ThreadBlock;

/**
 * setjmp.h: machine code, except for a jump out of a function that Java called; Java then leaves
 * its own frames first.
 */
@Library({"msvcrt", "ucrtbase"})
public final class SetjmpH {
  /** {@code _JUMP_BUFFER}: these registers, by the numbers of unwind data, from offset 8 on. */
  private static final int[] REGISTERS = {3, 4, 5, 6, 7, 12, 13, 14, 15};

  private static final int BUFFER_REGISTERS = 0x08;
  private static final int BUFFER_RSP = 0x10;
  private static final int BUFFER_RIP = 0x50;
  private static final int BUFFER_MXCSR = 0x58;
  private static final int BUFFER_FPCSR = 0x5C;
  private static final int BUFFER_XMM6 = 0x60;

  /** The FXSAVE image in a CONTEXT. */
  private static final int FLT_SAVE_SIZE = 512;

  private static final int FLT_MXCSR = 24;
  private static final int XMM6_TO_15 = 10 * 16;
  private static final int EFLAGS = 0x202;

  private SetjmpH() {}

  /**
   * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/reference/setjmp">setjmp</a>
   */
  @Export(
      value = {"_setjmp", "_setjmpex", "setjmp"},
      dll = {"msvcrt", "ntdll"})
  @Direct
  static native int _setjmp(long env, long frame);

  @Export(
      value = {"__intrinsic_setjmp", "__intrinsic_setjmpex"},
      dll = {"vcruntime140", "ucrtbase"})
  @Direct("_setjmp")
  static native int __intrinsic_setjmp(long env, long frame);

  /**
   * @see <a href="https://learn.microsoft.com/cpp/c-runtime-library/reference/longjmp">longjmp</a>
   */
  @Export(
      dll = {"msvcrt", "ucrtbase", "vcruntime140", "ntdll"},
      support = Support.PARTIAL,
      note = "Termination handlers and destructors of the functions that are left do not run.")
  @Direct
  static void longjmp(GuestThread t, long env, int value) {
    long context = t.teb + ThreadBlock.CONTEXT;
    Memory.putInt(context + Context.FLAGS, Context.FULL);
    Memory.putInt(context + Context.EFLAGS, EFLAGS);
    Memory.putLong(context + Context.RAX, value == 0 ? 1 : value);
    for (int i = 0; i < REGISTERS.length; i++) {
      Context.setRegister(context, REGISTERS[i], Memory.getLong(env + BUFFER_REGISTERS + 8L * i));
    }
    Context.setRip(context, Memory.getLong(env + BUFFER_RIP));
    int mxcsr = Memory.getInt(env + BUFFER_MXCSR);
    Memory.putInt(context + Context.MXCSR, mxcsr);
    long image = context + Context.FLT_SAVE;
    Memory.fill(image, FLT_SAVE_SIZE, 0);
    Memory.putShort(image, Memory.getShort(env + BUFFER_FPCSR));
    Memory.putInt(image + FLT_MXCSR, mxcsr);
    Memory.copy(env + BUFFER_XMM6, context + Context.XMM0 + 6 * 16, XMM6_TO_15);
    throw new GuestUnwind(Memory.getLong(env + BUFFER_RSP), context);
  }
}
