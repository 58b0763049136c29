package decant.crt.format;

/** Reads a floating-point number from a source: the longest text that may begin one. */
final class ScanFloat {
  private static final int MAX_TEXT = 2048;

  private final ScanSource source;
  private final StringBuilder text = new StringBuilder();
  private int left;
  private int c;

  /** How many units were taken from the source. */
  int taken;

  private boolean valid;

  private ScanFloat(ScanSource source, int width) {
    this.source = source;
    this.left = width;
  }

  /** The number, or NaN with {@link #matched} false when there is none. */
  static ScanFloat read(ScanSource source, int width) {
    ScanFloat scan = new ScanFloat(source, width);
    scan.advance();
    scan.number();
    if (scan.c != ScanSource.END) {
      source.back(scan.c);
      scan.taken--;
    }
    return scan;
  }

  boolean matched() {
    return valid;
  }

  double value() {
    return Double.parseDouble(text.toString());
  }

  /** Takes the next unit, as far as the width goes. */
  private void advance() {
    c = left > 0 ? source.next() : ScanSource.END;
    if (c != ScanSource.END) {
      left--;
      taken++;
    }
  }

  private void keep() {
    if (text.length() < MAX_TEXT) {
      text.append((char) c);
    }
    advance();
  }

  private void number() {
    if (c == '-' || c == '+') {
      keep();
    }
    int letter = c | 0x20;
    if (c != ScanSource.END && letter == 'i') {
      word("infinity", 3, "Infinity");
    } else if (c != ScanSource.END && letter == 'n') {
      word("nan", 3, "NaN");
    } else {
      decimal();
    }
  }

  private void word(String word, int least, String java) {
    int n = 0;
    while (n < word.length() && c != ScanSource.END && (c | 0x20) == word.charAt(n)) {
      n++;
      advance();
    }
    valid = n == least || n == word.length();
    text.append(valid ? java : "0");
  }

  private boolean isDigit(boolean hexadecimal) {
    return c >= '0' && c <= '9'
        || hexadecimal && c != ScanSource.END && (c | 0x20) >= 'a' && (c | 0x20) <= 'f';
  }

  private void decimal() {
    boolean hexadecimal = false;
    boolean digits = false;
    if (c == '0') {
      keep();
      digits = true;
      if (c == 'x' || c == 'X') {
        keep();
        hexadecimal = true;
        digits = false;
      }
    }
    digits |= digits(hexadecimal);
    if (c == '.') {
      keep();
      digits |= digits(hexadecimal);
    }
    valid = digits;
    if (!digits) {
      text.setLength(0);
      text.append('0');
      return;
    }
    boolean exponent = c != ScanSource.END && (c | 0x20) == (hexadecimal ? 'p' : 'e');
    if (exponent) {
      exponent();
    } else if (hexadecimal) {
      text.append("p0");
    }
  }

  private boolean digits(boolean hexadecimal) {
    boolean any = false;
    while (isDigit(hexadecimal)) {
      keep();
      any = true;
    }
    return any;
  }

  private void exponent() {
    keep();
    if (c == '-' || c == '+') {
      keep();
    }
    if (!digits(false)) {
      text.append('0');
    }
  }
}
