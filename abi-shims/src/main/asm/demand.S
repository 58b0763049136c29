# Demand paging: parts of images are without access until they are touched, and then brought in from the file, a piece of
# DR_PIECE bytes at a time. The host cannot do it by itself: sections begin at other offsets in a file than in memory.
# decant.host.DemandPages keeps the table of the ranges, and says why a piece is never seen half filled.

        .globl demand_fault

# A page fault. eax = 1: the access is to be tried again. Runs in the handler, on any thread; keeps rdi, rsi, rdx.
demand_fault:                                   # (rdi = signal, rsi = siginfo_t *, rdx = ucontext_t *)
        xor eax, eax
        mov r9, [rip + data_demand_pages]
        test r9, r9
        jz 9f
        mov ecx, [r9 + DP_COUNT]
        mov r8, [rsi + SI_ADDR]
1:      test ecx, ecx
        jz 9f
        dec ecx
        add r9, DR_SIZE                         # the first one lies behind the head, which is as large
        mov r10, r8
        sub r10, [r9 + DR_START]
        cmp r10, [r9 + DR_LENGTH]
        jae 1b
        lock inc dword ptr [r9 + DR_USERS]      # from here on the range stays, if it is still there
        mov r10, r8
        sub r10, [r9 + DR_START]
        cmp r10, [r9 + DR_LENGTH]
        jae 7f                                  # it is not; another one may have the address
        shr r10, DR_PIECE_SHIFT
        mov r11, [r9 + DR_STATES]
        add r11, r10
2:      xor eax, eax
        mov ecx, DR_FILLING
        lock cmpxchg [r11], cl                  # one thread fills a piece
        je bring_in
        cmp al, DR_FILLING
        jne 4f
        push r11                                # the others wait for it
        mov eax, SYS_sched_yield
        push rcx
        syscall
        pop rcx
        pop r11
        jmp 7f                                  # and try again, which leads back here while it is not done

        # The piece is there. It may be so since this thread has met the fault: that is found out by trying again, once.
4:      mov rax, [rdx + UC_RSP]                 # by thread, as each has a stack of its own
        shr rax, 12
        and eax, DP_TRIED_COUNT - 1
        lea rcx, [rip + data_demand_tried]
        lea rcx, [rcx + 8*rax]
        mov rax, [rdx + UC_RIP]
        rol rax, 32
        xor rax, r8
        cmp rax, [rcx]
        mov [rcx], rax
        jne 7f
        mov qword ptr [rcx], 0                  # it is the program's own fault
        xor eax, eax
        jmp 6f
7:      mov eax, 1
6:      lock dec dword ptr [r9 + DR_USERS]
9:      ret

# r9 = the range, r10 = number of the piece, r11 = where its state is: this thread fills it. Where the pieces in front of it
# are present, the program may well be going on to those behind it: as many of them come in at once.
bring_in:
        push rdi
        push rsi
        push rdx
        push rbx
        push rbp
        push r12
        push r13
        push r14
        push r15
        mov rbp, r9
        mov r12, r11
        mov r13, r10
        shl r13, DR_PIECE_SHIFT                 # the piece's offset in the range
        mov r14, [rbp + DR_LENGTH]
        sub r14, r13                            # all that is left of it
        xor edi, edi
1:      inc edi                                 # pieces at once
        cmp edi, DP_AT_ONCE
        je 2f
        cmp r11, [rbp + DR_STATES]
        je 2f
        dec r11
        cmp byte ptr [r11], DR_PRESENT
        je 1b
2:      mov esi, DR_FILLING
        xor edx, edx
3:      inc edx                                 # pieces that this thread fills
        cmp edx, edi
        je 4f
        mov rax, rdx
        shl rax, DR_PIECE_SHIFT
        cmp rax, r14
        jae 4f
        xor eax, eax
        lock cmpxchg [r12 + rdx], sil
        je 3b
4:      push rdx

        # It is made elsewhere, and comes into its place as a whole.
        mov edi, edx
        call take_pieces
        pop rdx
        push rcx
5:      cmp rdx, rcx
        je 6f
        dec edx                                 # fewer than wished for: the others stay absent
        mov byte ptr [r12 + rdx], 0
        jmp 5b
6:      test rax, rax
        jz 9f
        mov rbx, rax
        shl rcx, DR_PIECE_SHIFT
        cmp r14, rcx
        cmova r14, rcx                          # the length in memory
        mov r15, [rbp + DR_BYTES]
        sub r15, r13
        cmp r15, rcx
        cmova r15, rcx                          # and in the file
        add r15, rbx                            # where that ends in memory
        mov rsi, rbx
1:      mov rdx, r15
        sub rdx, rsi
        jz 2f
        mov edi, [rbp + DR_FD]
        mov r10, rsi
        sub r10, rbx
        add r10, r13
        add r10, [rbp + DR_OFFSET]
        mov eax, SYS_pread64
        syscall
        cmp rax, -EINTR
        je 1b
        test rax, rax
        jle 8f                                  # the file is shorter now, or cannot be read
        add rsi, rax
        jmp 1b
2:      mov edx, [rbp + DR_PROTECTION]
        cmp edx, PROT_READ | PROT_WRITE
        je 3f
        mov rdi, rbx
        mov rsi, r14
        mov eax, SYS_mprotect
        syscall
        test eax, eax
        jnz 8f
3:      mov rdi, rbx
        mov rsi, r14
        mov rdx, r14
        mov r10d, MREMAP_MAYMOVE | MREMAP_FIXED
        mov r8, [rbp + DR_START]
        add r8, r13
        mov eax, SYS_mremap
        syscall
        cmp rax, -4096
        ja 8f
        mov ecx, DR_PRESENT
        mov eax, 1
        jmp 5f
8:      mov rdi, rbx
        mov rsi, r14
        mov eax, SYS_munmap
        syscall
9:      xor ecx, ecx                            # absent
        xor eax, eax                            # a fault, as for each page that cannot be had
5:      pop rdx
6:      dec edx
        js 7f
        mov [r12 + rdx], cl
        jmp 6b
7:      lock dec dword ptr [rbp + DR_USERS]
        pop r15
        pop r14
        pop r13
        pop r12
        pop rbp
        pop rbx
        pop rdx
        pop rsi
        pop rdi
        ret

# rax = room of zeros that can be written, for edi pieces, or ecx of them; rax = 0 and ecx = 0 when there is none. It is cut
# off a large page of the host, which clears that at once: pages by themselves would take longer than what is then done with
# them. Clobbers rdx, rdi, rsi, r8-r11.
take_pieces:
        push rdi
1:      xor eax, eax
        mov ecx, 1
        lock cmpxchg [rip + data_demand_lock], ecx
        je 2f
        mov eax, SYS_sched_yield
        syscall
        jmp 1b
2:      mov rax, [rip + data_demand_next]
        test rax, DP_BLOCK - 1
        jnz 5f                                  # the rest of a block, as a block's end is the beginning of the next

        xor edi, edi                            # twice as much, as it has to be aligned
        mov esi, 2 * DP_BLOCK
        mov edx, PROT_READ | PROT_WRITE
        mov r10d, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
        mov r8, -1
        xor r9d, r9d
        mov eax, SYS_mmap
        syscall
        cmp rax, -4096
        ja 6f
        lea rdi, [rax + DP_BLOCK]               # what lies behind the block
        add rax, DP_BLOCK - 1
        and rax, -DP_BLOCK
        mov [rip + data_demand_next], rax
        lea rsi, [rax + DP_BLOCK]
        lea rdx, [rdi + DP_BLOCK]
        sub rdx, rsi
        sub rdi, DP_BLOCK
        mov rcx, rax
        sub rcx, rdi
        jz 3f
        push rsi
        push rdx
        mov rsi, rcx                            # what lies in front of it
        mov eax, SYS_munmap
        syscall
        pop rdx
        pop rsi
3:      test rdx, rdx
        jz 4f
        mov rdi, rsi
        mov rsi, rdx
        mov eax, SYS_munmap
        syscall
4:      mov rdi, [rip + data_demand_next]
        mov esi, DP_BLOCK
        mov edx, MADV_HUGEPAGE                  # where the host has none, nothing is lost
        mov eax, SYS_madvise
        syscall
        mov rax, [rip + data_demand_next]
5:      mov rcx, rax
        neg rcx
        and ecx, DP_BLOCK - 1                   # to the end of the block: 0 at its beginning
        jnz 1f
        mov ecx, DP_BLOCK
1:      shr ecx, DR_PIECE_SHIFT
        cmp ecx, [rsp]
        cmova ecx, [rsp]
        mov edx, ecx
        shl rdx, DR_PIECE_SHIFT
        add rdx, rax
        mov [rip + data_demand_next], rdx
        jmp 7f
6:      xor eax, eax
        xor ecx, ecx
7:      pop rdi
        mov dword ptr [rip + data_demand_lock], 0
        ret
