package decant.demo.x86;

import decant.host.Memory;

/**
 * What an instruction reads or writes: a register, a place in memory, or a number that is part of
 * the instruction. Values of less than eight bytes are zero-extended.
 */
abstract sealed class Operand {
  /** Bytes: 1, 2, 4 or 8. */
  final int size;

  private Operand(int size) {
    this.size = size;
  }

  abstract long read(Registers r);

  abstract void write(Registers r, long value);

  /** The value with its highest bit repeated above it. */
  final long readSigned(Registers r) {
    return extend(read(r), size);
  }

  /** Repeats the highest bit of a value of {@code size} bytes. */
  static long extend(long value, int size) {
    int unused = 64 - 8 * size;
    return value << unused >> unused;
  }

  /** A general register, or the lower part of one. */
  static final class Register extends Operand {
    private final int number;

    Register(int number, int size) {
      super(size);
      this.number = number;
    }

    @Override
    long read(Registers r) {
      return r.general[number] & Flags.mask(size);
    }

    /** Four bytes clear the upper half of the register, one or two leave the rest as it is. */
    @Override
    void write(Registers r, long value) {
      r.general[number] =
          size >= 4
              ? value & Flags.mask(size)
              : r.general[number] & ~Flags.mask(size) | value & Flags.mask(size);
    }
  }

  /** A place in memory: {@code [base + index * scale + displacement]}. */
  static final class Place extends Operand {
    private final int base;
    private final int index;
    private final int scale;
    private final int displacement;

    /**
     * @param base a register, {@link Registers#RIP} or {@link Registers#NONE}
     * @param index a register or {@link Registers#NONE}
     * @param scale 0 to 3, for 1, 2, 4 and 8
     */
    Place(int base, int index, int scale, int displacement, int size) {
      super(size);
      this.base = base;
      this.index = index;
      this.scale = scale;
      this.displacement = displacement;
    }

    long address(Registers r) {
      return r.general[base] + (r.general[index] << scale) + displacement;
    }

    @Override
    long read(Registers r) {
      long address = address(r);
      return switch (size) {
        case 1 -> Memory.getU8(address);
        case 2 -> Memory.getU16(address);
        case 4 -> Memory.getU32(address);
        default -> Memory.getLong(address);
      };
    }

    @Override
    void write(Registers r, long value) {
      long address = address(r);
      switch (size) {
        case 1 -> Memory.putByte(address, (int) value);
        case 2 -> Memory.putShort(address, (int) value);
        case 4 -> Memory.putInt(address, (int) value);
        default -> Memory.putLong(address, value);
      }
    }
  }

  /** The lower half of a vector register, which holds one {@code double}. */
  static final class Vector extends Operand {
    final int number;

    Vector(int number) {
      super(8);
      this.number = number;
    }

    @Override
    long read(Registers r) {
      return r.xmm[number];
    }

    @Override
    void write(Registers r, long value) {
      r.xmm[number] = value;
    }
  }

  /** A number in the instruction itself. */
  static final class Immediate extends Operand {
    private final long value;

    Immediate(long value, int size) {
      super(size);
      this.value = value & Flags.mask(size);
    }

    @Override
    long read(Registers r) {
      return value;
    }

    @Override
    void write(Registers r, long ignored) {
      throw new IllegalStateException("an immediate is never a destination");
    }
  }
}
