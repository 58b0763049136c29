package decant.api;

import com.sun.jna.FromNativeContext;
import com.sun.jna.FunctionMapper;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.ToNativeContext;
import com.sun.jna.TypeMapper;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.charset.Charset;
import java.util.Map;

/**
 * How names and values of one library are mapped: JNA's options of {@link Library}.
 *
 * @param types converters of the user's, or null
 * @param names of exported functions, or null where they are those of the methods
 * @param charset of narrow strings
 */
record Mapping(TypeMapper types, FunctionMapper names, Charset charset) {
  static Mapping of(Map<String, ?> options) {
    Object encoding = options.get(Library.OPTION_STRING_ENCODING);
    return new Mapping(
        (TypeMapper) options.get(Library.OPTION_TYPE_MAPPER),
        (FunctionMapper) options.get(Library.OPTION_FUNCTION_MAPPER),
        Charset.forName(
            encoding == null ? Native.getDefaultStringEncoding() : encoding.toString()));
  }

  String exportOf(Method method) {
    String mapped = names == null ? null : names.getFunctionName(null, method);
    return mapped == null ? method.getName() : mapped;
  }

  // The constructors of JNA's contexts are its own; converters get one because JNA gives them one.

  static ToNativeContext toNative() {
    return make(ToNativeContext.class);
  }

  static FromNativeContext fromNative(Class<?> type) {
    return make(FromNativeContext.class, type);
  }

  private static <T> T make(Class<T> context, Class<?>... arguments) {
    try {
      Class<?>[] types = arguments.length == 0 ? new Class<?>[0] : new Class<?>[] {Class.class};
      Constructor<T> constructor = context.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance((Object[]) arguments);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this is not the JNA that Decant is built with", e);
    }
  }
}
