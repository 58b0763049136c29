/* Asynchronous procedure calls end alertable waits, and only those. */
#include "guest.h"

static int order[8], count;
static DWORD caller;

static VOID CALLBACK note(ULONG_PTR value)
{
    caller = GetCurrentThreadId();
    order[count++ & 7] = (int)value;
}

TEST(calls_wait_for_an_alertable_wait)
{
    HANDLE event = CreateEventA(NULL, FALSE, FALSE, NULL);
    CHECK(QueueUserAPC(note, GetCurrentThread(), 1));
    CHECK(QueueUserAPC(note, GetCurrentThread(), 2));
    Sleep(1);
    CHECK_EQ(WaitForSingleObject(event, 1), WAIT_TIMEOUT);
    CHECK_EQ(count, 0);
    CHECK_EQ(WaitForSingleObjectEx(event, 5000, TRUE), WAIT_IO_COMPLETION);
    CHECK_EQ(count, 2);
    CHECK_EQ(order[0], 1);
    CHECK_EQ(order[1], 2);
    CHECK_EQ(caller, GetCurrentThreadId());
    CHECK_EQ(SleepEx(1, TRUE), 0);
    CHECK(QueueUserAPC(note, GetCurrentThread(), 3));
    CHECK_EQ(SleepEx(5000, TRUE), WAIT_IO_COMPLETION);
    CHECK_EQ(count, 3);
    CloseHandle(event);
}

static DWORD WINAPI sleeper(void *event)
{
    SetEvent(event);
    HANDLE never = CreateEventA(NULL, FALSE, FALSE, NULL);
    HANDLE both[2] = {never, never};
    DWORD result = WaitForMultipleObjectsEx(1, both, FALSE, 10000, TRUE);
    CloseHandle(never);
    return result;
}

TEST(another_thread_is_reached)
{
    HANDLE event = CreateEventA(NULL, FALSE, FALSE, NULL);
    DWORD id = 0, code = 0;
    HANDLE thread = CreateThread(NULL, 0, sleeper, event, 0, &id);
    CHECK_EQ(WaitForSingleObject(event, 10000), WAIT_OBJECT_0);
    CHECK(QueueUserAPC(note, thread, 9));
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code));
    CHECK_EQ(code, WAIT_IO_COMPLETION);
    CHECK_EQ(caller, id);
    CHECK(!QueueUserAPC(note, thread, 10));
    CloseHandle(thread);
    CloseHandle(event);
}

static VOID CALLBACK rang(void *context, DWORD low, DWORD high)
{
    CHECK(low != 0 && high != 0);
    *(int *)context += 1;
}

TEST(a_timer_calls_the_thread_that_set_it)
{
    int rings = 0;
    HANDLE timer = CreateWaitableTimerA(NULL, FALSE, NULL);
    LARGE_INTEGER due = {.QuadPart = -50000};
    CHECK(SetWaitableTimer(timer, &due, 0, rang, &rings, FALSE));
    CHECK_EQ(SleepEx(10000, TRUE), WAIT_IO_COMPLETION);
    CHECK_EQ(rings, 1);
    CloseHandle(timer);
}

static DWORD written;

static VOID CALLBACK wrote(DWORD error, DWORD bytes, OVERLAPPED *overlapped)
{
    written = error == 0 && overlapped->hEvent == (HANDLE)0x1234 ? bytes : 0;
}

TEST(a_write_completes_in_a_call)
{
    HANDLE file = CreateFileA("alerts.tmp", GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS,
                              FILE_FLAG_OVERLAPPED | FILE_FLAG_DELETE_ON_CLOSE, NULL);
    OVERLAPPED overlapped;
    memset(&overlapped, 0, sizeof overlapped);
    overlapped.hEvent = (HANDLE)0x1234;
    CHECK(WriteFileEx(file, "abcdef", 6, &overlapped, wrote));
    CHECK_EQ(written, 0);
    CHECK_EQ(SleepEx(10000, TRUE), WAIT_IO_COMPLETION);
    CHECK_EQ(written, 6);
    CloseHandle(file);
}

int main(void)
{
    RUN(calls_wait_for_an_alertable_wait);
    RUN(another_thread_is_reached);
    RUN(a_timer_calls_the_thread_that_set_it);
    RUN(a_write_completes_in_a_call);
    return guest_done();
}
