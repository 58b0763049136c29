package decant.loader.pe;

import java.util.ArrayList;
import java.util.List;

/** Reads {@code IMAGE_IMPORT_DESCRIPTOR} and {@code IMAGE_DELAYLOAD_DESCRIPTOR} tables. */
final class ImportReader {
  private static final int DESCRIPTOR = 20;
  private static final int DELAY_DESCRIPTOR = 32;

  /** {@code IMAGE_DELAYLOAD_DESCRIPTOR.Attributes}: its fields are RVAs, not addresses. */
  private static final int RVA_BASED = 1;

  private static final int MAX_DLL_NAME = 260;

  /** Longer than what compilers make of the longest C++ names. */
  private static final int MAX_SYMBOL = 0x4000;

  /** Tables may overlap each other, so the file's size does not bound what they say. */
  private static final int BUDGET = 32 << 20;

  private static final int SYMBOL_COST = 64;

  private final PeImage image;
  private final List<ImportedDll> dlls = new ArrayList<>();
  private int budget = BUDGET;

  private ImportReader(PeImage image) {
    this.image = image;
  }

  static List<ImportedDll> imports(PeImage image) {
    long at = image.directoryAddress(PeImage.DIRECTORY_IMPORT);
    if (at == 0) {
      return List.of();
    }
    ImportReader reader = new ImportReader(image);
    for (; ; at += DESCRIPTOR) {
      String what = "import table";
      long names = image.u32(at, what);
      final long stamp = image.u32(at + 4, what);
      long name = image.u32(at + 12, what);
      long slots = image.u32(at + 16, what);
      if (name == 0 || slots == 0) {
        return reader.dlls;
      }
      reader.add(name, names == 0 ? slots : names, slots, stamp != 0, false, 0);
    }
  }

  static List<ImportedDll> delayImports(PeImage image) {
    long at = image.directoryAddress(PeImage.DIRECTORY_DELAY_IMPORT);
    if (at == 0) {
      return List.of();
    }
    ImportReader reader = new ImportReader(image);
    for (; ; at += DELAY_DESCRIPTOR) {
      String what = "delay import table";
      long attributes = image.u32(at, what);
      long name = image.u32(at + 4, what);
      long slots = image.u32(at + 12, what);
      long names = image.u32(at + 16, what);
      if (name == 0 || names == 0) {
        return reader.dlls;
      }
      long base = (attributes & RVA_BASED) != 0 ? 0 : image.imageBase();
      reader.add(
          image.rva(name, base), image.rva(names, base), image.rva(slots, base), false, true, base);
    }
  }

  private void add(
      long name, long names, long slots, boolean bound, boolean delayed, long namesBase) {
    String dll = image.string(name, MAX_DLL_NAME, "name of an imported DLL");
    if (dll.isEmpty()) {
      throw PeImage.corrupt(image.name(), "it imports from a DLL without a name");
    }
    spend(SYMBOL_COST + dll.length());
    List<ImportedDll.Symbol> symbols = new ArrayList<>();
    int size = image.pointerSize();
    for (long i = 0; ; i++) {
      long entry = image.pointer(names + i * size, "import name table");
      if (entry == 0) {
        break;
      }
      symbols.add(symbol(slots + i * size, entry, namesBase));
    }
    dlls.add(new ImportedDll(dll, bound, delayed, symbols));
  }

  private ImportedDll.Symbol symbol(long slot, long entry, long namesBase) {
    boolean byOrdinal = image.pointerSize() == 8 ? entry < 0 : (entry & 0x8000_0000L) != 0;
    if (byOrdinal) {
      spend(SYMBOL_COST);
      return new ImportedDll.Symbol(slot, null, (int) entry & 0xFFFF);
    }
    long at = image.rva(entry, namesBase);
    int hint = image.u16(at, "name of an import");
    String symbol = image.string(at + 2, MAX_SYMBOL, "name of an import");
    spend(SYMBOL_COST + symbol.length());
    return new ImportedDll.Symbol(slot, symbol, hint);
  }

  private void spend(int cost) {
    budget -= cost;
    if (budget < 0) {
      throw PeImage.corrupt(image.name(), "its import tables have no end");
    }
  }
}
