package decant.abi;

import decant.nt.GuestThread;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * What one {@link Export} method says, read by reflection: its exports ({@link #libraries} times
 * {@link #names}), its {@link #arguments} and result, how it fails, how much of it there is,
 * whether it is Java or machine code, and where its source is. It describes the methods of Decant
 * and those of a jar of the user's alike. {@link Declarations} finds them.
 *
 * <p>The build makes adapters and the export index from it, and traces, coverage tables and
 * templates come from it; a program that runs never looks at it.
 */
public final class Declaration {
  private static final Set<String> CRT = Set.of("msvcrt", "ucrtbase", "vcruntime140");
  private static final String SOURCES = "abi-shims/src/main/java/";

  /**
   * A parameter that takes an argument slot.
   *
   * @param slot 0 for the first argument
   * @param parameter with its name, Java type and annotations
   */
  public record Argument(int slot, Parameter parameter) {
    public String name() {
      return parameter.getName();
    }

    public Class<?> type() {
      return parameter.getType();
    }

    public boolean is(Class<? extends Annotation> mark) {
      return parameter.isAnnotationPresent(mark);
    }

    /** An annotation of the parameter, null when it has none of that type. */
    public <A extends Annotation> A mark(Class<A> type) {
      return parameter.getAnnotation(type);
    }

    /**
     * The encoding of a string; null for what is no string.
     *
     * @param twin which of the twins is asked for, null for a method that has none
     */
    public Text text(Text twin) {
      if (type() != String.class) {
        return null;
      }
      return is(Wide.class) ? Text.WIDE : is(Narrow.class) ? Text.ANSI : twin;
    }
  }

  private final Method method;
  private final Export export;
  private final List<String> libraries;
  private final List<String> names = new ArrayList<>();
  private final List<Argument> arguments = new ArrayList<>();
  private boolean twins;

  private Declaration(Method method) {
    this.method = method;
    this.export = method.getAnnotation(Export.class);
    Library library = method.getDeclaringClass().getAnnotation(Library.class);
    String[] classes = library == null ? new String[0] : library.value();
    this.libraries = List.of(export.dll().length > 0 ? export.dll() : classes);
    for (Parameter p : method.getParameters()) {
      twins |= p.getType() == Text.class;
      if (p.getType() != Text.class && p.getType() != GuestThread.class && !isVariable()) {
        arguments.add(new Argument(arguments.size(), p));
      }
    }
    for (String name : declaredNames()) {
      if (twins || Text.hasParts(name)) {
        names.add(Text.ANSI.name(name));
        names.add(Text.WIDE.name(name));
      } else {
        names.add(name);
      }
    }
  }

  /** What a method declares, null when it is not an {@link Export}. */
  public static Declaration of(Method method) {
    return method.isAnnotationPresent(Export.class) ? new Declaration(method) : null;
  }

  /**
   * The declarations of a class, in an order that is always the same: that of the adapters that the
   * build makes of them.
   */
  public static List<Declaration> of(Class<?> type) {
    Method[] methods = type.getDeclaredMethods();
    Arrays.sort(methods, Comparator.comparing(Method::toString));
    List<Declaration> all = new ArrayList<>();
    for (Method m : methods) {
      Declaration d = of(m);
      if (d != null) {
        all.add(d);
      }
    }
    return all;
  }

  public Method method() {
    return method;
  }

  /** The shim class. */
  public Class<?> type() {
    return method.getDeclaringClass();
  }

  /** The libraries that export it: lower case, without {@code .dll}; aliases of each other. */
  public List<String> libraries() {
    return libraries;
  }

  /** The exported names, each in each library; of twins both. */
  public List<String> names() {
    return names;
  }

  /** The exported names of one of the twins; all for null. */
  public List<String> names(Text twin) {
    return twin == null ? names : names.stream().filter(name -> twin(name) == twin).toList();
  }

  /** The names as {@link Text#name} takes them. */
  private List<String> declaredNames() {
    return List.of(export.value().length > 0 ? export.value() : new String[] {method.getName()});
  }

  /** Whether the method is two exports, whose names {@link Text#name} tells. */
  public boolean hasTwins() {
    return twins;
  }

  /** Which of the twins an exported name is; null when there are none. */
  public Text twin(String exportedName) {
    if (!twins) {
      return null;
    }
    boolean first = declaredNames().stream().map(Text.ANSI::name).anyMatch(exportedName::equals);
    return first ? Text.ANSI : Text.WIDE;
  }

  /** The parameters that are arguments: all but the thread and the {@link Text}. */
  public List<Argument> arguments() {
    return arguments;
  }

  /** The argument with a name, null for none; as {@link In#size} names one. */
  public Argument argument(String name) {
    for (Argument a : arguments) {
      if (a.name().equals(name)) {
        return a;
      }
    }
    return null;
  }

  public Class<?> resultType() {
    return method.getReturnType();
  }

  /** What the guest sees when the method throws; never {@link Fails#DEFAULT}. */
  public Fails fails() {
    Class<?> result = resultType();
    if (export.fails() == Fails.MINUS_ONE && result == int.class) {
      return Fails.MINUS_ONE_INT;
    }
    if (export.fails() != Fails.DEFAULT) {
      return export.fails();
    }
    if (libraries.stream().anyMatch(CRT::contains)) {
      return result == long.class ? Fails.ERRNO_ZERO : Fails.ERRNO_MINUS_ONE;
    }
    boolean status = libraries.contains("ntdll") && result == int.class;
    return status ? Fails.NTSTATUS : Fails.ZERO;
  }

  public Support support() {
    return export.support();
  }

  /** What is missing, when {@link #support} is not full. */
  public String note() {
    return export.note();
  }

  /** The ordinal, 0 for none. */
  public int ordinal() {
    return export.ordinal();
  }

  /** Whether imports are bound to machine code. */
  public boolean isDirect() {
    return method.isAnnotationPresent(Direct.class);
  }

  /**
   * The symbol of the machine code; null for what is not {@link #isDirect}.
   *
   * @param twin which of the twins is asked for, null for a method that has none
   */
  public String symbol(Text twin) {
    Direct direct = method.getAnnotation(Direct.class);
    if (direct == null) {
      return null;
    }
    String symbol = direct.value().isEmpty() ? method.getName() : direct.value();
    return twin == null ? symbol : twin.choose(symbol);
  }

  /** Whether calls can be told of by a tracer: those of all but some machine code. */
  public boolean isTraceable() {
    Direct direct = method.getAnnotation(Direct.class);
    return !isVariable() && (direct == null || !direct.framed());
  }

  /**
   * Whether there is a Java method that answers calls, if only those that machine code hands on.
   */
  public boolean hasJava() {
    return !Modifier.isNative(method.getModifiers());
  }

  /** Whether it is an exported variable ({@link Data}) and no function. */
  public boolean isVariable() {
    return method.isAnnotationPresent(Data.class);
  }

  /** The size of an exported variable in bytes; 0 for a function. */
  public int variableSize() {
    Data data = method.getAnnotation(Data.class);
    return data == null ? 0 : data.size();
  }

  /** As Java has it: {@code int ReadFile(long hFile, …)}, without thread and {@link Text}. */
  public String signature() {
    StringBuilder s = new StringBuilder(resultType().getSimpleName());
    s.append(' ').append(Text.ANSI.choose(declaredNames().getFirst())).append('(');
    for (Argument a : arguments) {
      s.append(a.slot() == 0 ? "" : ", ").append(a.type().getSimpleName()).append(' ');
      s.append(a.name());
    }
    return s.append(')').toString();
  }

  /**
   * The source file, with {@code /} between folders: from the top of the repository for Decant's
   * own, from the folder of sources for a jar of the user's.
   */
  public String sourcePath() {
    Class<?> outer = type();
    while (outer.getEnclosingClass() != null) {
      outer = outer.getEnclosingClass();
    }
    boolean own =
        outer.getClassLoader() == Declaration.class.getClassLoader()
            && outer.getName().startsWith("decant.");
    return (own ? SOURCES : "") + outer.getName().replace('.', '/') + ".java";
  }

  /**
   * The line of the method's first statement, from the class file; 0 when unknown, as for a native
   * method.
   */
  public int sourceLine() {
    return SourceLines.of(method);
  }

  /** {@code libraries!names}, for messages. */
  @Override
  public String toString() {
    return String.join("/", libraries) + "!" + String.join("/", names);
  }
}
