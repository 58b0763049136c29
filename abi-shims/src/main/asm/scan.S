# Numbers from text, as far as they usually go: whole numbers that fit their type, and decimal reals of which one exact
# operation makes a double. decant.crt.IntegerScan and FloatScan know the rest, errno among it.

# Of the text r11: on to the first character that is no space, r10d. To \refuse for one beyond ASCII. Uses r9.
        .macro skip_space unit, size, refuse
1:      movzx r10d, \unit ptr [r11]
        cmp r10d, ' '
        ja 3f
        je 2f
        lea r9d, [r10 - 9]
        cmp r9d, 4
        ja 4f
2:      add r11, \size
        jmp 1b
3:      cmp r10d, 0x80
        jae \refuse
4:
        .endm

# xmm0 = 1 when a minus sign is before the number, and on to the number.
        .macro sign_of_number size
        xor r9d, r9d
        cmp r10d, '-'
        sete r9b
        je 1f
        cmp r10d, '+'
        jne 2f
1:      add r11, \size
2:      movd xmm0, r9d
        .endm

# --- whole numbers -------------------------------------------------------------------------------------------------

# scan_integer(rcx = text, r8d = base): rax = the magnitude, r10d = 1 when it is negative, r11 = what is behind it, the
# text itself when there is no number; or the carry flag says that Java is to do it. Leaves rcx, rdx and r8 alone.
        .macro integer_scanner name, unit, size
        .balign 32
\name:
        test rcx, rcx
        jz 9f
        cmp r8d, 36
        ja 9f
        cmp r8d, 1
        je 9f
        movq xmm1, rcx
        mov r11, rcx
        skip_space \unit, \size, 9f
        sign_of_number \size
        mov ecx, r8d                            # the radix
        cmp r8d, 10
        je 3f
        test r8d, r8d
        jz 1f
        cmp r8d, 16
        jne 3f
1:      movzx r10d, \unit ptr [r11]
        cmp r10d, '0'
        jne 2f
        movzx r10d, \unit ptr [r11 + \size]
        or r10d, 0x20
        cmp r10d, 'x'
        je 4f
        mov r10d, '0'
2:      test r8d, r8d
        jnz 3f
        mov ecx, 10
        cmp r10d, '0'
        jne 3f
        mov ecx, 8
3:      movq xmm2, r11                          # the first digit
        xor eax, eax
        jmp 6f
4:      movzx r10d, \unit ptr [r11 + 2 * \size]
        lea r9d, [r10 - '0']
        cmp r9d, 10
        jb 5f
        or r10d, 0x20
        lea r9d, [r10 - 'a']
        cmp r9d, 6
        jae 2f                                  # a zero before a letter
5:      mov ecx, 16
        add r11, 2 * \size
        jmp 3b

6:      movzx r10d, \unit ptr [r11]
        lea r9d, [r10 - '0']
        cmp r9d, 9
        ja 8f
7:      cmp r9d, ecx
        jae 1f
        mov r10, rax
        shr r10, 58                             # one digit more fits, of any radix
        jnz 2f
        imul rax, rcx
        add rax, r9
        add r11, \size
        jmp 6b
8:      or r10d, 0x20
        .if \size == 2
        cmp r10d, 0x80
        jae 2f                                  # which may be a digit, too
        .endif
        lea r9d, [r10 - 'a']
        cmp r9d, 25
        ja 1f
        add r9d, 10
        jmp 7b

1:      movq rcx, xmm1
        movd r10d, xmm0
        movq r9, xmm2
        cmp r9, r11
        cmove r11, rcx
        clc
        ret
2:      movq rcx, xmm1
9:      stc
        ret
        .endm

        integer_scanner scan_integer, byte, 1
        integer_scanner scan_wide_integer, word, 2

# \name(const \text *text, \text **end, int base), and without the last two for base 10
        .macro integer_reader name, scanner, bits, signed, base
        .globl \name
        .balign 32
\name:
        .if \base
        xor edx, edx
        mov r8d, \base
        .endif
        call \scanner
        jc 9f
        .if \bits == 32
        mov r9d, 0xffffffff >> \signed
        .if \signed
        add r9d, r10d                           # one more below zero
        .endif
        cmp rax, r9
        ja 9f
        .elseif \signed
        test rax, rax
        js 9f
        .endif
        .if \base == 0
        test rdx, rdx
        jz 1f
        mov [rdx], r11
1:
        .endif
        mov r9, rax
        neg r9
        test r10d, r10d
        cmovnz rax, r9
        ret
9:      jmp [rip + slow_\name]
        .endm

        integer_reader atoi, scan_integer, 32, 1, 10
        integer_reader _atoi64, scan_integer, 64, 1, 10
        integer_reader strtol, scan_integer, 32, 1, 0
        integer_reader strtoul, scan_integer, 32, 0, 0
        integer_reader _strtoi64, scan_integer, 64, 1, 0
        integer_reader _strtoui64, scan_integer, 64, 0, 0
        integer_reader _wtoi, scan_wide_integer, 32, 1, 10
        integer_reader _wtoi64, scan_wide_integer, 64, 1, 10
        integer_reader wcstol, scan_wide_integer, 32, 1, 0
        integer_reader wcstoul, scan_wide_integer, 32, 0, 0
        integer_reader _wcstoi64, scan_wide_integer, 64, 1, 0
        integer_reader _wcstoui64, scan_wide_integer, 64, 0, 0

# --- reals ---------------------------------------------------------------------------------------------------------

# Adds digits to rax while they come; r10d = the character that ends them, less '0'. To 9 when there are too many.
        .macro digits_of_real unit, size
1:      movzx r10d, \unit ptr [r11]
        sub r10d, '0'
        cmp r10d, 9
        ja 2f
        cmp rax, [rip + print_powers + 17 * 8]
        jae 9f
        lea rax, [rax + rax * 4]
        lea rax, [r10 + rax * 2]
        add r11, \size
        jmp 1b
2:
        .endm

# scan_real(rcx = text): xmm0 = the number, r11 = what is behind it; or the carry flag says that Java is to do it. Leaves
# rcx and rdx alone. Digits of up to 2^53 and powers of ten of up to 22 are doubles, so that what is made of the two is
# rounded once.
        .macro real_scanner name, unit, size
        .balign 32
\name:
        test rcx, rcx
        jz 9f
        mov r11, rcx
        skip_space \unit, \size, 9f
        sign_of_number \size
        xor eax, eax
        mov r8, r11
        digits_of_real \unit, \size
        cmp r10d, 'x' - '0'
        je 9f
        cmp r10d, 'X' - '0'
        je 9f
        mov r9, r11
        sub r8, r11                             # minus the room of the digits
        cmp r10d, '.' - '0'
        jne 3f
        add r11, \size
        mov r9, r11
        digits_of_real \unit, \size
3:      sub r9, r11
        mov r10, r9
        or r10, r8
        jz 9f                                   # no digit at all
        .if \size == 2
        sar r9, 1
        .endif
        mov r8d, r9d                            # the power of ten

        movzx r10d, \unit ptr [r11]
        or r10d, 0x20
        cmp r10d, 'e'
        jne 6f
        movd xmm1, r8d
        lea r9, [r11 + \size]
        movzx r10d, \unit ptr [r9]
        cmp r10d, '-'
        je 1f
        cmp r10d, '+'
        jne 2f
1:      add r9, \size
2:      movzx r8d, \unit ptr [r9]
        sub r8d, '0'
        cmp r8d, 9
        ja 5f                                   # e is what is behind the number
        add r9, \size
        movzx r11d, \unit ptr [r9]
        sub r11d, '0'
        cmp r11d, 9
        ja 3f
        lea r8d, [r8 + r8 * 4]
        lea r8d, [r11 + r8 * 2]
        add r9, \size
        movzx r11d, \unit ptr [r9]
        sub r11d, '0'
        cmp r11d, 9
        jbe 9f                                  # three digits
3:      cmp r10d, '-'
        jne 4f
        neg r8d
4:      movd r10d, xmm1
        add r8d, r10d
        mov r11, r9
        jmp 6f
5:      movd r8d, xmm1

6:      movd r9d, xmm0
        shl r9, 63                              # the sign
        test rax, rax
        jz 8f
        mov r10, 1 << 53
        cmp rax, r10
        ja 9f
        lea r10, [rip + real_powers]
        pxor xmm0, xmm0
        cvtsi2sd xmm0, rax
        test r8d, r8d
        js 7f
        cmp r8d, 22
        ja 9f
        mulsd xmm0, [r10 + r8 * 8]
        movq rax, xmm0
        jmp 8f
7:      neg r8d
        cmp r8d, 22
        ja 9f
        divsd xmm0, [r10 + r8 * 8]
        movq rax, xmm0
8:      or rax, r9
        movq xmm0, rax
        clc
        ret
9:      stc
        ret
        .endm

        real_scanner scan_real, byte, 1
        real_scanner scan_wide_real, word, 2

# double \name(const \text *text, \text **end), and without the end
        .macro real_reader name, scanner, end
        .globl \name
        .balign 32
\name:
        stmxcsr [rsp + 0x18]
        mov eax, [rsp + 0x18]
        and eax, MXCSR_CHECKED
        cmp eax, MXCSR_USUAL
        jne 9f
        call \scanner
        jc 9f
        .if \end
        test rdx, rdx
        jz 1f
        mov [rdx], r11
1:
        .endif
        ret
9:      jmp [rip + slow_\name]
        .endm

        real_reader atof, scan_real, 0
        real_reader strtod, scan_real, 1
        real_reader _wtof, scan_wide_real, 0
        real_reader wcstod, scan_wide_real, 1

        .balign 8
real_powers:
        .double 1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11
        .double 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22
