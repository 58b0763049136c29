// build: -lntdll
/* Waitable timers: once and again, from now and at a time, with calls, and as NT has them. */
#include "guest.h"
#include <ntstatus.h>
#include <winternl.h>

#ifndef CREATE_WAITABLE_TIMER_HIGH_RESOLUTION
#define CREATE_WAITABLE_TIMER_HIGH_RESOLUTION 2
#endif

typedef struct {
    LARGE_INTEGER due;
    void *routine;
    void *context;
    void *wake_context;
    ULONG period;
    ULONG tolerable_delay;
    BOOLEAN *previous;
} CoalescableTimer;

static NTSTATUS (NTAPI *create_timer)(HANDLE *, ACCESS_MASK, OBJECT_ATTRIBUTES *, int);
static NTSTATUS (NTAPI *set_timer)(HANDLE, LARGE_INTEGER *, void *, void *, BOOLEAN, LONG, BOOLEAN *);
static NTSTATUS (NTAPI *set_timer_ex)(HANDLE, int, void *, ULONG);
static NTSTATUS (NTAPI *cancel_timer)(HANDLE, BOOLEAN *);
static NTSTATUS (NTAPI *query_timer)(HANDLE, int, void *, ULONG, ULONG *);

static void look_up(void)
{
    HMODULE ntdll = GetModuleHandleA("ntdll");
    create_timer = (void *)GetProcAddress(ntdll, "NtCreateTimer");
    set_timer = (void *)GetProcAddress(ntdll, "NtSetTimer");
    set_timer_ex = (void *)GetProcAddress(ntdll, "NtSetTimerEx");
    cancel_timer = (void *)GetProcAddress(ntdll, "NtCancelTimer");
    query_timer = (void *)GetProcAddress(ntdll, "NtQueryTimer");
}

/* Milliseconds, without the granularity of the tick count. */
static double now(void)
{
    LARGE_INTEGER ticks, frequency;
    QueryPerformanceCounter(&ticks);
    QueryPerformanceFrequency(&frequency);
    return 1000.0 * (double)ticks.QuadPart / (double)frequency.QuadPart;
}

static LARGE_INTEGER from_now(LONGLONG milliseconds)
{
    LARGE_INTEGER due = {.QuadPart = -milliseconds * 10000};
    return due;
}

TEST(a_synchronization_timer_serves_one_wait)
{
    HANDLE timer = CreateWaitableTimerA(NULL, FALSE, NULL);
    LARGE_INTEGER due = from_now(3);
    double begin = now();
    CHECK(SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE));
    CHECK_EQ(WaitForSingleObject(timer, 10000), WAIT_OBJECT_0);
    CHECK(now() - begin >= 2);
    CHECK_EQ(WaitForSingleObject(timer, 5), WAIT_TIMEOUT);
    due.QuadPart = 0;
    CHECK(SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE)); /* at once */
    CHECK_EQ(WaitForSingleObject(timer, 10000), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(timer, 0), WAIT_TIMEOUT);
    CHECK_ERROR(SetWaitableTimer(timer, &due, -1, NULL, NULL, FALSE), ERROR_INVALID_PARAMETER);
    CloseHandle(timer);
}

TEST(a_period_goes_on_until_it_is_cancelled)
{
    HANDLE timer = CreateWaitableTimerExA(NULL, NULL, 0, TIMER_ALL_ACCESS);
    LARGE_INTEGER due = from_now(1);
    double begin = now();
    CHECK(SetWaitableTimer(timer, &due, 2, NULL, NULL, FALSE));
    for (int i = 0; i < 10; i++) {
        CHECK_EQ(WaitForSingleObject(timer, 10000), WAIT_OBJECT_0);
    }
    CHECK(now() - begin >= 17);
    CHECK(CancelWaitableTimer(timer));
    WaitForSingleObject(timer, 0); /* what was signalled before stays */
    CHECK_EQ(WaitForSingleObject(timer, 20), WAIT_TIMEOUT);
    CloseHandle(timer);
}

TEST(a_timer_is_set_to_a_time)
{
    HANDLE timer = CreateWaitableTimerA(NULL, TRUE, NULL);
    FILETIME now;
    LARGE_INTEGER due;
    GetSystemTimeAsFileTime(&now);
    due.LowPart = now.dwLowDateTime;
    due.HighPart = (LONG)now.dwHighDateTime;
    due.QuadPart += 50000;
    CHECK(SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE));
    CHECK_EQ(WaitForSingleObject(timer, 10000), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(timer, 0), WAIT_OBJECT_0);
    due.QuadPart += 36000000000ll;
    CHECK(SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE)); /* no longer signalled */
    CHECK_EQ(WaitForSingleObject(timer, 5), WAIT_TIMEOUT);
    due.QuadPart = 1;
    CHECK(SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE));
    CHECK_EQ(WaitForSingleObject(timer, 10000), WAIT_OBJECT_0);
    CloseHandle(timer);
}

TEST(high_resolution)
{
    HANDLE timer = CreateWaitableTimerExA(NULL, NULL, CREATE_WAITABLE_TIMER_HIGH_RESOLUTION, TIMER_ALL_ACCESS);
    if (timer == NULL) { /* before Windows 10 1803 */
        CHECK_EQ(GetLastError(), ERROR_INVALID_PARAMETER);
        return;
    }
    LARGE_INTEGER frequency, begin, end, due = {.QuadPart = -2000};
    QueryPerformanceFrequency(&frequency);
    QueryPerformanceCounter(&begin);
    for (int i = 0; i < 20; i++) {
        CHECK(SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE));
        CHECK_EQ(WaitForSingleObject(timer, 10000), WAIT_OBJECT_0);
    }
    QueryPerformanceCounter(&end);
    CHECK(end.QuadPart - begin.QuadPart >= frequency.QuadPart * 20 / 5000);
    CloseHandle(timer);
}

static HANDLE shared_timer;

static DWORD WINAPI wait_for_timer(void *unused)
{
    (void)unused;
    return WaitForSingleObject(shared_timer, 20000);
}

TEST(a_timer_that_is_set_anew_wakes_those_that_wait_already)
{
    HANDLE threads[3];
    LARGE_INTEGER due = from_now(600000);
    shared_timer = CreateWaitableTimerA(NULL, TRUE, NULL);
    SetWaitableTimer(shared_timer, &due, 0, NULL, NULL, FALSE);
    for (int i = 0; i < 3; i++) {
        threads[i] = CreateThread(NULL, 0, wait_for_timer, NULL, 0, NULL);
    }
    Sleep(30);
    due = from_now(2);
    SetWaitableTimer(shared_timer, &due, 0, NULL, NULL, FALSE);
    CHECK_EQ(WaitForMultipleObjects(3, threads, TRUE, 10000), WAIT_OBJECT_0);
    for (int i = 0; i < 3; i++) {
        DWORD code = 99;
        GetExitCodeThread(threads[i], &code);
        CHECK_EQ(code, WAIT_OBJECT_0);
        CloseHandle(threads[i]);
    }
    CloseHandle(shared_timer);
}

TEST(timers_among_others)
{
    HANDLE event = CreateEventA(NULL, TRUE, FALSE, NULL), timer = CreateWaitableTimerA(NULL, FALSE, NULL);
    HANDLE both[2] = {event, timer};
    LARGE_INTEGER due = from_now(3);
    SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE);
    CHECK_EQ(WaitForMultipleObjects(2, both, FALSE, 10000), WAIT_OBJECT_0 + 1);
    SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE);
    CHECK_EQ(WaitForMultipleObjects(2, both, TRUE, 20), WAIT_TIMEOUT);
    SetEvent(event);
    CHECK_EQ(WaitForMultipleObjects(2, both, TRUE, 10000), WAIT_OBJECT_0);
    SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE);
    CHECK_EQ(WaitForMultipleObjects(2, both, TRUE, 10000), WAIT_OBJECT_0);
    CloseHandle(event);
    CloseHandle(timer);
}

static int rings;
static void *rung_with;

static VOID CALLBACK ring(void *context, DWORD low, DWORD high)
{
    FILETIME now;
    GetSystemTimeAsFileTime(&now);
    rings += high != 0 && low != 0 && now.dwHighDateTime - high <= 1;
    rung_with = context;
}

TEST(calls_of_timers)
{
    HANDLE timer = CreateWaitableTimerA(NULL, FALSE, NULL);
    LARGE_INTEGER due = from_now(1);
    int mark;
    CHECK(SetWaitableTimer(timer, &due, 2, ring, &mark, FALSE));
    for (int i = 0; i < 5; i++) {
        if (SleepEx(10000, TRUE) != WAIT_IO_COMPLETION) {
            CHECK(!"a call came");
            break;
        }
    }
    CHECK(rung_with == &mark);
    CHECK(rings >= 5);
    CHECK(CancelWaitableTimer(timer));
    SleepEx(0, TRUE);
    rings = 0;
    CHECK_EQ(SleepEx(20, TRUE), 0);
    CHECK_EQ(rings, 0);
    CHECK(SetWaitableTimerEx(timer, &due, 0, ring, &mark, NULL, 32));
    CHECK_EQ(WaitForSingleObjectEx(GetCurrentThread(), 10000, TRUE), WAIT_IO_COMPLETION);
    CHECK_EQ(rings, 1);
    CloseHandle(timer);
}

TEST(nt_timers)
{
    HANDLE timer = NULL;
    BOOLEAN state = 99;
    struct { LARGE_INTEGER left; BOOLEAN state; } basic;
    LARGE_INTEGER due = from_now(600000);
    CHECK(create_timer(&timer, TIMER_ALL_ACCESS, NULL, 2) < 0);
    CHECK_EQ(create_timer(&timer, TIMER_ALL_ACCESS, NULL, 0), STATUS_SUCCESS);
    CHECK_EQ(set_timer(timer, &due, NULL, NULL, FALSE, 0, &state), STATUS_SUCCESS);
    CHECK_EQ(state, FALSE);
    CHECK_EQ(query_timer(timer, 0, &basic, sizeof basic, NULL), STATUS_SUCCESS);
    CHECK_EQ(basic.state, FALSE);
    CHECK(basic.left.QuadPart > 5000000000ll && basic.left.QuadPart <= 6000000000ll);
    CHECK_EQ(query_timer(timer, 0, &basic, 8, NULL), STATUS_INFO_LENGTH_MISMATCH);
    CHECK_EQ(cancel_timer(timer, &state), STATUS_SUCCESS);
    CHECK_EQ(state, FALSE);
    due.QuadPart = -1;
    CHECK_EQ(set_timer(timer, &due, NULL, NULL, FALSE, 0, &state), STATUS_SUCCESS);
    CHECK_EQ(WaitForSingleObject(timer, 10000), WAIT_OBJECT_0);
    CHECK(set_timer(timer, &due, NULL, NULL, FALSE, -1, &state) < 0);
    if (set_timer_ex != NULL) {
        CoalescableTimer info = {.due.QuadPart = -10000, .previous = &state, .routine = ring};
        rings = 0;
        state = 99;
        CHECK_EQ(set_timer_ex(timer, 0, &info, sizeof info), STATUS_SUCCESS);
        CHECK_EQ(state, TRUE);
        CHECK_EQ(SleepEx(10000, TRUE), WAIT_IO_COMPLETION);
        CHECK_EQ(rings, 1);
        CHECK_EQ(WaitForSingleObject(timer, 0), WAIT_OBJECT_0);
        CHECK_EQ(set_timer_ex(timer, 1, &info, sizeof info), STATUS_INVALID_INFO_CLASS);
    }
    CloseHandle(timer);
}

int main(void)
{
    look_up();
    RUN(a_synchronization_timer_serves_one_wait);
    RUN(a_period_goes_on_until_it_is_cancelled);
    RUN(a_timer_is_set_to_a_time);
    RUN(high_resolution);
    RUN(a_timer_that_is_set_anew_wakes_those_that_wait_already);
    RUN(timers_among_others);
    RUN(calls_of_timers);
    RUN(nt_timers);
    return guest_done();
}
