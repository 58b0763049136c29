# Functions of math.h whose results are exact, so that there is one answer.

        .globl floor, ceil, trunc, fabs, sqrt, frexp

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
