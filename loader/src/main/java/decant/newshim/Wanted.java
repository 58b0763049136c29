package decant.newshim;

import decant.abi.Declaration;
import decant.abi.Declarations;
import decant.abi.ExportIndex;
import java.util.Locale;

/**
 * A function that a shim is wanted for.
 *
 * @param library lower case, without {@code .dll}
 * @param signature of one function, or of the wide one of twins
 * @param twins whether both {@code A} and {@code W} are wanted, which share one method
 * @param original whether Decant has it, so that the shim overrides it
 */
record Wanted(String library, Signature signature, boolean twins, boolean original) {
  private static final ExportIndex BUILT_IN = ExportIndex.load();

  /**
   * Finds out what is known.
   *
   * @param word {@code library!Function}, or a function that one library alone exports
   * @param parameters the number of parameters of what is not known
   * @throws NewShimException when the word names no function
   */
  static Wanted of(String word, int parameters) {
    int mark = word.indexOf('!');
    String function = word.substring(mark + 1);
    if (!isIdentifier(function)) {
      throw new NewShimException(
          "'" + word + "' is no function: write it as library!Function, as in kernel32!Beep");
    }
    Signature known = SignatureTable.find(function);
    Signature wide = known == null ? SignatureTable.find(function + "W") : null;
    boolean twins = wide != null && SignatureTable.find(function + "A") != null;
    Signature signature = known != null ? known : twins ? wide : null;
    String library = mark >= 0 ? library(word.substring(0, mark)) : onlyLibrary(word, signature);
    String exported = twins ? function + "W" : function;
    int l = BUILT_IN.library(library);
    boolean original = l >= 0 && BUILT_IN.find(l, exported) >= 0;
    if (signature == null) {
      Declaration d = original ? Declarations.builtIn().find(library, exported) : null;
      signature =
          d == null || d.isVariable()
              ? Signature.unknown(library, function, parameters)
              : Signature.of(d, exported);
    }
    return new Wanted(library, signature, twins, original);
  }

  private static boolean isIdentifier(String name) {
    boolean good = !name.isEmpty() && Character.isJavaIdentifierStart(name.charAt(0));
    for (int i = 1; i < name.length(); i++) {
      good &= Character.isJavaIdentifierPart(name.charAt(i));
    }
    return good;
  }

  private static String library(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    lower = lower.endsWith(".dll") ? lower.substring(0, lower.length() - 4) : lower;
    if (lower.isEmpty() || lower.indexOf('/') >= 0 || lower.indexOf('\\') >= 0) {
      throw new NewShimException(
          "'" + name + "' is no library: write its file's name alone, as in kernel32!Beep");
    }
    return lower;
  }

  private static String onlyLibrary(String word, Signature signature) {
    if (signature == null || signature.libraries().size() != 1) {
      String example = signature == null ? "library" : signature.libraries().getFirst();
      throw new NewShimException("name the library of " + word + " too: " + example + "!" + word);
    }
    return signature.libraries().getFirst();
  }

  /** The name without {@code A} or {@code W} for twins: the name of the method. */
  String method() {
    String name = signature.name();
    return twins ? name.substring(0, name.length() - 1) : name;
  }

  /** {@code library!Function}. */
  String fullName() {
    return library + "!" + method();
  }
}
