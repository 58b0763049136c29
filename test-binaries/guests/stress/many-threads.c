/*
 * Threads that come and go with everything that threads share, and a process that ends while some still run. Started
 * thousands of times: what goes wrong once in a thousand is found so.
 */
// build: -lsynchronization
// judged-by: StressTest
#include "guest.h"
#include <process.h>

#define THREADS 16
#define ROUNDS 200

static CRITICAL_SECTION section;
static SRWLOCK slim = SRWLOCK_INIT;
static SRWLOCK queue_lock = SRWLOCK_INIT;
static CONDITION_VARIABLE queue_filled = CONDITION_VARIABLE_INIT;
static INIT_ONCE once = INIT_ONCE_STATIC_INIT;
static DWORD tls, fls;
static HANDLE baton[THREADS + 1];
static long long counted, slim_counted;
static int queue, taken;
static volatile LONG wrong, fls_ended, initialised, awake;
static volatile LONG address;
static __thread int own;

static void NTAPI fls_ends(void *value)
{
    if (value == NULL) InterlockedIncrement(&wrong);
    InterlockedIncrement(&fls_ended);
}

static BOOL CALLBACK initialise(INIT_ONCE *o, void *parameter, void **context)
{
    (void)o, (void)parameter, (void)context;
    InterlockedIncrement(&initialised);
    return TRUE;
}

static void expect(int right)
{
    if (!right) InterlockedIncrement(&wrong);
}

static void locks(int me)
{
    for (int i = 0; i < ROUNDS; i++) {
        EnterCriticalSection(&section);
        counted++;
        LeaveCriticalSection(&section);
        if (i % 4 == 0) {
            AcquireSRWLockShared(&slim);
            expect(slim_counted >= 0);
            ReleaseSRWLockShared(&slim);
        } else {
            AcquireSRWLockExclusive(&slim);
            slim_counted++;
            ReleaseSRWLockExclusive(&slim);
        }
    }
    InitOnceExecuteOnce(&once, initialise, NULL, NULL);
    (void)me;
}

static void heap(int me)
{
    char *blocks[32] = {0};
    for (int i = 0; i < ROUNDS; i++) {
        int k = i % 32, size = 1 + (i * 37 + me * 101) % 3000;
        if (blocks[k] != NULL) {
            expect(blocks[k][0] == (char)(me + k));
            if (i % 3 == 0) blocks[k] = realloc(blocks[k], size);
            else free(blocks[k]), blocks[k] = malloc(size);
        } else {
            blocks[k] = malloc(size);
        }
        memset(blocks[k], me + k, size);
    }
    for (int k = 0; k < 32; k++)
        free(blocks[k]);
    void *block = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, 100);
    expect(block != NULL && *(int *)block == 0);
    HeapFree(GetProcessHeap(), 0, block);
}

static void queues(int me)
{
    if (me % 2 == 0) {
        AcquireSRWLockExclusive(&queue_lock);
        queue++;
        ReleaseSRWLockExclusive(&queue_lock);
        WakeConditionVariable(&queue_filled);
    } else {
        AcquireSRWLockExclusive(&queue_lock);
        while (queue == 0)
            expect(SleepConditionVariableSRW(&queue_filled, &queue_lock, INFINITE, 0));
        queue--;
        taken++;
        ReleaseSRWLockExclusive(&queue_lock);
    }
}

static unsigned __stdcall work(void *parameter)
{
    int me = (int)(ULONG_PTR)parameter;
    own = me;
    TlsSetValue(tls, (void *)(ULONG_PTR)(me + 1));
    FlsSetValue(fls, (void *)(ULONG_PTR)(me + 1));
    expect(WaitForSingleObject(baton[me], 30000) == WAIT_OBJECT_0);
    SetEvent(baton[me + 1]);
    locks(me);
    heap(me);
    queues(me);
    LONG seen = address;
    if (me == THREADS - 1) {
        InterlockedIncrement(&address);
        WakeByAddressAll((void *)&address);
    } else {
        while (address == 0)
            WaitOnAddress(&address, &seen, sizeof seen, INFINITE);
        InterlockedIncrement(&awake);
    }
    expect(own == me);
    expect(TlsGetValue(tls) == (void *)(ULONG_PTR)(me + 1));
    expect(FlsGetValue(fls) == (void *)(ULONG_PTR)(me + 1));
    if (me % 3 == 1) ExitThread(me + 100);
    if (me % 3 == 2) _endthreadex(me + 100);
    return me + 100;
}

/* Still runs when the process ends. */
static DWORD WINAPI goes_on(void *unused)
{
    for (int i = 0; unused == NULL; i++) {
        free(malloc(i % 5000));
        EnterCriticalSection(&section);
        LeaveCriticalSection(&section);
        if (i % 100 == 0) Sleep(i % 200 == 0 ? 0 : 1);
    }
    return 0;
}

static DWORD WINAPI waits_for_ever(void *unused)
{
    (void)unused;
    WaitForSingleObject(GetCurrentProcess(), INFINITE);
    return 0;
}

int main(void)
{
    HANDLE threads[THREADS];
    InitializeCriticalSection(&section);
    tls = TlsAlloc();
    fls = FlsAlloc(fls_ends);
    for (int i = 0; i <= THREADS; i++)
        baton[i] = CreateEventA(NULL, FALSE, FALSE, NULL);
    for (int i = 0; i < THREADS; i++)
        threads[i] = (HANDLE)_beginthreadex(NULL, 0, work, (void *)(ULONG_PTR)i, 0, NULL);
    CreateThread(NULL, 0, goes_on, NULL, 0, NULL);
    CreateThread(NULL, 0, waits_for_ever, NULL, 0, NULL);
    SetEvent(baton[0]);
    DWORD waited = WaitForMultipleObjects(THREADS, threads, TRUE, 60000);
    DWORD sum = 0;
    for (int i = 0; i < THREADS; i++) {
        DWORD code = 0;
        GetExitCodeThread(threads[i], &code);
        sum += code;
        CloseHandle(threads[i]);
    }
    printf("%lu %ld %lld %lld %d %ld %ld %ld %lu\n", waited, wrong, counted, slim_counted, taken, fls_ended, initialised,
           awake, sum);
    fflush(stdout);
    return 42;
}
