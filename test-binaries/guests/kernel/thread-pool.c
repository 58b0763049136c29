/* Work items, registered waits and timer queues: callbacks on threads of the pool. */
#include "guest.h"

static HANDLE done;
static volatile LONG calls, timeouts;
static DWORD first_thread;

static DWORD WINAPI item(void *context)
{
    CHECK_STR(context, "context");
    if (InterlockedIncrement(&calls) == 20) {
        SetEvent(done);
    }
    return 0;
}

TEST(work_items_run_elsewhere)
{
    done = CreateEventA(NULL, FALSE, FALSE, NULL);
    for (int i = 0; i < 20; i++) {
        CHECK(QueueUserWorkItem(item, (void *)"context", WT_EXECUTEDEFAULT));
    }
    CHECK_EQ(WaitForSingleObject(done, 10000), WAIT_OBJECT_0);
    CHECK_EQ(calls, 20);
}

static VOID CALLBACK signalled(void *context, BOOLEAN timed_out)
{
    first_thread = GetCurrentThreadId();
    InterlockedIncrement(timed_out ? &timeouts : (volatile LONG *)context);
    SetEvent(done);
}

TEST(a_registered_wait_calls_back)
{
    static volatile LONG count;
    HANDLE event = CreateEventA(NULL, FALSE, FALSE, NULL), wait = NULL;
    CHECK(RegisterWaitForSingleObject(&wait, event, signalled, (void *)&count, INFINITE, WT_EXECUTEDEFAULT));
    for (int i = 1; i <= 3; i++) {
        SetEvent(event);
        CHECK_EQ(WaitForSingleObject(done, 10000), WAIT_OBJECT_0);
        CHECK_EQ(count, i);
    }
    CHECK(first_thread != 0 && first_thread != GetCurrentThreadId());
    CHECK(UnregisterWaitEx(wait, INVALID_HANDLE_VALUE));
    SetEvent(event);
    CHECK_EQ(WaitForSingleObject(done, 50), WAIT_TIMEOUT);
    CHECK(RegisterWaitForSingleObject(&wait, done, signalled, (void *)&count, 10, WT_EXECUTEONLYONCE));
    CHECK_EQ(WaitForSingleObject(done, 10000), WAIT_OBJECT_0);
    CHECK_EQ(timeouts, 1);
    CHECK(UnregisterWaitEx(wait, INVALID_HANDLE_VALUE));
    CloseHandle(event);
}

static VOID CALLBACK tick(void *context, BOOLEAN timed_out)
{
    CHECK(timed_out);
    if (InterlockedIncrement((volatile LONG *)context) == 3) {
        SetEvent(done);
    }
}

TEST(a_queue_s_timer_ticks)
{
    static volatile LONG ticks;
    HANDLE queue = CreateTimerQueue(), timer = NULL;
    CHECK(queue != NULL);
    CHECK(CreateTimerQueueTimer(&timer, queue, tick, (void *)&ticks, 5, 5, WT_EXECUTEDEFAULT));
    CHECK_EQ(WaitForSingleObject(done, 10000), WAIT_OBJECT_0);
    CHECK(DeleteTimerQueueTimer(queue, timer, INVALID_HANDLE_VALUE));
    LONG after = ticks;
    Sleep(30);
    CHECK_EQ(ticks, after);
    ticks = 2;
    CHECK(CreateTimerQueueTimer(&timer, NULL, tick, (void *)&ticks, 1, 0, WT_EXECUTEONLYONCE));
    CHECK_EQ(WaitForSingleObject(done, 10000), WAIT_OBJECT_0);
    CHECK(DeleteTimerQueueTimer(NULL, timer, INVALID_HANDLE_VALUE));
    CHECK(DeleteTimerQueueEx(queue, INVALID_HANDLE_VALUE));
}

int main(void)
{
    RUN(work_items_run_elsewhere);
    RUN(a_registered_wait_calls_back);
    RUN(a_queue_s_timer_ticks);
    return guest_done();
}
