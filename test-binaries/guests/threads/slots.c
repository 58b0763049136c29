/* Thread-local and fiber-local slots: how many there are, what new threads find in them, who is told of the end. */
#include "guest.h"

enum { SLOTS = 1088 };

static DWORD slots[SLOTS + 8];
static int taken;

static DWORD WINAPI finds_nothing(void *unused)
{
    (void)unused;
    int found = 0;
    for (int i = 0; i < taken; i++) {
        SetLastError(1);
        found += TlsGetValue(slots[i]) != NULL || GetLastError() != 0;
        TlsSetValue(slots[i], (void *)(ULONG_PTR)(i + 1000));
    }
    for (int i = 0; i < taken; i++)
        found += TlsGetValue(slots[i]) != (void *)(ULONG_PTR)(i + 1000);
    return found;
}

static DWORD run(LPTHREAD_START_ROUTINE function, void *argument)
{
    DWORD code = 99;
    HANDLE thread = CreateThread(NULL, 0, function, argument, 0, NULL);
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code));
    CloseHandle(thread);
    return code;
}

TEST(all_slots)
{
    DWORD slot;
    while (taken < SLOTS + 8 && (slot = TlsAlloc()) != TLS_OUT_OF_INDEXES) {
        slots[taken++] = slot;
        CHECK(TlsSetValue(slot, (void *)(ULONG_PTR)(slot + 1)));
    }
    CHECK(taken > 1000 && taken <= SLOTS);
    CHECK_EQ(GetLastError(), ERROR_NO_MORE_ITEMS);
    for (int i = 0; i < taken; i++)
        CHECK_EQ((ULONG_PTR)TlsGetValue(slots[i]), slots[i] + 1);
    CHECK_EQ(run(finds_nothing, NULL), 0);
    CHECK_EQ(run(finds_nothing, NULL), 0);
    for (int i = 0; i < taken; i++)
        CHECK_EQ((ULONG_PTR)TlsGetValue(slots[i]), slots[i] + 1);
    for (int i = 0; i < taken; i++)
        CHECK(TlsFree(slots[i]));
    CHECK_ERROR(TlsFree(slots[taken - 1]), ERROR_INVALID_PARAMETER);
    CHECK_ERROR(TlsSetValue(5000, NULL), ERROR_INVALID_PARAMETER);
    /* A slot that is taken again is empty everywhere. */
    slot = TlsAlloc();
    CHECK(TlsGetValue(slot) == NULL);
    TlsFree(slot);
}

static DWORD fiber_slot, thread_of_callback;
static LONG_PTR sum;

static VOID WINAPI on_end(void *value)
{
    sum += (LONG_PTR)value;
    thread_of_callback = GetCurrentThreadId();
}

static DWORD WINAPI stores(void *value)
{
    FlsSetValue(fiber_slot, value);
    return GetCurrentThreadId();
}

static DWORD WINAPI stores_and_exits(void *value)
{
    FlsSetValue(fiber_slot, value);
    ExitThread(1);
}

TEST(callbacks_at_the_end_of_threads)
{
    fiber_slot = FlsAlloc(on_end);
    CHECK(fiber_slot != FLS_OUT_OF_INDEXES);
    sum = 0;
    DWORD id = run(stores, (void *)3);
    CHECK_EQ(sum, 3);
    CHECK_EQ(thread_of_callback, id);
    run(stores_and_exits, (void *)10);
    CHECK_EQ(sum, 13);
    /* Nothing is stored, nothing is called. */
    run(stores, NULL);
    CHECK_EQ(sum, 13);
    FlsSetValue(fiber_slot, (void *)100);
    CHECK(FlsFree(fiber_slot));
    CHECK_EQ(sum, 113);
    CHECK_EQ(thread_of_callback, GetCurrentThreadId());
    CHECK_ERROR(FlsFree(fiber_slot), ERROR_INVALID_PARAMETER);
}

static HANDLE ready, go;

static DWORD WINAPI stores_and_waits(void *value)
{
    FlsSetValue(fiber_slot, value);
    SetEvent(ready);
    WaitForSingleObject(go, 10000);
    return FlsGetValue(fiber_slot) == NULL;
}

TEST(freeing_a_slot_reaches_all_threads)
{
    DWORD code = 99;
    fiber_slot = FlsAlloc(on_end);
    ready = CreateEventA(NULL, FALSE, FALSE, NULL);
    go = CreateEventA(NULL, FALSE, FALSE, NULL);
    sum = 0;
    HANDLE thread = CreateThread(NULL, 0, stores_and_waits, (void *)5, 0, NULL);
    CHECK_EQ(WaitForSingleObject(ready, 10000), WAIT_OBJECT_0);
    CHECK(FlsFree(fiber_slot));
    CHECK_EQ(sum, 5);
    SetEvent(go);
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code));
    CHECK_EQ(sum, 5);
    CloseHandle(thread);
    CloseHandle(ready);
    CloseHandle(go);
}

int main(void)
{
    RUN(all_slots);
    RUN(callbacks_at_the_end_of_threads);
    RUN(freeing_a_slot_reaches_all_threads);
    return guest_done();
}
