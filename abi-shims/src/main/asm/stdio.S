# Characters of a stream whose buffer has them, or room for them, in a process that has one thread: with more of them
# the stream's lock is Java's. FILE is msvcrt's, whose macros do the same; decant.crt.io.Stream knows the rest of it.

        .globl fgetc, fputc, fgets, fputs, fread, fwrite

        .set FILE_PTR, 0
        .set FILE_CNT, 8
        .set FILE_FLAG, 24
        .set _IOWRT, 2

# int fgetc(FILE *)
        .balign 16
fgetc:
        cmp dword ptr [rip + data_threaded], 0
        jne 1f
        test rcx, rcx
        jz 1f
        mov eax, [rcx + FILE_CNT]
        sub eax, 1
        js 1f
        mov rdx, [rcx + FILE_PTR]
        movzx r8d, byte ptr [rdx]
        inc rdx
        mov [rcx + FILE_CNT], eax
        mov [rcx + FILE_PTR], rdx
        mov eax, r8d
        ret
1:      jmp [rip + slow_fgetc]

# int fputc(int, FILE *)
        .balign 16
fputc:
        cmp dword ptr [rip + data_threaded], 0
        jne 1f
        test rdx, rdx
        jz 1f
        mov eax, [rdx + FILE_CNT]
        sub eax, 1
        js 1f
        mov r8, [rdx + FILE_PTR]
        mov [r8], cl
        inc r8
        mov [rdx + FILE_CNT], eax
        mov [rdx + FILE_PTR], r8
        movzx eax, cl
        ret
1:      jmp [rip + slow_fputc]

# char *fgets(char *to, int room, FILE *), when the buffer has all of the line, or as much as there is room for
        .balign 32
fgets:
        cmp dword ptr [rip + data_threaded], 0
        jne 9f
        test r8, r8
        jz 9f
        cmp edx, 1
        jle 9f
        mov r9, [r8 + FILE_PTR]
        mov r10d, [r8 + FILE_CNT]
        test r10d, r10d
        jle 9f
        dec edx
        xor eax, eax
1:      cmp eax, edx
        jae 2f
        cmp eax, r10d
        jae 8f
        movzx r11d, byte ptr [r9 + rax]
        mov [rcx + rax], r11b
        inc eax
        cmp r11b, 10
        jne 1b
2:      mov byte ptr [rcx + rax], 0
        sub r10d, eax
        mov [r8 + FILE_CNT], r10d
        add r9, rax
        mov [r8 + FILE_PTR], r9
        mov rax, rcx
        ret
8:      inc edx
9:      jmp [rip + slow_fgets]

# Keeps the arguments in the caller's home space, and gives them to the Java method after all.
        .macro keep_arguments
        mov [rsp + 0x08], rcx
        mov [rsp + 0x10], rdx
        mov [rsp + 0x18], r8
        mov [rsp + 0x20], r9
        .endm

        .macro give_back slow
        mov rcx, [rsp + 0x08]
        mov rdx, [rsp + 0x10]
        mov r8, [rsp + 0x18]
        mov r9, [rsp + 0x20]
        jmp [rip + \slow]
        .endm

# rax = how many bytes rdx times r8 is, where the stream's buffer has them or room for them; else to 9. Uses
# rdx, r10; r9 = the stream.
        .macro bytes_of_buffer
        mov rax, rdx
        mul r8
        jc 9f
        test rax, rax
        jle 9f
        movsxd r10, dword ptr [r9 + FILE_CNT]
        cmp rax, r10
        jg 9f
        .endm

# Takes them from the buffer, after they were copied: before, the copy may fault. Returns the count.
        .macro use_bytes_of_buffer
        mov r9, [rsp + 0x20]
        mov rax, [rsp + 0x10]
        mul qword ptr [rsp + 0x18]
        sub [r9 + FILE_CNT], eax
        add [r9 + FILE_PTR], rax
        mov rax, [rsp + 0x18]
        ret
        .endm

# size_t fread(void *to, size_t size, size_t count, FILE *)
        .balign 32
fread:
        keep_arguments
        cmp dword ptr [rip + data_threaded], 0
        jne 9f
        test r9, r9
        jz 9f
        bytes_of_buffer
        mov rdx, [r9 + FILE_PTR]
        mov r8, rax
        call memmove
        use_bytes_of_buffer
9:      give_back slow_fread

# size_t fwrite(const void *, size_t size, size_t count, FILE *)
        .balign 32
fwrite:
        keep_arguments
        cmp dword ptr [rip + data_threaded], 0
        jne 9f
        test r9, r9
        jz 9f
        test dword ptr [r9 + FILE_FLAG], _IOWRT
        jz 9f
        bytes_of_buffer
        mov rdx, rcx
        mov rcx, [r9 + FILE_PTR]
        mov r8, rax
        call memmove
        use_bytes_of_buffer
9:      give_back slow_fwrite

# int fputs(const char *, FILE *)
        .balign 32
fputs:
        mov [rsp + 0x08], rcx
        mov [rsp + 0x10], rdx
        cmp dword ptr [rip + data_threaded], 0
        jne 9f
        test rdx, rdx
        jz 9f
        test dword ptr [rdx + FILE_FLAG], _IOWRT
        jz 9f
        call strlen
        mov r9, [rsp + 0x10]
        movsxd r10, dword ptr [r9 + FILE_CNT]
        cmp rax, r10
        jg 9f
        mov [rsp + 0x18], rax
        mov r8, rax
        mov rcx, [r9 + FILE_PTR]
        mov rdx, [rsp + 0x08]
        call memmove
        mov r9, [rsp + 0x10]
        mov rax, [rsp + 0x18]
        sub [r9 + FILE_CNT], eax
        add [r9 + FILE_PTR], rax
        xor eax, eax
        ret
9:      mov rcx, [rsp + 0x08]
        mov rdx, [rsp + 0x10]
        jmp [rip + slow_fputs]
