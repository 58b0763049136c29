package decant.msvcp;

import decant.abi.Export;
import decant.abi.Library;
import decant.crt.eh.CxxStandard;
import decant.crt.eh.CxxStandard.Kind;
import decant.crt.eh.ExceptionPointers;
import decant.crt.start.AbortH;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * The functions that templates call to throw an exception of the standard library (stdexcept,
 * system_error, future, regex).
 */
@Library("msvcp140")
public final class ThrowFunctions {
  /** The errors of {@code _Throw_Cpp_error}, as {@code errno}. */
  private static final int[] CPP_ERRORS = {16, 22, 3, 12, 1, 36, 11};

  private static final int DEVICE_OR_RESOURCE_BUSY = 0;
  private static final int INVALID_ARGUMENT = 1;
  private static final int RESOURCE_UNAVAILABLE_TRY_AGAIN = 6;

  private static final String[] FUTURE_ERRORS = {
    "broken promise", "future already retrieved", "promise already satisfied", "no state",
  };

  private static final String[] REGEX_ERRORS = {
    "collate",
    "ctype",
    "escape",
    "backref",
    "brack",
    "paren",
    "brace",
    "badbrace",
    "range",
    "space",
    "badrepeat",
    "complexity",
    "stack",
    "parse",
    "syntax",
  };

  private ThrowFunctions() {}

  private static RuntimeException raise(GuestThread t, Kind kind, long message) {
    throw CxxStandard.of(t).raise(t, kind, CxxStandard.read(message));
  }

  @Export("?_Xbad_alloc@std@@YAXXZ")
  static void badAlloc(GuestThread t) {
    throw CxxStandard.of(t).raise(t, Kind.BAD_ALLOC, "bad allocation");
  }

  @Export("?_Xbad_function_call@std@@YAXXZ")
  static void badFunctionCall(GuestThread t) {
    throw CxxStandard.of(t).raise(t, Kind.BAD_FUNCTION_CALL, "bad function call");
  }

  @Export("?_Xinvalid_argument@std@@YAXPEBD@Z")
  static void invalidArgument(GuestThread t, long message) {
    throw raise(t, Kind.INVALID_ARGUMENT, message);
  }

  @Export("?_Xlength_error@std@@YAXPEBD@Z")
  static void lengthError(GuestThread t, long message) {
    throw raise(t, Kind.LENGTH_ERROR, message);
  }

  @Export("?_Xout_of_range@std@@YAXPEBD@Z")
  static void outOfRange(GuestThread t, long message) {
    throw raise(t, Kind.OUT_OF_RANGE, message);
  }

  @Export("?_Xoverflow_error@std@@YAXPEBD@Z")
  static void overflowError(GuestThread t, long message) {
    throw raise(t, Kind.OVERFLOW_ERROR, message);
  }

  @Export("?_Xruntime_error@std@@YAXPEBD@Z")
  static void runtimeError(GuestThread t, long message) {
    throw raise(t, Kind.RUNTIME_ERROR, message);
  }

  /** Throws {@code std::regex_error}; its message has the name of the error. */
  @Export("?_Xregex_error@std@@YAXW4error_type@regex_constants@1@@Z")
  static void regexError(GuestThread t, int code) {
    boolean known = code >= 0 && code < REGEX_ERRORS.length;
    String message = known ? "regex_error(error_" + REGEX_ERRORS[code] + ")" : "regex_error";
    throw CxxStandard.of(t).raise(t, Kind.REGEX_ERROR, message, code, 0);
  }

  /** Throws the {@code std::system_error} that a result of {@link MutexH} is. */
  @Export("?_Throw_C_error@std@@YAXH@Z")
  static void throwResult(GuestThread t, int code) {
    switch (code) {
      case MutexH.NOMEM, MutexH.TIMEDOUT -> throwError(t, RESOURCE_UNAVAILABLE_TRY_AGAIN);
      case MutexH.BUSY -> throwError(t, DEVICE_OR_RESOURCE_BUSY);
      case MutexH.ERROR -> throwError(t, INVALID_ARGUMENT);
      default -> {} // as the library, which returns
    }
  }

  /** Throws a {@code std::system_error} of the generic category, by the library's own numbers. */
  @Export("?_Throw_Cpp_error@std@@YAXH@Z")
  static void throwError(GuestThread t, int code) {
    if (code < 0 || code >= CPP_ERRORS.length) {
      AbortH.terminate(t);
      return;
    }
    int error = CPP_ERRORS[code];
    String meaning = ErrorNumbers.meaning(error);
    String message = meaning + ": " + meaning;
    long category = GenericCategory.address(t);
    throw CxxStandard.of(t).raise(t, Kind.SYSTEM_ERROR, message, error, category);
  }

  /** Throws the {@code std::future_error} of an {@code error_code}. */
  @Export("?_Throw_future_error@std@@YAXAEBVerror_code@1@@Z")
  static void futureError(GuestThread t, long code) {
    int value = Memory.getInt(code);
    boolean known = value >= 1 && value <= FUTURE_ERRORS.length;
    String message = known ? FUTURE_ERRORS[value - 1] : "";
    long category = Memory.getLong(code + 8);
    throw CxxStandard.of(t).raise(t, Kind.FUTURE_ERROR, message, value, category);
  }

  /** Throws what an {@code exception_ptr} refers to, which it takes over. */
  @Export("?_Rethrow_future_exception@std@@YAXVexception_ptr@1@@Z")
  static void rethrow(GuestThread t, long ptr) {
    long block = ExceptionPointers.block(ptr);
    try {
      throw ExceptionPointers.raise(t, block);
    } finally {
      ExceptionPointers.release(t, block);
    }
  }
}
