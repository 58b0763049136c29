package decant.demo.x86;

/** An instruction, decoded: what is to be done, and to what. */
final class Instruction {
  final Operation operation;

  /** What is written, and for most operations read before; null where there is none. */
  final Operand destination;

  /** What is only read; null where there is none. */
  final Operand source;

  /** For conditional instructions: {@link Flags#holds}. */
  final int condition;

  /** For jumps and calls the distance from {@link #next}, for multiplications the second factor. */
  final int number;

  /** The address of the instruction behind it. */
  final long next;

  Instruction(
      Operation operation,
      Operand destination,
      Operand source,
      int condition,
      int number,
      long next) {
    this.operation = operation;
    this.destination = destination;
    this.source = source;
    this.condition = condition;
    this.number = number;
    this.next = next;
  }
}
