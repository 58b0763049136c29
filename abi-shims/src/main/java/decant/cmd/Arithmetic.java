package decant.cmd;

/** {@code set /a}: 32-bit integers, and variables by name. */
final class Arithmetic {
  /** Operators from the loosest to the tightest, two-character ones first in each row. */
  private static final String[][] OPERATORS = {
    {"|"}, {"^"}, {"&"}, {"<<", ">>"}, {"+", "-"}, {"*", "/", "%"}
  };

  private final Interpreter cmd;
  private final String text;
  private int at;

  Arithmetic(Interpreter cmd, String text) {
    this.cmd = cmd;
    this.text = text;
  }

  /** The value of the last of the expressions between commas. */
  int value() {
    int value = assignment();
    while (skip(",")) {
      value = assignment();
    }
    return value;
  }

  private void blanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private boolean skip(String token) {
    blanks();
    if (text.startsWith(token, at)) {
      at += token.length();
      return true;
    }
    return false;
  }

  private int assignment() {
    blanks();
    int start = at;
    String name = name();
    blanks();
    if (!name.isEmpty()) {
      for (String operator :
          new String[] {"", "+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>"}) {
        if (text.startsWith(operator + "=", at) && !text.startsWith("==", at)) {
          at += operator.length() + 1;
          int right = assignment();
          int value = operator.isEmpty() ? right : apply(operator, variable(name), right);
          cmd.environment.set(name, Integer.toString(value));
          return value;
        }
      }
    }
    at = start;
    return binary(0);
  }

  private int binary(int level) {
    if (level == OPERATORS.length) {
      return unary();
    }
    int left = binary(level + 1);
    while (true) {
      String found = null;
      for (String operator : OPERATORS[level]) {
        if (found == null && skip(operator)) {
          found = operator;
        }
      }
      if (found == null) {
        return left;
      }
      left = apply(found, left, binary(level + 1));
    }
  }

  private static int apply(String operator, int left, int right) {
    return switch (operator) {
      case "+" -> left + right;
      case "-" -> left - right;
      case "*" -> left * right;
      case "/" -> right == 0 ? 0 : left / right;
      case "%" -> right == 0 ? 0 : left % right;
      case "&" -> left & right;
      case "|" -> left | right;
      case "^" -> left ^ right;
      case "<<" -> left << right;
      default -> left >> right;
    };
  }

  private int unary() {
    if (skip("-")) {
      return -unary();
    }
    if (skip("+")) {
      return unary();
    }
    if (skip("~")) {
      return ~unary();
    }
    if (skip("!")) {
      return unary() == 0 ? 1 : 0;
    }
    if (skip("(")) {
      int value = assignment();
      skip(")");
      return value;
    }
    blanks();
    int start = at;
    while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))
        || at < text.length() && text.charAt(at) == '_') {
      at++;
    }
    String word = text.substring(start, at);
    if (word.isEmpty()) {
      throw new Parser.SyntaxException("newline");
    }
    return Character.isDigit(word.charAt(0)) ? number(word) : variable(word);
  }

  private String name() {
    int start = at;
    while (at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    return at > start && !Character.isDigit(text.charAt(start)) ? text.substring(start, at) : "";
  }

  private int variable(String name) {
    String value = cmd.environment.get(name);
    return value == null ? 0 : number(value.strip());
  }

  private static int number(String text) {
    try {
      return (int) (long) Long.decode(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
