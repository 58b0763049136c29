package decant.abi.trace;

import decant.abi.Text;

/** How a value is shown: an argument, a result, or what lies in memory. */
abstract class Type {
  /** Bytes that it takes in memory. */
  final int size;

  Type(int size) {
    this.size = size;
  }

  /** Shows a value, zero-extended from its size. */
  abstract void show(View v, long value, StringBuilder out);

  /** Shows what lies in a block of memory, all of it there. */
  void showAt(View v, byte[] block, int at, StringBuilder out) {
    show(v, Numbers.read(block, at, size), out);
  }

  /** Whether it is a pointer, so that 0 is called NULL. */
  boolean isPointer() {
    return false;
  }

  /** A type whose values need nothing but themselves. */
  static Type of(int size, Shown shown) {
    return new Type(size) {
      @Override
      void show(View v, long value, StringBuilder out) {
        shown.show(v, value, out);
      }
    };
  }

  /** Shows a value. */
  interface Shown {
    void show(View v, long value, StringBuilder out);
  }

  /** A signed or small number of {@code size} bytes. */
  static Type number(int size) {
    int unused = 64 - 8 * size;
    return of(size, (v, value, out) -> Numbers.show(value << unused >> unused, out));
  }

  static Type hex(int size) {
    return of(size, (v, value, out) -> Numbers.hex(value, out));
  }

  static void pointer(long address, StringBuilder out) {
    if (address == 0) {
      out.append("NULL");
    } else {
      Numbers.hex(address, out);
    }
  }

  /** An address of something. */
  abstract static class Address extends Type {
    Address() {
      super(8);
    }

    @Override
    boolean isPointer() {
      return true;
    }
  }

  /** A pointer to one object: NULL, {@code [what is there]}, or its value where nothing is. */
  static final class Pointer extends Address {
    private final Type to;

    Pointer(Type to) {
      this.to = to;
    }

    @Override
    void show(View v, long value, StringBuilder out) {
      byte[] block = SafeMemory.read(value, to.size);
      if (block.length < to.size || to.size == 0) {
        pointer(value, out);
        return;
      }
      boolean open = !(to instanceof Struct);
      out.append(open ? "[" : "");
      to.showAt(v, block, 0, out);
      out.append(open ? "]" : "");
    }
  }

  /** A pointer to a zero-terminated string. */
  static class Chars extends Address {
    private final Text encoding;

    /** A string in an encoding; null for that of the twin that is called. */
    Chars(Text encoding) {
      this.encoding = encoding;
    }

    /** How many units it has at the most. */
    long units(View v) {
      return Integer.MAX_VALUE;
    }

    @Override
    void show(View v, long value, StringBuilder out) {
      Text text = encoding != null ? encoding : v.twin != null ? v.twin : Text.WIDE;
      String string = value == 0 ? null : Texts.string(value, text, v.most, units(v));
      if (string == null) {
        pointer(value, out);
      } else {
        out.append(string);
      }
    }
  }

  /** A counted string: UNICODE_STRING, ANSI_STRING. */
  static final class Counted extends Type {
    private static final int BUFFER = 8;
    private final Text encoding;

    Counted(Text encoding) {
      super(16);
      this.encoding = encoding;
    }

    @Override
    void show(View v, long value, StringBuilder out) {
      throw new IllegalStateException("lies in memory only");
    }

    @Override
    void showAt(View v, byte[] block, int at, StringBuilder out) {
      long length = Numbers.read(block, at, 2);
      long buffer = Numbers.read(block, at + BUFFER, 8);
      String string =
          buffer == 0 ? null : Texts.string(buffer, encoding, v.most, length / encoding.unit);
      if (string == null) {
        pointer(buffer, out);
      } else {
        out.append(string);
      }
    }
  }

  /** Characters that lie in a structure, up to a zero. */
  static final class Inline extends Type {
    private final Text encoding;

    Inline(Text encoding, int units) {
      super(units * encoding.unit);
      this.encoding = encoding;
    }

    @Override
    void show(View v, long value, StringBuilder out) {
      throw new IllegalStateException("lies in memory only");
    }

    @Override
    void showAt(View v, byte[] block, int at, StringBuilder out) {
      StringBuilder text = new StringBuilder();
      for (int i = at; i < at + size; i += encoding.unit) {
        char c = (char) Numbers.read(block, i, encoding.unit);
        if (c == 0) {
          break;
        }
        text.append(c);
      }
      out.append(Texts.quoted(text.toString(), v.most, false));
    }
  }
}
