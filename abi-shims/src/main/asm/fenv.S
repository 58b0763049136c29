# fenv.h, and the status of float.h: the processor's own flags (MXCSR), which calls of Java may only add to. In MXCSR the
# flags are, from bit 0: invalid, denormal, division by zero, overflow, underflow, inexact; in fenv.h they come the other
# way round and without the denormal, which float.h has as SW_DENORMAL.

        .globl fetestexcept, feclearexcept, fegetexceptflag, fesetexceptflag, fegetround, fegetenv, fesetenv, feholdexcept
        .globl _statusfp, _clearfp

        .set FE_ALL_EXCEPT, 0x1f
        .set MXCSR_FLAGS, 0x3f
        .set MXCSR_DENORMAL, 0x02
        .set SW_DENORMAL, 0x80000
        .set FENV_CONTROL, 0                    # fenv_t
        .set FENV_STATUS, 4

# The flags of MXCSR in the order of fenv.h, and the other way.
fe_flags:
        .set i, 0
        .rept 64
        .byte (i & 0x01) << 4 | (i & 0x04) << 1 | (i & 0x08) >> 1 | (i & 0x10) >> 3 | (i & 0x20) >> 5
        .set i, i + 1
        .endr
mxcsr_flags:
        .set i, 0
        .rept 32
        .byte (i & 0x10) >> 4 | (i & 0x08) >> 1 | (i & 0x04) << 1 | (i & 0x02) << 3 | (i & 0x01) << 5
        .set i, i + 1
        .endr

# eax: the flags as fenv.h has them. The caller's room for arguments is used: at its entry, [rsp + 8].
        .macro status
        stmxcsr [rsp + 0x08]
        mov eax, [rsp + 0x08]
        and eax, MXCSR_FLAGS
        lea r9, [rip + fe_flags]
        movzx eax, byte ptr [r9 + rax]
        .endm

# Gives the flags in ecx (of fenv.h) the values that they have in edx.
        .balign 16
set_status:
        and ecx, FE_ALL_EXCEPT
        and edx, ecx
        lea r9, [rip + mxcsr_flags]
        movzx ecx, byte ptr [r9 + rcx]
        movzx edx, byte ptr [r9 + rdx]
        not ecx
        stmxcsr [rsp + 0x08]
        and [rsp + 0x08], ecx
        or [rsp + 0x08], edx
        ldmxcsr [rsp + 0x08]
        xor eax, eax
        ret

# int fetestexcept(int): those of the flags that are set
        .balign 16
fetestexcept:
        status
        and eax, ecx
        ret

# int feclearexcept(int)
        .balign 16
feclearexcept:
        xor edx, edx
        jmp set_status

# int fegetexceptflag(fexcept_t *, int)
        .balign 16
fegetexceptflag:
        status
        and eax, edx
        mov [rcx], eax
        xor eax, eax
        ret

# int fesetexceptflag(const fexcept_t *, int)
        .balign 16
fesetexceptflag:
        mov eax, [rcx]
        mov ecx, edx
        mov edx, eax
        jmp set_status

# int fegetround(void): 0 to the nearest, 0x100 down, 0x200 up, 0x300 towards 0
        .balign 16
fegetround:
        stmxcsr [rsp + 0x08]
        mov eax, [rsp + 0x08]
        shr eax, 5
        and eax, 0x300
        ret

# int fegetenv(fenv_t *): the control is what MXCSR has but for the flags
        .balign 16
fegetenv:
        status
        mov edx, [rsp + 0x08]
        and edx, ~MXCSR_FLAGS
        mov [rcx + FENV_CONTROL], edx
        mov [rcx + FENV_STATUS], eax
        xor eax, eax
        ret

# int fesetenv(const fenv_t *): the modes stay as they are
        .balign 16
fesetenv:
        mov edx, [rcx + FENV_STATUS]
        mov ecx, FE_ALL_EXCEPT
        jmp set_status

# int feholdexcept(fenv_t *): as fegetenv; clears the flags
        .balign 16
feholdexcept:
        status
        mov edx, [rsp + 0x08]
        and edx, ~MXCSR_FLAGS
        mov [rcx + FENV_CONTROL], edx
        mov [rcx + FENV_STATUS], eax
        mov ecx, FE_ALL_EXCEPT
        xor edx, edx
        jmp set_status

# unsigned _statusfp(void)
        .balign 16
_statusfp:
        status
        test byte ptr [rsp + 0x08], MXCSR_DENORMAL
        jz 1f
        or eax, SW_DENORMAL
1:      ret

# unsigned _clearfp(void): the flags as they were
        .balign 16
_clearfp:
        status
        test byte ptr [rsp + 0x08], MXCSR_DENORMAL
        jz 1f
        or eax, SW_DENORMAL
1:      and dword ptr [rsp + 0x08], ~MXCSR_FLAGS
        ldmxcsr [rsp + 0x08]
        ret
