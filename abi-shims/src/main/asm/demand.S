# Demand paging: parts of images are without access until they are touched, and then brought in from the file, a piece of
# DR_PIECE bytes at a time. The host cannot do it by itself: sections begin at other offsets in a file than in memory.
# decant.host.DemandPages keeps the table of the ranges, and says why a piece is never seen half filled.

        .globl demand_fault

# \to = number of the piece that an address lies in, which its range \range counts from 0: pieces begin at multiples of their
# size, but for the first one.
        .macro piece_number address, to, range, scratch
        mov \to, \address
        shr \to, DR_PIECE_SHIFT
        mov \scratch, [\range + DR_START]
        shr \scratch, DR_PIECE_SHIFT
        sub \to, \scratch
        .endm

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
        piece_number r8, r10, r9, r11
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

# r9 = the range, r8 = an address in a piece, r11 = where the piece's state is: this thread fills it. Where the pieces in front
# of it are present, the program may well be going on to those behind it: as many of them come in at once. Where many of a
# large page's are, the program is at home there, and gets the large page.
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
        mov r13, r8
        and r13, -DR_PIECE                      # where it begins in memory
        mov r15, [rbp + DR_START]
        add r15, [rbp + DR_LENGTH]              # and where all ends
        call claim_block
        test rax, rax
        jnz 6f
        xor edi, edi
        mov r11, r12
1:      inc edi                                 # pieces at once
        cmp edi, DP_AT_ONCE
        je 2f
        cmp r11, [rbp + DR_STATES]
        je 2f
        dec r11
        cmp byte ptr [r11], DR_PRESENT
        jae 1b
2:      mov esi, DR_FILLING
        xor edx, edx
        mov r14, r13
3:      inc edx                                 # pieces that this thread fills
        add r14, DR_PIECE
        cmp edx, edi
        je 4f
        cmp r14, r15
        jae 4f
        xor eax, eax
        lock cmpxchg [r12 + rdx], sil
        je 3b
4:      push rdx
        mov edi, edx
        call take_pieces
        pop rdx
        push 0                                  # none of them was present
        push rcx
5:      cmp rdx, rcx
        je 7f
        dec edx                                 # fewer than wished for: the others stay absent
        mov byte ptr [r12 + rdx], 0
        jmp 5b

6:      push rcx                                # those that were present
        push DP_BLOCK / DR_PIECE
        mov ecx, DP_BLOCK / DR_PIECE

        # rcx pieces from r13 on, in rax. They are made there, and come into their place as a whole.
7:      test rax, rax
        jz 9f
        mov rbx, rax
        mov r14, rcx
        shl r14, DR_PIECE_SHIFT
        add r14, r13
        cmp r14, r15
        cmova r14, r15
        mov rax, [rbp + DR_START]
        cmp r13, rax
        cmovb r13, rax
        sub r14, r13                            # the length in memory
        mov r15, [rbp + DR_BYTES]
        add r15, rax
        sub r15, r13
        cmp r15, r14
        cmova r15, r14                          # and in the file
        add r15, rbx                            # where that ends
        mov rsi, rbx
1:      mov rdx, r15
        sub rdx, rsi
        jz 2f
        mov edi, [rbp + DR_FD]
        mov r10, rsi
        sub r10, rbx
        add r10, r13
        sub r10, [rbp + DR_START]
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
        mov r8, r13
        mov eax, SYS_mremap
        syscall
        cmp rax, -4096
        ja 8f
        mov eax, 1
        pop rdx
        pop rcx
        mov ecx, -1
        jmp 6f
8:      mov rdi, rbx
        mov rsi, r14
        mov eax, SYS_munmap
        syscall
9:      xor eax, eax                            # a fault, as for each page that cannot be had
        pop rdx
        pop rcx
6:      call release_pieces
        lock dec dword ptr [rbp + DR_USERS]
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

# The edx pieces whose states begin at r12 are filled no more: present where ecx has a bit, else absent. Keeps rax.
release_pieces:
1:      dec edx
        js 2f
        mov sil, DR_PRESENT
        bt ecx, edx
        jc 3f
        xor esi, esi
3:      mov [r12 + rdx], sil
        jmp 1b
2:      ret

# rbp = a range, r13 = a piece of it that this thread fills, r12 = where its state is, r15 = the range's end. Where enough of
# the large page's pieces are present, as the file has them, this thread fills all of them: rax = a large page to fill,
# r13 and r12 = of its first piece, ecx = which of them are present so far. Else rax = 0, and nothing has changed. A present
# piece can be used while it is filled once more: it is replaced by the same.
claim_block:
        test byte ptr [rbp + DR_PROTECTION], PROT_WRITE
        jnz 9f                                  # what is being written is not as the file has it
        mov rdi, r13
        and rdi, -DP_BLOCK
        cmp rdi, [rbp + DR_START]
        jb 9f
        lea rax, [rdi + DP_BLOCK]
        cmp rax, r15
        ja 9f
        piece_number rdi, rsi, rbp, rax
        add rsi, [rbp + DR_STATES]              # of the first one
        xor ecx, ecx
        xor edx, edx
1:      cmp byte ptr [rsi + rdx], DR_PRESENT
        jne 2f
        inc ecx
2:      inc edx
        cmp edx, DP_BLOCK / DR_PIECE
        jne 1b
        cmp ecx, DP_MANY
        jb 9f

        xor ecx, ecx
        xor edx, edx
        mov r8d, DR_FILLING
3:      lea rax, [rsi + rdx]
        cmp rax, r12
        je 5f                                   # is this thread's already
        mov al, [rsi + rdx]
        cmp al, DR_PRESENT
        ja 6f                                   # changed by the program
        je 4f
        test al, al
        jnz 6f                                  # another thread's
4:      mov r9d, eax
        lock cmpxchg [rsi + rdx], r8b
        jne 3b
        cmp r9b, DR_PRESENT
        jne 5f
        bts ecx, edx
5:      inc edx
        cmp edx, DP_BLOCK / DR_PIECE
        jne 3b
        push rdi
        push rsi
        push rcx
        call take_block
        pop rcx
        pop rsi
        pop rdi
        mov edx, DP_BLOCK / DR_PIECE
        test rax, rax
        jz 6f
        mov r13, rdi
        mov r12, rsi
        ret

        # The first edx are given back, but for the one that this thread has to fill.
6:      dec edx
        js 9f
        lea rax, [rsi + rdx]
        cmp rax, r12
        je 6b
        mov r8d, DR_PRESENT
        bt ecx, edx
        jc 7f
        xor r8d, r8d
7:      mov [rax], r8b
        jmp 6b
9:      xor eax, eax
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

        call take_block
        test rax, rax
        jz 6f
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

# rax = a large page of zeros, 0 when there is none. Clobbers rcx, rdx, rdi, rsi, r8-r11.
take_block:
        xor edi, edi                            # twice as much, as it has to be aligned
        mov esi, 2 * DP_BLOCK
        mov edx, PROT_READ | PROT_WRITE
        mov r10d, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
        mov r8, -1
        xor r9d, r9d
        mov eax, SYS_mmap
        syscall
        cmp rax, -4096
        ja 4f
        mov r8, rax                             # what lies in front of the block, if anything
        lea r9, [rax + DP_BLOCK - 1]
        and r9, -DP_BLOCK
        mov rdi, r8
        mov rsi, r9
        sub rsi, r8
        jz 1f
        mov eax, SYS_munmap
        syscall
1:      lea rdi, [r9 + DP_BLOCK]                # and behind it
        lea rsi, [r8 + 2 * DP_BLOCK]
        sub rsi, rdi
        jz 2f
        mov eax, SYS_munmap
        syscall
2:      mov rdi, r9
        mov esi, DP_BLOCK
        mov edx, MADV_HUGEPAGE                  # where the host has none, nothing is lost
        mov eax, SYS_madvise
        syscall
        mov rax, r9
        ret
4:      xor eax, eax
        ret
