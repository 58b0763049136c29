package decant.abi;

import decant.host.Memory;
import java.util.HashMap;
import java.util.Map;

/**
 * Where the functions that Decant has can be called whatever the user's shims override: machine
 * code as it is, and a stub of its own for every Java method that was asked for. Guarded by the
 * {@link BuiltinModules} that it belongs to.
 */
final class Originals {
  private final ExportIndex builtIn;
  private final BuiltinModules modules;
  private final Map<String, Long> addresses = new HashMap<>();
  private final Map<Integer, Long> stubs = new HashMap<>();
  private long next;
  private long end;

  Originals(ExportIndex builtIn, BuiltinModules modules) {
    this.builtIn = builtIn;
    this.modules = modules;
  }

  /** The address of a function, 0 when Decant has none of that name. */
  long address(String library, String function) {
    String name = library + "!" + function;
    Long known = addresses.get(name);
    if (known == null) {
      known = find(library, function);
      addresses.put(name, known);
    }
    return known;
  }

  private long find(String library, String function) {
    int l = builtIn.library(library);
    int entry = l < 0 ? -1 : builtIn.find(l, function);
    if (entry < 0 || builtIn.kind(entry) == ExportIndex.DATA) {
      return 0;
    }
    if (builtIn.kind(entry) == ExportIndex.DIRECT) {
      return MachineCode.BASE + builtIn.value(entry);
    }
    if (next == end) {
      next = modules.region(Memory.PAGE);
      end = next + Memory.PAGE;
    }
    long stub = next;
    next += BuiltinModules.STUB;
    int shim = ShimTable.FIRST + builtIn.adapter(entry);
    BuiltinModules.writeStub(stub, shim);
    stubs.put(shim, stub);
    return stub;
  }

  /** The stub that was made for a shim's index, 0 for none. */
  long stub(int shim) {
    return stubs.getOrDefault(shim, 0L);
  }
}
