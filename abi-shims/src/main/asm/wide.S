# Strings of 16-bit units. At odd addresses, where aligned rows of units do not exist, they go unit by unit.

        .globl wcslen, wcsnlen, wcscmp, wcsncmp, wcscpy, wcsncpy, wcscat, wcsncat, wcschr, wcsrchr, wcsstr
        .globl lstrlenW

# size_t wcslen(const wchar_t *s). Leaves rdx, r10, r11 and XMM1 to XMM5 alone.
        .balign 64
wcslen:
        mov r9, rcx
        test cl, 1
        jnz 3f
        mov r8, rcx
        and r8, -16
        pxor xmm0, xmm0
        pcmpeqw xmm0, [r8]
        pmovmskb eax, xmm0
        and ecx, 15
        shr eax, cl
        test eax, eax
        jnz 2f
        pxor xmm0, xmm0
1:      add r8, 16
        pcmpeqw xmm0, [r8]
        pmovmskb eax, xmm0
        test eax, eax
        jz 1b
        bsf eax, eax
        add rax, r8
        sub rax, r9
        shr rax, 1
        ret
2:      bsf eax, eax
        shr eax, 1
        ret
3:      xor eax, eax
        jmp 2f
1:      inc rax
2:      cmp word ptr [rcx + rax*2], 0
        jne 1b
        ret

# int lstrlenW(const wchar_t *s): 0 for null
        .balign 16
lstrlenW:
        test rcx, rcx
        jnz wcslen
        xor eax, eax
        ret

# size_t wcsnlen(const wchar_t *s, size_t n). Leaves r10, r11 and XMM2 to XMM5 alone.
        .balign 32
wcsnlen:
        xor eax, eax
        test cl, 1
        jnz 3f
        mov r9, rcx                             # to the next row of 16, unit by unit
1:      cmp rax, rdx
        jae 5f
        lea r8, [rcx + rax*2]
        test r8b, 15
        jz 2f
        cmp word ptr [r8], 0
        je 5f
        inc rax
        jmp 1b
2:      pxor xmm0, xmm0
        pcmpeqw xmm0, [r8]
        pmovmskb r9d, xmm0
        test r9d, r9d
        jnz 4f
        add r8, 16
        add rax, 8
        cmp rax, rdx
        jb 2b
        mov rax, rdx
        ret
4:      bsf r9d, r9d
        shr r9d, 1
        add rax, r9
        cmp rax, rdx
        cmova rax, rdx
        ret
1:      cmp word ptr [rcx + rax*2], 0
        je 5f
        inc rax
3:      cmp rax, rdx
        jb 1b
5:      ret

# int wcscmp(const wchar_t *a, const wchar_t *b): -1, 0 or 1
        .balign 64
wcscmp:
        sub rdx, rcx
        pxor xmm2, xmm2
1:      mov eax, ecx
        and eax, 0xfff
        cmp eax, 0xff0
        ja 3f
        lea eax, [rcx + rdx]
        and eax, 0xfff
        cmp eax, 0xff0
        ja 3f
        movups xmm0, [rcx]
        movups xmm1, [rcx + rdx]
        pcmpeqw xmm1, xmm0
        pcmpeqw xmm0, xmm2
        pmovmskb eax, xmm1
        pmovmskb r8d, xmm0
        xor eax, 0xffff
        or eax, r8d
        jnz 2f
        add rcx, 16
        jmp 1b
2:      bsf eax, eax
        add rcx, rax
3:      movzx eax, word ptr [rcx]
        cmp ax, [rcx + rdx]
        jne 4f
        add rcx, 2
        test eax, eax
        jnz 1b
        ret
4:      sbb eax, eax
        or eax, 1
        ret

# int wcsncmp(const wchar_t *a, const wchar_t *b, size_t n): -1, 0 or 1
        .balign 64
wcsncmp:
        sub rdx, rcx
        pxor xmm2, xmm2
1:      cmp r8, 8
        jb 3f
        mov eax, ecx
        and eax, 0xfff
        cmp eax, 0xff0
        ja 3f
        lea eax, [rcx + rdx]
        and eax, 0xfff
        cmp eax, 0xff0
        ja 3f
        movups xmm0, [rcx]
        movups xmm1, [rcx + rdx]
        pcmpeqw xmm1, xmm0
        pcmpeqw xmm0, xmm2
        pmovmskb eax, xmm1
        pmovmskb r9d, xmm0
        xor eax, 0xffff
        or eax, r9d
        jnz 2f
        add rcx, 16
        sub r8, 8
        jmp 1b
2:      bsf eax, eax
        add rcx, rax
        shr eax, 1
        sub r8, rax
3:      test r8, r8
        jz 5f
        movzx eax, word ptr [rcx]
        cmp ax, [rcx + rdx]
        jne 4f
        add rcx, 2
        dec r8
        test eax, eax
        jnz 1b
5:      xor eax, eax
        ret
4:      sbb eax, eax
        or eax, 1
        ret

# wchar_t *wcschr(const wchar_t *s, wchar_t c). Leaves r10, r11 and XMM3 to XMM5 alone.
        .balign 64
wcschr:
        test cl, 1
        jnz 4f
        movd xmm0, edx
        pshuflw xmm0, xmm0, 0
        punpcklqdq xmm0, xmm0
        mov r9, rcx
        and r9, -16
        pxor xmm2, xmm2
        movdqa xmm1, [r9]
        pcmpeqw xmm2, xmm1
        pcmpeqw xmm1, xmm0
        por xmm1, xmm2
        pmovmskb eax, xmm1
        and ecx, 15
        shr eax, cl
        shl eax, cl
        test eax, eax
        jnz 2f
        pxor xmm2, xmm2
1:      add r9, 16
        movdqa xmm1, [r9]
        pcmpeqw xmm2, xmm1
        pcmpeqw xmm1, xmm0
        por xmm1, xmm2
        pmovmskb eax, xmm1
        test eax, eax
        jz 1b
2:      bsf eax, eax
        add rax, r9
        cmp [rax], dx
        jne 3f
        ret
3:      xor eax, eax
        ret
4:      mov rax, rcx
        jmp 2f
1:      cmp word ptr [rax], 0
        je 3b
        add rax, 2
2:      cmp [rax], dx
        jne 1b
        ret

# wchar_t *wcsrchr(const wchar_t *s, wchar_t c)
        .balign 32
wcsrchr:
        mov r10, rcx
        mov r11d, edx
        call wcslen
        lea rax, [r10 + rax*2]                  # from the end, which counts, to the beginning
        jmp 2f
1:      sub rax, 2
2:      cmp [rax], r11w
        je 3f
        cmp rax, r10
        ja 1b
        xor eax, eax
3:      ret

# wchar_t *wcscpy(wchar_t *to, const wchar_t *from)
        .balign 16
wcscpy:
        mov r10, rcx
        mov rcx, rdx
        call wcslen
        lea r8, [rax*2 + 2]
        mov rcx, r10
        jmp memmove

# wchar_t *wcscat(wchar_t *to, const wchar_t *from)
        .balign 16
wcscat:
        movq xmm5, rcx
        mov r10, rcx
        call wcslen
        lea r10, [r10 + rax*2]
        mov rcx, rdx
        call wcslen
        lea r8, [rax*2 + 2]
        mov rcx, r10
        call memmove
        movq rax, xmm5
        ret

# wchar_t *wcsncpy(wchar_t *to, const wchar_t *from, size_t n): the rest is filled with zeros
        .balign 16
wcsncpy:
        mov [rsp + 0x08], rcx
        mov [rsp + 0x10], rdx
        mov [rsp + 0x18], r8
        mov rcx, rdx
        mov rdx, r8
        call wcsnlen
        mov rcx, [rsp + 0x08]
        mov rdx, [rsp + 0x10]
        sub [rsp + 0x18], rax                   # how many zeros there are
        lea r8, [rax*2]
        lea rax, [rcx + r8]
        mov [rsp + 0x10], rax                   # where they begin
        call memmove
        mov rcx, [rsp + 0x10]
        xor edx, edx
        mov r8, [rsp + 0x18]
        add r8, r8
        call memset
        mov rax, [rsp + 0x08]
        ret

# wchar_t *wcsncat(wchar_t *to, const wchar_t *from, size_t n)
        .balign 16
wcsncat:
        mov [rsp + 0x08], rcx
        mov [rsp + 0x10], rdx
        mov [rsp + 0x18], r8
        call wcslen
        mov rcx, [rsp + 0x08]
        lea rax, [rcx + rax*2]
        mov [rsp + 0x20], rax                   # the end of the target
        mov rcx, [rsp + 0x10]
        mov rdx, [rsp + 0x18]
        call wcsnlen
        mov rcx, [rsp + 0x20]
        mov rdx, [rsp + 0x10]
        lea r8, [rax*2]
        lea rax, [rcx + r8]
        mov [rsp + 0x20], rax
        call memmove
        mov rcx, [rsp + 0x20]
        mov word ptr [rcx], 0
        mov rax, [rsp + 0x08]
        ret

# wchar_t *wcsstr(const wchar_t *s, const wchar_t *what)
        .balign 32
wcsstr:
        mov r10, rcx
        mov r11, rdx
        mov rax, rcx
        cmp word ptr [rdx], 0
        je 4f
1:      movzx edx, word ptr [r11]
        mov rcx, r10
        call wcschr
        test rax, rax
        jz 4f
        xor r8d, r8d
2:      inc r8
        movzx edx, word ptr [r11 + r8*2]
        test edx, edx
        jz 4f
        movzx ecx, word ptr [rax + r8*2]
        cmp ecx, edx
        je 2b
        test ecx, ecx
        jz 3f
        lea r10, [rax + 2]
        jmp 1b
3:      xor eax, eax
4:      ret
