package decant.msvcp;

import decant.abi.Gate;
import decant.host.Atomic;
import decant.host.Memory;
import decant.nt.GuestThread;

/** {@code locale::facet}s: objects with virtual functions and a count of references. */
final class Facets {
  static final int REFERENCES = 8;

  /** Where what a derived class adds begins. */
  static final int SIZE = 16;

  /** The flag of a deleting destructor that frees the object. */
  private static final int FREE = 1;

  private Facets() {}

  static void retain(long facet) {
    Atomic.getAndAdd(facet + REFERENCES, 1);
  }

  /** Gives a reference back, and the facet with the last one; 0 is none. */
  static void release(GuestThread t, long facet) {
    if (facet != 0 && Atomic.getAndAdd(facet + REFERENCES, -1) == 1) {
      Gate.call(t, Memory.getLong(Memory.getLong(facet)), facet, FREE);
    }
  }

  /** Frees an object as its deleting destructor was told; returns its address. */
  static long freeIf(GuestThread t, long object, int flags) {
    if ((flags & FREE) != 0) {
      free(t, object);
    }
    return object;
  }

  /** Frees a block; 0 is none. */
  static void free(GuestThread t, long block) {
    if (block != 0) {
      t.process.heap.free(t, block);
    }
  }

  /** Makes a facet that has nothing of its own; returns it. */
  static long make(GuestThread t, long self, VirtualFunctions.Table functions, long references) {
    Memory.putLong(self, VirtualFunctions.of(t, functions));
    Memory.putInt(self + REFERENCES, (int) references);
    return self;
  }

  /** Makes such a facet where a place for it is empty; 0 is no place. */
  static void makeInto(GuestThread t, long place, VirtualFunctions.Table functions) {
    if (place != 0 && Memory.getLong(place) == 0) {
      Memory.putLong(place, make(t, t.process.heap.allocate(t, SIZE), functions, 0));
    }
  }

  /**
   * The facet of a stream's locale, when it is the program's own; else 0.
   *
   * @param id the name of the kind's number
   * @param library the virtual functions of the library's own
   */
  static long own(GuestThread t, long ios, String id, VirtualFunctions.Table library) {
    long facet = Locale.facet(t, Memory.getLong(ios + Ios.LOCALE), id);
    return facet == 0 || Memory.getLong(facet) == VirtualFunctions.of(t, library) ? 0 : facet;
  }

  // --- iterators over buffers
  // ----------------------------------------------------------------------

  /** The buffer of an {@code ostreambuf_iterator}: whether it has failed, then the buffer. */
  static long buffer(long iterator) {
    return Memory.getLong(iterator + 8);
  }

  /** Makes {@code result} such an iterator. */
  static long moved(long result, long from, boolean written) {
    long buffer = buffer(from);
    int failed = Memory.getByte(from);
    Memory.putLong(result, 0);
    Memory.putByte(result, written ? failed : 1);
    Memory.putLong(result + 8, buffer);
    return result;
  }

  /** The buffer of an {@code istreambuf_iterator}: the buffer, whether a character was read. */
  static long source(long iterator) {
    return Memory.getLong(iterator);
  }

  /** Makes {@code result} such an iterator; without a buffer, it is at the end. */
  static long reading(long result, long buffer) {
    Memory.putLong(result, buffer);
    Memory.putLong(result + 8, buffer == 0 ? 1 : 0);
    return result;
  }
}
