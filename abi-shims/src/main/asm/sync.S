# Locks without contention, and without atomic instructions while the process has one thread and has called for nothing
# that might start another (data_threaded); decant.kernel32.CriticalSections, SlimLocks and InitOnce wait and wake, and know the same states.

        .globl InitializeCriticalSection, InitializeCriticalSectionAndSpinCount, DeleteCriticalSection
        .globl EnterCriticalSection, LeaveCriticalSection, TryEnterCriticalSection
        .globl AcquireSRWLockExclusive, ReleaseSRWLockExclusive, TryAcquireSRWLockExclusive
        .globl AcquireSRWLockShared, ReleaseSRWLockShared, TryAcquireSRWLockShared, InitializeSRWLock
        .globl WakeConditionVariable, WakeAllConditionVariable, InitOnceExecuteOnce
        .globl InitOnceBeginInitialize, InitOnceComplete
        .globl InitializeSListHead, InterlockedPushEntrySList, InterlockedPopEntrySList
        .globl InterlockedFlushSList, QueryDepthSList, InterlockedPushListSListEx, RtlFirstEntrySList

# --- RTL_CRITICAL_SECTION -------------------------------------------------------------------------------------
# LockCount is CS_FREE, CS_LOCKED, or more (decant.kernel32.CriticalSections): bit 0 says that it is free.

# void InitializeCriticalSection(CRITICAL_SECTION *)
        .balign 16
InitializeCriticalSection:
        xor edx, edx
        # fall through

# BOOL InitializeCriticalSectionAndSpinCount(CRITICAL_SECTION *, DWORD spin); ...Ex, too. RtlInitialize... returns
# STATUS_SUCCESS, and has entries of its own.
InitializeCriticalSectionAndSpinCount:
        mov qword ptr [rcx + CS_DEBUG_INFO], -1
        mov dword ptr [rcx + CS_LOCK_COUNT], CS_FREE
        mov dword ptr [rcx + CS_RECURSION], 0
        mov qword ptr [rcx + CS_OWNER], 0
        mov qword ptr [rcx + CS_SEMAPHORE], 0
        and edx, 0xffffff
        mov [rcx + CS_SPIN_COUNT], rdx
        mov eax, 1
        ret

        .globl RtlInitializeCriticalSection, RtlInitializeCriticalSectionAndSpinCount
        .balign 16
RtlInitializeCriticalSection:
        xor edx, edx
RtlInitializeCriticalSectionAndSpinCount:
        call InitializeCriticalSectionAndSpinCount
        xor eax, eax
        ret

# void DeleteCriticalSection(CRITICAL_SECTION *)
        .balign 16
DeleteCriticalSection:
        mov qword ptr [rcx + CS_DEBUG_INFO], 0
        mov dword ptr [rcx + CS_LOCK_COUNT], CS_FREE
        mov dword ptr [rcx + CS_RECURSION], 0
        mov qword ptr [rcx + CS_OWNER], 0
        mov qword ptr [rcx + CS_SPIN_COUNT], 0
        xor eax, eax
        ret

# void EnterCriticalSection(CRITICAL_SECTION *)
        .balign 32
EnterCriticalSection:
        mov edx, gs:[TEB_THREAD_ID]
        cmp [rcx + CS_OWNER], edx
        je 1f
        mov eax, CS_FREE
        mov r8d, CS_LOCKED
        cmp dword ptr [rip + data_threaded], 0
        jne 5f
        cmp [rcx + CS_LOCK_COUNT], eax
        jne 5f
        mov [rcx + CS_LOCK_COUNT], r8d
3:      mov [rcx + CS_OWNER], rdx
        mov dword ptr [rcx + CS_RECURSION], 1
        xor eax, eax                            # RtlEnterCriticalSection: STATUS_SUCCESS
        ret
5:      lock cmpxchg [rcx + CS_LOCK_COUNT], r8d
        je 3b
        jmp 2f
1:      inc dword ptr [rcx + CS_RECURSION]
        xor eax, eax
        ret
2:      test al, 1                              # free, with threads that wait: the first to come gets it
        jz 4f
        lea r8d, [rax - 1]
        lock cmpxchg [rcx + CS_LOCK_COUNT], r8d
        je 3b
4:      jmp [rip + slow_EnterCriticalSection]

# BOOL TryEnterCriticalSection(CRITICAL_SECTION *)
        .balign 32
TryEnterCriticalSection:
        mov edx, gs:[TEB_THREAD_ID]
        cmp [rcx + CS_OWNER], edx
        je 1f
        mov eax, CS_FREE
        mov r8d, CS_LOCKED
        lock cmpxchg [rcx + CS_LOCK_COUNT], r8d
        jne 2f
3:      mov [rcx + CS_OWNER], rdx
        mov dword ptr [rcx + CS_RECURSION], 1
        mov eax, 1
        ret
1:      inc dword ptr [rcx + CS_RECURSION]
        mov eax, 1
        ret
2:      test al, 1                              # free, with threads that wait
        jz 4f
        lea r8d, [rax - 1]
        lock cmpxchg [rcx + CS_LOCK_COUNT], r8d
        je 3b
        jmp 2b
4:      xor eax, eax
        ret

# void LeaveCriticalSection(CRITICAL_SECTION *)
        .balign 32
LeaveCriticalSection:
        cmp dword ptr [rcx + CS_RECURSION], 1
        jne 1f
        cmp dword ptr [rcx + CS_LOCK_COUNT], CS_LOCKED
        jne 2f
        mov dword ptr [rcx + CS_RECURSION], 0
        mov qword ptr [rcx + CS_OWNER], 0
        mov eax, CS_LOCKED
        mov edx, CS_FREE
        cmp dword ptr [rip + data_threaded], 0
        jne 3f
        mov [rcx + CS_LOCK_COUNT], edx
        xor eax, eax
        ret
3:      lock cmpxchg [rcx + CS_LOCK_COUNT], edx
        jne 2f                                  # somebody came; Java takes the recursion count of 0 as it is
        xor eax, eax
        ret
1:      jl 2f
        dec dword ptr [rcx + CS_RECURSION]
        xor eax, eax
        ret
2:      jmp [rip + slow_LeaveCriticalSection]

# --- SRWLOCK ------------------------------------------------------------------------------------------------
# The low 32 bits are the number of shared owners, or SRW_OWNED, and SRW_WAITED for (decant.kernel32.SlimLocks).

        .balign 16
InitializeSRWLock:                              # InitializeConditionVariable, InitOnceInitialize, too
        mov qword ptr [rcx], 0
        ret

# void AcquireSRWLockExclusive(SRWLOCK *)
        .balign 32
AcquireSRWLockExclusive:
        xor eax, eax
        mov edx, SRW_OWNED
        cmp dword ptr [rip + data_threaded], 0
        jne 2f
        cmp [rcx], eax
        jne 1f
        mov [rcx], edx
        ret
2:      lock cmpxchg [rcx], edx
        jne 1f
        ret
1:      jmp [rip + slow_AcquireSRWLockExclusive]

# BOOLEAN TryAcquireSRWLockExclusive(SRWLOCK *)
        .balign 32
TryAcquireSRWLockExclusive:
        xor eax, eax
        mov edx, SRW_OWNED
        lock cmpxchg [rcx], edx
        je 1f
        cmp eax, SRW_WAITED                     # free, with threads that wait
        jne 2f
        or edx, eax
        lock cmpxchg [rcx], edx
        jne 2f
1:      mov eax, 1
        ret
2:      xor eax, eax
        ret

# void ReleaseSRWLockExclusive(SRWLOCK *)
        .balign 32
ReleaseSRWLockExclusive:
        mov eax, SRW_OWNED
        xor edx, edx
        cmp dword ptr [rip + data_threaded], 0
        jne 2f
        cmp [rcx], eax
        jne 1f
        mov [rcx], edx
        ret
2:      lock cmpxchg [rcx], edx
        jne 1f
        ret
1:      jmp [rip + slow_ReleaseSRWLockExclusive]

# void AcquireSRWLockShared(SRWLOCK *)
        .balign 32
AcquireSRWLockShared:
        mov eax, [rcx]
1:      test eax, SRW_OWNED | SRW_WAITED
        jnz 2f
        lea edx, [rax + 1]
        lock cmpxchg [rcx], edx
        jne 1b
        ret
2:      jmp [rip + slow_AcquireSRWLockShared]

# BOOLEAN TryAcquireSRWLockShared(SRWLOCK *)
        .balign 32
TryAcquireSRWLockShared:
        mov eax, [rcx]
1:      test eax, SRW_OWNED | SRW_WAITED
        jnz 3f
2:      lea edx, [rax + 1]
        lock cmpxchg [rcx], edx
        jne 1b
        mov eax, 1
        ret
3:      cmp eax, SRW_WAITED                     # free, with threads that wait
        je 2b
        xor eax, eax
        ret

# void ReleaseSRWLockShared(SRWLOCK *)
        .balign 32
ReleaseSRWLockShared:
        mov eax, [rcx]
1:      test eax, SRW_OWNED | SRW_WAITED
        jnz 2f
        lea edx, [rax - 1]
        lock cmpxchg [rcx], edx
        jne 1b
        ret
2:      jmp [rip + slow_ReleaseSRWLockShared]

# --- CONDITION_VARIABLE: u32 word that changes with each wake-up, u32 number of waiting threads -----------

        .balign 16
WakeConditionVariable:
        cmp dword ptr [rcx + CV_WAITING], 0
        jne 1f
        ret
1:      jmp [rip + slow_WakeConditionVariable]

        .balign 16
WakeAllConditionVariable:
        cmp dword ptr [rcx + CV_WAITING], 0
        jne 1f
        ret
1:      jmp [rip + slow_WakeAllConditionVariable]

# --- INIT_ONCE: the low two bits are the state, the others the context --------------------------------------------

# BOOL InitOnceExecuteOnce(INIT_ONCE *, function, void *parameter, void **context)
        .balign 16
InitOnceExecuteOnce:
        mov rax, [rcx]
        mov r10d, eax
        and r10d, 3
        cmp r10d, INIT_ONCE_DONE
        jne 2f
        test r9, r9
        jz 1f
        and rax, -4
        mov [r9], rax
1:      mov eax, 1
        ret
2:      jmp [rip + slow_InitOnceExecuteOnce]

# BOOL InitOnceBeginInitialize(INIT_ONCE *, DWORD flags, BOOL *pending, void **context): done, or the first
        .balign 16
InitOnceBeginInitialize:
        test edx, edx
        jnz 9f
        mov rax, [rcx]
        test eax, eax
        jz 2f
        mov r10d, eax
        and r10d, 3
        cmp r10d, INIT_ONCE_DONE
        jne 9f
        mov dword ptr [r8], 0
        test r9, r9
        jz 1f
        and rax, -4
        mov [r9], rax
1:      mov eax, 1
        ret
2:      mov dword ptr [r8], 1                   # before the state changes, for it may be a bad pointer
        mov r10d, INIT_ONCE_RUNNING
        lock cmpxchg [rcx], r10d
        jne 9f
        mov eax, 1
        ret
9:      jmp [rip + slow_InitOnceBeginInitialize]

# BOOL InitOnceComplete(INIT_ONCE *, DWORD flags, void *context): by the only one who knows of it
        .balign 16
InitOnceComplete:
        test edx, edx
        jnz 9f
        test r8d, 3
        jnz 9f
        mov eax, INIT_ONCE_RUNNING
        cmp [rcx], eax
        jne 9f
        mov r9, r8
        shr r9, 32
        mov [rcx + 4], r9d
        lea r9d, [r8 + INIT_ONCE_DONE]
        lock cmpxchg [rcx], r9d
        jne 9f
        ret                                     # eax is 1
9:      jmp [rip + slow_InitOnceComplete]

# --- SLIST_HEADER: u16 depth, u48 sequence number; then the address of the first entry ----------------------------
# r11 keeps rbx for the caller: CMPXCHG16B wants it.

        .balign 16
InitializeSListHead:
        mov qword ptr [rcx], 0
        mov qword ptr [rcx + 8], 0
        ret

# USHORT QueryDepthSList(SLIST_HEADER *)
        .balign 16
QueryDepthSList:
        movzx eax, word ptr [rcx]
        ret

# SLIST_ENTRY *InterlockedPushEntrySList(SLIST_HEADER *, SLIST_ENTRY *): returns what was first before
        .balign 32
InterlockedPushEntrySList:
        mov r11, rbx
        mov r8, rcx
        mov rcx, rdx
        mov rax, [r8]
        mov rdx, [r8 + 8]
1:      mov [rcx], rdx
        lea rbx, [rax + 0x10001]                # one more entry, next sequence number
        mov r10, rdx
        lock cmpxchg16b [r8]
        jne 1b
        mov rax, r10
        mov rbx, r11
        ret

# SLIST_ENTRY *InterlockedPushListSListEx(SLIST_HEADER *, SLIST_ENTRY *first, SLIST_ENTRY *last, ULONG count)
        .balign 32
InterlockedPushListSListEx:
        mov r11, rbx
        mov r10, rcx
        mov rcx, rdx
        movzx r9d, r9w
        add r9, 0x10000                         # so many entries more, next sequence number
        mov rax, [r10]
        mov rdx, [r10 + 8]
1:      mov [r8], rdx
        lea rbx, [rax + r9]
        lock cmpxchg16b [r10]
        jne 1b
        mov rax, rdx
        mov rbx, r11
        ret

# SLIST_ENTRY *RtlFirstEntrySList(SLIST_HEADER *)
        .balign 16
RtlFirstEntrySList:
        mov rax, [rcx + 8]
        ret

# SLIST_ENTRY *InterlockedPopEntrySList(SLIST_HEADER *): null when there is none
        .balign 32
InterlockedPopEntrySList:
        mov r11, rbx
        mov r8, rcx
        mov rax, [r8]
        mov rdx, [r8 + 8]
1:      mov r10, rdx
        test rdx, rdx
        jz 2f
        mov rcx, [rdx]
        lea rbx, [rax + 0xffff]                 # one entry less, next sequence number
        lock cmpxchg16b [r8]
        jne 1b
2:      mov rax, r10
        mov rbx, r11
        ret

# SLIST_ENTRY *InterlockedFlushSList(SLIST_HEADER *): all of them
        .balign 32
InterlockedFlushSList:
        mov r11, rbx
        mov r8, rcx
        mov rax, [r8]
        mov rdx, [r8 + 8]
1:      mov r10, rdx
        test rdx, rdx
        jz 2f
        xor ecx, ecx
        lea rbx, [rax + 0x10000]
        xor bx, bx
        lock cmpxchg16b [r8]
        jne 1b
2:      mov rax, r10
        mov rbx, r11
        ret

# --- letting others run: programs spin so, and the host's call is quick ---------------------------------------------

        .globl SwitchToThread, NtYieldExecution, Sleep

# rax = 0. Changes rcx and r11 as every system call does.
        .macro yield
        mov eax, SYS_sched_yield
        syscall
        .endm

# BOOL SwitchToThread(void): the host does not tell whether another thread ran
        .balign 16
SwitchToThread:
        yield
        mov eax, 1
        ret

# NTSTATUS NtYieldExecution(void)
        .balign 16
NtYieldExecution:
        yield
        ret

# void Sleep(DWORD milliseconds)
        .balign 16
Sleep:
        test ecx, ecx
        jnz 1f
        yield
        ret
1:      jmp [rip + slow_Sleep]
