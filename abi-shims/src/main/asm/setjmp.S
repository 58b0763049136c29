# Saving and restoring the registers of a guest function; and the stack probe.

        .globl _setjmp, longjmp, RtlCaptureContext, __chkstk

# int _setjmp(jmp_buf, void *frame); the frame is what an unwind would go to
        .balign 32
_setjmp:
        mov [rcx + JB_FRAME], rdx
        mov [rcx + JB_RBX], rbx
        lea rax, [rsp + 8]
        mov [rcx + JB_RSP], rax
        mov [rcx + JB_RBP], rbp
        mov [rcx + JB_RSI], rsi
        mov [rcx + JB_RDI], rdi
        mov [rcx + JB_R12], r12
        mov [rcx + JB_R13], r13
        mov [rcx + JB_R14], r14
        mov [rcx + JB_R15], r15
        mov rax, [rsp]
        mov [rcx + JB_RIP], rax
        stmxcsr [rcx + JB_MXCSR]
        fnstcw [rcx + JB_FPCSR]
        movups [rcx + JB_XMM6 + 0x00], xmm6
        movups [rcx + JB_XMM6 + 0x10], xmm7
        movups [rcx + JB_XMM6 + 0x20], xmm8
        movups [rcx + JB_XMM6 + 0x30], xmm9
        movups [rcx + JB_XMM6 + 0x40], xmm10
        movups [rcx + JB_XMM6 + 0x50], xmm11
        movups [rcx + JB_XMM6 + 0x60], xmm12
        movups [rcx + JB_XMM6 + 0x70], xmm13
        movups [rcx + JB_XMM6 + 0x80], xmm14
        movups [rcx + JB_XMM6 + 0x90], xmm15
        xor eax, eax
        ret

# void longjmp(jmp_buf, int value). A buffer with a frame asks for an unwind. A target beyond the innermost entry into
# the guest lies on the other side of Java frames, which Java must leave first.
        .balign 32
longjmp:
        cmp qword ptr [rcx + JB_FRAME], 0
        jne 2f
        mov rax, [rcx + JB_RSP]
        cmp rax, gs:[TB_LEVEL_SP]
        ja 2f
        mov eax, edx
        test eax, eax
        jnz 1f
        inc eax                                 # setjmp returns 0 only the first time
1:      fldcw [rcx + JB_FPCSR]
        ldmxcsr [rcx + JB_MXCSR]
        movups xmm6, [rcx + JB_XMM6 + 0x00]
        movups xmm7, [rcx + JB_XMM6 + 0x10]
        movups xmm8, [rcx + JB_XMM6 + 0x20]
        movups xmm9, [rcx + JB_XMM6 + 0x30]
        movups xmm10, [rcx + JB_XMM6 + 0x40]
        movups xmm11, [rcx + JB_XMM6 + 0x50]
        movups xmm12, [rcx + JB_XMM6 + 0x60]
        movups xmm13, [rcx + JB_XMM6 + 0x70]
        movups xmm14, [rcx + JB_XMM6 + 0x80]
        movups xmm15, [rcx + JB_XMM6 + 0x90]
        mov rbx, [rcx + JB_RBX]
        mov rbp, [rcx + JB_RBP]
        mov rsi, [rcx + JB_RSI]
        mov rdi, [rcx + JB_RDI]
        mov r12, [rcx + JB_R12]
        mov r13, [rcx + JB_R13]
        mov r14, [rcx + JB_R14]
        mov r15, [rcx + JB_R15]
        mov rsp, [rcx + JB_RSP]
        jmp [rcx + JB_RIP]
2:      jmp [rip + slow_longjmp]

# void RtlCaptureContext(CONTEXT *): the caller's registers, as they are when this returns
        .balign 32
RtlCaptureContext:
        mov [rcx + CTX_RAX], rax
        lahf                                    # before anything changes the flags
        seto al
        mov [rcx + CTX_EFLAGS], eax             # for a moment
        mov [rcx + CTX_RCX], rcx
        mov [rcx + CTX_RDX], rdx
        mov [rcx + CTX_RBX], rbx
        mov [rcx + CTX_RBP], rbp
        mov [rcx + CTX_RSI], rsi
        mov [rcx + CTX_RDI], rdi
        mov [rcx + CTX_R8], r8
        mov [rcx + CTX_R9], r9
        mov [rcx + CTX_R10], r10
        mov [rcx + CTX_R11], r11
        mov [rcx + CTX_R12], r12
        mov [rcx + CTX_R13], r13
        mov [rcx + CTX_R14], r14
        mov [rcx + CTX_R15], r15
        lea rax, [rsp + 8]
        mov [rcx + CTX_RSP], rax
        mov rax, [rsp]
        mov [rcx + CTX_RIP], rax
        mov dword ptr [rcx + CTX_FLAGS], CTX_ALL
        mov dword ptr [rcx + CTX_SEG_CS], 0x002b0033     # SegCs, SegDs as on Windows
        mov dword ptr [rcx + CTX_SEG_CS + 4], 0x0053002b # SegEs, SegFs
        mov dword ptr [rcx + CTX_SEG_CS + 8], 0x002b002b # SegGs, SegSs
        stmxcsr [rcx + CTX_MXCSR]
        fxsave64 [rcx + CTX_FLTSAVE]
        movzx edx, byte ptr [rcx + CTX_EFLAGS + 1]       # SF ZF AF PF CF
        movzx eax, byte ptr [rcx + CTX_EFLAGS]           # OF
        shl eax, 11
        lea eax, [rax + rdx + 0x200]                     # IF
        or eax, 2
        mov [rcx + CTX_EFLAGS], eax
        mov rdx, [rcx + CTX_RDX]
        mov rax, [rcx + CTX_RAX]
        ret

# __chkstk(rax = bytes): touches every page of the stack that the caller is about to take, in order, for each guard
# page to be hit. Changes no register.
        .balign 32
__chkstk:
        push r10
        push r11
        lea r10, [rsp + 24]                     # the caller's stack pointer
        mov r11, gs:[TEB_STACK_LIMIT]           # down to here there is stack already
        sub r10, rax
        jae 1f
        xor r10d, r10d                          # more than there is: ends at the end of the stack
        jmp 1f
2:      sub r11, 0x1000
        test [r11], r11b
1:      cmp r10, r11
        jb 2b
        pop r11
        pop r10
        ret
__chkstk_end:

# The virtual functions of the exceptions that the C++ runtime itself throws (decant.crt.eh.CxxStandard): they own nothing.
        .globl exception_destroy, exception_what
        .balign 16
exception_destroy:                              # void *(this, unsigned flags)
        mov rax, rcx
        ret
        .balign 16
exception_what:                                 # const char *(this)
        mov rax, [rcx + 8]
        ret
