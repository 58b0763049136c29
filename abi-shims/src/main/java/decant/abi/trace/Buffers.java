package decant.abi.trace;

import decant.abi.Text;

/** Pointers to as much as another parameter says. */
final class Buffers {
  private Buffers() {}

  /** How many units another parameter says there are. */
  record Count(int slot, boolean pointer, boolean wide) {
    long of(View v) {
      long value = v.slots[slot];
      if (pointer) {
        byte[] there = SafeMemory.read(value, wide ? 8 : 4);
        return Numbers.read(there, 0, there.length);
      }
      return wide ? value : value & 0xFFFF_FFFFL;
    }
  }

  /** Bytes. */
  static final class Bytes extends Type.Address {
    private final Count count;

    /** How many of them the call has filled; null when its result says so, or nothing. */
    private final Count used;

    Bytes(Count count, Count used) {
      this.count = count;
      this.used = used;
    }

    @Override
    void show(View v, long value, StringBuilder out) {
      long length = count.of(v);
      if (v.returned && used != null) {
        length = Math.min(length, used.of(v));
      } else if (v.returned) {
        long result = (int) v.result;
        length = result > 1 && result < length ? result : length;
      }
      byte[] bytes = SafeMemory.read(value, Math.min(length, v.most));
      if (value == 0 || bytes.length == 0 && length > 0) {
        pointer(value, out);
      } else {
        out.append(Texts.bytes(bytes, length, v.most));
      }
    }
  }

  /** Characters, up to a zero; a negative count says that there is one. */
  static final class Chars extends Type.Chars {
    private final Count count;

    Chars(Count count, Text encoding) {
      super(encoding);
      this.count = count;
    }

    @Override
    long units(View v) {
      long units = count.of(v);
      return (int) units == -1 ? Integer.MAX_VALUE : units;
    }
  }

  /** Elements of one type. */
  static final class Array extends Type.Address {
    private static final int MOST = 16;
    private final Count count;
    private final Type element;

    Array(Count count, Type element) {
      this.count = count;
      this.element = element;
    }

    @Override
    void show(View v, long value, StringBuilder out) {
      long length = count.of(v);
      int shown = (int) Math.min(length, MOST);
      byte[] block = SafeMemory.read(value, (long) shown * element.size);
      if (value == 0 || block.length < shown * element.size) {
        pointer(value, out);
        return;
      }
      out.append('[');
      for (int i = 0; i < shown; i++) {
        out.append(i == 0 ? "" : ", ");
        element.showAt(v, block, i * element.size, out);
      }
      out.append(shown < length ? ", ...]" : "]");
    }
  }
}
