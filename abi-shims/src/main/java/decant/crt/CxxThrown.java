package decant.crt;

import decant.abi.Gate;
import decant.abi.seh.ExceptionRecord;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * An exception in flight or caught: the object and its {@code ThrowInfo} (ehdata.h). Both are 0
 * when it is none of C++, and when {@code throw;} has not found a current one.
 *
 * @param base of the image that threw it, which its RVAs are relative to
 */
record CxxThrown(long object, long info, long base) {
  /** The exception code of C++: {@code 'msc'} with 0xE0 before it. */
  static final int CODE = 0xE06D_7363;

  static final int MAGIC = 0x1993_0520;

  /** An exception of the system or of {@code RaiseException}. */
  static final CxxThrown FOREIGN = new CxxThrown(0, 0, 0);

  private static final int MAGIC_LAST = 0x1993_0522;
  private static final int PARAMETERS = 4;

  private static final int INFO_DESTRUCTOR = 4;
  private static final int INFO_TYPES = 12;

  private static final int HANDLER_TYPE = 4;
  private static final int HANDLER_OBJECT = 8;
  private static final int CONST = 1;
  private static final int VOLATILE = 2;
  private static final int REFERENCE = 8;

  private static final int TYPE_DESCRIPTOR = 4;
  private static final int TYPE_MDISP = 8;
  private static final int TYPE_PDISP = 12;
  private static final int TYPE_VDISP = 16;
  private static final int TYPE_SIZE = 20;
  private static final int TYPE_COPY = 24;
  private static final int SIMPLE = 1;
  private static final int BY_REFERENCE_ONLY = 2;
  private static final int VIRTUAL_BASE = 4;

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
  static CxxThrown of(long record, CxxThrown current) {
    if (!isCxx(record)) {
      return FOREIGN;
    }
    long info = ExceptionRecord.parameter(record, 2);
    if (info == 0) {
      return current;
    }
    return new CxxThrown(
        ExceptionRecord.parameter(record, 1), info, ExceptionRecord.parameter(record, 3));
  }

  /**
   * Finds how a handler takes the exception.
   *
   * @return address of the {@code CatchableType}, 0 if the handler is {@code catch (...)}, -1 if it
   *     does not take the exception
   */
  long match(CxxFrame frame, long handler) {
    long wanted = Memory.getU32(handler + HANDLER_TYPE);
    if (wanted == 0 || Memory.getByte(frame.base + wanted + NAME) == 0) {
      return info != 0 || frame.catchesForeign() ? 0 : -1;
    }
    if (info == 0) {
      return -1;
    }
    int adjectives = Memory.getInt(handler);
    if ((Memory.getInt(info) & (CONST | VOLATILE) & ~adjectives) != 0) {
      return -1;
    }
    long types = base + Memory.getU32(info + INFO_TYPES);
    int count = Memory.getInt(types);
    for (int i = 0; i < count; i++) {
      long type = base + Memory.getU32(types + 4 + 4L * i);
      boolean possible =
          (adjectives & REFERENCE) != 0 || (Memory.getInt(type) & BY_REFERENCE_ONLY) == 0;
      if (possible && sameName(frame.base + wanted, base + Memory.getU32(type + TYPE_DESCRIPTOR))) {
        return type;
      }
    }
    return -1;
  }

  private static boolean sameName(long one, long other) {
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
  void copy(GuestThread t, CxxFrame frame, long handler, long type) {
    int offset = Memory.getInt(handler + HANDLER_OBJECT);
    if (type == 0 || offset == 0) {
      return;
    }
    long variable = frame.function + offset;
    int properties = Memory.getInt(type);
    int size = Memory.getInt(type + TYPE_SIZE);
    long copy = Memory.getU32(type + TYPE_COPY);
    if ((Memory.getInt(handler) & REFERENCE) != 0) {
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
    long address = object + Memory.getInt(type + TYPE_MDISP);
    int pdisp = Memory.getInt(type + TYPE_PDISP);
    if (pdisp >= 0) {
      long table = Memory.getLong(object + pdisp);
      address += pdisp + Memory.getInt(table + Memory.getInt(type + TYPE_VDISP));
    }
    return address;
  }

  /** Destroys the object. */
  void destroy(GuestThread t) {
    long destructor = info == 0 ? 0 : Memory.getU32(info + INFO_DESTRUCTOR);
    if (destructor != 0) {
      Gate.call(t, base + destructor, object);
    }
  }
}
