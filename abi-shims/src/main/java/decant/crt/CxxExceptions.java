package decant.crt;

import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Support;
import decant.abi.seh.Context;
import decant.abi.seh.ExceptionRecord;
import decant.abi.seh.Exceptions;
import decant.abi.seh.Unwinding;
import decant.nt.GuestThread;
import decant.nt.NtStatus;

/** What C and C++ compilers of Microsoft's line call for exceptions (ehdata.h, excpt.h). */
@Library({"msvcrt", "ucrtbase", "vcruntime140"})
public final class CxxExceptions {
  /** The exception code of C++: {@code 'msc'} with 0xE0 before it. */
  private static final int CXX_EXCEPTION = 0xE06D_7363;

  private static final int MAGIC = 0x1993_0520;

  private CxxExceptions() {}

  /** Throws a C++ exception: {@code throw}. */
  @Export
  static void _CxxThrowException(GuestThread t, @Opt long pExceptionObject, @Opt long pThrowInfo) {
    Exceptions e = Exceptions.inCaller(t);
    ExceptionRecord.write(
        e.record(), CXX_EXCEPTION, ExceptionRecord.NONCONTINUABLE, Context.rip(e.context()));
    ExceptionRecord.addParameter(e.record(), MAGIC);
    ExceptionRecord.addParameter(e.record(), pExceptionObject);
    ExceptionRecord.addParameter(e.record(), pThrowInfo);
    ExceptionRecord.addParameter(e.record(), t.process.loader.containing(pThrowInfo));
    throw Gate.raise(t, e);
  }

  /** The language handler of C++ functions. */
  @Export(
      value = {"__CxxFrameHandler", "__CxxFrameHandler2", "__CxxFrameHandler3"},
      support = Support.STUB,
      note = "Handlers of frames are not called.")
  static int __CxxFrameHandler(GuestThread t, long pExcept, long pRN, long pContext, long pDC) {
    throw NtStatus.NOT_IMPLEMENTED.exception();
  }

  /** The language handler of functions with {@code __try}. */
  @Export(dll = {"msvcrt", "ucrtbase", "vcruntime140", "ntdll", "kernel32", "kernelbase"})
  static int __C_specific_handler(
      GuestThread t,
      long ExceptionRecord,
      long EstablisherFrame,
      long ContextRecord,
      long DispatcherContext) {
    return Unwinding.scopes(t, ExceptionRecord, EstablisherFrame, ContextRecord, DispatcherContext);
  }

  /** {@code type_info::~type_info()}: objects of this class own nothing here. */
  @Export(
      value = "??1type_info@@UEAA@XZ",
      dll = {"msvcrt"})
  static void destroyTypeInfo(long self) {}
}
