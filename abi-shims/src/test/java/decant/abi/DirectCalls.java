package decant.abi;

import static org.assertj.core.api.Assertions.assertThat;

import decant.host.Memory;
import decant.nt.GuestThread;
import decant.nt.ThreadBlock;
import decant.nt.Win32Error;
import decant.nt.memory.AddressSpace;

/**
 * Calls a direct entry and the Java method behind it with the same arguments, and compares what
 * comes of it: the result, memory, the last error and {@code errno}.
 */
final class DirectCalls {
  private static final int FILLER = 0x55;

  private final GuestThread t;
  final long to;
  private final int room;

  /** How many of the calls the machine code has answered itself. */
  int answered;

  int calls;

  /** What a test calls, on a guest thread. */
  interface Body {
    /** {@code memory}: 64 KiB that the functions may read. */
    void run(DirectCalls calls, long memory);
  }

  /** Makes calls, of functions that may write to the first {@code room} bytes of the memory. */
  static void make(int room, Body body) {
    TestGuest.process();
    long memory = TestGuest.memory(0x1_0000, AddressSpace.PAGE_READWRITE);
    TestGuest.onThread(t -> body.run(new DirectCalls(t, memory, room), memory));
  }

  /** {@code to}: memory that the functions may write to, of {@code room} bytes. */
  DirectCalls(GuestThread t, long to, int room) {
    this.t = t;
    this.to = to;
    this.room = room;
    // A handler that does nothing: a forbidden parameter is an outcome like others.
    Memory.putLong(t.teb + ThreadBlock.INVALID_PARAMETER, Gate.machineCode("GetACP"));
  }

  private record Outcome(long result, String memory, int lastError, int errno) {}

  private Outcome call(long function, long mask, boolean real, long... arguments) {
    long errno = Gate.callWith(t, Gate.machineCode("_errno"));
    Memory.fill(to, room, FILLER);
    Memory.putInt(errno, 0);
    t.setLastError(Win32Error.SUCCESS);
    long rax = Gate.callWith(t, function, arguments);
    long result = real ? Memory.getLong(t.teb + ThreadBlock.XMM0) : rax & mask;
    String memory = java.util.HexFormat.of().formatHex(Memory.read(to, room));
    return new Outcome(result, memory, t.lastError(), Memory.getInt(errno));
  }

  private void compare(String what, String function, long mask, boolean real, long... arguments) {
    long slow = Memory.getLong(Gate.machineCode("slow_" + function));
    Outcome expected = call(slow, mask, real, arguments);
    long before = t.callCount;
    Outcome actual = call(Gate.machineCode(function), mask, real, arguments);
    calls++;
    answered += t.callCount == before ? 1 : 0;
    assertThat(actual).as(function + " " + what).isEqualTo(expected);
  }

  /** A function whose result are the low {@code bits} of RAX. */
  void compare(String what, String function, int bits, long... arguments) {
    compare(what, function, bits == 64 ? -1 : (1L << bits) - 1, false, arguments);
  }

  /** A function whose result is a double. */
  void compareReal(String what, String function, long... arguments) {
    compare(what, function, -1, true, arguments);
  }
}
