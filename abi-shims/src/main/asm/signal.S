# The signal entry: the handler of SIGSEGV, SIGBUS, SIGILL, SIGFPE and SIGTRAP, in front of HotSpot's.
#
#   page of an image that was not needed so far         -> brought in (demand.S), and the access tried again
#   fault in guest code (RIP below the limit, or        -> CONTEXT into the thread block, thread sent to fault_entry
#   the thread in the guest by TB_FRAME)
#   Java (or a host library) touching guest memory     -> HotSpot's SIGBUS handler, which makes an InternalError
#                                                         of it: Gate.dispatch turns that into the guest's fault
#   all else                                           -> HotSpot's own handler, arguments untouched
#
# It runs on the alternate stack of the thread, never enters Java, and writes nothing but the thread block.

        .globl on_fault, on_notify

        .balign 64
on_fault:                                       # (rdi = signal, rsi = siginfo_t *, rdx = ucontext_t *)
        cmp edi, SIGSEGV
        jne 1f
        call demand_fault
        test eax, eax
        jz 1f
        ret
1:
        mov rax, [rdx + UC_RIP]
        shr rax, 32
        cmp eax, GUEST_LIMIT_HI
        jb guest_fault

        # RIP is not the guest's. The thread may be in the guest all the same: it has jumped astray, wherever its stack
        # pointer is by then, or calls the vDSO. On the signal stack it is in a handler of HotSpot's.
        call load_teb
        mov rcx, rax
        shr rcx, 32
        cmp ecx, GUEST_LIMIT_HI
        jae host_fault
        test rax, rax
        jz host_fault
        mov rcx, [rdx + UC_RSP]
        sub rcx, rax
        sub rcx, TB_SIGNAL_STACK
        cmp rcx, TB_SIGNAL_STACK_SIZE
        jb host_fault
        cmp qword ptr [rax + TB_FRAME], 0
        je guest_fault

host_fault:
        # Host code. The guest's flags that make every step, or every access that is not aligned, a fault, are not
        # for it.
        cmp edi, SIGTRAP
        jne 2f
        cmp qword ptr [rdx + UC_TRAPNO], TRAP_DEBUG
        jne chain
        and dword ptr [rdx + UC_EFL], ~0x100
        ret
2:      cmp edi, SIGBUS
        jne 3f
        cmp qword ptr [rdx + UC_TRAPNO], TRAP_ALIGNMENT
        jne 4f
        and dword ptr [rdx + UC_EFL], ~0x40000
        ret
        # Is the address the guest's?
3:      cmp edi, SIGSEGV
        jne chain
4:
        mov rcx, [rsi + SI_ADDR]
        cmp rcx, 0x10000                        # HotSpot's implicit null checks
        jb chain
        mov r8, rcx
        sub r8, [rip + data_null_page]          # and those of its compressed references
        cmp r8, 0x1000
        jb chain
        shr rcx, 32
        cmp ecx, GUEST_LIMIT_HI
        jae hosted_fault
5:      call fail_exchange
        test eax, eax
        jnz 2f
        call load_teb
        test rax, rax
        jz 1f
        cmp qword ptr [rax + TB_HOST_FAULT], 0  # HotSpot may go on for a while before Java hears of the first one
        jne 1f
        mov rcx, [rsi + SI_ADDR]
        mov [rax + TB_HOST_FAULT], rcx
        mov rcx, [rdx + UC_ERR]
        mov [rax + TB_HOST_FAULT_ERROR], rcx
1:      mov edi, SIGBUS
chain:
        lea rax, [rip + data_old_handlers]
        jmp [rax + rdi*8]

2:      ret

# The program has overwritten the block behind its TEB, and with it the way into Java: nothing but the end is left.
block_lost:
        mov edi, 2
        lea rsi, [rip + block_lost_text]
        mov edx, block_lost_end - block_lost_text
        mov eax, SYS_write
        syscall
        mov edi, EXIT_INTERNAL
        mov eax, SYS_exit_group
        syscall
block_lost_text:
        .ascii "decant: the program has overwritten what its thread runs by (behind the TEB), and cannot go on.\n"
block_lost_end:

# The address is the host's. Where guests are given such addresses, it is one of theirs unless it is one that HotSpot
# looks at to be stopped: by a test of eax, which only that uses so, or around its stack pointer.
hosted_fault:
        cmp byte ptr [rip + data_hosted], 0
        je chain
        mov rcx, [rsi + SI_ADDR]
        sub rcx, [rdx + UC_RSP]
        add rcx, 0x100000
        cmp rcx, 0x110000
        jb chain
        mov r8, [rdx + UC_RIP]
        cmp byte ptr [r8], 0x41                 # REX.B
        jne 1f
        inc r8
1:      cmp byte ptr [r8], 0xd5                 # REX2
        jne 1f
        add r8, 2
1:      cmp byte ptr [r8], 0x85                 # TEST
        jne 5b
        test byte ptr [r8 + 1], 0x38            # ModRM: eax
        jz chain
        jmp 5b

# A locked compare-and-exchange of 32 or 64 bits is what HotSpot does not survive a fault of. It is skipped: it has
# failed, and decant.host.Atomic, which all of them in guest memory are from, learns why from data_atomic_fault.
# eax = 0 when the instruction is another one. Keeps rdi, rsi, rdx.
fail_exchange:
        mov r8, [rdx + UC_RIP]
        xor eax, eax
        cmp byte ptr [r8], 0xf0                 # LOCK
        jne 9f
        inc r8
        movzx ecx, byte ptr [r8]
        and ecx, 0xf0
        cmp ecx, 0x40                           # REX
        jne 1f
        inc r8
1:      cmp word ptr [r8], 0xb10f               # CMPXCHG
        jne 9f
        movzx ecx, byte ptr [r8 + 2]            # ModRM
        add r8, 3
        mov r9d, ecx
        shr r9d, 6                              # mode
        and ecx, 7
        cmp ecx, 4
        jne 2f
        movzx ecx, byte ptr [r8]                # SIB
        inc r8
        and ecx, 7
2:      cmp r9d, 1
        je 4f                                   # a displacement of one byte,
        ja 3f
        cmp ecx, 5
        jne 5f
3:      add r8, 3                               # of four
4:      inc r8
5:      mov [rdx + UC_RIP], r8
        and dword ptr [rdx + UC_EFL], ~0x40     # ZF: not exchanged,
        xor qword ptr [rdx + UC_RAX], 1         # because something else was there
        mov rcx, [rsi + SI_ADDR]
        mov [rip + data_atomic_fault], rcx
        mov eax, 1
9:      ret

guest_fault:
        cmp qword ptr [rdx + UC_TRAPNO], TRAP_GENERAL_PROTECTION
        jne 1f
        cmp qword ptr [rdx + UC_ERR], 0x2e * 8 + 2      # int 2e: the old way to make a system call
        jne 1f
        add qword ptr [rdx + UC_RIP], 2
        jmp enter_system_call
1:
        # A program that steps does not step through the gate, nor through what continues it: those are not on its stack
        # all the time. Its steps end where it calls the system.
        cmp edi, SIGTRAP
        jne 3f
        cmp qword ptr [rdx + UC_TRAPNO], TRAP_DEBUG
        jne 3f
        mov rax, [rdx + UC_RIP]
        lea rcx, [rip + enter]
        sub rax, rcx
        cmp rax, on_fault - enter
        jb 2f
        sub rax, restore_context - enter
        cmp rax, restore_context_end - restore_context
        jae 3f
2:      and dword ptr [rdx + UC_EFL], ~0x100
        ret

3:      call load_teb
        test rax, rax
        jz chain
        cmp qword ptr [rax + TB_HOST_SP], 0
        je block_lost
        mov rcx, [rdx + UC_RIP]                 # fault_entry itself, on what should be the host's stack
        lea r8, [rip + fault_entry]
        sub rcx, r8
        cmp rcx, interrupt_entry - fault_entry
        jb block_lost
        mov qword ptr [rax + TB_FRAME], FRAME_FAULT
        mov [rax + TB_FAULT_SIGNAL], edi
        mov ecx, [rsi + SI_CODE]
        mov [rax + TB_FAULT_CODE], ecx
        mov rcx, [rsi + SI_ADDR]
        mov [rax + TB_FAULT_ADDRESS], rcx
        mov rcx, [rdx + UC_TRAPNO]
        mov [rax + TB_FAULT_TRAP], rcx
        mov rcx, [rdx + UC_ERR]
        mov [rax + TB_FAULT_ERROR], rcx

        lea r8, [rax + TB_CONTEXT]
        mov dword ptr [r8 + CTX_FLAGS], CTX_FAULT
        .macro greg from, to
        mov rcx, [rdx + \from]
        mov [r8 + \to], rcx
        .endm
        greg UC_RAX, CTX_RAX
        greg UC_RCX, CTX_RCX
        greg UC_RDX, CTX_RDX
        greg UC_RBX, CTX_RBX
        greg UC_RSP, CTX_RSP
        greg UC_RBP, CTX_RBP
        greg UC_RSI, CTX_RSI
        greg UC_RDI, CTX_RDI
        greg UC_R8, CTX_R8
        greg UC_R9, CTX_R9
        greg UC_R10, CTX_R10
        greg UC_R11, CTX_R11
        greg UC_R12, CTX_R12
        greg UC_R13, CTX_R13
        greg UC_R14, CTX_R14
        greg UC_R15, CTX_R15
        greg UC_RIP, CTX_RIP
        # An address that IRETQ cannot go to faults before it goes; it is the target's fault.
        lea r9, [rip + restore_iretq]
        cmp rcx, r9
        jne 1f
        mov rcx, [rax + TB_IRET]
        mov [r8 + CTX_RIP], rcx
        mov rcx, [rax + TB_IRET + 0x18]
        mov [r8 + CTX_RSP], rcx
1:
        mov ecx, [rdx + UC_EFL]
        mov [r8 + CTX_EFLAGS], ecx
        mov dword ptr [r8 + CTX_SEG_CS], 0x002b0033     # SegCs, SegDs as on Windows
        mov dword ptr [r8 + CTX_SEG_CS + 4], 0x0053002b # SegEs, SegFs
        mov dword ptr [r8 + CTX_SEG_CS + 8], 0x002b002b # SegGs, SegSs
        mov r9, [rdx + UC_FPSTATE]
        test r9, r9
        jz 2f
        mov ecx, [r9 + 24]                      # FXSAVE: MXCSR
        mov [r8 + CTX_MXCSR], ecx
        mov r10, rdi
        mov r11, rsi
        lea rdi, [r8 + CTX_FLTSAVE]
        mov rsi, r9
        mov ecx, 512 / 8
        rep movsq
        # The extended state, as far as it is in use.
        cmp dword ptr [r9 + FP_MAGIC1], FP_XSTATE_MAGIC1
        jne 5f
        mov esi, [r9 + FP_XFEATURES]
        and esi, XSTATE_AVX | XSTATE_AVX512
        mov [rip + data_xstate_mask], esi
        mov ecx, [r9 + FP_XSTATE_SIZE]
        sub ecx, XSAVE_EXTENDED
        cmp ecx, TB_XSAVE_SIZE - XSAVE_EXTENDED
        jbe 3f
        and esi, XSTATE_AVX                     # the rest is more than there is room for
        mov [rip + data_xstate_mask], esi
        mov ecx, 256
3:
        mov [rip + data_xstate_size], ecx
        or esi, 3
        and rsi, [r9 + XSAVE_HEADER]            # XSTATE_BV
        lea rdi, [rax + TB_XSAVE + XSAVE_HEADER]
        mov [rdi], rsi
        test esi, XSTATE_AVX512
        jnz 4f
        mov ecx, esi                            # the upper halves of YMM only, or nothing
        and ecx, XSTATE_AVX
        shl ecx, 6
4:      xor esi, esi
        .irp word, 1, 2, 3, 4, 5, 6, 7
        mov [rdi + 8 * \word], rsi
        .endr
        lea esi, [rcx + XSAVE_EXTENDED - XSAVE_HEADER]
        mov dword ptr [r8 + CTX_EX_XSTATE], TB_XSAVE + XSAVE_HEADER - TB_CONTEXT - CTX_SIZE
        mov [r8 + CTX_EX_XSTATE + 4], esi
        or dword ptr [r8 + CTX_FLAGS], CTX_XSTATE
        lea rdi, [rax + TB_XSAVE + XSAVE_EXTENDED]
        lea rsi, [r9 + XSAVE_EXTENDED]
        shr ecx, 3
        rep movsq
5:      mov rdi, r10
        mov rsi, r11
2:      lea rcx, [rip + fault_entry]
        mov [rdx + UC_RIP], rcx
        mov ecx, [rdx + UC_EFL]
        and ecx, ~0x40500                       # no TF, DF, AC in our code
        mov [rdx + UC_EFL], rcx
        mov rcx, [rax + TB_HOST_SP]             # the host stack: the guest's is not to be touched
        mov [rdx + UC_RSP], rcx
        ret

# rax = this thread's TEB, 0 on a thread that runs no guest. Keeps rdi, rsi, rdx.
load_teb:
        cmp byte ptr [rip + data_fsgsbase], 0
        je 1f
        rdgsbase rax
        ret
1:      push rdi
        push rsi
        push 0
        mov eax, SYS_arch_prctl
        mov edi, ARCH_GET_GS
        mov rsi, rsp
        syscall
        pop rax
        pop rsi
        pop rdi
        ret

# A signal that the guest is to hear of (SIGINT …): its number goes as one byte into a pipe, which a Java thread reads.
        .balign 16
on_notify:                                      # (rdi = signal)
        push rdi
        mov eax, SYS_write
        mov edi, [rip + data_notify_fd]
        mov rsi, rsp
        mov edx, 1
        syscall                                 # a full pipe loses the signal, as pending signals do
        pop rdi
        ret
