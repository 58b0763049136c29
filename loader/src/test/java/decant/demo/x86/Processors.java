package decant.demo.x86;

import decant.abi.Gate;
import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.memory.AddressSpace;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The host's processor and the interpreted one, side by side: both execute the same few bytes with
 * the same registers and memory, and say what became of those.
 */
final class Processors {
  /** Bytes of memory that fragments may use; RSI points to their middle. */
  static final int MEMORY = 256;

  private static final int RSI = 6;
  private static final int FLAGS = 0x80;
  private static final int VECTORS = 0x90;
  private static final int STACK = 0x8000;
  private static final HexFormat HEX = HexFormat.of();

  /** Registers, without RSP, and memory. */
  record State(long[] general, long[] xmm, long[] xmmHigh, int flags, byte[] memory) {
    @Override
    public boolean equals(Object other) {
      return other instanceof State s
          && Arrays.equals(general, s.general)
          && Arrays.equals(xmm, s.xmm)
          && Arrays.equals(xmmHigh, s.xmmHigh)
          && flags == s.flags
          && Arrays.equals(memory, s.memory);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(general);
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < Registers.COUNT; i++) {
        text.append(
            String.format("%n%2d %016x  xmm %016x %016x", i, general[i], xmmHigh[i], xmm[i]));
      }
      return text.append(String.format("%nflags %03x memory %s", flags, HEX.formatHex(memory)))
          .toString();
    }

    State withoutFlags(int undefined) {
      return new State(general, xmm, xmmHigh, flags & ~undefined, memory);
    }
  }

  /** Memory of the guest's, made once per JVM: for state, memory and stack, and for code. */
  private static long scratch;

  private static long code;

  private final GuestThread thread;
  private final long state;
  private final long memory;
  private final long stack;

  Processors(GuestThread t) {
    thread = t;
    if (scratch == 0) {
      scratch = allocate(0x1_0000, AddressSpace.PAGE_READWRITE);
      code = allocate(0x10_0000, AddressSpace.PAGE_EXECUTE_READWRITE);
    }
    state = scratch;
    memory = scratch + 0x1000;
    stack = scratch + STACK;
  }

  private long allocate(long size, int protect) {
    int type = AddressSpace.MEM_RESERVE | AddressSpace.MEM_COMMIT;
    return thread.process.memory.allocate(0, size, type, protect);
  }

  /** A fragment of code where both processors find it. */
  final class Fragment {
    private final long function;
    private final long start;
    private final long end;
    private final Interpreter interpreter;

    private Fragment(String hex) {
      byte[] bytes = HEX.parseHex(hex.replace(" ", ""));
      function = code;
      loadState();
      start = code;
      emit(bytes);
      end = code;
      storeState();
      code = Memory.alignUp(code, 64);
      interpreter = new Interpreter(start, bytes.length, r -> {});
    }

    State onTheHost(State before) {
      for (int i = 0; i < Registers.COUNT; i++) {
        Memory.putLong(state + 8L * i, before.general[i]);
        Memory.putLong(state + VECTORS + 16L * i, before.xmm[i]);
        Memory.putLong(state + VECTORS + 16L * i + 8, before.xmmHigh[i]);
      }
      Memory.putLong(state + 8 * RSI, memory + MEMORY / 2);
      Memory.putLong(state + FLAGS, 0x202 | before.flags);
      Memory.write(memory, before.memory);
      Gate.call(thread, function);
      State after = new State(new long[16], new long[16], new long[16], 0, null);
      for (int i = 0; i < Registers.COUNT; i++) {
        after.general[i] = Memory.getLong(state + 8L * i);
        after.xmm[i] = Memory.getLong(state + VECTORS + 16L * i);
        after.xmmHigh[i] = Memory.getLong(state + VECTORS + 16L * i + 8);
      }
      after.general[Registers.RSP] = 0;
      int kept = Flags.CARRY | Flags.PARITY | Flags.ZERO | Flags.SIGN | Flags.OVERFLOW;
      return new State(
          after.general,
          after.xmm,
          after.xmmHigh,
          Memory.getInt(state + FLAGS) & kept,
          Memory.read(memory, MEMORY));
    }

    State interpreted(State before) {
      Registers r = interpreter.registers;
      System.arraycopy(before.general, 0, r.general, 0, Registers.COUNT);
      System.arraycopy(before.xmm, 0, r.xmm, 0, Registers.COUNT);
      System.arraycopy(before.xmmHigh, 0, r.xmmHigh, 0, Registers.COUNT);
      r.general[RSI] = memory + MEMORY / 2;
      r.general[Registers.RSP] = stack;
      r.flags.bits(before.flags);
      Memory.write(memory, before.memory);
      for (r.rip(start); r.rip() != end; ) {
        interpreter.step();
      }
      long[] general = Arrays.copyOf(r.general, Registers.COUNT);
      general[Registers.RSP] = 0;
      return new State(
          general, r.xmm.clone(), r.xmmHigh.clone(), r.flags.bits(), Memory.read(memory, MEMORY));
    }
  }

  Fragment fragment(String hex) {
    return new Fragment(hex);
  }

  private void emit(byte... bytes) {
    Memory.write(code, bytes);
    code += bytes.length;
  }

  private void emit(String hex) {
    emit(HEX.parseHex(hex.replace(" ", "")));
  }

  private void stateAddressInRax() {
    emit("48 B8"); // mov rax, number
    Memory.putLong(code, state);
    code += 8;
  }

  /** RAX comes last, as it holds the address of the others. */
  private void loadState() {
    stateAddressInRax();
    for (int i = 0; i < Registers.COUNT; i++) {
      vector(0x10, i); // movups xmm, [rax + …]
    }
    emit("FF B0 80 00 00 00  9D"); // push [rax + FLAGS]; popfq
    for (int i = 1; i < Registers.COUNT; i++) {
      general(0x8B, i); // mov register, [rax + …]
    }
    emit("48 8B 00"); // mov rax, [rax]
  }

  /** Nothing else is to be saved: the gate has what the host wants to have back. */
  private void storeState() {
    emit("50  9C"); // push rax; pushfq
    stateAddressInRax();
    emit("8F 80 80 00 00 00  8F 00"); // pop [rax + FLAGS]; pop [rax]
    for (int i = 1; i < Registers.COUNT; i++) {
      general(0x89, i); // mov [rax + …], register
    }
    for (int i = 0; i < Registers.COUNT; i++) {
      vector(0x11, i); // movups [rax + …], xmm
    }
    emit("C3");
  }

  private void general(int opcode, int i) {
    if (i != Registers.RSP) {
      emit((byte) (i < 8 ? 0x48 : 0x4C), (byte) opcode, (byte) (0x80 | (i & 7) << 3));
      displacement(8 * i);
    }
  }

  private void vector(int opcode, int i) {
    emit((byte) (i < 8 ? 0x40 : 0x44), (byte) 0x0F, (byte) opcode, (byte) (0x80 | (i & 7) << 3));
    displacement(VECTORS + 16 * i);
  }

  private void displacement(int value) {
    Memory.putInt(code, value);
    code += 4;
  }
}
