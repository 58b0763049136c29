package decant.newshim;

import decant.newshim.Signature.Value;
import java.util.List;

/** The C of a program that calls the functions. */
final class GuestText {
  private GuestText() {}

  static String calls(List<Wanted> wanted) {
    StringBuilder s = new StringBuilder();
    for (Wanted w : wanted) {
      s.append(s.isEmpty() ? "" : "\n");
      call(s, w);
    }
    return s.toString();
  }

  private static void call(StringBuilder s, Wanted w) {
    Signature f = w.signature();
    String name = f.name();
    s.append("    /* ").append(f.prototype()).append(" */\n    {\n        ");
    s.append(f.result().plainType()).append(" (*function)(");
    for (int i = 0; i < f.parameters().size(); i++) {
      s.append(i == 0 ? "" : ", ").append(f.parameters().get(i).plainType());
    }
    s.append(f.variable() ? ", ..." : f.parameters().isEmpty() ? "void" : "");
    s.append(") = (void *)find(\"").append(w.library());
    s.append("\", \"").append(name).append("\");\n        SetLastError(0);\n        ");
    boolean result = f.result().kind() != '-';
    if (result) {
      s.append(f.result().plainType()).append(" result = ");
    }
    s.append("function(");
    for (int i = 0; i < f.parameters().size(); i++) {
      s.append(i == 0 ? "" : ", ").append(sample(f.parameters().get(i)));
    }
    s.append(");\n        printf(\"").append(w.library()).append('!').append(name);
    if (!result) {
      s.append(" came back, last error %lu\\n\", GetLastError());\n    }\n");
      return;
    }
    boolean real = f.result().kind() == 'f' || f.result().kind() == 'd';
    s.append(" returned ").append(real ? "%g" : "%lld").append(", last error %lu\\n\", ");
    s.append(real ? "result" : "(long long)result").append(", GetLastError());\n    }\n");
  }

  private static String sample(Value p) {
    return switch (p.kind()) {
      case 'A' -> "\"example\"";
      case 'W' -> "L\"example\"";
      case 'P', 'I' -> "buffer";
      default -> "0";
    };
  }
}
