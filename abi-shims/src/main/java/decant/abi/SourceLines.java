package decant.abi;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;

/** Line numbers of methods, from the class files' tables of lines. */
final class SourceLines {
  private static final Map<Class<?>, Map<String, Integer>> CLASSES = new HashMap<>();

  private SourceLines() {}

  /** The line of a method's first statement, 0 when unknown. */
  static int of(Method method) {
    Map<String, Integer> lines;
    synchronized (CLASSES) {
      lines = CLASSES.computeIfAbsent(method.getDeclaringClass(), SourceLines::read);
    }
    return lines.getOrDefault(method.getName() + descriptor(method), 0);
  }

  private static String descriptor(Method method) {
    StringBuilder s = new StringBuilder("(");
    for (Class<?> p : method.getParameterTypes()) {
      s.append(p.descriptorString());
    }
    return s.append(')').append(method.getReturnType().descriptorString()).toString();
  }

  private static Map<String, Integer> read(Class<?> type) {
    Map<String, Integer> lines = new HashMap<>();
    String file = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
    try (InputStream in = type.getResourceAsStream(file)) {
      ClassModel model = in == null ? null : ClassFile.of().parse(in.readAllBytes());
      if (model != null) {
        model.methods().forEach(m -> lines.put(key(m), firstLine(m)));
      }
    } catch (IOException | IllegalArgumentException unreadable) {
      lines.clear(); // a class without a readable file has no lines
    }
    return lines;
  }

  private static String key(MethodModel m) {
    return m.methodName().stringValue() + m.methodType().stringValue();
  }

  private static int firstLine(MethodModel m) {
    return m.findAttribute(Attributes.code())
        .flatMap(code -> code.findAttribute(Attributes.lineNumberTable()))
        .filter(table -> !table.lineNumbers().isEmpty())
        .map(table -> table.lineNumbers().getFirst().lineNumber())
        .orElse(0);
  }
}
