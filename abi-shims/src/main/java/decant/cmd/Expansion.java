package decant.cmd;

import decant.nt.Environment;
import decant.nt.file.WinPath;
import java.util.List;

/** Puts the values of variables and parameters into a line. */
final class Expansion {
  private final Environment environment;

  /** The parameters of a batch file, the first its own name; null on a command line. */
  private final List<String> parameters;

  /** The rest of the parameters' text, for {@code %*}. */
  private final String all;

  /** What {@code %errorlevel%}, {@code %cd%} and the like are. */
  interface Dynamic {
    /** The value of a variable that is computed, or null. */
    String value(String name);
  }

  private final Dynamic dynamic;

  Expansion(Environment environment, List<String> parameters, String all, Dynamic dynamic) {
    this.environment = environment;
    this.parameters = parameters;
    this.all = all;
    this.dynamic = dynamic;
  }

  String expand(String line) {
    if (line.indexOf('%') < 0) {
      return line;
    }
    StringBuilder out = new StringBuilder(line.length() + 32);
    int i = 0;
    while (i < line.length()) {
      char c = line.charAt(i);
      i = c == '%' ? percent(line, i, out) : plain(c, i, out);
    }
    return out.toString();
  }

  private static int plain(char c, int i, StringBuilder out) {
    out.append(c);
    return i + 1;
  }

  /** Replaces what begins with the percent sign at {@code i}; returns where it ends. */
  private int percent(String line, int i, StringBuilder out) {
    char next = i + 1 < line.length() ? line.charAt(i + 1) : '\0';
    if (parameters != null) {
      if (next == '%') {
        out.append('%');
        return i + 2;
      }
      if (next == '*') {
        out.append(all);
        return i + 2;
      }
      if (next >= '0' && next <= '9') {
        out.append(parameter(next - '0'));
        return i + 2;
      }
      if (next == '~') {
        int end = i + 2;
        while (end < line.length() && Character.isLetter(line.charAt(end))) {
          end++;
        }
        if (end < line.length() && Character.isDigit(line.charAt(end))) {
          String value = parameter(line.charAt(end) - '0');
          out.append(modified(value, line.substring(i + 2, end)));
          return end + 1;
        }
      }
    }
    int end = line.indexOf('%', i + 1);
    String value = end < 0 ? null : value(line.substring(i + 1, end));
    if (value != null) {
      out.append(value);
      return end + 1;
    }
    if (parameters == null) {
      out.append('%');
      return i + 1;
    }
    return end < 0 ? i + 1 : end + 1;
  }

  private String parameter(int index) {
    return index < parameters.size() ? parameters.get(index) : "";
  }

  /** The parts of a file name that letters ask for: {@code ~dp0}. */
  static String modified(String value, String letters) {
    String plain = Parser.unquoted(value);
    if (letters.isEmpty()) {
      return plain;
    }
    int name = WinPath.lastName(plain);
    int dot = plain.lastIndexOf('.');
    dot = dot < name ? plain.length() : dot;
    StringBuilder out = new StringBuilder();
    for (char letter : letters.toLowerCase(java.util.Locale.ROOT).toCharArray()) {
      switch (letter) {
        case 'f' -> out.append(plain);
        case 'd' ->
            out.append(plain.length() > 1 && plain.charAt(1) == ':' ? plain.substring(0, 2) : "");
        case 'p' -> out.append(plain, plain.length() > 1 && plain.charAt(1) == ':' ? 2 : 0, name);
        case 'n' -> out.append(plain, name, dot);
        case 'x' -> out.append(plain.substring(dot));
        default -> {}
      }
    }
    return out.toString();
  }

  /** A variable, with {@code :~start,length} or {@code :old=new} behind its name; or null. */
  private String value(String name) {
    int colon = name.indexOf(':');
    String value = named(colon > 0 ? name.substring(0, colon) : name);
    if (value == null || colon <= 0) {
      return value;
    }
    String how = name.substring(colon + 1);
    if (how.startsWith("~")) {
      return part(value, how.substring(1));
    }
    int equals = how.indexOf('=', 1);
    return equals < 0 ? value : replace(value, how.substring(0, equals), how.substring(equals + 1));
  }

  private String named(String name) {
    String value = name.isEmpty() ? null : environment.get(name);
    return value == null ? dynamic.value(name) : value;
  }

  private static String part(String value, String how) {
    int comma = how.indexOf(',');
    try {
      int start = Integer.parseInt((comma < 0 ? how : how.substring(0, comma)).strip());
      start = Math.clamp(start < 0 ? value.length() + start : start, 0, value.length());
      int length = comma < 0 ? value.length() : Integer.parseInt(how.substring(comma + 1).strip());
      int end = length < 0 ? value.length() + length : Math.min(start + length, value.length());
      return value.substring(start, Math.max(start, end));
    } catch (NumberFormatException e) {
      return value;
    }
  }

  private static String replace(String value, String old, String with) {
    if (old.startsWith("*")) {
      int at = indexOf(value, old.substring(1), 0);
      return at < 0 ? value : with + value.substring(at + old.length() - 1);
    }
    StringBuilder out = new StringBuilder();
    int from = 0;
    for (int at = indexOf(value, old, 0); at >= 0; at = indexOf(value, old, from)) {
      out.append(value, from, at).append(with);
      from = at + old.length();
    }
    return out.append(value.substring(from)).toString();
  }

  private static int indexOf(String text, String part, int from) {
    for (int i = from; i + part.length() <= text.length(); i++) {
      if (text.regionMatches(true, i, part, 0, part.length())) {
        return i;
      }
    }
    return -1;
  }
}
