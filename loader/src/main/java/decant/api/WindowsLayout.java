package decant.api;

import com.sun.jna.Callback;
import com.sun.jna.NativeLong;
import com.sun.jna.Structure;
import com.sun.jna.WString;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;

/**
 * Whether JNA lays a structure out on Linux as Windows does. It does for all types but those that
 * are of another size there: {@code long} ({@link NativeLong}), {@code wchar_t} ({@code char},
 * {@link WString}), and but for function pointers, which it makes for Linux.
 */
final class WindowsLayout {
  private static final ClassValue<String> PROBLEMS =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
          return problem(type);
        }
      };

  private WindowsLayout() {}

  /**
   * @throws IllegalArgumentException for a structure that would be laid out as on Linux
   */
  static void check(Class<?> type) {
    String problem = PROBLEMS.get(type);
    if (!problem.isEmpty()) {
      throw new IllegalArgumentException(problem);
    }
  }

  private static String problem(Class<?> type) {
    for (Field f : type.getFields()) {
      if (Modifier.isStatic(f.getModifiers())) {
        continue;
      }
      Class<?> t = f.getType();
      while (t.isArray() && t != char[].class) {
        t = t.getComponentType();
      }
      String field = type.getName() + "." + f.getName();
      if (t == NativeLong.class) {
        return field + ": a long of Windows has 32 bits: declare it as int";
      }
      boolean wide = t == char.class || t == char[].class || t == WString.class;
      if ((wide || Callback.class.isAssignableFrom(t))
          && !WindowsStructure.class.isAssignableFrom(type)) {
        return field
            + ": JNA lays out "
            + t.getSimpleName()
            + " as Linux has it: extend decant.api.WindowsStructure instead of Structure";
      }
      if (Structure.class.isAssignableFrom(t) && t != type) {
        String inner = problem(t);
        if (!inner.isEmpty()) {
          return inner;
        }
      }
    }
    return "";
  }
}
