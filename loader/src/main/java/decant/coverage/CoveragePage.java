package decant.coverage;

import decant.abi.Support;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The coverage table as a web page that needs nothing beside itself. What it says stays the same
 * while the declarations do: it has no counts, dates or line numbers, and a line for each function,
 * so that changes of it are easy to read and to merge.
 */
public final class CoveragePage {
  private static final String ROWS = "<!-- rows -->\n";

  private CoveragePage() {}

  /**
   * The page.
   *
   * @param sources what stands before the source files' paths in links: {@code ../} where the page
   *     is in a folder of the repository
   */
  public static String of(Coverage coverage, String sources) {
    String template = template();
    int at = template.indexOf(ROWS);
    StringBuilder s = new StringBuilder(template.length() + 256 * coverage.rows().size());
    s.append(template, 0, at);
    for (CoverageRow row : coverage.rows()) {
      row(s, row, sources);
    }
    return s.append(template, at + ROWS.length(), template.length()).toString();
  }

  private static void row(StringBuilder s, CoverageRow row, String sources) {
    s.append("<tr class=").append(row.supportWord()).append("><td>");
    text(s, String.join(" ", row.libraries())).append("<td>");
    text(s, row.function()).append("<td>").append(row.supportWord()).append("<td>");
    if (row.support() != Support.NEVER) {
      boolean linked = row.source().startsWith("abi-shims/");
      if (linked) {
        s.append("<a href=\"");
        text(s, sources + row.source()).append("\">");
      }
      String file = row.source().substring(row.source().lastIndexOf('/') + 1);
      text(s, file.replaceFirst("\\.java$", ""));
      s.append(linked ? "</a>" : "").append("<td>").append(row.answeredBy());
    } else {
      s.append("<td>");
    }
    text(s.append("<td>"), row.note()).append('\n');
  }

  private static StringBuilder text(StringBuilder s, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> s.append("&amp;");
        case '<' -> s.append("&lt;");
        case '"' -> s.append("&quot;");
        default -> s.append(c);
      }
    }
    return s;
  }

  private static String template() {
    try (InputStream in = CoveragePage.class.getResourceAsStream("api.html")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
