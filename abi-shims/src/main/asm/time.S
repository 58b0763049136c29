# Clocks: the vDSO's clock_gettime, called on the host stack, for it is System V code of unknown appetite.

        .globl QueryPerformanceCounter, QueryPerformanceFrequency, GetTickCount, GetTickCount64
        .globl GetSystemTimeAsFileTime, QueryUnbiasedInterruptTime, clock_gettime_syscall

# rax, rdx = seconds and nanoseconds of clock \clock; to \slow while Java has not found the vDSO yet. Uses what
# Win64 calls volatile, except rcx.
        .macro read_clock clock, slow
        cmp qword ptr [rip + data_clock_gettime], 0
        je \slow
        mov eax, \clock
        call clock
        .endm

        .balign 32
clock:
        push rbx
        push rdi
        push rsi
        push rcx
        mov rbx, rsp
clock_prolog_end:
        mov rsp, gs:[TB_HOST_SP]                # 16-byte aligned
clock_away:
        sub rsp, 16
        mov edi, eax
        mov rsi, rsp
        call [rip + data_clock_gettime]
        mov rax, [rsp]
        mov rdx, [rsp + 8]
        mov rsp, rbx
clock_back:
        come_to_stop
        pop rcx
        pop rsi
        pop rdi
        pop rbx
        ret
clock_end:

# int clock_gettime(clockid_t, struct timespec *) for a host without the vDSO's
        .balign 16
clock_gettime_syscall:
        mov eax, SYS_clock_gettime
        syscall
        ret

# rax = seconds rax and nanoseconds rdx in units of 100 ns
        .macro hundreds_of_nanoseconds
        imul rax, rax, 10000000
        imul rdx, rdx, 1374389535               # / 100, for 32 bits: * 2^37 / 100
        shr rdx, 37
        add rax, rdx
        .endm

# BOOL QueryPerformanceCounter(LARGE_INTEGER *): 10 MHz, as on Windows 10
        .balign 32
QueryPerformanceCounter:
        read_clock CLOCK_MONOTONIC, 1f
        hundreds_of_nanoseconds
        mov [rcx], rax
        mov eax, 1
        ret
1:      jmp [rip + slow_QueryPerformanceCounter]

# BOOL QueryPerformanceFrequency(LARGE_INTEGER *)
        .balign 16
QueryPerformanceFrequency:
        mov qword ptr [rcx], 10000000
        mov eax, 1
        ret

# BOOL QueryUnbiasedInterruptTime(ULONGLONG *)
        .balign 32
QueryUnbiasedInterruptTime:
        test rcx, rcx
        jz 1f
        read_clock CLOCK_MONOTONIC, 1f
        hundreds_of_nanoseconds
        mov [rcx], rax
        mov eax, 1
        ret
1:      jmp [rip + slow_QueryUnbiasedInterruptTime]

# DWORD GetTickCount(void), ULONGLONG GetTickCount64(void): milliseconds, as of the host's last tick,
# of which there are more than Windows has
        .balign 64
GetTickCount:                                   # who asks for 32 bits takes the low half
GetTickCount64:
        push rbx
        push rdi
        push rsi
        mov rbx, rsp
tick_prolog_end:
        mov rax, [rip + data_clock_gettime]
        test rax, rax
        jz 1f
        mov rsp, gs:[TB_HOST_SP]
        sub rsp, 16
        mov edi, CLOCK_MONOTONIC_COARSE
        mov rsi, rsp
        call rax
        imul rax, [rsp], 1000
        imul rdx, [rsp + 8], 1125899907         # / 1000000, for 32 bits: * 2^50 / 1000000
        shr rdx, 50
        add rax, rdx
        mov rsp, rbx
        pop rsi
        pop rdi
        pop rbx
        ret
1:      pop rsi
        pop rdi
        pop rbx
        jmp [rip + slow_GetTickCount64]
tick_end:

# void GetSystemTimeAsFileTime(FILETIME *): 100 ns since 1601; the precise one, too
        .balign 32
GetSystemTimeAsFileTime:
        read_clock CLOCK_REALTIME, 1f
        mov r8, 11644473600                     # seconds from 1601 to 1970
        add rax, r8
        hundreds_of_nanoseconds
        mov [rcx], rax
        ret
1:      jmp [rip + slow_GetSystemTimeAsFileTime]
