// build: -lws2_32
/* Sockets of other families than IPv4 carry data: AF_UNIX, whose names are files, and IPv6 over the loopback. */
#include "net.h"
#include <afunix.h>

enum { MUCH = 1 << 20 };

static DWORD WINAPI send_much(void *to)
{
    static char buffer[65536];
    for (int sent = 0; sent < MUCH;) {
        for (int i = 0; i < 4096; i++)
            buffer[i] = (char)((sent + i) * 13 >> 2);
        int n = send((SOCKET)to, buffer, 4096, 0);
        if (n != 4096)
            return 1;
        sent += n;
    }
    return shutdown((SOCKET)to, SD_SEND) != 0;
}

/* Data both ways, much of it one way, and the end. */
static void carries(SOCKET client, SOCKET server)
{
    static char buffer[65536];
    int got = 0, wrong = 0, n;
    DWORD code = 9;
    HANDLE thread;
    CHECK_EQ(send(server, "hello", 5, 0), 5);
    CHECK_EQ(recv(client, buffer, sizeof buffer, 0), 5);
    CHECK(memcmp(buffer, "hello", 5) == 0);
    thread = CreateThread(NULL, 0, send_much, (void *)client, 0, NULL);
    while ((n = recv(server, buffer, sizeof buffer, 0)) > 0) {
        for (int i = 0; i < n; i++)
            wrong += buffer[i] != (char)((got + i) * 13 >> 2);
        got += n;
    }
    CHECK_EQ(n, 0);
    CHECK_EQ(got, MUCH);
    CHECK_EQ(wrong, 0);
    CHECK_EQ(WaitForSingleObject(thread, 20000), WAIT_OBJECT_0);
    GetExitCodeThread(thread, &code);
    CHECK_EQ(code, 0);
    CloseHandle(thread);
    CHECK_EQ(closesocket(client), 0);
    CHECK_EQ(closesocket(server), 0);
}

TEST(unix_sockets)
{
    struct sockaddr_un name = {.sun_family = AF_UNIX, .sun_path = "local.sock"}, from;
    int size = sizeof from;
    SOCKET listener = socket(AF_UNIX, SOCK_STREAM, 0), client = socket(AF_UNIX, SOCK_STREAM, 0), server;
    if (!CHECK(listener != INVALID_SOCKET))
        return;
    CHECK_WSA(connect(client, (struct sockaddr *)&name, sizeof name), WSAECONNREFUSED);
    CHECK_EQ(bind(listener, (struct sockaddr *)&name, sizeof name), 0);
    CHECK(GetFileAttributesA("local.sock") != INVALID_FILE_ATTRIBUTES);
    CHECK_EQ(listen(listener, 3), 0);
    CHECK_EQ(connect(client, (struct sockaddr *)&name, sizeof name), 0);
    memset(&from, 1, sizeof from);
    server = accept(listener, (struct sockaddr *)&from, &size);
    CHECK(server != INVALID_SOCKET);
    CHECK_EQ(from.sun_family, AF_UNIX);
    carries(client, server);
    client = socket(AF_UNIX, SOCK_STREAM, 0);
    {
        SOCKET second = socket(AF_UNIX, SOCK_STREAM, 0);
        CHECK_WSA(bind(second, (struct sockaddr *)&name, sizeof name), WSAEADDRINUSE);
        closesocket(second);
    }
    CHECK_EQ(closesocket(listener), 0);
    CHECK_WSA(connect(client, (struct sockaddr *)&name, sizeof name), WSAECONNREFUSED);
    closesocket(client);
    CHECK(DeleteFileA("local.sock")); /* the name outlives the socket */
    CHECK(socket(AF_UNIX, SOCK_DGRAM, 0) == INVALID_SOCKET);
}

static struct sockaddr_in6 loopback6(void)
{
    struct sockaddr_in6 a;
    memset(&a, 0, sizeof a);
    a.sin6_family = AF_INET6;
    a.sin6_addr = in6addr_loopback;
    return a;
}

TEST(ipv6_streams)
{
    struct sockaddr_in6 address = loopback6(), from;
    int size = sizeof address, from_size = sizeof from;
    SOCKET listener = socket(AF_INET6, SOCK_STREAM, 0), client = socket(AF_INET6, SOCK_STREAM, 0), server;
    CHECK_EQ(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    CHECK_EQ(listen(listener, 3), 0);
    CHECK_EQ(getsockname(listener, (struct sockaddr *)&address, &size), 0);
    CHECK_EQ(size, sizeof address);
    CHECK(address.sin6_port != 0);
    CHECK_EQ(connect(client, (struct sockaddr *)&address, sizeof address), 0);
    server = accept(listener, (struct sockaddr *)&from, &from_size);
    CHECK_EQ(from_size, sizeof from);
    CHECK_EQ(from.sin6_family, AF_INET6);
    CHECK(memcmp(&from.sin6_addr, &in6addr_loopback, sizeof in6addr_loopback) == 0);
    carries(client, server);
    closesocket(listener);
}

TEST(ipv6_datagrams)
{
    struct sockaddr_in6 a = loopback6(), b = loopback6(), from;
    int size = sizeof a, from_size = sizeof from;
    char text[16] = "";
    SOCKET one = socket(AF_INET6, SOCK_DGRAM, 0), two = socket(AF_INET6, SOCK_DGRAM, 0);
    CHECK_EQ(bind(one, (struct sockaddr *)&a, sizeof a), 0);
    CHECK_EQ(bind(two, (struct sockaddr *)&b, sizeof b), 0);
    CHECK_EQ(getsockname(one, (struct sockaddr *)&a, &size), 0);
    CHECK_EQ(getsockname(two, (struct sockaddr *)&b, &size), 0);
    CHECK_EQ(sendto(one, "datagram", 8, 0, (struct sockaddr *)&b, sizeof b), 8);
    CHECK_EQ(recvfrom(two, text, sizeof text, 0, (struct sockaddr *)&from, &from_size), 8);
    CHECK_STR(text, "datagram");
    CHECK_EQ(from.sin6_port, a.sin6_port);
    CHECK_EQ(from_size, sizeof from);
    closesocket(one);
    closesocket(two);
}

TEST(both_families_at_one_socket)
{
    DWORD off = 0;
    struct sockaddr_in6 any = {.sin6_family = AF_INET6}, from;
    struct sockaddr_in four;
    int size = sizeof any, from_size = sizeof from;
    SOCKET listener = socket(AF_INET6, SOCK_STREAM, 0), client = socket(AF_INET, SOCK_STREAM, 0), server;
    CHECK_EQ(setsockopt(listener, IPPROTO_IPV6, IPV6_V6ONLY, (char *)&off, sizeof off), 0);
    CHECK_EQ(bind(listener, (struct sockaddr *)&any, sizeof any), 0);
    CHECK_EQ(listen(listener, 3), 0);
    CHECK_EQ(getsockname(listener, (struct sockaddr *)&any, &size), 0);
    four = net_loopback(ntohs(any.sin6_port));
    CHECK_EQ(connect(client, (struct sockaddr *)&four, sizeof four), 0);
    server = accept(listener, (struct sockaddr *)&from, &from_size);
    CHECK(IN6_IS_ADDR_V4MAPPED(&from.sin6_addr));
    carries(client, server);
    closesocket(listener);
}

int main(void)
{
    net_start();
    RUN(unix_sockets);
    RUN(ipv6_streams);
    RUN(ipv6_datagrams);
    RUN(both_families_at_one_socket);
    return guest_done();
}
