package decant.abi;

import java.util.Arrays;

/**
 * The table that the gate's index selects from: adapters, each made when its API is first called.
 * Shared by all threads; a slot that two threads fill at once gets equal adapters.
 */
public final class ShimTable {
  /** The index that the fault entry dispatches with. */
  static final int FAULT = 0;

  /** The index that the gate dispatches with when Java is wanted before the guest goes on. */
  static final int PENDING = 1;

  /** The index of a return from a shim to the registers that another thread has set. */
  static final int CONTEXT = 2;

  /** The index that a system call asks with what it is to call. */
  static final int SYSTEM_CALL = 0x7FFF_FFFF;

  /** Indices from here on are functions that were made while the guest runs. */
  static final int FUNCTION = 0x2000_0000;

  /** Indices from here on are imports that no shim answers. */
  static final int MISSING = 0x1000_0000;

  /** The first index that is an adapter's: adapter 0 has this one. */
  static final int FIRST = 3;

  private final ExportIndex index;
  private final AdapterGroups makers;
  private final Overlay overlay;
  private final AdapterGroup[] groups;
  private Adapter[] adapters;

  /** Answers for indices behind those of the adapters, when machine code is traced. */
  private AdapterGroup machineCode;

  /**
   * @param makers of the built-in groups
   * @param overlay what the user adds, whose index is {@code index}; null for nothing
   */
  ShimTable(ExportIndex index, AdapterGroups makers, Overlay overlay) {
    this.index = index;
    this.makers = makers;
    this.overlay = overlay;
    this.groups =
        new AdapterGroup[index.adapters() == 0 ? 0 : index.group(index.adapters() - 1) + 1];
    this.adapters = new Adapter[index.adapters() + FIRST];
  }

  /** Makes the group of adapters with a number; generated, or by name for a jar of the user's. */
  public interface AdapterGroups {
    AdapterGroup group(int number);
  }

  /** The adapter behind an index that a stub was made with. */
  Adapter adapter(int i) {
    Adapter adapter = adapters[i];
    return adapter != null ? adapter : make(i);
  }

  /**
   * Adds adapters for machine code: that of an entry of the index has the number of the entry
   * behind all others. Before the first call.
   *
   * @param declarations by entry
   */
  void addMachineCode(Declaration[] declarations) {
    machineCode = new TracedMachineCode(index, declarations);
    adapters = Arrays.copyOf(adapters, adapters.length + index.entries());
  }

  private Adapter make(int i) {
    int number = i - FIRST;
    Adapter adapter;
    if (number >= index.adapters()) {
      adapter = new Adapter(machineCode, number - index.adapters());
    } else {
      int g = index.group(number);
      adapter = new Adapter(group(g), number - index.firstAdapter(g));
    }
    adapters[i] = adapter;
    return adapter;
  }

  private AdapterGroup group(int g) {
    AdapterGroup group = groups[g];
    if (group == null) {
      int builtIn = overlay == null ? Integer.MAX_VALUE : overlay.builtIn().groups();
      group = g < builtIn ? makers.group(g) : overlay.groups().group(g - builtIn);
      groups[g] = group;
    }
    return group;
  }

  /** The class whose method an adapter calls, by the number that the export index has. */
  Class<?> shimClass(int number) throws ClassNotFoundException {
    Class<?> adapters = group(index.group(number)).getClass();
    String name = adapters.getName();
    return Class.forName(name.substring(0, name.indexOf("$$")), false, adapters.getClassLoader());
  }

  /** Whether an index is a system call's: what ntdll does in the kernel on Windows. */
  boolean isSystemCall(int i) {
    return describe(i).startsWith("ntdll!Nt");
  }

  /** Whether an index is that of a shim of the user's. */
  boolean isUsers(int i) {
    int number = i - FIRST;
    return overlay != null && number >= overlay.builtIn().adapters() && number < index.adapters();
  }

  /** {@code library!Function} of an index, for messages. */
  String describe(int i) {
    if (machineCode != null && i - FIRST >= index.adapters()) {
      return index.describe(i - FIRST - index.adapters());
    }
    String name = describe(index, i);
    if (name == null && overlay != null) {
      name = describe(overlay.builtIn(), i); // it is overridden, and called by what overrides it
    }
    return name == null ? "#" + (i - FIRST) : name;
  }

  private static String describe(ExportIndex index, int i) {
    int number = i - FIRST;
    for (int l = 0; l < index.libraries(); l++) {
      int first = index.firstEntry(l);
      for (int e = first; e < first + index.entryCount(l); e++) {
        if (index.adapter(e) == number) {
          return index.libraryName(l) + "!" + index.name(e);
        }
      }
    }
    return null;
  }
}
