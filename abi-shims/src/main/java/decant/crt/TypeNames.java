package decant.crt;

import java.util.ArrayList;
import java.util.List;

/**
 * Names of types as Microsoft's compiler writes them into {@code std::type_info}, made readable:
 * {@code ?AVString@text@@} is {@code class text::String}.
 *
 * @see <a href="https://learn.microsoft.com/cpp/build/reference/decorated-names">Decorated
 *     names</a>
 */
final class TypeNames {
  /** A name that is not decorated as the rules have it. */
  private static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unreadable() {
      super(null, null, false, false);
    }
  }

  /** Fundamental types by their letter, from {@code A}. */
  private static final String[] PLAIN = {
    null,
    null,
    "signed char",
    "char",
    "unsigned char",
    "short",
    "unsigned short",
    "int",
    "unsigned int",
    "long",
    "unsigned long",
    null,
    "float",
    "double",
    "long double",
  };

  /** Those of an underscore and a letter, from {@code _D}. */
  private static final String[] EXTENDED = {
    "__int8",
    "unsigned __int8",
    "__int16",
    "unsigned __int16",
    "__int32",
    "unsigned __int32",
    "__int64",
    "unsigned __int64",
    "__int128",
    "unsigned __int128",
    "bool",
    null,
    null,
    "char8_t",
    null,
    "char16_t",
    null,
    "char32_t",
    null,
    "wchar_t",
  };

  private static final String[] QUALIFIERS = {"", " const", " volatile", " const volatile"};
  private static final int MOST_REFERENCES = 10;
  private static final int DEEPEST = 200;

  /** Longer decorated names are left as they are. */
  private static final int LONGEST_DECORATED = 4096;

  /** References may make a short decorated name a readable one without end. */
  private static final int LONGEST = 1 << 16;

  private final String text;
  private int at;
  private int depth;

  /** What digits in names refer to; a template's arguments have such a list of their own. */
  private List<String> names = new ArrayList<>();

  /** What digits in lists of parameters refer to. */
  private List<String> parameters = new ArrayList<>();

  private TypeNames(String text) {
    this.text = text;
  }

  /** The readable name, or the decorated one where that follows no rule known here. */
  static String readable(String decorated) {
    if (decorated.length() > LONGEST_DECORATED) {
      return decorated;
    }
    TypeNames reader = new TypeNames(decorated);
    try {
      String name = reader.qualified("");
      return reader.at == decorated.length() ? name : decorated;
    } catch (Unreadable e) {
      return decorated;
    }
  }

  private char next() {
    if (at == text.length()) {
      throw new Unreadable();
    }
    return text.charAt(at++);
  }

  private boolean skip(String what) {
    boolean there = text.startsWith(what, at);
    at += there ? what.length() : 0;
    return there;
  }

  /** A type that may begin with qualifiers of its own: {@code ?A}…{@code ?D}. */
  private String qualified(String declarator) {
    String qualifier = skip("?") ? qualifier() : "";
    return type(qualifier + declarator);
  }

  private String qualifier() {
    int i = next() - 'A';
    if (i < 0 || i >= QUALIFIERS.length) {
      throw new Unreadable();
    }
    return QUALIFIERS[i];
  }

  /** A type, with what is declared to be of it behind its name, or in the middle of it. */
  private String type(String declarator) {
    if (++depth > DEEPEST) {
      throw new Unreadable();
    }
    char c = next();
    String type =
        switch (c) {
          case 'T' -> "union " + name() + declarator;
          case 'U' -> "struct " + name() + declarator;
          case 'V' -> "class " + name() + declarator;
          case 'W' -> enumeration() + declarator;
          case 'X' -> "void" + declarator;
          case 'A' -> pointer(" &", "", declarator);
          case 'B' -> pointer(" &", " volatile", declarator);
          case 'P', 'Q', 'R', 'S' -> pointer(" *", QUALIFIERS[c - 'P'], declarator);
          case 'Y' -> array(declarator);
          case '_' -> letter(EXTENDED, next() - 'D') + declarator;
          case '$' -> special(declarator);
          default -> letter(PLAIN, c - 'A') + declarator;
        };
    depth--;
    return bounded(type);
  }

  private static String letter(String[] types, int i) {
    if (i < 0 || i >= types.length || types[i] == null) {
      throw new Unreadable();
    }
    return types[i];
  }

  private String enumeration() {
    char size = next();
    if (size < '0' || size > '7') {
      throw new Unreadable();
    }
    return "enum " + name();
  }

  private String special(String declarator) {
    if (skip("$Q")) {
      return pointer(" &&", "", declarator);
    }
    if (skip("$R")) {
      return pointer(" &&", " volatile", declarator);
    }
    if (skip("$T")) {
      return "std::nullptr_t" + declarator;
    }
    if (skip("$C")) {
      return type(qualifier() + declarator);
    }
    if (skip("$BY")) {
      return array(declarator);
    }
    if (skip("$A6")) {
      return function("", declarator);
    }
    throw new Unreadable();
  }

  private String pointer(String sign, String own, String declarator) {
    if (skip("6")) {
      return function(sign.substring(1) + own, declarator);
    }
    String wide = skip("E") ? " __ptr64" : "";
    String to = qualifier();
    String pointer = sign + wide + own + declarator;
    if (text.startsWith("Y", at)) {
      return type(" (" + (to + pointer).substring(1) + ")");
    }
    return type(to + pointer);
  }

  /** The dimensions of an array, and the type of its elements. */
  private String array(String declarator) {
    StringBuilder dimensions = new StringBuilder(declarator);
    for (long i = number(); i > 0; i--) {
      dimensions.append('[').append(number()).append(']');
    }
    return skip("$$C") ? type(qualifier() + dimensions) : type(dimensions.toString());
  }

  /** A function, or what points to one. */
  private String function(String sign, String declarator) {
    String convention =
        switch (next()) {
          case 'A', 'B' -> "__cdecl";
          case 'C', 'D' -> "__pascal";
          case 'E', 'F' -> "__thiscall";
          case 'G', 'H' -> "__stdcall";
          case 'I', 'J' -> "__fastcall";
          case 'Q', 'R' -> "__vectorcall";
          default -> throw new Unreadable();
        };
    String result = qualified("");
    String parameters = parameters();
    String noexcept = skip("_E") ? " noexcept" : "";
    if (noexcept.isEmpty() && !skip("Z")) {
      throw new Unreadable();
    }
    String whole = convention + sign + declarator;
    String middle = sign.isEmpty() ? whole : '(' + whole + ')';
    return result + ' ' + middle + '(' + parameters + ')' + noexcept;
  }

  private String parameters() {
    if (skip("X")) {
      return "void";
    }
    StringBuilder list = new StringBuilder();
    while (!skip("@")) {
      list.append(list.isEmpty() ? "" : ",");
      if (skip("Z")) {
        return list.append("...").toString();
      }
      list.append(parameter());
      bounded(list);
    }
    return list.toString();
  }

  private String parameter() {
    int digit = at < text.length() ? text.charAt(at) - '0' : -1;
    if (digit >= 0 && digit < 10) {
      at++;
      return remembered(parameters, digit);
    }
    int start = at;
    String type = type("");
    if (at - start > 1 && parameters.size() < MOST_REFERENCES) {
      parameters.add(type);
    }
    return type;
  }

  private static String remembered(List<String> list, int i) {
    if (i >= list.size()) {
      throw new Unreadable();
    }
    return list.get(i);
  }

  /** A name with its scopes, which are written from the innermost to the outermost. */
  private String name() {
    String name = part();
    while (!skip("@")) {
      name = bounded(part() + "::" + name);
    }
    return name;
  }

  private String part() {
    char c = next();
    if (c >= '0' && c <= '9') {
      return remembered(names, c - '0');
    }
    if (c != '?') {
      at--;
      return remember(identifier());
    }
    if (skip("$")) {
      return remember(template());
    }
    if (skip("A")) {
      identifier();
      return remember("`anonymous namespace'");
    }
    return '`' + Long.toString(number()) + '\'';
  }

  private static <T extends CharSequence> T bounded(T name) {
    if (name.length() > LONGEST) {
      throw new Unreadable();
    }
    return name;
  }

  private String remember(String name) {
    bounded(name);
    if (names.size() < MOST_REFERENCES && !names.contains(name)) {
      names.add(name);
    }
    return name;
  }

  private String identifier() {
    int end = text.indexOf('@', at);
    if (end < 0) {
      throw new Unreadable();
    }
    String name = text.substring(at, end);
    at = end + 1;
    return name;
  }

  private String template() {
    List<String> outerNames = names;
    List<String> outerParameters = parameters;
    names = new ArrayList<>();
    parameters = new ArrayList<>();
    StringBuilder list = new StringBuilder(remember(identifier())).append('<');
    boolean first = true;
    while (!skip("@")) {
      if (skip("$$V") || skip("$$Z")) {
        continue; // an empty pack, or the end of one
      }
      list.append(first ? "" : ",").append(argument());
      bounded(list);
      first = false;
    }
    names = outerNames;
    parameters = outerParameters;
    // No compiler took two closing brackets for anything but a shift once.
    return list.append(list.charAt(list.length() - 1) == '>' ? " >" : ">").toString();
  }

  private String argument() {
    return skip("$0") ? Long.toString(number()) : type("");
  }

  /** A digit for 1…10, or hexadecimal digits from {@code A}; a question mark for less than 0. */
  private long number() {
    long sign = skip("?") ? -1 : 1;
    char c = next();
    if (c >= '0' && c <= '9') {
      return sign * (c - '0' + 1);
    }
    long value = 0;
    for (; c != '@'; c = next()) {
      if (c < 'A' || c > 'P') {
        throw new Unreadable();
      }
      value = value << 4 | c - 'A';
    }
    return sign * value;
  }
}
