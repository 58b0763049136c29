package decant.abi.adapter;

import decant.abi.Declaration;
import decant.abi.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * The file {@code META-INF/decant/shims} of a jar: its shim classes, a name to a line, and behind
 * it, where the build has made adapters, the mark of the declarations that they were made from.
 * Lines that begin with {@code #} are comments.
 */
final class ShimList {
  static final String PATH = "META-INF/decant/shims";

  /** Changes when adapters are made in another way. */
  private static final String FORMAT = "1";

  /** A line; {@code mark} is null when there are no adapters. */
  record Entry(String type, String mark) {}

  private ShimList() {}

  static List<Entry> parse(String text) {
    List<Entry> entries = new ArrayList<>();
    for (String line : text.split("\n")) {
      String[] words = line.strip().split("\\s+");
      if (!words[0].isEmpty() && !words[0].startsWith("#")) {
        entries.add(new Entry(words[0], words.length > 1 ? words[1] : null));
      }
    }
    return entries;
  }

  static String line(Class<?> type) {
    return type.getName() + " " + mark(Declaration.of(type)) + "\n";
  }

  /** What tells whether adapters are those of declarations as they are now. */
  static String mark(List<Declaration> declarations) {
    StringBuilder s = new StringBuilder(FORMAT);
    for (Declaration d : declarations) {
      s.append('\n').append(d.method()).append(d.fails()).append(d.hasTwins());
      for (Declaration.Argument a : d.arguments()) {
        s.append(a.text(Text.ANSI)).append(a.is(decant.abi.VarArgs.class));
      }
    }
    return FORMAT + "-" + Integer.toHexString(s.toString().hashCode());
  }
}
