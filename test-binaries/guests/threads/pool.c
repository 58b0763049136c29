/* The thread pool: work, timers, waits, groups that end them, and what callbacks say about themselves. */
#include "guest.h"

static volatile LONG calls, running, most;
static HANDLE event, gate;

static VOID CALLBACK count(PTP_CALLBACK_INSTANCE instance, void *context, PTP_WORK work)
{
    (void)work;
    CHECK(instance != NULL);
    InterlockedAdd(&calls, (LONG)(LONG_PTR)context);
}

TEST(work_is_done_as_often_as_it_is_submitted)
{
    PTP_WORK work = CreateThreadpoolWork(count, (void *)1, NULL);
    CHECK(work != NULL);
    calls = 0;
    for (int i = 0; i < 100; i++)
        SubmitThreadpoolWork(work);
    WaitForThreadpoolWorkCallbacks(work, FALSE);
    CHECK_EQ(calls, 100);
    CloseThreadpoolWork(work);
}

static VOID CALLBACK blocked(PTP_CALLBACK_INSTANCE instance, void *context, PTP_WORK work)
{
    (void)instance, (void)context, (void)work;
    LONG now = InterlockedIncrement(&running);
    if (now > most)
        most = now;
    WaitForSingleObject(gate, 10000);
    InterlockedDecrement(&running);
    InterlockedIncrement(&calls);
}

TEST(a_pool_has_no_more_threads_than_it_may)
{
    PTP_POOL pool = CreateThreadpool(NULL);
    CHECK(pool != NULL);
    SetThreadpoolThreadMaximum(pool, 2);
    CHECK(SetThreadpoolThreadMinimum(pool, 1));
    TP_CALLBACK_ENVIRON environment;
    InitializeThreadpoolEnvironment(&environment);
    SetThreadpoolCallbackPool(&environment, pool);
    gate = CreateEventA(NULL, TRUE, FALSE, NULL);
    PTP_WORK work = CreateThreadpoolWork(blocked, NULL, &environment);
    calls = running = most = 0;
    for (int i = 0; i < 6; i++)
        SubmitThreadpoolWork(work);
    Sleep(50);
    CHECK_EQ(running, 2);
    SetEvent(gate);
    WaitForThreadpoolWorkCallbacks(work, FALSE);
    CHECK_EQ(calls, 6);
    CHECK_EQ(most, 2);
    CloseThreadpoolWork(work);
    CloseThreadpool(pool);
    CloseHandle(gate);
}

TEST(work_that_has_not_begun_is_taken_back)
{
    PTP_POOL pool = CreateThreadpool(NULL);
    SetThreadpoolThreadMaximum(pool, 1);
    TP_CALLBACK_ENVIRON environment;
    InitializeThreadpoolEnvironment(&environment);
    SetThreadpoolCallbackPool(&environment, pool);
    gate = CreateEventA(NULL, TRUE, FALSE, NULL);
    PTP_WORK first = CreateThreadpoolWork(blocked, NULL, &environment);
    PTP_WORK second = CreateThreadpoolWork(count, (void *)100, &environment);
    calls = running = 0;
    SubmitThreadpoolWork(first);
    while (!running)
        Sleep(1);
    SubmitThreadpoolWork(second);
    WaitForThreadpoolWorkCallbacks(second, TRUE);
    SetEvent(gate);
    WaitForThreadpoolWorkCallbacks(first, FALSE);
    CHECK_EQ(calls, 1);
    CloseThreadpoolWork(first);
    CloseThreadpoolWork(second);
    CloseThreadpool(pool);
    CloseHandle(gate);
}

static VOID CALLBACK simple(PTP_CALLBACK_INSTANCE instance, void *context)
{
    SetEventWhenCallbackReturns(instance, event);
    CallbackMayRunLong(instance);
    *(DWORD *)context = GetCurrentThreadId();
}

TEST(a_simple_callback)
{
    DWORD id = 0;
    event = CreateEventA(NULL, FALSE, FALSE, NULL);
    CHECK(TrySubmitThreadpoolCallback(simple, &id, NULL));
    CHECK_EQ(WaitForSingleObject(event, 10000), WAIT_OBJECT_0);
    CHECK(id != 0 && id != GetCurrentThreadId());
    CloseHandle(event);
}

static HANDLE semaphore, mutex;
static CRITICAL_SECTION section;

static VOID CALLBACK leaves_things(PTP_CALLBACK_INSTANCE instance, void *context)
{
    (void)context;
    EnterCriticalSection(&section);
    WaitForSingleObject(mutex, INFINITE);
    LeaveCriticalSectionWhenCallbackReturns(instance, &section);
    ReleaseMutexWhenCallbackReturns(instance, mutex);
    ReleaseSemaphoreWhenCallbackReturns(instance, semaphore, 2);
}

TEST(things_are_released_when_a_callback_returns)
{
    InitializeCriticalSection(&section);
    semaphore = CreateSemaphoreA(NULL, 0, 5, NULL);
    mutex = CreateMutexA(NULL, FALSE, NULL);
    CHECK(TrySubmitThreadpoolCallback(leaves_things, NULL, NULL));
    CHECK_EQ(WaitForSingleObject(semaphore, 10000), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(semaphore, 10000), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(semaphore, 0), WAIT_TIMEOUT);
    CHECK_EQ(WaitForSingleObject(mutex, 10000), WAIT_OBJECT_0);
    ReleaseMutex(mutex);
    EnterCriticalSection(&section);
    LeaveCriticalSection(&section);
    CloseHandle(semaphore);
    CloseHandle(mutex);
}

static VOID CALLBACK tick(PTP_CALLBACK_INSTANCE instance, void *context, PTP_TIMER timer)
{
    (void)instance, (void)context, (void)timer;
    if (InterlockedIncrement(&calls) == 3)
        SetEvent(event);
}

TEST(timers)
{
    PTP_TIMER timer = CreateThreadpoolTimer(tick, NULL, NULL);
    CHECK(!IsThreadpoolTimerSet(timer));
    event = CreateEventA(NULL, FALSE, FALSE, NULL);
    calls = 0;
    LARGE_INTEGER due = {.QuadPart = -50000};
    SetThreadpoolTimer(timer, (FILETIME *)&due, 5, 0);
    CHECK(IsThreadpoolTimerSet(timer));
    CHECK_EQ(WaitForSingleObject(event, 10000), WAIT_OBJECT_0);
    SetThreadpoolTimer(timer, NULL, 0, 0);
    WaitForThreadpoolTimerCallbacks(timer, TRUE);
    CHECK(!IsThreadpoolTimerSet(timer));
    LONG then = calls;
    Sleep(30);
    CHECK_EQ(calls, then);
    calls = 2;
    due.QuadPart = 0;
    SetThreadpoolTimer(timer, (FILETIME *)&due, 0, 0);
    CHECK_EQ(WaitForSingleObject(event, 10000), WAIT_OBJECT_0);
    CloseThreadpoolTimer(timer);
    CloseHandle(event);
}

static volatile TP_WAIT_RESULT result;

static VOID CALLBACK waited(PTP_CALLBACK_INSTANCE instance, void *context, PTP_WAIT wait, TP_WAIT_RESULT how)
{
    (void)context, (void)wait;
    result = how;
    SetEventWhenCallbackReturns(instance, event);
}

TEST(waits)
{
    HANDLE object = CreateEventA(NULL, FALSE, FALSE, NULL);
    event = CreateEventA(NULL, FALSE, FALSE, NULL);
    PTP_WAIT wait = CreateThreadpoolWait(waited, NULL, NULL);
    result = 99;
    SetThreadpoolWait(wait, object, NULL);
    CHECK_EQ(WaitForSingleObject(event, 20), WAIT_TIMEOUT);
    SetEvent(object);
    CHECK_EQ(WaitForSingleObject(event, 10000), WAIT_OBJECT_0);
    CHECK_EQ(result, WAIT_OBJECT_0);
    /* Once only. */
    SetEvent(object);
    CHECK_EQ(WaitForSingleObject(event, 20), WAIT_TIMEOUT);
    ResetEvent(object);
    LARGE_INTEGER timeout = {.QuadPart = -100000};
    SetThreadpoolWait(wait, object, (FILETIME *)&timeout);
    CHECK_EQ(WaitForSingleObject(event, 10000), WAIT_OBJECT_0);
    CHECK_EQ(result, WAIT_TIMEOUT);
    SetThreadpoolWait(wait, object, NULL);
    SetThreadpoolWait(wait, NULL, NULL);
    WaitForThreadpoolWaitCallbacks(wait, TRUE);
    SetEvent(object);
    CHECK_EQ(WaitForSingleObject(event, 20), WAIT_TIMEOUT);
    CHECK_EQ(WaitForSingleObject(object, 0), WAIT_OBJECT_0);
    CloseThreadpoolWait(wait);
    CloseHandle(object);
    CloseHandle(event);
}

static volatile LONG cancelled;

static VOID CALLBACK on_cancel(void *object, void *cleanup)
{
    CHECK_EQ((LONG_PTR)cleanup, 7);
    InterlockedAdd(&cancelled, (LONG)(LONG_PTR)object);
}

TEST(a_group_ends_its_members)
{
    TP_CALLBACK_ENVIRON environment;
    InitializeThreadpoolEnvironment(&environment);
    PTP_CLEANUP_GROUP group = CreateThreadpoolCleanupGroup();
    CHECK(group != NULL);
    SetThreadpoolCallbackCleanupGroup(&environment, group, on_cancel);
    PTP_WORK work = CreateThreadpoolWork(count, (void *)1, &environment);
    CreateThreadpoolTimer(tick, (void *)10, &environment);
    PTP_WORK gone = CreateThreadpoolWork(count, (void *)100, &environment);
    CloseThreadpoolWork(gone);
    calls = cancelled = 0;
    SubmitThreadpoolWork(work);
    WaitForThreadpoolWorkCallbacks(work, FALSE);
    CloseThreadpoolCleanupGroupMembers(group, TRUE, (void *)7);
    CHECK_EQ(calls, 1);
    CHECK_EQ(cancelled, 11);
    CloseThreadpoolCleanupGroup(group);
}

static VOID CALLBACK dissociates(PTP_CALLBACK_INSTANCE instance, void *context, PTP_WORK work)
{
    (void)context, (void)work;
    DisassociateCurrentThreadFromCallback(instance);
    WaitForSingleObject(gate, 10000);
    SetEvent(event);
}

TEST(a_callback_that_nobody_waits_for)
{
    gate = CreateEventA(NULL, TRUE, FALSE, NULL);
    event = CreateEventA(NULL, TRUE, FALSE, NULL);
    PTP_WORK work = CreateThreadpoolWork(dissociates, NULL, NULL);
    SubmitThreadpoolWork(work);
    WaitForThreadpoolWorkCallbacks(work, FALSE);
    CHECK_EQ(WaitForSingleObject(event, 0), WAIT_TIMEOUT);
    SetEvent(gate);
    CHECK_EQ(WaitForSingleObject(event, 10000), WAIT_OBJECT_0);
    CloseThreadpoolWork(work);
    CloseHandle(gate);
    CloseHandle(event);
}

static volatile ULONG io_error;
static volatile ULONG_PTR io_bytes;
static void *volatile io_overlapped;

static VOID CALLBACK on_io(PTP_CALLBACK_INSTANCE instance, void *context, void *overlapped, ULONG error, ULONG_PTR bytes, PTP_IO io)
{
    (void)io;
    io_error = error;
    io_bytes = bytes;
    io_overlapped = overlapped;
    CHECK_EQ((LONG_PTR)context, 21);
    SetEventWhenCallbackReturns(instance, event);
}

TEST(operations_of_files)
{
    const char *name = "\\\\.\\pipe\\decant-thread-pool";
    char byte = 0;
    DWORD done;
    OVERLAPPED overlapped = {0};
    event = CreateEventA(NULL, FALSE, FALSE, NULL);
    HANDLE server = CreateNamedPipeA(name, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED, PIPE_TYPE_BYTE, 1, 100, 100, 0, NULL);
    HANDLE client = CreateFileA(name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    CHECK(client != INVALID_HANDLE_VALUE);
    PTP_IO io = CreateThreadpoolIo(server, on_io, (void *)21, NULL);
    CHECK(io != NULL);
    CHECK(WriteFile(client, "x", 1, &done, NULL));
    StartThreadpoolIo(io);
    CHECK(ReadFile(server, &byte, 1, NULL, &overlapped) || GetLastError() == ERROR_IO_PENDING);
    CHECK_EQ(WaitForSingleObject(event, 10000), WAIT_OBJECT_0);
    CHECK_EQ(io_error, 0);
    CHECK_EQ(io_bytes, 1);
    CHECK(io_overlapped == &overlapped);
    CHECK_EQ(byte, 'x');
    StartThreadpoolIo(io);
    CancelThreadpoolIo(io);
    WaitForThreadpoolIoCallbacks(io, FALSE);
    CloseHandle(client);
    CloseHandle(server);
    CloseThreadpoolIo(io);
    CloseHandle(event);
}

static VOID CALLBACK on_completion(DWORD error, DWORD bytes, OVERLAPPED *overlapped)
{
    io_error = error;
    io_bytes = bytes;
    io_overlapped = overlapped;
    SetEvent(event);
}

TEST(a_callback_bound_to_a_file)
{
    OVERLAPPED overlapped = {0};
    event = CreateEventA(NULL, FALSE, FALSE, NULL);
    HANDLE file = CreateFileA("thread-pool.tmp", GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS,
                              FILE_FLAG_OVERLAPPED | FILE_FLAG_DELETE_ON_CLOSE, NULL);
    CHECK(BindIoCompletionCallback(file, on_completion, 0));
    CHECK_ERROR(BindIoCompletionCallback(file, on_completion, 0), ERROR_INVALID_PARAMETER);
    CHECK(WriteFile(file, "seven..", 7, NULL, &overlapped) || GetLastError() == ERROR_IO_PENDING);
    CHECK_EQ(WaitForSingleObject(event, 10000), WAIT_OBJECT_0);
    CHECK_EQ(io_error, 0);
    CHECK_EQ(io_bytes, 7);
    CHECK(io_overlapped == &overlapped);
    CloseHandle(file);
    CloseHandle(event);
}

int main(void)
{
    RUN(work_is_done_as_often_as_it_is_submitted);
    RUN(a_pool_has_no_more_threads_than_it_may);
    RUN(work_that_has_not_begun_is_taken_back);
    RUN(a_simple_callback);
    RUN(things_are_released_when_a_callback_returns);
    RUN(timers);
    RUN(waits);
    RUN(a_group_ends_its_members);
    RUN(a_callback_that_nobody_waits_for);
    RUN(operations_of_files);
    RUN(a_callback_bound_to_a_file);
    return guest_done();
}
