package decant.coverage;

import decant.abi.Declaration;
import decant.abi.Declarations;
import decant.abi.Json;
import decant.abi.Support;
import decant.abi.Unplanned;
import decant.host.ShellWord;
import decant.loader.CannotRunException;
import decant.loader.ImportSurvey;
import decant.loader.ImportSurvey.Import;
import decant.newshim.SignatureTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What programs import that is missing, partial or a stub: {@code decant api --missing}. */
public final class MissingReport {
  /** How an import fares, from bad to good; with what that means. */
  private enum Group {
    NO_SUCH_DLL("DLLs that are not beside the program: it starts if PATH has them"),
    NOT_EXPORTED("not exported by the DLL beside the program: it cannot start"),
    MISSING("missing: the program runs until it calls one"),
    NEVER("missing, and not planned: the program runs until it calls one"),
    STUB("stubs: always fail, as where Windows lacks the feature"),
    PARTIAL("partial: there, but not with all that is documented"),
    FULL("full");

    private final String meaning;

    Group(String meaning) {
      this.meaning = meaning;
    }

    private boolean isMissing() {
      return compareTo(NEVER) <= 0;
    }

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** One function that a program imports, from however many files. */
  private static final class Need {
    private final Set<String> importers = new TreeSet<>();
    private Group group;
    private String note = "";
    private boolean delayed = true;
  }

  private static final class Program {
    private final String file;
    private final ImportSurvey survey;
    private final Map<String, Need> needs = new TreeMap<>();
    private final Map<Group, Integer> counts = new LinkedHashMap<>();

    private Program(String file, ImportSurvey survey) {
      this.file = file;
      this.survey = survey;
    }
  }

  private final Declarations declarations;
  private final List<Program> programs = new ArrayList<>();

  public MissingReport(Declarations declarations) {
    this.declarations = declarations;
  }

  /**
   * Looks at a program.
   *
   * @throws CannotRunException when it cannot be read or is none that could run
   */
  public void add(String file) throws CannotRunException {
    Program program = new Program(file, ImportSurvey.of(file));
    for (Import i : program.survey.imports()) {
      String name = i.function() == null ? i.library() : i.library() + "!" + i.function();
      Need need = program.needs.computeIfAbsent(name, n -> judge(i));
      need.importers.add(i.importer());
      need.delayed &= i.delayed();
    }
    sayWhichAreKnown(program);
    for (Group group : Group.values()) {
      int count = (int) program.needs.values().stream().filter(n -> n.group == group).count();
      program.counts.put(group, count);
    }
    programs.add(program);
  }

  private Need judge(Import i) {
    Need need = new Need();
    need.group =
        Group.valueOf(i.answer() == ImportSurvey.Answer.BUILT_IN ? "FULL" : i.answer().name());
    if (need.group == Group.FULL) {
      Declaration d = declarations.find(i.library(), i.function());
      if (d != null && d.support() != Support.FULL) {
        need.group = Group.valueOf(d.support().name());
        need.note = d.note();
      }
    } else if (need.group == Group.MISSING) {
      String never = Unplanned.note(i.library(), i.function());
      if (never != null) {
        need.group = Group.NEVER;
        need.note = never;
      } else {
        need.note = elsewhere(i.function());
      }
    }
    return need;
  }

  /** A name that no header of Windows' has is perhaps no name of Windows'. */
  private static void sayWhichAreKnown(Program program) {
    Map<String, Need> missing = new TreeMap<>();
    program.needs.forEach(
        (name, need) -> {
          int bang = name.indexOf('!');
          if (need.group == Group.MISSING && bang >= 0 && name.charAt(bang + 1) != '#') {
            missing.put(name.substring(bang + 1), need);
          }
        });
    if (!missing.isEmpty()) {
      Set<String> known = SignatureTable.known(missing.keySet());
      missing.forEach(
          (name, need) -> {
            if (!known.contains(name) && need.note.isEmpty()) {
              need.note = "in no header of Windows' that decant new-shim knows";
            }
          });
    }
  }

  /** A library that has a function of the name, which may be the same one. */
  private String elsewhere(String function) {
    for (Declaration d : declarations.all()) {
      if (d.names().contains(function)) {
        return "there is one in " + d.libraries().getFirst();
      }
    }
    return "";
  }

  /** Whether any of the programs lacks anything. */
  public boolean isMissing() {
    return programs.stream().anyMatch(MissingReport::lacks);
  }

  private static boolean lacks(Program program) {
    return !program.survey.problems().isEmpty()
        || program.needs.values().stream().anyMatch(n -> n.group.isMissing());
  }

  /** For people. */
  public String text() {
    StringBuilder s = new StringBuilder();
    for (Program program : programs) {
      text(s, program);
    }
    return s.toString();
  }

  private static void text(StringBuilder s, Program program) {
    s.append(program.file).append(lacks(program) ? ": " : ": nothing is missing; ");
    String separator = "";
    for (Map.Entry<Group, Integer> count : program.counts.entrySet()) {
      if (count.getValue() > 0) {
        String word = count.getKey().word().replace("_", " ");
        s.append(separator).append(count.getValue()).append(' ').append(word);
        separator = ", ";
      }
    }
    s.append(separator.isEmpty() ? "it imports nothing of Windows" : "");
    int others = program.survey.files().size() - 1;
    if (others > 0) {
      s.append(" (with ")
          .append(others)
          .append(others == 1 ? " DLL" : " DLLs")
          .append(" beside it)");
    }
    s.append('\n');
    for (String problem : program.survey.problems()) {
      s.append("  ").append(problem).append('\n');
    }
    for (Group group : Group.values()) {
      if (group != Group.FULL && program.counts.get(group) > 0) {
        group(s, program, group);
      }
    }
    advice(s, program);
  }

  private static void group(StringBuilder s, Program program, Group group) {
    s.append("  ").append(group.meaning).append('\n');
    int width = 0;
    for (Map.Entry<String, Need> need : program.needs.entrySet()) {
      if (need.getValue().group == group) {
        width = Math.max(width, Math.min(40, need.getKey().length()));
      }
    }
    for (Map.Entry<String, Need> entry : program.needs.entrySet()) {
      Need need = entry.getValue();
      if (need.group == group) {
        StringBuilder line = new StringBuilder("    ").append(printable(entry.getKey()));
        while (line.length() < width + 4) {
          line.append(' ');
        }
        line.append("  ").append(need.note).append(need.delayed ? " (delay-loaded)" : "");
        if (program.survey.files().size() > 1) {
          line.append(" [").append(String.join(" ", need.importers)).append(']');
        }
        s.append(line.toString().stripTrailing()).append('\n');
      }
    }
  }

  private static void advice(StringBuilder s, Program program) {
    for (Map.Entry<String, Need> need : program.needs.entrySet()) {
      if (need.getValue().group == Group.MISSING) {
        s.append("  to add a function: decant new-shim ");
        s.append(ShellWord.quote(printable(need.getKey()))).append('\n');
        return;
      }
    }
  }

  /** A name as a file spells it, without what would confuse a terminal. */
  private static String printable(String name) {
    return name.replaceAll("[\\x00-\\x1f\\x7f-\\x9f]", "?");
  }

  /** An object with {@code programs}. */
  public String json() {
    Json json = new Json().object().array("programs");
    for (Program program : programs) {
      json.line().object().put("file", program.file).put("missing", lacks(program));
      json.put("files", program.survey.files());
      json.put("problems", program.survey.problems());
      json.object("counts");
      program.counts.forEach((group, count) -> json.put(group.word(), count));
      json.endObject().array("functions");
      program.needs.forEach(
          (name, need) -> {
            if (need.group != Group.FULL) {
              int bang = name.indexOf('!');
              json.line().object();
              json.put("library", bang < 0 ? name : name.substring(0, bang));
              json.put("function", bang < 0 ? null : name.substring(bang + 1));
              json.put("support", need.group.word());
              json.put("note", need.note.isEmpty() ? null : need.note);
              json.put("delayed", need.delayed).put("importers", need.importers).endObject();
            }
          });
      json.endArray().endObject();
    }
    return json.endArray().endObject().toString();
  }
}
