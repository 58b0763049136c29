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

static NTSTATUS (NTAPI *queue_ex)(HANDLE, HANDLE, void *, void *, void *, void *);
static NTSTATUS (NTAPI *alert_thread)(HANDLE);
static NTSTATUS (NTAPI *alert_resume)(HANDLE, ULONG *);
static NTSTATUS (NTAPI *test_alert)(void);
static NTSTATUS (NTAPI *wait_single)(HANDLE, BOOLEAN, LARGE_INTEGER *);

TEST(calls_of_the_newer_functions)
{
    BOOL (WINAPI *queue2)(PAPCFUNC, HANDLE, ULONG_PTR, ULONG) =
        (void *)GetProcAddress(GetModuleHandleA("kernelbase"), "QueueUserAPC2");
    count = 0;
    if (!CHECK(queue2 != NULL))
        return;
    CHECK(queue2(note, GetCurrentThread(), 21, 0));
    CHECK_EQ(count, 0);
    CHECK_EQ(SleepEx(0, TRUE), WAIT_IO_COMPLETION);
    CHECK_EQ(order[0], 21);
    CHECK(queue2(note, GetCurrentThread(), 22, 1)); /* a special call does not wait */
    CHECK_EQ(count, 2);
    CHECK_EQ(order[1], 22);
    CHECK_EQ(SleepEx(0, TRUE), 0);
    CHECK_EQ(queue_ex(GetCurrentThread(), NULL, (void *)note, (void *)23, NULL, NULL), 0);
    CHECK_EQ(count, 2);
    CHECK_EQ(test_alert(), 0);
    CHECK_EQ(order[2], 23);
}

TEST(an_alert_ends_one_alertable_wait)
{
    HANDLE event = CreateEventA(NULL, FALSE, FALSE, NULL);
    LARGE_INTEGER soon = {.QuadPart = -100000};
    count = 0;
    CHECK_EQ(test_alert(), 0);
    CHECK_EQ(alert_thread(GetCurrentThread()), 0);
    CHECK_EQ(alert_thread(GetCurrentThread()), 0);
    CHECK_EQ(wait_single(event, FALSE, &soon), WAIT_TIMEOUT);
    CHECK_EQ(wait_single(event, TRUE, NULL), 0x101); /* STATUS_ALERTED */
    CHECK_EQ(wait_single(event, TRUE, &soon), WAIT_TIMEOUT);
    CHECK_EQ(alert_thread(GetCurrentThread()), 0);
    CHECK(QueueUserAPC(note, GetCurrentThread(), 31));
    CHECK_EQ(test_alert(), 0x101);
    CHECK_EQ(test_alert(), 0);
    CHECK_EQ(count, 1);
    CHECK_EQ(alert_thread(GetCurrentThread()), 0);
    CHECK_EQ(WaitForSingleObjectEx(event, 10, TRUE), WAIT_TIMEOUT); /* kernel32 goes on waiting */
    CHECK_EQ(test_alert(), 0);
    CloseHandle(event);
}

static DWORD WINAPI alertable(void *event)
{
    LARGE_INTEGER limit = {.QuadPart = -100000000};
    SetEvent(event);
    return wait_single(CreateEventA(NULL, FALSE, FALSE, NULL), TRUE, &limit);
}

TEST(another_thread_is_alerted)
{
    HANDLE event = CreateEventA(NULL, FALSE, FALSE, NULL), thread;
    DWORD code = 0;
    ULONG before = 9;
    thread = CreateThread(NULL, 0, alertable, event, 0, NULL);
    CHECK_EQ(WaitForSingleObject(event, 10000), WAIT_OBJECT_0);
    Sleep(10);
    CHECK_EQ(alert_thread(thread), 0);
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    GetExitCodeThread(thread, &code);
    CHECK_EQ(code, 0x101);
    CloseHandle(thread);
    thread = CreateThread(NULL, 0, alertable, event, CREATE_SUSPENDED, NULL);
    CHECK_EQ(alert_resume(thread, &before), 0);
    CHECK_EQ(before, 1);
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    GetExitCodeThread(thread, &code);
    CHECK_EQ(code, 0x101);
    CloseHandle(thread);
    CloseHandle(event);
}

int main(void)
{
    HMODULE ntdll = GetModuleHandleA("ntdll");
    queue_ex = (void *)GetProcAddress(ntdll, "NtQueueApcThreadEx");
    alert_thread = (void *)GetProcAddress(ntdll, "NtAlertThread");
    alert_resume = (void *)GetProcAddress(ntdll, "NtAlertResumeThread");
    test_alert = (void *)GetProcAddress(ntdll, "NtTestAlert");
    wait_single = (void *)GetProcAddress(ntdll, "NtWaitForSingleObject");
    RUN(calls_wait_for_an_alertable_wait);
    RUN(another_thread_is_reached);
    RUN(a_timer_calls_the_thread_that_set_it);
    RUN(a_write_completes_in_a_call);
    RUN(calls_of_the_newer_functions);
    RUN(an_alert_ends_one_alertable_wait);
    RUN(another_thread_is_alerted);
    return guest_done();
}
