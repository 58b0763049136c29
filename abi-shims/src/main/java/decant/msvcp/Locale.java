package decant.msvcp;

import decant.abi.Gate;
import decant.host.Memory;
import decant.nt.GuestThread;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code std::locale} in guest memory: an object refers to a {@code locale::_Locimp}, which is
 * shared, counted, and has a table of facets by the numbers of their kinds. Facets that are as in
 * the "C" locale are not in the table before a program puts them there. State of a process: the "C"
 * locale and the global one.
 */
final class Locale {
  /** An object: its second half is the address of the implementation. */
  private static final int IMPLEMENTATION = 8;

  private static final int SIZE = 16;

  // locale::_Locimp, which is a facet
  static final int FACETS = 16;
  static final int COUNT = 24;
  static final int CATEGORIES = 32;
  static final int TRANSPARENT = 36;

  /** A {@code _Yarn<char>}. */
  static final int NAME = 40;

  static final int IMPLEMENTATION_SIZE = 56;

  /** All categories. */
  static final int ALL = 0x3F;

  /** Places that a table of facets has at first. */
  private static final int ROOM = 40;

  private static final int MAX_FACETS = 1 << 16;

  /** What a program has of its own. */
  private static final class State {
    final AtomicLong classic = new AtomicLong();
    final AtomicLong global = new AtomicLong();

    /** The object that {@code locale::classic} returns. */
    final AtomicLong object = new AtomicLong();

    /** Where the library's variables are that it has asked for, as the numbers of facets' kinds. */
    final Map<String, Long> exports = new ConcurrentHashMap<>();
  }

  private Locale() {}

  private static State state(GuestThread t) {
    return t.process.state(State.class, p -> new State());
  }

  /** The implementation of the "C" locale. */
  static long classic(GuestThread t) {
    State state = state(t);
    long classic = state.classic.get();
    if (classic == 0) {
      long made = makeImplementation(t, false);
      Memory.putInt(made + CATEGORIES, ALL);
      Yarn.assign(t, made + NAME, "C");
      Facets.retain(made); // it is never freed
      if (state.classic.compareAndSet(0, made)) {
        return made;
      }
      classic = state.classic.get();
    }
    return classic;
  }

  /** The {@code locale} that is the "C" one. */
  static long classicObject(GuestThread t) {
    AtomicLong object = state(t).object;
    if (object.get() == 0) {
      long made = t.process.heap.allocate(t, SIZE);
      Memory.putLong(made + IMPLEMENTATION, classic(t));
      object.compareAndSet(0, made);
    }
    return object.get();
  }

  /** The implementation of the global locale. */
  static long global(GuestThread t) {
    long global = state(t).global.get();
    return global == 0 ? classic(t) : global;
  }

  /** The implementation of the global locale, counted once more. */
  static long retainGlobal(GuestThread t) {
    AtomicLong global = state(t).global;
    if (global.get() == 0) { // nobody releases the "C" locale's
      long classic = classic(t);
      Facets.retain(classic);
      return classic;
    }
    LibraryLocks.lockLocales(t);
    try {
      Facets.retain(global.get());
      return global.get();
    } finally {
      LibraryLocks.unlockLocales(t);
    }
  }

  /** Sets the global locale, whose count is the caller's; returns the one before with its count. */
  static long setGlobal(GuestThread t, long implementation) {
    LibraryLocks.lockLocales(t);
    try {
      long before = state(t).global.getAndSet(implementation);
      return before == 0 ? classic(t) : before;
    } finally {
      LibraryLocks.unlockLocales(t);
    }
  }

  /** Makes an implementation without facets and name. */
  static long makeImplementation(GuestThread t, boolean transparent) {
    long made = t.process.heap.allocate(t, IMPLEMENTATION_SIZE);
    Memory.putLong(made, VirtualFunctions.of(t, VirtualFunctions.Table.LOCALE));
    Memory.putInt(made + Facets.REFERENCES, 1);
    Memory.putByte(made + TRANSPARENT, transparent ? 1 : 0);
    Yarn.assign(t, made + NAME, "*");
    return made;
  }

  /** Makes an implementation with the facets of another. */
  static long copyImplementation(GuestThread t, long from) {
    long made = makeImplementation(t, Memory.getByte(from + TRANSPARENT) != 0);
    Memory.putInt(made + CATEGORIES, Memory.getInt(from + CATEGORIES));
    Yarn.copy(t, made + NAME, Memory.getLong(from + NAME));
    long facets = Memory.getLong(from + FACETS);
    int count = (int) Memory.getLong(from + COUNT);
    for (int i = 0; i < count; i++) {
      long facet = Memory.getLong(facets + 8L * i);
      if (facet != 0) {
        add(t, made, facet, i);
      }
    }
    return made;
  }

  /** Releases what an implementation has. */
  static void destroyImplementation(GuestThread t, long implementation) {
    long facets = Memory.getLong(implementation + FACETS);
    int count = (int) Memory.getLong(implementation + COUNT);
    for (int i = 0; i < count; i++) {
      Facets.release(t, Memory.getLong(facets + 8L * i));
    }
    Facets.free(t, facets);
    Memory.putLong(implementation + FACETS, 0);
    Memory.putLong(implementation + COUNT, 0);
    Yarn.clear(t, implementation + NAME);
  }

  /** Puts a facet into an implementation, in place of the one that is there. */
  static void add(GuestThread t, long implementation, long facet, long id) {
    if (id < 0 || id >= MAX_FACETS) {
      return; // no number of a kind of facets
    }
    Facets.retain(facet);
    long count = Memory.getLong(implementation + COUNT);
    if (id >= count) {
      long more = Math.max(id + 1, ROOM);
      long facets = t.process.heap.allocate(t, 8 * more);
      long before = Memory.getLong(implementation + FACETS);
      if (before != 0) {
        Memory.copy(before, facets, 8 * count);
      }
      Memory.fill(facets + 8 * count, 8 * (more - count), 0);
      Memory.putLong(implementation + FACETS, facets);
      Memory.putLong(implementation + COUNT, more);
      Facets.free(t, before);
    }
    long place = Memory.getLong(implementation + FACETS) + 8 * id;
    long before = Memory.getLong(place);
    Memory.putLong(place, facet);
    Facets.release(t, before);
  }

  /** Has an implementation have the facet of a kind that a locale has, or none. */
  static void take(GuestThread t, long implementation, String id, long locale) {
    long facet = locale == 0 ? 0 : facet(t, locale, id);
    if (facet != 0) {
      add(t, implementation, facet, Memory.getLong(export(t, id)));
      return;
    }
    long number = Memory.getLong(export(t, id));
    if (number > 0 && number < Memory.getLong(implementation + COUNT)) {
      long place = Memory.getLong(implementation + FACETS) + 8 * number;
      long before = Memory.getLong(place);
      Memory.putLong(place, 0);
      Facets.release(t, before);
    }
  }

  // --- objects
  // -------------------------------------------------------------------------------------

  static long implementation(long object) {
    return Memory.getLong(object + IMPLEMENTATION);
  }

  static void setImplementation(long object, long implementation) {
    Memory.putLong(object + IMPLEMENTATION, implementation);
  }

  /** Allocates an object that is the global locale. */
  static long make(GuestThread t) {
    long object = t.process.heap.allocate(t, SIZE);
    setImplementation(object, retainGlobal(t));
    return object;
  }

  /** Makes {@code to} a copy of a locale; returns it. */
  static long copy(long to, long from) {
    long implementation = implementation(from);
    Facets.retain(implementation);
    setImplementation(to, implementation);
    return to;
  }

  static void assign(GuestThread t, long to, long from) {
    long before = implementation(to);
    if (before != implementation(from)) {
      copy(to, from);
      Facets.release(t, before);
    }
  }

  /** Destroys and frees an object; 0 is none. */
  static void delete(GuestThread t, long object) {
    if (object != 0) {
      Facets.release(t, implementation(object));
      t.process.heap.free(t, object);
    }
  }

  /**
   * The facet of a kind that a locale has; 0 where it has none, so that the kind's is as in the "C"
   * locale.
   *
   * @param id the name of the kind's number
   */
  static long facet(GuestThread t, long object, String id) {
    long implementation = implementation(object);
    long count = Memory.getLong(implementation + COUNT);
    if (count == 0 && Memory.getByte(implementation + TRANSPARENT) == 0) {
      return 0;
    }
    long number = Memory.getLong(export(t, id));
    if (number == 0) {
      return 0; // nobody has asked for such a facet yet
    }
    long facet = facet(implementation, number);
    return facet == 0 && Memory.getByte(implementation + TRANSPARENT) != 0
        ? facet(global(t), number)
        : facet;
  }

  /** The address of a variable of the library. */
  static long export(GuestThread t, String name) {
    Map<String, Long> exports = state(t).exports;
    Long known = exports.get(name);
    if (known == null) {
      known = Gate.modules().export(t, Names.LIBRARY, name);
      exports.put(name, known);
    }
    return known;
  }

  private static long facet(long implementation, long number) {
    return number < Memory.getLong(implementation + COUNT)
        ? Memory.getLong(Memory.getLong(implementation + FACETS) + 8 * number)
        : 0;
  }
}
