# printf, as far as formats usually go: text, and d i u x X p c s f e g with width, precision and the flags minus, zero,
# plus and space. The result is put together in the thread block and then copied, so that nothing has happened yet when
# it turns out that Java has to do it: decant.crt.format.Printf knows the rest, and the same. The wide functions put units
# together that fit a byte, and widen them in the end; a result that has others is Java's.

        .globl fprintf, vfprintf

        .set PRINT_ROOM, 0xe00                  # bytes of a result
        .set PRINT_MODE, TB_PRINT + 0xf00       # u32: PRINT_UNIVERSAL …, what print was called with
        .set PRINT_FLAGS, TB_PRINT + 0xf04      # u32: of the conversion, PF_…
        .set PRINT_WIDTH, TB_PRINT + 0xf08      # u32
        .set PRINT_PRECISION, TB_PRINT + 0xf0c  # i32: -1 without one
        .set PRINT_START, TB_PRINT + 0xf10      # where the conversion's result begins; behind print, a length
        .set PRINT_POINT, TB_PRINT + 0xf18      # u32: digits behind the decimal point
        .set PRINT_MOST, TB_PRINT + 0xf1c       # u32: the last unit that is the same in the result
        .set PRINT_SIGNIFICANT, TB_PRINT + 0xf20 # u32: digits that g is to have
        .set PRINT_EXPONENT, TB_PRINT + 0xf24   # i32: of ten, that e and g show
        .set PRINT_DIGITS_END, TB_PRINT + 0xf80 # digits are put before it

        .set FORMAT_OWNER, TB_PRINT + 0xf88     # who uses all that: RSP in print or scan_text, 0 for nobody

        .set PF_LEFT, 1
        .set PF_ZERO, 2
        .set PF_PLUS, 4
        .set PF_SPACE, 8
        .set PF_UPPER, 16
        .set PF_GENERAL, 32                     # the letter is g
        .set PF_EXPONENT, 64                    # an exponent is shown

        .set PRINT_LEGACY_WIDE, 0x04            # decant.crt.format.PrintfOptions
        .set PRINT_THREE_DIGITS, 0x10           # of an exponent; msvcrt's always has them
        .set PRINT_STANDARD_ROUNDING, 0x20
        .set PRINT_UNIVERSAL, 0x100
        .set PRINT_WIDE, 0x1000                 # a wide function
        .set PRINT_WIDE_TEXT, 0x2000            # in which s means wide text
        .set PRINT_NUMBER_MOST, 400             # of a width or precision

# The handler of a fault amid a format may format, too: that is left to Java. One that has left a format for good is not
# waited for any more by who calls from where its frame was, or from above.
        .macro take_format_room refuse
        cmp rsp, gs:[FORMAT_OWNER]
        jb \refuse
        mov gs:[FORMAT_OWNER], rsp
        .endm

        .macro leave_format_room
        mov qword ptr gs:[FORMAT_OWNER], 0
        .endm

# As give_back, after a call of print or scan_text.
        .macro give_format_back slow
        lea rax, [rsp - 8]
        cmp gs:[FORMAT_OWNER], rax
        jne 1f
        leave_format_room
1:      give_back \slow
        .endm

# --- the functions ------------------------------------------------------------------------------------------------
# Each keeps its arguments in the home space (stdio.S), as the Java method does.

# Calls print for msvcrt (narrow, wide) or with the options in ecx (universal, universal_wide); \format is where the
# format is, \arguments the slot of the first argument (\how is lea) or of their address (mov).
        .macro print_for mode, format, how, arguments
        .ifnc \format, r8
        mov r8, \format
        .endif
        .ifc \mode, narrow
        xor ecx, ecx
        .endif
        .ifc \mode, wide
        mov ecx, PRINT_WIDE | PRINT_WIDE_TEXT
        .endif
        .ifc \mode, universal
        movzx ecx, cl
        or ecx, PRINT_UNIVERSAL
        .endif
        .ifc \mode, universal_wide
        movzx ecx, cl
        mov eax, ecx
        and eax, PRINT_LEGACY_WIDE
        imul eax, eax, PRINT_WIDE_TEXT / PRINT_LEGACY_WIDE
        lea ecx, [rcx + rax + PRINT_UNIVERSAL + PRINT_WIDE]
        .endif
        \how r9, [rsp + \arguments]
        call print
        .endm

# Copies the result of rax units, and \more, to rcx; eax = the length.
        .macro copy_result mode, more
        mov gs:[PRINT_START], rax
        lea r8, [rax + \more]
        mov rdx, gs:[TEB_SELF]
        add rdx, TB_PRINT
        .ifc \mode, narrow
        call memmove
        .endif
        .ifc \mode, universal
        call memmove
        .endif
        .ifc \mode, wide
        call widen
        .endif
        .ifc \mode, universal_wide
        call widen
        .endif
        mov eax, gs:[PRINT_START]
        leave_format_room
        .endm

# Widens r8 bytes at rdx to units at rcx.
        .balign 32
widen:
        pxor xmm1, xmm1
        sub r8, 8
        jl 2f
1:      movq xmm0, qword ptr [rdx]
        punpcklbw xmm0, xmm1
        movdqu [rcx], xmm0
        add rdx, 8
        add rcx, 16
        sub r8, 8
        jge 1b
2:      add r8, 8
        jz 4f
3:      movzx eax, byte ptr [rdx]
        mov [rcx], ax
        inc rdx
        add rcx, 2
        dec r8
        jnz 3b
4:      ret

# int \name(char *to, …), in the universal runtime with options before it; \room says what follows:
#   none     nothing: there is room
#   cut      size_t room: of a result that fits, the zero may not; without a target the length is asked for
#   ended    size_t room, for the zero, too; without a target the length is asked for
#   whole    size_t room, for the zero, too
#   counted  as whole, size_t most: how long the result may be
        .macro memory_printer name, mode, room, format, how, arguments
        .globl \name
        .balign 32
\name:
        .set to, 0x08
        .ifc \mode, universal
        .set to, 0x10
        .endif
        .ifc \mode, universal_wide
        .set to, 0x10
        .endif
        keep_arguments
        print_for \mode, \format, \how, \arguments
        jc 9f
        mov rcx, [rsp + to]
        test rcx, rcx
        .ifc \room, ended
        jz 7f
        .else
        .ifc \room, cut
        jz 6f
        .else
        jz 9f
        .endif
        .endif
        .ifc \room, cut
        cmp rax, [rsp + to + 8]
        ja 9f
        je 8f
        .else
        .ifnc \room, none
        cmp rax, [rsp + to + 8]
        jae 9f
        .endif
        .endif
        .ifc \room, counted
        cmp rax, [rsp + to + 16]
        ja 9f
        .endif
        copy_result \mode, 1
        ret
        .ifc \room, cut
8:      copy_result \mode, 0
        ret
6:      cmp qword ptr [rsp + to + 8], 0
        jne 9f
        leave_format_room
        ret
        .endif
        .ifc \room, ended
7:      leave_format_room
        ret
        .endif
9:      give_format_back slow_\name
        .endm

        memory_printer sprintf, narrow, none, rdx, lea, 0x18
        memory_printer vsprintf, narrow, none, rdx, mov, 0x18
        memory_printer swprintf, wide, none, rdx, lea, 0x18
        memory_printer vswprintf, wide, none, rdx, mov, 0x18
        memory_printer _snprintf, narrow, cut, r8, lea, 0x20
        memory_printer _vsnprintf, narrow, cut, r8, mov, 0x20
        memory_printer _snwprintf, wide, cut, r8, lea, 0x20
        memory_printer _vsnwprintf, wide, cut, r8, mov, 0x20
        memory_printer sprintf_s, narrow, whole, r8, lea, 0x20
        memory_printer vsprintf_s, narrow, whole, r8, mov, 0x20
        memory_printer swprintf_s, wide, whole, r8, lea, 0x20
        memory_printer vswprintf_s, wide, whole, r8, mov, 0x20
        memory_printer _snprintf_s, narrow, counted, r9, lea, 0x28
        memory_printer _vsnprintf_s, narrow, counted, r9, mov, 0x28
        memory_printer _snwprintf_s, wide, counted, r9, lea, 0x28
        memory_printer _vsnwprintf_s, wide, counted, r9, mov, 0x28
# All ways of the first two to cut a result are the same where it fits with its zero.
        memory_printer __stdio_common_vsprintf, universal, ended, r9, mov, 0x30
        memory_printer __stdio_common_vswprintf, universal_wide, ended, r9, mov, 0x30
        memory_printer __stdio_common_vsprintf_s, universal, whole, r9, mov, 0x30
        memory_printer __stdio_common_vswprintf_s, universal_wide, whole, r9, mov, 0x30
        memory_printer __stdio_common_vsnprintf_s, universal, counted, "[rsp + 0x28]", mov, 0x38
        memory_printer __stdio_common_vsnwprintf_s, universal_wide, counted, "[rsp + 0x28]", mov, 0x38

# int \name(const char *format, …): how long the result would be
        .macro length_printer name, mode, how, arguments
        .globl \name
        .balign 32
\name:
        keep_arguments
        print_for \mode, rcx, \how, \arguments
        jc 9f
        leave_format_room
        ret
9:      give_format_back slow_\name
        .endm

        length_printer _scprintf, narrow, lea, 0x10
        length_printer _vscprintf, narrow, mov, 0x10
        length_printer _scwprintf, wide, lea, 0x10
        length_printer _vscwprintf, wide, mov, 0x10

# int \name(FILE *, const char *format, …): puts the result into the stream's buffer, as fputc does with a unit.
        .macro stream_printer name, how
        .balign 32
\name:
        keep_arguments
        print_for narrow, rdx, \how, 0x18
        jc 9f
        cmp dword ptr [rip + data_threaded], 0
        jne 9f
        mov rdx, [rsp + 0x08]
        test rdx, rdx
        jz 9f
        test dword ptr [rdx + FILE_FLAG], _IOWRT
        jz 9f
        mov r8d, [rdx + FILE_CNT]
        sub r8d, eax
        js 9f
        mov rcx, [rdx + FILE_PTR]
        mov [rdx + FILE_CNT], r8d
        lea r8, [rcx + rax]
        mov [rdx + FILE_PTR], r8
        copy_result narrow, 0
        ret
9:      give_format_back slow_\name
        .endm

        stream_printer fprintf, lea
        stream_printer vfprintf, mov
