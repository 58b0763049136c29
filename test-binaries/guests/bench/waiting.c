// build: -lsynchronization
// judged-by: Benchmarks
/* What locking, waiting and waking cost: one line each, "NAME nanoseconds", the median of several rounds. */
#include "measure.h"

enum { TURNS = 20000 };

static HANDLE ping, pong;
static volatile LONG turn;
static CRITICAL_SECTION section;
static CONDITION_VARIABLE changed;
static HANDLE port, reply;

static DWORD WINAPI event_partner(void *unused)
{
    (void)unused;
    for (int i = 0; i < ROUNDS * TURNS; i++) {
        WaitForSingleObject(ping, INFINITE);
        SetEvent(pong);
    }
    return 0;
}

static void await_turn(LONG mine)
{
    LONG seen;
    while ((seen = turn) != mine) {
        WaitOnAddress(&turn, &seen, sizeof seen, INFINITE);
    }
}

static void pass_turn(LONG next)
{
    InterlockedExchange(&turn, next);
    WakeByAddressSingle((void *)&turn);
}

static DWORD WINAPI address_partner(void *unused)
{
    (void)unused;
    for (int i = 0; i < ROUNDS * TURNS; i++) {
        await_turn(1);
        pass_turn(0);
    }
    return 0;
}

static void exchange_turn(LONG mine, LONG next)
{
    EnterCriticalSection(&section);
    while (turn != mine) {
        SleepConditionVariableCS(&changed, &section, INFINITE);
    }
    turn = next;
    LeaveCriticalSection(&section);
    WakeConditionVariable(&changed);
}

static DWORD WINAPI condition_partner(void *unused)
{
    (void)unused;
    for (int i = 0; i < ROUNDS * TURNS; i++) {
        exchange_turn(1, 0);
    }
    return 0;
}

static DWORD WINAPI port_partner(void *unused)
{
    DWORD bytes;
    ULONG_PTR key;
    OVERLAPPED *overlapped;
    (void)unused;
    for (int i = 0; i < ROUNDS * TURNS; i++) {
        GetQueuedCompletionStatus(port, &bytes, &key, &overlapped, INFINITE);
        PostQueuedCompletionStatus(reply, bytes, key, overlapped);
    }
    return 0;
}

static void with(DWORD (WINAPI *partner)(void *), HANDLE *thread)
{
    *thread = CreateThread(NULL, 0, partner, NULL, 0, NULL);
}

static void join(HANDLE thread)
{
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
}

int main(void)
{
    HANDLE event = CreateEventA(NULL, FALSE, FALSE, NULL), thread;
    HANDLE semaphore = CreateSemaphoreA(NULL, 0, 1000, NULL), mutex = CreateMutexA(NULL, FALSE, NULL);
    HANDLE two[2] = {semaphore, event};
    SRWLOCK lock = SRWLOCK_INIT;
    LONG word = 0, other = 1;
    DWORD bytes;
    ULONG_PTR key;
    OVERLAPPED *overlapped;
    ping = CreateEventA(NULL, FALSE, FALSE, NULL);
    pong = CreateEventA(NULL, FALSE, FALSE, NULL);
    port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    reply = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    InitializeCriticalSection(&section);

    MEASURE("SRWLockSharedPair", 1000000, AcquireSRWLockShared(&lock); ReleaseSRWLockShared(&lock));
    MEASURE("SetEventWait", 100000, SetEvent(event); WaitForSingleObject(event, INFINITE));
    MEASURE("SetEventWaitAnyOfTwo", 100000, SetEvent(event); WaitForMultipleObjects(2, two, FALSE, INFINITE));
    MEASURE("ReleaseSemaphoreWait", 100000, ReleaseSemaphore(semaphore, 1, NULL); WaitForSingleObject(semaphore, INFINITE));
    MEASURE("MutexPair", 100000, WaitForSingleObject(mutex, INFINITE); ReleaseMutex(mutex));
    MEASURE("PollEvent", 100000, WaitForSingleObject(event, 0));
    MEASURE("PostAndGetPacket", 100000, PostQueuedCompletionStatus(port, 1, 2, NULL);
            GetQueuedCompletionStatus(port, &bytes, &key, &overlapped, INFINITE));
    MEASURE("WaitOnAddressChanged", 100000, WaitOnAddress(&word, &other, sizeof word, INFINITE));
    MEASURE("WakeByAddressNobody", 100000, WakeByAddressSingle(&word));

    with(event_partner, &thread);
    MEASURE("EventPingPong", TURNS, SetEvent(ping); WaitForSingleObject(pong, INFINITE));
    join(thread);
    with(address_partner, &thread);
    MEASURE("WaitOnAddressPingPong", TURNS, pass_turn(1); await_turn(0));
    join(thread);
    with(condition_partner, &thread);
    MEASURE("ConditionVariablePingPong", TURNS, exchange_turn(0, 1));
    join(thread);
    with(port_partner, &thread);
    MEASURE("CompletionPortPingPong", TURNS, PostQueuedCompletionStatus(port, 1, 2, NULL);
            GetQueuedCompletionStatus(reply, &bytes, &key, &overlapped, INFINITE));
    join(thread);
    return 0;
}
