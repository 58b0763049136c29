package decant.msvcp;

import decant.abi.Export;
import decant.abi.Gate;
import decant.abi.Library;
import decant.abi.Out;
import decant.crt.eh.CxxStandard;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * {@code std::generic_category()} of the library and that of streams (system_error, ios): the
 * objects that a {@code std::system_error} refers to, and their virtual functions, which programs
 * call. Categories are the same when their numbers are. State of a process.
 *
 * @see <a
 *     href="https://learn.microsoft.com/cpp/standard-library/error-category-class">error_category</a>
 */
@Library("msvcp140")
public final class GenericCategory {
  private static final String DESTROY = "??_G_Generic_error_category@std@@UEAAPEAXI@Z";
  private static final String NAME = "?name@_Generic_error_category@std@@UEBAPEBDXZ";
  private static final String MESSAGE =
      "?message@_Generic_error_category@std@@UEBA?AV?$basic_string@DU?$char_traits@D@std@@V?$allocator@D@2@@2@H@Z";
  private static final String CONDITION =
      "?default_error_condition@error_category@std@@UEBA?AVerror_condition@2@H@Z";
  private static final String EQUIVALENT_CODE =
      "?equivalent@error_category@std@@UEBA_NAEBVerror_code@2@H@Z";
  private static final String EQUIVALENT_CONDITION =
      "?equivalent@error_category@std@@UEBA_NHAEBVerror_condition@2@@Z";

  /** Of overloads, the last that the class declares comes first. */
  private static final String[] VIRTUAL_FUNCTIONS = {
    DESTROY, NAME, MESSAGE, CONDITION, EQUIVALENT_CODE, EQUIVALENT_CONDITION,
  };

  /** A category: virtual functions, number. */
  private static final int NUMBER = 8;

  private static final int GENERIC = 3;
  private static final int STREAM = 5;

  /** What the one error of streams means. */
  static final String STREAM_ERROR = "iostream stream error";

  private static final int SIZE = 16;

  /** {@code error_code} and {@code error_condition}: value, category. */
  private static final int CATEGORY = 8;

  /** Made under a lock of its own, as making it binds exports. */
  private static final class Category {
    private final long[] addresses = new long[STREAM + 1];

    private synchronized long address(GuestThread t, int number) {
      if (addresses[number] == 0) {
        addresses[number] = make(t, number);
      }
      return addresses[number];
    }
  }

  private GenericCategory() {}

  /** Address of the category. */
  static long address(GuestThread t) {
    return t.process.state(Category.class, p -> new Category()).address(t, GENERIC);
  }

  /** Address of {@code std::iostream_category()}. */
  static long stream(GuestThread t) {
    return t.process.state(Category.class, p -> new Category()).address(t, STREAM);
  }

  private static long make(GuestThread t, int number) {
    int n = VIRTUAL_FUNCTIONS.length;
    long object = t.process.heap.allocate(t, SIZE + 8L * (n + 1));
    long functions = object + SIZE + 8; // behind where its type would be described
    for (int i = 0; i < n; i++) {
      long function = Gate.modules().export(t, Names.LIBRARY, VIRTUAL_FUNCTIONS[i]);
      Memory.putLong(functions + 8L * i, function);
    }
    Memory.putLong(object, functions);
    Memory.putLong(object + NUMBER, number);
    return object;
  }

  /** Nobody may delete the category, which owns nothing. */
  @Export(DESTROY)
  static long destroy(long self, int flags) {
    return self;
  }

  @Export(NAME)
  static long name(GuestThread t, long self) {
    return CxxStandard.of(t).text(t, isOfStreams(self) ? "iostream" : "generic");
  }

  /** Makes a {@code std::string} of what a number means. */
  @Export(MESSAGE)
  static long message(GuestThread t, long self, @Out long result, int errcode) {
    boolean stream = isOfStreams(self) && errcode == 1;
    String meaning = stream ? STREAM_ERROR : ErrorNumbers.meaning(errcode);
    CxxStrings.make(t, Element.NARROW, result, meaning);
    return result;
  }

  /** The condition that a number is: of the same category. */
  @Export(CONDITION)
  static long condition(long self, @Out long result, int errval) {
    Memory.putLong(result, errval & 0xFFFF_FFFFL);
    Memory.putLong(result + CATEGORY, self);
    return result;
  }

  /** Whether a condition is what a number of this category is by default. */
  @Export(EQUIVALENT_CONDITION)
  static boolean equivalentCondition(long self, int errval, long condition) {
    return errval == Memory.getInt(condition) && same(self, Memory.getLong(condition + CATEGORY));
  }

  /** Whether a code is the number, of this category. */
  @Export(EQUIVALENT_CODE)
  static boolean equivalentCode(long self, long code, int errval) {
    return errval == Memory.getInt(code) && same(self, Memory.getLong(code + CATEGORY));
  }

  private static boolean isOfStreams(long self) {
    return Memory.getLong(self + NUMBER) == STREAM;
  }

  private static boolean same(long one, long other) {
    return Memory.getLong(one + NUMBER) == Memory.getLong(other + NUMBER);
  }
}
