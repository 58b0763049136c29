package decant.abi;

import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.ThreadBlock;
import java.util.List;

/**
 * The adapters of direct entries whose calls are traced: the machine code is called as a function
 * of the guest's, from below the gate. So it faults, waits and hands calls on to Java as ever. The
 * number of an adapter is its entry of the export index.
 */
final class TracedMachineCode extends AdapterGroup {
  /** Arguments that come in registers. */
  private static final int REGISTER_SLOTS = 4;

  private final ExportIndex index;
  private final List<Declaration.Argument>[] arguments;
  private final Class<?>[] results;

  /**
   * Prepares calls of some entries.
   *
   * @param declarations by entry; null for those that will not be called
   */
  @SuppressWarnings({"unchecked", "rawtypes"}) // an array of lists
  TracedMachineCode(ExportIndex index, Declaration[] declarations) {
    this.index = index;
    this.arguments = new List[declarations.length];
    this.results = new Class<?>[declarations.length];
    for (int i = 0; i < declarations.length; i++) {
      if (declarations[i] != null) {
        arguments[i] = declarations[i].arguments();
        results[i] = declarations[i].resultType();
      }
    }
  }

  @Override
  public Fails fails(int entry) {
    return Fails.ZERO; // what machine code hands on to Java has failed there
  }

  @Override
  public long invoke(int entry, GuestThread t, long frame) {
    List<Declaration.Argument> declared = arguments[entry];
    long[] slots = new long[declared.size()];
    for (Declaration.Argument a : declared) {
      int i = a.slot();
      boolean floating = a.type() == double.class || a.type() == float.class;
      slots[i] =
          floating && i < REGISTER_SLOTS
              ? Memory.getLong(frame + Args.XMM + 8L * i)
              : Memory.getLong(frame + 8L * i);
    }
    long result = Gate.callWith(t, MachineCode.BASE + index.value(entry), slots);
    if (results[entry] == double.class || results[entry] == float.class) {
      Memory.putLong(frame + Args.XMM, Memory.getLong(t.teb + ThreadBlock.XMM0));
    }
    return result;
  }
}
