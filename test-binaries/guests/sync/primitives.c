// build: -lsynchronization -lntdll
/* What threads wait for without an object: keys, alerts, addresses, barriers, condition variables, one-time work. */
#include "guest.h"
#include <ntstatus.h>
#include <winternl.h>

static NTSTATUS (NTAPI *create_keyed)(HANDLE *, ACCESS_MASK, OBJECT_ATTRIBUTES *, ULONG);
static NTSTATUS (NTAPI *wait_keyed)(HANDLE, void *, BOOLEAN, LARGE_INTEGER *);
static NTSTATUS (NTAPI *release_keyed)(HANDLE, void *, BOOLEAN, LARGE_INTEGER *);
static NTSTATUS (NTAPI *alert_thread)(HANDLE);
static NTSTATUS (NTAPI *wait_alert)(void *, LARGE_INTEGER *);
static NTSTATUS (NTAPI *wait_address)(const void *, const void *, SIZE_T, LARGE_INTEGER *);
static BOOL (WINAPI *init_barrier)(void *, LONG, LONG);
static BOOL (WINAPI *enter_barrier)(void *, DWORD);
static BOOL (WINAPI *delete_barrier)(void *);
static DWORD (NTAPI *run_once_begin)(INIT_ONCE *, ULONG, void **);
static DWORD (NTAPI *run_once_complete)(INIT_ONCE *, ULONG, void *);
static SLIST_ENTRY *(NTAPI *first_entry)(SLIST_HEADER *);
static SLIST_ENTRY *(WINAPI *push_list)(SLIST_HEADER *, SLIST_ENTRY *, SLIST_ENTRY *, ULONG);

static void look_up(void)
{
    HMODULE ntdll = GetModuleHandleA("ntdll"), kernel32 = GetModuleHandleA("kernel32");
    create_keyed = (void *)GetProcAddress(ntdll, "NtCreateKeyedEvent");
    wait_keyed = (void *)GetProcAddress(ntdll, "NtWaitForKeyedEvent");
    release_keyed = (void *)GetProcAddress(ntdll, "NtReleaseKeyedEvent");
    alert_thread = (void *)GetProcAddress(ntdll, "NtAlertThreadByThreadId");
    wait_alert = (void *)GetProcAddress(ntdll, "NtWaitForAlertByThreadId");
    wait_address = (void *)GetProcAddress(ntdll, "RtlWaitOnAddress");
    run_once_begin = (void *)GetProcAddress(ntdll, "RtlRunOnceBeginInitialize");
    run_once_complete = (void *)GetProcAddress(ntdll, "RtlRunOnceComplete");
    first_entry = (void *)GetProcAddress(ntdll, "RtlFirstEntrySList");
    init_barrier = (void *)GetProcAddress(kernel32, "InitializeSynchronizationBarrier");
    enter_barrier = (void *)GetProcAddress(kernel32, "EnterSynchronizationBarrier");
    delete_barrier = (void *)GetProcAddress(kernel32, "DeleteSynchronizationBarrier");
    push_list = (void *)GetProcAddress(kernel32, "InterlockedPushListSListEx");
}

static LARGE_INTEGER soon = {.QuadPart = -10000};

static void join(HANDLE thread, DWORD expected)
{
    DWORD code = 99;
    CHECK_EQ(WaitForSingleObject(thread, 30000), WAIT_OBJECT_0);
    GetExitCodeThread(thread, &code);
    CHECK_EQ(code, expected);
    CloseHandle(thread);
}

enum { MEETINGS = 2000 };

static HANDLE keyed;

static DWORD WINAPI wait_for_keys(void *event)
{
    for (INT_PTR i = 1; i <= MEETINGS; i++) {
        if (wait_keyed(event, (void *)(i % 2 * 2), FALSE, NULL) != STATUS_SUCCESS) {
            return 1;
        }
    }
    return 0;
}

static DWORD WINAPI release_keys(void *event)
{
    for (INT_PTR i = 1; i <= MEETINGS; i++) {
        if (release_keyed(event, (void *)(i % 2 * 2), FALSE, NULL) != STATUS_SUCCESS) {
            return 1;
        }
    }
    return 0;
}

TEST(keyed_events)
{
    CHECK_EQ(create_keyed(&keyed, GENERIC_READ | GENERIC_WRITE, NULL, 0), STATUS_SUCCESS);
    CHECK_EQ(wait_keyed(keyed, (void *)2, FALSE, &soon), STATUS_TIMEOUT);
    CHECK_EQ(release_keyed(keyed, (void *)2, FALSE, &soon), STATUS_TIMEOUT);
    CHECK_EQ(wait_keyed(keyed, (void *)3, FALSE, &soon), STATUS_INVALID_PARAMETER_1);
    CHECK_EQ(wait_keyed((HANDLE)0x7ffc, (void *)2, FALSE, &soon), STATUS_INVALID_HANDLE);
    HANDLE threads[4] = {CreateThread(NULL, 0, wait_for_keys, keyed, 0, NULL),
                         CreateThread(NULL, 0, release_keys, keyed, 0, NULL),
                         CreateThread(NULL, 0, wait_for_keys, keyed, 0, NULL),
                         CreateThread(NULL, 0, release_keys, keyed, 0, NULL)};
    for (int i = 0; i < 4; i++) {
        join(threads[i], 0);
    }
    CHECK_EQ(wait_keyed(keyed, NULL, FALSE, &soon), STATUS_TIMEOUT);
    CloseHandle(keyed);
    threads[0] = CreateThread(NULL, 0, wait_for_keys, NULL, 0, NULL);
    CHECK_EQ(release_keys(NULL), 0);
    join(threads[0], 0);
}

static volatile LONG alerts_wanted;
static DWORD main_thread;

static DWORD WINAPI alert_back(void *unused)
{
    (void)unused;
    for (int i = 0; i < MEETINGS; i++) {
        if (wait_alert(NULL, NULL) != STATUS_ALERTED || alert_thread((HANDLE)(ULONG_PTR)main_thread) != STATUS_SUCCESS) {
            return 1;
        }
    }
    return 0;
}

TEST(alerts_by_thread_identifier)
{
    DWORD id = 0;
    main_thread = GetCurrentThreadId();
    CHECK_EQ(wait_alert(NULL, &soon), STATUS_TIMEOUT);
    CHECK_EQ(alert_thread((HANDLE)(ULONG_PTR)main_thread), STATUS_SUCCESS);
    CHECK_EQ(alert_thread((HANDLE)(ULONG_PTR)main_thread), STATUS_SUCCESS);
    CHECK_EQ(wait_alert(NULL, NULL), STATUS_ALERTED);
    CHECK_EQ(wait_alert(NULL, &soon), STATUS_TIMEOUT);
    CHECK_EQ(alert_thread((HANDLE)0xfffffff0), STATUS_INVALID_CID);
    HANDLE thread = CreateThread(NULL, 0, alert_back, NULL, 0, &id);
    for (int i = 0; i < MEETINGS; i++) {
        alert_thread((HANDLE)(ULONG_PTR)id);
        if (wait_alert((void *)&alerts_wanted, NULL) != STATUS_ALERTED) {
            CHECK(!"alerted");
            break;
        }
    }
    join(thread, 0);
}

TEST(addresses_of_every_size)
{
    unsigned char bytes[16] = {0};
    ULONGLONG same = 0, other = 0x0101010101010101ull;
    for (SIZE_T size = 1; size <= 8; size *= 2) {
        CHECK(WaitOnAddress(bytes, &other, size, INFINITE));
        CHECK_ERROR(WaitOnAddress(bytes, &same, size, 1), ERROR_TIMEOUT);
        CHECK_ERROR(WaitOnAddress(bytes, &same, size, 0), ERROR_TIMEOUT);
        CHECK_EQ(wait_address(bytes, &same, size, &soon), STATUS_TIMEOUT);
        CHECK_EQ(wait_address(bytes, &other, size, NULL), STATUS_SUCCESS);
        bytes[size] = 1; /* what lies behind the value does not matter */
        CHECK_ERROR(WaitOnAddress(bytes, &same, size, 1), ERROR_TIMEOUT);
        bytes[size] = 0;
    }
    CHECK_ERROR(WaitOnAddress(bytes, &same, 3, 1), ERROR_INVALID_PARAMETER);
    CHECK_ERROR(WaitOnAddress(bytes, &same, 16, 1), ERROR_INVALID_PARAMETER);
    WakeByAddressSingle(bytes);
    WakeByAddressAll(bytes);
}

static ULONGLONG barrier[4];
static volatile LONG phase[4], leaders;

static DWORD WINAPI go_through_phases(void *number)
{
    for (LONG i = 0; i < 500; i++) {
        phase[(INT_PTR)number] = i;
        if (enter_barrier(barrier, i % 3 == 0 ? 2 : 0)) {
            InterlockedIncrement(&leaders);
        }
        for (int j = 0; j < 4; j++) {
            if (phase[j] < i || phase[j] > i + 1) {
                return 1;
            }
        }
    }
    return 0;
}

TEST(barriers)
{
    CHECK(!init_barrier(barrier, 0, -1));
    CHECK(init_barrier(barrier, 4, -1));
    HANDLE threads[4];
    for (INT_PTR i = 0; i < 4; i++) {
        threads[i] = CreateThread(NULL, 0, go_through_phases, (void *)i, 0, NULL);
    }
    for (int i = 0; i < 4; i++) {
        join(threads[i], 0);
    }
    CHECK_EQ(leaders, 500);
    CHECK(delete_barrier(barrier));
    CHECK(init_barrier(barrier, 1, 0));
    CHECK(enter_barrier(barrier, 1));
    CHECK(delete_barrier(barrier));
}

TEST(condition_variables_time_out)
{
    CONDITION_VARIABLE never = CONDITION_VARIABLE_INIT;
    CRITICAL_SECTION section;
    SRWLOCK lock = SRWLOCK_INIT;
    CHECK(InitializeCriticalSectionAndSpinCount(&section, 4000));
    EnterCriticalSection(&section);
    CHECK_ERROR(SleepConditionVariableCS(&never, &section, 2), ERROR_TIMEOUT);
    CHECK_ERROR(SleepConditionVariableCS(&never, &section, 0), ERROR_TIMEOUT);
    CHECK_EQ((ULONG_PTR)section.OwningThread, GetCurrentThreadId());
    CHECK_EQ(section.RecursionCount, 1);
    CHECK_EQ(section.LockCount, -2);
    LeaveCriticalSection(&section);
    DeleteCriticalSection(&section);
    AcquireSRWLockShared(&lock);
    CHECK_ERROR(SleepConditionVariableSRW(&never, &lock, 2, CONDITION_VARIABLE_LOCKMODE_SHARED), ERROR_TIMEOUT);
    CHECK(!TryAcquireSRWLockExclusive(&lock));
    CHECK(TryAcquireSRWLockShared(&lock));
    ReleaseSRWLockShared(&lock);
    ReleaseSRWLockShared(&lock);
    AcquireSRWLockExclusive(&lock);
    CHECK_ERROR(SleepConditionVariableSRW(&never, &lock, 2, 0), ERROR_TIMEOUT);
    CHECK(!TryAcquireSRWLockShared(&lock));
    ReleaseSRWLockExclusive(&lock);
    WakeAllConditionVariable(&never);
    WakeConditionVariable(&never);
}

static CRITICAL_SECTION contended;

static DWORD WINAPI enter_contended(void *unused)
{
    (void)unused;
    BOOL tried = TryEnterCriticalSection(&contended);
    EnterCriticalSection(&contended);
    LeaveCriticalSection(&contended);
    return tried;
}

TEST(a_critical_section_shows_who_waits)
{
    InitializeCriticalSection(&contended);
    EnterCriticalSection(&contended);
    EnterCriticalSection(&contended);
    CHECK_EQ(contended.RecursionCount, 2);
    HANDLE threads[3];
    for (int i = 0; i < 3; i++) {
        threads[i] = CreateThread(NULL, 0, enter_contended, NULL, 0, NULL);
    }
    for (int i = 0; i < 10000 && contended.LockCount != -2 - 3 * 4; i++) {
        Sleep(1);
    }
    CHECK_EQ(contended.LockCount, -2 - 3 * 4);
    LeaveCriticalSection(&contended);
    CHECK_EQ((ULONG_PTR)contended.OwningThread, GetCurrentThreadId());
    LeaveCriticalSection(&contended);
    for (int i = 0; i < 3; i++) {
        join(threads[i], FALSE);
    }
    CHECK_EQ(contended.LockCount, -1);
    DeleteCriticalSection(&contended);
}

static volatile LONG initialized;

static BOOL CALLBACK initialize(INIT_ONCE *once, void *parameter, void **context)
{
    (void)once;
    Sleep(10);
    InterlockedIncrement(&initialized);
    *context = (void *)((INT_PTR)parameter * 4);
    return TRUE;
}

static INIT_ONCE shared_once = INIT_ONCE_STATIC_INIT;

static DWORD WINAPI need_it(void *unused)
{
    void *context = NULL;
    (void)unused;
    return InitOnceExecuteOnce(&shared_once, initialize, (void *)25, &context) ? (DWORD)(INT_PTR)context : 1;
}

static BOOL CALLBACK refuse(INIT_ONCE *once, void *parameter, void **context)
{
    (void)once;
    (void)parameter;
    (void)context;
    SetLastError(1234);
    return FALSE;
}

TEST(one_time_initialization)
{
    HANDLE threads[4];
    for (int i = 0; i < 4; i++) {
        threads[i] = CreateThread(NULL, 0, need_it, NULL, 0, NULL);
    }
    for (int i = 0; i < 4; i++) {
        join(threads[i], 100);
    }
    CHECK_EQ(initialized, 1);
    INIT_ONCE once = INIT_ONCE_STATIC_INIT;
    BOOL pending = 99;
    void *context = NULL;
    SetLastError(0);
    CHECK(!InitOnceExecuteOnce(&once, refuse, NULL, NULL));
    CHECK_EQ(GetLastError(), 1234);
    CHECK(InitOnceBeginInitialize(&once, INIT_ONCE_ASYNC, &pending, NULL));
    CHECK_EQ(pending, TRUE);
    CHECK(InitOnceBeginInitialize(&once, INIT_ONCE_ASYNC, &pending, NULL));
    CHECK_EQ(pending, TRUE);
    CHECK(InitOnceComplete(&once, INIT_ONCE_ASYNC, (void *)64));
    CHECK(!InitOnceComplete(&once, INIT_ONCE_ASYNC, (void *)128));
    CHECK(InitOnceBeginInitialize(&once, 0, &pending, &context));
    CHECK_EQ(pending, FALSE);
    CHECK_EQ((INT_PTR)context, 64);
    INIT_ONCE other = INIT_ONCE_STATIC_INIT;
    CHECK_EQ(run_once_begin(&other, 0, &context), STATUS_PENDING);
    CHECK_EQ(run_once_complete(&other, 0, (void *)32), STATUS_SUCCESS);
    CHECK_EQ(run_once_begin(&other, 0, &context), STATUS_SUCCESS);
    CHECK_EQ((INT_PTR)context, 32);
    CHECK_EQ(run_once_begin(&other, INIT_ONCE_CHECK_ONLY, &context), STATUS_SUCCESS);
}

static SLIST_HEADER list;
static volatile LONG popped;

typedef struct {
    SLIST_ENTRY entry;
    LONG owner;
} Item;

static DWORD WINAPI push_and_pop(void *number)
{
    Item *mine = _aligned_malloc(sizeof(Item) * 16, 16);
    for (int i = 0; i < 16; i++) {
        mine[i].owner = (LONG)(INT_PTR)number;
        InterlockedPushEntrySList(&list, &mine[i].entry);
    }
    for (int i = 0; i < 20000; i++) {
        SLIST_ENTRY *entry = InterlockedPopEntrySList(&list);
        if (entry != NULL) {
            InterlockedIncrement(&popped);
            InterlockedPushEntrySList(&list, entry);
        }
    }
    return 0; /* the items stay: other threads may look at them */
}

TEST(interlocked_lists)
{
    InitializeSListHead(&list);
    HANDLE threads[4];
    for (INT_PTR i = 0; i < 4; i++) {
        threads[i] = CreateThread(NULL, 0, push_and_pop, (void *)i, 0, NULL);
    }
    for (int i = 0; i < 4; i++) {
        join(threads[i], 0);
    }
    CHECK_EQ(QueryDepthSList(&list), 64);
    int owners[4] = {0}, length = 0;
    CHECK(first_entry(&list) != NULL);
    for (SLIST_ENTRY *entry = InterlockedFlushSList(&list); entry != NULL; entry = entry->Next, length++) {
        owners[((Item *)entry)->owner & 3]++;
    }
    CHECK_EQ(length, 64);
    CHECK(owners[0] == 16 && owners[1] == 16 && owners[2] == 16 && owners[3] == 16);
    CHECK_EQ(QueryDepthSList(&list), 0);
    CHECK(first_entry(&list) == NULL);
    static __attribute__((aligned(16))) Item chain[3];
    InterlockedPushEntrySList(&list, &chain[0].entry);
    chain[1].entry.Next = &chain[2].entry;
    CHECK(push_list(&list, &chain[1].entry, &chain[2].entry, 2) == &chain[0].entry);
    CHECK_EQ(QueryDepthSList(&list), 3);
    CHECK(InterlockedPopEntrySList(&list) == &chain[1].entry);
    CHECK(InterlockedPopEntrySList(&list) == &chain[2].entry);
    CHECK(InterlockedPopEntrySList(&list) == &chain[0].entry);
    CHECK(InterlockedPopEntrySList(&list) == NULL);
}

int main(void)
{
    look_up();
    RUN(keyed_events);
    RUN(alerts_by_thread_identifier);
    RUN(addresses_of_every_size);
    RUN(barriers);
    RUN(condition_variables_time_out);
    RUN(a_critical_section_shows_who_waits);
    RUN(one_time_initialization);
    RUN(interlocked_lists);
    return guest_done();
}
