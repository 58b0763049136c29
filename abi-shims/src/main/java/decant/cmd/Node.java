package decant.cmd;

import java.util.List;

/** A command of a line, as {@link Parser} makes it. */
sealed interface Node {
  /**
   * A redirection.
   *
   * @param stream 0 to 9, the descriptor that is redirected
   * @param kind {@code >}, {@code >>}, {@code <}, or {@code &} for a copy of another descriptor
   * @param target a file name, or the number of a descriptor
   */
  record Redirection(int stream, String kind, String target) {}

  /** A command by name; {@code rest} is everything behind the name, exactly. */
  record Simple(String name, String rest, List<Redirection> redirections) implements Node {}

  /** Commands in parentheses. */
  record Block(List<Node> commands, List<Redirection> redirections) implements Node {}

  /** Two commands with {@code &}, {@code &&} or {@code ||} between. */
  record Pair(Node first, String operator, Node second) implements Node {}

  /** Two commands with a pipe between. */
  record Pipe(Node first, Node second, String firstText, String secondText) implements Node {}

  /**
   * {@code if}.
   *
   * @param kind {@code exist}, {@code defined}, {@code errorlevel}, or a comparison: {@code ==},
   *     {@code equ} …
   * @param otherwise null without {@code else}
   */
  record If(
      boolean not,
      boolean ignoreCase,
      String kind,
      String left,
      String right,
      Node then,
      Node otherwise)
      implements Node {}

  /**
   * {@code for}.
   *
   * @param kind empty, {@code /l}, {@code /d}
   */
  record For(String kind, char variable, String set, Node body) implements Node {}

  /** Nothing: an empty line, a label, a remark. */
  record Nothing() implements Node {}
}
