package decant.abi;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import jdk.internal.foreign.abi.ABIDescriptor;
import jdk.internal.foreign.abi.UpcallLinker;
import jdk.internal.foreign.abi.VMStorage;
import jdk.internal.foreign.abi.x64.X86_64Architecture;
import jdk.internal.foreign.abi.x64.X86_64Architecture.Regs;

/**
 * Makes the one function pointer through which machine code enters Java: an upcall stub of the
 * foreign-function interface.
 *
 * <p>Its public interface derives the stub from a description, through some hundred classes and
 * method handles made at run time: 8 ms of every program's start. What it derives for this one
 * signature is known, so HotSpot is asked directly; where a JDK has that in another shape, the
 * public interface does it.
 */
final class Upcall {
  private Upcall() {}

  /**
   * @param target a method {@code int m(long, long)}
   * @return the address of a System V function that calls it
   */
  static long stub(MethodHandle target) {
    try {
      return direct(target);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      return derived(target);
    }
  }

  private static long direct(MethodHandle target) throws ReflectiveOperationException {
    VMStorage[] integers = {Regs.rdi, Regs.rsi, Regs.rdx, Regs.rcx, Regs.r8, Regs.r9, Regs.rax};
    VMStorage[] vectors = {
      Regs.xmm0, Regs.xmm1, Regs.xmm2, Regs.xmm3, Regs.xmm4, Regs.xmm5, Regs.xmm6, Regs.xmm7
    };
    VMStorage[] otherVectors = {
      Regs.xmm8, Regs.xmm9, Regs.xmm10, Regs.xmm11, Regs.xmm12, Regs.xmm13, Regs.xmm14, Regs.xmm15
    };
    ABIDescriptor abi =
        X86_64Architecture.abiFor(
            integers,
            vectors,
            new VMStorage[] {Regs.rax, Regs.rdx},
            new VMStorage[] {Regs.xmm0, Regs.xmm1},
            2,
            new VMStorage[] {Regs.r10, Regs.r11},
            otherVectors,
            16,
            0,
            Regs.r10,
            Regs.r11);
    Class<?> registers = Class.forName("jdk.internal.foreign.abi.UpcallLinker$CallRegs");
    Constructor<?> made = registers.getDeclaredConstructor(VMStorage[].class, VMStorage[].class);
    made.setAccessible(true);
    Method make =
        UpcallLinker.class.getDeclaredMethod(
            "makeUpcallStub",
            MethodHandle.class,
            ABIDescriptor.class,
            registers,
            boolean.class,
            long.class);
    make.setAccessible(true);
    Object passed =
        made.newInstance(new VMStorage[] {Regs.rdi, Regs.rsi}, new VMStorage[] {Regs.rax});
    return (long) make.invoke(null, target, abi, passed, false, 0L);
  }

  private static long derived(MethodHandle target) {
    return Linker.nativeLinker()
        .upcallStub(
            target,
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG),
            Arena.global())
        .address();
  }
}
