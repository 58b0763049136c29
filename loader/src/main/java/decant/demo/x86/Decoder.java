package decant.demo.x86;

import decant.host.Memory;

/**
 * Turns bytes into {@link Instruction}s. An instruction is
 *
 * <pre>
 * prefixes   66 (two-byte operands), F2, F3 (part of the opcode of vector instructions), 2E (means nothing)
 * REX        40 … 4F: W eight-byte operands; R, X, B the fourth bits of three register numbers
 * opcode     one byte, or two that begin with 0F
 * ModRM      where the opcode asks for it: a register, and a register or a place in memory
 * SIB        where ModRM asks for it: base, index and scale of the place
 * displacement, immediate
 * </pre>
 */
final class Decoder {
  private static final int REX_W = 8;
  private static final int REX_R = 4;
  private static final int REX_X = 2;
  private static final int REX_B = 1;

  private static final int SIB_FOLLOWS = 4;
  private static final int RIP_RELATIVE = 5;

  /** The arithmetic that has one pattern of opcodes, by the bits 3 to 5; null: not taught. */
  private static final Operation[] ARITHMETIC = {
    Operation.ADD,
    Operation.OR,
    null, // with carry
    null,
    Operation.AND,
    Operation.SUB,
    Operation.XOR,
    Operation.CMP
  };

  private static final Operation[] SHIFTS = {
    Operation.ROL,
    Operation.ROR,
    null, // through the carry
    null,
    Operation.SHL,
    Operation.SHR,
    null,
    Operation.SAR
  };

  private long start;
  private long at;
  private int rex;
  private boolean twoBytes;
  private int repeat;

  // of the ModRM byte
  private int register;
  private Operand other;

  /**
   * Decodes the instruction at an address.
   *
   * @throws UnknownInstructionException when it is none that the interpreter was taught
   */
  Instruction decode(long address) {
    start = address;
    at = address;
    rex = 0;
    twoBytes = false;
    repeat = 0;
    int opcode = nextByte();
    while (prefix(opcode)) {
      opcode = nextByte();
    }
    if ((opcode & 0xF0) == 0x40) {
      rex = opcode;
      opcode = nextByte();
    }
    return opcode == 0x0F ? twoByteOpcode(nextByte()) : oneByteOpcode(opcode);
  }

  private boolean prefix(int opcode) {
    switch (opcode) {
      case 0x66 -> twoBytes = true;
      case 0xF2, 0xF3 -> repeat = opcode;
      case 0x2E -> {} // a segment that no longer exists; compilers fill gaps with it
      default -> {
        return false;
      }
    }
    return true;
  }

  // --- opcodes of one byte ----------------------------------------------------------------------

  private Instruction oneByteOpcode(int opcode) {
    int size = (opcode & 1) == 0 ? 1 : operandSize(); // of those whose lowest bit says so
    int low = opcode & 7;
    return switch (opcode >> 3) {
      case 0x00, 0x01, 0x04, 0x05, 0x06, 0x07 -> arithmetic(ARITHMETIC[opcode >> 3], low, size);
      case 0x0A -> make(Operation.PUSH, null, numbered(low, 8), 0);
      case 0x0B -> make(Operation.POP, numbered(low, 8), null, 0);
      case 0x0E, 0x0F -> make(Operation.JCC, null, null, opcode & 0xF, nextSigned(1));
      case 0x16 -> make(Operation.MOV, numbered(low, 1), immediate(1), 0);
      case 0x17 -> make(Operation.MOV, numbered(low, operandSize()), wideImmediate(), 0);
      default -> otherOpcode(opcode, size);
    };
  }

  private Instruction arithmetic(Operation operation, int form, int size) {
    if (operation == null || form > 5) {
      throw unknown();
    }
    if (form >= 4) {
      return make(operation, numbered(0, size), immediate(size), 0);
    }
    modRm(size);
    Operand named = general(register, size);
    return form < 2 ? make(operation, other, named, 0) : make(operation, named, other, 0);
  }

  private Instruction otherOpcode(int opcode, int size) {
    switch (opcode) {
      case 0x63 -> {
        modRm(4);
        return make(Operation.MOVSX, general(register, operandSize()), other, 0);
      }
      case 0x69, 0x6B -> {
        modRm(operandSize());
        Operand product = general(register, operandSize());
        int factor = nextSigned(opcode == 0x6B ? 1 : immediateSize(operandSize()));
        return make(Operation.IMUL_NUMBER, product, other, 0, factor);
      }
      case 0x80, 0x81, 0x83 -> {
        modRm(size);
        Operand number =
            opcode == 0x83 ? new Operand.Immediate(nextSigned(1), size) : immediate(size);
        return known(ARITHMETIC[register & 7], other, number, 0);
      }
      case 0x84, 0x85 -> {
        modRm(size);
        return make(Operation.TEST, other, general(register, size), 0);
      }
      case 0x88, 0x89 -> {
        modRm(size);
        return make(Operation.MOV, other, general(register, size), 0);
      }
      case 0x8A, 0x8B -> {
        modRm(size);
        return make(Operation.MOV, general(register, size), other, 0);
      }
      case 0x8D -> {
        modRm(operandSize());
        return make(Operation.LEA, general(register, operandSize()), place(), 0);
      }
      case 0x90 -> {
        return nothing((rex & REX_B) == 0 && repeat == 0);
      }
      case 0xA8, 0xA9 -> {
        return make(Operation.TEST, numbered(0, size), immediate(size), 0);
      }
      case 0xC0, 0xC1 -> {
        modRm(size);
        return known(SHIFTS[register & 7], other, immediate(1), 0);
      }
      case 0xD0, 0xD1 -> {
        modRm(size);
        return known(SHIFTS[register & 7], other, new Operand.Immediate(1, 1), 0);
      }
      case 0xD2, 0xD3 -> {
        modRm(size);
        return known(SHIFTS[register & 7], other, numbered(Registers.RCX & 7, 1), 0);
      }
      case 0xC3 -> {
        return make(Operation.RET, null, null, 0);
      }
      case 0xC6, 0xC7 -> {
        modRm(size);
        return known((register & 7) == 0 ? Operation.MOV : null, other, immediate(size), 0);
      }
      case 0xE8 -> {
        return make(Operation.CALL, null, null, 0, nextSigned(4));
      }
      case 0xE9, 0xEB -> {
        return make(Operation.JMP, null, null, 0, nextSigned(opcode == 0xEB ? 1 : 4));
      }
      case 0xF6, 0xF7 -> {
        modRm(size);
        return unary(size);
      }
      case 0xFE, 0xFF -> {
        return changeOrGo(size);
      }
      default -> throw unknown();
    }
  }

  private Instruction unary(int size) {
    return switch (register & 7) {
      case 0 -> make(Operation.TEST, other, immediate(size), 0);
      case 2 -> make(Operation.NOT, other, null, 0);
      case 3 -> make(Operation.NEG, other, null, 0);
      case 4 -> known(size >= 4 ? Operation.MUL : null, null, other, 0);
      case 6 -> known(size >= 4 ? Operation.DIV : null, null, other, 0);
      default -> throw unknown();
    };
  }

  /** Targets of jumps and what is pushed have eight bytes, whatever REX says. */
  private Instruction changeOrGo(int size) {
    int which = Memory.getU8(at) >> 3 & 7;
    modRm(which < 2 ? size : 8);
    return switch (which) {
      case 0 -> make(Operation.INC, other, null, 0);
      case 1 -> make(Operation.DEC, other, null, 0);
      case 2 -> known(size == 1 ? null : Operation.CALL_INDIRECT, null, other, 0);
      case 4 -> known(size == 1 ? null : Operation.JMP_INDIRECT, null, other, 0);
      case 6 -> known(size == 1 ? null : Operation.PUSH, null, other, 0);
      default -> throw unknown();
    };
  }

  // --- opcodes of two bytes ---------------------------------------------------------------------

  private Instruction twoByteOpcode(int opcode) {
    switch (opcode >> 4) {
      case 0x4 -> {
        modRm(operandSize());
        return make(Operation.CMOVCC, general(register, operandSize()), other, opcode & 0xF);
      }
      case 0x8 -> {
        return make(Operation.JCC, null, null, opcode & 0xF, nextSigned(4));
      }
      case 0x9 -> {
        modRm(1);
        return make(Operation.SETCC, other, null, opcode & 0xF);
      }
      case 0x1, 0x2, 0x5 -> {
        return vector(opcode);
      }
      default -> {}
    }
    switch (opcode) {
      case 0xAF -> {
        modRm(operandSize());
        return make(Operation.IMUL, general(register, operandSize()), other, 0);
      }
      case 0xB6, 0xB7, 0xBE, 0xBF -> {
        modRm((opcode & 1) == 0 ? 1 : 2);
        Operation operation = opcode < 0xB8 ? Operation.MOVZX : Operation.MOVSX;
        return make(operation, general(register, operandSize()), other, 0);
      }
      case 0xC8, 0xC9, 0xCA, 0xCB, 0xCC, 0xCD, 0xCE, 0xCF -> {
        return known(
            twoBytes ? null : Operation.BSWAP, numbered(opcode & 7, operandSize()), null, 0);
      }
      default -> throw unknown();
    }
  }

  /** Vector instructions: the prefix says which of up to four an opcode is. */
  private Instruction vector(int opcode) {
    if (opcode == 0x1F) {
      modRm(operandSize());
      return nothing(true);
    }
    modRmVector();
    boolean scalar = repeat == 0xF2;
    Operand.Vector named = new Operand.Vector(register);
    return switch (opcode) {
      case 0x10 ->
          scalar
              ? make(
                  other instanceof Operand.Vector ? Operation.MOVSD : Operation.MOVSD_LOAD,
                  named,
                  other,
                  0)
              : wholeVector(named, other);
      case 0x11 -> scalar ? make(Operation.MOVSD, other, named, 0) : wholeVector(other, named);
      case 0x28 -> wholeVector(named, other);
      case 0x29 -> wholeVector(other, named);
      case 0x57 ->
          known(
              repeat == 0 && other instanceof Operand.Vector ? Operation.XORPS : null,
              named,
              other,
              0);
      case 0x51 -> known(scalar ? Operation.SQRTSD : null, named, other, 0);
      case 0x58 -> known(scalar ? Operation.ADDSD : null, named, other, 0);
      case 0x59 -> known(scalar ? Operation.MULSD : null, named, other, 0);
      case 0x5C -> known(scalar ? Operation.SUBSD : null, named, other, 0);
      case 0x5E -> known(scalar ? Operation.DIVSD : null, named, other, 0);
      default -> throw unknown();
    };
  }

  private Instruction wholeVector(Operand to, Operand from) {
    return known(repeat == 0 ? Operation.MOVE_VECTOR : null, to, from, 0);
  }

  // --- operands ---------------------------------------------------------------------------------

  private int operandSize() {
    return (rex & REX_W) != 0 ? 8 : twoBytes ? 2 : 4;
  }

  /** Reads the ModRM byte and what belongs to it. */
  private void modRm(int size) {
    int modRm = nextByte();
    register = modRm >> 3 & 7 | ((rex & REX_R) != 0 ? 8 : 0);
    other = modRm >= 0xC0 ? numbered(modRm & 7, size) : memory(modRm, size);
  }

  private void modRmVector() {
    int modRm = nextByte();
    register = modRm >> 3 & 7 | ((rex & REX_R) != 0 ? 8 : 0);
    other =
        modRm >= 0xC0
            ? new Operand.Vector(modRm & 7 | ((rex & REX_B) != 0 ? 8 : 0))
            : memory(modRm, 8);
  }

  private Operand.Place memory(int modRm, int size) {
    int mode = modRm >> 6;
    int base = modRm & 7;
    int index = Registers.NONE;
    int scale = 0;
    if (base == SIB_FOLLOWS) {
      int sib = nextByte();
      scale = sib >> 6;
      index = sib >> 3 & 7 | ((rex & REX_X) != 0 ? 8 : 0);
      if (index == Registers.RSP) {
        index = Registers.NONE; // the stack pointer is never an index
      }
      base = sib & 7;
      if (base == RIP_RELATIVE && mode == 0) {
        return new Operand.Place(Registers.NONE, index, scale, nextSigned(4), size);
      }
    } else if (base == RIP_RELATIVE && mode == 0) {
      return new Operand.Place(Registers.RIP, index, scale, nextSigned(4), size);
    }
    base |= (rex & REX_B) != 0 ? 8 : 0;
    int displacement = mode == 0 ? 0 : nextSigned(mode == 1 ? 1 : 4);
    return new Operand.Place(base, index, scale, displacement, size);
  }

  /** The register that the lowest bits of a byte name, with the fourth bit from REX.B. */
  private Operand numbered(int number, int size) {
    return general(number | ((rex & REX_B) != 0 ? 8 : 0), size);
  }

  /** Without REX, the single bytes 4 to 7 are AH, CH, DH and BH, which were not taught. */
  private Operand general(int number, int size) {
    if (size == 1 && rex == 0 && number >= 4) {
      throw unknown();
    }
    return new Operand.Register(number, size);
  }

  /** The place of an instruction that wants its address. */
  private Operand place() {
    if (other instanceof Operand.Place) {
      return other;
    }
    throw unknown();
  }

  private int immediateSize(int size) {
    return Math.min(size, 4);
  }

  /** An immediate has four bytes at most, and is sign-extended. */
  private Operand immediate(int size) {
    return new Operand.Immediate(nextSigned(immediateSize(size)), size);
  }

  /** The one instruction with an immediate of eight bytes is {@code mov register, number}. */
  private Operand wideImmediate() {
    if (operandSize() != 8) {
      return immediate(operandSize());
    }
    long value = Memory.getLong(at);
    at += 8;
    return new Operand.Immediate(value, 8);
  }

  // --- bytes ------------------------------------------------------------------------------------

  private int nextByte() {
    return Memory.getU8(at++);
  }

  private int nextSigned(int size) {
    int value =
        switch (size) {
          case 1 -> Memory.getByte(at);
          case 2 -> Memory.getShort(at);
          default -> Memory.getInt(at);
        };
    at += size;
    return value;
  }

  // --- results ----------------------------------------------------------------------------------

  private Instruction make(
      Operation operation, Operand destination, Operand source, int condition) {
    return new Instruction(operation, destination, source, condition, 0, at);
  }

  private Instruction make(
      Operation operation, Operand destination, Operand source, int condition, int number) {
    return new Instruction(operation, destination, source, condition, number, at);
  }

  /** As {@link #make}, unless the operation was not taught. */
  private Instruction known(
      Operation operation, Operand destination, Operand source, int condition) {
    if (operation == null) {
      throw unknown();
    }
    return make(operation, destination, source, condition);
  }

  private Instruction nothing(boolean known) {
    return known(known ? Operation.NOP : null, null, null, 0);
  }

  private UnknownInstructionException unknown() {
    return new UnknownInstructionException(start);
  }
}
