# System calls that the guest makes by number: `syscall`, and `int 2e`, which Windows still answers.
#
# The kernel is told (Syscall User Dispatch, armed by decant.abi.SystemCalls for guests that need it) to raise SIGSYS
# instead of answering `syscall` in guest memory; the machine code here and all that lies above it, the host's
# libraries and the JVM, is exempt. The handler only has the thread go on at system_call_entry, on the guest's stack,
# which turns the call into one of the function that ntdll exports. So Java's code never sees a difference.

        .globl on_syscall, system_call_missing, system_call_unknown, system_call_body, system_call_end
        .globl data_system_calls, data_armed_threads, data_instructions

        .set SYSTEM_CALL_INDEX, 0x7fffffff      # ShimTable.SYSTEM_CALL

        .balign 64
on_syscall:                                     # (rdi = SIGSYS, rsi = siginfo_t *, rdx = ucontext_t *)
        cmp dword ptr [rsi + SI_CODE], SYS_USER_DISPATCH
        jne arm_thread
        cmp dword ptr [rsi + SI_ARCH], AUDIT_ARCH_X86_64
        jne linux_32_bit
# The thread at the ucontext rdx has executed the instruction in front of its RIP; RAX is the number.
enter_system_call:
        mov rcx, [rdx + UC_RIP]
        mov [rdx + UC_RCX], rcx                 # as the processor leaves it
        lea rcx, [rip + system_call_entry]
        mov [rdx + UC_RIP], rcx
        mov rcx, [rdx + UC_EFL]
        mov [rdx + UC_R11], rcx
        and ecx, ~0x40500                       # no TF, DF, AC in our code
        mov [rdx + UC_EFL], rcx
        ret

# `int 0x80`: no interrupt of Windows' that a program may raise, so a general protection fault.
linux_32_bit:
        sub qword ptr [rdx + UC_RIP], 2
        mov qword ptr [rdx + UC_TRAPNO], TRAP_GENERAL_PROTECTION
        mov qword ptr [rdx + UC_ERR], 0x80 * 8 + 2
        mov qword ptr [rsi + SI_ADDR], 0
        mov edi, SIGSEGV
        jmp on_fault

# SIGSYS sent by SystemCalls: this thread of the process is to be armed, too.
arm_thread:
        mov eax, SYS_prctl
        mov edi, PR_SET_SYSCALL_USER_DISPATCH
        mov esi, PR_SYS_DISPATCH_ON
        mov rdx, GUEST_CODE                     # exempt: from the machine code on
        mov r10, HOST_END - GUEST_CODE
        xor r8d, r8d                            # no selector: always on
        syscall
        lock inc dword ptr [rip + data_armed_threads]
        ret

# ---------------------------------------------------------------------------------------------------------
# eax = number, r10 rdx r8 r9 [rsp + 28h] … = arguments, rcx = where the caller goes on, r11 = its flags.
# Calls what data_system_calls has for the number, after Java has looked for it the first time.
#
#   rbp + 0x38   the caller's fifth argument      rbp - 0x08   flags
#   rbp + 0x10   the caller's RSP                 rbp - 0x10   first argument
#   rbp + 0x08   where the caller goes on         rbp - 0x30   number
#   rbp          the caller's RBP                 rsp          home space, then a copy of the stack arguments
# ---------------------------------------------------------------------------------------------------------
        .set STACK_ARGUMENTS, 14                # NtAccessCheckByTypeResultListAndAuditAlarmByHandle has 13
        .balign 64
system_call_entry:
        push rcx                                # from here on it looks as if it had been called
system_call_body:
        push rbp
        mov rbp, rsp
system_call_prolog_end:
        sub rsp, 0xd0
        and rsp, -16
        mov [rbp - 0x08], r11
        mov [rbp - 0x10], r10
        mov eax, eax
        mov [rbp - 0x30], rax
        lea rcx, [rbp + 0x38 + 8 * STACK_ARGUMENTS]
        cmp rcx, gs:[TEB_STACK_BASE]
        ja near_stack_base
copy_arguments:
        .irp i, 0, 1, 2, 3, 4, 5, 6
        movups xmm4, [rbp + 0x38 + 16 * \i]
        movups [rsp + 0x20 + 16 * \i], xmm4
        .endr
arguments_copied:
        mov rcx, r10
        cmp eax, SYSTEM_CALLS
        jae resolve
        mov r11, [rip + data_system_calls]
        test r11, r11
        jz resolve
        mov r11, [r11 + 8 * rax]
        test r11, r11
        jz resolve
answer:
        call r11
        mov rcx, [rbp + 0x08]                   # as the processor leaves them
        mov r11, [rbp - 0x08]
        push r11
        popfq
        lea rsp, [rbp]
        pop rbp
        ret

# Fewer words than we would copy lie above the caller; on a stack that is not the thread's, who knows.
near_stack_base:
        cmp rbp, gs:[TEB_STACK_BASE]
        jae copy_arguments
        lea rcx, [rbp + 0x38]
        lea r11, [rsp + 0x20]
1:      cmp rcx, gs:[TEB_STACK_BASE]
        jae arguments_copied
        movq xmm4, qword ptr [rcx]
        movq qword ptr [r11], xmm4
        add rcx, 8
        add r11, 8
        jmp 1b

resolve:
        mov [rbp - 0x18], rdx
        mov [rbp - 0x20], r8
        mov [rbp - 0x28], r9
        mov ecx, eax
        mov eax, SYSTEM_CALL_INDEX
        call gate                               # long resolve(int number): what to call
        mov r11, rax
        mov eax, [rbp - 0x30]
        mov rcx, [rbp - 0x10]
        mov rdx, [rbp - 0x18]
        mov r8, [rbp - 0x20]
        mov r9, [rbp - 0x28]
        jmp answer
system_call_end:

        .balign 4
system_call_unwind:
        .byte 1, system_call_prolog_end - system_call_body, 2, 5        # version 1, two codes, frame register RBP
        .byte system_call_prolog_end - system_call_body, 3              # UWOP_SET_FPREG
        .byte 1, 5 << 4                                                 # UWOP_PUSH_NONVOL RBP

# A system call of Windows' that there is no function for.
        .balign 16
system_call_missing:
        mov eax, 0xc0000002                     # STATUS_NOT_IMPLEMENTED
        ret

# A number that Windows does not have.
        .balign 16
system_call_unknown:
        mov eax, 0xc000001c                     # STATUS_INVALID_SYSTEM_SERVICE
        ret

        .balign 8
data_system_calls:      .quad 0                 # by number: what to call, 0 where Java has not looked yet
data_armed_threads:     .long 0, 0              # how many threads have heard of SystemCalls.arm
data_instructions:      .fill 24, 8, 0          # SystemCalls' own
