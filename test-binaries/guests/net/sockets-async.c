/* Operations on sockets that go on after their calls: events, completion ports, routines, AcceptEx, ConnectEx, AFD. */
// build: -lws2_32 -lmswsock
#include "net/net.h"
#include <winternl.h>

static void overlapped_init(WSAOVERLAPPED *o, BOOL event)
{
    memset(o, 0, sizeof *o);
    o->hEvent = event ? WSACreateEvent() : NULL;
}

TEST(a_receive_with_an_event)
{
    SOCKET a, b;
    char text[16];
    WSABUF buffer = {sizeof text, text};
    DWORD n = 0, flags = 0;
    WSAOVERLAPPED o;
    net_pair(&a, &b);
    overlapped_init(&o, TRUE);
    CHECK_WSA(WSARecv(b, &buffer, 1, NULL, &flags, &o, NULL), WSA_IO_PENDING);
    CHECK(!HasOverlappedIoCompleted(&o));
    CHECK_EQ(WaitForSingleObject(o.hEvent, 0), WAIT_TIMEOUT);
    CHECK_ERROR(WSAGetOverlappedResult(b, &o, &n, FALSE, &flags), WSA_IO_INCOMPLETE);
    /* What the call has left pending is not told through its flags: they may be a local variable that is gone. */
    flags = 0x12345678;
    send(a, "event", 5, 0);
    CHECK_EQ(WaitForSingleObject(o.hEvent, 10000), WAIT_OBJECT_0);
    CHECK_EQ(flags, 0x12345678);
    CHECK(WSAGetOverlappedResult(b, &o, &n, FALSE, &flags));
    CHECK_EQ(flags, 0);
    CHECK_EQ(n, 5);
    CHECK(memcmp(text, "event", 5) == 0);
    /* Data that are there already, and a wait by the call itself. */
    send(a, "more", 4, 0);
    int r = WSARecv(b, &buffer, 1, &n, &flags, &o, NULL);
    CHECK(r == 0 || WSAGetLastError() == WSA_IO_PENDING);
    CHECK(WSAGetOverlappedResult(b, &o, &n, TRUE, &flags));
    CHECK_EQ(n, 4);
    /* The end of the connection. */
    r = WSARecv(b, &buffer, 1, &n, &flags, &o, NULL);
    CHECK(r == -1 && WSAGetLastError() == WSA_IO_PENDING);
    closesocket(a);
    CHECK(WSAGetOverlappedResult(b, &o, &n, TRUE, &flags));
    CHECK_EQ(n, 0);
    WSACloseEvent(o.hEvent);
    closesocket(b);
}

TEST(cancelling)
{
    SOCKET a, b;
    char text[16];
    WSABUF buffer = {sizeof text, text};
    DWORD n = 0, flags = 0;
    WSAOVERLAPPED o, p;
    net_pair(&a, &b);
    overlapped_init(&o, TRUE);
    overlapped_init(&p, TRUE);
    CHECK_ERROR(CancelIoEx((HANDLE)b, NULL), ERROR_NOT_FOUND);
    CHECK_WSA(WSARecv(b, &buffer, 1, NULL, &flags, &o, NULL), WSA_IO_PENDING);
    CHECK_WSA(WSARecv(b, &buffer, 1, NULL, &flags, &p, NULL), WSA_IO_PENDING);
    CHECK(CancelIoEx((HANDLE)b, &o));
    CHECK_EQ(WaitForSingleObject(o.hEvent, 10000), WAIT_OBJECT_0);
    CHECK_ERROR(WSAGetOverlappedResult(b, &o, &n, TRUE, &flags), WSA_OPERATION_ABORTED);
    CHECK_ERROR(GetOverlappedResult((HANDLE)b, &o, &n, TRUE), ERROR_OPERATION_ABORTED);
    CHECK(!HasOverlappedIoCompleted(&p));
    /* Closing the socket ends the rest. */
    closesocket(b);
    CHECK_EQ(WaitForSingleObject(p.hEvent, 10000), WAIT_OBJECT_0);
    CHECK(HasOverlappedIoCompleted(&p));
    WSACloseEvent(o.hEvent);
    WSACloseEvent(p.hEvent);
    closesocket(a);
}

static DWORD routine_error, routine_bytes, routine_calls;
static WSAOVERLAPPED *routine_overlapped;

static void CALLBACK routine(DWORD error, DWORD bytes, WSAOVERLAPPED *overlapped, DWORD flags)
{
    (void)flags;
    routine_error = error;
    routine_bytes = bytes;
    routine_overlapped = overlapped;
    routine_calls++;
}

TEST(completion_routines)
{
    SOCKET a, b;
    char text[16];
    WSABUF buffer = {sizeof text, text}, out = {3, "apc"};
    DWORD n = 0, flags = 0;
    WSAOVERLAPPED o, p;
    net_pair(&a, &b);
    overlapped_init(&o, FALSE);
    overlapped_init(&p, FALSE);
    CHECK_WSA(WSARecv(b, &buffer, 1, NULL, &flags, &o, routine), WSA_IO_PENDING);
    CHECK_EQ(SleepEx(20, TRUE), 0);
    int r = WSASend(a, &out, 1, &n, 0, &p, routine);
    CHECK(r == 0 || WSAGetLastError() == WSA_IO_PENDING);
    while (routine_calls < 2 && SleepEx(10000, TRUE) == WAIT_IO_COMPLETION) {
    }
    CHECK_EQ(routine_calls, 2);
    CHECK_EQ(routine_error, 0);
    CHECK_EQ(routine_bytes, 3);
    CHECK(routine_overlapped == &o || routine_overlapped == &p);
    closesocket(a);
    closesocket(b);
}

static void *extension(SOCKET s, GUID id)
{
    void *function = NULL;
    DWORD n = 0;
    CHECK_EQ(WSAIoctl(s, SIO_GET_EXTENSION_FUNCTION_POINTER, &id, sizeof id, &function, sizeof function, &n, NULL, NULL),
             0);
    CHECK_EQ(n, sizeof function);
    return function;
}

static void await(HANDLE port, ULONG_PTR key, void *overlapped, DWORD bytes)
{
    OVERLAPPED_ENTRY entry;
    ULONG count = 0;
    if (CHECK(GetQueuedCompletionStatusEx(port, &entry, 1, &count, 10000, FALSE))) {
        CHECK_EQ(count, 1);
        CHECK_EQ(entry.lpCompletionKey, key);
        CHECK(entry.lpOverlapped == overlapped);
        CHECK_EQ(entry.dwNumberOfBytesTransferred, bytes);
    }
}

TEST(a_completion_port_serves_a_connection)
{
    GUID accept_id = WSAID_ACCEPTEX, connect_id = WSAID_CONNECTEX, addresses_id = WSAID_GETACCEPTEXSOCKADDRS,
         disconnect_id = WSAID_DISCONNECTEX, unknown_id = {1, 2, 3, {4}};
    struct sockaddr_in address, any = net_loopback(0);
    HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    SOCKET listener = net_listen(&address), a = socket(AF_INET, SOCK_STREAM, 0), b = socket(AF_INET, SOCK_STREAM, 0);
    LPFN_ACCEPTEX accept_ex = (LPFN_ACCEPTEX)extension(listener, accept_id);
    LPFN_CONNECTEX connect_ex = (LPFN_CONNECTEX)extension(listener, connect_id);
    LPFN_GETACCEPTEXSOCKADDRS addresses = (LPFN_GETACCEPTEXSOCKADDRS)extension(listener, addresses_id);
    LPFN_DISCONNECTEX disconnect_ex = (LPFN_DISCONNECTEX)extension(listener, disconnect_id);
    void *nothing;
    DWORD n = 0, flags = 0;
    CHECK_WSA(WSAIoctl(listener, SIO_GET_EXTENSION_FUNCTION_POINTER, &unknown_id, sizeof unknown_id, &nothing,
                       sizeof nothing, &n, NULL, NULL),
              WSAEINVAL);
    CHECK(CreateIoCompletionPort((HANDLE)listener, port, 1, 0) == port);
    CHECK(CreateIoCompletionPort((HANDLE)a, port, 2, 0) == port);
    WSAOVERLAPPED oa, oc, o;
    overlapped_init(&oa, FALSE);
    overlapped_init(&oc, FALSE);
    overlapped_init(&o, FALSE);
    char output[256], text[16];
    WSABUF buffer = {sizeof text, text}, data = {4, "port"};

    CHECK_ERROR(accept_ex(listener, b, output, 10, sizeof address + 16, sizeof address + 16, &n, &oa),
                ERROR_IO_PENDING);
    CHECK_ERROR(connect_ex(a, (struct sockaddr *)&address, sizeof address, NULL, 0, NULL, &oc), WSAEINVAL);
    CHECK_EQ(bind(a, (struct sockaddr *)&any, sizeof any), 0);
    BOOL connected = connect_ex(a, (struct sockaddr *)&address, sizeof address, "first", 5, &n, &oc);
    CHECK(connected || WSAGetLastError() == ERROR_IO_PENDING);
    OVERLAPPED_ENTRY entries[2];
    ULONG count = 0, all = 0;
    while (all < 2 && CHECK(GetQueuedCompletionStatusEx(port, entries + all, 2 - all, &count, 10000, FALSE))) {
        all += count;
    }
    for (int i = 0; i < 2; i++) {
        BOOL accepted = entries[i].lpOverlapped == &oa;
        CHECK_EQ(entries[i].lpCompletionKey, accepted ? 1 : 2);
        CHECK(accepted || entries[i].lpOverlapped == &oc);
        CHECK_EQ(entries[i].dwNumberOfBytesTransferred, 5);
    }
    CHECK(memcmp(output, "first", 5) == 0);
    CHECK_EQ(setsockopt(b, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, (char *)&listener, sizeof listener), 0);
    CHECK_EQ(setsockopt(a, SOL_SOCKET, SO_UPDATE_CONNECT_CONTEXT, NULL, 0), 0);
    struct sockaddr *local, *remote, name;
    int local_size, remote_size, size = sizeof name;
    addresses(output, 10, sizeof address + 16, sizeof address + 16, &local, &local_size, &remote, &remote_size);
    CHECK_EQ(local_size, sizeof address);
    CHECK_EQ(((struct sockaddr_in *)local)->sin_port, address.sin_port);
    CHECK_EQ(getpeername(b, &name, &size), 0);
    CHECK_EQ(memcmp(&name, remote, sizeof address), 0);

    CHECK(CreateIoCompletionPort((HANDLE)b, port, 3, 0) == port);
    CHECK_WSA(WSARecv(b, &buffer, 1, NULL, &flags, &o, NULL), WSA_IO_PENDING);
    CHECK(WSASend(a, &data, 1, &n, 0, &oa, NULL) == 0 || WSAGetLastError() == WSA_IO_PENDING);
    all = 0;
    while (all < 2 && CHECK(GetQueuedCompletionStatusEx(port, entries, 2, &count, 10000, FALSE))) {
        all += count;
    }
    /* From now on only what goes on is told to the port. */
    CHECK(SetFileCompletionNotificationModes((HANDLE)b, FILE_SKIP_COMPLETION_PORT_ON_SUCCESS));
    CHECK_EQ(send(a, "12", 2, 0), 2);
    fd_set readable;
    FD_ZERO(&readable);
    FD_SET(b, &readable);
    CHECK_EQ(select(0, &readable, NULL, NULL, NULL), 1);
    CHECK_EQ(WSARecv(b, &buffer, 1, &n, &flags, &o, NULL), 0);
    CHECK_EQ(n, 2);
    CHECK(!GetQueuedCompletionStatusEx(port, entries, 2, &count, 0, FALSE));
    CHECK_WSA(WSARecv(b, &buffer, 1, NULL, &flags, &o, NULL), WSA_IO_PENDING);
    CHECK_EQ(send(a, "123", 3, 0), 3);
    await(port, 3, &o, 3);
    /* A handle's low bit keeps an operation from the port. */
    o.hEvent = (HANDLE)((ULONG_PTR)CreateEventA(NULL, TRUE, FALSE, NULL) | 1);
    CHECK_WSA(WSARecv(b, &buffer, 1, NULL, &flags, &o, NULL), WSA_IO_PENDING);
    CHECK_EQ(send(a, "123", 3, 0), 3);
    CHECK(WSAGetOverlappedResult(b, &o, &n, TRUE, &flags));
    CHECK(!GetQueuedCompletionStatusEx(port, entries, 2, &count, 0, FALSE));
    CHECK(disconnect_ex(b, NULL, 0, 0));
    CHECK_EQ(recv(a, text, sizeof text, 0), 0);
    closesocket(a);
    closesocket(b);
    closesocket(listener);
    CloseHandle(port);
}

TEST(a_connection_that_fails)
{
    GUID connect_id = WSAID_CONNECTEX;
    struct sockaddr_in address, any = net_loopback(0);
    SOCKET listener = net_listen(&address), a = socket(AF_INET, SOCK_STREAM, 0);
    LPFN_CONNECTEX connect_ex = (LPFN_CONNECTEX)extension(listener, connect_id);
    closesocket(listener);
    WSAOVERLAPPED o;
    DWORD n = 0, flags = 0;
    overlapped_init(&o, TRUE);
    bind(a, (struct sockaddr *)&any, sizeof any);
    BOOL done = connect_ex(a, (struct sockaddr *)&address, sizeof address, NULL, 0, &n, &o);
    if (!done && WSAGetLastError() == ERROR_IO_PENDING) {
        CHECK_ERROR(WSAGetOverlappedResult(a, &o, &n, TRUE, &flags), WSAECONNREFUSED);
    } else {
        CHECK_EQ(WSAGetLastError(), WSAECONNREFUSED);
    }
    closesocket(a);
    WSACloseEvent(o.hEvent);
}

TEST(datagrams_with_addresses)
{
    SOCKET a = socket(AF_INET, SOCK_DGRAM, 0), b = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in address = net_loopback(0), from;
    int size = sizeof address, from_size = sizeof from;
    char text[4];
    WSABUF buffer = {sizeof text, text}, out = {3, "abc"}, large = {6, "abcdef"};
    DWORD n = 0, flags = 0;
    WSAOVERLAPPED o;
    bind(b, (struct sockaddr *)&address, sizeof address);
    getsockname(b, (struct sockaddr *)&address, &size);
    overlapped_init(&o, TRUE);
    CHECK_WSA(WSARecvFrom(b, &buffer, 1, NULL, &flags, (struct sockaddr *)&from, &from_size, &o, NULL),
              WSA_IO_PENDING);
    CHECK_EQ(WSASendTo(a, &out, 1, &n, 0, (struct sockaddr *)&address, sizeof address, NULL, NULL), 0);
    CHECK(WSAGetOverlappedResult(b, &o, &n, TRUE, &flags));
    CHECK_EQ(n, 3);
    CHECK_EQ(from_size, sizeof from);
    CHECK_EQ(from.sin_addr.s_addr, htonl(INADDR_LOOPBACK));
    flags = 0;
    CHECK_WSA(WSARecvFrom(b, &buffer, 1, NULL, &flags, (struct sockaddr *)&from, &from_size, &o, NULL),
              WSA_IO_PENDING);
    CHECK_EQ(WSASendTo(a, &large, 1, &n, 0, (struct sockaddr *)&address, sizeof address, NULL, NULL), 0);
    CHECK_ERROR(WSAGetOverlappedResult(b, &o, &n, TRUE, &flags), WSAEMSGSIZE);
    closesocket(a);
    closesocket(b);
    WSACloseEvent(o.hEvent);
}

TEST(messages_with_control_data)
{
    GUID receive_id = WSAID_WSARECVMSG;
    SOCKET a = socket(AF_INET, SOCK_DGRAM, 0), b = socket(AF_INET, SOCK_DGRAM, 0);
    LPFN_WSARECVMSG receive = (LPFN_WSARECVMSG)extension(b, receive_id);
    struct sockaddr_in address = net_loopback(0), from;
    int size = sizeof address;
    DWORD on = 1, n = 0;
    char text[16], control[256];
    WSABUF buffer = {sizeof text, text}, out = {7, "message"};
    WSAMSG message = {(struct sockaddr *)&from, sizeof from, &buffer, 1, {sizeof control, control}, 0};
    bind(b, (struct sockaddr *)&address, sizeof address);
    getsockname(b, (struct sockaddr *)&address, &size);
    CHECK_EQ(setsockopt(b, IPPROTO_IP, IP_PKTINFO, (char *)&on, sizeof on), 0);
    WSAMSG sending = {(struct sockaddr *)&address, sizeof address, &out, 1, {0, NULL}, 0};
    CHECK_EQ(WSASendMsg(a, &sending, 0, &n, NULL, NULL), 0);
    CHECK_EQ(n, 7);
    CHECK_EQ(receive(b, &message, &n, NULL, NULL), 0);
    CHECK_EQ(n, 7);
    CHECK_EQ(from.sin_addr.s_addr, htonl(INADDR_LOOPBACK));
    WSACMSGHDR *header = WSA_CMSG_FIRSTHDR(&message);
    if (CHECK(header != NULL)) {
        CHECK_EQ(header->cmsg_level, IPPROTO_IP);
        CHECK_EQ(header->cmsg_type, IP_PKTINFO);
        struct in_addr *to = (struct in_addr *)WSA_CMSG_DATA(header);
        CHECK_EQ(to->s_addr, htonl(INADDR_LOOPBACK));
        CHECK(WSA_CMSG_NXTHDR(&message, header) == NULL);
    }
    WSAOVERLAPPED o;
    DWORD flags = 0;
    overlapped_init(&o, TRUE);
    message.Control.len = sizeof control;
    message.dwFlags = 0;
    CHECK_WSA(receive(b, &message, NULL, &o, NULL), WSA_IO_PENDING);
    CHECK_EQ(WSASendMsg(a, &sending, 0, &n, NULL, NULL), 0);
    CHECK(WSAGetOverlappedResult(b, &o, &n, TRUE, &flags));
    CHECK_EQ(n, 7);
    CHECK(message.Control.len >= sizeof(WSACMSGHDR));
    WSACloseEvent(o.hEvent);
    closesocket(a);
    closesocket(b);
}

TEST(transmitting_a_file)
{
    SOCKET a, b;
    char text[32] = "";
    DWORD n = 0;
    int got = 0, r;
    HANDLE file = CreateFileA("transmit.tmp", GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS,
                              FILE_FLAG_DELETE_ON_CLOSE, NULL);
    CHECK(WriteFile(file, "contents", 8, &n, NULL));
    SetFilePointer(file, 0, NULL, FILE_BEGIN);
    net_pair(&a, &b);
    TRANSMIT_FILE_BUFFERS parts = {"<", 1, ">", 1};
    CHECK(TransmitFile(a, file, 0, 0, NULL, &parts, 0));
    shutdown(a, SD_SEND);
    while ((r = recv(b, text + got, (int)sizeof text - 1 - got, 0)) > 0) {
        got += r;
    }
    CHECK_STR(text, "<contents>");
    closesocket(a);
    closesocket(b);
    CloseHandle(file);
}

/* The socket driver, as event loops use it below Windows Sockets. */
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
#define AFD_DISCONNECT 0x8
#define AFD_ABORT 0x10
#define AFD_ACCEPT 0x80
#define AFD_CONNECT_FAIL 0x100

typedef NTSTATUS(NTAPI *CREATE)(HANDLE *, ACCESS_MASK, OBJECT_ATTRIBUTES *, IO_STATUS_BLOCK *, LARGE_INTEGER *, ULONG,
                                ULONG, ULONG, ULONG, void *, ULONG);
typedef NTSTATUS(NTAPI *CONTROL)(HANDLE, HANDLE, void *, void *, IO_STATUS_BLOCK *, ULONG, void *, ULONG, void *,
                                 ULONG);
typedef NTSTATUS(NTAPI *CANCEL)(HANDLE, IO_STATUS_BLOCK *, IO_STATUS_BLOCK *);

static NTSTATUS poll_socket(CONTROL control, HANDLE afd, POLL_INFO *info, IO_STATUS_BLOCK *block, SOCKET s,
                            ULONG events)
{
    memset(info, 0, sizeof *info);
    info->timeout.QuadPart = 0x7FFFFFFFFFFFFFFFLL;
    info->handles = 1;
    info->handle = (HANDLE)s;
    info->events = events;
    block->Status = 0x103;
    return control(afd, NULL, NULL, block, block, IOCTL_POLL, info, sizeof *info, info, sizeof *info);
}

TEST(polling_the_driver)
{
    HMODULE ntdll = GetModuleHandleA("ntdll.dll");
    CREATE create = (CREATE)(void *)GetProcAddress(ntdll, "NtCreateFile");
    CONTROL control = (CONTROL)(void *)GetProcAddress(ntdll, "NtDeviceIoControlFile");
    CANCEL cancel = (CANCEL)(void *)GetProcAddress(ntdll, "NtCancelIoFileEx");
    WCHAR path[] = L"\\Device\\Afd\\Guest";
    UNICODE_STRING name = {sizeof path - 2, sizeof path, path};
    OBJECT_ATTRIBUTES attributes;
    InitializeObjectAttributes(&attributes, &name, 0, NULL, NULL);
    IO_STATUS_BLOCK block, other;
    HANDLE afd = NULL;
    CHECK_EQ(create(&afd, SYNCHRONIZE, &attributes, &block, NULL, 0, FILE_SHARE_READ | FILE_SHARE_WRITE, 1, 0, NULL, 0),
             0);
    HANDLE port = CreateIoCompletionPort(afd, NULL, 9, 0);
    CHECK(port != NULL);
    CHECK(SetFileCompletionNotificationModes(afd, FILE_SKIP_SET_EVENT_ON_HANDLE));
    SOCKET a, b, base = 0;
    POLL_INFO info;
    DWORD n = 0;
    net_pair(&a, &b);
    CHECK_EQ(WSAIoctl(a, 0x48000022 /* SIO_BASE_HANDLE */, NULL, 0, &base, sizeof base, &n, NULL, NULL), 0);
    CHECK_EQ(base, a);
    NTSTATUS status = poll_socket(control, afd, &info, &block, a, AFD_SEND | AFD_RECEIVE);
    CHECK(status == 0 || status == 0x103);
    await(port, 9, &block, sizeof info);
    CHECK_EQ(info.handles, 1);
    CHECK_EQ(info.events, AFD_SEND);

    CHECK_EQ(poll_socket(control, afd, &info, &block, b, AFD_RECEIVE | AFD_DISCONNECT | AFD_ABORT), 0x103);
    OVERLAPPED_ENTRY entry;
    ULONG count;
    CHECK(!GetQueuedCompletionStatusEx(port, &entry, 1, &count, 10, FALSE));
    send(a, "x", 1, 0);
    await(port, 9, &block, sizeof info);
    CHECK_EQ(info.events, AFD_RECEIVE);
    char c;
    recv(b, &c, 1, 0);

    CHECK_EQ(poll_socket(control, afd, &info, &block, b, AFD_RECEIVE), 0x103);
    CHECK_EQ(cancel(afd, &block, &other), 0);
    await(port, 9, &block, 0);
    CHECK_EQ((ULONG)block.Status, 0xC0000120);
    CHECK_EQ((ULONG)cancel(afd, &block, &other), 0xC0000225);

    CHECK_EQ(poll_socket(control, afd, &info, &block, b, AFD_RECEIVE | AFD_DISCONNECT), 0x103);
    closesocket(a);
    await(port, 9, &block, sizeof info);
    CHECK((info.events & AFD_DISCONNECT) != 0);
    closesocket(b);

    struct sockaddr_in address;
    SOCKET listener = net_listen(&address);
    CHECK_EQ(poll_socket(control, afd, &info, &block, listener, AFD_ACCEPT), 0x103);
    a = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_EQ(connect(a, (struct sockaddr *)&address, sizeof address), 0);
    await(port, 9, &block, sizeof info);
    CHECK_EQ(info.events, AFD_ACCEPT);
    closesocket(listener);
    closesocket(a);

    a = socket(AF_INET, SOCK_STREAM, 0);
    net_nonblocking(a);
    if (connect(a, (struct sockaddr *)&address, sizeof address) == -1 && WSAGetLastError() == WSAEWOULDBLOCK) {
        poll_socket(control, afd, &info, &block, a, AFD_SEND | AFD_CONNECT_FAIL);
        await(port, 9, &block, sizeof info);
        CHECK((info.events & AFD_CONNECT_FAIL) != 0);
        int error = 0, size = sizeof error;
        CHECK_EQ(getsockopt(a, SOL_SOCKET, SO_ERROR, (char *)&error, &size), 0);
        CHECK_EQ(error, WSAECONNREFUSED);
    }
    closesocket(a);
    CloseHandle(afd);
    CloseHandle(port);
}

static DWORD WINAPI waits(void *socket)
{
    char c;
    return recv((SOCKET)socket, &c, 1, 0) == -1 ? (DWORD)WSAGetLastError() : 0;
}

TEST(cancelling_a_call_of_another_thread)
{
    SOCKET a, b;
    net_pair(&a, &b);
    CHECK_ERROR(CancelSynchronousIo(GetCurrentThread()), ERROR_NOT_FOUND);
    HANDLE thread = CreateThread(NULL, 0, waits, (void *)b, 0, NULL);
    int tries = 0;
    while (!CancelSynchronousIo(thread) && tries++ < 1000) {
        Sleep(5);
    }
    DWORD error = 0;
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    GetExitCodeThread(thread, &error);
    CHECK_EQ(error, ERROR_OPERATION_ABORTED);
    CloseHandle(thread);
    closesocket(a);
    closesocket(b);
}

int main(void)
{
    net_start();
    RUN(a_receive_with_an_event);
    RUN(cancelling);
    RUN(completion_routines);
    RUN(a_completion_port_serves_a_connection);
    RUN(a_connection_that_fails);
    RUN(datagrams_with_addresses);
    RUN(messages_with_control_data);
    RUN(transmitting_a_file);
    RUN(polling_the_driver);
    RUN(cancelling_a_call_of_another_thread);
    return guest_done();
}
