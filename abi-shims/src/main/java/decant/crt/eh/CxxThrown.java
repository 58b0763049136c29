package decant.crt.eh;

import decant.abi.Gate;
import decant.abi.seh.ExceptionRecord;
import decant.crt.eh.CxxFunction.Handler;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * An exception in flight or caught: the object and its {@code ThrowInfo} (ehdata.h), both 0 when it
 * is none of C++.
 *
 * @param base of the image that threw it, which its RVAs are relative to
 * @param record address of the record, which stays on the stack until it is dealt with
 * @param context address of the context that it was raised in
 */
record CxxThrown(long object, long info, long base, long record, long context) {
  /** The exception code of C++: {@code 'msc'} with 0xE0 before it. */
  static final int CODE = 0xE06D_7363;

  static final int MAGIC = 0x1993_0520;

  private static final int MAGIC_LAST = 0x1993_0522;
  private static final int PARAMETERS = 4;

  private static final int INFO_DESTRUCTOR = 4;
  private static final int INFO_TYPES = 12;

  /** Adjectives of what is thrown that what is caught must have too: const, volatile, unaligned. */
  private static final int QUALIFIERS = 7;

  private static final int REFERENCE = 8;

  /** Caught is {@code std::bad_alloc} as well when it is thrown as a type of another runtime. */
  private static final int BAD_ALLOC_COMPATIBLE = 0x80;

  private static final int TYPE_DESCRIPTOR = 4;
  private static final int TYPE_PMD = 8;
  private static final int TYPE_SIZE = 20;
  private static final int TYPE_COPY = 24;
  private static final int SIMPLE = 1;
  private static final int BY_REFERENCE_ONLY = 2;
  private static final int VIRTUAL_BASE = 4;
  private static final int BAD_ALLOC = 0x10;

  /** A type descriptor's name follows its virtual table and a pointer that caches. */
  private static final int NAME = 16;

  /** Whether a record is one that {@code throw} makes. */
  static boolean isCxx(long record) {
    if (ExceptionRecord.code(record) != CODE
        || ExceptionRecord.parameterCount(record) < PARAMETERS) {
      return false;
    }
    long magic = ExceptionRecord.parameter(record, 0);
    return magic >= MAGIC && magic <= MAGIC_LAST;
  }

  /** What a record carries; {@code current} is what {@code throw;} means, null for nothing. */
  static CxxThrown of(long record, long context, CxxThrown current) {
    if (!isCxx(record)) {
      return new CxxThrown(0, 0, 0, record, context);
    }
    long info = ExceptionRecord.parameter(record, 2);
    if (info == 0) {
      return current;
    }
    return new CxxThrown(
        ExceptionRecord.parameter(record, 1),
        info,
        ExceptionRecord.parameter(record, 3),
        record,
        context);
  }

  /** Whether it is an exception of C++, not one of the system or of {@code RaiseException}. */
  boolean isCxx() {
    return info != 0;
  }

  /**
   * Finds how a handler takes the exception.
   *
   * @return address of the {@code CatchableType}, 0 if the handler is {@code catch (...)}, -1 if it
   *     does not take the exception
   */
  long match(Handler handler) {
    long wanted = handler.type();
    if (wanted == 0 || Memory.getByte(wanted + NAME) == 0) {
      return 0;
    }
    return info == 0 ? -1 : find(wanted, handler.adjectives());
  }

  /** The {@code CatchableType} that a type descriptor and adjectives take, -1 for none. */
  long find(long wanted, int adjectives) {
    if ((Memory.getInt(info) & QUALIFIERS & ~adjectives) != 0) {
      return -1;
    }
    long types = base + Memory.getU32(info + INFO_TYPES);
    int count = Memory.getInt(types);
    for (int i = 0; i < count; i++) {
      long type = base + Memory.getU32(types + 4 + 4L * i);
      int properties = Memory.getInt(type);
      if ((adjectives & REFERENCE) == 0 && (properties & BY_REFERENCE_ONLY) != 0) {
        continue;
      }
      if ((adjectives & BAD_ALLOC_COMPATIBLE) != 0 && (properties & BAD_ALLOC) != 0
          || sameName(wanted, base + Memory.getU32(type + TYPE_DESCRIPTOR))) {
        return type;
      }
    }
    return -1;
  }

  /** Whether two type descriptors are of one type. */
  static boolean sameName(long one, long other) {
    if (one == other) {
      return true;
    }
    for (long i = NAME; ; i++) {
      byte c = Memory.getByte(one + i);
      if (c != Memory.getByte(other + i)) {
        return false;
      }
      if (c == 0) {
        return true;
      }
    }
  }

  /** Makes the variable of a catch block: a reference to the object, or a copy. */
  void copy(GuestThread t, CxxFrame frame, Handler handler, long type) {
    if (type != 0 && handler.object() != 0) {
      copy(t, frame.function + handler.object(), handler.adjectives(), type);
    }
  }

  /** Makes a variable of what is thrown: a reference to the object, or a copy. */
  void copy(GuestThread t, long variable, int adjectives, long type) {
    int properties = Memory.getInt(type);
    int size = Memory.getInt(type + TYPE_SIZE);
    long copy = Memory.getU32(type + TYPE_COPY);
    if ((adjectives & REFERENCE) != 0) {
      Memory.putLong(variable, part(object, type));
    } else if ((properties & SIMPLE) != 0) {
      Memory.copy(object, variable, size);
      if (size == Long.BYTES && Memory.getLong(variable) != 0) { // a pointer, to a base class
        Memory.putLong(variable, part(Memory.getLong(variable), type));
      }
    } else if (copy == 0) {
      Memory.copy(part(object, type), variable, size);
    } else if ((properties & VIRTUAL_BASE) != 0) {
      Gate.call(t, base + copy, variable, part(object, type), 1);
    } else {
      Gate.call(t, base + copy, variable, part(object, type));
    }
  }

  /** Address of the part of an object that has a type: the object itself, or one of its bases. */
  private static long part(long object, long type) {
    return adjust(object, type + TYPE_PMD);
  }

  /**
   * Address of a base class in an object.
   *
   * @param pmd address of the {@code PMD}: displacement in the object or in its virtual base, place
   *     of the pointer to the table of virtual bases or -1, place in that table
   */
  static long adjust(long object, long pmd) {
    long address = object + Memory.getInt(pmd);
    int pdisp = Memory.getInt(pmd + 4);
    if (pdisp >= 0) {
      long table = Memory.getLong(object + pdisp);
      address += pdisp + Memory.getInt(table + Memory.getInt(pmd + 8));
    }
    return address;
  }

  /** The size of the object, in bytes. */
  int size() {
    return Math.max(0, Memory.getInt(thrownAs() + TYPE_SIZE));
  }

  /** Address of the {@code CatchableType} of the object itself. */
  private long thrownAs() {
    return base + Memory.getU32(base + Memory.getU32(info + INFO_TYPES) + 4);
  }

  /** Makes a copy of the object. */
  void copyObject(GuestThread t, long to) {
    copy(t, to, 0, thrownAs());
  }

  /** Destroys the object. */
  void destroy(GuestThread t) {
    long destructor = info == 0 ? 0 : Memory.getU32(info + INFO_DESTRUCTOR);
    if (destructor != 0) {
      Gate.call(t, base + destructor, object);
    }
  }
}
