/* Windows Sockets: start-up, connections, data, options, errors. */
// build: -lws2_32
#include "net/net.h"
#include <ws2spi.h>

TEST(nothing_works_before_startup)
{
    CHECK_EQ(socket(AF_INET, SOCK_STREAM, 0), INVALID_SOCKET);
    CHECK_EQ(WSAGetLastError(), WSANOTINITIALISED);
    CHECK_WSA(WSACleanup(), WSANOTINITIALISED);
}

TEST(startup)
{
    WSADATA data;
    CHECK_EQ(WSAStartup(MAKEWORD(2, 2), &data), 0);
    CHECK_EQ(data.wVersion, MAKEWORD(2, 2));
    CHECK_EQ(data.wHighVersion, MAKEWORD(2, 2));
    CHECK_EQ(WSAStartup(MAKEWORD(1, 1), &data), 0);
    CHECK_EQ(data.wVersion, MAKEWORD(1, 1));
    CHECK_EQ(WSACleanup(), 0);
    CHECK_EQ(WSAStartup(MAKEWORD(0, 0), &data), WSAVERNOTSUPPORTED);
}

TEST(a_connection)
{
    SOCKET a, b;
    char text[64];
    struct sockaddr_in local, peer;
    int size = sizeof local;
    net_pair(&a, &b);
    CHECK_EQ(send(a, "hello", 5, 0), 5);
    CHECK_EQ(recv(b, text, sizeof text, MSG_PEEK), 5);
    u_long waiting = 0;
    CHECK_EQ(ioctlsocket(b, FIONREAD, &waiting), 0);
    CHECK_EQ(waiting, 5);
    CHECK_EQ(recv(b, text, 2, 0), 2);
    CHECK_EQ(recv(b, text + 2, sizeof text - 2, 0), 3);
    CHECK(memcmp(text, "hello", 5) == 0);
    CHECK_EQ(getsockname(a, (struct sockaddr *)&local, &size), 0);
    size = sizeof peer;
    CHECK_EQ(getpeername(b, (struct sockaddr *)&peer, &size), 0);
    CHECK_EQ(local.sin_port, peer.sin_port);
    CHECK_EQ(peer.sin_family, AF_INET);
    size = 4;
    CHECK_WSA(getpeername(b, (struct sockaddr *)&peer, &size), WSAEFAULT);

    CHECK_EQ(shutdown(a, SD_SEND), 0);
    CHECK_EQ(recv(b, text, sizeof text, 0), 0);
    CHECK_WSA(send(a, "x", 1, 0), WSAESHUTDOWN);
    CHECK_EQ(send(b, "back", 4, 0), 4);
    CHECK_EQ(recv(a, text, sizeof text, 0), 4);
    CHECK_EQ(closesocket(a), 0);
    CHECK_EQ(closesocket(b), 0);
    CHECK_WSA(closesocket(b), WSAENOTSOCK);
    CHECK_WSA(send(b, "x", 1, 0), WSAENOTSOCK);
}

TEST(sockets_are_files)
{
    SOCKET a, b;
    char text[16];
    DWORD n = 0;
    net_pair(&a, &b);
    CHECK_EQ(GetFileType((HANDLE)a), FILE_TYPE_PIPE);
    OVERLAPPED overlapped;
    memset(&overlapped, 0, sizeof overlapped);
    overlapped.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
    CHECK(WriteFile((HANDLE)a, "data", 4, &n, &overlapped) || GetLastError() == ERROR_IO_PENDING);
    CHECK(GetOverlappedResult((HANDLE)a, &overlapped, &n, TRUE));
    CHECK_EQ(n, 4);
    CHECK(ReadFile((HANDLE)b, text, sizeof text, &n, &overlapped) || GetLastError() == ERROR_IO_PENDING);
    CHECK(GetOverlappedResult((HANDLE)b, &overlapped, &n, TRUE));
    CHECK_EQ(n, 4);
    DWORD flags = 0;
    CHECK(GetHandleInformation((HANDLE)a, &flags));
    CHECK_EQ(flags & HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
    SOCKET quiet = WSASocketW(AF_INET, SOCK_STREAM, 0, NULL, 0, WSA_FLAG_OVERLAPPED | 0x80);
    CHECK(GetHandleInformation((HANDLE)quiet, &flags));
    CHECK_EQ(flags & HANDLE_FLAG_INHERIT, 0);
    closesocket(quiet);
    CloseHandle(overlapped.hEvent);
    closesocket(a);
    closesocket(b);
}

TEST(large_transfers_wait)
{
    SOCKET a, b;
    static char big[1 << 20];
    net_pair(&a, &b);
    net_nonblocking(b);
    memset(big, 'x', sizeof big);
    /* The peer does not read yet: a socket that may not wait takes a part. */
    net_nonblocking(a);
    int sent = 0, n;
    for (int i = 0; i < 100 && (n = send(a, big, sizeof big, 0)) > 0; i++) {
        sent += n;
    }
    CHECK_EQ(n, -1);
    CHECK_EQ(WSAGetLastError(), WSAEWOULDBLOCK);
    int received = 0;
    while (received < sent) {
        n = recv(b, big, sizeof big, 0);
        if (n < 0 && WSAGetLastError() == WSAEWOULDBLOCK) {
            Sleep(1);
            continue;
        }
        if (!CHECK(n > 0)) {
            break;
        }
        received += n;
    }
    CHECK_WSA(recv(b, big, 1, 0), WSAEWOULDBLOCK);
    closesocket(a);
    closesocket(b);
}

static DWORD WINAPI reader(void *socket)
{
    static char buffer[1 << 16];
    DWORD total = 0;
    int n;
    while ((n = recv((SOCKET)socket, buffer, sizeof buffer, 0)) > 0) {
        total += (DWORD)n;
    }
    return total;
}

TEST(a_blocking_send_sends_all)
{
    SOCKET a, b;
    static char big[3 << 20];
    net_pair(&a, &b);
    HANDLE thread = CreateThread(NULL, 0, reader, (void *)b, 0, NULL);
    CHECK_EQ(send(a, big, sizeof big, 0), sizeof big);
    shutdown(a, SD_SEND);
    DWORD total = 0;
    CHECK_EQ(WaitForSingleObject(thread, 20000), WAIT_OBJECT_0);
    GetExitCodeThread(thread, &total);
    CHECK_EQ(total, sizeof big);
    CloseHandle(thread);
    closesocket(a);
    closesocket(b);
}

static DWORD WINAPI late_sender(void *socket)
{
    Sleep(30);
    send((SOCKET)socket, "second", 6, 0);
    return 0;
}

TEST(waitall_and_several_buffers)
{
    SOCKET a, b;
    char first[5], second[10];
    WSABUF buffers[2] = {{5, first}, {10, second}};
    DWORD n = 0, flags = 0;
    net_pair(&a, &b);
    WSABUF parts[3] = {{3, "one"}, {0, NULL}, {5, "three"}};
    CHECK_EQ(WSASend(a, parts, 3, &n, 0, NULL, NULL), 0);
    CHECK_EQ(n, 8);
    CHECK_EQ(WSARecv(b, buffers, 2, &n, &flags, NULL, NULL), 0);
    CHECK_EQ(n, 8);
    CHECK(memcmp(first, "oneth", 5) == 0 && memcmp(second, "ree", 3) == 0);
    send(a, "first ", 6, 0);
    HANDLE thread = CreateThread(NULL, 0, late_sender, (void *)a, 0, NULL);
    char text[13] = "";
    CHECK_EQ(recv(b, text, 12, MSG_WAITALL), 12);
    CHECK_STR(text, "first second");
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    closesocket(a);
    closesocket(b);
}

TEST(datagrams)
{
    SOCKET a = socket(AF_INET, SOCK_DGRAM, 0), b = socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP);
    struct sockaddr_in address = net_loopback(0), from;
    int size = sizeof address;
    char text[64];
    CHECK_WSA(getsockname(b, (struct sockaddr *)&from, &size), WSAEINVAL);
    CHECK_EQ(bind(b, (struct sockaddr *)&address, sizeof address), 0);
    size = sizeof address;
    CHECK_EQ(getsockname(b, (struct sockaddr *)&address, &size), 0);
    CHECK_EQ(sendto(a, "datagram", 8, 0, (struct sockaddr *)&address, sizeof address), 8);
    CHECK_EQ(sendto(a, "", 0, 0, (struct sockaddr *)&address, sizeof address), 0);
    CHECK_EQ(sendto(a, "too long", 8, 0, (struct sockaddr *)&address, sizeof address), 8);
    size = sizeof from;
    CHECK_EQ(recvfrom(b, text, sizeof text, 0, (struct sockaddr *)&from, &size), 8);
    CHECK_EQ(size, sizeof from);
    CHECK_EQ(from.sin_addr.s_addr, htonl(INADDR_LOOPBACK));
    CHECK_EQ(recv(b, text, sizeof text, 0), 0);
    memset(text, 0, sizeof text);
    CHECK_WSA(recv(b, text, 3, 0), WSAEMSGSIZE);
    CHECK_STR(text, "too");
    CHECK_EQ(connect(a, (struct sockaddr *)&address, sizeof address), 0);
    CHECK_EQ(send(a, "connected", 9, 0), 9);
    CHECK_EQ(recv(b, text, sizeof text, 0), 9);
    DWORD timeout = 50;
    CHECK_EQ(setsockopt(b, SOL_SOCKET, SO_RCVTIMEO, (char *)&timeout, sizeof timeout), 0);
    CHECK_WSA(recv(b, text, sizeof text, 0), WSAETIMEDOUT);
    CHECK_WSA(listen(b, 1), WSAEOPNOTSUPP);
    closesocket(a);
    closesocket(b);
}

TEST(connections_that_fail)
{
    struct sockaddr_in address;
    SOCKET listener = net_listen(&address);
    SOCKET second = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_WSA(bind(second, (struct sockaddr *)&address, sizeof address), WSAEADDRINUSE);
    closesocket(second);
    closesocket(listener);
    SOCKET s = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_WSA(connect(s, (struct sockaddr *)&address, sizeof address), WSAECONNREFUSED);
    CHECK_WSA(connect(s, (struct sockaddr *)&address, 3), WSAEFAULT);
    struct sockaddr_in other = address;
    other.sin_family = 77;
    CHECK_WSA(connect(s, (struct sockaddr *)&other, sizeof other), WSAEAFNOSUPPORT);
    char c;
    CHECK_WSA(recv(s, &c, 1, 0), WSAENOTCONN);
    CHECK_WSA(send(s, &c, 1, 0), WSAENOTCONN);
    CHECK_WSA(accept(s, NULL, NULL), WSAEINVAL);
    CHECK_WSA(listen(s, 1), WSAEINVAL);
    closesocket(s);
    CHECK_EQ(socket(99, SOCK_STREAM, 0), INVALID_SOCKET);
    CHECK_EQ(WSAGetLastError(), WSAEAFNOSUPPORT);
    CHECK_EQ(socket(AF_INET, SOCK_STREAM, IPPROTO_UDP), INVALID_SOCKET);
    CHECK_EQ(WSAGetLastError(), WSAEPROTONOSUPPORT);
    HANDLE event = CreateEventA(NULL, TRUE, FALSE, NULL);
    CHECK_WSA(send((SOCKET)event, &c, 1, 0), WSAENOTSOCK);
    CloseHandle(event);
}

/* Programs of Go compare the whole register with what a 32-bit -1 leaves there. */
TEST(failures_fill_the_lower_half_of_the_register)
{
    unsigned long long (WINAPI *whole)(SOCKET, char *, int, int) = (void *)recv;
    SOCKET a, b;
    char c;
    net_pair(&a, &b);
    net_nonblocking(b);
    CHECK_EQ(whole(b, &c, 1, 0), 0xFFFFFFFFull);
    CHECK_EQ(WSAGetLastError(), WSAEWOULDBLOCK);
    closesocket(a);
    closesocket(b);
}

TEST(a_reset_connection)
{
    SOCKET a, b;
    char c;
    struct linger abort = {1, 0};
    net_pair(&a, &b);
    CHECK_EQ(setsockopt(a, SOL_SOCKET, SO_LINGER, (char *)&abort, sizeof abort), 0);
    closesocket(a);
    CHECK_WSA(recv(b, &c, 1, 0), WSAECONNRESET);
    closesocket(b);
}

TEST(options)
{
    SOCKET s = socket(AF_INET, SOCK_STREAM, 0);
    int value = -1, size = sizeof value;
    CHECK_EQ(getsockopt(s, SOL_SOCKET, SO_TYPE, (char *)&value, &size), 0);
    CHECK_EQ(value, SOCK_STREAM);
    CHECK_EQ(size, 4);
    CHECK_EQ(getsockopt(s, SOL_SOCKET, SO_REUSEADDR, (char *)&value, &size), 0);
    CHECK_EQ(value, 0);
    value = 1;
    CHECK_EQ(setsockopt(s, SOL_SOCKET, SO_REUSEADDR, (char *)&value, sizeof value), 0);
    CHECK_EQ(getsockopt(s, SOL_SOCKET, SO_REUSEADDR, (char *)&value, &size), 0);
    CHECK_EQ(value, 1);
    CHECK_EQ(setsockopt(s, SOL_SOCKET, SO_KEEPALIVE, (char *)&value, sizeof value), 0);
    CHECK_EQ(setsockopt(s, IPPROTO_TCP, TCP_NODELAY, (char *)&value, sizeof value), 0);
    value = 0;
    CHECK_EQ(getsockopt(s, IPPROTO_TCP, TCP_NODELAY, (char *)&value, &size), 0);
    CHECK(value != 0);
    size = sizeof value;
    CHECK_EQ(getsockopt(s, SOL_SOCKET, SO_ERROR, (char *)&value, &size), 0);
    CHECK_EQ(value, 0);
    value = 40000;
    CHECK_EQ(setsockopt(s, SOL_SOCKET, SO_RCVBUF, (char *)&value, sizeof value), 0);
    value = 0;
    CHECK_EQ(getsockopt(s, SOL_SOCKET, SO_RCVBUF, (char *)&value, &size), 0);
    CHECK_EQ(value, 40000);
    struct linger linger = {1, 7};
    CHECK_EQ(setsockopt(s, SOL_SOCKET, SO_LINGER, (char *)&linger, sizeof linger), 0);
    memset(&linger, 0, sizeof linger);
    size = sizeof linger;
    CHECK_EQ(getsockopt(s, SOL_SOCKET, SO_LINGER, (char *)&linger, &size), 0);
    CHECK_EQ(linger.l_onoff, 1);
    CHECK_EQ(linger.l_linger, 7);
    size = sizeof value;
    CHECK_WSA(getsockopt(s, SOL_SOCKET, 0x7777, (char *)&value, &size), WSAENOPROTOOPT);
    CHECK_WSA(setsockopt(s, SOL_SOCKET, 0x7777, (char *)&value, 4), WSAENOPROTOOPT);
    WSAPROTOCOL_INFOW info;
    size = sizeof info;
    CHECK_EQ(getsockopt(s, SOL_SOCKET, SO_PROTOCOL_INFOW, (char *)&info, &size), 0);
    CHECK_EQ(info.iAddressFamily, AF_INET);
    CHECK_EQ(info.iSocketType, SOCK_STREAM);
    struct tcp_keepalive {
        u_long on, time, interval;
    } keep = {1, 30000, 1000};
    DWORD got = 0;
    CHECK_EQ(WSAIoctl(s, SIO_KEEPALIVE_VALS, &keep, sizeof keep, NULL, 0, &got, NULL, NULL), 0);
    closesocket(s);
    s = socket(AF_INET6, SOCK_STREAM, 0);
    if (s != INVALID_SOCKET) {
        size = sizeof value;
        CHECK_EQ(getsockopt(s, IPPROTO_IPV6, IPV6_V6ONLY, (char *)&value, &size), 0);
        CHECK_EQ(value, 1);
        closesocket(s);
    }
}

TEST(protocols)
{
    DWORD size = 0;
    int wanted[] = {IPPROTO_TCP, IPPROTO_UDP, 0};
    CHECK_WSA(WSAEnumProtocolsW(wanted, NULL, &size), WSAENOBUFS);
    CHECK(size >= sizeof(WSAPROTOCOL_INFOW));
    WSAPROTOCOL_INFOW *infos = malloc(size);
    int n = WSAEnumProtocolsW(wanted, infos, &size);
    CHECK(n >= 2);
    int ifs = 0;
    for (int i = 0; i < n; i++) {
        ifs += infos[i].iProtocol == IPPROTO_TCP && (infos[i].dwServiceFlags1 & XP1_IFS_HANDLES) != 0;
    }
    CHECK(ifs > 0);
    INT error = 0;
    CHECK_EQ(WSCEnumProtocols(wanted, infos, &size, &error), n);
    CHECK(infos[0].iProtocol == IPPROTO_TCP || infos[0].iProtocol == IPPROTO_UDP);
    size = 1;
    CHECK_EQ(WSCEnumProtocols(wanted, infos, &size, &error), SOCKET_ERROR);
    CHECK_EQ(error, WSAENOBUFS);
    free(infos);
}

TEST(a_duplicate)
{
    SOCKET a, b;
    char text[8];
    net_pair(&a, &b);
    WSAPROTOCOL_INFOW info;
    CHECK_EQ(WSADuplicateSocketW(a, GetCurrentProcessId(), &info), 0);
    SOCKET copy = WSASocketW(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, &info, 0, WSA_FLAG_OVERLAPPED);
    CHECK(copy != INVALID_SOCKET && copy != a);
    CHECK_EQ(closesocket(a), 0);
    CHECK_EQ(send(copy, "still", 5, 0), 5);
    CHECK_EQ(recv(b, text, sizeof text, 0), 5);
    closesocket(copy);
    closesocket(b);
}

static DWORD WINAPI acceptor(void *listener)
{
    return accept((SOCKET)listener, NULL, NULL) == INVALID_SOCKET ? (DWORD)WSAGetLastError() : 0;
}

TEST(closing_ends_a_call_that_waits)
{
    struct sockaddr_in address;
    SOCKET listener = net_listen(&address);
    HANDLE thread = CreateThread(NULL, 0, acceptor, (void *)listener, 0, NULL);
    Sleep(100);
    closesocket(listener);
    DWORD error = 0;
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    GetExitCodeThread(thread, &error);
    CHECK(error == WSAEINTR || error == WSAENOTSOCK);
    CloseHandle(thread);
}

int main(void)
{
    RUN(nothing_works_before_startup);
    RUN(startup);
    RUN(a_connection);
    RUN(sockets_are_files);
    RUN(large_transfers_wait);
    RUN(a_blocking_send_sends_all);
    RUN(waitall_and_several_buffers);
    RUN(datagrams);
    RUN(connections_that_fail);
    RUN(failures_fill_the_lower_half_of_the_register);
    RUN(a_reset_connection);
    RUN(options);
    RUN(protocols);
    RUN(a_duplicate);
    RUN(closing_ends_a_call_that_waits);
    return guest_done();
}
