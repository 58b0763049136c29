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
}
