package decant.demo.x86;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import decant.shim.TestThread;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each instruction does the same in the teaching interpreter as on the processor that this test
 * runs on, with operands at random and those where things change.
 */
class InterpreterTest {
  private static final int ROUNDS = 300;

  /** Fragments use RSI as the address of memory, and RDI as a small index into it. */
  private static final int RDI = 7;

  private static final long[] EDGES = {
    0,
    1,
    2,
    7,
    8,
    31,
    32,
    63,
    0x7F,
    0x80,
    0xFF,
    0x7FFF,
    0x8000,
    0xFFFF,
    0x7FFF_FFFFL,
    0x8000_0000L,
    0xFFFF_FFFFL,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -1,
    -2
  };

  /** Flags that the manual leaves undefined, which the host may set as it likes. */
  private static final int OVERFLOW = Flags.OVERFLOW;

  private static final int ALL_BUT_CARRY_AND_OVERFLOW = Flags.SIGN | Flags.ZERO | Flags.PARITY;
  private static final int ALL = 0xFFF;

  private final Random random = new Random(1);

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      textBlock =
          """
          01 D8,                          'add eax, ebx'
          48 01 D8,                       'add rax, rbx'
          66 01 D8,                       'add ax, bx'
          00 D8,                          'add al, bl'
          4D 01 C7,                       'add r15, r8'
          48 03 06,                       'add rax, [rsi]'
          48 01 46 F8,                    'add [rsi - 8], rax'
          48 83 C0 FF,                    'add rax, -1'
          48 81 C3 00 00 00 80,           'add rbx, 0x80000000, sign-extended'
          05 78 56 34 12,                 'add eax, 0x12345678'
          80 44 3E 05 7F,                 'add byte [rsi + rdi + 5], 127'
          29 D8,                          'sub eax, ebx'
          48 29 D8,                       'sub rax, rbx'
          66 2B 06,                       'sub ax, [rsi]'
          28 D8,                          'sub al, bl'
          39 D8,                          'cmp eax, ebx'
          48 39 D8,                       'cmp rax, rbx'
          38 D8,                          'cmp al, bl'
          80 3E 20,                       'cmp byte [rsi], 32'
          48 3B 44 FE 10,                 'cmp rax, [rsi + rdi*8 + 16]'
          21 D8,                          'and eax, ebx'
          48 23 06,                       'and rax, [rsi]'
          83 E0 07,                       'and eax, 7'
          20 C8,                          'and al, cl'
          09 D8,                          'or eax, ebx'
          40 80 CF 30,                    'or dil, 48'
          31 D8,                          'xor eax, ebx'
          48 33 06,                       'xor rax, [rsi]'
          4D 31 C0,                       'xor r8, r8'
          85 C9,                          'test ecx, ecx'
          48 85 C0,                       'test rax, rax'
          84 D2,                          'test dl, dl'
          F7 C3 00 01 00 00,              'test ebx, 256'
          F6 06 80,                       'test byte [rsi], 128'
          A8 01,                          'test al, 1'
          F7 D0,                          'not eax'
          48 F7 D0,                       'not rax'
          F7 D8,                          'neg eax'
          48 F7 D8,                       'neg rax'
          F6 D8,                          'neg al'
          FF C0,                          'inc eax'
          48 FF C0,                       'inc rax'
          FE 06,                          'inc byte [rsi]'
          FF C8,                          'dec eax'
          48 FF 0E,                       'dec qword [rsi]'
          66 FF C8,                       'dec ax'
          D1 E0,                          'shl eax, 1'
          48 D1 E8,                       'shr rax, 1'
          D1 F8,                          'sar eax, 1'
          D1 C0,                          'rol eax, 1'
          D1 C8,                          'ror eax, 1'
          48 D1 C8,                       'ror rax, 1'
          89 D8,                          'mov eax, ebx'
          48 89 D8,                       'mov rax, rbx'
          66 89 D8,                       'mov ax, bx'
          88 C8,                          'mov al, cl'
          40 88 7E FF,                    'mov [rsi - 1], dil'
          48 8B 06,                       'mov rax, [rsi]'
          8B 44 BE 04,                    'mov eax, [rsi + rdi*4 + 4]'
          4C 8B 1C 3E,                    'mov r11, [rsi + rdi]'
          89 5E 08,                       'mov [rsi + 8], ebx'
          C7 06 78 56 34 12,              'mov dword [rsi], number'
          48 C7 06 FF FF FF FF,           'mov qword [rsi], -1'
          66 C7 06 34 12,                 'mov word [rsi], number'
          C6 06 41,                       'mov byte [rsi], 65'
          B8 78 56 34 12,                 'mov eax, number'
          41 B9 78 56 34 92,              'mov r9d, number'
          49 B8 CD CC CC CC CC CC CC CC,  'mov r8, number of 64 bits'
          B1 7F,                          'mov cl, 127'
          48 C7 C5 C0 FF FF FF,           'mov rbp, -64'
          0F B6 C3,                       'movzx eax, bl'
          0F B6 06,                       'movzx eax, byte [rsi]'
          0F B7 C3,                       'movzx eax, bx'
          0F BE C3,                       'movsx eax, bl'
          48 0F BE 06,                    'movsx rax, byte [rsi]'
          0F BF C3,                       'movsx eax, bx'
          48 63 C3,                       'movsxd rax, ebx'
          48 8D 44 5B 07,                 'lea rax, [rbx + rbx*2 + 7]'
          8D 04 12,                       'lea eax, [rdx + rdx]'
          48 8D 04 CD 10 00 00 00,        'lea rax, [rcx*8 + 16]'
          4D 8D 2C 24,                    'lea r13, [r12]'
          4D 8D 6D 00,                    'lea r13, [r13]'
          0F C8,                          'bswap eax'
          41 0F C9,                       'bswap r9d'
          48 0F CA,                       'bswap rdx'
          53 59,                          'push rbx; pop rcx'
          41 57 41 58,                    'push r15; pop r8'
          FF 36 58,                       'push [rsi]; pop rax'
          90,                             'nop'
          66 2E 0F 1F 84 00 00 00 00 00,  'nop of ten bytes'
          EB 02 FF C0 FF C3,              'jmp over inc eax; inc ebx'
          E9 02 00 00 00 FF C0 FF C3,     'jmp, distance of four bytes'
          E8 02 00 00 00 EB 01 C3,        'call; jmp to the end; the callee: ret'
          """)
  void behavesAsTheProcessor(String hex, String name) {
    compare(hex, 0);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      textBlock =
          """
          C1 E0 05,    'shl eax, 5'
          48 C1 E0 0D, 'shl rax, 13'
          C1 E8 03,    'shr eax, 3'
          48 C1 EA 1F, 'shr rdx, 31'
          D3 E8,       'shr eax, cl'
          48 D3 E0,    'shl rax, cl'
          48 D3 F8,    'sar rax, cl'
          C1 C0 07,    'rol eax, 7'
          48 C1 C0 3F, 'rol rax, 63'
          D3 C0,       'rol eax, cl'
          C1 C8 0B,    'ror eax, 11'
          """)
  void shiftsByMoreThanOneLeaveTheOverflowUndefined(String hex, String name) {
    compare(hex, OVERFLOW);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      textBlock =
          """
          F7 E3,                'mul ebx'
          48 F7 E3,             'mul rbx'
          49 F7 E0,             'mul r8'
          48 F7 26,             'mul qword [rsi]'
          0F AF C3,             'imul eax, ebx'
          48 0F AF C3,          'imul rax, rbx'
          66 0F AF C3,          'imul ax, bx'
          48 69 C2 00 CA 9A 3B, 'imul rax, rdx, 1000000000'
          6B C3 F6,             'imul eax, ebx, -10'
          """)
  void productsLeaveSomeFlagsUndefined(String hex, String name) {
    compare(hex, ALL_BUT_CARRY_AND_OVERFLOW);
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      textBlock =
          """
          48 83 CB 01 31 D2 48 F7 F3,    'or rbx, 1; xor edx, edx; div rbx'
          83 CB 01 31 D2 F7 F3,          'or ebx, 1; xor edx, edx; div ebx'
          48 83 CB 01 48 89 DA 48 D1 EA 48 F7 F3,     'or rbx, 1; mov rdx, rbx; shr rdx, 1; div rbx'
          """)
  void quotientsLeaveAllFlagsUndefined(String hex, String name) {
    compare(hex, ALL);
  }

  @Test
  void conditionsHoldOrNot() {
    for (int condition = 0; condition < 16; condition++) {
      compare(String.format("48 39 D8 0F 9%X C1", condition), 0); // cmp rax, rbx; setcc cl
      compare(String.format("48 39 D8 48 0F 4%X C3", condition), 0); // …; cmovcc rax, rbx
      compare(String.format("48 39 D8 0F 4%X C3", condition), 0); // …; cmovcc eax, ebx
      compare(String.format("48 39 D8 7%X 02 FF C1", condition), 0); // …; jcc over inc ecx
      compare(String.format("48 39 D8 0F 8%X 02 00 00 00 FF C1", condition), 0);
      compare(String.format("0F 9%X C1", condition), 0); // with flags at random
    }
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      textBlock =
          """
          F2 0F 58 C1,          'addsd xmm0, xmm1'
          F2 44 0F 58 C9,       'addsd xmm9, xmm1'
          F2 0F 58 06,          'addsd xmm0, [rsi]'
          F2 0F 5C C1,          'subsd xmm0, xmm1'
          F2 0F 59 C1,          'mulsd xmm0, xmm1'
          F2 0F 5E C1,          'divsd xmm0, xmm1'
          F2 0F 51 C1,          'sqrtsd xmm0, xmm1'
          F2 0F 10 C1,          'movsd xmm0, xmm1'
          F2 0F 10 06,          'movsd xmm0, [rsi]'
          F2 0F 11 46 08,       'movsd [rsi + 8], xmm0'
          66 0F 28 C1,          'movapd xmm0, xmm1'
          0F 28 06,             'movaps xmm0, [rsi]'
          0F 29 46 10,          'movaps [rsi + 16], xmm0'
          0F 10 46 07,          'movups xmm0, [rsi + 7]'
          44 0F 11 5E 07,       'movups [rsi + 7], xmm11'
          0F 57 C1,             'xorps xmm0, xmm1'
          """)
  void doublesAreThoseOfTheProcessor(String hex, String name) {
    compare(hex, 0);
  }

  @Test
  void anInstructionThatWasNotTaughtIsNamedWithItsBytesAndAddress() {
    for (String hex : new String[] {"0F A2 90 90 90 90 90 90", "F4 90 90 90 90 90 90 90"}) {
      TestThread.run(
          t -> {
            Processors.State state = random();
            Processors.Fragment fragment = new Processors(t).fragment(hex);
            assertThatThrownBy(() -> fragment.interpreted(state))
                .isInstanceOf(UnknownInstructionException.class)
                .hasMessageContaining(hex.toLowerCase(Locale.ROOT))
                .hasMessageContaining("at 0x");
          });
    }
  }

  private void compare(String hex, int undefinedFlags) {
    TestThread.run(
        t -> {
          Processors.Fragment fragment = new Processors(t).fragment(hex);
          for (int i = 0; i < ROUNDS; i++) {
            Processors.State before = random();
            assertThat(fragment.interpreted(before).withoutFlags(undefinedFlags))
                .as("%s with %s", hex, before)
                .isEqualTo(fragment.onTheHost(before).withoutFlags(undefinedFlags));
          }
        });
  }

  private Processors.State random() {
    long[] general = new long[Registers.COUNT];
    long[] low = new long[Registers.COUNT];
    long[] high = new long[Registers.COUNT];
    for (int i = 0; i < Registers.COUNT; i++) {
      general[i] = number();
      low[i] = Double.doubleToRawLongBits(random.nextGaussian() * Math.pow(2, random.nextInt(80)));
      high[i] = random.nextLong();
    }
    general[RDI] = random.nextInt(4);
    byte[] memory = new byte[Processors.MEMORY];
    random.nextBytes(memory);
    memory[Processors.MEMORY / 2 + 7] &= 0x3F; // as a double, no NaN
    int flags =
        random.nextInt() & (Flags.CARRY | Flags.PARITY | Flags.ZERO | Flags.SIGN | Flags.OVERFLOW);
    return new Processors.State(general, low, high, flags, memory);
  }

  private long number() {
    return random.nextBoolean() ? random.nextLong() : EDGES[random.nextInt(EDGES.length)];
  }
}
