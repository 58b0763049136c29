/* Requests of the socket driver, as event loops make them below Windows Sockets, and receives that report in parts. */
// build: -lws2_32 -lmswsock -lntdll
#include "net/net.h"
#include <winternl.h>

#define IOCTL_AFD_RECEIVE 0x12017
#define IOCTL_AFD_RECEIVE_DATAGRAM 0x1201B
#define IOCTL_AFD_POLL 0x12024
#define AFD_POLL_RECEIVE 0x1
#define AFD_POLL_SEND 0x4
#define AFD_OVERLAPPED 0x2
#define TDI_RECEIVE_NORMAL 0x20
#define TDI_RECEIVE_PEEK 0x80
#define STATUS_SUCCESS 0
#define STATUS_CANCELLED ((NTSTATUS)0xC0000120)
#define STATUS_BUFFER_OVERFLOW ((NTSTATUS)0x80000005)

struct receive {
    WSABUF *buffers;
    ULONG count, afd, tdi;
};

struct receive_datagram {
    WSABUF *buffers;
    ULONG count, afd, tdi;
    void *address;
    int *length;
};

struct poll {
    LONGLONG timeout;
    ULONG count, exclusive;
    struct {
        HANDLE handle;
        ULONG events;
        NTSTATUS status;
    } sockets[1];
};

NTSTATUS NTAPI NtDeviceIoControlFile(HANDLE, HANDLE, PIO_APC_ROUTINE, PVOID, PIO_STATUS_BLOCK, ULONG, PVOID, ULONG,
                                     PVOID, ULONG);

static HANDLE port;

static SOCKET datagrams(struct sockaddr_in *address)
{
    SOCKET s = socket(AF_INET, SOCK_DGRAM, 0);
    int size = sizeof *address;
    *address = net_loopback(0);
    CHECK_EQ(bind(s, (struct sockaddr *)address, sizeof *address), 0);
    CHECK_EQ(getsockname(s, (struct sockaddr *)address, &size), 0);
    CHECK(CreateIoCompletionPort((HANDLE)s, port, s, 0) == port);
    return s;
}

/* The next packet of the port, which must be this operation's. */
static DWORD packet(void *context)
{
    DWORD bytes = 0;
    ULONG_PTR key;
    OVERLAPPED *done = NULL;
    GetQueuedCompletionStatus(port, &bytes, &key, &done, 5000);
    CHECK(done == context);
    return bytes;
}

static int no_packet(void)
{
    DWORD bytes;
    ULONG_PTR key;
    OVERLAPPED *done;
    return !GetQueuedCompletionStatus(port, &bytes, &key, &done, 30) && done == NULL;
}

TEST(receives_by_control_codes)
{
    struct sockaddr_in to, from = {0};
    int size = sizeof from;
    char data[8] = "";
    OVERLAPPED peeking = {0}, receiving = {0};
    WSABUF nothing = {0, data}, room = {sizeof data, data};
    struct receive peek = {&nothing, 1, AFD_OVERLAPPED, TDI_RECEIVE_NORMAL | TDI_RECEIVE_PEEK};
    struct receive_datagram receive = {&room, 1, AFD_OVERLAPPED, TDI_RECEIVE_NORMAL, &from, &size};
    SOCKET s = datagrams(&to);
    CHECK_EQ(NtDeviceIoControlFile((HANDLE)s, NULL, NULL, &peeking, (IO_STATUS_BLOCK *)&peeking, IOCTL_AFD_RECEIVE,
                                   &peek, sizeof peek, NULL, 0),
             STATUS_PENDING);
    CHECK(no_packet());
    CHECK_EQ(sendto(s, "hello", 5, 0, (struct sockaddr *)&to, sizeof to), 5);
    CHECK_EQ(packet(&peeking), 0);
    CHECK_EQ(peeking.Internal, (DWORD)STATUS_BUFFER_OVERFLOW);
    NTSTATUS status = NtDeviceIoControlFile((HANDLE)s, NULL, NULL, &receiving, (IO_STATUS_BLOCK *)&receiving,
                                            IOCTL_AFD_RECEIVE_DATAGRAM, &receive, sizeof receive, NULL, 0);
    CHECK(status == STATUS_SUCCESS || status == STATUS_PENDING);
    CHECK_EQ(packet(&receiving), 5);
    CHECK_STR(data, "hello");
    CHECK_EQ(from.sin_port, to.sin_port);
    CHECK_EQ(NtDeviceIoControlFile((HANDLE)s, NULL, NULL, &peeking, (IO_STATUS_BLOCK *)&peeking, IOCTL_AFD_RECEIVE,
                                   &peek, 8, NULL, 0),
             (NTSTATUS)STATUS_INVALID_PARAMETER);
    struct receive nowhere = {NULL, 1, AFD_OVERLAPPED, TDI_RECEIVE_NORMAL};
    CHECK_EQ(NtDeviceIoControlFile((HANDLE)s, NULL, NULL, &peeking, (IO_STATUS_BLOCK *)&peeking, IOCTL_AFD_RECEIVE,
                                   &nowhere, sizeof nowhere, NULL, 0),
             (NTSTATUS)STATUS_ACCESS_VIOLATION);
    struct receive too_many = {&nothing, 0x7FFFFFFF, AFD_OVERLAPPED, TDI_RECEIVE_NORMAL};
    CHECK_EQ(NtDeviceIoControlFile((HANDLE)s, NULL, NULL, &peeking, (IO_STATUS_BLOCK *)&peeking, IOCTL_AFD_RECEIVE,
                                   &too_many, sizeof too_many, NULL, 0),
             (NTSTATUS)STATUS_INVALID_PARAMETER);
    CHECK(no_packet());
    closesocket(s);
}

static NTSTATUS begin_poll(SOCKET driver, SOCKET s, struct poll *poll, OVERLAPPED *block, ULONG events)
{
    memset(poll, 0, sizeof *poll);
    poll->timeout = 0x7FFFFFFFFFFFFFFF;
    poll->count = 1;
    poll->exclusive = TRUE;
    poll->sockets[0].handle = (HANDLE)s;
    poll->sockets[0].events = events;
    return NtDeviceIoControlFile((HANDLE)driver, NULL, NULL, block, (IO_STATUS_BLOCK *)block, IOCTL_AFD_POLL, poll,
                                 sizeof *poll, poll, sizeof *poll);
}

TEST(polls_by_another_socket)
{
    struct sockaddr_in to, driver_address;
    struct poll poll;
    OVERLAPPED block = {0};
    SOCKET s = datagrams(&to), driver = datagrams(&driver_address);
    CHECK_EQ(begin_poll(driver, s, &poll, &block, AFD_POLL_RECEIVE), STATUS_PENDING);
    CHECK_EQ(sendto(s, "x", 1, 0, (struct sockaddr *)&to, sizeof to), 1);
    packet(&block);
    CHECK_EQ(block.Internal, STATUS_SUCCESS);
    CHECK_EQ(poll.count, 1);
    CHECK(poll.sockets[0].handle == (HANDLE)s);
    CHECK_EQ(poll.sockets[0].events, AFD_POLL_RECEIVE);
    CHECK_EQ(begin_poll(driver, s, &poll, &block, AFD_POLL_SEND), STATUS_SUCCESS);
    CHECK_EQ(poll.sockets[0].events, AFD_POLL_SEND);
    packet(&block);
    closesocket(s);
    closesocket(driver);
}

TEST(exclusive_polls_end_each_other)
{
    struct sockaddr_in to, driver_address;
    struct poll first, second;
    OVERLAPPED one = {0}, two = {0};
    SOCKET s = datagrams(&to), driver = datagrams(&driver_address);
    CHECK_EQ(begin_poll(driver, s, &first, &one, AFD_POLL_RECEIVE), STATUS_PENDING);
    CHECK_EQ(begin_poll(s, s, &second, &two, AFD_POLL_RECEIVE), STATUS_PENDING);
    packet(&one);
    CHECK(CancelIoEx((HANDLE)s, &two));
    packet(&two);
    CHECK_EQ(two.Internal, (DWORD)STATUS_CANCELLED);
    CHECK(no_packet());
    closesocket(s);
    closesocket(driver);
}

TEST(a_cut_datagram_is_told_once)
{
    struct sockaddr_in to;
    char data[8] = "";
    OVERLAPPED block = {0};
    WSABUF room = {3, data};
    DWORD flags = 0, bytes = 0;
    SOCKET s = datagrams(&to);
    CHECK_EQ(sendto(s, "hello", 5, 0, (struct sockaddr *)&to, sizeof to), 5);
    CHECK_WSA(WSARecvFrom(s, &room, 1, NULL, &flags, NULL, NULL, &block, NULL), WSA_IO_PENDING);
    packet(&block);
    CHECK(!WSAGetOverlappedResult(s, &block, &bytes, FALSE, &flags));
    CHECK_EQ(WSAGetLastError(), WSAEMSGSIZE);
    CHECK_EQ(bytes, 3);
    CHECK_STR(data, "hel");
    CHECK(no_packet());
    closesocket(s);
}

TEST(sends_from_very_many_buffers)
{
    enum { COUNT = 3000 };
    static WSABUF buffers[COUNT];
    static char data[COUNT], got[COUNT];
    SOCKET a, b;
    DWORD sent = 0;
    int n = 0;
    for (int i = 0; i < COUNT; i++) {
        data[i] = (char)(i * 7);
        buffers[i].len = 1;
        buffers[i].buf = data + i;
    }
    net_pair(&a, &b);
    CHECK_EQ(WSASend(a, buffers, COUNT, &sent, 0, NULL, NULL), 0);
    CHECK_EQ(sent, COUNT);
    while (n < COUNT) {
        int more = recv(b, got + n, COUNT - n, 0);
        if (!CHECK(more > 0)) {
            break;
        }
        n += more;
    }
    CHECK(memcmp(got, data, COUNT) == 0);
    closesocket(a);
    closesocket(b);
}

int main(void)
{
    net_start();
    port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 1);
    RUN(receives_by_control_codes);
    RUN(polls_by_another_socket);
    RUN(exclusive_polls_end_each_other);
    RUN(a_cut_datagram_is_told_once);
    RUN(sends_from_very_many_buffers);
    return guest_done();
}
