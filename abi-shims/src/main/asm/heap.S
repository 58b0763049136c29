# The heap's fast paths: decant.nt.memory.GuestHeap is their other half and says how the heap is built.
#
# Every thread keeps, per size class, a list of free blocks and a run of never-used ones in its thread block.
# Nobody else touches those, so taking and giving back a block needs no lock and no atomic instruction. When
# list and run are empty, when a list is full, and whenever something looks odd, Java answers.
#
# A slow path gets its arguments as the guest passed them, and nothing has been changed before it.

        .globl HeapAlloc, HeapFree, HeapReAlloc, HeapSize, GetProcessHeap
        .globl malloc, calloc, realloc, free, _msize
        .globl _aligned_malloc, _aligned_free, _aligned_realloc
        .globl LocalAlloc, LocalFree, GlobalAlloc, GlobalFree, CoTaskMemAlloc, CoTaskMemFree

        .equ LMEM_MOVEABLE, 0x02
        .equ LMEM_ZEROINIT, 0x40

# eax = class of a small block of \size bytes; uses r11. Classes 0 to 31 are blocks (with header) of 16, 32 ...
# 512 bytes; above, there are four classes per doubling.
        .macro size_class size, slow
        cmp \size, HEAP_SMALL_MAX
        ja \slow
        lea eax, [\size + 15]
        shr eax, 4                              # 16-byte units without the header: units with it, minus one
        cmp eax, 32
        jb 1f
        shr eax, 3                              # units of 128 bytes
        lea r11, [rip + heap_class_of_128]
        movzx eax, byte ptr [r11 + rax]
1:
        .endm

# r9 = a block of class eax, from the list (then control goes on at 2:) or else from the run (which is zeroed
# memory: control goes on at 3:). Uses r10, r11.
        .macro take_block slow
        mov r10d, eax
        shl r10d, 4
        mov r9, gs:[r10 + TB_HEAP_CACHE]
        test r9, r9
        jz 1f
        lea r11d, [rax + HEAP_FREE]
        cmp [r9 + HEADER_STATE], r11d           # the guest wrote before or behind its block?
        jne \slow
        mov r11, [r9 + HEADER_SIZE]             # the next free one
        mov gs:[r10 + TB_HEAP_CACHE], r11
        dec dword ptr gs:[r10 + TB_HEAP_CACHE + 8]
        jmp 2f
1:      mov r9, gs:[r10 + TB_HEAP_RUN]
        cmp r9, gs:[r10 + TB_HEAP_RUN + 8]
        jae \slow
        lea r11, [rip + heap_block_sizes]
        mov r11d, [r11 + rax*4]
        add r11, r9
        mov gs:[r10 + TB_HEAP_RUN], r11
        add r9, 16
        jmp 3f
        .endm

# Zeroes the whole block at r9 of \size bytes; uses r11.
        .macro zero_block size
        lea r11, [\size + 15]
        and r11, -16
        jz 9f
        pxor xmm0, xmm0
8:      movaps [r9 + r11 - 16], xmm0
        sub r11, 16
        jnz 8b
9:
        .endm

# Leads to \slow unless the block at \block is an allocated small one: r10 = its class; uses r9, r11. r9d is then
# its tag.
        .macro check_block block, slow
        test \block, 15
        jnz \slow
        mov r9, [\block + HEADER_STATE]
        movzx r10d, r9b
        cmp r10d, HEAP_CLASSES
        jae \slow
        lea r11d, [r10 + HEAP_ALLOCATED]
        cmp r11d, r9d
        jne \slow
        shr r9, 32
        .endm

# Gives the checked block of class r10 back to the thread's list; uses rax, r10, r11.
        .macro give_block block, slow
        shl r10d, 4
        mov eax, gs:[r10 + TB_HEAP_CACHE + 8]
        cmp eax, gs:[r10 + TB_HEAP_CACHE + 12]
        jae \slow
        inc eax
        mov gs:[r10 + TB_HEAP_CACHE + 8], eax
        mov r11, gs:[r10 + TB_HEAP_CACHE]
        mov [\block + HEADER_SIZE], r11
        mov byte ptr [\block + HEAP_STATE_BYTE], HEAP_STATE_FREE
        mov gs:[r10 + TB_HEAP_CACHE], \block
        .endm

# void *HeapAlloc(HANDLE heap, DWORD flags, SIZE_T size)
        .balign 32
HeapAlloc:
        test edx, ~9                            # HEAP_NO_SERIALIZE and HEAP_ZERO_MEMORY are for us
        jnz HeapAlloc_slow
        cmp dword ptr [rcx + HEAP_SIGNATURE_AT], HEAP_SIGNATURE
        jne HeapAlloc_slow
        size_class r8, HeapAlloc_slow
        take_block HeapAlloc_slow
2:      test dl, 8
        jz 3f
        zero_block r8
3:      mov r10d, [rcx + HEAP_TAG_AT]
        shl r10, 32
        lea eax, [rax + HEAP_ALLOCATED]
        or rax, r10
        mov [r9 + HEADER_STATE], rax
        mov [r9 + HEADER_SIZE], r8
        mov rax, r9
        ret
HeapAlloc_slow:
        jmp [rip + slow_HeapAlloc]

# BOOL HeapFree(HANDLE heap, DWORD flags, void *block)
        .balign 32
HeapFree:
        test r8, r8
        jz 1f
        cmp dword ptr [rcx + HEAP_SIGNATURE_AT], HEAP_SIGNATURE
        jne HeapFree_slow
        check_block r8, HeapFree_slow
        cmp r9d, [rcx + HEAP_TAG_AT]
        jne HeapFree_slow
        give_block r8, HeapFree_slow
1:      mov eax, 1
        ret
HeapFree_slow:
        jmp [rip + slow_HeapFree]

# SIZE_T HeapSize(HANDLE heap, DWORD flags, void *block)
        .balign 32
HeapSize:
        cmp dword ptr [rcx + HEAP_SIGNATURE_AT], HEAP_SIGNATURE
        jne HeapSize_slow
        check_block r8, HeapSize_slow
        cmp r9d, [rcx + HEAP_TAG_AT]
        jne HeapSize_slow
        mov rax, [r8 + HEADER_SIZE]
        ret
HeapSize_slow:
        jmp [rip + slow_HeapSize]

# void *HeapReAlloc(HANDLE heap, DWORD flags, void *block, SIZE_T size). The caller's home space keeps the arguments.
        .balign 32
HeapReAlloc:
        test edx, ~1
        jnz HeapReAlloc_slow
        cmp dword ptr [rcx + HEAP_SIGNATURE_AT], HEAP_SIGNATURE
        jne HeapReAlloc_slow
        mov [rsp + 0x08], rcx
        mov [rsp + 0x18], r8
        mov [rsp + 0x20], r9
        check_block r8, 9f
        cmp r9d, [rcx + HEAP_TAG_AT]
        jne 9f
        mov rdx, [rsp + 0x20]
        mov rcx, r8
        call resize
        test rax, rax
        jnz 1f
        mov rcx, [rsp + 0x08]
        mov r8, [rsp + 0x18]
9:      mov edx, 0                              # the flags, as far as they count
        mov r9, [rsp + 0x20]
HeapReAlloc_slow:
        jmp [rip + slow_HeapReAlloc]
1:      ret

# HANDLE GetProcessHeap(void)
        .balign 16
GetProcessHeap:
        mov rax, gs:[TEB_PEB]
        mov rax, [rax + PEB_PROCESS_HEAP]
        ret

# void *malloc(size_t size): \name of the process's heap
        .macro allocator name
        .balign 32
\name:
        size_class rcx, \name\()_slow
        take_block \name\()_slow
2:
3:      lea eax, [rax + HEAP_ALLOCATED]
        mov [r9 + HEADER_STATE], eax
        mov dword ptr [r9 + HEADER_TAG], HEAP_TAG_PROCESS
        mov [r9 + HEADER_SIZE], rcx
        mov rax, r9
        ret
\name\()_slow:
        jmp [rip + slow_\name]
        .endm

        allocator malloc
        allocator CoTaskMemAlloc

# HLOCAL LocalAlloc(UINT flags, SIZE_T size), and GlobalAlloc: a movable block is a fixed one
        .macro flagged_allocator name
        .balign 32
\name:
        test ecx, ~(LMEM_ZEROINIT | LMEM_MOVEABLE)
        jnz \name\()_slow
        size_class rdx, \name\()_slow
        take_block \name\()_slow
2:      test ecx, LMEM_ZEROINIT
        jz 3f
        zero_block rdx
3:      lea eax, [rax + HEAP_ALLOCATED]
        mov [r9 + HEADER_STATE], eax
        mov dword ptr [r9 + HEADER_TAG], HEAP_TAG_PROCESS
        mov [r9 + HEADER_SIZE], rdx
        mov rax, r9
        ret
\name\()_slow:
        jmp [rip + slow_\name]
        .endm

        flagged_allocator LocalAlloc
        flagged_allocator GlobalAlloc

# void *calloc(size_t number, size_t size)
        .balign 32
calloc:
        mov r8, rdx
        mov rax, rcx
        mul rdx
        mov rdx, r8
        jc calloc_slow
        mov r8, rax
        size_class r8, calloc_slow
        take_block calloc_slow
2:      zero_block r8
3:      lea eax, [rax + HEAP_ALLOCATED]
        mov [r9 + HEADER_STATE], eax
        mov dword ptr [r9 + HEADER_TAG], HEAP_TAG_PROCESS
        mov [r9 + HEADER_SIZE], r8
        mov rax, r9
        ret
calloc_slow:
        jmp [rip + slow_calloc]

# void *realloc(void *block, size_t size)
        .balign 32
realloc:
        test rcx, rcx
        jz realloc_slow
        test rdx, rdx                           # frees it
        jz realloc_slow
        check_block rcx, realloc_slow
        cmp r9d, HEAP_TAG_PROCESS
        jne realloc_slow
        mov [rsp + 0x08], rcx
        mov [rsp + 0x10], rdx
        call resize
        test rax, rax
        jnz 1f
        mov rcx, [rsp + 0x08]
        mov rdx, [rsp + 0x10]
realloc_slow:
        jmp [rip + slow_realloc]
1:      ret

# rax = the checked block rcx of class r10 with size rdx, in its place or moved; 0 with nothing changed when that
# is not for machine code. Uses everything that is volatile, except XMM0 to XMM5 where nothing moves.
        .balign 32
resize:
        lea r11, [rip + heap_block_sizes]
        mov r11d, [r11 + r10*4]
        sub r11d, 16
        cmp rdx, r11
        ja 1f
        shr r11d, 1
        cmp rdx, r11
        jb 1f                                   # a block that is much too large moves, too
        mov [rcx + HEADER_SIZE], rdx
        mov rax, rcx
        ret
1:      mov r8d, r10d
        shl r8d, 4
        mov eax, gs:[r8 + TB_HEAP_CACHE + 8]    # will the list take the old block?
        cmp eax, gs:[r8 + TB_HEAP_CACHE + 12]
        jae resize_slow
        size_class rdx, resize_slow
        take_block resize_slow
2:
3:      lea eax, [rax + HEAP_ALLOCATED]
        mov [r9 + HEADER_STATE], eax
        mov eax, [rcx + HEADER_TAG]
        mov [r9 + HEADER_TAG], eax
        mov [r9 + HEADER_SIZE], rdx
        mov r8, [rcx + HEADER_SIZE]
        cmp r8, rdx
        cmova r8, rdx
        movq xmm5, rcx
        mov rdx, rcx
        mov rcx, r9
        call memmove
        movq rcx, xmm5
        movzx r8d, byte ptr [rcx + HEADER_STATE]
        shl r8d, 4
        inc dword ptr gs:[r8 + TB_HEAP_CACHE + 8]
        mov r11, gs:[r8 + TB_HEAP_CACHE]
        mov [rcx + HEADER_SIZE], r11
        mov byte ptr [rcx + HEAP_STATE_BYTE], HEAP_STATE_FREE
        mov gs:[r8 + TB_HEAP_CACHE], rcx
        ret
resize_slow:
        xor eax, eax
        ret

# void free(void *block), and those that return null when the block is gone
        .macro releaser name
        .balign 32
\name:
        test rcx, rcx
        jz 1f
        check_block rcx, \name\()_slow
        cmp r9d, HEAP_TAG_PROCESS
        jne \name\()_slow
        give_block rcx, \name\()_slow
1:      xor eax, eax
        ret
\name\()_slow:
        jmp [rip + slow_\name]
        .endm

        releaser free
        releaser CoTaskMemFree
        releaser LocalFree
        releaser GlobalFree

# size_t _msize(void *block)
        .balign 32
_msize:
        test rcx, rcx
        jz _msize_slow
        check_block rcx, _msize_slow
        cmp r9d, HEAP_TAG_PROCESS
        jne _msize_slow
        mov rax, [rcx + HEADER_SIZE]
        ret
_msize_slow:
        jmp [rip + slow__msize]

# void *_aligned_malloc(size_t size, size_t alignment): a block with room for the distance to an aligned address, which
# has the block's own and the size before it
        .balign 32
_aligned_malloc:
        lea r8, [rdx - 1]
        test rdx, r8
        jnz _aligned_malloc_slow
        cmp r8, 4095                            # 0 becomes the largest number
        ja _aligned_malloc_slow
        cmp rcx, HEAP_SMALL_MAX
        ja _aligned_malloc_slow
        mov r9d, 7
        or r8, r9                               # the alignment is 8 or more; minus one
        lea r8, [rcx + r8 + 17]
        size_class r8, _aligned_malloc_slow
        take_block _aligned_malloc_slow
2:
3:      lea eax, [rax + HEAP_ALLOCATED]
        mov [r9 + HEADER_STATE], eax
        mov dword ptr [r9 + HEADER_TAG], HEAP_TAG_PROCESS
        mov [r9 + HEADER_SIZE], r8
        sub r8, rcx                             # alignment and 16
        lea rax, [r9 + r8]
        sub r8, 16
        neg r8
        and rax, r8
        mov [rax + ALIGNED_BLOCK], r9
        mov [rax + ALIGNED_SIZE], rcx
        ret
_aligned_malloc_slow:
        jmp [rip + slow__aligned_malloc]

# void _aligned_free(void *)
        .balign 32
_aligned_free:
        test rcx, rcx
        jz 1f
        mov rdx, [rcx + ALIGNED_BLOCK]
        check_block rdx, _aligned_free_slow
        cmp r9d, HEAP_TAG_PROCESS
        jne _aligned_free_slow
        give_block rdx, _aligned_free_slow
1:      ret
_aligned_free_slow:
        jmp [rip + slow__aligned_free]

# void *_aligned_realloc(void *, size_t size, size_t alignment): where it is, if there is room and not too much of it
        .balign 32
_aligned_realloc:
        test rcx, rcx
        jz _aligned_realloc_slow
        test rdx, rdx
        jz _aligned_realloc_slow
        lea rax, [r8 - 1]
        test rax, r8
        jnz _aligned_realloc_slow
        test rax, rcx
        jnz _aligned_realloc_slow               # an alignment of 0, or one that it has not
        cmp rdx, HEAP_SMALL_MAX
        ja _aligned_realloc_slow
        mov rax, [rcx + ALIGNED_BLOCK]
        check_block rax, _aligned_realloc_slow
        cmp r9d, HEAP_TAG_PROCESS
        jne _aligned_realloc_slow
        lea r11, [rip + heap_block_sizes]
        mov r11d, [r11 + r10*4]
        sub r11d, 16
        mov r10, rcx
        sub r10, rax                            # the distance
        cmp r10, r11
        ja _aligned_realloc_slow
        sub r11, r10
        cmp rdx, r11
        ja _aligned_realloc_slow
        shr r11d, 1
        cmp rdx, r11
        jb _aligned_realloc_slow
        add r10, rdx
        mov [rax + HEADER_SIZE], r10
        mov [rcx + ALIGNED_SIZE], rdx
        mov rax, rcx
        ret
_aligned_realloc_slow:
        jmp [rip + slow__aligned_realloc]

# --- tables -------------------------------------------------------------------------------------------------

# Bytes of a block with its header, by class.
        .balign 64
heap_block_sizes:
        .set n, 1
        .rept 32
        .long n * 16
        .set n, n + 1
        .endr
        .set n, 512
        .rept 6
        .long n + n / 4, n + n / 2, n + 3 * n / 4, 2 * n
        .set n, n * 2
        .endr

# The class of a small block above 512 bytes, by (bytes with header - 1) / 128.
heap_class_of_128:
        .byte 0, 0, 0, 0                        # not used: classes 0 to 31
        .set n, 32
        .rept 4
        .byte n
        .set n, n + 1
        .endr
        .set per, 1
        .rept 5
        .set per, per * 2
        .rept 4
        .fill per, 1, n
        .set n, n + 1
        .endr
        .endr

        .globl heap_block_sizes, heap_class_of_128
