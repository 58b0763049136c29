# Text between code pages and UTF-16: ASCII, which is itself in all of the code pages below, and in UTF-8, which the ANSI
# code page is, all that needs no surrogates. Whatever else there is – another code page, flags, invalid text, too little
# room, a bad argument – is left to Java, from the start.

        .globl MultiByteToWideChar, WideCharToMultiByte

# On with code page ecx if it is one whose first half is ASCII.
        .macro ascii_code_page slow
        cmp ecx, 1                              # CP_ACP, CP_OEMCP
        jbe 1f
        cmp ecx, 65001                          # CP_UTF8
        je 1f
        cmp ecx, 3                              # CP_THREAD_ACP
        je 1f
        cmp ecx, 1252
        je 1f
        cmp ecx, 437
        jne \slow
1:
        .endm

# On with code page ecx, one of those above, if it is UTF-8.
        .macro utf8_code_page slow
        cmp ecx, 1252
        je \slow
        cmp ecx, 437
        je \slow
        .endm

# eax = the length of the text r8, whose argument r9d is -1 when a zero ends it; the zero counts. Uses r10 and r11.
        .macro text_length strlen, slow
        mov eax, r9d
        test r9d, r9d
        jg 2f
        cmp r9d, -1
        jne \slow
        mov r10, r8
        mov r11, rcx
        mov rcx, r8
        call \strlen
        mov r8, r10
        mov rcx, r11
        or r9d, -1
        inc rax
        cmp rax, 0x7fffffff
        ja \slow
2:
        .endm

# int MultiByteToWideChar(ecx = code page, edx = flags, r8 = text, r9d = length, wchar_t *to, int room)
        .balign 32
MultiByteToWideChar:
        movd xmm4, ecx
        test edx, ~8                            # MB_ERR_INVALID_CHARS: there will be none
        jnz 9f
        ascii_code_page 9f
        test r8, r8
        jz 9f
        text_length strlen, 9f
        movd xmm5, eax
        pcmpeqd xmm3, xmm3                      # xmm3 = the highest bit of each byte
        psllw xmm3, 7
        packsswb xmm3, xmm3
        pxor xmm2, xmm2
        mov r10, [rsp + 0x28]
        mov r11d, [rsp + 0x30]
        test r11d, r11d
        jz 5f                                   # no room: the question is how much is needed
        test r10, r10
        jz 9f
        cmp r10, r8
        je 9f
        cmp r11d, eax
        jl 8f
        xor r11d, r11d
        sub rax, 16
        jl 2f
1:      movdqu xmm0, [r8 + r11]
        ptest xmm0, xmm3
        jnz 8f
        movdqa xmm1, xmm0
        punpcklbw xmm0, xmm2
        punpckhbw xmm1, xmm2
        movdqu [r10 + 2 * r11], xmm0
        movdqu [r10 + 2 * r11 + 16], xmm1
        add r11, 16
        cmp r11, rax
        jle 1b
2:      add rax, 16
3:      cmp r11, rax
        jae 4f
        movzx ecx, byte ptr [r8 + r11]
        test cl, cl
        js 8f
        mov [r10 + 2 * r11], cx
        inc r11
        jmp 3b
4:      ret

5:      xor r10d, r10d                           # nowhere to write to
        xor r11d, r11d
        sub rax, 16
        jl 2f
1:      movdqu xmm0, [r8 + r11]
        ptest xmm0, xmm3
        jnz 8f
        add r11, 16
        cmp r11, rax
        jle 1b
2:      add rax, 16
3:      cmp r11, rax
        jae 4b
        cmp byte ptr [r8 + r11], 0
        js 8f
        inc r11
        jmp 3b

# From the start, one character after the other: r8 = text, r10 = where to, or 0.
8:      movd ecx, xmm4
        utf8_code_page 9f
        movd eax, xmm5
        movq xmm5, r8
        movd xmm2, edx
        lea r11, [r8 + rax]                     # the end
        xor edx, edx                            # units so far
1:      cmp r8, r11
        jae 6f
        movzx ecx, byte ptr [r8]
        cmp cl, 0x80
        jae 2f
        inc r8
        jmp 4f
2:      cmp cl, 0xc2
        jb 7f
        cmp cl, 0xe0
        jae 3f
        lea rax, [r8 + 2]
        cmp rax, r11
        ja 7f
        movzx eax, byte ptr [r8 + 1]
        xor eax, 0x80
        cmp eax, 0x40
        jae 7f
        and ecx, 0x1f
        shl ecx, 6
        or ecx, eax
        add r8, 2
        jmp 4f
3:      cmp cl, 0xf0
        jae 7f
        lea rax, [r8 + 3]
        cmp rax, r11
        ja 7f
        movzx eax, byte ptr [r8 + 1]
        xor eax, 0x80
        cmp eax, 0x40
        jae 7f
        and ecx, 0x0f
        shl ecx, 6
        or ecx, eax
        movzx eax, byte ptr [r8 + 2]
        xor eax, 0x80
        cmp eax, 0x40
        jae 7f
        shl ecx, 6
        or ecx, eax
        cmp ecx, 0x800
        jb 7f
        mov eax, ecx
        and eax, 0xf800
        cmp eax, 0xd800
        je 7f
        add r8, 3
4:      test r10, r10
        jz 5f
        cmp edx, [rsp + 0x30]
        jae 7f
        mov [r10 + 2 * rdx], cx
5:      inc edx
        jmp 1b
6:      mov eax, edx
        ret
7:      movq r8, xmm5
        movd edx, xmm2
        movd ecx, xmm4
9:      jmp [rip + slow_MultiByteToWideChar]

# int WideCharToMultiByte(ecx = code page, edx = flags, r8 = text, r9d = length, char *to, int room, char *default,
#                         BOOL *used)
        .balign 32
WideCharToMultiByte:
        movd xmm4, ecx
        test edx, edx
        jnz 9f
        ascii_code_page 9f
        test r8, r8
        jz 9f
        cmp qword ptr [rsp + 0x38], 0
        jne 9f
        cmp qword ptr [rsp + 0x40], 0
        jne 9f
        text_length wcslen, 9f
        movd xmm5, eax
        pcmpeqd xmm3, xmm3                      # xmm3 = all bits of a unit beyond ASCII
        psllw xmm3, 7
        mov r10, [rsp + 0x28]
        mov r11d, [rsp + 0x30]
        test r11d, r11d
        jz 5f
        cmp r11d, eax
        jl 9f
        test r10, r10
        jz 9f
        cmp r10, r8
        je 9f
        xor r11d, r11d
        sub rax, 8
        jl 2f
1:      movdqu xmm0, [r8 + 2 * r11]
        ptest xmm0, xmm3
        jnz 8f
        packuswb xmm0, xmm0
        movq qword ptr [r10 + r11], xmm0
        add r11, 8
        cmp r11, rax
        jle 1b
2:      add rax, 8
3:      cmp r11, rax
        jae 4f
        movzx ecx, word ptr [r8 + 2 * r11]
        test ecx, 0xff80
        jnz 8f
        mov [r10 + r11], cl
        inc r11
        jmp 3b
4:      ret

5:      xor r10d, r10d
        xor r11d, r11d
        sub rax, 8
        jl 2f
1:      movdqu xmm0, [r8 + 2 * r11]
        ptest xmm0, xmm3
        jnz 8f
        add r11, 8
        cmp r11, rax
        jle 1b
2:      add rax, 8
3:      cmp r11, rax
        jae 4b
        test word ptr [r8 + 2 * r11], 0xff80
        jnz 8f
        inc r11
        jmp 3b

# From the start, one unit after the other: r8 = text, r10 = where to, or 0.
8:      movd ecx, xmm4
        utf8_code_page 9f
        movd eax, xmm5
        movq xmm5, r8
        lea r11, [r8 + 2 * rax]                 # the end
        xor edx, edx                            # bytes so far
1:      cmp r8, r11
        jae 6f
        movzx ecx, word ptr [r8]
        add r8, 2
        cmp ecx, 0x80
        jae 2f
        lea eax, [rdx + 1]
        test r10, r10
        jz 5f
        cmp eax, [rsp + 0x30]
        ja 7f
        mov [r10 + rdx], cl
        jmp 5f
2:      cmp ecx, 0x800
        jae 3f
        lea eax, [rdx + 2]
        test r10, r10
        jz 5f
        cmp eax, [rsp + 0x30]
        ja 7f
        mov eax, ecx
        shr eax, 6
        or al, 0xc0
        mov [r10 + rdx], al
        and cl, 0x3f
        or cl, 0x80
        mov [r10 + rdx + 1], cl
        lea eax, [rdx + 2]
        jmp 5f
3:      mov eax, ecx
        and eax, 0xf800
        cmp eax, 0xd800
        je 7f
        lea eax, [rdx + 3]
        test r10, r10
        jz 5f
        cmp eax, [rsp + 0x30]
        ja 7f
        mov eax, ecx
        shr eax, 12
        or al, 0xe0
        mov [r10 + rdx], al
        mov eax, ecx
        shr eax, 6
        and al, 0x3f
        or al, 0x80
        mov [r10 + rdx + 1], al
        and cl, 0x3f
        or cl, 0x80
        mov [r10 + rdx + 2], cl
        lea eax, [rdx + 3]
5:      mov edx, eax
        jmp 1b
6:      mov eax, edx
        ret
7:      movq r8, xmm5
        xor edx, edx                            # the flags
        movd ecx, xmm4
9:      jmp [rip + slow_WideCharToMultiByte]
