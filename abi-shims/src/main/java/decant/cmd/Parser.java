package decant.cmd;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Reads the commands of a line whose variables are expanded already. Quotation marks keep their
 * contents together, a caret takes the meaning from the character behind it.
 */
final class Parser {
  /** A line that makes no sense. */
  static final class SyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SyntaxException(String near) {
      super(near, null, false, false);
    }
  }

  private static final String[] COMPARISONS = {"equ", "neq", "lss", "leq", "gtr", "geq"};
  private static final int MAX_DEPTH = 200;

  private final String text;
  private int at;
  private int depth;

  Parser(String text) {
    this.text = text;
  }

  /** The whole text as one command. */
  static Node parse(String text) {
    Parser parser = new Parser(text);
    Node node = parser.commands();
    parser.blanks();
    if (parser.at < text.length()) {
      throw new SyntaxException(text.substring(parser.at, parser.at + 1));
    }
    return node;
  }

  /** How many parentheses of commands a text leaves open: more lines belong to it. */
  static boolean isOpen(String text) {
    try {
      parse(text);
      return false;
    } catch (SyntaxException e) {
      return e.getMessage().isEmpty();
    }
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private boolean looking(String token) {
    return text.startsWith(token, at);
  }

  private void blanks() {
    while (at < text.length() && isBlank(peek())) {
      at++;
    }
  }

  private void blanksAndLines() {
    while (at < text.length() && (isBlank(peek()) || peek() == '\n')) {
      at++;
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t' || c == ',' || c == ';' || c == '=';
  }

  private Node commands() {
    if (++depth > MAX_DEPTH) {
      throw new SyntaxException("(");
    }
    Node left = conditional();
    blanks();
    while (peek() == '&' && !looking("&&")) {
      at++;
      blanks();
      if (at == text.length() || peek() == ')' || peek() == '\n') {
        break;
      }
      left = new Node.Pair(left, "&", conditional());
      blanks();
    }
    depth--;
    return left;
  }

  private Node conditional() {
    Node left = pipe();
    blanks();
    while (looking("&&") || looking("||")) {
      String operator = text.substring(at, at + 2);
      at += 2;
      left = new Node.Pair(left, operator, pipe());
      blanks();
    }
    return left;
  }

  private Node pipe() {
    blanks();
    int start = at;
    Node left = command();
    int end = at;
    blanks();
    if (peek() == '|' && !looking("||")) {
      at++;
      blanks();
      int second = at;
      Node right = pipe();
      return new Node.Pipe(left, right, text.substring(start, end), text.substring(second, at));
    }
    return left;
  }

  private Node command() {
    blanks();
    while (peek() == '@') {
      at++;
      blanks();
    }
    if (peek() == '(') {
      return block();
    }
    if (peek() == ':') {
      at = lineEnd();
      return new Node.Nothing();
    }
    if (isWord("if")) {
      at += 2;
      return condition();
    }
    if (isWord("for")) {
      at += 3;
      return loop();
    }
    if (isWord("rem")) {
      at = lineEnd();
      return new Node.Nothing();
    }
    return simple();
  }

  private int lineEnd() {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end;
  }

  private boolean isWord(String word) {
    int end = at + word.length();
    return text.regionMatches(true, at, word, 0, word.length())
        && (end == text.length()
            || isBlank(text.charAt(end))
            || text.charAt(end) == '\n'
            || word.equals("if") && text.charAt(end) == '/');
  }

  private Node block() {
    at++;
    List<Node> commands = new ArrayList<>();
    while (true) {
      blanksAndLines();
      if (at == text.length()) {
        throw new SyntaxException("");
      }
      if (peek() == ')') {
        at++;
        return new Node.Block(commands, redirections());
      }
      commands.add(commands());
      blanks();
      if (peek() != '\n' && peek() != ')' && at < text.length()) {
        throw new SyntaxException(String.valueOf(peek()));
      }
    }
  }

  private List<Node.Redirection> redirections() {
    List<Node.Redirection> list = new ArrayList<>();
    blanks();
    while (redirection(list)) {
      blanks();
    }
    return list;
  }

  /** Reads a redirection, if there is one here. */
  private boolean redirection(List<Node.Redirection> list) {
    int p = at;
    int stream = -1;
    if (p + 1 < text.length()
        && Character.isDigit(text.charAt(p))
        && (text.charAt(p + 1) == '>' || text.charAt(p + 1) == '<')) {
      stream = text.charAt(p++) - '0';
    }
    char c = p < text.length() ? text.charAt(p) : '\0';
    if (c != '>' && c != '<') {
      return false;
    }
    at = p + 1;
    stream = stream < 0 ? c == '>' ? 1 : 0 : stream;
    String kind = String.valueOf(c);
    if (c == '>' && peek() == '>') {
      at++;
      kind = ">>";
    }
    if (peek() == '&' && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1))) {
      list.add(new Node.Redirection(stream, "&", text.substring(at + 1, at + 2)));
      at += 2;
      return true;
    }
    blanks();
    String target = word();
    if (target.isEmpty()) {
      throw new SyntaxException(at < text.length() ? String.valueOf(peek()) : "newline");
    }
    list.add(new Node.Redirection(stream, kind, unquoted(target)));
    return true;
  }

  /** A word as it stands, carets taken out, up to a blank or an operator. */
  private String word() {
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    while (at < text.length()) {
      char c = peek();
      if (c == '\n' || !quoted && (isBlank(c) || isOperator(c))) {
        break;
      }
      if (c == '^' && !quoted) {
        at++;
        if (at < text.length()) {
          word.append(text.charAt(at++));
        }
        continue;
      }
      quoted ^= c == '"';
      word.append(c);
      at++;
    }
    return word.toString();
  }

  private boolean isOperator(char c) {
    return c == '&' || c == '|' || c == '<' || c == '>' || c == ')' && depth > 1;
  }

  static String unquoted(String word) {
    return word.replace("\"", "");
  }

  private Node simple() {
    List<Node.Redirection> redirections = redirections();
    if (at == text.length() || peek() == '\n' || isOperator(peek())) {
      if (redirections.isEmpty() && at < text.length() && peek() != '\n' && peek() != ')') {
        throw new SyntaxException(String.valueOf(peek()));
      }
      return redirections.isEmpty() ? new Node.Nothing() : new Node.Simple("", "", redirections);
    }
    String name = commandName();
    StringBuilder rest = new StringBuilder();
    boolean quoted = false;
    while (at < text.length() && peek() != '\n') {
      char c = peek();
      if (!quoted) {
        boolean separate =
            rest.isEmpty() || isBlank(rest.charAt(rest.length() - 1)) || c == '>' || c == '<';
        if (separate && redirection(redirections)) {
          continue;
        }
        if (isOperator(c)) {
          break;
        }
        if (c == '^') {
          at++;
          if (at < text.length()) {
            rest.append(text.charAt(at++));
          }
          continue;
        }
      }
      quoted ^= c == '"';
      rest.append(c);
      at++;
    }
    return new Node.Simple(name, rest.toString(), redirections);
  }

  /**
   * The name of a command ends at a blank, an operator, or where {@code echo.} and the like go on.
   */
  private String commandName() {
    StringBuilder name = new StringBuilder();
    boolean quoted = false;
    while (at < text.length()) {
      char c = peek();
      if (c == '\n' || !quoted && (isBlank(c) || isOperator(c) || c == '(')) {
        break;
      }
      if (!quoted
          && (c == '.' || c == ':' || c == '/' || c == '\\' || c == '+' || c == '[')
          && Builtins.isName(name.toString())
          && !(c == '.' && isFileExtension())) {
        break;
      }
      if (c == '^' && !quoted) {
        at++;
        if (at < text.length()) {
          name.append(text.charAt(at++));
        }
        continue;
      }
      quoted ^= c == '"';
      name.append(c);
      at++;
    }
    return name.toString();
  }

  /** Whether what follows the dot is more than the text of an {@code echo.}: copy.exe. */
  private boolean isFileExtension() {
    return text.regionMatches(true, at, ".exe", 0, 4)
        || text.regionMatches(true, at, ".bat", 0, 4)
        || text.regionMatches(true, at, ".cmd", 0, 4);
  }

  private Node condition() {
    boolean not = false;
    boolean ignoreCase = false;
    blanks();
    while (true) {
      if (text.regionMatches(true, at, "/i", 0, 2)) {
        ignoreCase = true;
        at += 2;
      } else if (isWord("not")) {
        not = true;
        at += 3;
      } else {
        break;
      }
      blanks();
    }
    String kind;
    String left;
    String right = "";
    if (isWord("exist") || isWord("defined") || isWord("errorlevel")) {
      kind = word().toLowerCase(Locale.ROOT);
      blanks();
      left = word();
    } else {
      left = operand();
      skipBlanksOnly();
      if (looking("==")) {
        at += 2;
        kind = "==";
      } else {
        kind = word().toLowerCase(Locale.ROOT);
        if (!List.of(COMPARISONS).contains(kind)) {
          throw new SyntaxException(kind.isEmpty() ? left : kind);
        }
      }
      blanks();
      right = word();
    }
    blanks();
    Node then = command();
    if (then instanceof Node.Simple || then instanceof Node.Pair) {
      then = rest(then);
    }
    Node otherwise = null;
    int before = at;
    if (then instanceof Node.Block) {
      blanks();
      if (isWord("else") || looking("else(") || looking("ELSE(")) {
        at += 4;
        otherwise = rest(command());
      } else {
        at = before;
      }
    }
    return new Node.If(not, ignoreCase, kind, left, right, then, otherwise);
  }

  /** What hangs on a condition goes on to the end of the line. */
  private Node rest(Node first) {
    Node node = first;
    blanks();
    while (peek() == '&' || looking("||")) {
      boolean twice = looking("&&") || looking("||");
      String operator = text.substring(at, twice ? at + 2 : at + 1);
      at += operator.length();
      node = new Node.Pair(node, operator, pipe());
      blanks();
    }
    return node;
  }

  private void skipBlanksOnly() {
    while (peek() == ' ' || peek() == '\t') {
      at++;
    }
  }

  /** The left side of a comparison: up to a blank or the equals signs. */
  private String operand() {
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    while (at < text.length()) {
      char c = peek();
      if (c == '\n' || !quoted && (c == ' ' || c == '\t' || looking("==") || isOperator(c))) {
        break;
      }
      quoted ^= c == '"';
      word.append(c);
      at++;
    }
    return word.toString();
  }

  private Node loop() {
    blanks();
    String kind = "";
    if (peek() == '/') {
      kind = word().toLowerCase(Locale.ROOT);
      blanks();
    }
    if (!kind.isEmpty() && !kind.equals("/l") && !kind.equals("/d")) {
      throw new SyntaxException(kind);
    }
    String variable = word();
    if (variable.length() != 2 || variable.charAt(0) != '%') {
      throw new SyntaxException(variable);
    }
    blanks();
    if (!isWord("in")) {
      throw new SyntaxException(word());
    }
    at += 2;
    blanks();
    int end = text.indexOf(')', at);
    if (peek() != '(' || end < 0) {
      throw new SyntaxException("(");
    }
    String set = text.substring(at + 1, end);
    at = end + 1;
    blanks();
    if (!isWord("do") && !looking("do(")) {
      throw new SyntaxException(word());
    }
    at += 2;
    return new Node.For(kind, variable.charAt(1), set, rest(command()));
  }
}
