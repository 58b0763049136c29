package decant.msvcp;

import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * How objects of {@code basic_ostream}, {@code basic_istream} and {@code basic_iostream} lie in
 * memory: at their beginning is where their virtual base {@code basic_ios} is found by, and in
 * front of that how far it is from where it would be in a plain object of the class.
 */
final class StreamClasses {
  // Where the basic_ios of a plain object is
  static final int OUTPUT_IOS = 0x10;
  static final int INPUT_IOS = 0x18;
  static final int BOTH_IOS = 0x20;

  /** Where the {@code basic_ostream} of a {@code basic_iostream} is. */
  static final int OUTPUT_OF_BOTH = 0x10;

  /** In a {@code basic_istream}, how many characters were read last. */
  static final int COUNT = 8;

  static final String[] OUTPUT_FUNCTIONS = {
    "??_G?$basic_ostream@DU?$char_traits@D@std@@@std@@UEAAPEAXI@Z",
  };
  static final String[] INPUT_FUNCTIONS = {
    "??_G?$basic_istream@DU?$char_traits@D@std@@@std@@UEAAPEAXI@Z",
  };
  static final String[] BOTH_FUNCTIONS = {
    "??_G?$basic_iostream@DU?$char_traits@D@std@@@std@@UEAAPEAXI@Z",
  };

  /** Offsets of bases: that of the {@code basic_ios} is the second. State of a process. */
  private record Bases(long address) {
    private static final int[] PLACES = {OUTPUT_IOS, INPUT_IOS, BOTH_IOS};

    static long of(GuestThread t, int ios) {
      Bases bases = t.process.state(Bases.class, p -> new Bases(p.heap.allocate(t, 8L * 3)));
      for (int i = 0; i < PLACES.length; i++) {
        Memory.putInt(bases.address + 8L * i + 4, PLACES[i]);
      }
      for (int i = 0; i < PLACES.length; i++) {
        if (PLACES[i] == ios) {
          return bases.address + 8L * i;
        }
      }
      throw new IllegalArgumentException();
    }
  }

  private StreamClasses() {}

  /** Where the {@code basic_ios} of an object is. */
  static long ios(long self) {
    return self + Memory.getInt(Memory.getLong(self) + 4);
  }

  /** Makes the virtual base of an object that is not part of a larger one. */
  static void constructBase(GuestThread t, long self, int ios) {
    Memory.putLong(self, Bases.of(t, ios));
    if (ios == BOTH_IOS) {
      Memory.putLong(self + OUTPUT_OF_BOTH, Bases.of(t, OUTPUT_IOS));
    }
    BasicIosH.construct(t, Element.NARROW, self + ios);
  }

  /** Makes the virtual base that of a class. */
  static void become(GuestThread t, long self, int ios, VirtualFunctions.Table functions) {
    long base = ios(self);
    Memory.putLong(base, VirtualFunctions.of(t, functions));
    Memory.putInt(base - 4, (int) (base - self) - ios);
  }

  /** Makes a plain {@code basic_ostream}, or the part of a larger object. */
  static long constructOutput(
      GuestThread t, Element e, long self, long buffer, boolean standard, boolean plain) {
    if (plain) {
      constructBase(t, self, OUTPUT_IOS);
    }
    become(t, self, OUTPUT_IOS, VirtualFunctions.Table.OUTPUT.of(e));
    initialise(t, e, self, buffer, standard);
    return self;
  }

  /** Makes a plain {@code basic_istream}, or the part of a larger object. */
  static long constructInput(
      GuestThread t, Element e, long self, long buffer, boolean standard, boolean plain) {
    if (plain) {
      constructBase(t, self, INPUT_IOS);
    }
    become(t, self, INPUT_IOS, VirtualFunctions.Table.INPUT.of(e));
    Memory.putLong(self + COUNT, 0);
    initialise(t, e, self, buffer, standard);
    return self;
  }

  /** Makes a plain {@code basic_iostream}, or the part of a larger object. */
  static long constructBoth(GuestThread t, Element e, long self, long buffer, boolean plain) {
    if (plain) {
      constructBase(t, self, BOTH_IOS);
    }
    Memory.putLong(self + COUNT, 0);
    become(t, self, BOTH_IOS, VirtualFunctions.Table.BOTH.of(e));
    initialise(t, e, self, buffer, false);
    return self;
  }

  private static void initialise(
      GuestThread t, Element e, long self, long buffer, boolean standard) {
    long ios = ios(self);
    Ios.initialise(t, e, ios, buffer);
    if (standard) {
      IosBaseH.addStandard(ios);
    }
  }

  /** Destroys a plain object, found by its virtual base; frees it if it is asked to. */
  static long delete(GuestThread t, long base, int ios, int flags) {
    Ios.destroy(t, base);
    return Facets.freeIf(t, base - ios, flags);
  }
}
