/* Waiting for sockets: select, WSAPoll, WSAEventSelect. */
// build: -lws2_32
#include "net/net.h"

static int selects(SOCKET s, char set, int milliseconds)
{
    fd_set fds;
    struct timeval time = {milliseconds / 1000, milliseconds % 1000 * 1000};
    FD_ZERO(&fds);
    FD_SET(s, &fds);
    int n = select(0, set == 'r' ? &fds : NULL, set == 'w' ? &fds : NULL, set == 'e' ? &fds : NULL, &time);
    if (n >= 0) {
        CHECK_EQ(FD_ISSET(s, &fds) ? 1 : 0, n);
    }
    return n;
}

TEST(select_tells_readiness)
{
    SOCKET a, b;
    char c;
    struct sockaddr_in address;
    SOCKET listener = net_listen(&address);
    CHECK_EQ(selects(listener, 'r', 0), 0);
    a = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_EQ(selects(a, 'w', 0), 0);
    CHECK_EQ(selects(a, 'r', 0), 0);
    net_nonblocking(a);
    int n = connect(a, (struct sockaddr *)&address, sizeof address);
    CHECK(n == 0 || WSAGetLastError() == WSAEWOULDBLOCK);
    CHECK_EQ(selects(a, 'w', 5000), 1);
    CHECK_EQ(selects(listener, 'r', 5000), 1);
    b = accept(listener, NULL, NULL);
    CHECK_EQ(selects(b, 'r', 0), 0);
    CHECK_EQ(selects(b, 'r', 20), 0);
    send(a, "x", 1, 0);
    CHECK_EQ(selects(b, 'r', 5000), 1);
    recv(b, &c, 1, 0);
    closesocket(a);
    CHECK_EQ(selects(b, 'r', 5000), 1);
    CHECK_EQ(recv(b, &c, 1, 0), 0);
    closesocket(b);
    closesocket(listener);
    CHECK_WSA(select(0, NULL, NULL, NULL, NULL), WSAEINVAL);
    CHECK_WSA(selects(b, 'r', 0), WSAENOTSOCK);
}

TEST(select_tells_failed_connections)
{
    struct sockaddr_in address;
    SOCKET listener = net_listen(&address);
    closesocket(listener);
    SOCKET a = socket(AF_INET, SOCK_STREAM, 0);
    net_nonblocking(a);
    if (connect(a, (struct sockaddr *)&address, sizeof address) == -1 && WSAGetLastError() == WSAEWOULDBLOCK) {
        CHECK_EQ(selects(a, 'e', 10000), 1);
        int error = 0, size = sizeof error;
        CHECK_EQ(getsockopt(a, SOL_SOCKET, SO_ERROR, (char *)&error, &size), 0);
        CHECK_EQ(error, WSAECONNREFUSED);
    }
    closesocket(a);
}

static DWORD WINAPI send_later(void *socket)
{
    Sleep(50);
    send((SOCKET)socket, "later", 5, 0);
    return 0;
}

TEST(wsapoll)
{
    SOCKET a, b;
    net_pair(&a, &b);
    WSAPOLLFD fds[3] = {{a, POLLIN | POLLOUT, 0}, {b, POLLIN, 0}, {INVALID_SOCKET, POLLIN, 0}};
    CHECK_EQ(WSAPoll(fds, 3, 0), 1);
    CHECK_EQ(fds[0].revents, POLLWRNORM);
    CHECK_EQ(fds[1].revents, 0);
    HANDLE thread = CreateThread(NULL, 0, send_later, (void *)a, 0, NULL);
    CHECK_EQ(WSAPoll(fds + 1, 1, 10000), 1);
    CHECK_EQ(fds[1].revents, POLLRDNORM);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    char text[8];
    recv(b, text, sizeof text, 0);
    CHECK_EQ(WSAPoll(fds + 1, 1, 10), 0);
    closesocket(a);
    CHECK_EQ(WSAPoll(fds + 1, 1, 10000), 1);
    CHECK((fds[1].revents & POLLHUP) != 0);
    closesocket(b);
}

static long events_of(SOCKET s, HANDLE event, DWORD milliseconds)
{
    WSANETWORKEVENTS events;
    if (WSAWaitForMultipleEvents(1, &event, FALSE, milliseconds, FALSE) != WSA_WAIT_EVENT_0) {
        return 0;
    }
    CHECK_EQ(WSAEnumNetworkEvents(s, event, &events), 0);
    return events.lNetworkEvents;
}

TEST(network_events)
{
    struct sockaddr_in address;
    SOCKET listener = net_listen(&address);
    HANDLE coming = WSACreateEvent(), event = WSACreateEvent();
    CHECK_EQ(WSAEventSelect(listener, coming, FD_ACCEPT), 0);
    CHECK_EQ(events_of(listener, coming, 0), 0);
    SOCKET a = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_EQ(WSAEventSelect(a, event, FD_CONNECT | FD_READ | FD_WRITE | FD_CLOSE), 0);
    int n = connect(a, (struct sockaddr *)&address, sizeof address);
    CHECK(n == 0 || WSAGetLastError() == WSAEWOULDBLOCK);
    long seen = 0;
    while ((seen & FD_WRITE) == 0) {
        long more = events_of(a, event, 5000);
        if (!CHECK(more != 0)) {
            break;
        }
        seen |= more;
    }
    CHECK_EQ(seen, FD_CONNECT | FD_WRITE);
    CHECK_EQ(events_of(listener, coming, 5000), FD_ACCEPT);
    SOCKET b = accept(listener, NULL, NULL);
    CHECK(b != INVALID_SOCKET);
    CHECK_EQ(WSAEventSelect(b, NULL, 0), 0);
    u_long off = 0;
    CHECK_EQ(ioctlsocket(b, FIONBIO, &off), 0);
    CHECK_WSA(ioctlsocket(a, FIONBIO, &off), WSAEINVAL);

    char text[8];
    CHECK_EQ(events_of(a, event, 20), 0);
    CHECK_EQ(send(b, "123456", 6, 0), 6);
    CHECK_EQ(events_of(a, event, 5000), FD_READ);
    CHECK_EQ(events_of(a, event, 20), 0); /* not again before the program reads */
    CHECK_EQ(recv(a, text, 3, 0), 3);
    CHECK_EQ(events_of(a, event, 5000), FD_READ); /* there is more */
    CHECK_EQ(recv(a, text, 3, 0), 3);
    CHECK_EQ(events_of(a, event, 20), 0);
    closesocket(b);
    CHECK_EQ(events_of(a, event, 5000), FD_CLOSE);
    closesocket(a);
    closesocket(listener);
    WSACloseEvent(event);
    WSACloseEvent(coming);
}

TEST(events)
{
    WSAEVENT event = WSACreateEvent();
    CHECK_EQ(WSAWaitForMultipleEvents(1, &event, FALSE, 0, FALSE), WSA_WAIT_TIMEOUT);
    CHECK(WSASetEvent(event));
    CHECK_EQ(WSAWaitForMultipleEvents(1, &event, TRUE, WSA_INFINITE, FALSE), WSA_WAIT_EVENT_0);
    CHECK(WSAResetEvent(event));
    CHECK_EQ(WSAWaitForMultipleEvents(1, &event, TRUE, 0, FALSE), WSA_WAIT_TIMEOUT);
    CHECK(WSACloseEvent(event));
}

int main(void)
{
    net_start();
    RUN(select_tells_readiness);
    RUN(select_tells_failed_connections);
    RUN(wsapoll);
    RUN(network_events);
    RUN(events);
    return guest_done();
}
