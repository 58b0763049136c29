package decant.newshim;

import decant.newshim.Signature.Value;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The Java of a shim, of its test, and what they need. */
final class JavaText {
  /** Words of Java that are no names, as far as headers use them. */
  private static final Set<String> RESERVED =
      Set.of("class", "package", "this", "new", "interface", "default", "native", "final", "t");

  private JavaText() {}

  /** The shims of a class. */
  static String methods(List<Wanted> wanted) {
    StringBuilder s = new StringBuilder();
    for (Wanted w : wanted) {
      if (w.original() && w.twins()) {
        original(s, w, "A");
        original(s, w, "W");
      } else if (w.original()) {
        original(s, w, "");
      }
    }
    for (Wanted w : wanted) {
      s.append(s.isEmpty() || s.charAt(s.length() - 2) == '\n' ? "" : "\n");
      method(s, w);
    }
    return s.toString();
  }

  private static void original(StringBuilder s, Wanted w, String twin) {
    s.append("  private static final Original ").append(constant(w, twin)).append(" =\n");
    s.append("      Original.of(\"").append(w.library()).append("\", \"");
    s.append(w.method()).append(twin).append("\");\n\n");
  }

  private static void method(StringBuilder s, Wanted w) {
    Signature f = w.signature();
    comment(s, w);
    String fails = fails(f.result().type());
    s.append("  @Export").append(annotation(w, fails)).append('\n');
    s.append("  static ").append(f.result().javaType()).append(' ').append(w.method());
    s.append("(\n      GuestThread t");
    if (w.twins()) {
      s.append(",\n      Text text");
    }
    for (Value p : f.parameters()) {
      s.append(",\n      ").append(declared(w, p)).append(' ').append(name(p));
    }
    if (f.variable()) {
      s.append(",\n      @VarArgs long arguments");
    }
    s.append(") {\n    ").append(w.original() ? callOriginal(w) : fail(f));
    s.append("\n  }\n");
  }

  private static void comment(StringBuilder s, Wanted w) {
    Signature f = w.signature();
    s.append("  /**\n   * {@code ").append(f.prototype()).append("}\n   *\n");
    if (!f.known()) {
      s.append("   * <p>Its signature is not known: give the parameters their types (int for 32\n");
      s.append(
          "   * bits, double, @Wide String …) and names, and take away what it does not have.\n");
    } else if (w.original()) {
      s.append("   * <p>Decant has this function; the shim replaces it, and asks it.\n");
    } else {
      s.append("   * @see <a href=\"https://learn.microsoft.com/search/?terms=").append(f.name());
      s.append("\">Microsoft's documentation</a>\n");
    }
    s.append("   */\n");
  }

  private static String annotation(Wanted w, String fails) {
    String support = "support = Support.STUB, note = \"not written yet\"";
    if (w.original()) {
      return fails == null ? "" : "(fails = Fails." + fails + ")";
    }
    return "(" + (fails == null ? "" : "fails = Fails." + fails + ", ") + support + ")";
  }

  /** How a function tells of an error, by the type that it returns; null for the usual way. */
  private static String fails(String type) {
    return switch (type) {
      case "HRESULT" -> "HRESULT";
      case "NTSTATUS" -> "NTSTATUS";
      case "LSTATUS" -> "WIN32";
      case "errno_t" -> "ERRNO";
      default -> null;
    };
  }

  private static String declared(Wanted w, Value p) {
    boolean string = p.kind() == 'A' || p.kind() == 'W';
    if (string && !w.original()) {
      boolean byText = w.twins() && p.kind() == 'W';
      return (byText ? "" : p.kind() == 'W' ? "@Wide " : "@Narrow ") + "String";
    }
    return switch (p.kind()) {
      case 'h' -> "@Handle long";
      case 'I', 'A', 'W' -> "@In long";
      default -> p.javaType();
    };
  }

  static String name(Value p) {
    return RESERVED.contains(p.name()) ? p.name() + "_" : p.name();
  }

  private static String fail(Signature f) {
    return f.result().type().equals("NTSTATUS")
        ? "throw NtStatus.NOT_IMPLEMENTED.exception();"
        : "throw Win32Error.CALL_NOT_IMPLEMENTED.exception();";
  }

  private static String constant(Wanted w, String twin) {
    String name = w.method().replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
    return twin.isEmpty() ? name : name + "_" + twin;
  }

  private static String callOriginal(Wanted w) {
    Signature f = w.signature();
    StringBuilder call = new StringBuilder();
    if (w.twins()) {
      call.append("(text == Text.WIDE ? ").append(constant(w, "W")).append(" : ");
      call.append(constant(w, "A")).append(").call");
    } else {
      call.append(constant(w, "")).append(".call");
    }
    String type = f.result().javaType();
    call.append(type.equals("double") ? "Double" : type.equals("float") ? "Float" : "");
    call.append("(t");
    for (Value p : f.parameters()) {
      String name = name(p);
      call.append(", ");
      switch (p.kind()) {
        case 'b' -> call.append(name).append(" ? 1 : 0");
        case 'f', 'd' -> call.append("Guest.bits(").append(name).append(')');
        default -> call.append(name);
      }
    }
    call.append(')');
    return switch (type) {
      case "void" -> call + ";";
      case "boolean" -> "return (int) " + call + " != 0;";
      case "byte", "short", "int" -> "return (" + type + ") " + call + ";";
      default -> "return " + call + ";";
    };
  }

  /** The tests of a class. */
  static String tests(String type, List<Wanted> wanted) {
    StringBuilder s = new StringBuilder();
    for (Wanted w : wanted) {
      s.append(s.isEmpty() ? "" : "\n");
      s.append("  @Test\n  void ").append(w.method()).append("() {\n");
      if (w.original()) {
        s.append("    // TestThread.run(t -> …) gives a thread to call the shim with.\n");
        s.append("    TestThread.run(t -> assertTrue(Original.of(\"").append(w.library());
        s.append("\", \"").append(w.signature().name()).append("\").exists()));\n");
      } else {
        String exception = fail(w.signature()).contains("NtStatus") ? "NtStatus" : "Win32";
        s.append("    TestThread.run(\n        t -> assertThrows(").append(exception);
        s.append("Exception.class, () -> ").append(type).append('.').append(w.method());
        s.append("(t").append(samples(w)).append(")));\n");
      }
      s.append("  }\n");
    }
    return s.toString();
  }

  private static String samples(Wanted w) {
    StringBuilder s = new StringBuilder(w.twins() ? ", Text.WIDE" : "");
    for (Value p : w.signature().parameters()) {
      s.append(", ");
      switch (p.kind()) {
        case 'A', 'W' -> s.append("\"\"");
        case 'b' -> s.append("false");
        case 'c' -> s.append("(byte) 0");
        case 's' -> s.append("(short) 0");
        default -> s.append('0');
      }
    }
    return s.append(w.signature().variable() ? ", 0" : "").toString();
  }
}
