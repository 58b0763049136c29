# Functions of math.h: those whose results are exact, so that there is one answer, and those of libm that report nothing
# while the result is finite.

        .globl floor, ceil, trunc, fabs, sqrt, frexp

        .set MXCSR_USUAL, 0x1f80                # no exceptions, to the nearest
        .set MXCSR_CHECKED, 0x7f80
        .set ROUND_DOWN, 9                      # and no inexact exception
        .set ROUND_UP, 10
        .set ROUND_TO_ZERO, 11

        .balign 16
floor:
        roundsd xmm0, xmm0, ROUND_DOWN
        ret

        .balign 16
ceil:
        roundsd xmm0, xmm0, ROUND_UP
        ret

        .balign 16
trunc:
        roundsd xmm0, xmm0, ROUND_TO_ZERO
        ret

        .balign 16
fabs:
        movq rax, xmm0
        btr rax, 63
        movq xmm0, rax
        ret

# double sqrt(double): Java reports what has none
        .balign 16
sqrt:
        pxor xmm1, xmm1
        ucomisd xmm0, xmm1
        jb 9f                                   # negative, or no number
        sqrtsd xmm0, xmm0
        ret
9:      jmp [rip + slow_sqrt]

# double frexp(double, int *exponent) of a normal number
        .balign 16
frexp:
        movq rax, xmm0
        mov rcx, rax
        shr rcx, 52
        and ecx, 0x7ff
        lea r8d, [rcx - 1]
        cmp r8d, 0x7fe
        jae 9f                                  # zero, subnormal, infinite, no number
        sub ecx, 0x3fe
        mov [rdx], ecx
        mov rcx, 0x800fffffffffffff
        and rax, rcx
        mov rcx, 0x3fe0000000000000             # from 1/2 on, below 1
        or rax, rcx
        movq xmm0, rax
        ret
9:      jmp [rip + slow_frexp]

# --- libm ----------------------------------------------------------------------------------------------------------

        .macro libm_functions names:vararg
        .irp name, \names
        .globl \name, data_libm_\name
        .balign 32
\name:
        mov rax, [rip + data_libm_\name]
        mov rdx, [rip + slow_\name]
        jmp libm
data_libm_\name: .quad 0                        # filled by the first call of Java's (decant.crt.DirectMath)
        .endr
        .endm

        libm_functions sin, cos, tan, asin, acos, atan, atan2, sinh, cosh, tanh, exp, log, pow

# The result of libm's function rax for xmm0 and xmm1, as long as it is one; else that of Java's, rdx.
        .balign 32
libm:
        test rax, rax
        jz 9f
        stmxcsr [rsp + 0x08]
        mov ecx, [rsp + 0x08]
        and ecx, MXCSR_CHECKED
        cmp ecx, MXCSR_USUAL
        jne 9f
        movsd [rsp + 0x08], xmm0
        movsd [rsp + 0x10], xmm1
        mov [rsp + 0x18], rdx
        call libm_call
        movq rax, xmm0
        shr rax, 52
        not eax
        test eax, 0x7ff
        jz 8f                                   # infinite, no number
        ret
8:      movsd xmm0, [rsp + 0x08]
        movsd xmm1, [rsp + 0x10]
        jmp [rsp + 0x18]
9:      jmp rdx

# Calls the System V function rax on the host stack, with what Win64 preserves and System V does not put aside.
        .balign 32
libm_call:
        push rbx
        push rdi
        push rsi
        mov rbx, rsp
        mov rsp, gs:[TB_HOST_SP]                # 16-byte aligned
libm_away:
        sub rsp, 160
        .irp number, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
        movaps [rsp + 16 * (\number - 6)], xmm\number
        .endr
        call rax
        .irp number, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
        movaps xmm\number, [rsp + 16 * (\number - 6)]
        .endr
        mov rsp, rbx
libm_back:
        come_to_stop
        pop rsi
        pop rdi
        pop rbx
        ret
libm_call_end:
