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
# Each keeps its arguments in the home space, as the Java method does.

        .macro keep_arguments
        mov [rsp + 0x08], rcx
        mov [rsp + 0x10], rdx
        mov [rsp + 0x18], r8
        mov [rsp + 0x20], r9
        .endm

        .macro give_back slow
        mov rcx, [rsp + 0x08]
        mov rdx, [rsp + 0x10]
        mov r8, [rsp + 0x18]
        mov r9, [rsp + 0x20]
        jmp [rip + \slow]
        .endm

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

# --- whole numbers: rax = the magnitude --------------------------------------------------------------------------

# The sign that a number has which is not negative.
        .macro sign_of_positive
        mov dl, '+'
        test ecx, PF_PLUS
        jnz 8f
        mov dl, ' '
        test ecx, PF_SPACE
        jz 9f
8:      mov [r10], dl
        inc r10
9:
        .endm

print_signed:
        cmp r10, r11
        jae print_refuse
        cmp edx, 1
        je 1f
        movsxd rax, dword ptr [r9]
        jmp 2f
1:      mov rax, [r9]
2:      add r9, 8
        test rax, rax
        js 3f
        sign_of_positive
        jmp print_decimal
3:      neg rax
        mov byte ptr [r10], '-'
        inc r10
        jmp print_decimal

print_unsigned:
        cmp edx, 1
        je 1f
        mov eax, [r9]
        jmp 2f
1:      mov rax, [r9]
2:      add r9, 8

print_decimal:
        mov gs:[PRINT_FLAGS], ecx
        mov rcx, gs:[TEB_SELF]
        add rcx, PRINT_DIGITS_END
        test rax, rax
        jz print_digits
1:      mov r11, rax
        mul qword ptr [rip + print_tenth]
        shr rdx, 3
        lea rax, [rdx + rdx * 4]
        add rax, rax
        sub r11d, eax
        add r11d, '0'
        dec rcx
        mov [rcx], r11b
        mov rax, rdx
        test rax, rax
        jnz 1b
        movq r11, xmm0

# rcx = the first of the digits; a zero has none. As many zeros before them as the precision asks for.
print_digits:
        mov edx, gs:[PRINT_PRECISION]
        test edx, edx
        jns 1f
        mov edx, 1
        jmp 2f
1:      and dword ptr gs:[PRINT_FLAGS], ~PF_ZERO
2:      lea rax, [r10 + rdx]
        add rax, 64
        cmp rax, r11
        jae print_refuse
        mov rax, gs:[TEB_SELF]
        add rax, PRINT_DIGITS_END
        sub rax, rcx                            # how many digits
        movq xmm1, r10
        sub edx, eax
        jle 4f
3:      mov byte ptr [r10], '0'
        inc r10
        dec edx
        jnz 3b
4:      test eax, eax
        jz 6f
5:      movzx edx, byte ptr [rcx]
        mov [r10], dl
        inc rcx
        inc r10
        dec eax
        jnz 5b
6:      movq rax, xmm1
        sub rax, gs:[PRINT_START]               # the sign
        mov ecx, gs:[PRINT_FLAGS]
        jmp print_pad

print_pointer:                                  # 16 digits, whatever the precision
        test edx, edx
        jnz print_refuse
        and ecx, ~PF_ZERO
        or ecx, PF_UPPER
        mov dword ptr gs:[PRINT_PRECISION], 16
        mov edx, 1

print_hexadecimal:
        cmp edx, 1
        je 1f
        mov eax, [r9]
        jmp 2f
1:      mov rax, [r9]
2:      add r9, 8
        mov gs:[PRINT_FLAGS], ecx
        lea rdx, [rip + print_lower]
        test ecx, PF_UPPER
        jz 3f
        lea rdx, [rip + print_upper]
3:      mov rcx, gs:[TEB_SELF]
        add rcx, PRINT_DIGITS_END
        test rax, rax
        jz print_digits
4:      mov r11d, eax
        and r11d, 15
        movzx r11d, byte ptr [rdx + r11]
        dec rcx
        mov [rcx], r11b
        shr rax, 4
        jnz 4b
        movq r11, xmm0
        jmp print_digits

# --- f: m * 2^-s is an exact multiple of a power of ten after one multiplication -----------------------------------
# msvcrt rounds to 17 significant digits first, and that once more; the universal runtime rounds once. Both round halves
# up, as long as that is not told otherwise.

print_real:
        test edx, edx
        jnz print_refuse
        mov edx, gs:[PRINT_PRECISION]
        test edx, edx
        jns 1f
        mov edx, 6
1:      cmp edx, 15
        ja print_refuse
        mov gs:[PRINT_POINT], edx
        lea rax, [r10 + 64]
        cmp rax, r11
        jae print_refuse
        mov rax, [r9]
        add r9, 8
        btr rax, 63
        jc 2f
        sign_of_positive
        jmp 3f
2:      mov byte ptr [r10], '-'
        inc r10
3:      mov gs:[PRINT_FLAGS], ecx
        test rax, rax
        jz print_fixed                          # zero
        mov rcx, rax
        shr rcx, 52
        mov edx, 1075
        sub edx, ecx
        mov ecx, edx                            # s
        lea edx, [rcx - 1]
        cmp edx, 62
        jae print_refuse                        # below 2^-10 or from 2^52 on, no number, infinite
        mov rdx, 0x000fffffffffffff
        and rax, rdx
        bts rax, 52                             # m
        test dword ptr gs:[PRINT_MODE], PRINT_UNIVERSAL
        jnz print_exactly

        movq xmm2, rax
        mov edx, 17                             # k: how many decimals 17 significant digits are
        shr rax, cl
        test rax, rax
        jz 5f
        lea r11, [rip + print_powers]
4:      dec edx
        cmp rax, [r11 + 8]
        lea r11, [r11 + 8]
        jae 4b
        jmp 7f
5:      movq rax, xmm2
6:      lea rax, [rax + rax * 4]
        add rax, rax
        movq xmm3, rax
        shr rax, cl
        test rax, rax
        jnz 7f
        movq rax, xmm3
        inc edx
        cmp edx, 19
        jbe 6b
        movq r11, xmm0
        jmp print_refuse
7:      movq xmm3, rdx
        lea r11, [rip + print_powers]
        mov r11, [r11 + rdx * 8]
        movq rax, xmm2
        mul r11
        mov r11d, 1
        shl r11, cl
        shr r11, 1                              # half of the last digit
        add rax, r11
        adc rdx, 0
        shrd rax, rdx, cl
        movq rcx, xmm3
        sub ecx, gs:[PRINT_POINT]
        jb print_refuse
        jz print_fixed
        lea r11, [rip + print_powers]
        mov rcx, [r11 + rcx * 8]
        mov rdx, rcx
        shr rdx, 1
        add rax, rdx
        xor edx, edx
        div rcx
        jmp print_fixed

print_exactly:
        mov edx, gs:[PRINT_POINT]
        lea r11, [rip + print_powers]
        mul qword ptr [r11 + rdx * 8]
        test dword ptr gs:[PRINT_MODE], PRINT_STANDARD_ROUNDING
        jz 1f
        mov r11, rax                            # a tie goes to the even digit, which Java knows
        movq xmm3, rcx
        neg ecx
        shl r11, cl                             # the bits that are dropped, at the top
        movq rcx, xmm3
        btc r11, 63
        test r11, r11
        jz print_refuse
1:      mov r11d, 1
        shl r11, cl
        shr r11, 1
        add rax, r11
        adc rdx, 0
        shrd rax, rdx, cl
        shr rdx, cl
        test rdx, rdx
        jnz print_refuse

# rax = the number times ten to the power of the digits behind the point
print_fixed:
        mov rcx, gs:[TEB_SELF]
        add rcx, PRINT_DIGITS_END
        test rax, rax
        jz 2f
1:      mov r11, rax
        mul qword ptr [rip + print_tenth]
        shr rdx, 3
        lea rax, [rdx + rdx * 4]
        add rax, rax
        sub r11d, eax
        add r11d, '0'
        dec rcx
        mov [rcx], r11b
        mov rax, rdx
        test rax, rax
        jnz 1b
2:      movq xmm1, r10
        mov rdx, gs:[TEB_SELF]
        add rdx, PRINT_DIGITS_END
        mov eax, gs:[PRINT_POINT]
        sub rdx, rax                            # where the point comes
3:      cmp rcx, rdx
        jb 4f
        dec rcx                                 # at least one digit before it
        mov byte ptr [rcx], '0'
        jmp 3b
4:      movzx r11d, byte ptr [rcx]
        mov [r10], r11b
        inc r10
        inc rcx
        cmp rcx, rdx
        jb 4b
        test eax, eax
        jz 6f
        mov byte ptr [r10], '.'
        inc r10
5:      movzx r11d, byte ptr [rcx]
        mov [r10], r11b
        inc r10
        inc rcx
        dec eax
        jnz 5b
6:      movq r11, xmm0
        movq rax, xmm1
        sub rax, gs:[PRINT_START]
        mov ecx, gs:[PRINT_FLAGS]
        jmp print_pad

        .balign 8
print_tenth:    .quad 0xcccccccccccccccd        # 2^67 / 10
print_powers:
        .set power, 1
        .rept 20
        .quad power
        .set power, power * 10
        .endr
print_lower:    .ascii "0123456789abcdef"
print_upper:    .ascii "0123456789ABCDEF"
