package decant.demo.x86;

import decant.host.Memory;
import java.math.BigInteger;

/**
 * Executes machine code instruction by instruction: fetch, decode, execute. Registers are fields of
 * Java objects; memory is the memory of this process, so that addresses mean the same here and in
 * the functions that the program calls.
 *
 * <p>Instructions are decoded once and kept, which every emulator does; it takes no other measures
 * to be fast. Code that changes is not noticed.
 */
public final class Interpreter {
  /** What lies outside of the interpreted code. */
  public interface Outside {
    /**
     * Does what is to be done at {@link Registers#rip()}, where the program has jumped to, and sets
     * RIP to where it goes on.
     */
    void reached(Registers r);
  }

  public final Registers registers = new Registers();

  private final long start;
  private final Instruction[] decoded;
  private final Outside outside;
  private final Decoder decoder = new Decoder();

  /** By offset: how often the instruction that begins there was executed. */
  private final long[] executed;

  /**
   * @param start the first address of the code to interpret
   * @param size its size in bytes
   */
  public Interpreter(long start, int size, Outside outside) {
    this.start = start;
    this.decoded = new Instruction[size];
    this.executed = new long[size];
    this.outside = outside;
  }

  /** How many instructions have been executed that lie between two offsets. */
  public long executed(long from, long to) {
    long sum = 0;
    for (long at = from; at < to; at++) {
      sum += executed[(int) at];
    }
    return sum;
  }

  /** Runs until something throws: there is no other end. */
  public void run() {
    while (true) {
      long offset = registers.rip() - start;
      if (offset >= 0 && offset < decoded.length) {
        step((int) offset);
      } else {
        outside.reached(registers);
      }
    }
  }

  /** Executes one instruction, which lies in the code to interpret. */
  void step() {
    step((int) (registers.rip() - start));
  }

  private void step(int offset) {
    Instruction i = decoded[offset];
    if (i == null) {
      i = decoder.decode(registers.rip());
      decoded[offset] = i;
    }
    registers.rip(i.next); // relative addresses count from the end of the instruction
    execute(i);
    executed[offset]++;
  }

  private void execute(Instruction i) {
    Registers r = registers;
    Operand to = i.destination;
    Operand from = i.source;
    switch (i.operation) {
      case MOV, MOVZX, MOVSD -> to.write(r, from.read(r));
      case MOVSX -> to.write(r, from.readSigned(r));
      case LEA -> to.write(r, ((Operand.Place) from).address(r));
      case PUSH -> push(from.read(r));
      case POP -> to.write(r, pop());
      case CMOVCC -> to.write(r, (r.flags.holds(i.condition) ? from : to).read(r));
      case SETCC -> to.write(r, r.flags.holds(i.condition) ? 1 : 0);

      case ADD -> to.write(r, add(to.read(r), from.read(r), to.size));
      case SUB -> to.write(r, subtract(to.read(r), from.read(r), to.size));
      case CMP -> subtract(to.read(r), from.read(r), to.size);
      case AND -> to.write(r, logic(to.read(r) & from.read(r), to.size));
      case OR -> to.write(r, logic(to.read(r) | from.read(r), to.size));
      case XOR -> to.write(r, logic(to.read(r) ^ from.read(r), to.size));
      case TEST -> logic(to.read(r) & from.read(r), to.size);

      case JMP -> r.rip(i.next + i.number);
      case JCC -> {
        if (r.flags.holds(i.condition)) {
          r.rip(i.next + i.number);
        }
      }
      case CALL -> {
        push(i.next);
        r.rip(i.next + i.number);
      }
      case RET -> r.rip(pop());
      case NOP -> {}
      default -> executeRare(i, r, to, from);
    }
  }

  /** The rest, so that neither method gets too long for the JVM's compiler to like it. */
  private void executeRare(Instruction i, Registers r, Operand to, Operand from) {
    switch (i.operation) {
      case NOT -> to.write(r, ~to.read(r));
      case NEG -> to.write(r, subtract(0, to.read(r), to.size));
      case INC -> to.write(r, count(to.read(r), 1, to.size));
      case DEC -> to.write(r, count(to.read(r), -1, to.size));
      case SHL, SHR, SAR, ROL, ROR -> shift(i.operation, to, (int) from.read(r));
      case BSWAP ->
          to.write(
              r,
              to.size == 8
                  ? Long.reverseBytes(to.read(r))
                  : Integer.toUnsignedLong(Integer.reverseBytes((int) to.read(r))));
      case MUL -> multiply(from.read(r), from.size);
      case DIV -> divide(from.read(r), from.size);
      case IMUL -> to.write(r, signedProduct(to.readSigned(r), from.readSigned(r), to.size));
      case IMUL_NUMBER -> to.write(r, signedProduct(from.readSigned(r), i.number, to.size));

      case CALL_INDIRECT -> {
        long target = from.read(r);
        push(i.next);
        r.rip(target);
      }
      case JMP_INDIRECT -> r.rip(from.read(r));

      case MOVSD_LOAD -> {
        to.write(r, from.read(r));
        r.xmmHigh[((Operand.Vector) to).number] = 0;
      }
      case MOVE_VECTOR -> moveVector(to, from);
      case XORPS -> {
        Operand.Vector a = (Operand.Vector) to;
        Operand.Vector b = (Operand.Vector) from;
        r.xmm[a.number] ^= r.xmm[b.number];
        r.xmmHigh[a.number] ^= r.xmmHigh[b.number];
      }
      case ADDSD -> to.write(r, bits(number(to) + number(from)));
      case SUBSD -> to.write(r, bits(number(to) - number(from)));
      case MULSD -> to.write(r, bits(number(to) * number(from)));
      case DIVSD -> to.write(r, bits(number(to) / number(from)));
      case SQRTSD -> to.write(r, bits(Math.sqrt(number(from))));
      default -> throw new IllegalStateException("nobody executes " + i.operation);
    }
  }

  // --- the stack --------------------------------------------------------------------------------

  private void push(long value) {
    long top = registers.general[Registers.RSP] - 8;
    Memory.putLong(top, value);
    registers.general[Registers.RSP] = top;
  }

  private long pop() {
    long top = registers.general[Registers.RSP];
    registers.general[Registers.RSP] = top + 8;
    return Memory.getLong(top);
  }

  // --- whole numbers ----------------------------------------------------------------------------

  private long add(long a, long b, int size) {
    long result = a + b & Flags.mask(size);
    registers.flags.afterAddition(a, b, result, size);
    return result;
  }

  private long subtract(long a, long b, int size) {
    long result = a - b & Flags.mask(size);
    registers.flags.afterSubtraction(a, b, result, size);
    return result;
  }

  private long logic(long result, int size) {
    registers.flags.afterLogic(result, size);
    return result;
  }

  /** INC and DEC: as an addition of 1 or -1, but the carry stays. */
  private long count(long a, int by, int size) {
    Flags flags = registers.flags;
    boolean carry = flags.carry;
    long result = by > 0 ? add(a, 1, size) : subtract(a, 1, size);
    flags.carry = carry;
    return result;
  }

  /**
   * Shifts and rotates by 0 to 31 (63 for eight bytes). By 0 the flags stay. The carry is the last
   * bit that was moved out; the overflow, which is defined for shifts by 1 only, says that the sign
   * has changed.
   */
  private void shift(Operation operation, Operand to, int amount) {
    Registers r = registers;
    Flags flags = r.flags;
    int size = to.size;
    int bits = 8 * size;
    int n = amount & (size == 8 ? 63 : 31);
    long value = to.read(r);
    if (n == 0) {
      to.write(r, value); // that is not nothing: four bytes clear the four above them
      return;
    }
    long sign = Flags.signBit(size);
    switch (operation) {
      case SHL -> {
        long result = value << n & Flags.mask(size);
        flags.of(result, size);
        flags.carry = n <= bits && (value >>> bits - n & 1) != 0;
        flags.overflow = (result & sign) != 0 != flags.carry;
        to.write(r, result);
      }
      case SHR -> {
        long result = value >>> n;
        flags.of(result, size);
        flags.carry = (value >>> n - 1 & 1) != 0;
        flags.overflow = (value & sign) != 0;
        to.write(r, result);
      }
      case SAR -> {
        long signed = Operand.extend(value, size);
        long result = signed >> n & Flags.mask(size);
        flags.of(result, size);
        flags.carry = (signed >> n - 1 & 1) != 0;
        flags.overflow = false;
        to.write(r, result);
      }
      case ROL -> {
        int turn = n % bits;
        long result =
            turn == 0 ? value : (value << turn | value >>> bits - turn) & Flags.mask(size);
        flags.carry = (result & 1) != 0;
        flags.overflow = (result & sign) != 0 != flags.carry;
        to.write(r, result);
      }
      default -> {
        int turn = n % bits;
        long result =
            turn == 0 ? value : (value >>> turn | value << bits - turn) & Flags.mask(size);
        flags.carry = (result & sign) != 0;
        flags.overflow = (result & sign) != 0 != ((result & sign >>> 1) != 0);
        to.write(r, result);
      }
    }
  }

  /** MUL: RDX:RAX = RAX × a number, all unsigned; carry and overflow say that RDX is needed. */
  private void multiply(long factor, int size) {
    long[] general = registers.general;
    if (size == 8) {
      long a = general[Registers.RAX];
      general[Registers.RAX] = a * factor;
      general[Registers.RDX] = Math.unsignedMultiplyHigh(a, factor);
    } else {
      long product = (general[Registers.RAX] & Flags.mask(size)) * factor;
      general[Registers.RAX] = product & Flags.mask(size);
      general[Registers.RDX] = product >>> 32;
    }
    registers.flags.carry = general[Registers.RDX] != 0;
    registers.flags.overflow = registers.flags.carry;
  }

  /** DIV: RAX = RDX:RAX ÷ a number, RDX = the rest, all unsigned. */
  private void divide(long divisor, int size) {
    long[] general = registers.general;
    long high = general[Registers.RDX] & Flags.mask(size);
    if (Long.compareUnsigned(high, divisor) >= 0) {
      throw new ArithmeticException("a division by zero, or a quotient that RAX has no room for");
    }
    if (size == 4) {
      long dividend = high << 32 | general[Registers.RAX] & Flags.mask(size);
      general[Registers.RAX] = Long.divideUnsigned(dividend, divisor);
      general[Registers.RDX] = Long.remainderUnsigned(dividend, divisor);
    } else if (high == 0) {
      long dividend = general[Registers.RAX];
      general[Registers.RAX] = Long.divideUnsigned(dividend, divisor);
      general[Registers.RDX] = Long.remainderUnsigned(dividend, divisor);
    } else {
      BigInteger[] both =
          unsigned(high)
              .shiftLeft(64)
              .or(unsigned(general[Registers.RAX]))
              .divideAndRemainder(unsigned(divisor));
      general[Registers.RAX] = both[0].longValue();
      general[Registers.RDX] = both[1].longValue();
    }
  }

  private static BigInteger unsigned(long value) {
    return new BigInteger(Long.toUnsignedString(value));
  }

  /** IMUL; carry and overflow say that the product did not fit. */
  private long signedProduct(long a, long b, int size) {
    long product = a * b;
    boolean fits =
        size == 8
            ? Math.multiplyHigh(a, b) == product >> 63
            : product == Operand.extend(product, size);
    registers.flags.carry = !fits;
    registers.flags.overflow = !fits;
    return product & Flags.mask(size);
  }

  // --- vectors ----------------------------------------------------------------------------------

  private double number(Operand operand) {
    return Double.longBitsToDouble(operand.read(registers));
  }

  private static long bits(double number) {
    return Double.doubleToRawLongBits(number);
  }

  private void moveVector(Operand to, Operand from) {
    Registers r = registers;
    long low = from.read(r);
    long high =
        from instanceof Operand.Vector v
            ? r.xmmHigh[v.number]
            : Memory.getLong(((Operand.Place) from).address(r) + 8);
    to.write(r, low);
    if (to instanceof Operand.Vector v) {
      r.xmmHigh[v.number] = high;
    } else {
      Memory.putLong(((Operand.Place) to).address(r) + 8, high);
    }
  }
}
