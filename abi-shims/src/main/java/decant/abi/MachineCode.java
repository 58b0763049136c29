package decant.abi;

import decant.host.Auxv;
import decant.host.Memory;
import decant.host.Mman;
import decant.host.ProductFile;
import decant.host.Signals;
import decant.nt.GuestThread;
import decant.nt.ThreadBlock;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The blob of machine code (abi-shims/src/main/asm), mapped once per JVM at a fixed address in the
 * guest's range, so that a fault in a direct entry counts as the guest's.
 */
public final class MachineCode {
  /** Where the blob lies. */
  public static final long BASE = Memory.CODE;

  /** Room for it. */
  private static final long MAX_SIZE = 0x1_0000;

  private static final int[] FAULTS = {
    Signals.SIGSEGV, Signals.SIGBUS, Signals.SIGILL, Signals.SIGFPE, Signals.SIGTRAP
  };

  /** Digits of an offset in the symbol table. */
  private static final int DIGITS = 16;

  private static final int NONE = -1;

  /**
   * The symbol table: lines of a name, a blank and an offset, sorted by the names. Few of them are
   * asked for, so it stays as it is.
   */
  private final byte[] symbols = resource("code.sym");

  MachineCode() {
    byte[] code = resource("code.bin");
    long length = Memory.alignUp(code.length, Memory.PAGE);
    // Data slots lie behind the code they belong to, in reach of RIP-relative addressing: one
    // mapping for both.
    long got =
        Mman.mmap(
            BASE,
            length,
            Mman.PROT_READ | Mman.PROT_WRITE | Mman.PROT_EXEC,
            Mman.MAP_PRIVATE | Mman.MAP_ANONYMOUS | Mman.MAP_FIXED_NOREPLACE,
            -1,
            0);
    if (got != BASE) {
      throw new IllegalStateException(
          "cannot map machine code at 0x"
              + Long.toHexString(BASE)
              + ": the address is taken or not executable");
    }
    Memory.write(BASE, code);
    boolean fsgsbase = (Auxv.getauxval(Auxv.AT_HWCAP2) & Auxv.HWCAP2_FSGSBASE) != 0;
    Memory.putLong(address("data_fsgsbase"), fsgsbase ? 1 : 0);
  }

  /** Whether an address lies in the machine code. */
  public static boolean contains(long address) {
    return address >= BASE && address < BASE + MAX_SIZE;
  }

  /** The symbol table of the blob: offsets by name. */
  public static Map<String, Integer> readSymbols() {
    Map<String, Integer> symbols = new HashMap<>(512);
    String text = new String(resource("code.sym"), StandardCharsets.ISO_8859_1);
    int at = 0;
    while (at < text.length()) {
      int space = text.indexOf(' ', at);
      int end = text.indexOf('\n', space);
      symbols.put(text.substring(at, space), Integer.parseInt(text, space + 1, end, 16));
      at = end + 1;
    }
    return symbols;
  }

  private static byte[] resource(String name) {
    return ProductFile.read(MachineCode.class, name);
  }

  /** The address of a symbol. */
  long address(String symbol) {
    int offset = offset(symbol);
    if (offset == NONE) {
      throw new IllegalArgumentException("no machine code is called " + symbol);
    }
    return BASE + offset;
  }

  private int offset(String symbol) {
    int low = 0;
    int high = symbols.length;
    while (low < high) {
      int line = low + high >>> 1;
      while (line > low && symbols[line - 1] != '\n') {
        line--;
      }
      int name = 0;
      int order = 0;
      while (order == 0 && name < symbol.length()) {
        order = symbol.charAt(name) - symbols[line + name];
        name++;
      }
      if (order == 0 && symbols[line + name] == ' ') {
        String digits = new String(symbols, line + name + 1, DIGITS, StandardCharsets.ISO_8859_1);
        return Integer.parseInt(digits, 16);
      }
      if (order <= 0) {
        high = line;
      } else {
        low = line + name;
        while (symbols[low - 1] != '\n') {
          low++;
        }
      }
    }
    return NONE;
  }

  /** The symbol that an address lies behind, and how far. */
  String describe(long address) {
    String name = "machine code";
    int at = 0;
    for (Map.Entry<String, Integer> symbol : readSymbols().entrySet()) {
      if (symbol.getValue() >= at && BASE + symbol.getValue() <= address) {
        name = symbol.getKey();
        at = symbol.getValue();
      }
    }
    return name + "+0x" + Long.toHexString(address - BASE - at);
  }

  boolean has(String symbol) {
    return offset(symbol) != NONE;
  }

  /**
   * Puts the signal entry in front of HotSpot's handlers. {@code scratch}: two {@code struct
   * sigaction}.
   */
  void installFaultHandlers(long scratch) {
    long old = scratch + Signals.SIGACTION_SIZE;
    long table = address("data_old_handlers");
    for (int signal : FAULTS) {
      Signals.sigaction(signal, 0, old);
      Memory.putLong(table + 8L * signal, Memory.getLong(old + Signals.SIGACTION_HANDLER));
    }
    Signals.exchangeFault = address("data_atomic_fault");
    Memory.fill(scratch, Signals.SIGACTION_SIZE, 0);
    Memory.putLong(scratch + Signals.SIGACTION_HANDLER, address("on_fault"));
    Memory.putInt(
        scratch + Signals.SIGACTION_FLAGS,
        Signals.SA_SIGINFO | Signals.SA_ONSTACK | Signals.SA_RESTART);
    // The registers that a suspension shows are the guest's, not those of a handler.
    Memory.putLong(scratch + Signals.SIGACTION_MASK, Signals.mask(Signals.SUSPEND));
    for (int signal : FAULTS) {
      Signals.sigaction(signal, scratch, 0);
    }
    installSuspension(scratch);
  }

  /** While the handler keeps a thread, nothing but a fault interrupts it. */
  private void installSuspension(long scratch) {
    long faults = 0;
    for (int signal : FAULTS) {
      faults |= Signals.mask(signal);
    }
    Memory.putLong(scratch + Signals.SIGACTION_HANDLER, address("on_suspend"));
    Memory.putLong(scratch + Signals.SIGACTION_MASK, ~faults);
    Signals.sigaction(Signals.SUSPEND, scratch, 0);
  }

  /** Reports a signal as a byte, its number, on a descriptor. {@code scratch}: a sigaction. */
  void notifySignal(int signal, int descriptor, long scratch) {
    Memory.putLong(address("data_notify_fd"), descriptor);
    Memory.fill(scratch, Signals.SIGACTION_SIZE, 0);
    Memory.putLong(scratch + Signals.SIGACTION_HANDLER, address("on_notify"));
    Memory.putLong(scratch + Signals.SIGACTION_MASK, Signals.mask(Signals.SUSPEND));
    Memory.putInt(scratch + Signals.SIGACTION_FLAGS, Signals.SA_ONSTACK | Signals.SA_RESTART);
    Signals.sigaction(signal, scratch, 0);
  }

  /**
   * Makes machine code the handler of a signal; no other signal comes while it runs. {@code
   * scratch}: a sigaction.
   */
  void handle(int signal, String handler, long scratch) {
    Memory.fill(scratch, Signals.SIGACTION_SIZE, 0);
    Memory.putLong(scratch + Signals.SIGACTION_HANDLER, address(handler));
    Memory.putLong(scratch + Signals.SIGACTION_MASK, -1L);
    Memory.putInt(
        scratch + Signals.SIGACTION_FLAGS,
        Signals.SA_SIGINFO | Signals.SA_ONSTACK | Signals.SA_RESTART);
    Signals.sigaction(signal, scratch, 0);
  }

  /**
   * Gives the calling host thread an alternate signal stack: a guest stack may be what a fault is
   * about.
   */
  static void useSignalStack(GuestThread t) {
    signalStack(t, 0);
  }

  /** Takes the alternate signal stack away, before its memory goes. */
  static void dropSignalStack(GuestThread t) {
    signalStack(t, Signals.SS_DISABLE);
  }

  private static void signalStack(GuestThread t, int flags) {
    long stack = t.scratch();
    Memory.putLong(stack, t.teb + ThreadBlock.SIGNAL_STACK);
    Memory.putLong(stack + 8, flags);
    Memory.putLong(stack + 16, ThreadBlock.SIGNAL_STACK_SIZE);
    Signals.sigaltstack(stack, 0);
  }
}
