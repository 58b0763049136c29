package decant.crypt32;

/**
 * A reader of DER: where values begin and end in an array. Everything is checked against the array;
 * what does not fit throws {@link IllegalArgumentException}.
 */
final class Der {
  static final int INTEGER = 0x02;
  static final int BIT_STRING = 0x03;
  static final int OCTET_STRING = 0x04;
  static final int OID = 0x06;
  static final int UTC_TIME = 0x17;
  static final int SEQUENCE = 0x30;
  static final int BOOLEAN = 0x01;

  private final byte[] bytes;
  private final int end;
  private int at;

  /** One value: its tag, where it begins with its header, where its contents do, and the end. */
  record Value(int tag, int start, int contents, int end) {
    int length() {
      return end - contents;
    }

    int whole() {
      return end - start;
    }
  }

  Der(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private Der(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  boolean hasNext() {
    return at < end;
  }

  /** The tag of the next value, -1 at the end. */
  int peek() {
    return at < end ? bytes[at] & 0xFF : -1;
  }

  Value next() {
    int start = at;
    if (end - at < 2) {
      throw new IllegalArgumentException("DER ends in a header");
    }
    int tag = bytes[at++] & 0xFF;
    int length = bytes[at++] & 0xFF;
    if (length > 0x80) {
      int count = length & 0x7F;
      if (count > 4 || end - at < count) {
        throw new IllegalArgumentException("DER length");
      }
      length = 0;
      for (int i = 0; i < count; i++) {
        length = length << 8 | bytes[at++] & 0xFF;
      }
    }
    if (length < 0 || length > end - at) {
      throw new IllegalArgumentException("DER value exceeds its room");
    }
    Value value = new Value(tag, start, at, at + length);
    at += length;
    return value;
  }

  /** The next value, which must have a tag. */
  Value next(int tag) {
    Value value = next();
    if (value.tag != tag) {
      throw new IllegalArgumentException("DER tag " + value.tag + " in place of " + tag);
    }
    return value;
  }

  /** A reader of the contents of a value. */
  Der in(Value value) {
    return new Der(bytes, value.contents, value.end);
  }

  /** An object identifier as text: {@code 1.2.840…}. */
  String oid(Value value) {
    StringBuilder text = new StringBuilder();
    long number = 0;
    for (int i = value.contents; i < value.end; i++) {
      number = number << 7 | bytes[i] & 0x7F;
      if (bytes[i] >= 0) {
        if (text.isEmpty()) {
          long first = Math.min(number / 40, 2);
          text.append(first).append('.').append(number - 40 * first);
        } else {
          text.append('.').append(number);
        }
        number = 0;
      }
    }
    return text.toString();
  }
}
