package decant.cmd;

import java.util.ArrayList;
import java.util.List;

/** {@code for}: over words, names of files, and numbers. */
final class Loops {
  private Loops() {}

  static void run(Interpreter cmd, Node.For loop, Io io) {
    for (String value : values(cmd, loop)) {
      cmd.run(replace(loop.body(), loop.variable(), value), io);
    }
  }

  private static List<String> values(Interpreter cmd, Node.For loop) {
    List<String> values = new ArrayList<>();
    List<String> words = Names.words(loop.set().replace('\n', ' '));
    if (loop.kind().equals("/l")) {
      count(words, values);
      return values;
    }
    for (String word : words) {
      String name = Parser.unquoted(word);
      if (!Names.hasWildcard(name)) {
        values.add(word);
        continue;
      }
      for (String match : FileCommands.matches(cmd, name)) {
        if (Names.isDirectory(cmd.files, match) == loop.kind().equals("/d")) {
          values.add(match);
        }
      }
    }
    return values;
  }

  private static void count(List<String> words, List<String> values) {
    int[] numbers = new int[3];
    for (int i = 0; i < 3 && i < words.size(); i++) {
      try {
        numbers[i] = Integer.decode(words.get(i));
      } catch (NumberFormatException e) {
        numbers[i] = 0;
      }
    }
    long step = numbers[1];
    for (long i = numbers[0]; step >= 0 ? i <= numbers[2] : i >= numbers[2]; i += step) {
      values.add(Long.toString(i));
    }
  }

  /** The body with the variable's value in its place. */
  private static Node replace(Node node, char variable, String value) {
    return switch (node) {
      case Node.Nothing nothing -> nothing;
      case Node.Simple s ->
          new Node.Simple(
              replace(s.name(), variable, value),
              replace(s.rest(), variable, value),
              redirections(s.redirections(), variable, value));
      case Node.Block b -> {
        List<Node> commands = new ArrayList<>();
        for (Node command : b.commands()) {
          commands.add(replace(command, variable, value));
        }
        yield new Node.Block(commands, redirections(b.redirections(), variable, value));
      }
      case Node.Pair p ->
          new Node.Pair(
              replace(p.first(), variable, value),
              p.operator(),
              replace(p.second(), variable, value));
      case Node.Pipe p ->
          new Node.Pipe(
              replace(p.first(), variable, value),
              replace(p.second(), variable, value),
              replace(p.firstText(), variable, value),
              replace(p.secondText(), variable, value));
      case Node.If i ->
          new Node.If(
              i.not(),
              i.ignoreCase(),
              i.kind(),
              replace(i.left(), variable, value),
              replace(i.right(), variable, value),
              replace(i.then(), variable, value),
              i.otherwise() == null ? null : replace(i.otherwise(), variable, value));
      case Node.For f ->
          new Node.For(
              f.kind(),
              f.variable(),
              replace(f.set(), variable, value),
              replace(f.body(), variable, value));
    };
  }

  private static List<Node.Redirection> redirections(
      List<Node.Redirection> all, char variable, String value) {
    List<Node.Redirection> replaced = new ArrayList<>();
    for (Node.Redirection r : all) {
      replaced.add(
          new Node.Redirection(r.stream(), r.kind(), replace(r.target(), variable, value)));
    }
    return replaced;
  }

  private static String replace(String text, char variable, String value) {
    StringBuilder out = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      char next = i + 1 < text.length() ? text.charAt(i + 1) : '\0';
      if (text.charAt(i) != '%') {
        out.append(text.charAt(i++));
      } else if (next == variable) {
        out.append(value);
        i += 2;
      } else if (next == '~') {
        int end = i + 2;
        while (end < text.length()
            && Character.isLetter(text.charAt(end))
            && text.charAt(end) != variable) {
          end++;
        }
        if (end < text.length() && text.charAt(end) == variable) {
          out.append(Expansion.modified(value, text.substring(i + 2, end)));
          i = end + 1;
        } else {
          out.append(text.charAt(i++));
        }
      } else {
        out.append(text.charAt(i++));
      }
    }
    return out.toString();
  }
}
