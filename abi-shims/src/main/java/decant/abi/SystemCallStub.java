package decant.abi;

import decant.host.Memory;

/**
 * The code of a function of ntdll that makes a system call. Some programs read the number of the
 * call in it, or look for a {@code syscall} instruction to jump to: so all is where Windows has it,
 * but the test whether system calls are to be made by {@code int 2e}. There the code goes on to the
 * gate.
 *
 * <pre>
 * 00  mov r10, rcx
 * 03  mov eax, number
 * 08  jmp 18h                  Windows: test byte ptr [7FFE0308h], 1
 * 10  jne 15h
 * 12  syscall                  int 2e, unless the process is armed for such
 * 14  ret
 * 15  int 2e
 * 17  ret
 * 18  mov eax, shim;  jmp gs:[TB_GATE]
 * </pre>
 */
final class SystemCallStub {
  static final int SIZE = 48;

  private static final int TO_THE_GATE = 0x18;
  private static final int SYSCALL = 0x050F;
  private static final int INT_2E = 0x2ECD;

  private SystemCallStub() {}

  static void write(long at, int number, int shim, int target) {
    int call = Gate.systemCalls().armed() ? SYSCALL : INT_2E;
    Memory.putInt(at, 0xB8D1_8B4C);
    Memory.putInt(at + 4, number);
    Memory.putLong(at + 8, 0x017F_FE03_0825_0EEBL);
    Memory.putInt(at + 0x10, 0x0375 | call << 16);
    Memory.putInt(at + 0x14, 0xC32E_CDC3);
    BuiltinModules.writeStub(at + TO_THE_GATE, shim, target);
  }
}
