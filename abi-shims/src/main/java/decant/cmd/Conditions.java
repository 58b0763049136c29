package decant.cmd;

/** The conditions of {@code if}. */
final class Conditions {
  private Conditions() {}

  static boolean holds(Interpreter cmd, Node.If condition) {
    String left = condition.left();
    String right = condition.right();
    boolean holds =
        switch (condition.kind()) {
          case "exist" -> exists(cmd, Parser.unquoted(left));
          case "defined" -> cmd.environment.get(left) != null || cmd.dynamic(left) != null;
          case "errorlevel" -> cmd.errorLevel >= number(left, Integer.MAX_VALUE);
          case "==" -> condition.ignoreCase() ? left.equalsIgnoreCase(right) : left.equals(right);
          default -> compare(condition);
        };
    return holds != condition.not();
  }

  private static boolean exists(Interpreter cmd, String name) {
    return Names.hasWildcard(name)
        ? !FileCommands.matches(cmd, name).isEmpty()
        : Names.exists(cmd.files, name);
  }

  private static int number(String text, int otherwise) {
    try {
      return Integer.decode(text.strip());
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  /** Numbers compare as numbers, all else as text. */
  private static boolean compare(Node.If condition) {
    String left = condition.left();
    String right = condition.right();
    int order;
    if (isNumber(left) && isNumber(right)) {
      order = Integer.compare(number(left, 0), number(right, 0));
    } else {
      order = condition.ignoreCase() ? left.compareToIgnoreCase(right) : left.compareTo(right);
    }
    return switch (condition.kind()) {
      case "equ" -> order == 0;
      case "neq" -> order != 0;
      case "lss" -> order < 0;
      case "leq" -> order <= 0;
      case "gtr" -> order > 0;
      default -> order >= 0;
    };
  }

  private static boolean isNumber(String text) {
    try {
      Integer.decode(text.strip());
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
