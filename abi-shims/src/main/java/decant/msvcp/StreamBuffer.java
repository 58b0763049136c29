package decant.msvcp;

import decant.abi.Gate;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * A {@code basic_streambuf} in guest memory, of either {@link Element}: what its functions do, and
 * how other classes read and write by it.
 *
 * <p>An object says by pointers where the ends of its areas stand, for derived classes keep them
 * elsewhere.
 *
 * @see <a href="https://learn.microsoft.com/cpp/standard-library/basic-streambuf-class">
 *     basic_streambuf</a>
 */
final class StreamBuffer {
  // An object, behind its virtual functions. As in layout.inc, and so are the places below.
  static final int GET_FIRST = 8;
  static final int PUT_FIRST = 16;
  static final int GET_FIRST_AT = 24;
  static final int PUT_FIRST_AT = 32;
  static final int GET_NEXT = 40;
  static final int PUT_NEXT = 48;
  static final int GET_NEXT_AT = 56;
  static final int PUT_NEXT_AT = 64;
  static final int GET_COUNT = 72;
  static final int PUT_COUNT = 76;
  static final int GET_COUNT_AT = 80;
  static final int PUT_COUNT_AT = 88;
  static final int LOCALE = 96;
  static final int SIZE = 104;

  // Places of virtual functions.
  static final int LOCK = 1;
  static final int UNLOCK = 2;
  static final int OVERFLOW = 3;
  static final int PUT_BACK_FAILED = 4;
  static final int SHOW_MANY = 5;
  static final int UNDERFLOW = 6;
  static final int UFLOW = 7;
  static final int GET_MANY = 8;
  static final int PUT_MANY = 9;
  static final int SEEK_OFFSET = 10;
  static final int SEEK_POSITION = 11;
  static final int SET_BUFFER = 12;
  static final int SYNC = 13;
  static final int IMBUE = 14;

  private StreamBuffer() {}

  /** Makes an object without areas, with the global locale. */
  static void construct(GuestThread t, long self, VirtualFunctions.Table functions) {
    Memory.putLong(self, VirtualFunctions.of(t, functions));
    Memory.putLong(self + LOCALE, Locale.make(t));
    initialise(self);
  }

  static void destroy(GuestThread t, long self) {
    long locale = Memory.getLong(self + LOCALE);
    Memory.putLong(self + LOCALE, 0);
    Locale.delete(t, locale);
  }

  /** Has an object keep its own pointers to its areas, of which there are none. */
  static void initialise(long self) {
    Memory.putLong(self + GET_FIRST_AT, self + GET_FIRST);
    Memory.putLong(self + PUT_FIRST_AT, self + PUT_FIRST);
    Memory.putLong(self + GET_NEXT_AT, self + GET_NEXT);
    Memory.putLong(self + PUT_NEXT_AT, self + PUT_NEXT);
    Memory.putLong(self + GET_COUNT_AT, self + GET_COUNT);
    Memory.putLong(self + PUT_COUNT_AT, self + PUT_COUNT);
    for (int place : new int[] {GET_FIRST, PUT_FIRST, GET_NEXT, PUT_NEXT, GET_COUNT}) {
      Memory.putLong(self + place, 0);
    }
  }

  static long function(long self, int place) {
    return Memory.getLong(Memory.getLong(self) + 8L * place);
  }

  private static int virtual(GuestThread t, Element e, long self, int place) {
    return e.result(Gate.call(t, function(self, place), self));
  }

  static int virtual(GuestThread t, Element e, long self, int place, int c) {
    return e.result(Gate.call(t, function(self, place), self, c & 0xFFFF_FFFFL));
  }

  // --- areas
  // ---------------------------------------------------------------------------------------

  /** What one of the pointers of an object points to: an end of an area. */
  static long at(long self, int pointer) {
    return Memory.getLong(Memory.getLong(self + pointer));
  }

  /** How many characters stand in the area to be read. */
  static int readable(long self) {
    return at(self, GET_NEXT_AT) == 0 ? 0 : Memory.getInt(Memory.getLong(self + GET_COUNT_AT));
  }

  /** How many characters the area takes that is written to. */
  static int writable(long self) {
    return at(self, PUT_NEXT_AT) == 0 ? 0 : Memory.getInt(Memory.getLong(self + PUT_COUNT_AT));
  }

  /** Moves in an area; returns where it stood. */
  static long advance(Element e, long self, int nextAt, int countAt, int characters) {
    long next = Memory.getLong(self + nextAt);
    long count = Memory.getLong(self + countAt);
    Memory.putInt(count, Memory.getInt(count) - characters);
    long before = Memory.getLong(next);
    Memory.putLong(next, before + (long) e.size * characters);
    return before;
  }

  private static long advance(Element e, long self, int characters) {
    return advance(e, self, GET_NEXT_AT, GET_COUNT_AT, characters);
  }

  /** Sets the area that is read from. */
  static void setGet(Element e, long self, long first, long next, long last) {
    Memory.putLong(Memory.getLong(self + GET_FIRST_AT), first);
    Memory.putLong(Memory.getLong(self + GET_NEXT_AT), next);
    Memory.putInt(Memory.getLong(self + GET_COUNT_AT), (int) ((last - next) / e.size));
  }

  /** Sets the area that is written to. */
  static void setPut(Element e, long self, long first, long next, long last) {
    Memory.putLong(Memory.getLong(self + PUT_FIRST_AT), first);
    Memory.putLong(Memory.getLong(self + PUT_NEXT_AT), next);
    Memory.putInt(Memory.getLong(self + PUT_COUNT_AT), (int) ((last - next) / e.size));
  }

  /** Where the area that is read from ends. */
  static long getEnd(Element e, long self) {
    int count = Memory.getInt(Memory.getLong(self + GET_COUNT_AT));
    return at(self, GET_NEXT_AT) + (long) e.size * count;
  }

  static long putEnd(Element e, long self) {
    int count = Memory.getInt(Memory.getLong(self + PUT_COUNT_AT));
    return at(self, PUT_NEXT_AT) + (long) e.size * count;
  }

  // --- reading
  // -------------------------------------------------------------------------------------

  /** The next character, which stays. */
  static int get(GuestThread t, Element e, long self) {
    return readable(self) > 0 ? e.get(at(self, GET_NEXT_AT)) : virtual(t, e, self, UNDERFLOW);
  }

  /** Takes the next character. */
  static int take(GuestThread t, Element e, long self) {
    return readable(self) > 0 ? e.get(advance(e, self, 1)) : virtual(t, e, self, UFLOW);
  }

  /** Takes a character; the one behind it, which stays. */
  static int next(GuestThread t, Element e, long self) {
    return take(t, e, self) == e.eof ? e.eof : get(t, e, self);
  }

  /** Takes what {@code underflow} shows. */
  static int uflow(GuestThread t, Element e, long self) {
    return virtual(t, e, self, UNDERFLOW) == e.eof ? e.eof : e.get(advance(e, self, 1));
  }

  /** Goes one character back; with a character, which is to be that one. */
  static int back(GuestThread t, Element e, long self, int c) {
    long next = at(self, GET_NEXT_AT);
    if (next != 0 && at(self, GET_FIRST_AT) < next) {
      int before = e.get(next - e.size);
      if (c == e.eof || c == before) {
        advance(e, self, -1);
        return before;
      }
    }
    return virtual(t, e, self, PUT_BACK_FAILED, c);
  }

  /** Takes characters one by one or from the area; returns their number. */
  static long getMany(GuestThread t, Element e, long self, long to, long count) {
    long done = 0;
    while (done < count) {
      int n = (int) Math.min(readable(self), count - done);
      if (n > 0) {
        Memory.copy(at(self, GET_NEXT_AT), to + e.size * done, (long) e.size * n);
        advance(e, self, n);
        done += n;
      } else {
        int taken = virtual(t, e, self, UFLOW);
        if (taken == e.eof) {
          break;
        }
        e.put(to + e.size * done++, taken);
      }
    }
    return done;
  }

  /** As the object takes characters. */
  static long read(GuestThread t, long self, long to, long count) {
    return Gate.call(t, function(self, GET_MANY), self, to, count);
  }

  /** How many characters are sure to come. */
  static long inAvailable(GuestThread t, long self) {
    int readable = readable(self);
    return readable > 0 ? readable : Gate.call(t, function(self, SHOW_MANY), self);
  }

  // --- writing
  // -------------------------------------------------------------------------------------

  private static long advancePut(Element e, long self, int characters) {
    return advance(e, self, PUT_NEXT_AT, PUT_COUNT_AT, characters);
  }

  /** Writes a character. */
  static int put(GuestThread t, Element e, long self, int c) {
    if (writable(self) > 0) {
      e.put(advancePut(e, self, 1), c);
      return c;
    }
    return virtual(t, e, self, OVERFLOW, c);
  }

  /** Writes characters to the area, and one by one where that is full; returns their number. */
  static long putMany(GuestThread t, Element e, long self, long from, long count) {
    long done = 0;
    while (done < count) {
      int n = (int) Math.min(writable(self), count - done);
      if (n > 0) {
        Memory.copy(from + e.size * done, at(self, PUT_NEXT_AT), (long) e.size * n);
        advancePut(e, self, n);
        done += n;
      } else if (virtual(t, e, self, OVERFLOW, e.get(from + e.size * done)) == e.eof) {
        break;
      } else {
        done++;
      }
    }
    return done;
  }

  /** As the object writes characters. */
  static long write(GuestThread t, long self, long from, long count) {
    return Gate.call(t, function(self, PUT_MANY), self, from, count);
  }

  /** Writes characters of ours, as {@link #put} would one by one; false where that fails. */
  static boolean write(GuestThread t, Element e, long self, char[] text, int from, int to) {
    if (FileBufferH.is(t, self)) {
      return FileBufferH.write(t, self, text, from, to);
    }
    int done = from;
    while (done < to) {
      int n = Math.min(writable(self), to - done);
      if (n > 0) {
        long at = advancePut(e, self, n);
        for (int i = 0; i < n; i++) {
          e.put(at + (long) e.size * i, text[done++]);
        }
      } else if (virtual(t, e, self, OVERFLOW, text[done]) == e.eof) {
        return false;
      } else {
        done++;
      }
    }
    return true;
  }

  // --- other
  // ---------------------------------------------------------------------------------------

  /** Writes what is buffered; -1 when that fails. */
  static int sync(GuestThread t, long self) {
    return (int) Gate.call(t, function(self, SYNC), self);
  }

  static void lock(GuestThread t, long self) {
    if (FileBufferH.is(t, self)) {
      FileBufferH.lock(t, self);
    } else {
      call(t, self, LOCK);
    }
  }

  static void unlock(GuestThread t, long self) {
    if (FileBufferH.is(t, self)) {
      FileBufferH.unlock(t, self);
    } else {
      call(t, self, UNLOCK);
    }
  }

  /** Calls a function that does nothing unless a derived class has its own. */
  private static void call(GuestThread t, long self, int place) {
    long function = function(self, place);
    if (!doesNothing(t, function, place)) {
      Gate.call(t, function, self);
    }
  }

  private static boolean doesNothing(GuestThread t, long function, int place) {
    long narrow = VirtualFunctions.of(t, VirtualFunctions.Table.BUFFER);
    if (function == Memory.getLong(narrow + 8L * place)) {
      return true;
    }
    long wide = VirtualFunctions.of(t, VirtualFunctions.Table.WIDE_BUFFER);
    return function == Memory.getLong(wide + 8L * place);
  }

  /** Sets the locale; the one before it goes to {@code result}. */
  static long imbue(GuestThread t, long self, long result, long locale) {
    long own = Memory.getLong(self + LOCALE);
    Locale.copy(result, own);
    Gate.call(t, function(self, IMBUE), self, locale);
    Locale.assign(t, own, locale);
    return result;
  }

  /** Swaps areas and locales. */
  static void swap(Element e, long self, long right) {
    long[] put = {at(self, PUT_FIRST_AT), at(self, PUT_NEXT_AT), putEnd(e, self)};
    long[] get = {at(self, GET_FIRST_AT), at(self, GET_NEXT_AT), getEnd(e, self)};
    copyAreas(e, right, self);
    setPut(e, right, put[0], put[1], put[2]);
    setGet(e, right, get[0], get[1], get[2]);
    long locale = Memory.getLong(self + LOCALE);
    Memory.putLong(self + LOCALE, Memory.getLong(right + LOCALE));
    Memory.putLong(right + LOCALE, locale);
  }

  /** Has an object use the areas of another. */
  static void copyAreas(Element e, long from, long to) {
    setPut(e, to, at(from, PUT_FIRST_AT), at(from, PUT_NEXT_AT), putEnd(e, from));
    setGet(e, to, at(from, GET_FIRST_AT), at(from, GET_NEXT_AT), getEnd(e, from));
  }

  /** An {@code fpos} that is no position: offset, position in the file, state of the conversion. */
  static long nowhere(long fpos) {
    return position(fpos, -1);
  }

  /** An {@code fpos} that is an offset. */
  static long position(long fpos, long offset) {
    Memory.putLong(fpos, offset);
    Memory.putLong(fpos + 8, 0);
    Memory.putLong(fpos + 16, 0);
    return fpos;
  }
}
