# printf for bytes, as far as formats usually go: text, and d i u x X p c s f with width, precision and the flags
# minus, zero, plus and space. The result is put together in the thread block and then copied, so that nothing has
# happened yet when it turns out that Java has to do it: decant.crt.format.Printf knows the rest, and the same.

        .globl sprintf, vsprintf, _snprintf, _vsnprintf, __stdio_common_vsprintf, fprintf, vfprintf

        .set PRINT_ROOM, 0xe00                  # bytes of a result
        .set PRINT_MODE, TB_PRINT + 0xf00       # u32: PRINT_UNIVERSAL …, what print was called with
        .set PRINT_FLAGS, TB_PRINT + 0xf04      # u32: of the conversion, PF_…
        .set PRINT_WIDTH, TB_PRINT + 0xf08      # u32
        .set PRINT_PRECISION, TB_PRINT + 0xf0c  # i32: -1 without one
        .set PRINT_START, TB_PRINT + 0xf10      # where the conversion's result begins; behind print, a length
        .set PRINT_POINT, TB_PRINT + 0xf18      # u32: digits behind the decimal point
        .set PRINT_DIGITS_END, TB_PRINT + 0xf80 # digits are put before it

        .set PF_LEFT, 1
        .set PF_ZERO, 2
        .set PF_PLUS, 4
        .set PF_SPACE, 8
        .set PF_UPPER, 16

        .set PRINT_UNIVERSAL, 0x100             # decant.crt.format.PrintfOptions
        .set PRINT_STANDARD_ROUNDING, 0x20
        .set PRINT_NUMBER_MOST, 400             # of a width or precision

# --- the functions ------------------------------------------------------------------------------------------------
# Each keeps its arguments in the home space (stdio.S), as the Java method does.

# Copies the result of rax bytes, and \more, to rcx; eax = the length.
        .macro copy_result more
        mov gs:[PRINT_START], rax
        lea r8, [rax + \more]
        mov rdx, gs:[TEB_SELF]
        add rdx, TB_PRINT
        call memmove
        mov eax, gs:[PRINT_START]
        .endm

# int sprintf(char *to, const char *format, ...)
        .balign 32
sprintf:
        keep_arguments
        mov r8, rdx
        lea r9, [rsp + 0x18]
1:      test rcx, rcx
        jz 9f
        xor ecx, ecx
        call print
        jc 9f
        mov rcx, [rsp + 0x08]
        copy_result 1
        ret
9:      give_back slow_sprintf

# int vsprintf(char *to, const char *format, va_list)
        .balign 32
vsprintf:
        keep_arguments
        mov r9, r8
        mov r8, rdx
        test rcx, rcx
        jz 9f
        xor ecx, ecx
        call print
        jc 9f
        mov rcx, [rsp + 0x08]
        copy_result 1
        ret
9:      give_back slow_vsprintf

# To rcx, which has room for rdx bytes: what fits, with a zero if that fits, too. To \slow when it does not.
        .macro copy_bounded slow
        test rcx, rcx
        jz \slow
        mov r8, rdx
        sub r8, rax
        jb \slow
        cmp r8, 1
        jb 7f
        copy_result 1
        ret
7:      copy_result 0
        ret
        .endm

# int _snprintf(char *to, size_t room, const char *format, ...)
        .balign 32
_snprintf:
        keep_arguments
        lea r9, [rsp + 0x20]
        xor ecx, ecx
        call print
        jc 9f
        mov rcx, [rsp + 0x08]
        mov rdx, [rsp + 0x10]
        copy_bounded 9f
9:      give_back slow__snprintf

# int _vsnprintf(char *to, size_t room, const char *format, va_list)
        .balign 32
_vsnprintf:
        keep_arguments
        xor ecx, ecx
        call print
        jc 9f
        mov rcx, [rsp + 0x08]
        mov rdx, [rsp + 0x10]
        copy_bounded 9f
9:      give_back slow__vsnprintf

# int __stdio_common_vsprintf(u64 options, char *to, size_t room, const char *format, _locale_t, va_list): all of its
# ways to cut a result are the same where it fits with its zero
        .balign 32
__stdio_common_vsprintf:
        keep_arguments
        and ecx, 0xff
        or ecx, PRINT_UNIVERSAL
        mov r8, r9
        mov r9, [rsp + 0x30]
        call print
        jc 9f
        mov rcx, [rsp + 0x10]
        test rcx, rcx
        jz 9f
        cmp rax, [rsp + 0x18]
        jae 9f
        copy_result 1
        ret
9:      give_back slow___stdio_common_vsprintf

# Puts the result of rax bytes into the buffer of the stream rdx, as fputc does with one.
        .macro put_result slow
        cmp dword ptr [rip + data_threaded], 0
        jne \slow
        test rdx, rdx
        jz \slow
        test dword ptr [rdx + FILE_FLAG], _IOWRT
        jz \slow
        mov r8d, [rdx + FILE_CNT]
        sub r8d, eax
        js \slow
        mov rcx, [rdx + FILE_PTR]
        mov [rdx + FILE_CNT], r8d
        lea r8, [rcx + rax]
        mov [rdx + FILE_PTR], r8
        copy_result 0
        ret
        .endm

# int fprintf(FILE *, const char *format, ...)
        .balign 32
fprintf:
        keep_arguments
        mov r8, rdx
        lea r9, [rsp + 0x18]
        xor ecx, ecx
        call print
        jc 9f
        mov rdx, [rsp + 0x08]
        put_result 9f
9:      give_back slow_fprintf

# int vfprintf(FILE *, const char *format, va_list)
        .balign 32
vfprintf:
        keep_arguments
        mov r9, r8
        mov r8, rdx
        xor ecx, ecx
        call print
        jc 9f
        mov rdx, [rsp + 0x08]
        put_result 9f
9:      give_back slow_vfprintf

# --- formatting --------------------------------------------------------------------------------------------------
# print(ecx = mode, r8 = format, r9 = address of the arguments): the result, with a zero behind it, lies at TB_PRINT and
# has rax bytes; or the carry flag says that Java is to do it. Calls nothing and keeps its state in the thread block.
#   r8 = where in the format, r9 = next argument, r10 = end of the result so far, r11 and xmm0 = where it has to end

        .balign 64
print:
        test r8, r8
        jz print_refuse
        mov gs:[PRINT_MODE], ecx
        mov r10, gs:[TEB_SELF]
        lea r11, [r10 + TB_PRINT + PRINT_ROOM]
        movq xmm0, r11
        add r10, TB_PRINT
print_text:
        movzx eax, byte ptr [r8]
        inc r8
        cmp al, '%'
        je print_specification
        test al, al
        jz print_end
print_unit:
        cmp r10, r11
        jae print_refuse
        mov [r10], al
        inc r10
        jmp print_text
print_end:
        mov [r10], al
        mov rax, r10
        sub rax, gs:[TEB_SELF]
        sub rax, TB_PRINT
        clc
        ret
print_refuse:
        stc
        ret

# eax = the next unit of the format
        .macro next_unit
        inc r8
        movzx eax, byte ptr [r8]
        .endm

print_specification:
        movzx eax, byte ptr [r8]
        cmp al, '%'
        jne 1f
        inc r8
        jmp print_unit
1:      xor ecx, ecx
2:      mov edx, PF_LEFT
        cmp al, '-'
        je 3f
        mov edx, PF_ZERO
        cmp al, '0'
        je 3f
        mov edx, PF_PLUS
        cmp al, '+'
        je 3f
        mov edx, PF_SPACE
        cmp al, ' '
        jne 4f
3:      or ecx, edx
        next_unit
        jmp 2b

4:      xor edx, edx                            # the width
        cmp al, '*'
        jne 6f
        mov edx, [r9]
        add r9, 8
        next_unit
        test edx, edx
        jns 7f
        neg edx
        or ecx, PF_LEFT
        jmp 7f
5:      lea edx, [rdx + rdx * 4]
        lea edx, [rax + rdx * 2 - '0']
        cmp edx, PRINT_NUMBER_MOST
        ja print_refuse
        next_unit
6:      cmp al, '0'
        jb 7f
        cmp al, '9'
        jbe 5b
7:      cmp edx, PRINT_NUMBER_MOST
        ja print_refuse
        mov gs:[PRINT_WIDTH], edx

        mov edx, -1                             # the precision
        cmp al, '.'
        jne 4f
        next_unit
        xor edx, edx
        cmp al, '*'
        jne 3f
        mov edx, [r9]
        add r9, 8
        next_unit
        cmp edx, PRINT_NUMBER_MOST
        jle 1f
        jmp print_refuse
1:      test edx, edx
        jns 4f
        mov edx, -1
        jmp 4f
2:      lea edx, [rdx + rdx * 4]
        lea edx, [rax + rdx * 2 - '0']
        cmp edx, PRINT_NUMBER_MOST
        ja print_refuse
        next_unit
3:      cmp al, '0'
        jb 4f
        cmp al, '9'
        jbe 2b
4:      mov gs:[PRINT_PRECISION], edx
        mov gs:[PRINT_START], r10

        xor edx, edx                            # the size: 0, 1 for 64 bits, 2 for long
        cmp al, 'l'
        je 1f
        cmp al, 'I'
        je 2f
        cmp al, 'z'
        je 4f
        cmp al, 'j'
        je 4f
        cmp al, 't'
        je 4f
        jmp print_convert
1:      mov edx, 2
        next_unit
        cmp al, 'l'
        jne print_convert
        jmp 4f
2:      next_unit
        mov edx, 1
        cmp al, '6'
        je 3f
        cmp al, '3'
        jne print_convert                       # the size of a pointer
        cmp byte ptr [r8 + 1], '2'
        jne print_refuse
        xor edx, edx
        inc r8
        next_unit
        jmp print_convert
3:      cmp byte ptr [r8 + 1], '4'
        jne print_refuse
        inc r8
4:      mov edx, 1
        next_unit

print_convert:                                  # al = the letter, edx = the size, ecx = flags
        inc r8
        cmp al, 'd'
        je print_signed
        cmp al, 's'
        je print_string
        cmp al, 'u'
        je print_unsigned
        cmp al, 'x'
        je print_hexadecimal
        cmp al, 'c'
        je print_character
        cmp al, 'f'
        je print_real
        cmp al, 'i'
        je print_signed
        cmp al, 'p'
        je print_pointer
        cmp al, 'X'
        jne print_refuse
        or ecx, PF_UPPER
        jmp print_hexadecimal

print_character:
        test edx, edx
        jnz print_refuse
        mov eax, [r9]
        add r9, 8
        cmp r10, r11
        jae print_refuse
        mov [r10], al
        inc r10
        xor eax, eax
        jmp print_pad

print_string:
        test edx, edx
        jnz print_refuse
        mov rdx, [r9]
        add r9, 8
        test rdx, rdx
        jz print_refuse
        movq xmm1, rcx
        mov ecx, gs:[PRINT_PRECISION]           # -1: as many as there are
1:      test ecx, ecx
        jz 2f
        movzx eax, byte ptr [rdx]
        test al, al
        jz 2f
        cmp r10, r11
        jae print_refuse
        mov [r10], al
        inc r10
        inc rdx
        dec ecx
        jmp 1b
2:      movq rcx, xmm1
        xor eax, eax
        # fall through

# Pads the conversion's result, which begins with eax bytes that zeros go behind, to the width; ecx = flags.
print_pad:
        mov rdx, r10
        sub rdx, gs:[PRINT_START]
        test ecx, PF_LEFT
        jnz 4f
        movq xmm1, rcx
        mov ecx, gs:[PRINT_WIDTH]
        sub ecx, edx
        jle print_padded
        lea rdx, [r10 + rcx]
        cmp rdx, r11
        jae print_refuse
        movq rdx, xmm1
        test edx, PF_ZERO
        jnz 1f
        xor eax, eax                            # spaces go before everything
1:      mov rdx, gs:[PRINT_START]
        add rdx, rax
        mov rax, r10
2:      cmp rax, rdx                            # what is behind moves
        je 3f
        dec rax
        movzx r11d, byte ptr [rax]
        mov [rax + rcx], r11b
        jmp 2b
3:      add r10, rcx
        movq rax, xmm1
        mov r11d, ' '
        test eax, PF_ZERO
        jz 1f
        mov r11d, '0'
1:      mov [rdx + rcx - 1], r11b
        dec ecx
        jnz 1b
        movq r11, xmm0
print_padded:
        jmp print_text
4:      mov ecx, gs:[PRINT_WIDTH]
        sub ecx, edx
        jle print_padded
        lea rdx, [r10 + rcx]
        cmp rdx, r11
        jae print_refuse
5:      mov byte ptr [r10], ' '
        inc r10
        dec ecx
        jnz 5b
        jmp print_text
