package decant.crt;

import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.seh.Context;
import decant.abi.seh.ExceptionRecord;
import decant.abi.seh.Exceptions;
import decant.abi.seh.Scopes;
import decant.nt.GuestThread;

/** What C and C++ compilers of Microsoft's line call for exceptions (ehdata.h, excpt.h). */
@Library({"msvcrt", "ucrtbase", "vcruntime140"})
public final class CxxExceptions {
  private CxxExceptions() {}

  /** Throws a C++ exception: {@code throw}. */
  @Export
  static void _CxxThrowException(GuestThread t, @Opt long pExceptionObject, @Opt long pThrowInfo) {
    Exceptions e = Exceptions.inCaller(t);
    ExceptionRecord.write(
        e.record(), CxxThrown.CODE, ExceptionRecord.NONCONTINUABLE, Context.rip(e.context()));
    ExceptionRecord.addParameter(e.record(), CxxThrown.MAGIC);
    ExceptionRecord.addParameter(e.record(), pExceptionObject);
    ExceptionRecord.addParameter(e.record(), pThrowInfo);
    ExceptionRecord.addParameter(e.record(), t.process.loader.containing(pThrowInfo));
    throw Gate.raise(t, e);
  }

  /** The language handler of C++ functions. */
  @Export({"__CxxFrameHandler", "__CxxFrameHandler2", "__CxxFrameHandler3"})
  static int __CxxFrameHandler(GuestThread t, long pExcept, long pRN, long pContext, long pDC) {
    CxxFrame frame = new CxxFrame(pRN, pDC);
    if (!frame.known()) {
      return Exceptions.CONTINUE_SEARCH;
    }
    if (ExceptionRecord.unwinding(pExcept)) {
      CxxCatch.unwind(t, frame, pExcept);
    } else {
      CxxCatch.search(t, frame, pExcept);
    }
    return Exceptions.CONTINUE_SEARCH;
  }

  /** The language handler of functions with {@code __try}. */
  @Export(dll = {"msvcrt", "ucrtbase", "vcruntime140", "ntdll", "kernel32", "kernelbase"})
  static int __C_specific_handler(
      GuestThread t,
      long ExceptionRecord,
      long EstablisherFrame,
      long ContextRecord,
      long DispatcherContext) {
    return Scopes.handle(t, ExceptionRecord, EstablisherFrame, ContextRecord, DispatcherContext);
  }

  /** {@code type_info::~type_info()}: objects of this class own nothing here. */
  @Export(
      value = "??1type_info@@UEAA@XZ",
      dll = {"msvcrt"})
  static void destroyTypeInfo(long self) {}
}
