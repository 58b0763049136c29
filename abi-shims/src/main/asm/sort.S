# qsort and bsearch, whose comparers are the program's functions: called from here, a comparison costs a call, not two
# crossings of the gate. Exceptions, unwinds and longjmp out of a comparer pass these frames by their unwind data
# (unwind.S); between two comparisons every element is in the array once.

        .globl qsort, qsort_s, bsearch, bsearch_s

# The frame of `sort` and `search`, above the home space of the comparer.
        .set SF_CONTEXT, 0x20                   # u32: not 0 when the comparer takes a context, which rdi has
        .set SF_LIMIT,   0x28                   # heap sort: elements that are in the heap
        .set SF_ROOT,    0x30                   #   the root that is being sifted next, plus one
        .set SF_CHILD,   0x38                   #   index of the child at r14
        .set SF_TOP,     0x40                   # bytes of SF_PARTS that are in use
        .set SF_PARTS,   0x48                   # parts to be sorted later: first element, last element, depth left
        .set SF_SIZE,    SF_PARTS + 64 * 24     # the smaller part is sorted first: as many as the count has bits

# Arguments that make no sense are Java's.
        .macro sort_entry name, context
        .balign 16
\name:
        mov r10d, \context
        test rcx, rcx
        jz 1f
        test r8, r8
        jle 1f
        test r9, r9
        jz 1f
        cmp rdx, 1
        ja sort
        ret
1:      jmp [rip + slow_\name]
        .endm

        .macro search_entry name, context
        .balign 16
\name:
        mov r10d, \context
        test rdx, rdx
        jz 1f
        test r9, r9
        jz 1f
        cmp qword ptr [rsp + 0x28], 0
        jne search
1:      jmp [rip + slow_\name]
        .endm

        # void qsort(rcx = base, rdx = count, r8 = width, r9 = comparer), qsort_s(…, context)
        sort_entry qsort, 0
        sort_entry qsort_s, 1

        # void *bsearch(rcx = key, rdx = base, r8 = count, r9 = width, comparer), bsearch_s(…, context)
        search_entry bsearch, 0
        search_entry bsearch_s, 1

# Both functions begin so: 8 registers and the frame.
        .macro sort_prolog
        push rbx
        push rbp
        push rsi
        push rdi
        push r12
        push r13
        push r14
        push r15
        sub rsp, SF_SIZE
        .endm

        .macro sort_epilog
        add rsp, SF_SIZE
        pop r15
        pop r14
        pop r13
        pop r12
        pop rdi
        pop rsi
        pop rbp
        pop rbx
        ret
        .endm

        .set SF_CALLER, SF_SIZE + 8 * 8         # the return address, and from there the caller's arguments

# Compares elements; the flags are those of the comparer's int.
        .macro compare a, b
        mov r10, \a
        mov r11, \b
        call compare_elements
        test eax, eax
        .endm

        .macro swap a, b
        mov rax, \a
        mov rdx, \b
        call swap_elements
        .endm

# ---------------------------------------------------------------------------------------------------------
# Quicksort of the median of three, insertion sort for parts of at most 8 elements, heap sort where quicksort goes
# astray: never more than about n log n comparisons, whatever the comparer says.
#
#   rbx width   rsi comparer   rdi context   rbp first element   r12 last element   r15 depth left
#   r13, r14    elements that move towards each other
# ---------------------------------------------------------------------------------------------------------
        .balign 16
sort:
        sort_prolog
sort_prolog_end:
        mov rbx, r8
        mov rsi, r9
        mov rdi, [rsp + SF_CALLER + 0x28]
        mov [rsp + SF_CONTEXT], r10d
        mov qword ptr [rsp + SF_TOP], 0
        mov rbp, rcx
        bsr r15, rdx
        lea r15, [2 * r15 + 2]
        lea rax, [rdx - 1]
        mul rbx                                 # (rdx:rax)
        jo sort_nothing                         # no memory holds that many
        mov r12, rax
        add r12, rbp
        jc sort_nothing

sort_part:
        mov rax, r12
        sub rax, rbp
        lea rcx, [8 * rbx]
        cmp rax, rcx                            # signed: an empty part ends before it begins
        jl sort_short
        sub r15, 1
        js sort_heap

        xor edx, edx                            # the median of the first, the middle and the last to the front
        div rbx
        shr rax, 1
        imul rax, rbx
        lea r13, [rbp + rax]
        compare r13, rbp
        jns 1f
        swap r13, rbp
1:      compare r12, r13
        jns 2f
        swap r12, r13
        compare r13, rbp
        jns 2f
        swap r13, rbp
2:      swap rbp, r13

        mov r13, rbp                            # smaller elements to the left, greater ones to the right
        lea r14, [r12 + rbx]
3:      add r13, rbx
        cmp r13, r12
        jae 4f
        compare r13, rbp
        js 3b
4:      sub r14, rbx
        cmp r14, rbp
        jbe 5f
        compare rbp, r14
        js 4b
5:      cmp r13, r14
        jae 6f
        swap r13, r14
        jmp 3b
6:      swap rbp, r14

        mov rax, r14                            # the pivot is in its place at r14
        sub rax, rbp
        mov rcx, r12
        sub rcx, r14
        mov rdx, [rsp + SF_TOP]
        lea r8, [rsp + rdx + SF_PARTS]
        add rdx, 24
        mov [rsp + SF_TOP], rdx
        mov [r8 + 16], r15
        cmp rax, rcx
        jae 7f
        lea rax, [r14 + rbx]                    # the right part is greater: it waits
        mov [r8], rax
        mov [r8 + 8], r12
        mov r12, r14
        sub r12, rbx
        jmp sort_part
7:      mov [r8], rbp
        mov rax, r14
        sub rax, rbx
        mov [r8 + 8], rax
        lea rbp, [r14 + rbx]
        jmp sort_part

sort_short:
        lea r13, [rbp + rbx]
1:      cmp r13, r12
        jg sort_next
        mov r14, r13
2:      cmp r14, rbp
        jbe 3f
        mov rax, r14
        sub rax, rbx
        compare r14, rax
        jns 3f
        mov rcx, r14
        sub r14, rbx
        swap rcx, r14
        jmp 2b
3:      add r13, rbx
        jmp 1b

sort_next:
        mov rdx, [rsp + SF_TOP]
        sub rdx, 24
        js sort_nothing
        mov [rsp + SF_TOP], rdx
        mov rbp, [rsp + rdx + SF_PARTS]
        mov r12, [rsp + rdx + SF_PARTS + 8]
        mov r15, [rsp + rdx + SF_PARTS + 16]
        jmp sort_part

sort_nothing:
        sort_epilog

# Lets the element with index r13 sink until no child is greater. Uses r14 and r15.
        .macro sift
1:      lea rax, [2 * r13 + 1]
        cmp rax, [rsp + SF_LIMIT]
        jae 3f
        mov [rsp + SF_CHILD], rax
        mov r14, rax
        imul r14, rbx
        add r14, rbp
        inc rax
        cmp rax, [rsp + SF_LIMIT]
        jae 2f
        lea r15, [r14 + rbx]
        compare r14, r15
        jns 2f
        mov r14, r15
        inc qword ptr [rsp + SF_CHILD]
2:      mov r15, r13
        imul r15, rbx
        add r15, rbp
        compare r15, r14
        jns 3f
        swap r15, r14
        mov r13, [rsp + SF_CHILD]
        jmp 1b
3:
        .endm

sort_heap:                                      # rax = distance of the last element from the first
        xor edx, edx
        div rbx
        lea r12, [rax + 1]                      # r12 = elements
        mov [rsp + SF_LIMIT], r12
        mov rax, r12
        shr rax, 1
        mov [rsp + SF_ROOT], rax
8:      sub qword ptr [rsp + SF_ROOT], 1
        js 9f
        mov r13, [rsp + SF_ROOT]
        sift
        jmp 8b
9:      sub r12, 1
        jz sort_next
        mov rcx, r12
        imul rcx, rbx
        add rcx, rbp
        swap rbp, rcx
        mov [rsp + SF_LIMIT], r12
        xor r13d, r13d
        sift
        jmp 9b
sort_end:

# ---------------------------------------------------------------------------------------------------------
#   rbx width   rsi comparer   rdi context   rbp key   r12 first index, r13 behind the last   r14 base   r15 element
# ---------------------------------------------------------------------------------------------------------
        .balign 16
search:
        sort_prolog
search_prolog_end:
        mov rbx, r9
        mov rsi, [rsp + SF_CALLER + 0x28]
        mov rdi, [rsp + SF_CALLER + 0x30]
        mov [rsp + SF_CONTEXT], r10d
        mov rbp, rcx
        mov r14, rdx
        xor r12d, r12d
        mov r13, r8
1:      mov rax, r13
        sub rax, r12
        jbe 3f
        shr rax, 1
        add rax, r12
        mov [rsp + SF_ROOT], rax
        imul rax, rbx
        lea r15, [r14 + rax]
        compare rbp, r15
        jz 4f
        mov rax, [rsp + SF_ROOT]
        js 2f
        lea r12, [rax + 1]
        jmp 1b
2:      mov r13, rax
        jmp 1b
3:      xor r15d, r15d                          # there is none
4:      mov rax, r15
        sort_epilog
search_end:

# Calls the comparer with the elements r10 and r11, so that it returns to the frame of our caller.
        .balign 16
compare_elements:
        cmp dword ptr [rsp + 8 + SF_CONTEXT], 0
        jne 1f
        mov rcx, r10
        mov rdx, r11
        jmp rsi
1:      mov rcx, rdi
        mov rdx, r10
        mov r8, r11
        jmp rsi

# Exchanges the elements rax and rdx of rbx bytes. Uses rcx, r8 and r9.
        .balign 16
swap_elements:
        cmp rax, rdx
        je 4f
        mov rcx, rbx
1:      sub rcx, 8
        jb 2f
        mov r8, [rax]
        mov r9, [rdx]
        mov [rax], r9
        mov [rdx], r8
        add rax, 8
        add rdx, 8
        jmp 1b
2:      add rcx, 8
        jz 4f
        cmp rcx, 4
        jb 3f
        mov r8d, [rax]
        mov r9d, [rdx]
        mov [rax], r9d
        mov [rdx], r8d
        add rax, 4
        add rdx, 4
        sub rcx, 4
        jz 4f
3:      mov r8b, [rax]
        mov r9b, [rdx]
        mov [rax], r9b
        mov [rdx], r8b
        inc rax
        inc rdx
        dec rcx
        jnz 3b
4:      ret
