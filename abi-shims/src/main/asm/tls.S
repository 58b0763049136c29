# What a thread asks about itself: last error, identifiers, thread-local and fiber-local slots.

        .globl GetLastError, SetLastError, GetCurrentThreadId, GetCurrentProcessId, GetCurrentThread
        .globl GetCurrentProcess, TlsGetValue, TlsSetValue, FlsGetValue, FlsSetValue
        .globl EncodePointer, DecodePointer

        .balign 16
GetLastError:
        mov eax, gs:[TEB_LAST_ERROR]
        ret

        .balign 16
SetLastError:
        mov gs:[TEB_LAST_ERROR], ecx
        ret

        .balign 16
GetCurrentThreadId:
        mov eax, gs:[TEB_THREAD_ID]
        ret

        .balign 16
GetCurrentProcessId:
        mov eax, gs:[TEB_PROCESS_ID]
        ret

# The pseudo handles.
        .balign 16
GetCurrentThread:
        mov rax, -2
        ret

        .balign 16
GetCurrentProcess:
        mov rax, -1
        ret

# void *TlsGetValue(DWORD index): success sets the last error to 0, for a slot may hold 0.
        .balign 32
TlsGetValue:
        cmp ecx, TLS_SLOTS
        jae 1f
        mov ecx, ecx
        mov rax, gs:[rcx*8 + TEB_TLS_SLOTS]
        mov dword ptr gs:[TEB_LAST_ERROR], 0
        ret
1:      sub ecx, TLS_SLOTS
        cmp ecx, TLS_EXPANSION_SLOTS
        jae invalid_index
        mov dword ptr gs:[TEB_LAST_ERROR], 0
        mov rax, gs:[TEB_TLS_EXPANSION]
        test rax, rax
        jz 2f                                   # nothing stored yet
        mov rax, [rax + rcx*8]
2:      ret

# BOOL TlsSetValue(DWORD index, void *value)
        .balign 32
TlsSetValue:
        cmp ecx, TLS_SLOTS
        jae 1f
        mov eax, ecx
        mov gs:[rax*8 + TEB_TLS_SLOTS], rdx
        mov eax, 1
        ret
1:      mov eax, ecx
        sub eax, TLS_SLOTS
        cmp eax, TLS_EXPANSION_SLOTS
        jae invalid_index
        mov r8, gs:[TEB_TLS_EXPANSION]
        test r8, r8
        jz 2f                                   # Java allocates them
        mov [r8 + rax*8], rdx
        mov eax, 1
        ret
2:      jmp [rip + slow_TlsSetValue]

invalid_index:
        mov dword ptr gs:[TEB_LAST_ERROR], 87   # ERROR_INVALID_PARAMETER
        xor eax, eax
        ret

# void *FlsGetValue(DWORD index): the slots are a block of the heap, whose header tells how many there are.
        .balign 32
FlsGetValue:
        dec ecx                                 # index 0 is not used
        cmp ecx, FLS_SLOTS
        jae invalid_index
        mov dword ptr gs:[TEB_LAST_ERROR], 0
        mov rdx, gs:[TB_FLS]
        xor eax, eax
        test rdx, rdx
        jz 1f
        shl ecx, 3
        cmp rcx, [rdx + HEADER_SIZE]
        jae 1f
        mov rax, [rdx + rcx]
1:      ret

# BOOL FlsSetValue(DWORD index, void *value)
        .balign 32
FlsSetValue:
        lea eax, [rcx - 1]
        cmp eax, FLS_SLOTS
        jae invalid_index
        mov r8, gs:[TB_FLS]
        test r8, r8
        jz 1f
        shl eax, 3
        cmp rax, [r8 + HEADER_SIZE]
        jae 1f
        mov [r8 + rax], rdx
        mov eax, 1
        ret
1:      jmp [rip + slow_FlsSetValue]

# void *EncodePointer(void *): mixes a pointer with the process's cookie, so that a stored one is not of use to
# who does not know it. DecodePointer undoes that.
        .balign 16
EncodePointer:
        mov rax, rcx
        mov rcx, [rip + data_pointer_cookie]
        xor rax, rcx
        ror rax, cl
        ret

        .balign 16
DecodePointer:
        mov rax, rcx
        mov rcx, [rip + data_pointer_cookie]
        rol rax, cl
        xor rax, rcx
        ret
