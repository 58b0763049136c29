# The formatting of print.S: the format itself, and text. Numbers are in numbers.S.

# print(ecx = mode, r8 = format, r9 = address of the arguments): the result, with a zero behind it, lies at TB_PRINT and
# has rax units, each a byte; or the carry flag says that Java is to do it. Calls nothing and keeps its state in the thread
# block.
#   r8 = where in the format, r9 = next argument, r10 = end of the result so far, r11 and xmm0 = where it has to end

        .balign 64
print:
        take_format_room print_refuse
        test r8, r8
        jz print_refuse
        mov gs:[PRINT_MODE], ecx
        mov r10, gs:[TEB_SELF]
        lea r11, [r10 + TB_PRINT + PRINT_ROOM]
        movq xmm0, r11
        add r10, TB_PRINT
        test ecx, PRINT_WIDE
        jz print_text
        jmp print_wide_text
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

# Reads a format of units of \size bytes: text up to a specification, and that up to its letter.
        .macro format_reader text, unit, size

# eax = the next unit of the format
        .macro next_unit
        add r8, \size
        movzx eax, \unit ptr [r8]
        .endm

        .balign 32
\text:
        movzx eax, \unit ptr [r8]
        add r8, \size
        cmp eax, '%'
        je 2f
        test eax, eax
        jz print_end
1:      cmp r10, r11
        jae print_refuse
        .if \size > 1
        test ah, ah
        jnz print_refuse
        .endif
        mov [r10], al
        inc r10
        jmp \text

2:      movzx eax, \unit ptr [r8]
        cmp eax, '%'
        jne 1f
        add r8, \size
        jmp 1b
1:      xor ecx, ecx
2:      mov edx, PF_LEFT
        cmp eax, '-'
        je 3f
        mov edx, PF_ZERO
        cmp eax, '0'
        je 3f
        mov edx, PF_PLUS
        cmp eax, '+'
        je 3f
        mov edx, PF_SPACE
        cmp eax, ' '
        jne 4f
3:      or ecx, edx
        next_unit
        jmp 2b

4:      xor edx, edx                            # the width
        cmp eax, '*'
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
6:      cmp eax, '0'
        jb 7f
        cmp eax, '9'
        jbe 5b
7:      cmp edx, PRINT_NUMBER_MOST
        ja print_refuse
        mov gs:[PRINT_WIDTH], edx

        mov edx, -1                             # the precision
        cmp eax, '.'
        jne 4f
        next_unit
        xor edx, edx
        cmp eax, '*'
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
3:      cmp eax, '0'
        jb 4f
        cmp eax, '9'
        jbe 2b
4:      mov gs:[PRINT_PRECISION], edx
        mov gs:[PRINT_START], r10

        xor edx, edx                            # the size: 0, 1 for 64 bits, 2 for long or wide, 3 for short
        cmp eax, 'l'
        je 1f
        cmp eax, 'I'
        je 2f
        cmp eax, 'z'
        je 4f
        cmp eax, 'j'
        je 4f
        cmp eax, 't'
        je 4f
        cmp eax, 'w'
        je 5f
        cmp eax, 'h'
        je 6f
        jmp 9f
1:      mov edx, 2
        next_unit
        cmp eax, 'l'
        jne 9f
        jmp 4f
5:      mov edx, 2                              # w: a wide text
        next_unit
        jmp 9f
6:      mov edx, 3                              # h: a narrow text; numbers of 16 bits are Java's
        next_unit
        cmp eax, 's'
        je 9f
        cmp eax, 'c'
        jne print_refuse
        jmp 9f
2:      next_unit
        mov edx, 1
        cmp eax, '6'
        je 3f
        cmp eax, '3'
        jne 9f                                  # the size of a pointer
        cmp \unit ptr [r8 + \size], '2'
        jne print_refuse
        xor edx, edx
        add r8, \size
        next_unit
        jmp 9f
3:      cmp \unit ptr [r8 + \size], '4'
        jne print_refuse
        add r8, \size
4:      mov edx, 1
        next_unit
9:      add r8, \size
        jmp print_convert
        .purgem next_unit
        .endm

        format_reader print_text, byte, 1
        format_reader print_wide_text, word, 2

        .balign 32
print_convert:                                  # eax = the letter, edx = the size, ecx = flags
        cmp eax, 'd'
        je print_signed
        cmp eax, 's'
        je print_string
        cmp eax, 'u'
        je print_unsigned
        cmp eax, 'x'
        je print_hexadecimal
        cmp eax, 'c'
        je print_character
        cmp eax, 'f'
        je print_real
        cmp eax, 'g'
        je print_general
        cmp eax, 'e'
        je print_exponential
        cmp eax, 'i'
        je print_signed
        cmp eax, 'p'
        je print_pointer
        cmp eax, 'X'
        jne print_refuse
        or ecx, PF_UPPER
        jmp print_hexadecimal

# Of the text argument of size edx: eax = whether it is wide, PRINT_MOST = the last of its units that is the same in the
# result. Uses r11.
        .macro text_argument
        mov r11d, gs:[PRINT_MODE]
        mov eax, r11d
        and eax, PRINT_WIDE_TEXT
        test edx, edx
        jz 1f
        xor eax, eax
        cmp edx, 3
1:      setb dl                                 # any size but h; and after a test, never
        test eax, eax
        setnz al
        or al, dl
        movzx eax, al
        and r11d, PRINT_WIDE
        setnz dl
        cmp al, dl
        mov edx, 0x7f                           # ASCII is the same in all code pages
        mov r11d, 0xff
        cmove edx, r11d
        mov gs:[PRINT_MOST], edx
        movq r11, xmm0
        .endm

print_character:
        text_argument
        movzx edx, word ptr [r9]
        add r9, 8
        test eax, eax
        jnz 1f
        movzx edx, dl
1:      cmp edx, gs:[PRINT_MOST]
        ja print_refuse
        test edx, edx
        jz print_refuse
        cmp r10, r11
        jae print_refuse
        mov [r10], dl
        inc r10
        xor eax, eax
        jmp print_pad

# Adds the text rdx, up to its zero or the precision.
        .macro text_units unit, size, most
        movq xmm1, rcx
        mov ecx, gs:[PRINT_PRECISION]           # -1: as many as there are
1:      test ecx, ecx
        jz 2f
        movzx eax, \unit ptr [rdx]
        test eax, eax
        jz 2f
        .if \most
        cmp eax, gs:[PRINT_MOST]
        ja print_refuse
        .endif
        cmp r10, r11
        jae print_refuse
        mov [r10], al
        inc r10
        add rdx, \size
        dec ecx
        jmp 1b
2:      movq rcx, xmm1
        xor eax, eax
        .endm

print_string:
        mov eax, gs:[PRINT_MODE]
        and eax, PRINT_WIDE
        or eax, edx
        jz 4f
        text_argument
        mov rdx, [r9]
        add r9, 8
        test rdx, rdx
        jz print_refuse
        test eax, eax
        jz 3f
        text_units word, 2, 1
        jmp print_pad
3:      text_units byte, 1, 1
        jmp print_pad
4:      mov rdx, [r9]
        add r9, 8
        test rdx, rdx
        jz print_refuse
        text_units byte, 1, 0
        jmp print_pad

# Pads the conversion's result, which begins with eax bytes that zeros go behind, to the width; ecx = flags.
        .balign 32
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
        .balign 16
print_padded:
        test dword ptr gs:[PRINT_MODE], PRINT_WIDE
        jz print_text
        jmp print_wide_text
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
        jmp print_padded
