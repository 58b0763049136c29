# Strings of bytes. Rows of 16 bytes are read aligned, or only where they lie within one page.

        .globl strlen, strnlen, strcmp, strncmp, strcpy, strncpy, strcat, strncat, strchr, strrchr, strstr
        .globl strspn, strcspn, strpbrk, lstrlenA

# size_t strlen(const char *s). Leaves rdx, r10, r11 and XMM1 to XMM5 alone.
        .balign 64
strlen:
        mov r8, rcx
        mov r9, rcx
        and r8, -16
        pxor xmm0, xmm0
        pcmpeqb xmm0, [r8]
        pmovmskb eax, xmm0
        and ecx, 15
        shr eax, cl
        test eax, eax
        jnz 2f
        pxor xmm0, xmm0
1:      add r8, 16
        pcmpeqb xmm0, [r8]                      # leaves zeros unless there is a zero
        pmovmskb eax, xmm0
        test eax, eax
        jz 1b
        bsf eax, eax
        add rax, r8
        sub rax, r9
        ret
2:      bsf eax, eax
        ret

# int lstrlenA(const char *s): 0 for null
        .balign 16
lstrlenA:
        test rcx, rcx
        jnz strlen
        xor eax, eax
        ret

# size_t strnlen(const char *s, size_t n). Leaves rdx, r11 and XMM2 to XMM5 alone.
        .balign 16
strnlen:
        xor eax, eax
        test rdx, rdx
        jz 1f
        pxor xmm0, xmm0
        mov r8, rdx
        mov r10, rcx
        call find_byte
        test rax, rax
        jz 2f
        sub rax, r10
1:      ret
2:      mov rax, rdx
        ret

# int strcmp(const char *a, const char *b): -1, 0 or 1
        .balign 64
strcmp:
        sub rdx, rcx                            # b = a + rdx
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
        pcmpeqb xmm1, xmm0
        pcmpeqb xmm0, xmm2
        pmovmskb eax, xmm1
        pmovmskb r8d, xmm0
        xor eax, 0xffff
        or eax, r8d                             # different, or the end
        jnz 2f
        add rcx, 16
        jmp 1b
2:      bsf eax, eax
        add rcx, rax
3:      movzx eax, byte ptr [rcx]               # near the end of a page: one by one
        cmp al, [rcx + rdx]
        jne 4f
        inc rcx
        test al, al
        jnz 1b
        xor eax, eax
        ret
4:      sbb eax, eax
        or eax, 1
        ret

# int strncmp(const char *a, const char *b, size_t n): -1, 0 or 1
        .balign 64
strncmp:
        sub rdx, rcx
        pxor xmm2, xmm2
1:      cmp r8, 16
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
        pcmpeqb xmm1, xmm0
        pcmpeqb xmm0, xmm2
        pmovmskb eax, xmm1
        pmovmskb r9d, xmm0
        xor eax, 0xffff
        or eax, r9d
        jnz 2f
        add rcx, 16
        sub r8, 16
        jmp 1b
2:      bsf eax, eax
        add rcx, rax
        sub r8, rax
3:      test r8, r8
        jz 5f
        movzx eax, byte ptr [rcx]
        cmp al, [rcx + rdx]
        jne 4f
        inc rcx
        dec r8
        test al, al
        jnz 1b
5:      xor eax, eax
        ret
4:      sbb eax, eax
        or eax, 1
        ret

# char *strchr(const char *s, int c). Leaves r10, r11 and XMM3 to XMM5 alone.
        .balign 64
strchr:
        broadcast_byte
        mov r9, rcx
        and r9, -16
        pxor xmm2, xmm2
        movdqa xmm1, [r9]
        pcmpeqb xmm2, xmm1
        pcmpeqb xmm1, xmm0
        por xmm1, xmm2                          # c, or the end
        pmovmskb eax, xmm1
        and ecx, 15
        shr eax, cl
        shl eax, cl
        test eax, eax
        jnz 2f
        pxor xmm2, xmm2
1:      add r9, 16
        movdqa xmm1, [r9]
        pcmpeqb xmm2, xmm1
        pcmpeqb xmm1, xmm0
        por xmm1, xmm2
        pmovmskb eax, xmm1
        test eax, eax
        jz 1b
2:      bsf eax, eax
        add rax, r9
        cmp [rax], dl
        jne 3f
        ret
3:      xor eax, eax
        ret

# char *strrchr(const char *s, int c)
        .balign 64
strrchr:
        broadcast_byte
        xor eax, eax                            # the last one found
        mov r9, rcx
        and r9, -16
        pxor xmm2, xmm2
        movdqa xmm1, [r9]
        pcmpeqb xmm2, xmm1
        pcmpeqb xmm1, xmm0
        pmovmskb r8d, xmm2                      # ends
        pmovmskb r10d, xmm1                     # hits
        and ecx, 15
        shr r8d, cl
        shl r8d, cl
        shr r10d, cl
        shl r10d, cl
        jmp 2f
1:      add r9, 16
        pxor xmm2, xmm2
        movdqa xmm1, [r9]
        pcmpeqb xmm2, xmm1
        pcmpeqb xmm1, xmm0
        pmovmskb r8d, xmm2
        pmovmskb r10d, xmm1
2:      test r8d, r8d
        jnz 4f
        test r10d, r10d
        jz 1b
        bsr r10d, r10d
        lea rax, [r9 + r10]
        jmp 1b
4:      lea r11d, [r8 - 1]                      # what is not behind the end
        xor r11d, r8d
        and r10d, r11d
        jz 5f
        bsr r10d, r10d
        lea rax, [r9 + r10]
5:      ret

# char *strcpy(char *to, const char *from)
        .balign 16
strcpy:
        mov r10, rcx
        mov rcx, rdx
        call strlen
        lea r8, [rax + 1]
        mov rcx, r10
        jmp memmove

# char *strcat(char *to, const char *from)
        .balign 16
strcat:
        movq xmm5, rcx
        mov r10, rcx
        call strlen
        add r10, rax
        mov rcx, rdx
        call strlen
        lea r8, [rax + 1]
        mov rcx, r10
        call memmove
        movq rax, xmm5
        ret

# char *strncpy(char *to, const char *from, size_t n): the rest is filled with zeros. The caller's home space
# holds what must outlive the calls.
        .balign 16
strncpy:
        mov [rsp + 0x08], rcx
        mov [rsp + 0x10], rdx
        mov [rsp + 0x18], r8
        mov rcx, rdx
        mov rdx, r8
        call strnlen
        mov rcx, [rsp + 0x08]
        mov rdx, [rsp + 0x10]
        mov r8, rax
        add rax, rcx
        mov [rsp + 0x10], rax                   # where the zeros begin
        sub [rsp + 0x18], r8                    # how many there are
        call memmove
        mov rcx, [rsp + 0x10]
        xor edx, edx
        mov r8, [rsp + 0x18]
        call memset
        mov rax, [rsp + 0x08]
        ret

# char *strncat(char *to, const char *from, size_t n)
        .balign 16
strncat:
        mov [rsp + 0x08], rcx
        mov [rsp + 0x10], rdx
        mov [rsp + 0x18], r8
        call strlen
        add rax, [rsp + 0x08]
        mov [rsp + 0x20], rax                   # the end of the target
        mov rcx, [rsp + 0x10]
        mov rdx, [rsp + 0x18]
        call strnlen
        mov rcx, [rsp + 0x20]
        mov rdx, [rsp + 0x10]
        mov r8, rax
        add rax, rcx
        mov [rsp + 0x20], rax
        call memmove
        mov rcx, [rsp + 0x20]
        mov byte ptr [rcx], 0
        mov rax, [rsp + 0x08]
        ret

# char *strstr(const char *s, const char *what)
        .balign 32
strstr:
        mov r10, rcx
        mov r11, rdx
        mov rax, rcx
        cmp byte ptr [rdx], 0
        je 4f
1:      movzx edx, byte ptr [r11]
        mov rcx, r10
        call strchr
        test rax, rax
        jz 4f
        xor r8d, r8d
2:      inc r8
        movzx edx, byte ptr [r11 + r8]
        test edx, edx
        jz 4f
        movzx ecx, byte ptr [rax + r8]
        cmp ecx, edx
        je 2b
        test ecx, ecx
        jz 3f
        lea r10, [rax + 1]
        jmp 1b
3:      xor eax, eax
4:      ret

# A set of bytes, one bit for each, fits the caller's home space. Leads on with rdx behind the set.
        .macro set_of_bytes
        pxor xmm0, xmm0
        movups [rsp + 0x08], xmm0
        movups [rsp + 0x18], xmm0
        jmp 2f
1:      bts dword ptr [rsp + 0x08], eax
        inc rdx
2:      movzx eax, byte ptr [rdx]
        test eax, eax
        jnz 1b
        .endm

# size_t strspn(const char *s, const char *set)
        .balign 16
strspn:
        set_of_bytes
        mov r8, rcx
        jmp 2f
1:      inc rcx
2:      movzx eax, byte ptr [rcx]
        bt dword ptr [rsp + 0x08], eax
        jc 1b
        mov rax, rcx
        sub rax, r8
        ret

# size_t strcspn(const char *s, const char *set)
        .balign 16
strcspn:
        set_of_bytes
        or byte ptr [rsp + 0x08], 1             # the end of s ends it
        mov r8, rcx
        jmp 2f
1:      inc rcx
2:      movzx eax, byte ptr [rcx]
        bt dword ptr [rsp + 0x08], eax
        jnc 1b
        mov rax, rcx
        sub rax, r8
        ret

# char *strpbrk(const char *s, const char *set)
        .balign 16
strpbrk:
        set_of_bytes
        or byte ptr [rsp + 0x08], 1
        jmp 2f
1:      inc rcx
2:      movzx eax, byte ptr [rcx]
        bt dword ptr [rsp + 0x08], eax
        jnc 1b
        test eax, eax
        jz 3f
        mov rax, rcx
3:      ret
