package decant.abi;

import decant.host.Memory;
import decant.host.Mman;
import decant.host.Signals;
import decant.host.UserDispatch;
import decant.nt.GuestProcess;
import decant.nt.GuestThread;
import decant.nt.SystemCallTable;
import decant.nt.memory.AddressSpace;
import decant.nt.memory.CodeWatch;
import java.util.concurrent.locks.LockSupport;

/**
 * System calls that guests make by number. They reach the functions that ntdll exports (syscall.S);
 * none reaches the host's kernel.
 *
 * <p>That costs every system call of the host's libraries a little (about 50 ns), so it is armed
 * for a process only when code of the guest may make one: an executable part of an image has the
 * bytes of such an instruction, wherever they begin, or memory is executable and writable at once.
 * The built-in libraries, which have none, are not looked at. State of the JVM.
 */
public final class SystemCalls implements CodeWatch {
  /** {@code syscall}, {@code int 80h}, {@code sysenter}: in the order of how often they are met. */
  private static final byte[][] INSTRUCTIONS = {
    {0x0F, 0x05}, {(byte) 0xCD, (byte) 0x80}, {0x0F, 0x34}
  };

  /** For how long threads that are to be armed are waited for at most, in steps of 50 µs. */
  private static final int PATIENCE = 20_000;

  private final MachineCode code;
  private final BuiltinModules modules;

  /** Addresses of {@link #INSTRUCTIONS}. */
  private final long patterns;

  private GuestProcess process;
  private SystemCallTable names;
  private long table;
  private volatile boolean armed;

  SystemCalls(MachineCode code, BuiltinModules modules) {
    this.code = code;
    this.modules = modules;
    this.patterns = code.address("data_instructions");
    for (int i = 0; i < INSTRUCTIONS.length; i++) {
      Memory.write(patterns + 2L * i, INSTRUCTIONS[i]);
    }
  }

  /** Whether code of the process may make system calls by {@code syscall}. */
  boolean armed() {
    return armed;
  }

  /** Has the process's memory watched for code that makes system calls. */
  public void watch(GuestProcess watched) {
    process = watched;
    watched.memory.watchCode(this);
  }

  /** Arms the calling thread when the process is; each guest thread begins so. */
  void prepareThread() {
    if (armed) {
      UserDispatch.on();
    }
  }

  @Override
  public void executable(long from, long to, boolean changes) {
    if (!armed && (changes || contains(from, to))) {
      arm();
    }
  }

  private boolean contains(long from, long to) {
    for (int i = 0; i < INSTRUCTIONS.length; i++) {
      if (Mman.memmem(from, to - from, patterns + 2L * i, 2) != 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Arms all threads there are, and those to come. When this returns, no guest code makes a system
   * call of the host's any more.
   */
  private void arm() {
    if (!UserDispatch.on()) {
      armed = true; // said once
      System.err.println(
          "decant: this Linux has no Syscall User Dispatch (5.11 or newer has): system calls that"
              + " the program makes by number would reach Linux");
      return;
    }
    long action = patterns + 16;
    code.handle(Signals.SIGSYS, "on_syscall", action);
    armed = true; // before the list of threads is read: those not in it see this
    if (process.threadSlots() == 1) {
      return; // the program is being loaded
    }
    int sent = UserDispatch.signalAll(Signals.SIGSYS);
    long count = code.address("data_armed_threads");
    for (int i = 0; Memory.getInt(count) < sent && i < PATIENCE; i++) {
      LockSupport.parkNanos(50_000); // once in the life of a process
    }
  }

  /**
   * What a system call is to call, which is kept for the next one.
   *
   * @param number what the guest had in EAX
   */
  synchronized long resolve(GuestThread t, int number) {
    if (table == 0) {
      names = new SystemCallTable();
      int type = AddressSpace.MEM_RESERVE | AddressSpace.MEM_COMMIT;
      long size = 8L * SystemCallTable.SIZE;
      table = t.process.memory.allocate(0, size, type, AddressSpace.PAGE_READWRITE);
      Memory.putLong(code.address("data_system_calls"), table);
    }
    String name = names.name(number);
    long target = name == null ? 0 : modules.export(t, "ntdll", name);
    if (target == 0) {
      System.err.println(
          "decant: the program made system call 0x"
              + Integer.toHexString(number)
              + (name == null
                  ? ", which Windows does not have"
                  : ", " + name + ", which is missing")
              + "\n  to see what led to it: decant trace "
              + Faults.program(t));
      target = code.address(name == null ? "system_call_unknown" : "system_call_missing");
    }
    if (number >= 0 && number < SystemCallTable.SIZE) {
      Memory.putLong(table + 8L * number, target);
    }
    return target;
  }
}
