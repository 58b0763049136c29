package decant.demo;

import decant.host.Memory;
import decant.host.Signals;
import decant.nt.GuestThread;

/**
 * Counts the instructions that the processor executes in a program, one by one: while the trap flag
 * is set, the processor stops behind each, the kernel sends SIGTRAP, and the handler counts those
 * that lay in the program's image. It clears the flag where the program has left its image, and the
 * probe in front of each import sets it again on the way back.
 */
final class SingleSteps {
  /** The trap flag, in RFLAGS. */
  private static final int TRAP = 0x100;

  private final long image;
  private final long imageSize;
  private final long steps;
  private final long inside;
  private final long returnAddress;

  SingleSteps(Probe probe, GuestThread t, long base, long size) {
    image = probe.reserveLong(base);
    imageSize = probe.reserveLong(size);
    steps = probe.reserve(8);
    inside = probe.reserve(8);
    returnAddress = probe.reserve(8);
    install(t, handler(probe));
  }

  /** {@code void handler(rdi = SIGTRAP, rsi = siginfo_t *, rdx = ucontext_t *)}. */
  private long handler(Probe probe) {
    long start = probe.function();
    probe.emit("48 8B 82 A8 00 00 00"); // mov rax, [rdx + UC_RIP]
    probe.emit("48 2B 05", image); // sub rax, [image]
    probe.emit("48 3B 05", imageSize); // cmp rax, [imageSize]
    probe.emit("19 C9"); // sbb ecx, ecx: -1 if the next instruction lies inside
    probe.emit("8B 05", inside); // mov eax, [inside]: … and if this one did
    probe.emit("48 98"); // cdqe
    probe.emit("48 29 05", steps); // sub [steps], rax
    probe.emit("89 0D", inside); // mov [inside], ecx
    probe.emit("85 C9  75 0A"); // test ecx, ecx; jne on
    probe.emit("81 A2 B0 00 00 00").emit(Probe.immediate(~TRAP)); // and dword [rdx + UC_EFL], ~TRAP
    probe.emit("C3"); // on: ret
    return start;
  }

  private static void install(GuestThread t, long handler) {
    long action = t.scratch();
    Memory.fill(action, Signals.SIGACTION_SIZE, 0);
    Memory.putLong(action + Signals.SIGACTION_HANDLER, handler);
    Memory.putInt(action + Signals.SIGACTION_FLAGS, Signals.SA_SIGINFO | Signals.SA_ONSTACK);
    Signals.sigaction(Signals.SIGTRAP, action, 0);
  }

  /** Emits a function that begins to count and jumps to the program's first instruction. */
  long entry(Probe probe, long first) {
    long start = probe.function();
    setTrap(probe);
    probe.emit("FF 25", probe.reserveLong(first)); // jmp [first]
    return start;
  }

  /** Emits the call of an import's function, and the way back to counting. */
  void callAndReturn(Probe probe, long function) {
    probe.emit("8F 05", returnAddress); // pop [returnAddress]
    probe.emit("FF 15", function); // call [function]
    probe.emit("FF 35", returnAddress); // push [returnAddress]
    setTrap(probe);
    probe.emit("C3"); // ret: the processor stops behind it, where the program goes on
  }

  /** The flag takes effect one instruction later. */
  private static void setTrap(Probe probe) {
    probe.emit("9C"); // pushfq
    probe.emit("81 0C 24").emit(Probe.immediate(TRAP)); // or dword [rsp], TRAP
    probe.emit("9D"); // popfq
  }

  /** How many instructions of the program were executed. */
  long count() {
    return Memory.getLong(steps);
  }
}
