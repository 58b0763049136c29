# Memory by the byte: memmove, memset, memcmp and what is built on them.
#
# Only XMM0 to XMM5 are used (and upper halves, which are volatile), nothing is pushed, and no byte outside of the
# given ranges is read unless it lies in the same 16-byte row, hence the same page. Where an entry calls another
# one, that leaves alone what its comment says; an unwinder sees a row of leaf functions.

        .globl memmove, memset, memcmp, memchr, RtlFillMemory, RtlZeroMemory, RtlCompareMemory

        .set WIDE, 256                          # from here on 32 bytes at a time are worth asking for
        .set VECTORS_SSE, 1                     # data_vectors
        .set VECTORS_AVX, 2

# void *memmove(void *to, const void *from, size_t n); memcpy, too. Leaves XMM5 alone.
        .balign 64
memmove:
        mov rax, rcx
        cmp r8, 16
        jb 4f
        cmp r8, 32
        ja 1f
        movups xmm0, [rdx]
        movups xmm1, [rdx + r8 - 16]
        movups [rcx], xmm0
        movups [rcx + r8 - 16], xmm1
        ret
1:      cmp r8, 64
        ja 1f
        movups xmm0, [rdx]
        movups xmm1, [rdx + 16]
        movups xmm2, [rdx + r8 - 32]
        movups xmm3, [rdx + r8 - 16]
        movups [rcx], xmm0
        movups [rcx + 16], xmm1
        movups [rcx + r8 - 32], xmm2
        movups [rcx + r8 - 16], xmm3
        ret
        # Both ends are loaded first and stored last; between them go aligned stores.
1:      mov r9, rcx
        sub r9, rdx
        cmp r9, r8
        jb 3f                                   # the target begins within the source
        cmp r8, WIDE
        jae wide_move
narrow_move:
        movups xmm4, [rdx]
        movups xmm2, [rdx + r8 - 32]
        movups xmm3, [rdx + r8 - 16]
        lea r10, [rcx + r8]
        lea r11, [rcx + 16]
        and r11, -16
        sub rdx, rcx                            # from = to + rdx
        .balign 16
2:      movups xmm0, [r11 + rdx]
        movups xmm1, [r11 + rdx + 16]
        movaps [r11], xmm0
        movaps [r11 + 16], xmm1
        add r11, 32
        mov r9, r10
        sub r9, r11
        cmp r9, 32
        ja 2b
        movups [r10 - 32], xmm2
        movups [r10 - 16], xmm3
        movups [rax], xmm4
        ret
3:      movups xmm4, [rdx + r8 - 16]
        movups xmm2, [rdx]
        movups xmm3, [rdx + 16]
        lea r10, [rcx + r8 - 1]
        and r10, -16
        sub rdx, rcx
        .balign 16
2:      movups xmm0, [r10 + rdx - 16]
        movups xmm1, [r10 + rdx - 32]
        movaps [r10 - 16], xmm0
        movaps [r10 - 32], xmm1
        sub r10, 32
        mov r9, r10
        sub r9, rcx
        cmp r9, 32
        ja 2b
        movups [rcx], xmm2
        movups [rcx + 16], xmm3
        movups [rcx + r8 - 16], xmm4
        ret
        # fewer than 16
4:      cmp r8d, 8
        jb 1f
        mov r9, [rdx]
        mov r10, [rdx + r8 - 8]
        mov [rcx], r9
        mov [rcx + r8 - 8], r10
        ret
1:      cmp r8d, 4
        jb 1f
        mov r9d, [rdx]
        mov r10d, [rdx + r8 - 4]
        mov [rcx], r9d
        mov [rcx + r8 - 4], r10d
        ret
1:      test r8d, r8d
        jz 1f
        mov r11d, r8d                           # the first, the middle and the last of up to three
        shr r11d, 1
        movzx r9d, byte ptr [rdx]
        movzx r10d, byte ptr [rdx + r11]
        movzx edx, byte ptr [rdx + r8 - 1]
        mov [rcx], r9b
        mov [rcx + r11], r10b
        mov [rcx + r8 - 1], dl
1:      ret

        # The same with 32 bytes at a time, where the CPU can.
        .balign 16
wide_move:
        cmp byte ptr [rip + data_vectors], VECTORS_AVX
        jb 2f
1:      vmovdqu ymm4, [rdx]
        vmovdqu ymm2, [rdx + r8 - 64]
        vmovdqu ymm3, [rdx + r8 - 32]
        lea r10, [rcx + r8]
        lea r11, [rcx + 32]
        and r11, -32
        sub rdx, rcx
        .balign 16
3:      vmovdqu ymm0, [r11 + rdx]
        vmovdqu ymm1, [r11 + rdx + 32]
        vmovdqa [r11], ymm0
        vmovdqa [r11 + 32], ymm1
        add r11, 64
        mov r9, r10
        sub r9, r11
        cmp r9, 64
        ja 3b
        vmovdqu [r10 - 64], ymm2
        vmovdqu [r10 - 32], ymm3
        vmovdqu [rax], ymm4
        vzeroupper                              # the upper halves are volatile in Win64
        ret
2:      cmp byte ptr [rip + data_vectors], VECTORS_SSE
        je narrow_move
        call look_at_cpu
        jmp wide_move

# Fills data_vectors. Leaves rcx, rdx, r8 and all XMM alone, and returns rcx in rax.
look_at_cpu:
        mov r9, rbx
        mov r10, rcx
        mov r11, rdx
        mov eax, 1
        cpuid
        mov ebx, VECTORS_SSE
        and ecx, 0x18000000                     # AVX, and XGETBV for user mode
        cmp ecx, 0x18000000
        jne 1f
        xor ecx, ecx
        xgetbv
        and eax, 6                              # XMM and YMM are saved by the kernel
        cmp eax, 6
        jne 1f
        mov ebx, VECTORS_AVX
1:      mov [rip + data_vectors], bl
        mov rbx, r9
        mov rcx, r10
        mov rdx, r11
        mov rax, rcx
        ret

# void *memset(void *to, int value, size_t n)
        .balign 64
memset:
        mov rax, rcx
        movzx edx, dl
        mov r9, 0x0101010101010101
        imul rdx, r9
        cmp r8, 16
        jb 4f
        movq xmm0, rdx
        punpcklqdq xmm0, xmm0
        lea r10, [rcx + r8]
        movups [rcx], xmm0
        movups [r10 - 16], xmm0
        cmp r8, 32
        jbe 3f
        cmp r8, WIDE
        jae wide_set
narrow_set:
        lea r11, [rcx + 16]
        and r11, -16
        sub r10, 32                             # the last place to begin a pair of stores
        jmp 2f
        .balign 16
1:      movaps [r11], xmm0
        movaps [r11 + 16], xmm0
        add r11, 32
2:      cmp r11, r10
        jbe 1b
        movups [r10], xmm0                      # the last 32
        movups [r10 + 16], xmm0
3:      ret
4:      cmp r8d, 8
        jb 1f
        mov [rcx], rdx
        mov [rcx + r8 - 8], rdx
        ret
1:      cmp r8d, 4
        jb 1f
        mov [rcx], edx
        mov [rcx + r8 - 4], edx
        ret
1:      test r8d, r8d
        jz 1f
        mov [rcx], dl
        mov [rcx + r8 - 1], dl
        shr r8d, 1
        mov [rcx + r8], dl
1:      ret

        .balign 16
wide_set:
        cmp byte ptr [rip + data_vectors], VECTORS_AVX
        jb 3f
        vinsertf128 ymm0, ymm0, xmm0, 1
        vmovdqu [rcx], ymm0
        lea r11, [rcx + 32]
        and r11, -32
        sub r10, 64                             # the last place to begin a pair of stores
        .balign 16
1:      vmovdqa [r11], ymm0
        vmovdqa [r11 + 32], ymm0
        add r11, 64
        cmp r11, r10
        jbe 1b
        vmovdqu [r10], ymm0
        vmovdqu [r10 + 32], ymm0
        vzeroupper
        ret
3:      cmp byte ptr [rip + data_vectors], VECTORS_SSE
        je narrow_set
        call look_at_cpu
        lea r10, [rcx + r8]
        jmp wide_set

# void RtlFillMemory(void *to, SIZE_T n, BYTE value)
        .balign 16
RtlFillMemory:
        xchg rdx, r8
        jmp memset

# void RtlZeroMemory(void *to, SIZE_T n)
        .balign 16
RtlZeroMemory:
        mov r8, rdx
        xor edx, edx
        jmp memset

# int memcmp(const void *a, const void *b, size_t n): -1, 0 or 1
        .balign 64
memcmp:
        sub rdx, rcx                            # b = a + rdx
        lea r9, [rcx + r8]
        cmp r8, 16
        jb 3f
        sub r9, 16                              # the last place to begin a row of 16
1:      movups xmm0, [rcx]
        movups xmm1, [rcx + rdx]
        pcmpeqb xmm0, xmm1
        pmovmskb eax, xmm0
        xor eax, 0xffff
        jnz 2f
        cmp rcx, r9
        je 4f
        add rcx, 16
        cmp rcx, r9
        jbe 1b
        mov rcx, r9
        jmp 1b
2:      bsf eax, eax
        add rcx, rax
        movzx eax, byte ptr [rcx]
        cmp al, [rcx + rdx]
        sbb eax, eax
        or eax, 1
        ret
1:      movzx eax, byte ptr [rcx]
        cmp al, [rcx + rdx]
        jne 2f
        inc rcx
3:      cmp rcx, r9
        jb 1b
4:      xor eax, eax
        ret
2:      sbb eax, eax
        or eax, 1
        ret

# SIZE_T RtlCompareMemory(const void *a, const void *b, SIZE_T n): how many bytes are equal
        .balign 32
RtlCompareMemory:
        xor eax, eax
1:      lea r9, [rax + 16]
        cmp r9, r8
        ja 2f
        movups xmm0, [rcx + rax]
        movups xmm1, [rdx + rax]
        pcmpeqb xmm0, xmm1
        pmovmskb r10d, xmm0
        xor r10d, 0xffff
        jnz 3f
        mov rax, r9
        jmp 1b
3:      bsf r10d, r10d
        add rax, r10
        ret
2:      cmp rax, r8
        jae 4f
        movzx r9d, byte ptr [rcx + rax]
        cmp r9b, [rdx + rax]
        jne 4f
        inc rax
        jmp 2b
4:      ret

# xmm0 = 16 times the byte dl
        .macro broadcast_byte
        movd xmm0, edx
        punpcklbw xmm0, xmm0
        pshuflw xmm0, xmm0, 0
        punpcklqdq xmm0, xmm0
        .endm

# void *memchr(const void *s, int c, size_t n). Leaves r11 and XMM2 to XMM5 alone.
        .balign 64
memchr:
        test r8, r8
        jz 4f
        broadcast_byte
find_byte:                                      # ... with the byte in xmm0, n > 0
        mov r9, rcx
        and r9, -16
        add r8, rcx                             # the end
        jnc 1f
        mov r8, -1
1:      movdqa xmm1, [r9]
        pcmpeqb xmm1, xmm0
        pmovmskb eax, xmm1
        and ecx, 15
        shr eax, cl
        shl eax, cl                             # nothing before s
        test eax, eax
        jnz 3f
2:      add r9, 16
        cmp r9, r8
        jae 4f
        movdqa xmm1, [r9]
        pcmpeqb xmm1, xmm0
        pmovmskb eax, xmm1
        test eax, eax
        jz 2b
3:      bsf eax, eax
        add rax, r9
        cmp rax, r8
        jae 4f
        ret
4:      xor eax, eax
        ret
