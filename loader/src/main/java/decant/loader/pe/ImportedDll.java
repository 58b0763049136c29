package decant.loader.pe;

import java.util.List;

/**
 * What an image imports from one DLL.
 *
 * @param dll the name as the image spells it
 * @param bound whether addresses were filled in at link time (which nothing here relies on)
 * @param delayed whether the DLL is loaded at the first call only
 * @param symbols the functions and variables in the order of the import address table
 */
public record ImportedDll(String dll, boolean bound, boolean delayed, List<Symbol> symbols) {
  /**
   * One imported function or variable.
   *
   * @param slot RVA of its entry in the import address table
   * @param name null when it is imported by ordinal
   * @param ordinal the ordinal, or with a name the hint
   */
  public record Symbol(long slot, String name, int ordinal) {
    /** {@code name}, or {@code #ordinal}. */
    @Override
    public String toString() {
      return name != null ? name : "#" + ordinal;
    }
  }
}
