package decant.abi.trace;

import java.util.ArrayList;
import java.util.List;

/** A structure: some of its fields. */
final class Struct extends Type {
  private record Field(String name, int offset, Type type) {}

  private final List<Field> fields = new ArrayList<>();

  /** A structure of {@code size} bytes. */
  Struct(int size) {
    super(size);
  }

  void add(String name, int offset, Type type) {
    if (offset < 0 || offset + type.size > size) {
      throw new IllegalArgumentException("the field " + name + " lies outside of its structure");
    }
    fields.add(new Field(name, offset, type));
  }

  @Override
  void show(View v, long value, StringBuilder out) {
    throw new IllegalStateException("lies in memory only");
  }

  @Override
  void showAt(View v, byte[] block, int at, StringBuilder out) {
    out.append('{');
    String separator = "";
    for (Field f : fields) {
      out.append(separator).append(f.name).append('=');
      f.type.showAt(v, block, at + f.offset, out);
      separator = ", ";
    }
    out.append('}');
  }
}
