package decant.crt.eh;

import decant.abi.Gate;
import decant.abi.seh.ExceptionRecord;
import decant.abi.seh.Exceptions;
import decant.host.Atomic;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * What {@code std::exception_ptr} refers to: a block in the heap with a count of references, the
 * record of an exception and a copy of its object. The pointer itself is two words, the first of
 * which is the block's address.
 */
public final class ExceptionPointers {
  private static final int RECORD = 0x10;
  private static final int OBJECT = 0xB0;
  private static final int PARAMETER_OBJECT = 0x28;

  private ExceptionPointers() {}

  /** The block of a pointer, 0 for none. */
  public static long block(long pointer) {
    return Memory.getLong(pointer);
  }

  /** Makes a pointer refer to a block, whatever it was before. */
  public static void set(long pointer, long block) {
    Memory.putLong(pointer, block);
    Memory.putLong(pointer + 8, block);
  }

  /** Adds a reference; returns the block. */
  public static long retain(long block) {
    if (block != 0) {
      Atomic.getAndAdd(block, 1);
    }
    return block;
  }

  /** Takes a reference away; the last one destroys the object. */
  public static void release(GuestThread t, long block) {
    if (block != 0 && Atomic.getAndAdd(block, -1) == 1) {
      CxxThrown thrown = thrown(block);
      if (thrown.isCxx()) {
        thrown.destroy(t);
      }
      t.process.heap.free(t, block);
    }
  }

  private static CxxThrown thrown(long block) {
    return CxxThrown.of(block + RECORD, 0, null);
  }

  /** A block with a copy of the exception that is being handled, 0 when there is none. */
  public static long current(GuestThread t) {
    CxxThrown current = CxxCatch.of(t).current();
    return current == null ? 0 : copy(t, current, current.record());
  }

  /** A block with a copy of an object. */
  public static long of(GuestThread t, long object, long info) {
    long base = t.process.loader.containing(info);
    Exceptions room = Exceptions.inCaller(t);
    CxxExceptions.describe(room.record(), 0, object, info, base);
    return copy(t, CxxThrown.of(room.record(), 0, null), room.record());
  }

  private static long copy(GuestThread t, CxxThrown thrown, long record) {
    int size = thrown.isCxx() ? thrown.size() : 0;
    long block = t.process.heap.allocate(t, OBJECT + (long) size);
    Memory.putInt(block, 1);
    Memory.copy(record, block + RECORD, ExceptionRecord.SIZE);
    if (thrown.isCxx()) {
      Memory.putLong(block + RECORD + PARAMETER_OBJECT, block + OBJECT);
      thrown.copyObject(t, block + OBJECT);
    }
    return block;
  }

  /** Throws what a block has, as a copy. */
  public static RuntimeException raise(GuestThread t, long block) {
    if (block == 0) {
      throw CxxStandard.of(t).raise(t, CxxStandard.Kind.BAD_EXCEPTION, "bad exception");
    }
    CxxThrown thrown = thrown(block);
    if (thrown.isCxx()) {
      long object = t.process.heap.allocate(t, Math.max(1, thrown.size()));
      thrown.copyObject(t, object);
      CxxCatch.of(t).owned.add(object);
      throw CxxExceptions.raise(t, object, thrown.info(), thrown.base());
    }
    Exceptions e = Exceptions.inCaller(t);
    Memory.copy(block + RECORD, e.record(), ExceptionRecord.SIZE);
    throw Gate.raise(t, e);
  }
}
