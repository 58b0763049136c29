package decant.demo;

import decant.abi.MachineCode;
import decant.host.Memory;
import decant.loader.ImageMapper;
import decant.loader.pe.ImportedDll;
import decant.loader.pe.PeImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The functions that a program imports, and where the loader has bound them to. */
final class Imports {
  /**
   * @param library lower case, without {@code .dll}
   * @param slot address of the place in the import address table
   * @param target what that held when the program was loaded
   */
  record Import(String library, String function, long slot, long target) {
    /** Whether it is bound to machine code, past Java. */
    boolean isDirect() {
      return MachineCode.contains(target);
    }

    @Override
    public String toString() {
      return library + "!" + function;
    }
  }

  private final List<Import> all = new ArrayList<>();

  /** Those of a program as it lies in memory. */
  Imports(PeImage program) {
    long base = ImageMapper.base(program);
    for (ImportedDll dll : program.imports()) {
      String library = dll.dll().toLowerCase(Locale.ROOT).replaceFirst("\\.dll$", "");
      for (ImportedDll.Symbol symbol : dll.symbols()) {
        long slot = base + symbol.slot();
        all.add(new Import(library, symbol.name(), slot, Memory.getLong(slot)));
      }
    }
  }

  List<Import> all() {
    return all;
  }

  int size() {
    return all.size();
  }

  /** The number of the import that is bound to an address, -1 for none. */
  int boundTo(long target) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).target == target) {
        return i;
      }
    }
    return -1;
  }
}
