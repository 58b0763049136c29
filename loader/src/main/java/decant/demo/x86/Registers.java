package decant.demo.x86;

/** The registers of the interpreted processor. */
public final class Registers {
  public static final int RAX = 0;
  public static final int RCX = 1;
  public static final int RDX = 2;
  public static final int RSP = 4;
  public static final int R8 = 8;
  public static final int R9 = 9;

  /** How many general registers, and how many vector registers, instructions can name. */
  public static final int COUNT = 16;

  /** Behind the general registers: one that is always 0, for addresses without base or index. */
  static final int NONE = 16;

  /** … and RIP, which addresses may be relative to. */
  static final int RIP = 17;

  /** RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8 … R15, in the order of their numbers. */
  public final long[] general = new long[RIP + 1];

  /** The lower halves of XMM0 … XMM15. */
  public final long[] xmm = new long[COUNT];

  /** The upper halves. */
  public final long[] xmmHigh = new long[COUNT];

  public final Flags flags = new Flags();

  /**
   * The address of the instruction that is next; while one is executed, that is the one behind it.
   */
  public long rip() {
    return general[RIP];
  }

  public void rip(long address) {
    general[RIP] = address;
  }
}
