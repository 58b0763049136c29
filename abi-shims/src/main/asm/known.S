# What Java has answered once and would answer the same again: modules and exports by name, functions by address, the
# current locale, the console. Whoever changes one of those says so (decant.abi.KnownNames, decant.crt.Locales,
# decant.kernel32.ConsoleApi).

        .globl GetProcAddress, GetModuleHandleA, GetModuleHandleW, GetStdHandle
        .globl GetConsoleCP, GetConsoleOutputCP, GetACP, _errno, __doserrno
        .globl RtlLookupFunctionEntry
        .globl localeconv, ___lc_codepage_func, ___mb_cur_max_func
        .globl _set_thread_local_invalid_parameter_handler, _get_thread_local_invalid_parameter_handler

# --- by name -------------------------------------------------------------------------------------------------------
# data_known_names has the addresses of records that do not change any more, so that no lock is needed. Where a name's
# record would be is a matter of the address that the name lies at, for programs ask with literals; what the record is
# about is then compared: key, how many modules had come and gone, and the name itself.

# Returns the answer that is known for the name at \name, of characters of \width bytes, and \key. Uses rax, r9, r10.
        .macro known_answer name, key, width, slow
        mov r10, \name
        shr r10, 3
        xor r10, \name
        and r10d, KNOWN_NAMES - 1
        lea r9, [rip + data_known_names]
        mov r9, [r9 + r10 * 8]
        test r9, r9
        jz 9f
        cmp qword ptr [r9 + KN_KEY], \key
        jne 9f
        mov eax, [rip + data_module_changes]
        cmp [r9 + KN_CHANGES], eax
        jne 9f
        xor r10d, r10d
1:
        .if \width == 1
        movzx eax, byte ptr [\name + r10]
        cmp al, [r9 + KN_NAME + r10]
        jne 9f
        inc r10
        test al, al
        .else
        movzx eax, word ptr [\name + r10]
        cmp ax, [r9 + KN_NAME + r10]
        jne 9f
        add r10, 2
        test eax, eax
        .endif
        jnz 1b
        mov rax, [r9 + KN_ANSWER]
        ret
9:      jmp [rip + \slow]
        .endm

# FARPROC GetProcAddress(HMODULE, const char *name); the key is the module.
        .balign 32
GetProcAddress:
        known_answer rdx, rcx, 1, slow_GetProcAddress

# HMODULE GetModuleHandleA(const char *name)
        .balign 32
GetModuleHandleA:
        test rcx, rcx
        jz program
        known_answer rcx, KN_KEY_HANDLE, 1, slow_GetModuleHandleA

# HMODULE GetModuleHandleW(const WCHAR *name)
        .balign 32
GetModuleHandleW:
        test rcx, rcx
        jz program
        known_answer rcx, KN_KEY_WIDE_HANDLE, 2, slow_GetModuleHandleW

program:
        mov rax, gs:[TEB_PEB]
        mov rax, [rax + PEB_IMAGE_BASE]
        ret

# --- by address ----------------------------------------------------------------------------------------------------

# RUNTIME_FUNCTION *RtlLookupFunctionEntry(u64 pc, u64 *base, UNWIND_HISTORY_TABLE *): records as above, where the address
# says
        .balign 32
RtlLookupFunctionEntry:
        test r8, r8
        jnz 9f
        mov r10, rcx
        shr r10, 8
        xor r10, rcx
        and r10d, KNOWN_FUNCTIONS - 1
        lea r9, [rip + data_known_functions]
        mov r9, [r9 + r10 * 8]
        test r9, r9
        jz 9f
        cmp [r9 + KF_PC], rcx
        jne 9f
        mov eax, [rip + data_module_changes]
        cmp [r9 + KF_CHANGES], eax
        jne 9f
        mov rax, [r9 + KF_BASE]
        mov [rdx], rax
        mov rax, [r9 + KF_ENTRY]
        ret
9:      jmp [rip + slow_RtlLookupFunctionEntry]

# --- the process -----------------------------------------------------------------------------------------------------

# HANDLE GetStdHandle(DWORD which): from the process parameters, where SetStdHandle puts them
        .balign 16
GetStdHandle:
        mov eax, -10                            # STD_INPUT_HANDLE; output and error follow
        sub eax, ecx
        cmp eax, 2
        ja 9f
        mov rdx, gs:[TEB_PEB]
        mov rdx, [rdx + PEB_PARAMETERS]
        test rdx, rdx
        jz 9f
        mov rax, [rdx + rax * 8 + PARAMETERS_STANDARD_INPUT]
        ret
9:      jmp [rip + slow_GetStdHandle]

        .balign 16
GetConsoleCP:
        mov eax, [rip + data_console_input]
        ret

        .balign 16
GetConsoleOutputCP:
        mov eax, [rip + data_console_output]
        ret

# UINT GetACP(void), GetOEMCP(void): UTF-8
        .balign 16
GetACP:
        mov eax, 65001
        ret

# --- the thread's C runtime -------------------------------------------------------------------------------------------

# int *_errno(void)
        .balign 16
_errno:
        mov rax, gs:[TB_ERRNO]
        test rax, rax
        jz 9f
        ret
9:      jmp [rip + slow__errno]

# unsigned long *__doserrno(void): behind it
        .balign 16
__doserrno:
        mov rax, gs:[TB_ERRNO]
        test rax, rax
        jz 9f
        add rax, 4
        ret
9:      jmp [rip + slow___doserrno]

# What the thread knows of its locale holds while its copy of data_locale_changes is the process's.
        .macro known_locale slow
        mov eax, [rip + data_locale_changes]
        cmp gs:[TB_LOCALE_CHANGES], eax
        jne \slow
        .endm

# struct lconv *localeconv(void)
        .balign 16
localeconv:
        known_locale 9f
        mov rax, gs:[TB_LCONV]
        test rax, rax
        jz 9f                                   # nobody has asked for it yet
        ret
9:      jmp [rip + slow_localeconv]

        .balign 16
___lc_codepage_func:
        known_locale 9f
        mov eax, gs:[TB_CODE_PAGE]
        ret
9:      jmp [rip + slow____lc_codepage_func]

        .balign 16
___mb_cur_max_func:
        known_locale 9f
        mov eax, gs:[TB_MB_CUR_MAX]
        ret
9:      jmp [rip + slow____mb_cur_max_func]

# Returns the one before.
        .balign 16
_set_thread_local_invalid_parameter_handler:
        mov rax, gs:[TB_INVALID_PARAMETER]
        mov gs:[TB_INVALID_PARAMETER], rcx
        ret

        .balign 16
_get_thread_local_invalid_parameter_handler:
        mov rax, gs:[TB_INVALID_PARAMETER]
        ret
