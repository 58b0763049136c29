package decant.abi.trace;

import decant.abi.Declaration;
import decant.abi.Handle;
import decant.abi.In;
import decant.abi.Narrow;
import decant.abi.Opt;
import decant.abi.Out;
import decant.abi.Text;
import decant.abi.VarArgs;
import decant.abi.Wide;
import java.util.HashMap;
import java.util.Map;

/** The types of {@code trace.rules}, and those that follow from a declaration. */
final class Types {
  private static final Type HANDLE =
      Type.of(8, (v, value, out) -> v.names.handle(v.thread, value, out));

  private final Map<String, Type> byName = new HashMap<>();
  private final Map<String, ConstantSet> sets;

  Types(Map<String, ConstantSet> sets) {
    this.sets = sets;
    byName.put("byte", Type.number(1));
    byName.put("short", Type.number(2));
    byName.put("int", Type.number(4));
    byName.put("dword", Type.of(4, (v, value, out) -> Numbers.show(value, out)));
    byName.put("word", Type.of(2, (v, value, out) -> Numbers.show(value, out)));
    byName.put("long", Type.number(8));
    byName.put("hex", Type.hex(4));
    byName.put("hex64", Type.hex(8));
    byName.put("bool", Type.of(4, (v, value, out) -> out.append(bool(value))));
    byName.put("boolean", Type.of(1, (v, value, out) -> out.append(bool(value & 0xFF))));
    byName.put("pointer", Type.of(8, (v, value, out) -> Type.pointer(value, out)));
    byName.put("handle", HANDLE);
    byName.put("process", Type.of(8, (v, value, out) -> v.names.process(v.thread, value, out)));
    byName.put("module", Type.of(8, (v, value, out) -> v.names.module(value, out)));
    byName.put("code", Type.of(8, Types::code));
    byName.put("status", Type.of(4, (v, value, out) -> Names.status((int) value, out)));
    byName.put("error", Type.of(4, (v, value, out) -> Names.error((int) value, out)));
    byName.put("hresult", Type.of(4, Types::hresult));
    byName.put(
        "port",
        Type.of(2, (v, value, out) -> out.append(Short.reverseBytes((short) value) & 0xFFFF)));
    byName.put("ipv4", Type.of(4, Types::ipv4));
    byName.put("str", new Type.Chars(Text.ANSI));
    byName.put("wstr", new Type.Chars(Text.WIDE));
    byName.put("tstr", new Type.Chars(null));
    byName.put("unicode_string", new Type.Counted(Text.WIDE));
    byName.put("ansi_string", new Type.Counted(Text.ANSI));
  }

  private static String bool(long value) {
    return value == 0 ? "FALSE" : value == 1 ? "TRUE" : Long.toString(value);
  }

  private static void code(View v, long value, StringBuilder out) {
    if (value == 0) {
      out.append("NULL");
    } else {
      v.names.address(v.thread, value, out);
    }
  }

  private static void hresult(View v, long value, StringBuilder out) {
    if (value == 0) {
      out.append("S_OK");
    } else {
      Numbers.hex(value, out);
    }
  }

  private static void ipv4(View v, long value, StringBuilder out) {
    for (int i = 0; i < 4; i++) {
      out.append(i == 0 ? "" : ".").append(value >> 8 * i & 0xFF);
    }
  }

  /** {@code NAME SIZE field:type@offset …}. */
  void struct(String name, String[] words, int from) {
    byName.put(name, fields(null, words, from));
  }

  private Struct fields(Declaration d, String[] words, int from) {
    String[] names = new String[words.length];
    int[] offsets = new int[words.length];
    Type[] types = new Type[words.length];
    int size = 0;
    for (int i = from; i < words.length; i++) {
      int colon = words[i].indexOf(':');
      int at = words[i].lastIndexOf('@');
      names[i] = words[i].substring(0, colon);
      offsets[i] = Integer.decode(words[i].substring(at + 1));
      types[i] = parse(d, words[i].substring(colon + 1, at));
      size = Math.max(size, offsets[i] + types[i].size);
    }
    Struct struct = new Struct(size);
    for (int i = from; i < words.length; i++) {
      struct.add(names[i], offsets[i], types[i]);
    }
    return struct;
  }

  /** A type as it is written; a declaration says what the parameters are that it names. */
  Type parse(Declaration d, String text) {
    if (text.startsWith("*")) {
      return new Type.Pointer(parse(d, text.substring(1)));
    }
    if (text.startsWith("{")) {
      return fields(d, text.substring(1, text.length() - 1).trim().split("\\s+"), 0);
    }
    int open = text.indexOf('(');
    if (open > 0) {
      String inside = text.substring(open + 1, text.length() - 1);
      return sized(d, text.substring(0, open), inside.split(",", 2));
    }
    ConstantSet set = sets.get(text);
    Type type =
        set != null ? Type.of(4, (v, value, out) -> set.show(value, out)) : byName.get(text);
    if (type == null) {
      throw new IllegalArgumentException("a trace knows no type " + text);
    }
    return type;
  }

  private Type sized(Declaration d, String kind, String[] words) {
    return switch (kind) {
      case "chars" -> new Type.Inline(Text.ANSI, Integer.decode(words[0]));
      case "wchars" -> new Type.Inline(Text.WIDE, Integer.decode(words[0]));
      case "buf" ->
          new Buffers.Bytes(count(d, words[0]), words.length > 1 ? count(d, words[1]) : null);
      case "str" -> new Buffers.Chars(count(d, words[0]), Text.ANSI);
      case "wstr" -> new Buffers.Chars(count(d, words[0]), Text.WIDE);
      case "tstr" -> new Buffers.Chars(count(d, words[0]), null);
      case "array" -> new Buffers.Array(count(d, words[0]), parse(d, words[1].trim()));
      default -> throw new IllegalArgumentException("a trace knows no type " + kind);
    };
  }

  /** How many there are, by the parameter of a name: {@code *} before it for one that points. */
  private static Buffers.Count count(Declaration d, String word) {
    String name = word.trim();
    boolean pointer = name.startsWith("*");
    Declaration.Argument a = d.argument(pointer ? name.substring(1) : name);
    if (a == null) {
      throw new IllegalArgumentException(d + " has no parameter " + name);
    }
    boolean marked = a.is(In.class) || a.is(Out.class);
    boolean wide = a.type() == long.class && !pointer && !marked;
    return new Buffers.Count(a.slot(), pointer || marked, wide);
  }

  /** The constants of a class as a type. */
  Type constants(Class<?> holder, String prefix, boolean flags) {
    ConstantSet set = new ConstantSet(holder.getSimpleName(), flags);
    set.addAll(holder, prefix);
    return Type.of(4, (v, value, out) -> set.show(value, out));
  }

  /** What the Java type and the annotations of an argument say. */
  Type byDeclaration(Declaration d, Declaration.Argument a) {
    if (a.type() == String.class) {
      return a.is(Wide.class)
          ? byName.get("wstr")
          : a.is(Narrow.class) ? byName.get("str") : byName.get("tstr");
    }
    if (a.is(Handle.class) && a.is(Out.class)) {
      return new Type.Pointer(HANDLE);
    }
    if (a.is(Handle.class)) {
      return HANDLE;
    }
    Out out = a.mark(Out.class);
    In in = a.mark(In.class);
    String size = out != null ? out.size() : in != null ? in.size() : "";
    if (!size.isEmpty()) {
      boolean bytes = size.startsWith("cb") || size.contains("Bytes") || size.contains("Length");
      return d.hasTwins() && !bytes
          ? new Buffers.Chars(count(d, size), null)
          : new Buffers.Bytes(count(d, size), null);
    }
    if (a.is(Wide.class)) {
      return byName.get("wstr");
    }
    if (a.is(Narrow.class)) {
      return byName.get("str");
    }
    if (out != null || in != null || a.is(Opt.class) || a.is(VarArgs.class)) {
      return byName.get("pointer");
    }
    return byJavaType(a.type());
  }

  private Type byJavaType(Class<?> type) {
    return byName.get(
        switch (type.getName()) {
          case "boolean" -> "bool";
          case "byte" -> "byte";
          case "short" -> "short";
          case "int" -> "int";
          default -> "long";
        });
  }

  /** What the way of failing and the Java type say of a result. */
  Type ofResult(Declaration d) {
    return switch (d.fails()) {
      case NTSTATUS -> byName.get("status");
      case WIN32 -> byName.get("error");
      case HRESULT -> byName.get("hresult");
      default -> byJavaType(d.resultType());
    };
  }
}
