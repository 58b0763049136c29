package decant.crt.eh;

import decant.abi.Gate;
import decant.host.Memory;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import java.nio.charset.StandardCharsets;

/**
 * Exceptions of the standard library that the runtime itself throws: their classes, laid out in
 * guest memory as a compiler would. State of a process.
 */
final class CxxStandard {
  static final int BAD_CAST = 0;
  static final int BAD_TYPEID = 1;
  static final int NON_RTTI_OBJECT = 2;
  static final int BAD_EXCEPTION = 3;

  /** The classes that each can be caught as, as newer runtimes and as msvcrt call them. */
  private static final String[][] CLASSES = {
    {"bad_cast", "exception"},
    {"bad_typeid", "exception"},
    {"__non_rtti_object", "bad_typeid", "exception"},
    {"bad_exception", "exception"},
  };

  private static final int MAX_CLASSES = 6;

  /** An object: virtual functions, message, whether that is to be freed. */
  private static final int OBJECT_SIZE = 24;

  // One exception in guest memory, from its ThrowInfo on.
  private static final int TYPES = 0x10;
  private static final int CATCHABLE = 0x40;
  private static final int CATCHABLE_SIZE = 28;
  private static final int DESCRIPTORS = 0x100;
  private static final int DESCRIPTOR_SIZE = 0x40;
  private static final int DESCRIPTOR_NAME = 16;
  private static final int SIZE = DESCRIPTORS + MAX_CLASSES * DESCRIPTOR_SIZE;

  private static final int VIRTUAL_FUNCTIONS = CLASSES.length * SIZE;
  private static final int OBJECTS = VIRTUAL_FUNCTIONS + 0x20;
  private static final int MESSAGES = OBJECTS + CLASSES.length * OBJECT_SIZE;
  private static final int MESSAGE_SIZE = 0x40;
  private static final int ALL = MESSAGES + CLASSES.length * MESSAGE_SIZE;

  /** Address of all of it; RVAs are relative to it. */
  private final long base;

  private CxxStandard(GuestThread t) {
    base = t.process.heap.allocate(t, ALL);
    Memory.fill(base, ALL, 0);
    for (int i = 0; i < CLASSES.length; i++) {
      write(i);
    }
    Memory.putLong(base + VIRTUAL_FUNCTIONS + 8, Gate.machineCode("exception_destroy"));
    Memory.putLong(base + VIRTUAL_FUNCTIONS + 16, Gate.machineCode("exception_what"));
  }

  private void write(int exception) {
    int info = exception * SIZE;
    int n = 0;
    for (String name : CLASSES[exception]) {
      for (String scope : new String[] {"@std@@", "@@"}) {
        int descriptor = info + DESCRIPTORS + n * DESCRIPTOR_SIZE;
        int catchable = info + CATCHABLE + n * CATCHABLE_SIZE;
        Memory.putNarrowZ(base + descriptor + DESCRIPTOR_NAME, bytes(".?AV" + name + scope));
        Memory.putInt(base + catchable + 4, descriptor);
        Memory.putInt(base + catchable + 12, -1);
        Memory.putInt(base + catchable + 20, OBJECT_SIZE);
        Memory.putInt(base + info + TYPES + 4 + 4 * n, catchable);
        n++;
      }
    }
    Memory.putInt(base + info + TYPES, n);
    Memory.putInt(base + info + 12, info + TYPES);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static CxxStandard of(GuestThread t) {
    GuestProcess process = t.process;
    return process.state(CxxStandard.class, p -> new CxxStandard(t));
  }

  /** Throws an exception with a message that is always the same. */
  RuntimeException raise(GuestThread t, int exception, String message) {
    long object = base + OBJECTS + (long) exception * OBJECT_SIZE;
    long text = base + MESSAGES + (long) exception * MESSAGE_SIZE;
    Memory.putNarrowZ(text, bytes(message));
    Memory.putLong(object, base + VIRTUAL_FUNCTIONS + 8);
    Memory.putLong(object + 8, text);
    throw CxxExceptions.raise(t, object, base + (long) exception * SIZE, base);
  }
}
