# The conversions of print.S: whole numbers, and reals as whole numbers with a point.

# Moves the digit at rcx behind what is printed, through a register and its low byte.
        .macro move_digit through, low
        movzx \through, byte ptr [rcx]
        mov [r10], \low
        inc r10
        inc rcx
        .endm

# Puts the decimal digits of rax, which is not 0, before rcx. Uses rdx, r11.
        .macro decimal_digits
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
        .endm

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
        decimal_digits
        movq r11, xmm0

# rcx = the first of the digits; a zero has none. As many zeros before them as the precision asks for.
        .balign 32
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

        .balign 32
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

# --- f, e and g: m * 2^-s is an exact multiple of a power of ten after one multiplication --------------------------
# e and g have as many digits behind the point, or fewer before it, as make their significant ones. msvcrt rounds to 17 significant digits first, and that once more; the universal runtime rounds once. Both round halves
# up, as long as that is not told otherwise.

print_exponential:
        or ecx, PF_EXPONENT
        jmp print_real
print_general:
        or ecx, PF_GENERAL
print_real:                                     # of any size
        mov edx, gs:[PRINT_PRECISION]
        test edx, edx
        jns 1f
        mov edx, 6
1:      test ecx, PF_GENERAL | PF_EXPONENT
        jz 2f
        cmp edx, PRINT_NUMBER_MOST
        ja print_refuse
        test ecx, PF_EXPONENT
        jnz 1f
        test edx, edx
        jnz 3f
1:      inc edx                                 # the one before the point
3:      mov gs:[PRINT_SIGNIFICANT], edx
        cmp edx, 17
        ja print_refuse
        xor edx, edx                            # not known yet
2:      cmp edx, 15
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
        jz 8f                                   # zero
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
        movq xmm2, rax
        test dword ptr gs:[PRINT_FLAGS], PF_GENERAL | PF_EXPONENT
        jnz 1f
        test dword ptr gs:[PRINT_MODE], PRINT_UNIVERSAL
        jnz print_exactly
1:      mov edx, 17                             # k: how many decimals 17 significant digits are
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
7:      test dword ptr gs:[PRINT_FLAGS], PF_GENERAL | PF_EXPONENT
        jz 9f
        mov r11d, edx                           # as many digits fewer behind the point as significant ones
        sub r11d, 17
        add r11d, gs:[PRINT_SIGNIFICANT]
        mov gs:[PRINT_POINT], r11d
        test dword ptr gs:[PRINT_MODE], PRINT_UNIVERSAL
        jz 9f
        movq rax, xmm2
        test r11d, r11d
        jns print_exactly
        jmp print_fewer
8:      test dword ptr gs:[PRINT_FLAGS], PF_EXPONENT
        jnz print_refuse
        jmp print_fixed
9:      movq xmm3, rdx
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
        jl print_refuse
        jz print_rounded
        lea r11, [rip + print_powers]
        mov rcx, [r11 + rcx * 8]
        mov rdx, rcx
        shr rdx, 1
        add rax, rdx
        xor edx, edx
        div rcx
        jmp print_rounded

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
        jmp print_rounded

# The whole number of rax * 2^-ecx, divided by ten to the power of -r11d.
print_fewer:
        neg r11d
        movq xmm3, rcx
        shr rax, cl
        lea rcx, [rip + print_powers]
        mov rcx, [rcx + r11 * 8]
        xor edx, edx
        div rcx
        shr rcx, 1
        cmp rdx, rcx
        jb print_rounded
        ja 1f
        test dword ptr gs:[PRINT_MODE], PRINT_STANDARD_ROUNDING
        jz 1f
        movq rcx, xmm3
        movq rdx, xmm2
        neg ecx
        shl rdx, cl                             # what is behind the point
        test rdx, rdx
        jz print_refuse                         # a tie, as above
1:      inc rax

# rax = the number times ten to the power of the digits behind the point
print_rounded:
        test dword ptr gs:[PRINT_FLAGS], PF_GENERAL | PF_EXPONENT
        jz print_fixed
        mov ecx, gs:[PRINT_POINT]
        mov edx, gs:[PRINT_SIGNIFICANT]
        lea r11, [rip + print_powers]
        cmp rax, [r11 + rdx * 8]
        jne 1f
        mov rax, [r11 + rdx * 8 - 8]            # rounded to one digit more
        dec ecx
1:      dec edx
        sub edx, ecx
        mov gs:[PRINT_EXPONENT], edx
        test dword ptr gs:[PRINT_FLAGS], PF_EXPONENT
        jnz print_scientific
        test ecx, ecx                           # g drops zeros at the end: those behind the point, or, where that is
        jz 4f                                   # behind more digits than it shows, all
        jns 2f
        or dword ptr gs:[PRINT_FLAGS], PF_EXPONENT
        mov ecx, 17
2:      mov r11, rax
        mul qword ptr [rip + print_tenth]
        shr rdx, 3
        lea rax, [rdx + rdx * 4]
        add rax, rax
        cmp rax, r11
        jne 3f
        mov rax, rdx
        dec ecx
        jnz 2b
        jmp 4f
3:      mov rax, r11
4:      mov gs:[PRINT_POINT], ecx
        test dword ptr gs:[PRINT_FLAGS], PF_EXPONENT
        jnz print_scientific
print_fixed:
        mov rcx, gs:[TEB_SELF]
        add rcx, PRINT_DIGITS_END
        test rax, rax
        jz 2f
        decimal_digits
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
4:      move_digit r11d, r11b
        cmp rcx, rdx
        jb 4b
        test eax, eax
        jz 6f
        mov byte ptr [r10], '.'
        inc r10
5:      move_digit r11d, r11b
        dec eax
        jnz 5b
6:      movq r11, xmm0
        movq rax, xmm1
        sub rax, gs:[PRINT_START]
        mov ecx, gs:[PRINT_FLAGS]
        jmp print_pad

# rax = all digits, of which one is before the point
print_scientific:
        mov rcx, gs:[TEB_SELF]
        add rcx, PRINT_DIGITS_END
        decimal_digits
        movq xmm1, r10
        mov rdx, gs:[TEB_SELF]
        add rdx, PRINT_DIGITS_END
        move_digit eax, al
        cmp rcx, rdx
        je 2f
        mov byte ptr [r10], '.'
        inc r10
1:      move_digit eax, al
        cmp rcx, rdx
        jb 1b
2:      mov byte ptr [r10], 'e'
        mov byte ptr [r10 + 1], '+'
        mov eax, gs:[PRINT_EXPONENT]            # of less than 20, either way
        test eax, eax
        jns 3f
        neg eax
        mov byte ptr [r10 + 1], '-'
3:      add r10, 2
        mov ecx, gs:[PRINT_MODE]
        and ecx, PRINT_UNIVERSAL | PRINT_THREE_DIGITS
        cmp ecx, PRINT_UNIVERSAL
        je 4f
        mov byte ptr [r10], '0'
        inc r10
4:      mov ecx, '0'
        cmp eax, 10
        jb 5f
        inc ecx
        sub eax, 10
5:      add eax, '0'
        mov [r10], cl
        mov [r10 + 1], al
        add r10, 2
        jmp 6b

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
