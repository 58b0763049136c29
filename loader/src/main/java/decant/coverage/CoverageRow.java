package decant.coverage;

import decant.abi.Declaration;
import decant.abi.Support;
import java.util.List;
import java.util.Locale;

/**
 * One function, or exported variable, of Windows and how much of it there is.
 *
 * @param libraries that export it: lower case, without {@code .dll}; never empty
 * @param function as exported; {@code *} stands for everything else in the library
 * @param note what is missing or why, empty when there is nothing to say
 * @param declaration what it comes from; null for what is not planned
 */
public record CoverageRow(
    List<String> libraries,
    String function,
    Support support,
    String note,
    Declaration declaration) {

  /** How calls are answered, in a word or two; empty for what is not there. */
  public String answeredBy() {
    if (declaration == null) {
      return "";
    }
    if (declaration.isVariable()) {
      return "variable";
    }
    if (!declaration.isDirect()) {
      return "Java";
    }
    return declaration.hasJava() ? "direct, then Java" : "direct";
  }

  /** {@code full}, {@code partial}, {@code stub} or {@code never}. */
  public String supportWord() {
    return support.name().toLowerCase(Locale.ROOT);
  }

  /** The source file, from the top of the repository; empty for what is not there. */
  public String source() {
    return declaration == null ? "" : declaration.sourcePath();
  }

  /** The line in it, 0 when unknown. */
  public int line() {
    return declaration == null ? 0 : declaration.sourceLine();
  }

  /** The name of the source file with the line, for people; empty for what is not there. */
  public String place() {
    String file = source().substring(source().lastIndexOf('/') + 1);
    return line() == 0 ? file : file + ":" + line();
  }

  /** {@code library/library!function}. */
  public String name() {
    return String.join("/", libraries) + "!" + function;
  }
}
