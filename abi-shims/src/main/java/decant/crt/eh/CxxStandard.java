package decant.crt.eh;

import decant.abi.Gate;
import decant.host.Latin1;
import decant.host.Memory;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Exceptions of the standard library that libraries throw by themselves: their classes, laid out in
 * guest memory as a compiler would (ehdata.h, rttidata.h), each when it is first thrown. State of a
 * process.
 *
 * <p>Their messages are never freed, and there is one of each text: objects share them, so copies
 * of an object are copies of its bytes.
 */
public final class CxxStandard {
  /** A class, with those that it can be caught as. */
  public enum Kind {
    BAD_CAST("bad_cast", "exception"),
    BAD_TYPEID("bad_typeid", "exception"),
    NON_RTTI_OBJECT("__non_rtti_object", "bad_typeid", "exception"),
    BAD_EXCEPTION("bad_exception", "exception"),
    BAD_ALLOC("bad_alloc", "exception"),
    BAD_FUNCTION_CALL("bad_function_call", "exception"),
    INVALID_ARGUMENT("invalid_argument", "logic_error", "exception"),
    LENGTH_ERROR("length_error", "logic_error", "exception"),
    OUT_OF_RANGE("out_of_range", "logic_error", "exception"),
    OVERFLOW_ERROR("overflow_error", "runtime_error", "exception"),
    RUNTIME_ERROR("runtime_error", "exception"),
    /** Its {@code error_type} follows. */
    REGEX_ERROR("regex_error", "runtime_error", "exception"),
    /** An {@code error_code} follows, as with {@link #FUTURE_ERROR}. */
    FAILURE("failure@ios_base", "system_error", "_System_error", "runtime_error", "exception"),
    SYSTEM_ERROR("system_error", "_System_error", "runtime_error", "exception"),
    FUTURE_ERROR("future_error", "logic_error", "exception");

    private final String[] classes;

    Kind(String... classes) {
      this.classes = classes;
    }

    /** The size of an object of one of the classes. */
    private int size(int ofClass) {
      return switch (this) {
        case REGEX_ERROR -> ofClass == 0 ? OBJECT_SIZE + 8 : OBJECT_SIZE;
        case FUTURE_ERROR -> ofClass == 0 ? OBJECT_SIZE + 16 : OBJECT_SIZE;
        case FAILURE -> ofClass <= 2 ? OBJECT_SIZE + 16 : OBJECT_SIZE;
        case SYSTEM_ERROR -> ofClass <= 1 ? OBJECT_SIZE + 16 : OBJECT_SIZE;
        default -> OBJECT_SIZE;
      };
    }
  }

  /** How newer runtimes and msvcrt call the namespace of a class. */
  private static final String[] SCOPES = {"@std@@", "@@"};

  /** An object: virtual functions, message, whether that is to be freed; then what it adds. */
  private static final int OBJECT_SIZE = 24;

  private static final int MORE = OBJECT_SIZE;
  private static final int LARGEST_OBJECT = OBJECT_SIZE + 16;
  private static final int MAX_CLASSES = 5;

  // What describes a class, from its ThrowInfo on; RVAs are relative to that.
  private static final int TYPES = 0x10;
  private static final int CATCHABLE = 0x40;
  private static final int CATCHABLE_SIZE = 28;
  private static final int DESCRIPTORS = 0x160;
  private static final int DESCRIPTOR_SIZE = 0x40;
  private static final int DESCRIPTOR_NAME = 16;
  private static final int LOCATOR = DESCRIPTORS + 2 * MAX_CLASSES * DESCRIPTOR_SIZE;
  private static final int HIERARCHIES = LOCATOR + 24;
  private static final int HIERARCHY_SIZE = 16;
  private static final int BASES = HIERARCHIES + MAX_CLASSES * HIERARCHY_SIZE;
  private static final int BASE_CLASSES = BASES + MAX_CLASSES * 4;
  private static final int BASE_CLASS_SIZE = 28;
  private static final int VIRTUAL_FUNCTIONS =
      BASE_CLASSES + MAX_CLASSES * BASE_CLASS_SIZE + 16 & -8;
  private static final int SIZE = VIRTUAL_FUNCTIONS + 16;

  /** {@code CT_IsStdBadAlloc}: may be caught as the {@code bad_alloc} of another runtime. */
  private static final int IS_BAD_ALLOC = 0x10;

  /** {@code BCD_HASPCHD}: the description of a base class says what that is derived from. */
  private static final int HAS_HIERARCHY = 0x40;

  private final long[] descriptions = new long[Kind.values().length];
  private final Map<String, Long> texts = new HashMap<>();

  private CxxStandard() {}

  public static CxxStandard of(GuestThread t) {
    GuestProcess process = t.process;
    return process.state(CxxStandard.class, p -> new CxxStandard());
  }

  private synchronized long description(GuestThread t, Kind kind) {
    long base = descriptions[kind.ordinal()];
    if (base == 0) {
      base = t.process.heap.allocate(t, SIZE);
      writeThrowInfo(base, kind);
      writeRtti(base, kind.classes.length);
      Memory.putLong(base + VIRTUAL_FUNCTIONS - 8, base + LOCATOR);
      Memory.putLong(base + VIRTUAL_FUNCTIONS, Gate.machineCode("exception_destroy"));
      Memory.putLong(base + VIRTUAL_FUNCTIONS + 8, Gate.machineCode("exception_what"));
      descriptions[kind.ordinal()] = base;
    }
    return base;
  }

  private static int descriptor(int ofClass, int scope) {
    return DESCRIPTORS + (SCOPES.length * ofClass + scope) * DESCRIPTOR_SIZE;
  }

  private static void writeThrowInfo(long base, Kind kind) {
    int n = 0;
    for (int i = 0; i < kind.classes.length; i++) {
      for (int scope = 0; scope < SCOPES.length; scope++) {
        int descriptor = descriptor(i, scope);
        int catchable = CATCHABLE + n * CATCHABLE_SIZE;
        String name = ".?AV" + kind.classes[i] + SCOPES[scope];
        Memory.putNarrowZ(base + descriptor + DESCRIPTOR_NAME, bytes(name));
        Memory.putInt(base + catchable, kind == Kind.BAD_ALLOC && i == 0 ? IS_BAD_ALLOC : 0);
        Memory.putInt(base + catchable + 4, descriptor);
        Memory.putInt(base + catchable + 12, -1);
        Memory.putInt(base + catchable + 20, kind.size(i));
        Memory.putInt(base + TYPES + 4 + 4L * n, catchable);
        n++;
      }
    }
    Memory.putInt(base + TYPES, n);
    Memory.putInt(base + 12, TYPES);
  }

  /** What {@code typeid} and {@code dynamic_cast} look at: each class has the next as its base. */
  private static void writeRtti(long base, int classes) {
    Memory.putInt(base + LOCATOR, 1); // COL_SIG_REV1: relative to the image
    Memory.putInt(base + LOCATOR + 12, descriptor(0, 0));
    Memory.putInt(base + LOCATOR + 16, HIERARCHIES);
    Memory.putInt(base + LOCATOR + 20, LOCATOR);
    for (int i = 0; i < classes; i++) {
      int hierarchy = HIERARCHIES + i * HIERARCHY_SIZE;
      int baseClass = BASE_CLASSES + i * BASE_CLASS_SIZE;
      Memory.putInt(base + hierarchy + 8, classes - i);
      Memory.putInt(base + hierarchy + 12, BASES + 4 * i);
      Memory.putInt(base + BASES + 4L * i, baseClass);
      Memory.putInt(base + baseClass, descriptor(i, 0));
      Memory.putInt(base + baseClass + 4, classes - 1 - i);
      Memory.putInt(base + baseClass + 12, -1);
      Memory.putInt(base + baseClass + 20, HAS_HIERARCHY);
      Memory.putInt(base + baseClass + 24, hierarchy);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Address of a text of bytes in guest memory that stays there. */
  public synchronized long text(GuestThread t, String text) {
    Long address = texts.get(text);
    if (address == null) {
      byte[] bytes = bytes(text);
      address = t.process.heap.allocate(t, bytes.length + 1L);
      Memory.putNarrowZ(address, bytes);
      texts.put(text, address);
    }
    return address;
  }

  /** Reads a text of bytes of any encoding. */
  public static String read(long address) {
    int length = 0;
    while (Memory.getByte(address + length) != 0) {
      length++;
    }
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = Memory.getByte(address + i);
    }
    return Latin1.string(bytes);
  }

  /** Throws an exception with a message. */
  public RuntimeException raise(GuestThread t, Kind kind, String message) {
    throw raise(t, kind, message, 0, 0);
  }

  /**
   * Throws an exception with a message and what its class adds.
   *
   * @param first the {@code error_type}, or the value of the {@code error_code}
   * @param second address of the category of the {@code error_code}
   */
  public RuntimeException raise(GuestThread t, Kind kind, String message, int first, long second) {
    long description = description(t, kind);
    long object = t.process.heap.allocate(t, LARGEST_OBJECT);
    Memory.putLong(object, description + VIRTUAL_FUNCTIONS);
    Memory.putLong(object + 8, text(t, message));
    Memory.putInt(object + MORE, first);
    Memory.putLong(object + MORE + 8, second);
    CxxCatch.of(t).owned.add(object);
    throw CxxExceptions.raise(t, object, description, description);
  }
}
