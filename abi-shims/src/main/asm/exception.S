# Exceptions on the guest's side: what Windows' kernel, ntdll and kernel32 do with them before frames are looked at,
# and how the guest goes on with a CONTEXT. Only the search of frames for handlers is Java's (decant.abi.seh).
#
#   a fault            signal.S -> Java (decant.abi.Faults) lays out the exception's frame -> KiUserExceptionDispatcher
#   RaiseException     lays it out itself
#   then both          vectored handlers, frames (Java), vectored continue handlers, RtlRestoreContext
#
# The frame (DF_... in layout.inc) begins with the CONTEXT: its P1Home to P4Home are the home space of the functions
# that are called on top of it. Registers are the caller's business no longer: they are all in the CONTEXT, where the
# unwind data of the functions here says that they are saved.

        .globl KiUserExceptionDispatcher, RaiseException, RtlRaiseException
        .globl RtlRestoreContext, NtContinue, restore_context, DebugBreak, read_xstate

# Asks all who are to be asked about the exception that rsp points to, and continues or ends the guest. A node of a
# list is never given back to the system, so that one that is removed meanwhile still leads on.
        .macro dispatch
        cmp dword ptr [rip + data_traced], 0
        jne 7f
6:      mov rbx, [rip + data_exception_handlers]
1:      test rbx, rbx
        jz 2f
        lea rcx, [rsp + DF_POINTERS]
        call [rbx + HN_FUNCTION]
        mov rbx, [rbx + HN_NEXT]
        cmp eax, EXCEPTION_CONTINUE_EXECUTION
        jne 1b
        mov esi, 1
        jmp 3f
2:      xor r8d, r8d                            # first chance: the frames
        mov rcx, [rsp + DF_POINTERS]
        mov rdx, rsp
        call ask_java
        mov esi, eax                            # 0: the frames have an end, but not a proper one
3:      mov rbx, [rip + data_continue_handlers]
4:      test rbx, rbx
        jz 5f
        lea rcx, [rsp + DF_POINTERS]
        call [rbx + HN_FUNCTION]
        mov rbx, [rbx + HN_NEXT]
        cmp eax, EXCEPTION_CONTINUE_EXECUTION
        jne 4b
5:      mov rcx, rsp
        xor edx, edx
        test esi, esi
        jnz RtlRestoreContext
        mov rcx, [rsp + DF_POINTERS]
        mov rdx, rsp
        mov r8d, 1                              # last chance: does not return
        call ask_java
        int3
7:      mov rcx, [rsp + DF_POINTERS]
        mov rdx, rsp
        mov r8d, 2                              # a tracer wants to know
        call ask_java
        jmp 6b
        .endm

# ---------------------------------------------------------------------------------------------------------
# Where a fault continues: rsp points to the frame that was laid out for it. Programs look this up by name.
# ---------------------------------------------------------------------------------------------------------
        .balign 32
KiUserExceptionDispatcher:
        cld
        lea rax, [rsp + DF_RECORD]
        mov [rsp + DF_POINTERS], rax
        mov [rsp + DF_POINTERS + 8], rsp
        dispatch
KiUserExceptionDispatcher_end:

# long ask_java(rcx = EXCEPTION_RECORD *, rdx = CONTEXT *, r8 = 0 first chance, 1 last, 2 for the tracer)
        .balign 16
ask_java:
        mov eax, FAULT_INDEX                    # with a frame, as opposed to a fault
        jmp gate

# ---------------------------------------------------------------------------------------------------------
# The frame, and in it the registers, as they are before the call in front of `name`.
# ---------------------------------------------------------------------------------------------------------
        .macro raise_prolog name
        .balign 32
\name:
        sub rsp, RX_SIZE
\name\()_allocated:
        mov [rsp + CTX_RBX], rbx
        mov [rsp + CTX_RBP], rbp
        mov [rsp + CTX_RSI], rsi
        mov [rsp + CTX_RDI], rdi
        mov [rsp + CTX_R12], r12
        mov [rsp + CTX_R13], r13
        mov [rsp + CTX_R14], r14
        mov [rsp + CTX_R15], r15
        fxsave64 [rsp + CTX_FLTSAVE]
\name\()_saved:
        mov [rsp + CTX_RAX], rax
        mov [rsp + CTX_RCX], rcx
        mov [rsp + CTX_RDX], rdx
        mov [rsp + CTX_R8], r8
        mov [rsp + CTX_R9], r9
        mov [rsp + CTX_R10], r10
        mov [rsp + CTX_R11], r11
        pushfq
        pop rax
        mov [rsp + CTX_EFLAGS], eax
        cld
        mov dword ptr [rsp + CTX_FLAGS], CTX_ALL
        mov dword ptr [rsp + CTX_SEG_CS], 0x002b0033
        mov dword ptr [rsp + CTX_SEG_CS + 4], 0x0053002b
        mov word ptr [rsp + CTX_SEG_CS + 8], 0x002b
        stmxcsr [rsp + CTX_MXCSR]
        xor eax, eax
        .irp register, 0, 1, 2, 3, 4, 5
        mov [rsp + CTX_DR0 + 8 * \register], rax
        .endr
        mov [rsp + DF_POINTERS + 8], rsp
        .endm

# void RaiseException(ecx = code, edx = flags, r8d = number of arguments, r9 = arguments)
        raise_prolog RaiseException
        lea r10, [rsp + DF_RECORD]
        mov [rsp + DF_POINTERS], r10
        lea rax, [rip + raised]
        mov [rsp + CTX_RIP], rax
        mov [rsp + CTX_RSP], rsp
        mov [r10 + ER_CODE], ecx
        and edx, EXCEPTION_NONCONTINUABLE
        mov [r10 + ER_FLAGS], edx
        mov qword ptr [r10 + ER_NESTED], 0
        mov [r10 + ER_ADDRESS], rax
        xor ecx, ecx
        test r9, r9
        jz 2f
        mov eax, 15                             # EXCEPTION_MAXIMUM_PARAMETERS
        cmp r8d, eax
        cmova r8d, eax
1:      cmp ecx, r8d
        jae 2f
        mov rax, [r9 + 8 * rcx]
        mov [r10 + ER_PARAMETERS + 8 * rcx], rax
        inc ecx
        jmp 1b
2:      mov [r10 + ER_COUNT], rcx               # and the padding behind
        jmp raise
raised:                                         # where a handler lets it go on
        add rsp, RX_SIZE
        ret
RaiseException_end:

# void RtlRaiseException(rcx = EXCEPTION_RECORD *): the caller's registers, and its record as it is
        raise_prolog RtlRaiseException
        mov [rsp + DF_POINTERS], rcx
        lea rax, [rsp + RX_SIZE + 8]
        mov [rsp + CTX_RSP], rax
        mov rax, [rsp + RX_SIZE]
        mov [rsp + CTX_RIP], rax
        mov [rcx + ER_ADDRESS], rax
        jmp raise
RtlRaiseException_end:

        .balign 16
raise:                                          # on the frame of the two
        dispatch
raise_end:

# void read_xstate(u32 *out): the features that XSAVE saves, then offset and size of the features from 2 to 9
        .balign 16
read_xstate:
        push rbx
        mov r8, rcx
        xor ecx, ecx
        xgetbv
        mov [r8], eax
        mov r9d, 2
1:      mov eax, 0xd
        mov ecx, r9d
        cpuid
        mov [r8 + 8 * r9 - 8], ebx
        mov [r8 + 8 * r9 - 4], eax
        inc r9d
        cmp r9d, 10
        jb 1b
        pop rbx
        ret

# void DebugBreak(void), DbgBreakPoint: an exception that the caller hears of, when there is no debugger
        .balign 16
DebugBreak:
        int3
        ret

# Jumps to \other unless the CONTEXT at rcx has all registers, and continuing there leaves no level of Java: that is so
# when the stack pointer at which the guest was entered lies between where it is and where it goes to.
        .macro level_check other
        mov eax, [rcx + CTX_FLAGS]
        and eax, CTX_CONTROL_INTEGER
        cmp eax, CTX_CONTROL_INTEGER
        jne \other
        mov rax, [rcx + CTX_RSP]
        cmp rax, gs:[TB_LEVEL_SP]
        jbe 9f
        cmp rsp, gs:[TB_LEVEL_SP]
        jae 9f
        cmp rax, gs:[TEB_STACK_BASE]
        jbe \other
9:
        .endm

# ---------------------------------------------------------------------------------------------------------
# void RtlRestoreContext(rcx = CONTEXT *, rdx = EXCEPTION_RECORD *), which Java does when the record asks for more, when
# the CONTEXT does not have all registers, or when levels of Java are to be left for it
# ---------------------------------------------------------------------------------------------------------
        .balign 32
RtlRestoreContext:
        test rdx, rdx
        jz 1f
        mov eax, [rdx]
        cmp eax, STATUS_LONGJUMP
        je 2f
        cmp eax, STATUS_UNWIND_CONSOLIDATE
        je 2f
1:      level_check 2f
        mov gs:[TB_ACTION_ARG], rcx
        jmp restore_context
2:      jmp [rip + slow_RtlRestoreContext]

# NTSTATUS NtContinue(rcx = CONTEXT *, edx = whether calls that wait for the thread are made first)
        .balign 32
NtContinue:
        test edx, edx
        jnz 2f
        level_check 2f
        mov gs:[TB_ACTION_ARG], rcx
        jmp restore_context
2:      jmp [rip + slow_NtContinue]

# ---------------------------------------------------------------------------------------------------------
# Continues the guest with the CONTEXT at TB_ACTION_ARG: every register at once, so through IRETQ. First what is
# needed of the CONTEXT is copied: it may be anywhere, and where it cannot be read, the fault is to find the guest's
# stack. Can be begun anew at any instruction.
# ---------------------------------------------------------------------------------------------------------
        .balign 32
restore_context:
        mov dword ptr gs:[TB_ACTION], ACTION_RETURN
        mov rdx, gs:[TB_ACTION_ARG]
        mov r12, gs:[TEB_SELF]
        lea rsi, [rdx + CTX_FLAGS]
        lea rdi, [r12 + TB_RESTORE + CTX_FLAGS]
        mov ecx, (CTX_FLTSAVE + 512 - CTX_FLAGS) / 8
        cld
        rep movsq
        lea rbx, [r12 + TB_RESTORE]
        test byte ptr [rbx + CTX_FLAGS], 0x40   # CONTEXT_XSTATE
        jz restore_fp

        # The extended state, as CONTEXT_EX says where it is. What is compacted is not of our making.
        movsxd rsi, dword ptr [rdx + CTX_EX_XSTATE]
        mov r10d, [rdx + CTX_EX_XSTATE + 4]
        lea rsi, [rdx + rsi + CTX_SIZE]
        cmp r10d, 64
        jb restore_fp
        mov r11, [rsi]
        cmp qword ptr [rsi + 8], 0
        jne restore_fp
        mov r9d, [rip + data_xstate_mask]
        test r9d, r9d
        jz restore_fp
        and r11, r9
        xor ecx, ecx
        test r11b, 0xe0
        jz 1f
        mov ecx, [rip + data_xstate_size]
        jmp 2f
1:      test r11b, 4
        jz 2f
        mov ecx, 256
2:      lea eax, [rcx + 64]
        cmp r10d, eax
        jb restore_fp
        add rsi, 64
        lea rdi, [r12 + TB_XSAVE + 576]
        shr ecx, 3
        rep movsq
        lea rdi, [r12 + TB_XSAVE + 512]
        mov [rdi], r11
        xor eax, eax
        .irp word, 1, 2, 3, 4, 5, 6, 7
        mov [rdi + 8 * \word], rax
        .endr
        mov dword ptr [r12 + TB_XSAVE + 24], 0x1f80
        mov eax, r9d
        xor edx, edx
        xrstor64 [r12 + TB_XSAVE]

restore_fp:
        test byte ptr [rbx + CTX_FLAGS], 8      # CONTEXT_FLOATING_POINT
        jz 1f
        mov eax, [rbx + CTX_MXCSR]
        and eax, 0xffff                         # other bits fault
        mov [rbx + CTX_FLTSAVE + 24], eax
        fxrstor64 [rbx + CTX_FLTSAVE]
1:      mov rcx, [rbx + CTX_RIP]
        mov [r12 + TB_IRET + 0x00], rcx
        mov ecx, cs
        mov [r12 + TB_IRET + 0x08], rcx
        mov ecx, [rbx + CTX_EFLAGS]
        and ecx, 0x240dd5                       # ID AC OF DF TF SF ZF AF PF CF: what user mode may set
        or ecx, 0x202
        mov [r12 + TB_IRET + 0x10], rcx
        mov rcx, [rbx + CTX_RSP]
        mov [r12 + TB_IRET + 0x18], rcx
        mov ecx, ss
        mov [r12 + TB_IRET + 0x20], rcx
        lea rsp, [r12 + TB_IRET]
        mov rax, [rbx + CTX_RAX]
        mov rcx, [rbx + CTX_RCX]
        mov rdx, [rbx + CTX_RDX]
        mov rbp, [rbx + CTX_RBP]
        mov rsi, [rbx + CTX_RSI]
        mov rdi, [rbx + CTX_RDI]
        mov r8, [rbx + CTX_R8]
        mov r9, [rbx + CTX_R9]
        mov r10, [rbx + CTX_R10]
        mov r11, [rbx + CTX_R11]
        mov r12, [rbx + CTX_R12]
        mov r13, [rbx + CTX_R13]
        mov r14, [rbx + CTX_R14]
        mov r15, [rbx + CTX_R15]
        mov rbx, [rbx + CTX_RBX]
restore_iretq:
        iretq
restore_context_end:

# ---------------------------------------------------------------------------------------------------------
# Unwind data: codes in the order in which a prolog is undone. Saved registers lie at offsets from rsp behind it.
# ---------------------------------------------------------------------------------------------------------
        .macro uwop_save_nonvol offset, register, at
        .byte \offset, 4 | \register << 4
        .short \at / 8
        .endm
        .macro uwop_save_xmm offset, register
        .byte \offset, 8 | \register << 4
        .short (CTX_FLTSAVE + 0xa0 + 16 * \register) / 16
        .endm
        .macro unwind_saved offset
        uwop_save_nonvol \offset, 3, CTX_RBX
        uwop_save_nonvol \offset, 5, CTX_RBP
        uwop_save_nonvol \offset, 6, CTX_RSI
        uwop_save_nonvol \offset, 7, CTX_RDI
        uwop_save_nonvol \offset, 12, CTX_R12
        uwop_save_nonvol \offset, 13, CTX_R13
        uwop_save_nonvol \offset, 14, CTX_R14
        uwop_save_nonvol \offset, 15, CTX_R15
        .irp register, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
        uwop_save_xmm \offset, \register
        .endr
        .endm

        .balign 4
KiUserExceptionDispatcher_unwind:
        .byte 1, 0, 39, 0
        unwind_saved 0
        .byte 0, 1                              # UWOP_ALLOC_LARGE
        .short DF_MACHINE / 8
        .byte 0, 10                             # UWOP_PUSH_MACHFRAME
        .short 0
raise_prolog_unwind:                            # RaiseException and RtlRaiseException
        .byte 1, RaiseException_saved - RaiseException, 38, 0
        unwind_saved (RaiseException_saved-RaiseException)
        .byte RaiseException_allocated - RaiseException, 1
        .short RX_SIZE / 8
raise_unwind:
        .byte 1, 0, 38, 0
        unwind_saved 0
        .byte 0, 1
        .short RX_SIZE / 8
