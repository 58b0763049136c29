package decant.abi;

import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.ThreadBlock;

/**
 * The shortcuts of the machine code ({@link Shortcut}): where stubs go instead of to the gate. Each
 * thread has the addresses in its block; where calls are traced, these are the gate's.
 */
public final class Shortcuts {
  /** By number, from 0 on; as many as the thread block has room for at most. */
  private static final String[] NAMES = {
    "ReadFile", "WriteFile", "NtReadFile", "NtWriteFile", "SetFilePointerEx", "SetFilePointer"
  };

  /** No shortcut, but the gate. */
  public static final int NONE = -1;

  private Shortcuts() {}

  /** The number of a shortcut, {@link #NONE} when there is none of that name. */
  public static int number(String name) {
    for (int i = 0; i < NAMES.length; i++) {
      if (NAMES[i].equals(name)) {
        return i;
      }
    }
    return NONE;
  }

  /** Offset in the thread block of where a stub goes on. */
  static int slot(int number) {
    return number == NONE ? ThreadBlock.GATE : ThreadBlock.SHORTCUTS + 8 * number;
  }

  /** The addresses of all shortcuts by number: a thread's are copied from there. */
  static long[] addresses(MachineCode code) {
    long[] addresses = new long[NAMES.length];
    for (int i = 0; i < addresses.length; i++) {
      addresses[i] = code.address(NAMES[i] + "_shortcut");
    }
    return addresses;
  }

  /** Makes a thread's block ready. */
  static void prepare(GuestThread t, long[] addresses) {
    Memory.putLong(t.teb + ThreadBlock.FILES, t.process.handles.directFiles());
    for (int i = 0; i < addresses.length; i++) {
      Memory.putLong(t.teb + slot(i), addresses[i]);
    }
  }
}
