// build: -lntdll
/* I/O completion ports: order, concurrency, closing, NT's names, and wait completion packets. */
#include "guest.h"
#include <ntstatus.h>
#include <winternl.h>

#ifndef CREATE_WAITABLE_TIMER_HIGH_RESOLUTION
#define CREATE_WAITABLE_TIMER_HIGH_RESOLUTION 2
#endif

/* Not in mingw-w64's import libraries, or not everywhere: looked up as real programs look them up. */
static NTSTATUS (NTAPI *create_port)(HANDLE *, ACCESS_MASK, OBJECT_ATTRIBUTES *, ULONG);
static NTSTATUS (NTAPI *set_port)(HANDLE, void *, void *, NTSTATUS, ULONG_PTR);
static NTSTATUS (NTAPI *remove_port)(HANDLE, void **, void **, IO_STATUS_BLOCK *, LARGE_INTEGER *);
static NTSTATUS (NTAPI *remove_port_ex)(HANDLE, OVERLAPPED_ENTRY *, ULONG, ULONG *, LARGE_INTEGER *, BOOLEAN);
static NTSTATUS (NTAPI *query_port)(HANDLE, int, void *, ULONG, ULONG *);
static NTSTATUS (NTAPI *create_packet)(HANDLE *, ACCESS_MASK, OBJECT_ATTRIBUTES *);
static NTSTATUS (NTAPI *associate)(HANDLE, HANDLE, HANDLE, void *, void *, NTSTATUS, ULONG_PTR, BOOLEAN *);
static NTSTATUS (NTAPI *cancel)(HANDLE, BOOLEAN);

static void look_up(void)
{
    HMODULE ntdll = GetModuleHandleA("ntdll");
    create_port = (void *)GetProcAddress(ntdll, "NtCreateIoCompletion");
    set_port = (void *)GetProcAddress(ntdll, "NtSetIoCompletion");
    remove_port = (void *)GetProcAddress(ntdll, "NtRemoveIoCompletion");
    remove_port_ex = (void *)GetProcAddress(ntdll, "NtRemoveIoCompletionEx");
    query_port = (void *)GetProcAddress(ntdll, "NtQueryIoCompletion");
    create_packet = (void *)GetProcAddress(ntdll, "NtCreateWaitCompletionPacket");
    associate = (void *)GetProcAddress(ntdll, "NtAssociateWaitCompletionPacket");
    cancel = (void *)GetProcAddress(ntdll, "NtCancelWaitCompletionPacket");
}

TEST(nt_names_take_what_win32_names_post)
{
    HANDLE port = NULL;
    CHECK_EQ(create_port(&port, IO_COMPLETION_ALL_ACCESS, NULL, 0), STATUS_SUCCESS);
    void *key = NULL, *context = NULL;
    IO_STATUS_BLOCK status;
    LARGE_INTEGER now = {.QuadPart = 0};
    CHECK_EQ(remove_port(port, &key, &context, &status, &now), STATUS_TIMEOUT);
    CHECK(PostQueuedCompletionStatus(port, 11, 22, (OVERLAPPED *)33));
    CHECK_EQ(set_port(port, (void *)1, (void *)2, STATUS_ACCESS_DENIED, 5), STATUS_SUCCESS);
    ULONG depth = 99, length = 0;
    CHECK_EQ(query_port(port, 0, &depth, sizeof depth, &length), STATUS_SUCCESS);
    CHECK_EQ(depth, 2);
    CHECK_EQ(remove_port(port, &key, &context, &status, &now), STATUS_SUCCESS);
    CHECK_EQ((ULONG_PTR)key, 22);
    CHECK_EQ((ULONG_PTR)context, 33);
    CHECK_EQ(status.Information, 11);
    CHECK_EQ(status.Status, STATUS_SUCCESS);
    DWORD bytes = 0;
    ULONG_PTR number = 0;
    OVERLAPPED *overlapped = NULL;
    CHECK_ERROR(GetQueuedCompletionStatus(port, &bytes, &number, &overlapped, 0), ERROR_ACCESS_DENIED);
    CHECK_EQ(bytes, 5);
    CHECK_EQ(number, 1);
    CHECK_EQ((ULONG_PTR)overlapped, 2);
    OVERLAPPED_ENTRY entries[3];
    ULONG count = 99;
    CHECK_EQ(remove_port_ex(port, entries, 3, &count, &now, FALSE), STATUS_TIMEOUT);
    for (int i = 0; i < 40; i++) {
        set_port(port, (void *)(INT_PTR)i, NULL, STATUS_SUCCESS, 100 + (ULONG_PTR)i);
    }
    int next = 0;
    while (next < 40 && remove_port_ex(port, entries, 3, &count, &now, FALSE) == STATUS_SUCCESS) {
        for (ULONG i = 0; i < count; i++, next++) {
            CHECK_EQ(entries[i].lpCompletionKey, next);
            CHECK_EQ(entries[i].dwNumberOfBytesTransferred, 100 + next);
        }
    }
    CHECK_EQ(next, 40);
    CHECK(CloseHandle(port));
    CHECK_ERROR(PostQueuedCompletionStatus(port, 0, 0, NULL), ERROR_INVALID_HANDLE);
}

static DWORD WINAPI take_one(void *port)
{
    DWORD bytes = 0;
    ULONG_PTR key = 0;
    OVERLAPPED *overlapped = (OVERLAPPED *)1;
    BOOL taken = GetQueuedCompletionStatus(port, &bytes, &key, &overlapped, 20000);
    return taken ? (DWORD)key : overlapped == NULL ? GetLastError() : 0;
}

TEST(closing_a_port_ends_waits_for_its_packets)
{
    HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    HANDLE thread = CreateThread(NULL, 0, take_one, port, 0, NULL);
    Sleep(300);
    CHECK(CloseHandle(port));
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    DWORD code = 0;
    GetExitCodeThread(thread, &code);
    CHECK_EQ(code, ERROR_ABANDONED_WAIT_0);
    CloseHandle(thread);
}

TEST(the_last_thread_to_come_is_the_first_to_go)
{
    HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 8);
    HANDLE threads[3];
    for (int i = 0; i < 3; i++) {
        threads[i] = CreateThread(NULL, 0, take_one, port, 0, NULL);
        Sleep(150);
    }
    DWORD code = 0;
    for (int i = 2; i >= 0; i--) {
        PostQueuedCompletionStatus(port, 0, 70 + (ULONG_PTR)i, NULL);
        CHECK_EQ(WaitForSingleObject(threads[i], 10000), WAIT_OBJECT_0);
        GetExitCodeThread(threads[i], &code);
        CHECK_EQ(code, 70 + i);
        CloseHandle(threads[i]);
    }
    CloseHandle(port);
}

static VOID CALLBACK count_call(ULONG_PTR counter)
{
    ++*(int *)counter;
}

TEST(a_call_ends_an_alertable_wait_for_packets)
{
    HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    int calls = 0;
    OVERLAPPED_ENTRY entry;
    ULONG count = 99;
    QueueUserAPC(count_call, GetCurrentThread(), (ULONG_PTR)&calls);
    CHECK_ERROR(GetQueuedCompletionStatusEx(port, &entry, 1, &count, 0, FALSE), WAIT_TIMEOUT);
    CHECK_EQ(calls, 0);
    CHECK_ERROR(GetQueuedCompletionStatusEx(port, &entry, 1, &count, 10000, TRUE), WAIT_IO_COMPLETION);
    CHECK_EQ(calls, 1);
    CHECK_ERROR(GetQueuedCompletionStatusEx(port, &entry, 1, &count, 1, TRUE), WAIT_TIMEOUT);
    CloseHandle(port);
}

TEST(a_port_is_signalled_while_it_has_packets)
{
    HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    CHECK_EQ(WaitForSingleObject(port, 0), WAIT_TIMEOUT);
    PostQueuedCompletionStatus(port, 0, 3, NULL);
    CHECK_EQ(WaitForSingleObject(port, 0), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(port, 0), WAIT_OBJECT_0);
    CHECK_EQ(take_one(port), 3);
    CHECK_EQ(WaitForSingleObject(port, 0), WAIT_TIMEOUT);
    CloseHandle(port);
}

static volatile LONG now_running, most_running, packets_taken;

static DWORD WINAPI work(void *port)
{
    DWORD bytes;
    ULONG_PTR key;
    OVERLAPPED *overlapped;
    while (GetQueuedCompletionStatus(port, &bytes, &key, &overlapped, 20000) && key != 0) {
        LONG running = InterlockedIncrement(&now_running);
        if (running > most_running) {
            most_running = running;
        }
        for (volatile int i = 0; i < 20000; i++) {
        }
        InterlockedDecrement(&now_running);
        InterlockedIncrement(&packets_taken);
    }
    return 0;
}

TEST(no_more_threads_run_than_the_port_allows)
{
    HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 1), threads[4];
    for (int i = 0; i < 4; i++) {
        threads[i] = CreateThread(NULL, 0, work, port, 0, NULL);
    }
    for (int i = 0; i < 200; i++) {
        PostQueuedCompletionStatus(port, 0, 1, NULL);
    }
    for (int i = 0; i < 4; i++) {
        PostQueuedCompletionStatus(port, 0, 0, NULL);
    }
    CHECK_EQ(WaitForMultipleObjects(4, threads, TRUE, 60000), WAIT_OBJECT_0);
    CHECK_EQ(packets_taken, 200);
    CHECK(most_running <= 3); /* 1, but for a thread that the host holds up */
    for (int i = 0; i < 4; i++) {
        CloseHandle(threads[i]);
    }
    CloseHandle(port);
}

static HANDLE inner;

static DWORD WINAPI block_with_packet(void *port)
{
    DWORD first = take_one(port);
    WaitForSingleObject(inner, 20000);
    return first;
}

TEST(a_thread_that_waits_makes_room_for_another)
{
    inner = CreateEventA(NULL, TRUE, FALSE, NULL);
    HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 1), threads[2];
    threads[0] = CreateThread(NULL, 0, block_with_packet, port, 0, NULL);
    threads[1] = CreateThread(NULL, 0, take_one, port, 0, NULL);
    PostQueuedCompletionStatus(port, 0, 5, NULL);
    PostQueuedCompletionStatus(port, 0, 6, NULL);
    CHECK_EQ(WaitForSingleObject(threads[1], 20000), WAIT_OBJECT_0);
    SetEvent(inner);
    CHECK_EQ(WaitForSingleObject(threads[0], 20000), WAIT_OBJECT_0);
    CloseHandle(threads[0]);
    CloseHandle(threads[1]);
    CloseHandle(port);
    CloseHandle(inner);
}

static ULONG_PTR next_key(HANDLE port, DWORD milliseconds)
{
    OVERLAPPED_ENTRY entry;
    ULONG count = 0;
    return GetQueuedCompletionStatusEx(port, &entry, 1, &count, milliseconds, FALSE) ? entry.lpCompletionKey : 0;
}

TEST(a_wait_completion_packet_reports_an_event)
{
    HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0), packet = NULL;
    HANDLE event = CreateEventA(NULL, FALSE, FALSE, NULL);
    BOOLEAN already = 99;
    CHECK_EQ(create_packet(&packet, MAXIMUM_ALLOWED, NULL), STATUS_SUCCESS);
    CHECK_EQ(cancel(packet, TRUE), STATUS_CANCELLED);
    CHECK_EQ(associate(packet, port, event, (void *)7, (void *)8, STATUS_SUCCESS, 9, &already), STATUS_SUCCESS);
    CHECK_EQ(already, FALSE);
    CHECK_EQ(associate(packet, port, event, (void *)7, (void *)8, STATUS_SUCCESS, 9, &already),
             STATUS_INVALID_PARAMETER_1);
    CHECK_EQ(next_key(port, 0), 0);
    SetEvent(event);
    OVERLAPPED_ENTRY entry;
    ULONG count = 0;
    CHECK(GetQueuedCompletionStatusEx(port, &entry, 1, &count, 10000, FALSE));
    CHECK_EQ(entry.lpCompletionKey, 7);
    CHECK_EQ((ULONG_PTR)entry.lpOverlapped, 8);
    CHECK_EQ(entry.dwNumberOfBytesTransferred, 9);
    CHECK_EQ(WaitForSingleObject(event, 0), WAIT_TIMEOUT);
    CHECK_EQ(cancel(packet, TRUE), STATUS_CANCELLED);

    SetEvent(event);
    CHECK_EQ(associate(packet, port, event, (void *)10, NULL, STATUS_SUCCESS, 0, &already), STATUS_SUCCESS);
    CHECK_EQ(already, TRUE);
    CHECK_EQ(cancel(packet, FALSE), STATUS_PENDING);
    CHECK_EQ(cancel(packet, TRUE), STATUS_SUCCESS);
    CHECK_EQ(next_key(port, 0), 0);

    CHECK_EQ(associate(packet, port, event, (void *)11, NULL, STATUS_SUCCESS, 0, NULL), STATUS_SUCCESS);
    CHECK_EQ(cancel(packet, FALSE), STATUS_SUCCESS);
    SetEvent(event);
    CHECK_EQ(next_key(port, 0), 0);
    CHECK_EQ(WaitForSingleObject(event, 0), WAIT_OBJECT_0);
    CloseHandle(packet);
    CloseHandle(event);
    CloseHandle(port);
}

TEST(a_wait_completion_packet_reports_a_timer)
{
    HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0), packet = NULL;
    HANDLE timer = CreateWaitableTimerExW(NULL, NULL, CREATE_WAITABLE_TIMER_HIGH_RESOLUTION, TIMER_ALL_ACCESS);
    CHECK(timer != NULL);
    create_packet(&packet, MAXIMUM_ALLOWED, NULL);
    for (ULONG_PTR i = 1; i <= 20; i++) {
        LARGE_INTEGER due = {.QuadPart = -5000};
        CHECK(SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE));
        CHECK_EQ(associate(packet, port, timer, (void *)i, NULL, STATUS_SUCCESS, 0, NULL), STATUS_SUCCESS);
        CHECK_EQ(next_key(port, 10000), i);
    }
    LARGE_INTEGER later = {.QuadPart = -600000000};
    CHECK(SetWaitableTimer(timer, &later, 0, NULL, NULL, FALSE));
    CHECK_EQ(associate(packet, port, timer, (void *)30, NULL, STATUS_SUCCESS, 0, NULL), STATUS_SUCCESS);
    CHECK_EQ(next_key(port, 5), 0);
    LARGE_INTEGER soon = {.QuadPart = -10000};
    CHECK(SetWaitableTimer(timer, &soon, 0, NULL, NULL, FALSE));
    CHECK_EQ(next_key(port, 10000), 30);
    CloseHandle(packet);
    CloseHandle(timer);
    CloseHandle(port);
}

TEST(what_is_done_at_once_need_not_be_reported)
{
    HANDLE file = CreateFileA("ports.tmp", GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS,
                              FILE_FLAG_OVERLAPPED | FILE_FLAG_DELETE_ON_CLOSE, NULL);
    HANDLE port = CreateIoCompletionPort(file, NULL, 1, 0);
    CHECK(port != NULL);
    CHECK_ERROR(CreateIoCompletionPort(file, port, 2, 0), ERROR_INVALID_PARAMETER);
    CHECK(SetFileCompletionNotificationModes(file, FILE_SKIP_COMPLETION_PORT_ON_SUCCESS | FILE_SKIP_SET_EVENT_ON_HANDLE));
    OVERLAPPED write;
    memset(&write, 0, sizeof write);
    BOOL done = WriteFile(file, "12345", 5, NULL, &write);
    CHECK(done || GetLastError() == ERROR_IO_PENDING);
    CHECK_EQ(next_key(port, done ? 0 : 10000), done ? 0 : 1);
    CloseHandle(file);
    CloseHandle(port);
}

int main(void)
{
    look_up();
    RUN(nt_names_take_what_win32_names_post);
    RUN(closing_a_port_ends_waits_for_its_packets);
    RUN(the_last_thread_to_come_is_the_first_to_go);
    RUN(a_call_ends_an_alertable_wait_for_packets);
    RUN(a_port_is_signalled_while_it_has_packets);
    RUN(no_more_threads_run_than_the_port_allows);
    RUN(a_thread_that_waits_makes_room_for_another);
    RUN(what_is_done_at_once_need_not_be_reported);
    if (create_packet != NULL) {
        RUN(a_wait_completion_packet_reports_an_event);
        RUN(a_wait_completion_packet_reports_a_timer);
    }
    return guest_done();
}
