package decant.abi;

import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.ThreadBlock;
import java.util.Arrays;

/**
 * The shortcuts of the machine code ({@link Shortcut}): where stubs go instead of to the gate. Each
 * thread has the addresses in its block; where calls are traced, these are the gate's.
 */
public final class Shortcuts {
  /** By number, from 0 on; as many as the thread block has room for at most. */
  private static final String[] NAMES = {
    "ReadFile", "WriteFile", "NtReadFile", "NtWriteFile", "SetFilePointerEx", "SetFilePointer"
  };

  /** Where threads that begin now find them. */
  private static final long[] ADDRESSES = new long[NAMES.length];

  private static long gate;

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

  /** Finds the shortcuts; {@code watched}: all calls are to come through the gate. */
  static void open(MachineCode code, boolean watched) {
    gate = code.address("gate");
    for (int i = 0; i < NAMES.length; i++) {
      ADDRESSES[i] = watched ? gate : code.address(NAMES[i] + "_shortcut");
    }
  }

  /** Makes a thread's block ready. */
  static void prepare(GuestThread t) {
    Memory.putLong(t.teb + ThreadBlock.FILES, t.process.handles.directFiles());
    for (int i = 0; i < NAMES.length; i++) {
      Memory.putLong(t.teb + slot(i), ADDRESSES[i]);
    }
  }

  /** Has the calls of a process's only thread, and of all to come, go through the gate. */
  public static void avoid(GuestThread t) {
    Arrays.fill(ADDRESSES, gate);
    prepare(t);
  }
}
