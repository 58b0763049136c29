package decant.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A trace in Chrome's Trace Event Format, held against what its description asks of it. */
final class ChromeTrace {
  private static final Set<String> METADATA = Set.of("process_name", "thread_name", "trace ends");

  /** Times are rounded to nanoseconds. */
  private static final double ROUNDING = 0.002;

  private final List<JsonObject> events = new ArrayList<>();

  private record Span(double begin, double end, String name) {}

  ChromeTrace(JsonArray array) {
    for (JsonElement e : array) {
      events.add(e.getAsJsonObject());
    }
  }

  /** Fails unless all events have what their phases ask for, and those of a track nest. */
  void check() {
    Map<String, List<Span>> tracks = new HashMap<>();
    Map<String, List<JsonObject>> open = new HashMap<>();
    for (JsonObject e : events) {
      assertThat(e.get("name").getAsString()).isNotEmpty();
      assertThat(e.get("ts").getAsDouble()).isNotNegative();
      assertThat(e.get("pid").getAsLong()).isPositive();
      String track = e.get("pid") + "/" + e.get("tid");
      double time = e.get("ts").getAsDouble();
      String name = e.get("name").getAsString();
      switch (e.get("ph").getAsString()) {
        case "X" -> {
          double length = e.get("dur").getAsDouble();
          assertThat(length).isNotNegative();
          span(tracks, track, new Span(time, time + length, name));
        }
        case "B" -> open.computeIfAbsent(track, t -> new ArrayList<>()).add(e);
        case "E" -> {
          JsonObject begin = open.get(track).removeLast();
          assertThat(begin.get("name").getAsString()).isEqualTo(name);
          span(tracks, track, new Span(begin.get("ts").getAsDouble(), time, name));
        }
        case "i" -> assertThat(e.get("s").getAsString()).isEqualTo("t");
        case "M" -> assertThat(METADATA).contains(name);
        default -> throw new AssertionError("no phase of ours: " + e);
      }
    }
    tracks.values().forEach(ChromeTrace::assertNested);
  }

  private static void span(Map<String, List<Span>> tracks, String track, Span span) {
    tracks.computeIfAbsent(track, t -> new ArrayList<>()).add(span);
  }

  private static void assertNested(List<Span> spans) {
    spans.sort(
        Comparator.comparingDouble(Span::begin)
            .thenComparing(Comparator.comparingDouble(Span::end).reversed()));
    List<Span> stack = new ArrayList<>();
    for (Span s : spans) {
      while (!stack.isEmpty() && stack.getLast().end <= s.begin + ROUNDING) {
        stack.removeLast();
      }
      if (!stack.isEmpty()) {
        assertThat(s.end)
            .as("%s in %s", s, stack)
            .isLessThanOrEqualTo(stack.getLast().end + ROUNDING);
      }
      stack.add(s);
    }
  }

  List<String> names() {
    return events.stream().map(e -> e.get("name").getAsString()).distinct().toList();
  }

  JsonObject first(String name) {
    return events.stream()
        .filter(e -> e.get("name").getAsString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The names of the tracks, by thread. */
  Map<Long, String> threadNames() {
    Map<Long, String> names = new TreeMap<>();
    for (JsonObject e : events) {
      if (e.get("name").getAsString().equals("thread_name")) {
        names.put(e.get("tid").getAsLong(), e.getAsJsonObject("args").get("name").getAsString());
      }
    }
    return names;
  }
}
