// build: -lntdll
/* Objects of the kernel as things to wait for: names, access rights, queries, waits for one, any and all. */
#include "guest.h"
#include <ntstatus.h>
#include <winternl.h>

static NTSTATUS (NTAPI *query_event)(HANDLE, int, void *, ULONG, ULONG *);
static NTSTATUS (NTAPI *query_mutant)(HANDLE, int, void *, ULONG, ULONG *);
static NTSTATUS (NTAPI *query_semaphore)(HANDLE, int, void *, ULONG, ULONG *);
static NTSTATUS (NTAPI *wait_many)(ULONG, HANDLE *, int, BOOLEAN, LARGE_INTEGER *);
static NTSTATUS (NTAPI *wait_one)(HANDLE, BOOLEAN, LARGE_INTEGER *);
static NTSTATUS (NTAPI *create_event)(HANDLE *, ACCESS_MASK, OBJECT_ATTRIBUTES *, int, BOOLEAN);

static void look_up(void)
{
    HMODULE ntdll = GetModuleHandleA("ntdll");
    query_event = (void *)GetProcAddress(ntdll, "NtQueryEvent");
    query_mutant = (void *)GetProcAddress(ntdll, "NtQueryMutant");
    query_semaphore = (void *)GetProcAddress(ntdll, "NtQuerySemaphore");
    wait_many = (void *)GetProcAddress(ntdll, "NtWaitForMultipleObjects");
    wait_one = (void *)GetProcAddress(ntdll, "NtWaitForSingleObject");
    create_event = (void *)GetProcAddress(ntdll, "NtCreateEvent");
}

static HANDLE start(DWORD (WINAPI *function)(void *), void *parameter)
{
    return CreateThread(NULL, 0, function, parameter, 0, NULL);
}

static void join(HANDLE thread, DWORD expected)
{
    DWORD code = 99;
    CHECK_EQ(WaitForSingleObject(thread, 30000), WAIT_OBJECT_0);
    GetExitCodeThread(thread, &code);
    CHECK_EQ(code, expected);
    CloseHandle(thread);
}

TEST(names)
{
    HANDLE event = CreateEventA(NULL, TRUE, FALSE, "Local\\decant-objects"), other;
    CHECK_EQ(GetLastError(), ERROR_SUCCESS);
    other = CreateEventA(NULL, FALSE, TRUE, "decant-objects");
    CHECK_EQ(GetLastError(), ERROR_ALREADY_EXISTS);
    CHECK_EQ(WaitForSingleObject(other, 0), WAIT_TIMEOUT); /* the state is the first one's */
    SetEvent(event);
    CHECK_EQ(WaitForSingleObject(other, 0), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(other, 0), WAIT_OBJECT_0);
    CloseHandle(other);
    other = CreateEventA(NULL, TRUE, FALSE, "Global\\decant-objects");
    CHECK_EQ(GetLastError(), ERROR_SUCCESS);
    CHECK_EQ(WaitForSingleObject(other, 0), WAIT_TIMEOUT);
    CloseHandle(other);
    CHECK_ERROR(OpenEventA(SYNCHRONIZE, FALSE, "Global\\decant-objects"), ERROR_FILE_NOT_FOUND);
    CHECK_ERROR(OpenEventA(SYNCHRONIZE, FALSE, "Decant-Objects"), ERROR_FILE_NOT_FOUND);
    CHECK_ERROR(OpenSemaphoreA(SYNCHRONIZE, FALSE, "decant-objects"), ERROR_INVALID_HANDLE);
    CHECK_ERROR(CreateSemaphoreA(NULL, 0, 1, "decant-objects"), ERROR_INVALID_HANDLE);
    CHECK_ERROR(CreateWaitableTimerA(NULL, FALSE, "decant-objects"), ERROR_INVALID_HANDLE);
    CHECK_ERROR(OpenMutexA(SYNCHRONIZE, FALSE, "decant-objects"), ERROR_INVALID_HANDLE);
    CloseHandle(event);
    CHECK_ERROR(OpenEventA(SYNCHRONIZE, FALSE, "decant-objects"), ERROR_FILE_NOT_FOUND);
    HANDLE mutex = CreateMutexA(NULL, FALSE, "decant-objects");
    CHECK(mutex != NULL);
    other = CreateMutexA(NULL, TRUE, "decant-objects");
    CHECK_EQ(GetLastError(), ERROR_ALREADY_EXISTS);
    CHECK_ERROR(ReleaseMutex(other), ERROR_NOT_OWNER); /* the initial owner does not count then */
    CloseHandle(other);
    CloseHandle(mutex);
}

TEST(access_rights)
{
    HANDLE event = CreateEventExA(NULL, "decant-rights", 0, SYNCHRONIZE), modify;
    CHECK(event != NULL);
    CHECK_ERROR(SetEvent(event), ERROR_ACCESS_DENIED);
    CHECK_ERROR(ResetEvent(event), ERROR_ACCESS_DENIED);
    CHECK_EQ(WaitForSingleObject(event, 0), WAIT_TIMEOUT);
    modify = OpenEventA(EVENT_MODIFY_STATE, FALSE, "decant-rights");
    CHECK(SetEvent(modify));
    SetLastError(0);
    CHECK_EQ(WaitForSingleObject(modify, 0), WAIT_FAILED);
    CHECK_EQ(GetLastError(), ERROR_ACCESS_DENIED);
    CHECK_EQ(WaitForMultipleObjects(1, &modify, FALSE, 0), WAIT_FAILED);
    CHECK_EQ(WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    int state[2];
    CHECK_EQ(query_event(modify, 0, state, sizeof state, NULL), STATUS_ACCESS_DENIED);
    CloseHandle(modify);
    modify = OpenEventA(GENERIC_WRITE, FALSE, "decant-rights");
    CHECK(SetEvent(modify));
    CHECK_EQ(WaitForSingleObject(modify, 0), WAIT_FAILED);
    CloseHandle(modify);
    modify = OpenEventA(GENERIC_ALL, FALSE, "decant-rights");
    CHECK_EQ(WaitForSingleObject(modify, 0), WAIT_OBJECT_0);
    CloseHandle(modify);
    modify = OpenEventA(MAXIMUM_ALLOWED, FALSE, "decant-rights");
    CHECK(SetEvent(modify));
    CHECK_EQ(WaitForSingleObject(modify, 0), WAIT_OBJECT_0);
    CloseHandle(modify);
    CHECK(DuplicateHandle(GetCurrentProcess(), event, GetCurrentProcess(), &modify, EVENT_MODIFY_STATE, FALSE, 0));
    CHECK(SetEvent(modify));
    CHECK_EQ(WaitForSingleObject(modify, 0), WAIT_FAILED);
    CloseHandle(modify);
    CloseHandle(event);
    HANDLE semaphore = CreateSemaphoreExA(NULL, 1, 2, NULL, 0, SYNCHRONIZE);
    CHECK_ERROR(ReleaseSemaphore(semaphore, 1, NULL), ERROR_ACCESS_DENIED);
    CHECK_EQ(WaitForSingleObject(semaphore, 0), WAIT_OBJECT_0);
    CloseHandle(semaphore);
    HANDLE mutex = CreateMutexExA(NULL, NULL, CREATE_MUTEX_INITIAL_OWNER, SYNCHRONIZE);
    CHECK(ReleaseMutex(mutex));
    CloseHandle(mutex);
    HANDLE timer = CreateWaitableTimerExA(NULL, NULL, 0, SYNCHRONIZE);
    LARGE_INTEGER due = {.QuadPart = -1};
    CHECK_ERROR(SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE), ERROR_ACCESS_DENIED);
    CloseHandle(timer);
}

static DWORD WINAPI die_owning(void *mutex)
{
    WaitForSingleObject(mutex, INFINITE);
    WaitForSingleObject(mutex, INFINITE);
    return 0;
}

TEST(queries)
{
    HANDLE event = CreateEventA(NULL, TRUE, TRUE, NULL), semaphore = CreateSemaphoreA(NULL, 2, 5, NULL);
    HANDLE mutex = CreateMutexA(NULL, FALSE, NULL);
    struct { LONG type, state; } basic;
    struct { LONG count, maximum; } counts;
    struct { LONG count; BOOLEAN mine, abandoned; } owned;
    ULONG length = 0;
    CHECK_EQ(query_event(event, 0, &basic, sizeof basic, &length), STATUS_SUCCESS);
    CHECK(basic.type == 0 && basic.state == 1 && length == 8);
    CHECK_EQ(query_event(event, 1, &basic, sizeof basic, NULL), STATUS_INVALID_INFO_CLASS);
    CHECK_EQ(query_event(event, 0, &basic, 4, NULL), STATUS_INFO_LENGTH_MISMATCH);
    CHECK_EQ(query_event(semaphore, 0, &basic, sizeof basic, NULL), STATUS_OBJECT_TYPE_MISMATCH);
    CHECK_EQ(query_semaphore(semaphore, 0, &counts, sizeof counts, NULL), STATUS_SUCCESS);
    CHECK(counts.count == 2 && counts.maximum == 5);
    CHECK_EQ(query_mutant(mutex, 0, &owned, sizeof owned, NULL), STATUS_SUCCESS);
    CHECK(owned.count == 1 && !owned.mine && !owned.abandoned);
    WaitForSingleObject(mutex, 0);
    WaitForSingleObject(mutex, 0);
    CHECK_EQ(query_mutant(mutex, 0, &owned, sizeof owned, NULL), STATUS_SUCCESS);
    CHECK(owned.count == -1 && owned.mine && !owned.abandoned);
    ReleaseMutex(mutex);
    ReleaseMutex(mutex);
    join(start(die_owning, mutex), 0);
    CHECK_EQ(query_mutant(mutex, 0, &owned, sizeof owned, NULL), STATUS_SUCCESS);
    CHECK(owned.count == 1 && !owned.mine && owned.abandoned);
    CHECK_EQ(WaitForSingleObject(mutex, 0), WAIT_ABANDONED);
    CHECK(ReleaseMutex(mutex));
    CHECK_ERROR(ReleaseMutex(mutex), ERROR_NOT_OWNER);
    CloseHandle(event);
    CloseHandle(semaphore);
    CloseHandle(mutex);
    CHECK_EQ(create_event(&event, EVENT_ALL_ACCESS, NULL, 2, FALSE), STATUS_INVALID_PARAMETER);
}

TEST(arguments_of_waits)
{
    HANDLE event = CreateEventA(NULL, TRUE, TRUE, NULL), unset = CreateEventA(NULL, FALSE, FALSE, NULL);
    HANDLE twice[2] = {event, event}, wrong[2] = {event, (HANDLE)0x7ffc}, many[65];
    CHECK_EQ(WaitForMultipleObjects(2, twice, FALSE, 0), WAIT_OBJECT_0);
    SetLastError(0);
    CHECK_EQ(WaitForMultipleObjects(2, twice, TRUE, 0), WAIT_FAILED);
    CHECK_EQ(GetLastError(), ERROR_INVALID_PARAMETER);
    CHECK_EQ(wait_many(2, twice, 0, FALSE, NULL), STATUS_INVALID_PARAMETER_MIX);
    CHECK_EQ(WaitForMultipleObjects(2, wrong, FALSE, 0), WAIT_FAILED);
    CHECK_EQ(GetLastError(), ERROR_INVALID_HANDLE);
    for (int i = 0; i < 65; i++) {
        many[i] = CreateEventA(NULL, FALSE, FALSE, NULL);
    }
    CHECK_EQ(WaitForMultipleObjects(65, many, FALSE, 0), WAIT_FAILED);
    CHECK_EQ(GetLastError(), ERROR_INVALID_PARAMETER);
    CHECK_EQ(WaitForMultipleObjects(0, many, FALSE, 0), WAIT_FAILED);
    CHECK_EQ(GetLastError(), ERROR_INVALID_PARAMETER);
    SetEvent(many[63]);
    CHECK_EQ(WaitForMultipleObjects(64, many, FALSE, INFINITE), WAIT_OBJECT_0 + 63);
    for (int i = 0; i < 64; i++) {
        SetEvent(many[i]);
    }
    CHECK_EQ(WaitForMultipleObjects(64, many, TRUE, INFINITE), WAIT_OBJECT_0);
    CHECK_EQ(WaitForMultipleObjects(64, many, FALSE, 0), WAIT_TIMEOUT);
    for (int i = 0; i < 65; i++) {
        CloseHandle(many[i]);
    }
    LARGE_INTEGER timeout = {.QuadPart = 0};
    CHECK_EQ(wait_one(unset, FALSE, &timeout), STATUS_TIMEOUT);
    timeout.QuadPart = -20000;
    CHECK_EQ(wait_one(unset, FALSE, &timeout), STATUS_TIMEOUT);
    FILETIME now;
    GetSystemTimeAsFileTime(&now);
    timeout.LowPart = now.dwLowDateTime;
    timeout.HighPart = (LONG)now.dwHighDateTime;
    timeout.QuadPart += 20000;
    CHECK_EQ(wait_one(unset, FALSE, &timeout), STATUS_TIMEOUT);
    timeout.QuadPart = 1; /* long ago */
    CHECK_EQ(wait_one(unset, FALSE, &timeout), STATUS_TIMEOUT);
    CHECK_EQ(wait_one(event, FALSE, &timeout), STATUS_SUCCESS);
    CloseHandle(event);
    CloseHandle(unset);
}

static HANDLE first, second, done;

static DWORD WINAPI wait_for_both(void *unused)
{
    HANDLE both[2] = {first, second};
    (void)unused;
    return WaitForMultipleObjects(2, both, TRUE, 20000);
}

TEST(all_are_taken_at_once_or_none)
{
    first = CreateEventA(NULL, FALSE, FALSE, NULL);
    second = CreateSemaphoreA(NULL, 0, 9, NULL);
    HANDLE thread = start(wait_for_both, NULL);
    SetEvent(first);
    CHECK_EQ(WaitForSingleObject(thread, 30), WAIT_TIMEOUT);
    CHECK_EQ(WaitForSingleObject(first, 0), WAIT_OBJECT_0); /* nothing was taken */
    ReleaseSemaphore(second, 1, NULL);
    CHECK_EQ(WaitForSingleObject(thread, 30), WAIT_TIMEOUT);
    SetEvent(first);
    join(thread, WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(first, 0), WAIT_TIMEOUT);
    CHECK_EQ(WaitForSingleObject(second, 0), WAIT_TIMEOUT);
    CloseHandle(first);
    CloseHandle(second);
}

static DWORD WINAPI wait_for_any(void *unused)
{
    HANDLE both[2] = {first, second};
    (void)unused;
    return WaitForMultipleObjects(2, both, FALSE, 20000);
}

TEST(the_index_tells_of_abandoned_mutexes)
{
    first = CreateEventA(NULL, FALSE, FALSE, NULL);
    second = CreateMutexA(NULL, TRUE, NULL);
    HANDLE thread = start(wait_for_any, NULL);
    Sleep(20);
    ReleaseMutex(second);
    join(thread, WAIT_OBJECT_0 + 1); /* and it ends owning the mutex */
    HANDLE both[2] = {first, second};
    CHECK_EQ(WaitForMultipleObjects(2, both, FALSE, 1000), WAIT_ABANDONED_0 + 1);
    SetEvent(first);
    CHECK_EQ(WaitForMultipleObjects(2, both, TRUE, 1000), WAIT_OBJECT_0);
    ReleaseMutex(second);
    ReleaseMutex(second);
    join(start(die_owning, second), 0);
    SetEvent(first);
    CHECK_EQ(WaitForMultipleObjects(2, both, TRUE, 1000), WAIT_ABANDONED_0);
    CloseHandle(first);
    CloseHandle(second);
}

static DWORD WINAPI wait_for_first(void *unused)
{
    (void)unused;
    ReleaseSemaphore(done, 1, NULL);
    return WaitForSingleObject(first, 20000);
}

TEST(pulses_reach_those_that_wait)
{
    done = CreateSemaphoreA(NULL, 0, 9, NULL);
    for (int manual = 0; manual <= 1; manual++) {
        first = CreateEventA(NULL, manual, FALSE, NULL);
        HANDLE threads[3];
        for (int i = 0; i < 3; i++) {
            threads[i] = start(wait_for_first, NULL);
            WaitForSingleObject(done, INFINITE);
        }
        Sleep(300);
        PulseEvent(first);
        CHECK_EQ(WaitForSingleObject(first, 0), WAIT_TIMEOUT);
        if (!manual) {
            DWORD index = WaitForMultipleObjects(3, threads, FALSE, 10000);
            CHECK(index < 3);
            CHECK_EQ(WaitForMultipleObjects(3, threads, TRUE, 20), WAIT_TIMEOUT);
            PulseEvent(first);
            PulseEvent(first);
        }
        CHECK_EQ(WaitForMultipleObjects(3, threads, TRUE, 10000), WAIT_OBJECT_0);
        for (int i = 0; i < 3; i++) {
            join(threads[i], WAIT_OBJECT_0);
        }
        CloseHandle(first);
    }
    CloseHandle(done);
}

static volatile LONG calls;

static VOID CALLBACK count_call(ULONG_PTR unused)
{
    (void)unused;
    InterlockedIncrement(&calls);
}

TEST(signal_and_wait)
{
    HANDLE event = CreateEventA(NULL, FALSE, FALSE, NULL), semaphore = CreateSemaphoreA(NULL, 0, 1, NULL);
    HANDLE mutex = CreateMutexA(NULL, TRUE, NULL), limited = CreateEventExA(NULL, NULL, 0, SYNCHRONIZE);
    CHECK_EQ(SignalObjectAndWait(semaphore, semaphore, 0, FALSE), WAIT_OBJECT_0);
    CHECK_EQ(SignalObjectAndWait(mutex, event, 1, FALSE), WAIT_TIMEOUT);
    CHECK_EQ(SignalObjectAndWait(mutex, event, 1, FALSE), WAIT_FAILED);
    CHECK_EQ(GetLastError(), ERROR_NOT_OWNER);
    CHECK_EQ(SignalObjectAndWait(limited, event, 1, FALSE), WAIT_FAILED);
    CHECK_EQ(GetLastError(), ERROR_ACCESS_DENIED);
    CHECK_EQ(SignalObjectAndWait(GetCurrentThread(), event, 1, FALSE), WAIT_FAILED);
    CHECK_EQ(GetLastError(), ERROR_INVALID_HANDLE);
    QueueUserAPC(count_call, GetCurrentThread(), 0);
    CHECK_EQ(SignalObjectAndWait(semaphore, event, 10000, TRUE), WAIT_IO_COMPLETION);
    CHECK_EQ(calls, 1);
    CHECK_EQ(WaitForSingleObject(semaphore, 0), WAIT_OBJECT_0);
    CloseHandle(event);
    CloseHandle(semaphore);
    CloseHandle(mutex);
    CloseHandle(limited);
}

static DWORD WINAPI wait_for_all_alertably(void *unused)
{
    HANDLE both[2] = {first, second};
    (void)unused;
    return WaitForMultipleObjectsEx(2, both, TRUE, 20000, TRUE);
}

TEST(calls_end_waits_for_all)
{
    first = CreateEventA(NULL, TRUE, TRUE, NULL);
    second = CreateEventA(NULL, TRUE, FALSE, NULL);
    calls = 0;
    HANDLE thread = start(wait_for_all_alertably, NULL);
    Sleep(30);
    CHECK(QueueUserAPC(count_call, thread, 0));
    join(thread, WAIT_IO_COMPLETION);
    CHECK_EQ(calls, 1);
    CloseHandle(first);
    CloseHandle(second);
}

TEST(processes_threads_and_messages)
{
    HANDLE process = GetCurrentProcess(), event = CreateEventA(NULL, TRUE, TRUE, NULL);
    MSG message;
    CHECK_EQ(WaitForSingleObject(process, 0), WAIT_TIMEOUT);
    CHECK_EQ(WaitForSingleObject(GetCurrentThread(), 0), WAIT_TIMEOUT);
    CHECK_EQ(MsgWaitForMultipleObjects(1, &event, FALSE, 1000, QS_ALLINPUT), WAIT_OBJECT_0);
    ResetEvent(event);
    CHECK_EQ(MsgWaitForMultipleObjects(1, &event, FALSE, 1, QS_ALLINPUT), WAIT_TIMEOUT);
    CHECK_EQ(MsgWaitForMultipleObjects(0, NULL, FALSE, 1, QS_ALLINPUT), WAIT_TIMEOUT);
    CHECK(PostThreadMessageA(GetCurrentThreadId(), WM_USER + 1, 5, 6));
    CHECK_EQ(MsgWaitForMultipleObjects(1, &event, FALSE, 10000, QS_ALLINPUT), WAIT_OBJECT_0 + 1);
    CHECK(GetMessageA(&message, NULL, 0, 0) > 0);
    CHECK(message.message == WM_USER + 1 && message.wParam == 5 && message.lParam == 6);
    CHECK(!PeekMessageA(&message, NULL, 0, 0, PM_REMOVE));
    CHECK_EQ(MsgWaitForMultipleObjectsEx(1, &event, 1, QS_ALLINPUT, MWMO_INPUTAVAILABLE), WAIT_TIMEOUT);
    CloseHandle(event);
}

int main(void)
{
    look_up();
    RUN(names);
    RUN(access_rights);
    RUN(queries);
    RUN(arguments_of_waits);
    RUN(all_are_taken_at_once_or_none);
    RUN(the_index_tells_of_abandoned_mutexes);
    RUN(pulses_reach_those_that_wait);
    RUN(signal_and_wait);
    RUN(calls_end_waits_for_all);
    RUN(processes_threads_and_messages);
    return guest_done();
}
