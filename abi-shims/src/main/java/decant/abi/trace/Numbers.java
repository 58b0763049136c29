package decant.abi.trace;

/** Numbers as traces show them. */
final class Numbers {
  /** Up to here a number is more likely a count or a size than a set of bits or an address. */
  private static final long DECIMAL = 0x1_0000;

  private Numbers() {}

  /** Small numbers in decimal, others in hexadecimal. */
  static void show(long value, StringBuilder out) {
    if (value < DECIMAL && value > -DECIMAL) {
      out.append(value);
    } else {
      hex(value, out);
    }
  }

  static StringBuilder hex(long value, StringBuilder out) {
    return out.append("0x").append(Long.toHexString(value));
  }

  /** A number with a point and so many digits behind it: {@code value} in units of the last. */
  static void fixed(long value, int digits, StringBuilder out) {
    int start = out.length();
    out.append(value);
    while (out.length() - start <= digits) {
      out.insert(start, '0');
    }
    out.insert(out.length() - digits, '.');
  }

  /** The little-endian number in {@code size} bytes, zero-extended. */
  static long read(byte[] block, int at, int size) {
    long value = 0;
    for (int i = Math.min(size, 8) - 1; i >= 0; i--) {
      value = value << 8 | block[at + i] & 0xFF;
    }
    return value;
  }
}
