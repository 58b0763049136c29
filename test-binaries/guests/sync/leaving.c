// build: -lsynchronization -lntdll
/* A thread that is terminated while it waits leaves what it waits for usable, whatever that is. */
#include "guest.h"
#include <winternl.h>

static NTSTATUS (NTAPI *wait_keyed)(HANDLE, void *, BOOLEAN, LARGE_INTEGER *);
static NTSTATUS (NTAPI *release_keyed)(HANDLE, void *, BOOLEAN, LARGE_INTEGER *);

static CRITICAL_SECTION section;
static SRWLOCK slim = SRWLOCK_INIT;
static volatile LONG word;
static HANDLE event, semaphore, port, timer;
static volatile LONG reached;

static DWORD WINAPI wait_somehow(void *how)
{
    LONG zero = 0;
    HANDLE both[2] = {event, semaphore};
    DWORD bytes;
    ULONG_PTR key;
    OVERLAPPED *overlapped;
    InterlockedIncrement(&reached);
    switch ((INT_PTR)how) {
    case 0: EnterCriticalSection(&section); break;
    case 1: AcquireSRWLockExclusive(&slim); break;
    case 2: AcquireSRWLockShared(&slim); break;
    case 3: WaitOnAddress(&word, &zero, sizeof zero, INFINITE); break;
    case 4: wait_keyed(NULL, (void *)16, FALSE, NULL); break;
    case 5: WaitForSingleObject(event, INFINITE); break;
    case 6: WaitForMultipleObjects(2, both, TRUE, INFINITE); break;
    case 7: WaitForMultipleObjects(2, both, FALSE, INFINITE); break;
    case 8: GetQueuedCompletionStatus(port, &bytes, &key, &overlapped, INFINITE); break;
    case 9: Sleep(INFINITE); break;
    case 10: WaitForSingleObject(timer, INFINITE); break;
    case 11: SleepEx(INFINITE, TRUE); break;
    }
    return 1;
}

/* Starts a thread that waits, terminates it, and returns whether it ended soon. */
static void terminate_waiter(INT_PTR how)
{
    DWORD code = 99;
    reached = 0;
    HANDLE thread = CreateThread(NULL, 0, wait_somehow, (void *)how, 0, NULL);
    while (reached == 0) {
        Sleep(1);
    }
    Sleep(10);
    CHECK(TerminateThread(thread, 7));
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    GetExitCodeThread(thread, &code);
    CHECK_EQ(code, 7);
    CloseHandle(thread);
}

TEST(critical_sections)
{
    InitializeCriticalSection(&section);
    EnterCriticalSection(&section);
    terminate_waiter(0);
    terminate_waiter(0);
    CHECK_EQ(section.LockCount, -2);
    LeaveCriticalSection(&section);
    CHECK_EQ(section.LockCount, -1);
    CHECK(TryEnterCriticalSection(&section));
    LeaveCriticalSection(&section);
    DeleteCriticalSection(&section);
}

TEST(slim_locks)
{
    AcquireSRWLockExclusive(&slim);
    terminate_waiter(1);
    terminate_waiter(2);
    ReleaseSRWLockExclusive(&slim);
    AcquireSRWLockShared(&slim);
    terminate_waiter(1);
    ReleaseSRWLockShared(&slim);
    CHECK(slim.Ptr == NULL);
    CHECK(TryAcquireSRWLockShared(&slim));
    ReleaseSRWLockShared(&slim);
}

TEST(addresses_and_keys)
{
    LARGE_INTEGER soon = {.QuadPart = -10000};
    terminate_waiter(3);
    WakeByAddressAll((void *)&word);
    terminate_waiter(4);
    CHECK_EQ(release_keyed(NULL, (void *)16, FALSE, &soon), 0x102); /* nobody is there */
}

TEST(objects)
{
    event = CreateEventA(NULL, FALSE, FALSE, NULL);
    semaphore = CreateSemaphoreA(NULL, 0, 5, NULL);
    port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    timer = CreateWaitableTimerA(NULL, FALSE, NULL);
    LARGE_INTEGER due = {.QuadPart = -6000000000ll};
    SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE);
    for (INT_PTR how = 5; how <= 11; how++) {
        terminate_waiter(how);
    }
    SetEvent(event);
    ReleaseSemaphore(semaphore, 1, NULL);
    PostQueuedCompletionStatus(port, 0, 3, NULL);
    due.QuadPart = 0;
    SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE);
    DWORD bytes;
    ULONG_PTR key = 0;
    OVERLAPPED *overlapped;
    CHECK_EQ(WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(semaphore, 0), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(timer, 1000), WAIT_OBJECT_0);
    CHECK(GetQueuedCompletionStatus(port, &bytes, &key, &overlapped, 0) && key == 3);
}

int main(void)
{
    HMODULE ntdll = GetModuleHandleA("ntdll");
    wait_keyed = (void *)GetProcAddress(ntdll, "NtWaitForKeyedEvent");
    release_keyed = (void *)GetProcAddress(ntdll, "NtReleaseKeyedEvent");
    RUN(critical_sections);
    RUN(slim_locks);
    RUN(addresses_and_keys);
    RUN(objects);
    return guest_done();
}
