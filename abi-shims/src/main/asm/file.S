# Reading, writing and seeking in regular files, as long as nothing is to be said of it but how far it went: calls that
# programs make by the hundred thousand, and that the host answers in less time than it takes to get into Java. These are
# shortcuts (decant.abi.Shortcuts): a stub comes here with EAX as for the gate, and whatever is not plain goes on to the
# gate as if nothing had happened.
#
# The thread stays in the guest, with its stack as the caller has left it, so that it can be unwound: Win64's volatile XMM
# registers keep what the host's call needs registers for. That call is not cut short by a suspension, as one of a regular
# file does not wait.

        .globl ReadFile_shortcut, WriteFile_shortcut, NtReadFile_shortcut, NtWriteFile_shortcut
        .globl SetFilePointerEx_shortcut, SetFilePointer_shortcut

to_gate:
        jmp qword ptr gs:[TB_GATE]

# Enters the row of the handle rcx: r10 = the row, r11d = the descriptor. To \no, without having entered one, where the
# handle is not of a file that \right (a bit) may be done with; to \again where it has been entered for nothing. The row is
# looked at once more when it is entered: who closes the handle clears it first, and looks for those who have entered then.
# From \entered on r10 is the row until it is left: a thread that is ended in there is taken out of it (decant.abi.EnteredFile).
        .macro enter_file right, no, again, entered
        mov r11, rcx
        shr r11, 2
        cmp r11, DF_COUNT
        jae \no
        shl r11, DF_SHIFT
        mov r10, gs:[TB_FILES]
        add r10, r11
        mov r11, [r10 + DF_FILE]
        bt r11, \right
        jnc \no
        lock inc dword ptr [r10 + DF_USERS]
        .globl \entered
\entered:
        mov r11, [r10 + DF_FILE]
        bt r11, \right
        jnc \again
        .endm

        .macro leave_file left
        lock dec dword ptr [r10 + DF_USERS]
        .globl \left
\left:
        .endm

# What a call of the host takes registers for: put away, and back.
        .macro put_away
        movd xmm1, eax
        movq xmm2, rdx
        movq xmm3, rcx
        movq xmm4, rdi
        movq xmm5, rsi
        .endm
        .macro put_back
        movq rsi, xmm5
        movq rdi, xmm4
        movq rcx, xmm3
        movq rdx, xmm2
        .endm

# To \no unless \pointer, where a result goes, is in guest memory: Java answers for what is not. Uses r11.
        .macro guest_pointer pointer, no
        mov r11, \pointer
        shr r11, 32
        cmp r11d, GUEST_LIMIT_HI
        jae \no
        .endm

# To \no unless the \length (32 bits) bytes at \buffer are. Uses r11.
        .macro guest_range buffer, length, no
        guest_pointer \buffer, \no
        mov r11d, \length
        add r11, \buffer
        shr r11, 32
        cmp r11d, GUEST_LIMIT_HI
        jae \no
        .endm

# To \no where some of what is to be written may not be in memory yet (demand.S): the host would not find it.
        .macro present buffer, length, no
        mov r10, [rip + data_demand_pages]
        cmp \buffer, [r10 + DP_HIGHEST]
        jae 9f
        mov r11d, \length
        add r11, \buffer
        cmp r11, [r10 + DP_LOWEST]
        ja \no
9:
        .endm

# What the three below return for a handle that is not of such a file: as for a failure of the host.
no_file:
        mov rax, -1
        ret

# Reads from the file of the handle rcx up to r8d bytes into rdx: rax = how many, or negative. eax goes to xmm1.
        .balign 16
read_some:
        put_away
        enter_file DF_READ_BIT, no_file, 8f, read_entered
        mov edi, r11d
        mov rsi, rdx
        mov edx, r8d
        mov eax, SYS_read
        syscall
        put_back
        jmp 9f
8:      mov rax, -1
9:      leave_file read_left
        ret

# Writes to it all of r8d bytes at rdx, or as many as go: rax = how many, or negative when there were none.
        .balign 16
write_all:
        put_away
        enter_file DF_WRITE_BIT, no_file, 8f, write_entered
        mov edi, r11d
        mov rsi, rdx
        mov edx, r8d
1:      mov eax, SYS_write
        syscall
        cmp rax, -EINTR
        je 1b
        test rax, rax
        jle 2f
        add rsi, rax
        sub edx, eax
        jnz 1b
2:      cmp edx, r8d
        je 3f                                   # none: as the host says
        mov eax, r8d
        sub eax, edx
3:      put_back
        jmp 9f
8:      mov rax, -1
9:      leave_file write_left
        ret

# rax = where the file of the handle rcx stands when it has been moved by rdx from r9d; negative for nowhere.
        .balign 16
seek:
        put_away
        enter_file DF_SEEK_BIT, no_file, 8f, seek_entered
        mov edi, r11d
        mov rsi, rdx
        mov edx, r9d                            # FILE_BEGIN, FILE_CURRENT and FILE_END are numbered as on the host
        mov eax, SYS_lseek
        syscall
        put_back
        jmp 9f
8:      mov rax, -1
9:      leave_file seek_left
        ret

# BOOL ReadFile, WriteFile(HANDLE, void *buffer, DWORD size, DWORD *done, OVERLAPPED *)
        .macro transfer how
        cmp qword ptr [rsp + 0x28], 0
        jne to_gate
        test r9, r9
        jz to_gate
        guest_pointer r9, to_gate
        guest_range rdx, r8d, to_gate
        .ifc \how, write_all
        present rdx, r8d, to_gate
        .endif
        mov dword ptr [r9], 0                   # before anything is done, as Java does: it may be no memory
        call \how
        test rax, rax
        js 1f
        mov [r9], eax
        mov eax, 1
        ret
1:      movd eax, xmm1                          # Java does it again, and knows what to say
        jmp to_gate
        .endm

        .balign 32
ReadFile_shortcut:
        transfer read_some
        .balign 32
WriteFile_shortcut:
        transfer write_all

# NTSTATUS NtReadFile, NtWriteFile(HANDLE, HANDLE event, void *apc, void *context, IO_STATUS_BLOCK *, void *buffer,
#                                  ULONG size, LARGE_INTEGER *offset, ULONG *key)
        .macro nt_transfer how
        mov r11, rdx
        or r11, r8
        or r11, r9
        or r11, [rsp + 0x40]
        jnz to_gate
        mov rdx, [rsp + 0x30]                   # so rdx, r8 and r9 are zero for the gate
        mov r8d, [rsp + 0x38]
        mov r9, [rsp + 0x28]
        cmp r9, gs:[TEB_STACK_LIMIT]            # a status block that is no memory is an error, and no fault: only one
        jb nt_to_gate                           # on the stack is memory for certain
        mov r11, gs:[TEB_STACK_BASE]
        sub r11, 16
        cmp r9, r11
        ja nt_to_gate
        guest_range rdx, r8d, nt_to_gate
        .ifc \how, write_all
        present rdx, r8d, nt_to_gate
        .endif
        call \how
        test rax, rax
        js nt_again
        mov [r9 + 8], rax
        .ifc \how, read_some
        test eax, eax
        jnz 1f
        test r8d, r8d
        jz 1f
        mov rax, STATUS_END_OF_FILE
        mov [r9], rax
        ret
        .endif
1:      xor eax, eax
        mov [r9], rax
        ret
        .endm

        .balign 32
NtReadFile_shortcut:
        nt_transfer read_some
        .balign 32
NtWriteFile_shortcut:
        nt_transfer write_all
nt_again:
        movd eax, xmm1
nt_to_gate:
        xor edx, edx
        xor r8d, r8d
        xor r9d, r9d
        jmp to_gate

# BOOL SetFilePointerEx(HANDLE, LARGE_INTEGER distance, LARGE_INTEGER *position, DWORD from)
        .balign 16
SetFilePointerEx_shortcut:
        cmp r9d, 2
        ja to_gate
        guest_pointer r8, to_gate               # 0 for none
        call seek
        test rax, rax
        js 1f
        test r8, r8
        jz 2f
        mov [r8], rax
2:      mov eax, 1
        ret
1:      movd eax, xmm1
        jmp to_gate

# DWORD SetFilePointer(HANDLE, LONG distance, LONG *high, DWORD from): to where 31 bits reach, or asked where it is. What
# may lead too far must not move.
        .balign 16
SetFilePointer_shortcut:
        test r8, r8
        jnz to_gate
        mov r11d, edx
        test r9d, r9d
        jz 1f
        cmp r9d, 1
        jne to_gate
        neg r11d                                # from where it is only by 0: others become negative one way or the other
        or r11d, edx
1:      test r11d, r11d
        js to_gate
        mov edx, edx
        call seek
        mov r11, rax
        shr r11, 31
        jnz 1f                                  # negative, or more than 31 bits
        ret
1:      movd eax, xmm1
        jmp to_gate
