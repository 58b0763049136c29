package decant.demo;

import decant.abi.Gate;
import decant.abi.GuestExit;
import decant.demo.x86.Interpreter;
import decant.demo.x86.Registers;
import decant.host.Memory;
import decant.loader.ImageMapper;
import decant.loader.ProgramEntry;
import decant.loader.pe.PeImage;
import decant.loader.pe.Section;
import decant.nt.GuestThread;
import decant.nt.ThreadBlock;
import decant.nt.ThreadMemory;

/**
 * Runs a program with its instructions interpreted: the same image at the same address, on the same
 * stack, with the same functions of Windows behind its imports. Where the program calls one of
 * those, the interpreted registers become arguments of a real call, which takes the way of every
 * call of a guest.
 *
 * <p>A function that calls back into the program would have its code executed by the processor; the
 * program of the demonstration passes no callbacks.
 */
final class InterpretedRun implements ProgramEntry {
  /** How many arguments are passed on: as many as a call of the gate takes. */
  private static final int ARGUMENTS = 16;

  private static final int IN_REGISTERS = 4;
  private static final int HOME_SPACE = 0x20;

  /** Stack above the program's first frame, which calls may read arguments from. */
  private static final int ABOVE = 0x400;

  /** Stack that is there from the beginning: an interpreted push hits no guard page. */
  private static final int BELOW = 0x8000;

  private final Report report;
  private Imports imports;
  private long[] calls;

  InterpretedRun(Report report) {
    this.report = report;
  }

  @Override
  public long run(GuestThread t, PeImage program) {
    imports = new Imports(program);
    calls = new long[imports.size()];
    long base = ImageMapper.base(program);
    Interpreter interpreter =
        new Interpreter(base, (int) program.sizeOfImage(), r -> callOutside(t, r));
    Registers r = interpreter.registers;
    long stack = Memory.alignDown(t.stackTop() - ABOVE, 16) - 8; // as after a call
    ThreadMemory.reach(t, stack - BELOW);
    Memory.putLong(stack, 0);
    r.general[Registers.RSP] = stack;
    r.general[Registers.RCX] = t.process.peb;
    r.rip(base + program.entryPoint());
    try {
      interpreter.run();
      return r.general[Registers.RAX];
    } catch (GuestExit e) {
      report.add(Report.INSTRUCTIONS, interpreter.executed(0, program.sizeOfImage()));
      for (Section s : program.sections()) {
        if (s.name().equals(Demo.WORK)) {
          report.add(Report.WORK, interpreter.executed(s.address(), s.end()));
        }
      }
      for (int i = 0; i < calls.length; i++) {
        report.add(Report.CALL, imports.all().get(i), calls[i]);
      }
      throw e;
    }
  }

  /** Calls what the interpreted program has called, and returns to it. */
  private void callOutside(GuestThread t, Registers r) {
    int number = imports.boundTo(r.rip());
    if (number < 0) {
      throw new IllegalStateException(
          "the interpreted program has jumped to 0x" + Long.toHexString(r.rip()));
    }
    calls[number]++;
    long sp = r.general[Registers.RSP];
    long[] arguments = new long[ARGUMENTS];
    arguments[0] = r.general[Registers.RCX];
    arguments[1] = r.general[Registers.RDX];
    arguments[2] = r.general[Registers.R8];
    arguments[3] = r.general[Registers.R9];
    for (int i = IN_REGISTERS; i < ARGUMENTS; i++) {
      arguments[i] = Memory.getLong(sp + 8 + HOME_SPACE + 8L * (i - IN_REGISTERS));
    }
    long frame = t.frame;
    t.frame = Memory.alignDown(sp, 16); // the call's frames lie below the program's
    r.general[Registers.RAX] = Gate.callWith(t, imports.all().get(number).target(), arguments);
    t.frame = frame;
    r.xmm[0] = Memory.getLong(t.teb + ThreadBlock.XMM0);
    r.general[Registers.RSP] = sp + 8;
    r.rip(Memory.getLong(sp));
  }
}
