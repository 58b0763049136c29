package decant.crt.eh;

import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.seh.Context;
import decant.abi.seh.ExceptionRecord;
import decant.abi.seh.Exceptions;
import decant.abi.seh.JumpBuffer;
import decant.abi.seh.Scopes;
import decant.abi.seh.Unwinding;
import decant.crt.start.AbortH;
import decant.nt.GuestThread;

/** What C and C++ compilers of Microsoft's line call for exceptions (ehdata.h, excpt.h). */
@Library({"msvcrt", "ucrtbase", "vcruntime140"})
public final class CxxExceptions {
  private CxxExceptions() {}

  /** Throws a C++ exception: {@code throw}. */
  @Export
  static void _CxxThrowException(GuestThread t, @Opt long pExceptionObject, @Opt long pThrowInfo) {
    throw raise(t, pExceptionObject, pThrowInfo, t.process.loader.containing(pThrowInfo));
  }

  /**
   * Throws an object.
   *
   * @param base what the RVAs of {@code info} are relative to
   */
  static RuntimeException raise(GuestThread t, long object, long info, long base) {
    Exceptions e = Exceptions.inCaller(t);
    describe(e.record(), Context.rip(e.context()), object, info, base);
    throw Gate.raise(t, e);
  }

  /** Fills the record of a C++ exception. */
  static void describe(long record, long address, long object, long info, long base) {
    ExceptionRecord.write(record, CxxThrown.CODE, ExceptionRecord.NONCONTINUABLE, address);
    ExceptionRecord.addParameter(record, CxxThrown.MAGIC);
    ExceptionRecord.addParameter(record, object);
    ExceptionRecord.addParameter(record, info);
    ExceptionRecord.addParameter(record, base);
  }

  /** The language handler of C++ functions. */
  @Export({"__CxxFrameHandler", "__CxxFrameHandler2", "__CxxFrameHandler3"})
  static int __CxxFrameHandler(GuestThread t, long pExcept, long pRN, long pContext, long pDC) {
    return handle(t, pExcept, pRN, pContext, pDC, false);
  }

  /** The language handler of C++ functions whose description is compressed. */
  @Export(dll = {"vcruntime140_1", "ucrtbase"})
  static int __CxxFrameHandler4(GuestThread t, long pExcept, long pRN, long pContext, long pDC) {
    return handle(t, pExcept, pRN, pContext, pDC, true);
  }

  private static int handle(
      GuestThread t,
      long record,
      long establisher,
      long context,
      long dispatcher,
      boolean compressed) {
    CxxFunction function = CxxFunctions.of(t.process).of(dispatcher, compressed);
    if (function == null || function.synchronous && !concerns(ExceptionRecord.code(record))) {
      return Exceptions.CONTINUE_SEARCH;
    }
    CxxFrame frame = new CxxFrame(function, establisher, dispatcher);
    if (ExceptionRecord.unwinding(record)) {
      CxxCatch.unwind(t, frame, record);
    } else {
      CxxCatch.search(t, frame, record, context, dispatcher);
    }
    return Exceptions.CONTINUE_SEARCH;
  }

  /**
   * Whether an exception or unwind is one for functions that are compiled for C++ exceptions alone.
   */
  private static boolean concerns(int code) {
    return code == CxxThrown.CODE
        || code == Unwinding.STATUS_UNWIND_CONSOLIDATE
        || code == JumpBuffer.STATUS_LONGJUMP;
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

  /** The same for functions that are {@code noexcept}: what would leave them ends the program. */
  @Export(dll = {"ucrtbase", "vcruntime140"})
  static int __C_specific_handler_noexcept(
      GuestThread t,
      long ExceptionRecord,
      long EstablisherFrame,
      long ContextRecord,
      long DispatcherContext) {
    int disposition =
        Scopes.handle(t, ExceptionRecord, EstablisherFrame, ContextRecord, DispatcherContext);
    boolean unwinding = decant.abi.seh.ExceptionRecord.unwinding(ExceptionRecord);
    if (!unwinding && disposition == Exceptions.CONTINUE_SEARCH) {
      AbortH.terminate(t);
    }
    return disposition;
  }

  /** {@code type_info::~type_info()}: objects of this class own nothing here. */
  @Export(
      value = "??1type_info@@UEAA@XZ",
      dll = {"msvcrt"})
  static void destroyTypeInfo(long self) {}
}
