/*
 * Polls of the socket driver through the handles of sockets themselves, as event loops ask where they have no handle
 * of the driver, and polls that have a socket to themselves.
 */
// build: -lws2_32 -lntdll
#include "net/net.h"
#include <winternl.h>

typedef struct {
    LARGE_INTEGER timeout;
    ULONG handles, exclusive;
    HANDLE handle;
    ULONG events;
    NTSTATUS status;
} POLL_INFO;

#define IOCTL_POLL 0x00012024
#define AFD_RECEIVE 0x1
#define AFD_SEND 0x4

NTSYSAPI NTSTATUS NTAPI NtDeviceIoControlFile(HANDLE, HANDLE, PIO_APC_ROUTINE, PVOID, PIO_STATUS_BLOCK, ULONG, PVOID,
                                              ULONG, PVOID, ULONG);

static NTSTATUS poll_through(SOCKET asked, POLL_INFO *info, IO_STATUS_BLOCK *block, SOCKET s, ULONG events,
                             BOOL exclusive)
{
    memset(info, 0, sizeof *info);
    info->timeout.QuadPart = 0x7FFFFFFFFFFFFFFFLL;
    info->handles = 1;
    info->exclusive = exclusive;
    info->handle = (HANDLE)s;
    info->events = events;
    block->Status = 0x103;
    return NtDeviceIoControlFile((HANDLE)asked, NULL, NULL, block, block, IOCTL_POLL, info, sizeof *info, info,
                                 sizeof *info);
}

static void await(HANDLE port, ULONG_PTR key, IO_STATUS_BLOCK *block)
{
    OVERLAPPED_ENTRY entry;
    ULONG count = 0;
    CHECK(GetQueuedCompletionStatusEx(port, &entry, 1, &count, 10000, FALSE));
    CHECK_EQ(count, 1);
    CHECK_EQ(entry.lpCompletionKey, key);
    CHECK(entry.lpOverlapped == (OVERLAPPED *)block);
}

TEST(through_another_socket)
{
    SOCKET a, b, other = WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, 0, WSA_FLAG_OVERLAPPED);
    HANDLE port = CreateIoCompletionPort((HANDLE)other, NULL, 5, 0);
    POLL_INFO info;
    IO_STATUS_BLOCK block;
    CHECK(port != NULL);
    net_pair(&a, &b);
    NTSTATUS status = poll_through(other, &info, &block, a, AFD_SEND, FALSE);
    CHECK(status == 0 || status == 0x103);
    await(port, 5, &block);
    CHECK_EQ(info.handles, 1);
    CHECK_EQ(info.events, AFD_SEND);
    CHECK_EQ(poll_through(other, &info, &block, b, AFD_RECEIVE, FALSE), 0x103);
    send(a, "x", 1, 0);
    await(port, 5, &block);
    CHECK_EQ(info.events, AFD_RECEIVE);
    char c;
    recv(b, &c, 1, 0);
    CHECK_EQ(poll_through(other, &info, &block, b, AFD_RECEIVE, FALSE), 0x103);
    CHECK(CancelIoEx((HANDLE)other, (OVERLAPPED *)&block));
    await(port, 5, &block);
    CHECK_EQ((ULONG)block.Status, 0xC0000120);
    CHECK_EQ(poll_through(other, &info, &block, b, AFD_RECEIVE, FALSE), 0x103);
    closesocket(other);
    await(port, 5, &block);
    CHECK((ULONG)block.Status >= 0x80000000);
    closesocket(a);
    closesocket(b);
    CloseHandle(port);
}

TEST(an_exclusive_one_ends_the_one_before)
{
    SOCKET a, b, other = WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, 0, WSA_FLAG_OVERLAPPED);
    HANDLE port = CreateIoCompletionPort((HANDLE)other, NULL, 6, 0);
    POLL_INFO first, second;
    IO_STATUS_BLOCK first_block, second_block;
    net_pair(&a, &b);
    CHECK_EQ(poll_through(other, &first, &first_block, b, AFD_RECEIVE, TRUE), 0x103);
    CHECK_EQ(poll_through(other, &second, &second_block, b, AFD_RECEIVE, TRUE), 0x103);
    await(port, 6, &first_block);
    CHECK((ULONG)first_block.Status == 0xC0000120 || first.handles == 0);
    CHECK_EQ(second_block.Status, 0x103);
    send(a, "x", 1, 0);
    await(port, 6, &second_block);
    CHECK_EQ(second.events, AFD_RECEIVE);
    closesocket(a);
    closesocket(b);
    closesocket(other);
    CloseHandle(port);
}

static SOCKET volatile through;
static SOCKET polled;
static HANDLE told;

/* Begins a poll that only the end of the file it is asked through ends. */
static DWORD WINAPI polls(void *unused)
{
    (void)unused;
    POLL_INFO info;
    IO_STATUS_BLOCK block;
    memset(&info, 0, sizeof info);
    info.timeout.QuadPart = 0x7FFFFFFFFFFFFFFFLL;
    info.handles = 1;
    info.handle = (HANDLE)polled;
    info.events = AFD_RECEIVE;
    while (through == 0) {
        YieldProcessor();
    }
    NTSTATUS status = NtDeviceIoControlFile((HANDLE)through, told, NULL, NULL, &block, IOCTL_POLL, &info, sizeof info,
                                            &info, sizeof info);
    if (status == 0x103) {
        CHECK_EQ(WaitForSingleObject(told, 10000), WAIT_OBJECT_0);
        status = block.Status;
    }
    CHECK((ULONG)status >= 0x80000000);
    return 0;
}

TEST(the_file_is_closed_while_a_poll_begins)
{
    SOCKET a;
    net_pair(&a, &polled);
    told = CreateEventA(NULL, TRUE, FALSE, NULL);
    for (int i = 0; i < 200 && guest_failures == 0; i++) {
        SOCKET other = WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, 0, WSA_FLAG_OVERLAPPED);
        through = 0;
        HANDLE thread = CreateThread(NULL, 0, polls, NULL, 0, NULL);
        Sleep(0);
        through = other;
        for (int n = 40 * (i % 50); n > 0; n--) {
            YieldProcessor();
        }
        closesocket(other);
        CHECK_EQ(WaitForSingleObject(thread, 20000), WAIT_OBJECT_0);
        CloseHandle(thread);
    }
    CloseHandle(told);
    closesocket(a);
    closesocket(polled);
}

TEST(not_through_a_file)
{
    POLL_INFO info;
    IO_STATUS_BLOCK block;
    SOCKET a, b;
    HANDLE file = CreateFileA("polled.tmp", GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS,
                              FILE_FLAG_DELETE_ON_CLOSE, NULL);
    net_pair(&a, &b);
    CHECK((ULONG)poll_through((SOCKET)file, &info, &block, a, AFD_SEND, FALSE) >= 0xC0000000);
    CloseHandle(file);
    closesocket(a);
    closesocket(b);
}

int main(void)
{
    net_start();
    RUN(through_another_socket);
    RUN(an_exclusive_one_ends_the_one_before);
    RUN(the_file_is_closed_while_a_poll_begins);
    RUN(not_through_a_file);
    return guest_done();
}
