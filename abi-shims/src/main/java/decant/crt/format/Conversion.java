package decant.crt.format;

/** One conversion specification of a format: what stands between a percent sign and its letter. */
final class Conversion {
  static final int LEFT = 1;
  static final int PLUS = 2;
  static final int SPACE = 4;
  static final int ALTERNATE = 8;
  static final int ZERO = 16;

  /** The size that a prefix gives an argument. */
  enum Size {
    DEFAULT,
    CHAR,
    SHORT,
    LONG,
    LONG_LONG,
    WIDE,
    LONG_DOUBLE
  }

  int flags;
  int width;

  /** -1 when there is none. */
  int precision;

  Size size = Size.DEFAULT;

  void reset() {
    flags = 0;
    width = 0;
    precision = -1;
    size = Size.DEFAULT;
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** A width that was given as an argument: a negative one means left-justified. */
  void width(int given) {
    width = given;
    if (given < 0) {
      flags |= LEFT;
      width = given == Integer.MIN_VALUE ? Integer.MAX_VALUE : -given;
    }
  }

  static int flag(int c) {
    return switch (c) {
      case '-' -> LEFT;
      case '+' -> PLUS;
      case ' ' -> SPACE;
      case '#' -> ALTERNATE;
      case '0' -> ZERO;
      default -> 0;
    };
  }
}
