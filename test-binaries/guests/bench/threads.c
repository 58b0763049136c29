// judged-by: Benchmarks
/* What threads cost: one line each, "NAME nanoseconds", the median of several rounds. */
#include "measure.h"

static DWORD WINAPI nothing(void *unused)
{
    (void)unused;
    return 0;
}

static void create_and_join(void)
{
    HANDLE thread = CreateThread(NULL, 0, nothing, NULL, 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
}

static void *first;

static VOID CALLBACK back(void *unused)
{
    (void)unused;
    for (;;)
        SwitchToFiber(first);
}

static volatile LONG stop;
static volatile LONG64 counter;

static DWORD WINAPI spin(void *unused)
{
    (void)unused;
    while (!stop)
        counter++;
    return 0;
}

static void interrupt(HANDLE thread)
{
    CONTEXT context;
    context.ContextFlags = CONTEXT_CONTROL;
    SuspendThread(thread);
    GetThreadContext(thread, &context);
    ResumeThread(thread);
}

int main(void)
{
    for (int i = 0; i < 500; i++)
        create_and_join();
    MEASURE("CreateJoinThread", 200, create_and_join());
    first = ConvertThreadToFiber(NULL);
    void *fiber = CreateFiber(0, back, NULL);
    MEASURE("SwitchToFiber", 100000, SwitchToFiber(fiber));
    HANDLE thread = CreateThread(NULL, 0, spin, NULL, 0, NULL);
    Sleep(10);
    for (int i = 0; i < 500; i++)
        interrupt(thread);
    MEASURE("SuspendGetContextResume", 300, interrupt(thread));
    stop = 1;
    WaitForSingleObject(thread, INFINITE);
    return 0;
}
