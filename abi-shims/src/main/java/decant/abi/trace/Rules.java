package decant.abi.trace;

import decant.abi.Declaration;
import decant.abi.Flags;
import decant.abi.In;
import decant.abi.OneOf;
import decant.abi.Out;
import decant.abi.Shown;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How arguments are shown, by the names that Microsoft gives parameters: the resource {@code
 * trace.rules}, which says how it is written. Annotations of a parameter go before the rules.
 */
final class Rules {
  /** The place of a result in a rule, where others have the name of a parameter. */
  static final String RESULT = "=";

  /** A rule: the functions and the parameters that it is for, and how to show them. */
  static final class Rule {
    final Pattern function;
    final Pattern parameter;
    final String type;
    final String direction;
    boolean used;

    Rule(String line) {
      String[] words = line.split("\\s+", 2);
      int dot = words[0].indexOf('.');
      if (dot < 0 || words.length < 2) {
        throw new IllegalArgumentException("trace.rules: " + line);
      }
      function = new Pattern(words[0].substring(0, dot));
      parameter = new Pattern(words[0].substring(dot + 1));
      String rest = words[1];
      int space = rest.indexOf(' ');
      String first = space < 0 ? rest : rest.substring(0, space);
      boolean directed = first.equals("in") || first.equals("out") || first.equals("inout");
      direction = directed ? first : "";
      type = directed ? rest.substring(space + 1).trim() : rest;
    }

    @Override
    public String toString() {
      return function + "." + parameter + " " + direction + " " + type;
    }
  }

  /** A name with {@code *} and {@code ?}, in which case matters. */
  static final class Pattern {
    private final String text;

    Pattern(String text) {
      this.text = text;
    }

    boolean matches(String name) {
      return TracePattern.glob(text, 0, name, 0, false);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  final Map<String, ConstantSet> sets = new HashMap<>();
  final List<Rule> rules = new ArrayList<>();
  private final Types types = new Types(this.sets);

  Rules() {
    InputStream in = Rules.class.getResourceAsStream("trace.rules");
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      StringBuilder statement = new StringBuilder();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        boolean goesOn = line.startsWith(" ");
        if (!goesOn) {
          statement(statement.toString().trim());
          statement.setLength(0);
        }
        if (!line.startsWith("#")) {
          statement.append(' ').append(line.trim());
        }
      }
      statement(statement.toString().trim());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void statement(String text) {
    if (text.isEmpty()) {
      return;
    }
    String[] words = text.split("\\s+");
    switch (words[0]) {
      case "flags", "enum" -> {
        ConstantSet set = new ConstantSet(words[1], words[0].equals("flags"));
        for (int i = 2; i < words.length; i++) {
          constant(set, words[i]);
        }
        sets.put(set.name, set);
      }
      case "struct" -> types.struct(words[1], words, 2);
      default -> rules.add(new Rule(text));
    }
  }

  /** {@code NAME=VALUE}, {@code SET} or {@code package.Class.PREFIX_}. */
  private void constant(ConstantSet set, String word) {
    int equals = word.indexOf('=');
    if (equals >= 0) {
      set.add(word.substring(0, equals), Long.decode(word.substring(equals + 1)));
      return;
    }
    int dot = word.lastIndexOf('.');
    try {
      Class<?> holder = Class.forName(word.substring(0, dot), true, Rules.class.getClassLoader());
      set.addAll(holder, word.substring(dot + 1).replace("*", ""));
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException("trace.rules: there is no class for " + word);
    }
  }

  /** How an argument is shown. */
  Param param(Declaration d, String function, Declaration.Argument a) {
    Rule rule = find(function, a.name());
    Shown shown = a.mark(Shown.class);
    String type = shown != null ? shown.value() : rule == null ? null : rule.type;
    boolean out = a.is(Out.class);
    boolean in = a.is(In.class) || !out;
    if (rule != null && !rule.direction.isEmpty() && shown == null) {
      out = !rule.direction.equals("in");
      in = !rule.direction.equals("out");
    }
    Flags flags = a.mark(Flags.class);
    OneOf oneOf = a.mark(OneOf.class);
    Type how;
    if (flags != null) {
      how = types.constants(flags.value(), flags.prefix(), true);
    } else if (oneOf != null) {
      how = types.constants(oneOf.value(), oneOf.prefix(), false);
    } else {
      how = type != null ? types.parse(d, type) : types.byDeclaration(d, a);
    }
    return new Param(a, how, in, out);
  }

  /** How a result is shown. */
  Type result(Declaration d, String function) {
    Shown shown = d.method().getAnnotation(Shown.class);
    Rule rule = find(function, RESULT);
    String type = shown != null ? shown.value() : rule == null ? null : rule.type;
    return type != null ? types.parse(d, type) : types.ofResult(d);
  }

  private Rule find(String function, String parameter) {
    for (Rule r : rules) {
      if (r.parameter.matches(parameter) && r.function.matches(function)) {
        r.used = true;
        return r;
      }
    }
    return null;
  }
}
