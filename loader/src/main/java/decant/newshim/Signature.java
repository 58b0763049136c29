package decant.newshim;

import decant.abi.Declaration;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Out;
import decant.abi.Text;
import decant.abi.VarArgs;
import java.util.ArrayList;
import java.util.List;

/**
 * What a function takes and returns.
 *
 * @param name as exported
 * @param libraries that export it: lower case, without {@code .dll}
 * @param result its result
 * @param parameters in order, without variable arguments
 * @param variable whether more arguments follow
 * @param known whether it comes from the table; else it was made up
 */
record Signature(
    String name,
    List<String> libraries,
    Value result,
    List<Value> parameters,
    boolean variable,
    boolean known) {
  private static final char VARIABLE = 'v';

  /**
   * A parameter, or a result (whose name is empty).
   *
   * @param kind a letter, as src/build/make-signatures.py explains
   * @param type in C
   */
  record Value(char kind, String type, String name) {
    static Value of(char kind, String name) {
      return new Value(kind, new Value(kind, "", "").plainType().strip(), name);
    }

    /** The Java type of an argument that a shim reads as a number: strings are pointers. */
    String javaType() {
      return switch (kind) {
        case '-' -> "void";
        case 'b' -> "boolean";
        case 'c' -> "byte";
        case 's' -> "short";
        case 'i' -> "int";
        case 'f' -> "float";
        case 'd' -> "double";
        default -> "long";
      };
    }

    /** A type of C of this size that needs no header. */
    String plainType() {
      return switch (kind) {
        case '-' -> "void";
        case 'b', 'i' -> "int";
        case 'c' -> "signed char";
        case 's' -> "short";
        case 'f' -> "float";
        case 'd' -> "double";
        case 'A' -> "const char *";
        case 'W' -> "const wchar_t *";
        case 'P', 'I' -> "void *";
        default -> "long long";
      };
    }
  }

  /** The signature of a line of the table. */
  static Signature parse(String line) {
    String[] fields = line.split("\t");
    List<Value> values = new ArrayList<>();
    boolean variable = false;
    for (int i = 2; i < fields.length; i++) {
      char kind = fields[i].charAt(0);
      int name = fields[i].lastIndexOf(' ');
      if (i == 2) {
        values.add(new Value(kind, fields[i].substring(2), ""));
      } else if (kind == VARIABLE) {
        variable = true;
      } else {
        values.add(new Value(kind, fields[i].substring(2, name), fields[i].substring(name + 1)));
      }
    }
    List<String> libraries = List.of(fields[1].split(","));
    return new Signature(
        fields[0], libraries, values.getFirst(), values.subList(1, values.size()), variable, true);
  }

  /** As Decant declares a function of its own, for those that no header has. */
  static Signature of(Declaration d, String name) {
    List<Value> values = new ArrayList<>();
    boolean variable = false;
    for (Declaration.Argument a : d.arguments()) {
      if (a.is(VarArgs.class)) {
        variable = true;
      } else {
        values.add(Value.of(kind(d, a, name), a.name()));
      }
    }
    Value result = Value.of(kind(d.resultType()), "");
    return new Signature(name, d.libraries(), result, values, variable, true);
  }

  private static char kind(Declaration d, Declaration.Argument a, String name) {
    if (a.type() == String.class) {
      return a.text(d.twin(name)) == Text.WIDE ? 'W' : 'A';
    }
    return a.is(Handle.class) ? 'h' : a.is(In.class) ? 'I' : a.is(Out.class) ? 'P' : kind(a.type());
  }

  private static char kind(Class<?> type) {
    return switch (type.getName()) {
      case "void" -> '-';
      case "boolean" -> 'b';
      case "byte" -> 'c';
      case "short" -> 's';
      case "int" -> 'i';
      case "float" -> 'f';
      case "double" -> 'd';
      default -> 'l';
    };
  }

  /** Of a function that nothing is known of: 64-bit arguments and such a result. */
  static Signature unknown(String library, String name, int parameters) {
    List<Value> values = new ArrayList<>();
    for (int i = 1; i <= parameters; i++) {
      values.add(new Value('l', "long long", "arg" + i));
    }
    Value result = new Value('l', "long long", "");
    return new Signature(name, List.of(library), result, values, false, false);
  }

  /** As C has it, on one line. */
  String prototype() {
    StringBuilder s = new StringBuilder(result.type).append(' ').append(name).append('(');
    for (Value p : parameters) {
      s.append(s.charAt(s.length() - 1) == '(' ? "" : ", ");
      s.append(p.type).append(p.type.endsWith("*") ? "" : " ").append(p.name);
    }
    s.append(variable ? ", ..." : parameters.isEmpty() ? "void" : "");
    return s.append(')').toString();
  }
}
