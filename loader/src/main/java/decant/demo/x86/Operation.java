package decant.demo.x86;

/** What instructions do, by the names that assemblers have for them. */
enum Operation {
  // copies
  MOV,
  MOVZX,
  MOVSX,
  LEA,
  PUSH,
  POP,
  CMOVCC,
  SETCC,

  // arithmetic and logic
  ADD,
  SUB,
  CMP,
  AND,
  OR,
  XOR,
  TEST,
  NOT,
  NEG,
  INC,
  DEC,
  SHL,
  SHR,
  SAR,
  ROL,
  ROR,
  BSWAP,
  MUL,
  DIV,
  IMUL,
  IMUL_NUMBER,

  // the way through the program
  JMP,
  JCC,
  CALL,
  RET,
  JMP_INDIRECT,
  CALL_INDIRECT,
  NOP,

  // one double in a vector register, and whole vector registers
  MOVSD,
  MOVSD_LOAD,
  MOVE_VECTOR,
  XORPS,
  ADDSD,
  SUBSD,
  MULSD,
  DIVSD,
  SQRTSD
}
