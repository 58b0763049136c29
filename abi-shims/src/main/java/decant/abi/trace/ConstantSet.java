package decant.abi.trace;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;

/** Names of the values of a parameter or field: of one of many, or of bits. */
final class ConstantSet {
  private record Constant(String name, long value) {}

  final String name;
  private final boolean flags;
  private final List<Constant> constants = new ArrayList<>();

  /** A set of bits, or of values that exclude each other. */
  ConstantSet(String name, boolean flags) {
    this.name = name;
    this.flags = flags;
  }

  /** Adds a constant; of several with one value the first is shown. */
  void add(String constant, long value) {
    constants.add(new Constant(constant, value & 0xFFFF_FFFFL));
  }

  /** Adds the constants of a class whose names begin so. */
  void addAll(Class<?> holder, String prefix) {
    for (Field f : holder.getDeclaredFields()) {
      Class<?> type = f.getType();
      boolean number = type == int.class || type == long.class || type == short.class;
      if (Modifier.isStatic(f.getModifiers()) && number && f.getName().startsWith(prefix)) {
        try {
          f.setAccessible(true);
          add(f.getName(), ((Number) f.get(null)).longValue());
        } catch (IllegalAccessException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  List<String> names() {
    return constants.stream().map(Constant::name).toList();
  }

  /** The value of a constant, -1 when the set has none of that name. */
  long value(String constant) {
    for (Constant c : constants) {
      if (c.name.equals(constant)) {
        return c.value;
      }
    }
    return -1;
  }

  /** Shows a value by names; what has none as a number. */
  void show(long raw, StringBuilder out) {
    long value = raw & 0xFFFF_FFFFL;
    for (Constant c : constants) {
      if (c.value == value) {
        out.append(c.name);
        return;
      }
    }
    long rest = value;
    int start = out.length();
    for (Constant c : constants) {
      if (flags && c.value != 0 && (rest & c.value) == c.value) {
        out.append(out.length() == start ? "" : "|").append(c.name);
        rest &= ~c.value;
      }
    }
    if (rest != 0 || out.length() == start) {
      out.append(out.length() == start ? "" : "|");
      Numbers.show(rest, out);
    }
  }
}
