/* What the guests of this area share: Windows Sockets started, and connected pairs over the loopback. */
#ifndef NET_H
#define NET_H

#include <winsock2.h>
#include <ws2tcpip.h>
#include <mswsock.h>
#include "guest.h"

/* As CHECK_ERROR, for calls that fail with SOCKET_ERROR. */
#define CHECK_WSA(call, error) \
    (WSASetLastError(0), CHECK_EQ(call, -1), \
     guest_equal(WSAGetLastError(), error, __FILE__, __LINE__, "WSAGetLastError() after " #call))

static __attribute__((unused)) void net_start(void)
{
    WSADATA data;
    CHECK_EQ(WSAStartup(MAKEWORD(2, 2), &data), 0);
}

static __attribute__((unused)) struct sockaddr_in net_loopback(unsigned short port)
{
    struct sockaddr_in a;
    memset(&a, 0, sizeof a);
    a.sin_family = AF_INET;
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    a.sin_port = htons(port);
    return a;
}

/* A listening socket on a port of the system's choice. */
static __attribute__((unused)) SOCKET net_listen(struct sockaddr_in *address)
{
    SOCKET s = socket(AF_INET, SOCK_STREAM, 0);
    int size = sizeof *address;
    *address = net_loopback(0);
    CHECK_EQ(bind(s, (struct sockaddr *)address, sizeof *address), 0);
    CHECK_EQ(listen(s, 8), 0);
    CHECK_EQ(getsockname(s, (struct sockaddr *)address, &size), 0);
    CHECK_EQ(size, sizeof *address);
    CHECK(address->sin_port != 0);
    return s;
}

static __attribute__((unused)) void net_pair(SOCKET *a, SOCKET *b)
{
    struct sockaddr_in address;
    SOCKET listener = net_listen(&address);
    *a = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    CHECK_EQ(connect(*a, (struct sockaddr *)&address, sizeof address), 0);
    *b = accept(listener, NULL, NULL);
    CHECK(*b != INVALID_SOCKET);
    CHECK_EQ(closesocket(listener), 0);
}

static __attribute__((unused)) void net_nonblocking(SOCKET s)
{
    u_long on = 1;
    CHECK_EQ(ioctlsocket(s, FIONBIO, &on), 0);
}

#endif
