package decant.coverage;

import decant.abi.Declaration;
import decant.abi.Declarations;
import decant.abi.Never;
import decant.abi.Support;
import decant.abi.Unplanned;
import decant.abi.trace.TracePattern;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The table of all functions and how much there is of each, from the declarations alone. */
public final class Coverage {
  private static final Comparator<CoverageRow> ORDER =
      Comparator.comparing((CoverageRow r) -> r.libraries().getFirst())
          .thenComparing(CoverageRow::function, String.CASE_INSENSITIVE_ORDER)
          .thenComparing(CoverageRow::function);

  private final List<CoverageRow> rows;

  private Coverage(List<CoverageRow> rows) {
    this.rows = rows;
  }

  /** The whole table. */
  public static Coverage of(Declarations declarations) {
    List<CoverageRow> rows = new ArrayList<>();
    for (Declaration d : declarations.all()) {
      for (String name : d.names()) {
        List<String> libraries =
            d.libraries().stream().filter(l -> declarations.find(l, name) == d).toList();
        if (!libraries.isEmpty()) {
          rows.add(new CoverageRow(libraries, name, d.support(), d.note(), d));
        }
      }
    }
    for (Never never : Unplanned.all()) {
      List<String> functions = never.value().length == 0 ? List.of("*") : List.of(never.value());
      for (String library : never.dll()) {
        for (String function : functions) {
          if (declarations.find(library, function) == null) {
            rows.add(
                new CoverageRow(List.of(library), function, Support.NEVER, never.note(), null));
          }
        }
      }
    }
    rows.sort(ORDER);
    return new Coverage(rows);
  }

  /** The rows, by library and function. */
  public List<CoverageRow> rows() {
    return rows;
  }

  /** All libraries that have rows, in order. */
  public Set<String> libraries() {
    return byLibrary().keySet();
  }

  /** How many functions of each kind each library has. */
  public Map<String, Map<Support, Integer>> byLibrary() {
    Map<String, Map<Support, Integer>> counts = new TreeMap<>();
    for (CoverageRow row : rows) {
      for (String library : row.libraries()) {
        counts
            .computeIfAbsent(library, l -> new EnumMap<>(Support.class))
            .merge(row.support(), 1, Integer::sum);
      }
    }
    return counts;
  }

  /** How many rows there are of each kind. */
  public Map<Support, Integer> counts() {
    Map<Support, Integer> counts = new EnumMap<>(Support.class);
    for (CoverageRow row : rows) {
      counts.merge(row.support(), 1, Integer::sum);
    }
    return counts;
  }

  /**
   * The part that is asked for.
   *
   * @param patterns the name of a library, a function's name, or {@code library!function}, with
   *     {@code *} and {@code ?}; one of them must match, unless there are none
   * @param support empty for all
   * @throws IllegalArgumentException with a sentence for the user
   */
  public Coverage only(List<String> patterns, Set<Support> support) {
    Set<String> libraries = libraries();
    List<TracePattern> all = new ArrayList<>();
    for (String pattern : patterns) {
      String plain = pattern.toLowerCase(java.util.Locale.ROOT).replaceFirst("\\.dll$", "");
      all.add(new TracePattern(libraries.contains(plain) ? plain + "!*" : pattern));
    }
    List<CoverageRow> some = new ArrayList<>();
    for (CoverageRow row : rows) {
      List<String> matching =
          row.libraries().stream()
              .filter(
                  l -> all.isEmpty() || all.stream().anyMatch(p -> p.matches(l, row.function())))
              .toList();
      if (!matching.isEmpty() && (support.isEmpty() || support.contains(row.support()))) {
        some.add(
            new CoverageRow(
                matching, row.function(), row.support(), row.note(), row.declaration()));
      }
    }
    return new Coverage(some);
  }
}
