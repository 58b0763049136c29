package decant.msvcp;

import decant.abi.Gate;
import decant.crt.eh.CxxStandard;
import decant.crt.eh.ExceptionPointers;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * {@code std::ios_base} and {@code std::basic_ios} in guest memory: the state of a stream, how it
 * formats, and what belongs to it.
 *
 * @see <a href="https://learn.microsoft.com/cpp/standard-library/ios-base-class">ios_base</a>
 */
final class Ios {
  // ios_base, behind its virtual functions
  static final int STANDARD = 8;
  static final int STATE = 16;
  static final int EXCEPT = 20;
  static final int FLAGS = 24;
  static final int PRECISION = 32;
  static final int WIDTH = 40;
  static final int WORDS = 48;
  static final int CALLBACKS = 56;
  static final int LOCALE = 64;
  // basic_ios
  static final int BUFFER = 72;
  static final int TIE = 80;
  static final int FILL = 88;
  static final int SIZE = 96;

  // iostate
  static final int EOF = 1;
  static final int FAIL = 2;
  static final int BAD = 4;
  static final int STATES = 0x17;

  // fmtflags
  static final int SKIP_SPACE = 0x1;
  static final int UNIT_BUFFER = 0x2;
  static final int UPPERCASE = 0x4;
  static final int SHOW_BASE = 0x8;
  static final int SHOW_POINT = 0x10;
  static final int SHOW_POSITIVE = 0x20;
  static final int LEFT = 0x40;
  static final int INTERNAL = 0x100;
  static final int ADJUST = 0x1C0;
  static final int DECIMAL = 0x200;
  static final int OCTAL = 0x400;
  static final int HEXADECIMAL = 0x800;
  static final int BASE = 0xE00;
  static final int SCIENTIFIC = 0x1000;
  static final int FIXED = 0x2000;
  static final int FLOAT = 0x3000;
  static final int BOOL_ALPHA = 0x4000;
  static final int ALL_FLAGS = 0xFFFF;

  private static final int DEFAULT_PRECISION = 6;

  // _Iosarray, what iword and pword refer to, and _Fnarray, a callback: both are lists
  private static final int NEXT = 0;
  private static final int INDEX = 8;
  static final int WORD = 12;
  static final int POINTER = 16;
  private static final int FUNCTION = 16;
  private static final int ENTRY_SIZE = 24;

  // event
  static final int ERASE_EVENT = 0;
  static final int IMBUE_EVENT = 1;
  static final int COPYFMT_EVENT = 2;

  static final String[] BASE_FUNCTIONS = {"??_Gios_base@std@@UEAAPEAXI@Z"};
  static final String[] FUNCTIONS = {"??_G?$basic_ios@DU?$char_traits@D@std@@@std@@UEAAPEAXI@Z"};

  private Ios() {}

  /** Makes an {@code ios_base} that formats as by default, with the global locale. */
  static void initialiseBase(GuestThread t, long self) {
    Memory.fill(self + STANDARD, LOCALE - STANDARD, 0);
    Memory.putInt(self + FLAGS, SKIP_SPACE | DECIMAL);
    Memory.putLong(self + PRECISION, DEFAULT_PRECISION);
    Memory.putLong(self + LOCALE, Locale.make(t));
  }

  /** Makes a {@code basic_ios} for a buffer, which may be 0. */
  static void initialise(GuestThread t, Element e, long self, long buffer) {
    initialiseStandard(t, e, self, buffer);
    e.put(self + FILL, Ctype.widen(t, e, self, ' '));
    if (buffer == 0) {
      setState(t, self, BAD, false);
    }
  }

  /** Makes a {@code basic_ios} without code of the program's. */
  static void initialiseStandard(GuestThread t, Element e, long self, long buffer) {
    initialiseBase(t, self);
    Memory.putLong(self + BUFFER, buffer);
    Memory.putLong(self + TIE, 0);
    e.put(self + FILL, ' ');
  }

  /** Destroys what an {@code ios_base} has. Standard streams stay. */
  static void destroy(GuestThread t, long self) {
    if (Memory.getLong(self + STANDARD) != 0) {
      return;
    }
    tidy(t, self);
    long locale = Memory.getLong(self + LOCALE);
    Memory.putLong(self + LOCALE, 0);
    Locale.delete(t, locale);
  }

  // --- state
  // ---------------------------------------------------------------------------------------

  static int state(long self) {
    return Memory.getInt(self + STATE);
  }

  static int flags(long self) {
    return Memory.getInt(self + FLAGS);
  }

  static long buffer(long self) {
    return Memory.getLong(self + BUFFER);
  }

  /** Adds to the state of a {@code basic_ios}; throws when that is asked for. */
  static void setState(GuestThread t, long self, int state, boolean reraise) {
    clear(t, self, state(self) | state, reraise);
  }

  /** Sets the state of a {@code basic_ios}, which is bad without a buffer. */
  static void clear(GuestThread t, long self, int state, boolean reraise) {
    clearBase(t, self, buffer(self) == 0 ? state | BAD : state, reraise);
  }

  /**
   * Sets the state; throws {@code std::ios_base::failure} where exceptions are asked for.
   *
   * @param reraise whether the exception that is being handled is thrown where one is due
   */
  static void clearBase(GuestThread t, long self, int state, boolean reraise) {
    Memory.putInt(self + STATE, state & STATES);
    int due = state & STATES & Memory.getInt(self + EXCEPT);
    if (due == 0) {
      return;
    }
    if (reraise) {
      throw ExceptionPointers.raise(t, ExceptionPointers.current(t));
    }
    String name = (due & BAD) != 0 ? "badbit" : (due & FAIL) != 0 ? "failbit" : "eofbit";
    String message = "ios_base::" + name + " set: " + GenericCategory.STREAM_ERROR;
    throw CxxStandard.of(t)
        .raise(t, CxxStandard.Kind.FAILURE, message, 1, GenericCategory.stream(t));
  }

  // --- words and callbacks
  // -------------------------------------------------------------------------

  /** What no words are. State of a process. */
  private record NoWords(long address) {
    static long of(GuestThread t) {
      NoWords none =
          t.process.state(NoWords.class, p -> new NoWords(p.heap.allocate(t, ENTRY_SIZE)));
      Memory.fill(none.address, ENTRY_SIZE, 0);
      return none.address;
    }
  }

  /**
   * The words of a number, which are not kept when it is negative; made when they are first asked
   * for.
   */
  static long words(GuestThread t, long self, int index) {
    if (index < 0) {
      setStateOfBase(t, self, BAD);
      return NoWords.of(t);
    }
    long unused = 0;
    for (long at = Memory.getLong(self + WORDS); at != 0; at = Memory.getLong(at + NEXT)) {
      if (Memory.getInt(at + INDEX) == index) {
        return at;
      }
      if (unused == 0 && Memory.getInt(at + WORD) == 0 && Memory.getLong(at + POINTER) == 0) {
        unused = at;
      }
    }
    if (unused == 0) {
      unused = link(t, self + WORDS, index);
    } else {
      Memory.putInt(unused + INDEX, index);
    }
    return unused;
  }

  private static void setStateOfBase(GuestThread t, long self, int state) {
    clearBase(t, self, state(self) | state, false);
  }

  private static long link(GuestThread t, long list, int index) {
    long entry = t.process.heap.allocate(t, ENTRY_SIZE);
    Memory.putLong(entry + NEXT, Memory.getLong(list));
    Memory.putInt(entry + INDEX, index);
    Memory.putLong(list, entry);
    return entry;
  }

  static void register(GuestThread t, long self, long function, int index) {
    Memory.putLong(link(t, self + CALLBACKS, index) + FUNCTION, function);
  }

  static void callBack(GuestThread t, long self, int event) {
    for (long at = Memory.getLong(self + CALLBACKS); at != 0; at = Memory.getLong(at + NEXT)) {
      Gate.call(t, Memory.getLong(at + FUNCTION), event, self, Memory.getInt(at + INDEX));
    }
  }

  /** Gives back words and callbacks, and tells these. */
  static void tidy(GuestThread t, long self) {
    callBack(t, self, ERASE_EVENT);
    for (int list : new int[] {WORDS, CALLBACKS}) {
      long at = Memory.getLong(self + list);
      Memory.putLong(self + list, 0);
      while (at != 0) {
        long next = Memory.getLong(at + NEXT);
        t.process.heap.free(t, at);
        at = next;
      }
    }
  }

  /** Copies all but the state. */
  static void copyFormat(GuestThread t, long self, long right) {
    if (self == right) {
      return;
    }
    tidy(t, self);
    Locale.assign(t, Memory.getLong(self + LOCALE), Memory.getLong(right + LOCALE));
    Memory.putInt(self + FLAGS, flags(right));
    Memory.copy(right + PRECISION, self + PRECISION, WORDS - PRECISION);
    for (long at = Memory.getLong(right + WORDS); at != 0; at = Memory.getLong(at + NEXT)) {
      if (Memory.getInt(at + WORD) != 0 || Memory.getLong(at + POINTER) != 0) {
        long words = words(t, self, Memory.getInt(at + INDEX));
        Memory.copy(at + WORD, words + WORD, ENTRY_SIZE - WORD);
      }
    }
    for (long at = Memory.getLong(right + CALLBACKS); at != 0; at = Memory.getLong(at + NEXT)) {
      register(t, self, Memory.getLong(at + FUNCTION), Memory.getInt(at + INDEX));
    }
    callBack(t, self, COPYFMT_EVENT);
    exceptions(t, self, Memory.getInt(right + EXCEPT));
  }

  static void exceptions(GuestThread t, long self, int states) {
    Memory.putInt(self + EXCEPT, states & STATES);
    clearBase(t, self, state(self), false);
  }

  /** Sets the locale; the one before it goes to {@code result}. */
  static long imbueBase(GuestThread t, long self, long result, long locale) {
    long own = Memory.getLong(self + LOCALE);
    Locale.copy(result, own);
    Locale.assign(t, own, locale);
    callBack(t, self, IMBUE_EVENT);
    return result;
  }

  static void swapBase(long self, long right) {
    swap(self, right, STATE, BUFFER);
  }

  static void swap(long self, long right) {
    swap(self, right, STATE, BUFFER);
    swap(self, right, TIE, SIZE);
  }

  private static void swap(long self, long right, int from, int to) {
    if (self != right) {
      byte[] own = Memory.read(self + from, to - from);
      Memory.copy(right + from, self + from, to - from);
      Memory.write(right + from, own);
    }
  }
}
