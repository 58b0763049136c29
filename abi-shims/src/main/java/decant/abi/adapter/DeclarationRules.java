package decant.abi.adapter;

import decant.abi.Declaration;
import decant.abi.Narrow;
import decant.abi.Support;
import decant.abi.Text;
import decant.abi.VarArgs;
import decant.abi.Wide;
import decant.nt.GuestThread;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Locale;

/** What a declaration must be so that an adapter can be made of it; {@link decant.abi.Export}. */
final class DeclarationRules {
  private static final String TYPES =
      "long (a pointer, a handle, 64 bits), int, short, byte, boolean, float, double";

  private DeclarationRules() {}

  /** Throws {@link BadDeclarationException} for the first rule that a declaration breaks. */
  static void check(Declaration d) {
    Method method = d.method();
    int modifiers = method.getModifiers();
    require(Modifier.isStatic(modifiers), method, "is not static: write static before its result");
    require(
        !Modifier.isPrivate(modifiers),
        method,
        "is private: leave that word out, as the adapter beside its class calls it");
    require(
        !d.libraries().isEmpty(),
        method,
        "has no library: write @Library(\"name\") before its class, or @Export(dll = \"name\")");
    for (String library : d.libraries()) {
      checkLibrary(method, library);
    }
    require(
        d.names().stream().noneMatch(String::isEmpty),
        method,
        "exports an empty name: leave the name out, for that of the method");
    require(
        (d.ordinal() & ~0xFFFF) == 0,
        method,
        "has the ordinal " + d.ordinal() + ": ordinals are 1 to 65535");
    require(
        d.support() != Support.NEVER,
        method,
        "has support = NEVER, which is for what has no method: see @Never");
    if (d.isVariable()) {
      checkVariable(d);
      return;
    }
    for (Parameter p : method.getParameters()) {
      checkParameter(method, p, d.hasTwins());
    }
    Class<?> result = method.getReturnType();
    require(
        result.isPrimitive(),
        method,
        "returns " + result.getSimpleName() + ", which no register holds: use void, " + TYPES);
  }

  /** As {@link #check}, and that it needs no machine code of Decant's: for shims of users. */
  static void checkOfUser(Declaration d) {
    check(d);
    require(!d.isDirect(), d.method(), "is @Direct: machine code is Decant's alone, write a body");
    require(d.hasJava(), d.method(), "is native: write a body");
  }

  private static void checkLibrary(Method method, String library) {
    String wanted = library.toLowerCase(Locale.ROOT);
    wanted = wanted.endsWith(".dll") ? wanted.substring(0, wanted.length() - 4) : wanted;
    require(
        library.equals(wanted) && !wanted.isEmpty() && wanted.indexOf('\\') < 0,
        method,
        "names the library \"" + library + "\": write it in lower case without .dll");
  }

  private static void checkVariable(Declaration d) {
    Method method = d.method();
    List<Class<?>> parameters =
        d.hasTwins()
            ? List.of(GuestThread.class, Text.class, long.class)
            : List.of(GuestThread.class, long.class);
    require(
        List.of(method.getParameterTypes()).equals(parameters),
        method,
        "is @Data, a variable: its parameters must be (GuestThread t, long address), with a Text"
            + " between them for twins");
    require(
        d.variableSize() > 0,
        method,
        "has the size " + d.variableSize() + ": write @Data(size = bytes)");
  }

  private static void checkParameter(Method method, Parameter p, boolean twins) {
    Class<?> type = p.getType();
    String name = "the parameter " + p.getName();
    if (p.isAnnotationPresent(VarArgs.class)) {
      require(type == long.class, method, "has @VarArgs at " + name + ", which must be a long");
    } else if (type == String.class) {
      require(
          twins || p.isAnnotationPresent(Wide.class) || p.isAnnotationPresent(Narrow.class),
          method,
          "takes "
              + name
              + " as a String without its encoding: write @Wide (UTF-16) or @Narrow before it, or"
              + " take a Text, which makes twins with A and W");
    } else {
      require(
          type == GuestThread.class
              || type == Text.class
              || type.isPrimitive() && type != char.class,
          method,
          "takes "
              + name
              + " as "
              + type.getSimpleName()
              + ", which no argument can be: use "
              + TYPES
              + " or String");
    }
  }

  static void require(boolean condition, Method method, String problem) {
    if (!condition) {
      throw new BadDeclarationException(method, problem);
    }
  }
}
