# The signal entry: the handler of SIGSEGV, SIGBUS, SIGILL, SIGFPE and SIGTRAP, in front of HotSpot's.
#
#   fault in guest code (RIP or RSP below the limit)    -> CONTEXT into the thread block, thread sent to fault_entry
#   Java (or a host library) touching guest memory     -> HotSpot's SIGBUS handler, which makes an InternalError
#                                                         of it: Gate.dispatch turns that into the guest's fault
#   all else                                           -> HotSpot's own handler, arguments untouched
#
# It runs on the alternate stack of the thread, never enters Java, and writes nothing but the thread block.

        .globl on_fault, on_notify

        .balign 64
on_fault:                                       # (rdi = signal, rsi = siginfo_t *, rdx = ucontext_t *)
        mov rax, [rdx + UC_RIP]
        shr rax, 32
        cmp eax, GUEST_LIMIT_HI
        jb guest_fault

        # RIP is not the guest's. On a guest's stack it is still the guest, which has jumped astray; but the
        # signal stack lies in guest memory too, and there it is a handler of HotSpot's.
        mov rcx, [rdx + UC_RSP]
        mov rax, rcx
        shr rax, 32
        cmp eax, GUEST_LIMIT_HI
        jae host_fault
        call load_teb
        test rax, rax
        jz host_fault
        sub rcx, rax
        sub rcx, TB_SIGNAL_STACK
        cmp rcx, TB_SIGNAL_STACK_SIZE
        jae guest_fault

host_fault:
        # Host code. Is the address the guest's?
        cmp edi, 11
        jne chain
        mov rcx, [rsi + SI_ADDR]
        cmp rcx, 0x10000                        # HotSpot's implicit null checks
        jb chain
        shr rcx, 32
        cmp ecx, GUEST_LIMIT_HI
        jae chain
        call load_teb
        test rax, rax
        jz 1f
        mov rcx, [rsi + SI_ADDR]
        mov [rax + TB_FAULT_ADDRESS], rcx
        mov rcx, [rdx + UC_ERR]
        mov [rax + TB_FAULT_ERROR], rcx
1:      mov edi, SIGBUS
chain:
        lea rax, [rip + data_old_handlers]
        jmp [rax + rdi*8]

guest_fault:
        call load_teb
        test rax, rax
        jz chain
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
        mov dword ptr [r8 + CTX_FLAGS], CTX_FULL
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
        mov rdi, r10
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
