# The seams between the gate and HotSpot: what the way into Java and the way out of it look like there.

        .set JNI_VERSION_10, 0x000a0000
        .set JNI_GET_ENV, 6 * 8                 # of JNIInvokeInterface
        .set JNI_FIND_CLASS, 6 * 8              # of JNINativeInterface
        .set JNI_REGISTER_NATIVES, 215 * 8

        .globl call_java, enter_jni, register_first, register_jni

# long call_java(rdi = frame, esi = index of the shim, edx = slot of the thread)
#
# Calls `int Gate.dispatch(long frame, long call)`. HotSpot has the code for that shape of a method handle ready,
# and would make it at run time for most others, which takes 3 ms of every start: so two numbers travel as one,
# and the answer comes through the thread block.
        .balign 16
call_java:
        shl rdx, 32
        mov esi, esi
        or rsi, rdx
        sub rsp, 8
        call [rip + data_java]
        add rsp, 8
        mov rax, gs:[TB_ANSWER]
        ret

# jlong NativeMethods.enter(rdi = JNIEnv *, rsi = class, rdx = guest function, rcx = bottom, r8 = TEB)
        .balign 16
enter_jni:
        mov rdi, rdx
        mov rsi, rcx
        mov rdx, r8
        jmp enter

# jint NativeMethods.register(rdi = JNIEnv *, rsi = class, rdx = class, rcx = JNINativeMethod[], r8d = how many)
        .balign 16
register_jni:
        mov rsi, rdx
        mov rdx, rcx
        mov ecx, r8d
        mov rax, [rdi]
        jmp [rax + JNI_REGISTER_NATIVES]

# int register_first(rdi = JNI_GetCreatedJavaVMs, rsi = name of a class, rdx = JNINativeMethod[], ecx = how many)
#
# The same for the first methods, when there is no JNIEnv at hand. Called by a native method of the class, so that
# FindClass asks its loader. Returns 0, or a JNI error.
        .balign 16
register_first:
        push rbx
        push r12
        push r13
        sub rsp, 0x20                           # [rsp] JavaVM *, [rsp + 8] JNIEnv *, [rsp + 16] count
        mov rbx, rsi
        mov r12, rdx
        mov r13d, ecx
        mov rax, rdi
        mov rdi, rsp
        mov esi, 1
        lea rdx, [rsp + 16]
        call rax                                # JNI_GetCreatedJavaVMs(&vm, 1, &count)
        test eax, eax
        jnz 1f
        mov rdi, [rsp]
        lea rsi, [rsp + 8]
        mov edx, JNI_VERSION_10
        mov rax, [rdi]
        call [rax + JNI_GET_ENV]
        test eax, eax
        jnz 1f
        mov rdi, [rsp + 8]
        mov rsi, rbx
        mov rax, [rdi]
        call [rax + JNI_FIND_CLASS]
        test rax, rax
        jz 2f
        mov rdi, [rsp + 8]
        mov rsi, rax
        mov rdx, r12
        mov ecx, r13d
        mov rax, [rdi]
        call [rax + JNI_REGISTER_NATIVES]
1:      add rsp, 0x20
        pop r13
        pop r12
        pop rbx
        ret
2:      mov eax, -1
        jmp 1b
