# Mutexes, condition variables and clocks of Microsoft's C++ library (msvcp140): what is free is taken, what nobody waits
# for is released, and nobody is woken. Java (decant.msvcp) waits and wakes, and knows the same states.

        .globl _Mtx_init_in_situ, _Mtx_lock, _Mtx_trylock, _Mtx_unlock, _Mtx_current_owns, _Mtx_clear_owner, _Mtx_reset_owner
        .globl _Cnd_init_in_situ, _Cnd_signal, _Cnd_broadcast, _Thrd_id
        .globl _Xtime_get_ticks, _Query_perf_counter, _Query_perf_frequency

# void _Mtx_init_in_situ(_Mtx_t, int type)
        .balign 16
_Mtx_init_in_situ:
        mov [rcx + MTX_TYPE], edx
        mov qword ptr [rcx + MTX_LOCK - 8], 0
        mov qword ptr [rcx + MTX_LOCK], 0
        mov dword ptr [rcx + MTX_OWNER], -1
        mov dword ptr [rcx + MTX_COUNT], 0
        ret

# Takes the lock of the mutex at rcx: eax is 0 then. To \fails with the lock's word in eax when it is taken. edx = this thread
        .macro mtx_take fails
        mov edx, gs:[TEB_THREAD_ID]
        cmp [rcx + MTX_OWNER], edx              # nobody else writes this thread's number there
        je mtx_again
        xor eax, eax
        mov r8d, SRW_OWNED
        cmp dword ptr [rip + data_threaded], 0
        jne 2f
        cmp [rcx + MTX_LOCK], eax
        jne 4f
        mov [rcx + MTX_LOCK], r8d
3:      mov [rcx + MTX_OWNER], edx
        inc dword ptr [rcx + MTX_COUNT]
        ret
4:      mov eax, [rcx + MTX_LOCK]
        jmp \fails
2:      lock cmpxchg [rcx + MTX_LOCK], r8d
        je 5f
        jmp \fails
5:      xor eax, eax
        jmp 3b
        .endm

# int _Mtx_lock(_Mtx_t)
        .balign 32
_Mtx_lock:
        mtx_take 1f
1:      jmp [rip + slow__Mtx_lock]

# What is the thread's own already is locked once more if it is recursive, or plain.
        .balign 16
mtx_again:
        mov eax, [rcx + MTX_TYPE]
        test eax, MTX_RECURSIVE
        jnz 1f
        cmp eax, 1                              # _Mtx_plain
        jne 2f
1:      inc dword ptr [rcx + MTX_COUNT]
        xor eax, eax
        ret
2:      mov eax, THRD_BUSY
        ret

# int _Mtx_trylock(_Mtx_t)
        .balign 32
_Mtx_trylock:
        mtx_take 1f
1:      cmp eax, SRW_WAITED                     # free, with threads that wait
        jne 2f
        or r8d, eax
        lock cmpxchg [rcx + MTX_LOCK], r8d
        jne 2f
        mov [rcx + MTX_OWNER], edx
        inc dword ptr [rcx + MTX_COUNT]
        xor eax, eax
        ret
2:      mov eax, THRD_BUSY
        ret

# int _Mtx_unlock(_Mtx_t)
        .balign 32
_Mtx_unlock:
        cmp dword ptr [rcx + MTX_COUNT], 1
        jne 1f
        mov dword ptr [rcx + MTX_OWNER], -1
        mov dword ptr [rcx + MTX_COUNT], 0
        mov eax, SRW_OWNED
        xor edx, edx
        cmp dword ptr [rip + data_threaded], 0
        jne 2f
        cmp [rcx + MTX_LOCK], eax
        jne 3f
        mov [rcx + MTX_LOCK], edx
        xor eax, eax
        ret
2:      lock cmpxchg [rcx + MTX_LOCK], edx
        jne 3f                                  # somebody waits; Java takes the count of 0 as it is
        xor eax, eax
        ret
1:      jl 3f
        dec dword ptr [rcx + MTX_COUNT]
        xor eax, eax
        ret
3:      jmp [rip + slow__Mtx_unlock]

# int _Mtx_current_owns(_Mtx_t)
        .balign 16
_Mtx_current_owns:
        xor eax, eax
        cmp [rcx + MTX_COUNT], eax
        je 1f
        mov edx, gs:[TEB_THREAD_ID]
        cmp [rcx + MTX_OWNER], edx
        sete al
1:      ret

# void _Mtx_clear_owner(_Mtx_t), void _Mtx_reset_owner(_Mtx_t): around a wait that releases the lock itself
        .balign 16
_Mtx_clear_owner:
        mov dword ptr [rcx + MTX_OWNER], -1
        dec dword ptr [rcx + MTX_COUNT]
        ret
        .balign 16
_Mtx_reset_owner:
        mov edx, gs:[TEB_THREAD_ID]
        mov [rcx + MTX_OWNER], edx
        inc dword ptr [rcx + MTX_COUNT]
        ret

# void _Cnd_init_in_situ(_Cnd_t)
        .balign 16
_Cnd_init_in_situ:
        mov qword ptr [rcx], 0
        mov qword ptr [rcx + CND_VARIABLE], 0
        ret

# int _Cnd_signal(_Cnd_t), int _Cnd_broadcast(_Cnd_t)
        .balign 16
_Cnd_signal:
        xor eax, eax
        cmp [rcx + CND_VARIABLE + CV_WAITING], eax
        jne 1f
        ret
1:      jmp [rip + slow__Cnd_signal]
        .balign 16
_Cnd_broadcast:
        xor eax, eax
        cmp [rcx + CND_VARIABLE + CV_WAITING], eax
        jne 1f
        ret
1:      jmp [rip + slow__Cnd_broadcast]

# unsigned _Thrd_id(void)
        .balign 16
_Thrd_id:
        mov eax, gs:[TEB_THREAD_ID]
        ret

# long long _Xtime_get_ticks(void): units of 100 ns since 1970
        .balign 32
_Xtime_get_ticks:
        read_clock CLOCK_REALTIME, 1f
        hundreds_of_nanoseconds
        ret
1:      jmp [rip + slow__Xtime_get_ticks]

# long long _Query_perf_counter(void), _Query_perf_frequency(void): as QueryPerformanceCounter and …Frequency
        .balign 32
_Query_perf_counter:
        read_clock CLOCK_MONOTONIC, 1f
        hundreds_of_nanoseconds
        ret
1:      jmp [rip + slow__Query_perf_counter]
        .balign 16
_Query_perf_frequency:
        mov eax, 10000000
        ret
