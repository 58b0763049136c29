package decant.loader;

import decant.abi.BuiltinModules;
import decant.host.Memory;
import decant.loader.pe.BadImageException;
import decant.loader.pe.BadImageException.Reason;
import decant.loader.pe.ExportTable;
import decant.loader.pe.ImportedDll;
import decant.nt.GuestThread;

/** Finds exports and binds imports to them. Guarded by the loader lock. */
final class Linker {
  private static final int MAX_FORWARDS = 32;

  private final GuestLoader loader;
  private final BuiltinModules builtins;

  Linker(GuestLoader loader, BuiltinModules builtins) {
    this.loader = loader;
    this.builtins = builtins;
  }

  /**
   * Fills a module's import address table.
   *
   * @param from the module that each of {@code imports} comes from
   */
  void bind(GuestThread t, Module m, ImportedDll dll, Module from) {
    for (ImportedDll.Symbol s : dll.symbols()) {
      long address;
      if (from.builtin != null) {
        address =
            s.name() != null
                ? builtins.importStub(t, from.builtin, s.name(), m.base)
                : builtins.importStub(t, from.builtin, s.ordinal(), m.base);
      } else {
        address = export(t, from, s.name(), s.ordinal());
        if (address == 0) {
          throw new BadImageException(
              Reason.MISSING_EXPORT,
              m.name + " needs " + s + " of " + from.path + ", which has none");
        }
      }
      slot(m, s.slot());
      Memory.putLong(m.base + s.slot(), address);
    }
  }

  private static void slot(Module m, long rva) {
    if (rva > m.size - 8) {
      throw new BadImageException(
          Reason.CORRUPT,
          m.name
              + " is damaged: an import slot at RVA 0x"
              + Long.toHexString(rva)
              + " lies outside");
    }
  }

  /** The address of an export by name, or by ordinal where the name is null; 0: there is none. */
  long export(GuestThread t, Module m, String name, int ordinal) {
    Module at = m;
    String wanted = name;
    int number = ordinal;
    for (int hops = 0; hops < MAX_FORWARDS; hops++) {
      if (at.builtin != null) {
        return wanted != null
            ? builtins.export(t, at.builtin, wanted)
            : builtins.export(t, at.builtin, number);
      }
      ExportTable table = at.image.exports();
      ExportTable.Export export =
          table == null ? null : wanted != null ? table.find(wanted) : table.find(number);
      if (export == null) {
        return 0;
      }
      if (export.forwarder() == null) {
        return at.base + export.rva();
      }
      String forwarder = export.forwarder();
      int dot = forwarder.lastIndexOf('.');
      if (dot <= 0) {
        return 0;
      }
      at = loader.forwardedTo(t, at, forwarder.substring(0, dot));
      wanted = forwarder.substring(dot + 1);
      if (wanted.startsWith("#")) {
        number = number(wanted);
        wanted = null;
      }
    }
    throw new BadImageException(
        Reason.CORRUPT, m.name + " is damaged: its export " + name + " is forwarded in a circle");
  }

  private static int number(String ordinal) {
    int value = 0;
    for (int i = 1; i < ordinal.length() && i < 8; i++) {
      value = 10 * value + (ordinal.charAt(i) - '0');
    }
    return value;
  }
}
