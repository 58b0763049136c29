# Short ways from Java to the C library's functions that files and memory are made of.
#
# A native method of Java is a C function whose first two arguments are of no use to anybody here: the JNIEnv * of the
# thread and the class. The others follow by the rules of the System V ABI, so that
#
#       long Unistd.read(int fd, long buffer, long count)
#
# arrives as rdi = JNIEnv *, rsi = class, edx = fd, rcx = buffer, r8 = count. The function that is wanted has
# its first argument in rdi: each argument moves two places, and the fifth and sixth come from the stack into registers.
# HotSpot has taken the thread out of Java before, and checks that the stack has room; it does not care how long the
# function takes. JNA does the same from a description of the method's types, in some 90 ns.
#
# A failing function returns -1 and leaves the reason in errno, which HotSpot may overwrite on the way back into Java.
# So it is stored at once where Libc.errno() looks: JNA has a place for it in each thread, and a JNI function of its own that
# fills that.

# host_call CLASS.METHOD, number of arguments (up to 7), register of the result (eax: int, rax: long)
#
# The eight bytes before the entry are the address of the function, put there when the method is bound.
        .macro host_call method, arguments, result
        .globl \method
        .balign 16
        .quad 0, 0
\method:
        push rdi                                # for host_failed; and a call wants the stack at a multiple of 16
        mov rdi, rdx
        .if \arguments > 1
        mov rsi, rcx
        .endif
        .if \arguments > 2
        mov rdx, r8
        .endif
        .if \arguments > 3
        mov rcx, r9
        .endif
        .if \arguments > 4
        mov r8, [rsp + 0x10]                    # behind what was pushed and the return address
        .endif
        .if \arguments > 5
        mov r9, [rsp + 0x18]
        .endif
        .if \arguments > 6
        sub rsp, 8
        push [rsp + 0x28]                       # the seventh is the function's first on the stack
        .endif
        xor eax, eax                            # openat and syscall are declared with `...`: no vector registers
        call [rip + \method - 8]
        .if \arguments > 6
        add rsp, 0x10
        .endif
        cmp \result, -1
        je host_failed
        add rsp, 8
        ret
        .endm

        host_call Unistd.read, 3, rax
        host_call Unistd.write, 3, rax
        host_call Unistd.pread, 4, rax
        host_call Unistd.pwrite, 4, rax
        host_call Unistd.lseek, 3, rax
        host_call Unistd.close, 1, eax
        host_call Fcntl.openat, 4, eax
        host_call Stat.statx, 5, eax
        host_call Dirent.getdents64, 3, rax
        host_call FileCalls.ftruncate, 2, eax
        host_call FileCalls.getxattr, 4, rax
        host_call FileCalls.fgetxattr, 4, rax
        host_call FileCalls.syscall, 7, rax
        host_call Futex.syscall, 5, rax
        host_call Mman.mmap, 6, rax
        host_call Mman.munmap, 2, eax
        host_call Mman.mprotect, 3, eax
        host_call Mman.madvise, 3, eax

# Behind the call of such an entry: returns -1, as the function did. [rsp] = JNIEnv *
        .balign 16
host_failed:
        call [rip + data_errno_location]        # int *__errno_location(void)
        mov edx, [rax]
        mov rdi, [rsp]
        xor esi, esi                            # void setLastError(JNIEnv *, class, int), which uses no class
        call [rip + data_set_last_error]
        mov rax, -1
        add rsp, 8
        ret
