# One character of a stream whose buffer has it, or room for it, in a process that has one thread: with more of them
# the stream's lock is Java's. FILE is msvcrt's, whose macros do the same; decant.crt.io.Stream knows the rest of it.

        .globl fgetc, fputc

        .set FILE_PTR, 0
        .set FILE_CNT, 8

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
