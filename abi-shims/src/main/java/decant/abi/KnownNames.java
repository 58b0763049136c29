package decant.abi;

import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * What a process's machine code knows of modules and exports by name (known.S, layout.inc): once
 * Java has answered a name that lies at an address, the next question with the same name there
 * needs no Java.
 *
 * <p>A record is not changed once it is there, so that machine code needs no lock, and holds until
 * a module comes or goes. Of names that would have the same place in the table the first one stays.
 * Records are not freed; there is a bound on their number.
 */
public final class KnownNames {
  /** The keys of names of modules; the key of an export is its module's base. */
  public static final long HANDLE = 1;

  public static final long WIDE_HANDLE = 2;

  private static final int PLACES = 256;
  private static final int MOST_RECORDS = 4 * PLACES;

  /** In bytes, without the zero. */
  private static final int LONGEST = 128;

  private static final int KEY = 0x00;
  private static final int ANSWER = 0x08;
  private static final int CHANGES = 0x10;
  private static final int NAME = 0x18;

  private static final long CHANGES_CELL = Gate.machineCode("data_module_changes");
  private static final long TABLE = Gate.machineCode("data_known_names");
  private static int records;

  private KnownNames() {}

  /** How often a module has come or gone: to be asked for before an answer is looked for. */
  public static int changes() {
    return Memory.getInt(CHANGES_CELL);
  }

  /** Says that a module came or went, after the change; one thread at a time. */
  public static void changed() {
    Memory.putInt(CHANGES_CELL, Memory.getInt(CHANGES_CELL) + 1);
  }

  /**
   * Lets machine code know an answer.
   *
   * @param key a module's base, {@link #HANDLE} or {@link #WIDE_HANDLE}
   * @param name where the name lies that was asked for
   * @param changes what {@link #changes} said before the answer was found
   */
  public static synchronized void put(
      GuestThread t, long key, long name, int changes, long answer) {
    long place = TABLE + 8 * ((name ^ name >>> 3) & PLACES - 1);
    long old = Memory.getLong(place);
    if (records == MOST_RECORDS || old != 0 && Memory.getInt(old + CHANGES) == changes) {
      return;
    }
    int unit = key == WIDE_HANDLE ? 2 : 1;
    int length = 0;
    while ((unit == 2 ? Memory.getU16(name + length) : Memory.getU8(name + length)) != 0) {
      length += unit;
      if (length > LONGEST) {
        return;
      }
    }
    records++;
    long record = t.process.heap.allocate(t, NAME + length + unit);
    Memory.putLong(record + KEY, key);
    Memory.putLong(record + ANSWER, answer);
    Memory.putInt(record + CHANGES, changes);
    Memory.copy(name, record + NAME, length);
    Memory.putLong(place, record);
  }
}
