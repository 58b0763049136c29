# scanf of strings of bytes, as far as formats usually go: text, and d i u o x X s c n with width and size. The format is
# looked through first, so that nothing is stored when it turns out that Java has to do it: decant.crt.format.Scanf knows
# the rest, and the same.

        .globl sscanf, sscanf_s, __stdio_common_vsscanf

        .set SCAN_MODE, TB_PRINT + 0xf00        # u32: SCAN_SECURE, what scan_text was called with
        .set SCAN_STORED, TB_PRINT + 0xf04      # u32: values stored
        .set SCAN_ENDED, TB_PRINT + 0xf08       # u32: not 0 once the source has ended
        .set SCAN_MATCHED, TB_PRINT + 0xf0c     # u32: not 0 once a conversion has matched, stored or not
        .set SCAN_START, TB_PRINT + 0xf10       # where the source begins
        .set SCAN_FORMAT, TB_PRINT + 0xf18      # where in the format
        .set SCAN_ARGUMENTS, TB_PRINT + 0xf20   # address of the next argument
        .set SCAN_SUPPRESSED, TB_PRINT + 0xf28  # u32: not 0 when the conversion stores nothing
        .set SCAN_SIZE, TB_PRINT + 0xf2c        # u32: of the conversion's target
        .set SCAN_NEGATIVE, TB_PRINT + 0xf30    # u32

        .set SCAN_SECURE, 1                     # decant.crt.format.Scanf
        .set SCAN_LONG, 0x100                   # in a size: l was said
        .set SCAN_WIDTH_DIGITS, 6

# int sscanf(const char *, const char *format, …)
        .macro string_scanner name, mode
        .balign 32
\name:
        keep_arguments
        mov r8, rdx
        mov rdx, rcx
        mov ecx, \mode
        lea r9, [rsp + 0x18]
        call scan_text
        jc 9f
        leave_format_room
        ret
9:      give_format_back slow_\name
        .endm

        string_scanner sscanf, 0
        string_scanner sscanf_s, SCAN_SECURE

# int __stdio_common_vsscanf(u64 options, const char *, size_t length, const char *format, _locale_t, va_list)
        .balign 32
__stdio_common_vsscanf:
        keep_arguments
        cmp r8, -1                              # the string ends at its zero
        jne 9f
        mov r8, r9
        mov r9, [rsp + 0x30]
        call scan_text
        jc 9f
        leave_format_room
        ret
9:      give_format_back slow___stdio_common_vsscanf

# Goes to \to when eax is a space. Uses r10d.
        .macro if_space to
        cmp eax, ' '
        je \to
        lea r10d, [rax - 9]
        cmp r10d, 4
        jbe \to
        .endm

# scan_specification(r8 = behind the %): eax = the letter, or 0 for what is left to Java; r8 = what is behind it; r10d =
# the size, r11d = the width. Uses ecx.
        .balign 32
scan_specification:
        movzx eax, byte ptr [r8]
        xor ecx, ecx
        cmp eax, '*'
        jne 1f
        inc ecx
        inc r8
1:      mov gs:[SCAN_SUPPRESSED], ecx
        xor r11d, r11d
        xor ecx, ecx                            # digits of the width
2:      movzx eax, byte ptr [r8]
        sub eax, '0'
        cmp eax, 9
        ja 3f
        inc ecx
        cmp ecx, SCAN_WIDTH_DIGITS
        ja 9f
        lea r11d, [r11 + r11 * 4]
        lea r11d, [rax + r11 * 2]
        inc r8
        jmp 2b
3:      test ecx, ecx
        mov ecx, 0x7fffffff
        cmovz r11d, ecx

        mov r10d, 4
        movzx eax, byte ptr [r8]
        cmp eax, 'd'
        je 8f
        cmp eax, 'l'
        je 1f
        cmp eax, 'h'
        je 2f
        cmp eax, 'I'
        je 4f
        cmp eax, 'z'
        je 6f
        cmp eax, 'j'
        je 6f
        cmp eax, 't'
        je 6f
        jmp 7f
1:      mov r10d, 4 | SCAN_LONG
        inc r8
        movzx eax, byte ptr [r8]
        cmp eax, 'l'
        jne 7f
        mov r10d, 8 | SCAN_LONG
        jmp 5f
2:      mov r10d, 2
        inc r8
        movzx eax, byte ptr [r8]
        cmp eax, 'h'
        jne 7f
        mov r10d, 1
        jmp 5f
4:      inc r8
        movzx eax, byte ptr [r8]
        mov r10d, 8
        cmp eax, '6'
        je 3f
        cmp eax, '3'
        jne 7f                                  # the size of a pointer
        cmp byte ptr [r8 + 1], '2'
        jne 9f
        mov r10d, 4
        jmp 4f
3:      cmp byte ptr [r8 + 1], '4'
        jne 9f
4:      inc r8
5:      inc r8
        movzx eax, byte ptr [r8]
        jmp 7f
6:      mov r10d, 8
        jmp 5b

7:      cmp eax, 'd'
        je 8f
        cmp eax, 'u'
        je 8f
        cmp eax, 'x'
        je 8f
        cmp eax, 's'
        je 1f
        cmp eax, 'c'
        je 1f
        cmp eax, 'i'
        je 8f
        cmp eax, 'X'
        je 8f
        cmp eax, 'o'
        je 8f
        cmp eax, 'n'
        je 8f
        jmp 9f
1:      test r10d, SCAN_LONG                    # wide text
        jnz 9f
        test dword ptr gs:[SCAN_MODE], SCAN_SECURE
        jnz 9f                                  # whose room follows
8:      inc r8
        ret
9:      xor eax, eax
        ret

# scan_text(ecx = mode, rdx = source, r8 = format, r9 = address of the arguments): eax = what the function returns; or the
# carry flag says that Java is to do it. Keeps its state in the thread block.
#   rdx = where in the source, r8 = where in the format, r9 = next argument
        .balign 64
scan_text:
        take_format_room scan_refuse
        test rdx, rdx
        jz scan_refuse
        test r8, r8
        jz scan_refuse
        mov gs:[SCAN_MODE], ecx
        mov gs:[SCAN_FORMAT], r8
1:      movzx eax, byte ptr [r8]
        inc r8
        cmp eax, '%'
        je 2f
        test eax, eax
        jnz 1b
        jmp scan_begin
2:      cmp byte ptr [r8], '%'
        je 3f
        call scan_specification
        test eax, eax
        jnz 1b
scan_refuse:
        stc
        ret
3:      inc r8
        jmp 1b

scan_begin:
        xor eax, eax
        mov gs:[SCAN_STORED], eax
        mov gs:[SCAN_ENDED], eax
        mov gs:[SCAN_MATCHED], eax
        mov gs:[SCAN_START], rdx
        mov r8, gs:[SCAN_FORMAT]
scan_next:
        movzx eax, byte ptr [r8]
        inc r8
        cmp eax, '%'
        je scan_conversion
        test eax, eax
        jz scan_end
        if_space scan_space
scan_literal:
        movzx ecx, byte ptr [rdx]
        test ecx, ecx
        jz scan_ended
        cmp eax, ecx
        jne scan_end
        inc rdx
        jmp scan_next
scan_space:
        call scan_spaces
        jmp scan_next
scan_ended:
        mov dword ptr gs:[SCAN_ENDED], 1
scan_end:
        mov eax, gs:[SCAN_STORED]
        mov ecx, eax
        or ecx, gs:[SCAN_MATCHED]
        jnz 1f
        sub eax, gs:[SCAN_ENDED]                # -1 when the source ended before anything else
1:      clc
        ret

# On to what is no space in the source. Leaves r8, r9 and r11 alone.
        .balign 16
scan_spaces:
1:      movzx eax, byte ptr [rdx]
        test eax, eax
        jz 3f
        if_space 2f
        ret
2:      inc rdx
        jmp 1b
3:      mov dword ptr gs:[SCAN_ENDED], 1
        ret

# eax = the next byte of the source, of r11d more; -1 when there is none.
        .macro next_of_source
        sub r11d, 1
        jb 5f
        movzx eax, byte ptr [rdx]
        inc rdx
        test eax, eax
        jnz 6f
        dec rdx
        mov dword ptr gs:[SCAN_ENDED], 1
        or eax, -1
        jmp 6f
5:      xor r11d, r11d
        or eax, -1
6:
        .endm

scan_conversion:
        cmp byte ptr [r8], '%'
        jne 1f
        inc r8
        jmp scan_literal
1:      call scan_specification
        mov gs:[SCAN_SIZE], r10d
        cmp eax, 'c'
        je scan_characters
        cmp eax, 'n'
        je scan_count
        movd xmm0, eax
        call scan_spaces
        movd ecx, xmm0
        cmp ecx, 's'
        je scan_word
        xor r10d, r10d                          # the base
        cmp ecx, 'i'
        je scan_integer_of_base
        mov r10d, 8
        cmp ecx, 'o'
        je scan_integer_of_base
        mov r10d, 10
        cmp ecx, 'd'
        je scan_integer_of_base
        cmp ecx, 'u'
        je scan_integer_of_base
        mov r10d, 16
        or ecx, 0x20
        cmp ecx, 'x'
        jne scan_end                            # the format has changed

# r10d = base, or 0 for what the prefix says. Too great a number wraps.
scan_integer_of_base:
        mov gs:[SCAN_FORMAT], r8
        mov gs:[SCAN_ARGUMENTS], r9
        mov ecx, r10d
        xor r10d, r10d                          # the number
        xor r9d, r9d                            # not 0 once there was a digit
        next_of_source
        xor r8d, r8d
        cmp eax, '-'
        sete r8b
        mov gs:[SCAN_NEGATIVE], r8d
        je 1f
        cmp eax, '+'
        jne 2f
1:      next_of_source
2:      test ecx, 15                            # 0 or 16
        jnz 4f
        cmp eax, '0'
        jne 3f
        inc r9d
        next_of_source
        mov r8d, eax
        or r8d, 0x20
        cmp r8d, 'x'
        je 1f
        test ecx, ecx
        jnz 4f
        mov ecx, 8
        jmp 4f
1:      mov ecx, 16
        next_of_source
        jmp 4f
3:      test ecx, ecx
        jnz 4f
        mov ecx, 10
4:      lea r8d, [rax - '0']
        cmp r8d, 9
        jbe 7f
        mov r8d, eax
        or r8d, 0x20
        sub r8d, 'a'
        cmp r8d, 5
        ja 8f
        add r8d, 10
7:      cmp r8d, ecx
        jae 8f
        imul r10, rcx
        add r10, r8
        mov r9d, 1
        next_of_source
        jmp 4b
8:      not eax                                 # what is no digit stays
        test eax, eax
        jz 1f
        dec rdx
1:      test r9d, r9d
        jz scan_end
        mov r8, gs:[SCAN_FORMAT]
        mov r9, gs:[SCAN_ARGUMENTS]
        mov rax, r10
        neg rax
        cmp dword ptr gs:[SCAN_NEGATIVE], 0
        cmovne r10, rax
        cmp dword ptr gs:[SCAN_SUPPRESSED], 0
        jne scan_matched
        mov rcx, [r9]
        add r9, 8
        mov eax, gs:[SCAN_SIZE]
        test al, 4
        jz 1f
        mov [rcx], r10d
        jmp scan_stored
1:      test al, 8
        jz 2f
        mov [rcx], r10
        jmp scan_stored
2:      test al, 2
        jz 3f
        mov [rcx], r10w
        jmp scan_stored
3:      mov [rcx], r10b
scan_stored:
        inc dword ptr gs:[SCAN_STORED]
scan_matched:
        mov dword ptr gs:[SCAN_MATCHED], 1
        jmp scan_next

# ecx = where text goes, or 0.
        .macro target_of_text
        xor ecx, ecx
        cmp dword ptr gs:[SCAN_SUPPRESSED], 0
        jne 1f
        mov rcx, [r9]
        add r9, 8
1:      movq xmm0, rcx
        .endm

scan_word:
        target_of_text
        movq xmm1, rdx
        cmp dword ptr gs:[SCAN_SUPPRESSED], 0
        jne 3f
1:      next_of_source
        test eax, eax
        js 4f
        if_space 2f
        mov [rcx], al
        inc rcx
        jmp 1b
2:      dec rdx
4:      movq rax, xmm1
        cmp rax, rdx
        je scan_end
        mov byte ptr [rcx], 0
        jmp scan_stored
3:      next_of_source
        test eax, eax
        js 4f
        if_space 2f
        jmp 3b
2:      dec rdx
4:      movq rax, xmm1
        cmp rax, rdx
        je scan_end
        jmp scan_matched

scan_characters:
        target_of_text
        movq xmm1, rdx
        mov eax, 1
        cmp r11d, 0x7fffffff                    # one, when no width is said
        cmove r11d, eax
1:      test r11d, r11d
        jz 3f
        next_of_source
        test eax, eax
        js 3f
        cmp dword ptr gs:[SCAN_SUPPRESSED], 0
        jne 1b
        mov [rcx], al
        inc rcx
        jmp 1b
3:      movq rax, xmm1
        cmp rax, rdx
        je scan_end
        test r11d, r11d
        jnz scan_end
        cmp dword ptr gs:[SCAN_SUPPRESSED], 0
        jne scan_matched
        jmp scan_stored

scan_count:                                     # of bytes; it is no conversion
        cmp dword ptr gs:[SCAN_SUPPRESSED], 0
        jne scan_next
        mov rcx, [r9]
        add r9, 8
        mov rax, rdx
        sub rax, gs:[SCAN_START]
        mov [rcx], eax
        jmp scan_next
