package decant.abi;

import java.util.Locale;

/** Writes JSON: objects and arrays that are opened and closed, with commas where they belong. */
public final class Json {
  private final StringBuilder out = new StringBuilder();
  private boolean first = true;

  /** Opens an object that is the whole text, or an element of an array. */
  public Json object() {
    return open('{');
  }

  /** Opens an object that is the value of a name. */
  public Json object(String name) {
    return name(name).open('{');
  }

  /** Opens an array that is the value of a name. */
  public Json array(String name) {
    return name(name).open('[');
  }

  private Json open(char bracket) {
    comma();
    out.append(bracket);
    first = true;
    return this;
  }

  /** Closes an object. */
  public Json endObject() {
    return close('}');
  }

  /** Closes an array. */
  public Json endArray() {
    return close(']');
  }

  private Json close(char bracket) {
    out.append(bracket);
    first = false;
    return this;
  }

  /** The next element, or the next name of an object, stands on a line of its own. */
  public Json line() {
    comma();
    out.append('\n');
    first = true;
    return this;
  }

  /** A string of an object; left out when null. */
  public Json put(String name, String value) {
    return value == null ? this : name(name).string(value);
  }

  public Json put(String name, long value) {
    return name(name).raw(Long.toString(value));
  }

  /** A number with four digits behind the point. */
  public Json put(String name, double value) {
    return name(name).raw(String.format(Locale.ROOT, "%.4f", value));
  }

  public Json put(String name, boolean value) {
    return name(name).raw(Boolean.toString(value));
  }

  /** An array of strings. */
  public Json put(String name, Iterable<String> values) {
    array(name);
    for (String value : values) {
      comma();
      string(value);
    }
    return endArray();
  }

  private Json name(String name) {
    comma();
    quote(name, out).append(':');
    first = true;
    return this;
  }

  private Json string(String text) {
    quote(text, out);
    first = false;
    return this;
  }

  private Json raw(String text) {
    out.append(text);
    first = false;
    return this;
  }

  private void comma() {
    if (!first) {
      out.append(',');
    }
    first = true;
  }

  /** Appends a string in quotation marks. */
  public static StringBuilder quote(String text, StringBuilder to) {
    to.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        to.append('\\').append(c);
      } else if (c == '\n') {
        to.append("\\n");
      } else if (c < ' ' || Character.isSurrogate(c)) {
        to.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          to.append(Character.forDigit(c >> shift & 15, 16));
        }
      } else {
        to.append(c);
      }
    }
    return to.append('"');
  }

  @Override
  public String toString() {
    return out.append('\n').toString();
  }
}
