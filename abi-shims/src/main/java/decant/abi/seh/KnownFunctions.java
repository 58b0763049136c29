package decant.abi.seh;

import decant.abi.Gate;
import decant.abi.KnownNames;
import decant.host.Memory;
import decant.nt.GuestThread;

/**
 * What a process's machine code knows of the functions of images by addresses in them (known.S,
 * layout.inc), so that the next question about the same address needs no Java. As with {@link
 * KnownNames}, a record is not changed once it is there, holds until a module comes or goes, and is
 * not freed; there is a bound on their number.
 */
public final class KnownFunctions {
  private static final int PLACES = 256;
  private static final int MOST_RECORDS = 8 * PLACES;

  private static final int PC = 0x00;
  private static final int BASE = 0x08;
  private static final int ENTRY = 0x10;
  private static final int CHANGES = 0x18;
  private static final int SIZE = 0x20;

  private static final long TABLE = Gate.machineCode("data_known_functions");
  private static int records;

  private KnownFunctions() {}

  /**
   * Lets machine code know the function that an address lies in.
   *
   * @param changes what {@link KnownNames#changes} said before the function was looked for
   */
  public static synchronized void put(GuestThread t, long pc, UnwindInfo function, int changes) {
    long place = TABLE + 8 * ((pc ^ pc >>> 8) & PLACES - 1);
    long old = Memory.getLong(place);
    if (records == MOST_RECORDS || old != 0 && Memory.getInt(old + CHANGES) == changes) {
      return;
    }
    records++;
    long record = t.process.heap.allocate(t, SIZE);
    Memory.putLong(record + PC, pc);
    Memory.putLong(record + BASE, function.base);
    Memory.putLong(record + ENTRY, function.entry);
    Memory.putInt(record + CHANGES, changes);
    Memory.putLong(place, record);
  }
}
