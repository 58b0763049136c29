// build: -lsynchronization
/* Lost wake-ups: many threads at each kind of lock and wait, and exact counts at the end. */
#include "guest.h"

enum { THREADS = 8, ROUNDS = 4000, PATIENCE = 120000 };

static HANDLE threads[64];

static void run_threads(DWORD (WINAPI *function)(void *), int count)
{
    for (INT_PTR i = 0; i < count; i++) {
        threads[i] = CreateThread(NULL, 0, function, (void *)i, 0, NULL);
    }
    CHECK_EQ(WaitForMultipleObjects((DWORD)count, threads, TRUE, PATIENCE), WAIT_OBJECT_0);
    for (int i = 0; i < count; i++) {
        DWORD code = 99;
        GetExitCodeThread(threads[i], &code);
        CHECK_EQ(code, 0);
        CloseHandle(threads[i]);
    }
}

/* What a lock guards: not atomic, so that two owners at once are noticed. */
static volatile LONG guarded, inside, broken;

static void hold(int i)
{
    if (++inside != 1) {
        broken++;
    }
    guarded = guarded + 1;
    if (i % 64 == 0) {
        SwitchToThread();
    }
    inside--;
}

static void reset(void)
{
    guarded = inside = broken = 0;
}

static CRITICAL_SECTION section;

static DWORD WINAPI enter_sections(void *unused)
{
    (void)unused;
    for (int i = 0; i < ROUNDS; i++) {
        if (i % 7 == 0) {
            while (!TryEnterCriticalSection(&section)) {
                SwitchToThread();
            }
        } else {
            EnterCriticalSection(&section);
        }
        if (i % 5 == 0) {
            EnterCriticalSection(&section);
            LeaveCriticalSection(&section);
        }
        hold(i);
        LeaveCriticalSection(&section);
    }
    return 0;
}

TEST(critical_sections)
{
    InitializeCriticalSection(&section);
    reset();
    run_threads(enter_sections, THREADS);
    CHECK_EQ(guarded, THREADS * ROUNDS);
    CHECK_EQ(broken, 0);
    CHECK_EQ(section.LockCount, -1);
    CHECK_EQ(section.RecursionCount, 0);
    CHECK(section.OwningThread == NULL);
    DeleteCriticalSection(&section);
}

static SRWLOCK slim = SRWLOCK_INIT;
static volatile LONG readers, shared_reads;

static DWORD WINAPI share_and_own(void *number)
{
    for (int i = 0; i < ROUNDS; i++) {
        if ((i + (INT_PTR)number) % 4 == 0) {
            if (i % 8 != 0 || !TryAcquireSRWLockExclusive(&slim)) {
                AcquireSRWLockExclusive(&slim);
            }
            if (readers != 0) {
                broken++;
            }
            hold(i);
            ReleaseSRWLockExclusive(&slim);
        } else {
            if (i % 8 != 1 || !TryAcquireSRWLockShared(&slim)) {
                AcquireSRWLockShared(&slim);
            }
            InterlockedIncrement(&readers);
            if (inside != 0) {
                InterlockedIncrement(&broken);
            }
            InterlockedIncrement(&shared_reads);
            if (i % 64 == 1) {
                SwitchToThread();
            }
            InterlockedDecrement(&readers);
            ReleaseSRWLockShared(&slim);
        }
    }
    return 0;
}

TEST(slim_locks)
{
    reset();
    run_threads(share_and_own, THREADS);
    CHECK_EQ(guarded + shared_reads, THREADS * ROUNDS);
    CHECK_EQ(guarded, THREADS * ROUNDS / 4);
    CHECK_EQ(broken, 0);
    CHECK(slim.Ptr == NULL);
}

/* A bounded queue, with either kind of lock. */
static CONDITION_VARIABLE not_full = CONDITION_VARIABLE_INIT, not_empty = CONDITION_VARIABLE_INIT;
static volatile LONG queued, produced, consumed;
static BOOL with_slim;

static void lock_queue(void)
{
    with_slim ? AcquireSRWLockExclusive(&slim) : EnterCriticalSection(&section);
}

static void unlock_queue(void)
{
    with_slim ? ReleaseSRWLockExclusive(&slim) : LeaveCriticalSection(&section);
}

static void sleep_queue(CONDITION_VARIABLE *condition, DWORD milliseconds)
{
    if (with_slim) {
        SleepConditionVariableSRW(condition, &slim, milliseconds, 0);
    } else {
        SleepConditionVariableCS(condition, &section, milliseconds);
    }
}

static DWORD WINAPI produce_or_consume(void *number)
{
    BOOL producer = (INT_PTR)number % 2 == 0;
    for (int i = 0; i < ROUNDS; i++) {
        lock_queue();
        if (producer) {
            while (queued == 3) {
                sleep_queue(&not_full, INFINITE);
            }
            queued++;
            produced++;
        } else {
            while (queued == 0) {
                sleep_queue(&not_empty, i % 16 == 0 ? 1 : INFINITE);
            }
            queued--;
            consumed++;
        }
        unlock_queue();
        WakeConditionVariable(producer ? &not_empty : &not_full);
    }
    return 0;
}

static void queue_test(BOOL slim_lock)
{
    with_slim = slim_lock;
    queued = produced = consumed = 0;
    InitializeCriticalSection(&section);
    run_threads(produce_or_consume, THREADS);
    CHECK_EQ(produced, THREADS / 2 * ROUNDS);
    CHECK_EQ(consumed, THREADS / 2 * ROUNDS);
    CHECK_EQ(queued, 0);
    DeleteCriticalSection(&section);
}

TEST(condition_variables_with_critical_sections)
{
    queue_test(FALSE);
}

TEST(condition_variables_with_slim_locks)
{
    queue_test(TRUE);
}

/* Rounds that all threads begin together: WakeAll with shared locks. */
static volatile LONG arrived, generation;

static DWORD WINAPI meet(void *unused)
{
    (void)unused;
    for (int i = 0; i < ROUNDS / 8; i++) {
        AcquireSRWLockExclusive(&slim);
        LONG mine = generation;
        if (++arrived == THREADS) {
            arrived = 0;
            generation++;
            ReleaseSRWLockExclusive(&slim);
            WakeAllConditionVariable(&not_empty);
        } else {
            ReleaseSRWLockExclusive(&slim);
            AcquireSRWLockShared(&slim);
            while (generation == mine) {
                SleepConditionVariableSRW(&not_empty, &slim, INFINITE, CONDITION_VARIABLE_LOCKMODE_SHARED);
            }
            ReleaseSRWLockShared(&slim);
        }
    }
    return 0;
}

TEST(everybody_is_woken)
{
    run_threads(meet, THREADS);
    CHECK_EQ(generation, ROUNDS / 8);
    CHECK(slim.Ptr == NULL);
}

/* A lock of a byte's width that waits by address: 0 free, 1 taken, 2 taken and waited for. */
static volatile unsigned char byte_lock[8];

static DWORD WINAPI lock_bytes(void *number)
{
    volatile char *lock = (volatile char *)&byte_lock[(INT_PTR)number % 2 * 3];
    static const char waited = 2;
    for (int i = 0; i < ROUNDS; i++) {
        char seen = __sync_val_compare_and_swap(lock, 0, 1);
        while (seen != 0) {
            if (seen == 2 || __sync_val_compare_and_swap(lock, 1, 2) != 0) {
                WaitOnAddress(lock, (void *)&waited, 1, i % 32 == 0 ? 1 : INFINITE);
            }
            seen = __sync_val_compare_and_swap(lock, 0, 2);
        }
        InterlockedIncrement(&guarded);
        if (__atomic_exchange_n(lock, 0, __ATOMIC_SEQ_CST) == 2) {
            WakeByAddressSingle((void *)lock);
        }
    }
    return 0;
}

TEST(waits_by_address)
{
    reset();
    run_threads(lock_bytes, THREADS);
    CHECK_EQ(guarded, THREADS * ROUNDS);
    CHECK_EQ(byte_lock[0] | byte_lock[3], 0);
}

static volatile LONGLONG wide_round;

static DWORD WINAPI follow_rounds(void *number)
{
    if (number == NULL) {
        for (int i = 0; i < ROUNDS; i++) {
            InterlockedIncrement64(&wide_round);
            WakeByAddressAll((void *)&wide_round);
            if (i % 16 == 0) {
                SwitchToThread();
            }
        }
        return 0;
    }
    LONGLONG seen = 0;
    while (seen < ROUNDS) {
        LONGLONG now = wide_round;
        if (now == seen) {
            WaitOnAddress(&wide_round, &seen, sizeof seen, INFINITE);
        } else if (now < seen) {
            return 1;
        }
        seen = now;
    }
    return 0;
}

TEST(wake_by_address_all)
{
    run_threads(follow_rounds, THREADS);
}

/* Tokens pass through objects of the kernel: none is lost, none is doubled. */
static HANDLE semaphore, automatic, mutex, port;
static volatile LONG tokens;

static DWORD WINAPI pass_semaphore(void *unused)
{
    (void)unused;
    for (int i = 0; i < ROUNDS; i++) {
        if (WaitForSingleObject(semaphore, PATIENCE) != WAIT_OBJECT_0) {
            return 1;
        }
        LONG out = InterlockedDecrement(&tokens);
        if (out < 0) {
            InterlockedIncrement(&broken);
        }
        InterlockedIncrement(&tokens);
        ReleaseSemaphore(semaphore, 1, NULL);
    }
    return 0;
}

TEST(semaphores)
{
    LONG left = -1;
    reset();
    tokens = 3;
    semaphore = CreateSemaphoreA(NULL, 3, 4, NULL);
    run_threads(pass_semaphore, THREADS);
    CHECK_EQ(broken, 0);
    CHECK(ReleaseSemaphore(semaphore, 1, &left));
    CHECK_EQ(left, 3);
    CloseHandle(semaphore);
}

static DWORD WINAPI own_any(void *unused)
{
    HANDLE any[2] = {automatic, mutex};
    (void)unused;
    for (int i = 0; i < ROUNDS; i++) {
        DWORD result = i % 3 == 0 ? WaitForMultipleObjects(2, any, TRUE, PATIENCE)
                     : i % 3 == 1 ? WaitForMultipleObjects(1, any, FALSE, PATIENCE)
                                  : WaitForSingleObject(automatic, PATIENCE);
        if (result != WAIT_OBJECT_0) {
            return 1;
        }
        hold(i);
        if (i % 3 == 0) {
            ReleaseMutex(mutex);
        }
        SetEvent(automatic);
    }
    return 0;
}

TEST(events_alone_and_together_with_a_mutex)
{
    reset();
    automatic = CreateEventA(NULL, FALSE, TRUE, NULL);
    mutex = CreateMutexA(NULL, FALSE, NULL);
    run_threads(own_any, THREADS);
    CHECK_EQ(guarded, THREADS * ROUNDS);
    CHECK_EQ(broken, 0);
    CHECK_EQ(WaitForSingleObject(automatic, 0), WAIT_OBJECT_0);
    CloseHandle(automatic);
    CloseHandle(mutex);
}

static HANDLE signals[16];
static volatile LONG received[16];

static DWORD WINAPI receive_any(void *number)
{
    if ((INT_PTR)number % 2 == 0) {
        for (int i = 0; i < ROUNDS; i++) {
            HANDLE one = signals[(i + (INT_PTR)number) % 16];
            ReleaseSemaphore(one, 1, NULL);
        }
        return 0;
    }
    for (int i = 0; i < ROUNDS; i++) {
        DWORD index = WaitForMultipleObjects(16, signals, FALSE, PATIENCE);
        if (index >= 16) {
            return 1;
        }
        InterlockedIncrement(&received[index]);
    }
    return 0;
}

TEST(any_of_sixteen)
{
    LONG all = 0;
    for (int i = 0; i < 16; i++) {
        signals[i] = CreateSemaphoreA(NULL, 0, 1000000, NULL);
    }
    run_threads(receive_any, THREADS);
    for (int i = 0; i < 16; i++) {
        all += received[i];
        CHECK_EQ(WaitForSingleObject(signals[i], 0), WAIT_TIMEOUT);
        CloseHandle(signals[i]);
    }
    CHECK_EQ(all, THREADS / 2 * ROUNDS);
}

static DWORD WINAPI own_mutex(void *unused)
{
    (void)unused;
    for (int i = 0; i < ROUNDS; i++) {
        if (WaitForSingleObject(mutex, PATIENCE) != WAIT_OBJECT_0) {
            return 1;
        }
        hold(i);
        ReleaseMutex(mutex);
    }
    return 0;
}

TEST(mutexes)
{
    reset();
    mutex = CreateMutexA(NULL, FALSE, NULL);
    run_threads(own_mutex, THREADS);
    CHECK_EQ(guarded, THREADS * ROUNDS);
    CHECK_EQ(broken, 0);
    CloseHandle(mutex);
}

static volatile LONGLONG key_sum;

static DWORD WINAPI post_or_take(void *number)
{
    if ((INT_PTR)number % 2 == 0) {
        for (int i = 1; i <= ROUNDS; i++) {
            PostQueuedCompletionStatus(port, 0, (ULONG_PTR)i, NULL);
        }
        return 0;
    }
    int taken = 0;
    while (taken < ROUNDS) {
        OVERLAPPED_ENTRY entries[4];
        ULONG count = 0, most = ROUNDS - taken < 4 ? (ULONG)(ROUNDS - taken) : 4;
        if (!GetQueuedCompletionStatusEx(port, entries, most, &count, PATIENCE, FALSE)) {
            return 1;
        }
        for (ULONG i = 0; i < count; i++) {
            InterlockedExchangeAdd64(&key_sum, (LONGLONG)entries[i].lpCompletionKey);
        }
        taken += (int)count;
    }
    return 0;
}

TEST(completion_ports)
{
    port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, THREADS);
    run_threads(post_or_take, THREADS);
    CHECK_EQ(key_sum, (LONGLONG)THREADS / 2 * ROUNDS * (ROUNDS + 1) / 2);
    CHECK_EQ(WaitForSingleObject(port, 0), WAIT_TIMEOUT);
    CloseHandle(port);
}

int main(void)
{
    RUN(critical_sections);
    RUN(slim_locks);
    RUN(condition_variables_with_critical_sections);
    RUN(condition_variables_with_slim_locks);
    RUN(everybody_is_woken);
    RUN(waits_by_address);
    RUN(wake_by_address_all);
    RUN(semaphores);
    RUN(mutexes);
    RUN(events_alone_and_together_with_a_mutex);
    RUN(any_of_sixteen);
    RUN(completion_ports);
    return guest_done();
}
