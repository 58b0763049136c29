package decant.coverage;

import decant.abi.Json;
import decant.abi.Support;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The coverage table for people at a terminal, for scripts, and for spreadsheets. */
public final class CoverageText {
  private static final int WIDEST_NAME = 52;

  private CoverageText() {}

  /** One line for each library. */
  public static String summary(Coverage coverage) {
    StringBuilder s = new StringBuilder();
    line(s, "library", "full", "partial", "stub", "");
    Map<String, Map<Support, Integer>> libraries = new TreeMap<>(coverage.byLibrary());
    libraries.values().removeIf(c -> c.keySet().equals(java.util.Set.of(Support.NEVER)));
    libraries.forEach((library, counts) -> line(s, library, counts));
    s.append('\n');
    s.append(counts(coverage)).append(" Functions that several libraries export count once.\n");
    s.append("One library: decant api kernel32; some functions: decant api 'kernel32!*File*';");
    s.append(" all: decant api '*'\nWhat a program lacks: decant api --missing PROGRAM\n");
    return s.toString();
  }

  private static void line(StringBuilder s, String library, Map<Support, Integer> counts) {
    line(
        s,
        library,
        counts.getOrDefault(Support.FULL, 0).toString(),
        counts.getOrDefault(Support.PARTIAL, 0).toString(),
        counts.getOrDefault(Support.STUB, 0).toString(),
        counts.containsKey(Support.NEVER) ? "some never" : "");
  }

  private static void line(StringBuilder s, String... cells) {
    String line =
        String.format(
            Locale.ROOT, "%-18s%8s%8s%8s  %s", cells[0], cells[1], cells[2], cells[3], cells[4]);
    s.append(line.stripTrailing()).append('\n');
  }

  /** {@code 2611 functions: 2366 full, 199 partial, 46 stubs.} */
  static String counts(Coverage coverage) {
    Map<Support, Integer> counts = coverage.counts();
    int never = counts.getOrDefault(Support.NEVER, 0);
    return String.format(
        Locale.ROOT,
        "%d functions: %d full, %d partial, %d stubs%s.",
        coverage.rows().size() - never,
        counts.getOrDefault(Support.FULL, 0),
        counts.getOrDefault(Support.PARTIAL, 0),
        counts.getOrDefault(Support.STUB, 0),
        never == 0 ? "" : "; " + never + " that will not be");
  }

  /** One line for each function, and the counts; all there is to say about a single one. */
  public static String table(Coverage coverage) {
    List<CoverageRow> rows = coverage.rows();
    if (rows.size() == 1 && rows.getFirst().declaration() != null) {
      return single(rows.getFirst());
    }
    int width = 0;
    for (CoverageRow row : rows) {
      width = Math.max(width, Math.min(row.name().length(), WIDEST_NAME));
    }
    StringBuilder s = new StringBuilder();
    String format = "%-" + Math.max(1, width) + "s  %-7s  %-17s  %-26s  %s";
    for (CoverageRow row : rows) {
      String line =
          String.format(
              format, row.name(), row.supportWord(), row.answeredBy(), row.place(), row.note());
      s.append(line.stripTrailing()).append('\n');
    }
    return s.append(counts(coverage)).append('\n').toString();
  }

  private static String single(CoverageRow row) {
    StringBuilder s = new StringBuilder();
    s.append(row.name()).append(": ").append(row.supportWord());
    s.append(row.note().isEmpty() ? "" : ". " + row.note());
    s.append("\n  answered by  ").append(row.answeredBy());
    if (!row.declaration().isVariable()) {
      s.append("\n  declared as  ").append(row.declaration().signature());
    }
    s.append("\n  source       ").append(row.source());
    return s.append(row.line() == 0 ? "" : ":" + row.line()).append('\n').toString();
  }

  /** RFC 4180: a line for each function of each library. */
  public static String csv(Coverage coverage) {
    StringBuilder s =
        new StringBuilder("library,function,support,answered by,ordinal,note,source,line\r\n");
    for (CoverageRow row : coverage.rows()) {
      for (String library : row.libraries()) {
        int ordinal = row.declaration() == null ? 0 : row.declaration().ordinal();
        cell(s, library).append(',');
        cell(s, row.function()).append(',');
        cell(s, row.supportWord()).append(',');
        cell(s, row.answeredBy()).append(',');
        cell(s, ordinal == 0 ? "" : Integer.toString(ordinal)).append(',');
        cell(s, row.note()).append(',');
        cell(s, row.source()).append(',');
        cell(s, row.line() == 0 ? "" : Integer.toString(row.line())).append("\r\n");
      }
    }
    return s.toString();
  }

  private static StringBuilder cell(StringBuilder s, String text) {
    boolean plain = text.indexOf(',') < 0 && text.indexOf('"') < 0 && text.indexOf('\n') < 0;
    return plain ? s.append(text) : s.append('"').append(text.replace("\"", "\"\"")).append('"');
  }

  /** An object with {@code counts} and {@code functions}. */
  public static String json(Coverage coverage) {
    Json json = new Json().object().object("counts");
    for (Support support : Support.values()) {
      int count = coverage.counts().getOrDefault(support, 0);
      json.put(support.name().toLowerCase(Locale.ROOT), count);
    }
    json.endObject().array("functions");
    for (CoverageRow row : coverage.rows()) {
      json.line().object().put("libraries", row.libraries()).put("function", row.function());
      json.put("support", row.supportWord());
      json.put("note", row.note().isEmpty() ? null : row.note());
      if (row.declaration() != null) {
        json.put("answeredBy", row.answeredBy());
        if (row.declaration().ordinal() != 0) {
          json.put("ordinal", row.declaration().ordinal());
        }
        json.put(
            "signature", row.declaration().isVariable() ? null : row.declaration().signature());
        json.put("source", row.source());
        if (row.line() != 0) {
          json.put("line", row.line());
        }
      }
      json.endObject();
    }
    return json.endArray().endObject().toString();
  }
}
