package decant.crt.eh;

import decant.abi.Export;
import decant.abi.Library;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.seh.ExceptionRecord;
import decant.crt.start.AbortH;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * What the runtime's libraries and compiled code ask about exceptions (ehdata.h, eh.h, trnsctrl.h).
 */
@Library({"msvcrt", "ucrtbase", "vcruntime140"})
public final class CxxHelpers {
  private static final int CONTINUE_SEARCH = 0;
  private static final int EXECUTE_HANDLER = 1;

  /** {@code FRAMEINFO}: an object, and the one added before. */
  private static final int NEXT = 8;

  private static final int MAX_FRAMES = 1 << 16;

  private CxxHelpers() {}

  // --- the exception that is being handled
  // ---------------------------------------------------------

  /** Address of the pointer to the current exception's record. */
  @Export(dll = {"vcruntime140", "ucrtbase"})
  static long __current_exception(GuestThread t) {
    return CxxCatch.currentRecord(t);
  }

  @Export(dll = {"vcruntime140", "ucrtbase"})
  static long __current_exception_context(GuestThread t) {
    return CxxCatch.currentContext(t);
  }

  @Export(dll = {"vcruntime140", "ucrtbase"})
  static long __processing_throw(GuestThread t) {
    return CxxCatch.processing(t);
  }

  /** How many exceptions are destroying objects now. */
  @Export(dll = {"vcruntime140", "ucrtbase"})
  public static int __uncaught_exceptions(GuestThread t) {
    return Memory.getInt(CxxCatch.processing(t));
  }

  @Export({"__uncaught_exception", "?__uncaught_exception@@YA_NXZ"})
  static boolean __uncaught_exception(GuestThread t) {
    return Memory.getInt(CxxCatch.processing(t)) != 0;
  }

  // --- objects -----------------------------------------------------------------------------------

  /** Address of a base class in an object. */
  @Export
  static long __AdjustPointer(long pThis, long pmd) {
    return CxxThrown.adjust(pThis, pmd);
  }

  /** Destroys the object of a C++ exception. */
  @Export
  static void __DestructExceptionObject(
      GuestThread t, @Opt long pExcept, boolean fThrowNotAllowed) {
    if (pExcept != 0) {
      CxxThrown thrown = CxxThrown.of(pExcept, 0, null);
      if (thrown != null) {
        thrown.destroy(t);
      }
    }
  }

  /** Whether no catch block and no {@code FRAMEINFO} has an object. */
  @Export
  static boolean _IsExceptionObjectToBeDestroyed(GuestThread t, long pExceptionObject) {
    CxxCatch catches = CxxCatch.of(t);
    return !holds(catches.frames, pExceptionObject);
  }

  /** Whether a list of {@code FRAMEINFO} has an object. */
  static boolean holds(long frames, long object) {
    int n = 0;
    for (long f = frames; f != 0 && n < MAX_FRAMES; f = Memory.getLong(f + NEXT), n++) {
      if (Memory.getLong(f) == object) {
        return true;
      }
    }
    return false;
  }

  /** Adds a {@code FRAMEINFO} for an object. */
  @Export
  static long _CreateFrameInfo(GuestThread t, long pFrameInfo, @Opt long pExceptionObject) {
    CxxCatch catches = CxxCatch.of(t);
    Memory.putLong(pFrameInfo, pExceptionObject);
    Memory.putLong(pFrameInfo + NEXT, catches.frames);
    catches.frames = pFrameInfo;
    return pFrameInfo;
  }

  /** Takes a {@code FRAMEINFO} away, with those that were added after it. */
  @Export
  static void _FindAndUnlinkFrame(GuestThread t, long pFrameInfo) {
    CxxCatch catches = CxxCatch.of(t);
    int n = 0;
    for (long f = catches.frames; f != 0 && n < MAX_FRAMES; f = Memory.getLong(f + NEXT), n++) {
      if (f == pFrameInfo) {
        catches.frames = Memory.getLong(f + NEXT);
        return;
      }
    }
    AbortH.terminate(t);
  }

  // --- filters
  // -------------------------------------------------------------------------------------

  /** The filter around destructors that an unwind calls: no exception of C++ may leave them. */
  @Export
  static int __FrameUnwindFilter(GuestThread t, long pExPtrs) {
    if (ExceptionRecord.code(Memory.getLong(pExPtrs)) == CxxThrown.CODE) {
      AbortH.terminate(t);
    }
    return CONTINUE_SEARCH;
  }

  /** Whether an exception is {@code throw;}. */
  @Export
  static boolean __CxxDetectRethrow(long ppExcept) {
    if (ppExcept == 0) {
      return false;
    }
    long record = Memory.getLong(ppExcept);
    return CxxThrown.isCxx(record) && ExceptionRecord.parameter(record, 2) == 0;
  }

  /**
   * Whether a {@code catch} written as a filter takes an exception; makes its variable.
   *
   * @param pType address of the type descriptor, 0 for any
   * @param pBuildObj address of the variable, 0 for none
   */
  @Export
  static int __CxxExceptionFilter(
      GuestThread t, long ppExcept, @Opt long pType, int adjectives, @Out @Opt long pBuildObj) {
    if (ppExcept == 0) {
      return CONTINUE_SEARCH;
    }
    CxxThrown thrown =
        CxxThrown.of(
            Memory.getLong(ppExcept), Memory.getLong(ppExcept + 8), CxxCatch.of(t).current());
    if (thrown == null) {
      return CONTINUE_SEARCH;
    }
    if (pType == 0) {
      return EXECUTE_HANDLER;
    }
    long type = thrown.isCxx() ? thrown.find(pType, adjectives) : -1;
    if (type == -1) {
      return CONTINUE_SEARCH;
    }
    if (pBuildObj != 0) {
      thrown.copy(t, pBuildObj, adjectives, type);
    }
    return EXECUTE_HANDLER;
  }

  /** Whether the exception of an {@code EXCEPTION_POINTERS} can be caught as a type. */
  @Export({
    "_is_exception_typeof",
    "?_is_exception_typeof@@YAHAEBVtype_info@@PEAU_EXCEPTION_POINTERS@@@Z"
  })
  static int _is_exception_typeof(GuestThread t, long type, long ep) {
    if (ep == 0) {
      AbortH.terminate(t);
    }
    CxxThrown thrown = CxxThrown.of(Memory.getLong(ep), 0, CxxCatch.of(t).current());
    if (thrown == null || !thrown.isCxx()) {
      return 0;
    }
    return thrown.find(type, ~0) != -1 ? 1 : 0;
  }

  /**
   * Sets the function of the thread that is told of the system's exceptions and throws C++ ones.
   *
   * @see <a
   *     href="https://learn.microsoft.com/cpp/c-runtime-library/reference/set-se-translator">_set_se_translator</a>
   */
  @Export({
    "_set_se_translator",
    "?_set_se_translator@@YAP6AXIPEAU_EXCEPTION_POINTERS@@@ZP6AXI0@Z@Z"
  })
  static long _set_se_translator(GuestThread t, @Opt long seTransFunction) {
    CxxCatch catches = CxxCatch.of(t);
    long before = catches.translator;
    catches.translator = seTransFunction;
    return before;
  }
}
