# The gate: the only way between guest code and Java.
#
#   Java  -> guest   enter(function, bottom, teb)        a native method, through jni.S
#   guest -> Java    stub: mov eax, index; jmp gs:[TB_GATE]
#
# Two stacks: the guest runs on its own, Java on the host stack that `enter` was called on. The gate saves
# what Win64 preserves and System V does not, switches stacks, and calls the one FFM upcall.
#
# TB_FRAME says on which side a thread is. Whoever wants to stop it sets TB_PENDING first and reads TB_FRAME then;
# a thread that goes into the guest clears TB_FRAME first and reads TB_PENDING then. So a thread that is on its way
# sees the wish, or is seen in the guest and gets a signal (suspend.S). Between the two looks and the guest's first
# instruction the handler sends it back to the look: these stretches can be begun anew at any instruction.

        .globl enter, gate, gate_pushes, gate_prolog_xmm, gate_prolog_end, gate_end, call_guest, fault_entry, interrupt_entry, context_return

# ---------------------------------------------------------------------------------------------------------
# long enter(rdi = guest function, rsi = bottom of a gate frame on the guest stack, rdx = TEB)
#
# Calls a guest function whose arguments Java has stored in the outgoing slots at `bottom`. Returns RAX; XMM0
# is left in TB_XMM0. The previous level (host and guest stack pointers, GS) is kept on the host stack, so
# entries nest: a shim may call a guest callback, which may call a shim.
# ---------------------------------------------------------------------------------------------------------
        .balign 64
enter:
        push rbp
        push rbx
        push r12
        push r13
        push r14
        push r15
        cmp byte ptr [rip + data_fsgsbase], 0
        je 1f
        rdgsbase rax
        push rax
        wrgsbase rdx
        jmp 2f
1:      sub rsp, 8                              # room for the old GS base, filled by the kernel
        mov r12, rdi
        mov r13, rsi
        mov r14, rdx
        mov eax, SYS_arch_prctl
        mov edi, ARCH_GET_GS
        mov rsi, rsp
        syscall
        mov eax, SYS_arch_prctl
        mov edi, ARCH_SET_GS
        mov rsi, r14
        syscall
        mov rdi, r12
        mov rsi, r13
2:      cmp rsp, gs:[TB_HOST_LOW]               # a thread that is not ours may be deep in its stack
        jb host_full
        cmp dword ptr gs:[TB_HOST_TID], 0
        je first_entry
3:      push qword ptr gs:[TB_HOST_SP]
        push qword ptr gs:[TB_LEVEL_SP]
        push qword ptr gs:[TB_FRAME]
        push rdi
        mov gs:[TB_HOST_SP], rsp                # 16-byte aligned: eleven pushes and the return address
        mov gs:[TB_LEVEL_SP], rsi
enter_check:
        mov rsp, rsi
        mov qword ptr gs:[TB_FRAME], 0          # from here on the thread is in the guest
        cmp dword ptr gs:[TB_PENDING], 0
        jne enter_pending
        mov rax, rdi
        mov rcx, [rsp]
        mov rdx, [rsp + 8]
        mov r8, [rsp + 16]
        mov r9, [rsp + 24]
        movq xmm0, rcx
        movq xmm1, rdx
        movq xmm2, r8
        movq xmm3, r9
        xor ebx, ebx                            # nothing of the host's in the guest's registers
        xor ebp, ebp
        xor esi, esi
        xor edi, edi
        xor r10d, r10d
        xor r11d, r11d
        xor r12d, r12d
        xor r13d, r13d
        xor r14d, r14d
        xor r15d, r15d
        jmp call_guest                          # inside the gate's body, for the sake of the unwinder

leave_guest:                                    # rax = result
        mov rcx, gs:[TB_HOST_SP]
        mov rcx, [rcx + 8]
        mov gs:[TB_FRAME], rcx                  # from here on the thread is where it was before `enter`
        mov dword ptr gs:[TB_ACTION], ACTION_RETURN
        movq qword ptr gs:[TB_XMM0], xmm0
        mov rsp, gs:[TB_HOST_SP]
        cld
        add rsp, 16
        pop qword ptr gs:[TB_LEVEL_SP]
        pop qword ptr gs:[TB_HOST_SP]
leave_host:
        cmp byte ptr [rip + data_fsgsbase], 0
        je 1f
        pop rcx
        wrgsbase rcx
        jmp 2f
1:      mov rbx, rax
        mov eax, SYS_arch_prctl
        mov edi, ARCH_SET_GS
        pop rsi
        syscall
        mov rax, rbx
2:      pop r15
        pop r14
        pop r13
        pop r12
        pop rbx
        pop rbp
        ret

host_full:
        mov dword ptr gs:[TB_HOST_FULL], 1
        jmp leave_host

first_entry:
        mov r8, rdi
        mov eax, SYS_gettid
        syscall
        mov gs:[TB_HOST_TID], eax
        mov rdi, r8
        jmp 3b

# Java is wanted before the guest is entered.
enter_pending:
        mov rsp, gs:[TB_HOST_SP]
        mov rdi, [rsp + 8]
        mov gs:[TB_FRAME], rdi
        mov esi, PENDING_INDEX
        mov edx, gs:[TB_SLOT]
        call [rip + data_upcall]
        cmp dword ptr gs:[TB_ACTION], ACTION_RETURN
        jne gate_check
        mov rdi, [rsp]
        mov rsi, gs:[TB_LEVEL_SP]
        jmp enter_check

# ---------------------------------------------------------------------------------------------------------
# gate(eax = index of the shim; everything else as the guest's call left it)
# ---------------------------------------------------------------------------------------------------------
        .balign 64
gate:
        mov [rsp + 0x08], rcx                   # the caller's home space makes the arguments one array
        mov [rsp + 0x10], rdx
        mov [rsp + 0x18], r8
        mov [rsp + 0x20], r9
gate_pushes:                                    # Faults.leaveGate counts on what follows
        push rbp
        push rbx
        push rdi
        push rsi
        push r12
        push r13
        push r14
        push r15
        sub rsp, FRAME_ALLOC
gate_prolog_xmm:
        movups [rsp + FRAME_XMM + 0x00], xmm6
        movups [rsp + FRAME_XMM + 0x10], xmm7
        movups [rsp + FRAME_XMM + 0x20], xmm8
        movups [rsp + FRAME_XMM + 0x30], xmm9
        movups [rsp + FRAME_XMM + 0x40], xmm10
        movups [rsp + FRAME_XMM + 0x50], xmm11
        movups [rsp + FRAME_XMM + 0x60], xmm12
        movups [rsp + FRAME_XMM + 0x70], xmm13
        movups [rsp + FRAME_XMM + 0x80], xmm14
        movups [rsp + FRAME_XMM + 0x90], xmm15
gate_prolog_end:
        mov qword ptr [rsp + FRAME_CONTEXT], 0  # an unwinder goes on with what this frame has saved
        movlps [rsp + FRAME_XMM_ARGS + 0x00], xmm0
        movlps [rsp + FRAME_XMM_ARGS + 0x08], xmm1
        movlps [rsp + FRAME_XMM_ARGS + 0x10], xmm2
        movlps [rsp + FRAME_XMM_ARGS + 0x18], xmm3
        lea rdi, [rsp + FRAME_ARGS]
        mov esi, eax
        mov edx, gs:[TB_SLOT]
        mov rbx, rsp
        mov gs:[TB_FRAME], rsp                  # from here on the thread is in the host
        mov rsp, gs:[TB_HOST_SP]
        cld
        call [rip + data_upcall]                # long dispatch(long frame, int index, int slot)
        mov rsp, rbx
gate_check:                                     # (rsp = bottom of the frame, rax = result)
        mov qword ptr gs:[TB_FRAME], 0          # from here on the thread is in the guest
        cmp qword ptr gs:[TB_ACTION], 0         # TB_ACTION and TB_PENDING at once
        jne gate_action
        movsd xmm0, qword ptr [rsp + FRAME_XMM_ARGS]
        movups xmm6, [rsp + FRAME_XMM + 0x00]
        movups xmm7, [rsp + FRAME_XMM + 0x10]
        movups xmm8, [rsp + FRAME_XMM + 0x20]
        movups xmm9, [rsp + FRAME_XMM + 0x30]
        movups xmm10, [rsp + FRAME_XMM + 0x40]
        movups xmm11, [rsp + FRAME_XMM + 0x50]
        movups xmm12, [rsp + FRAME_XMM + 0x60]
        movups xmm13, [rsp + FRAME_XMM + 0x70]
        movups xmm14, [rsp + FRAME_XMM + 0x80]
        movups xmm15, [rsp + FRAME_XMM + 0x90]
        mov r15, [rsp + FRAME_ALLOC + 0x00]     # no pops: the stack pointer tells where the frame is to the end
        mov r14, [rsp + FRAME_ALLOC + 0x08]
        mov r13, [rsp + FRAME_ALLOC + 0x10]
        mov r12, [rsp + FRAME_ALLOC + 0x18]
        mov rsi, [rsp + FRAME_ALLOC + 0x20]
        mov rdi, [rsp + FRAME_ALLOC + 0x28]
        mov rbx, [rsp + FRAME_ALLOC + 0x30]
        mov rbp, [rsp + FRAME_ALLOC + 0x38]
        add rsp, FRAME_ALLOC + 0x40
gate_ret:
        ret

# A guest function that Java calls gets a return address inside the gate's body with RSP at the bottom of a
# gate frame: an unwinder takes it for an ordinary callee of the gate, and goes on to the gate's caller.
call_guest:
        call rax
guest_return:
        nop                                     # a jump here would look like an epilog
        jmp leave_guest
gate_end:

gate_action:
        cmp dword ptr gs:[TB_ACTION], ACTION_LEAVE
        je leave_guest
        cmp dword ptr gs:[TB_PENDING], 0
        jne 2f
        cmp dword ptr gs:[TB_ACTION], ACTION_RETURN
        jne gate_go_on
        jmp gate_check                          # what was pending is so no longer: the other thread has resumed us
2:      mov rcx, rsp
        cmp dword ptr gs:[TB_ACTION], ACTION_RETURN
        je 1f
        mov ecx, FRAME_RESTORE
1:      mov rbx, rsp
        mov gs:[TB_FRAME], rcx
gate_action_end:
        mov rsp, gs:[TB_HOST_SP]
        mov gs:[TB_RESULT], rax
        push rax
        sub rsp, 8
        mov rdi, rcx
        mov esi, PENDING_INDEX
        mov edx, gs:[TB_SLOT]
        call [rip + data_upcall]
        add rsp, 8
        pop rax
        mov rsp, rbx
        jmp gate_check

# The guest goes on elsewhere: with a CONTEXT, or because of an exception, whose frame lies on its stack. Handlers begin
# with the floating-point modes of a new thread.
gate_go_on:
        cmp dword ptr gs:[TB_ACTION], ACTION_DISPATCH
        jne restore_context
        mov dword ptr gs:[TB_ACTION], ACTION_RETURN
        ldmxcsr [rip + default_mxcsr]
        fldcw [rip + default_control]
        mov rsp, gs:[TB_ACTION_ARG]
gate_go_on_end:
        jmp KiUserExceptionDispatcher
default_mxcsr:  .long 0x1f80
default_control: .word 0x27f

# A guest fault: the signal entry made the thread come here. The guest's registers are in TB_CONTEXT and its
# stack may be unusable, so nothing is stored there.
        .balign 16
fault_entry:
        fninit                                  # what is pending there must not fault in the host
        xor edi, edi                            # no frame
        mov esi, FAULT_INDEX
        mov edx, gs:[TB_SLOT]
        mov rsp, gs:[TB_HOST_SP]
        cld
        call [rip + data_upcall]                # TB_FRAME is FRAME_FAULT since the signal
        jmp gate_check                          # never with ACTION_RETURN

# A thread that was stopped in guest code is wanted in Java, which made it come here (decant.abi.Interruptions) and
# has set TB_FRAME. The guest stack is not touched.
        .balign 16
interrupt_entry:
        mov rdi, gs:[TB_FRAME]
        mov esi, PENDING_INDEX
        mov edx, gs:[TB_SLOT]
        mov rsp, gs:[TB_HOST_SP]
        cld
        call [rip + data_upcall]
        jmp gate_check                          # never with ACTION_RETURN

# Where a shim returns to when another thread has set the registers that its caller is to have afterwards
# (decant.abi.ThreadContexts): Java knows them by the place of the frame.
        .balign 16
context_return:
        mov gs:[TB_RESULT], rax
        stmxcsr gs:[TB_MODES]
        fnstcw gs:[TB_MODES + 4]
        mov eax, CONTEXT_INDEX
        sub rsp, 8                              # as if it had been called
        jmp gate
