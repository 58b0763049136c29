# Fibers: a switch saves what Win64 preserves on the stack that is left, and takes the other's.

        .globl SwitchToFiber, fiber_start

# void SwitchToFiber(void *fiber)
#
# Guest functions that Java called (levels of the gate) are on the host's stack, too, where they end in the reverse
# order of their calls. A fiber that is in such a function goes on where it left off only on the same top of that
# stack; Java is told of other cases.
        .balign 32
SwitchToFiber:
        mov rdx, gs:[TEB_FIBER_DATA]
        mov rax, [rcx + FIBER_LEVEL]
        cmp rax, [rcx + FIBER_BASE_LEVEL]
        jne 3f
1:      push rbp
        push rbx
        push rdi
        push rsi
        push r12
        push r13
        push r14
        push r15
        sub rsp, 0xa8
        movaps [rsp + 0x00], xmm6
        movaps [rsp + 0x10], xmm7
        movaps [rsp + 0x20], xmm8
        movaps [rsp + 0x30], xmm9
        movaps [rsp + 0x40], xmm10
        movaps [rsp + 0x50], xmm11
        movaps [rsp + 0x60], xmm12
        movaps [rsp + 0x70], xmm13
        movaps [rsp + 0x80], xmm14
        movaps [rsp + 0x90], xmm15
        stmxcsr [rsp + FIBER_SAVED_MXCSR]
        fnstcw [rsp + FIBER_SAVED_MXCSR + 4]
        mov [rdx + FIBER_RSP], rsp
        mov r8, gs:[TEB_STACK_LIMIT]            # base and reservation never change
        mov [rdx + FIBER_STACK_LIMIT], r8
        mov r8d, gs:[TEB_GUARANTEED]
        mov [rdx + FIBER_GUARANTEED], r8d
        mov r8, gs:[TEB_ACTIVATION]
        mov [rdx + FIBER_ACTIVATION], r8
        mov r8, gs:[TB_LEVEL_SP]
        mov [rdx + FIBER_LEVEL], r8
        mov r8, gs:[TB_HOST_SP]
        mov [rdx + FIBER_HOST_SP], r8
        mov r8, gs:[TB_FLS]
        mov [rdx + FIBER_FLS], r8

        mov r8, [rcx + FIBER_STACK_BASE]
        mov gs:[TEB_STACK_BASE], r8
        mov r8, [rcx + FIBER_STACK_LIMIT]
        mov gs:[TEB_STACK_LIMIT], r8
        mov r8, [rcx + FIBER_DEALLOCATION]
        mov gs:[TEB_DEALLOCATION], r8
        mov r8d, [rcx + FIBER_GUARANTEED]
        mov gs:[TEB_GUARANTEED], r8d
        mov r8, [rcx + FIBER_ACTIVATION]
        mov gs:[TEB_ACTIVATION], r8
        mov gs:[TB_LEVEL_SP], rax
        mov r8, [rcx + FIBER_FLS]
        mov gs:[TB_FLS], r8
        mov qword ptr [rcx + FIBER_FLS], 0      # the thread has them now
        mov gs:[TEB_FIBER_DATA], rcx
        mov rsp, [rcx + FIBER_RSP]
        test dword ptr [rcx + FIBER_FLAGS], FIBER_FLAG_FLOAT_SWITCH
        jz 2f
        ldmxcsr [rsp + FIBER_SAVED_MXCSR]
        fldcw [rsp + FIBER_SAVED_MXCSR + 4]
2:      movaps xmm6, [rsp + 0x00]
        movaps xmm7, [rsp + 0x10]
        movaps xmm8, [rsp + 0x20]
        movaps xmm9, [rsp + 0x30]
        movaps xmm10, [rsp + 0x40]
        movaps xmm11, [rsp + 0x50]
        movaps xmm12, [rsp + 0x60]
        movaps xmm13, [rsp + 0x70]
        movaps xmm14, [rsp + 0x80]
        movaps xmm15, [rsp + 0x90]
        add rsp, 0xa8
        pop r15
        pop r14
        pop r13
        pop r12
        pop rsi
        pop rdi
        pop rbx
        pop rbp
        ret
3:      mov r8, [rcx + FIBER_HOST_SP]
        cmp r8, gs:[TB_HOST_SP]
        je 1b
        jmp [rip + slow_SwitchToFiber]

# Where a fiber begins: r13 = its function, r12 = the parameter. When that returns, the thread ends.
fiber_start:
        mov rcx, r12
        call r13
        xor ecx, ecx
        call [rip + slow_SwitchToFiber]         # does not return
        int3
