# The suspension handler: a thread that runs guest code is stopped by a signal, and stays in its handler until it
# is resumed. Its registers, the extended ones too, lie in the ucontext_t on the thread's signal stack, where Java
# (decant.nt.Suspension) reads and changes them; the kernel puts them back.
#
# It runs on the alternate stack, never enters Java, and holds nothing while it stays. A thread in the host is not
# stopped here: the gate will see TB_PENDING.

        .globl on_suspend

# A thread that comes back from a function of the host waits for the signal of who wants it stopped, on its own stack
# again: it could be away most of the time.
        .macro come_to_stop
        test byte ptr gs:[TB_PARK], 1
        jz 2f
1:      pause
        test byte ptr gs:[TB_PARK], 1
        jnz 1b
2:
        .endm

        .balign 64
on_suspend:                                     # (rdi = signal, rsi = siginfo_t *, rdx = ucontext_t *)
        cmp dword ptr [rsi + SI_CODE], SI_QUEUE # a signal of somebody else's
        jne 9f
        mov r8, [rsi + SI_VALUE]                # the TEB, for a thread that leaves the guest may have lost GS
        cmp qword ptr [r8 + TB_FRAME], 0
        jne deferred
        mov rax, [rdx + UC_RIP]
        .macro in_stretch first, last, target
        lea rcx, [rip + \first]
        lea r9, [rip + \last]
        mov r10, rax
        sub r10, rcx
        sub r9, rcx
        cmp r10, r9
        jb \target
        .endm
        shr rax, 32                             # machine code that calls a function of the host, on the host's stack:
        cmp eax, GUEST_LIMIT_HI                 # not here; the signal will be sent again
        jae 9f
        mov rax, [rdx + UC_RIP]
        in_stretch clock_away, clock_back, 9f
        in_stretch libm_away, libm_back, 9f
        in_stretch gate_check, gate_ret, look_again
        in_stretch gate_action, gate_action_end, look_again
        in_stretch gate_go_on, gate_go_on_end, dispatch_again
        in_stretch restore_context, restore_context_end, restore_again
        lea rcx, [rip + gate_ret]
        cmp rax, rcx
        jne stay
        mov r9, [rdx + UC_RSP]                  # returns for the gate, so that what is seen is the caller
        mov rax, [r9]
        mov [rdx + UC_RIP], rax
        add r9, 8
        mov [rdx + UC_RSP], r9

stay:
1:      mov r9d, [r8 + TB_PARK]
        test r9d, 1
        jz 2f
        mov [r8 + TB_STOPPED], rdx
        call acknowledge
        lea rdi, [r8 + TB_PARK]
        mov esi, FUTEX_WAIT_PRIVATE
        mov r10, rdx
        mov edx, r9d
        mov r9, r10
        xor r10d, r10d                          # no timeout
        mov eax, SYS_futex
        syscall
        mov rdx, r9
        jmp 1b                                  # a later suspension wants its own acknowledgement
2:      mov qword ptr [r8 + TB_STOPPED], 0
9:      ret

# The jump to restore_context is a part of the first stretch, with TB_ACTION as it is meant to be.
dispatch_again:
        cmp dword ptr [r8 + TB_ACTION], ACTION_RETURN
        jne 2f
        mov dword ptr [r8 + TB_ACTION], ACTION_DISPATCH
        jmp 2f
restore_again:
        mov dword ptr [r8 + TB_ACTION], ACTION_RESTORE
2:      mov r9d, FRAME_RESTORE
        jmp 1f
look_again:
        mov r9, [rdx + UC_RSP]
1:      mov [r8 + TB_FRAME], r9
        lea rax, [rip + gate_check]
        mov [rdx + UC_RIP], rax
        # fall through

deferred:
        mov r9d, [r8 + TB_PARK]
        mov qword ptr [r8 + TB_STOPPED], 0
        # fall through

acknowledge:                                    # (r8 = TEB, r9d = what TB_PARK was)
        mov eax, r9d
        xchg [r8 + TB_ACK], eax
        cmp dword ptr [r8 + TB_ACK_SLEEP], 0
        je 1f
        push rdx
        lea rdi, [r8 + TB_ACK]
        mov esi, FUTEX_WAKE_PRIVATE
        mov edx, 0x7fffffff
        mov eax, SYS_futex
        syscall
        pop rdx
1:      ret
