// build: -lws2_32
/* Winsock: start-up, its count, errors, and the protocols that there are. */
#include <winsock2.h>
#include <ws2tcpip.h>
#include "../guest.h"

static int agreed(int major, int minor)
{
    WSADATA data;
    memset(&data, 0x55, sizeof data);
    int result = WSAStartup(MAKEWORD(major, minor), &data);
    CHECK_EQ(result, 0);
    CHECK_EQ(data.wHighVersion, MAKEWORD(2, 2));
    CHECK_STR(data.szDescription, "WinSock 2.0");
    CHECK_STR(data.szSystemStatus, "Running");
    CHECK_EQ(WSACleanup(), 0);
    return data.wVersion;
}

TEST(agrees_on_a_version)
{
    WSADATA data;
    CHECK_EQ(agreed(2, 2), MAKEWORD(2, 2));
    CHECK_EQ(agreed(2, 0), MAKEWORD(2, 0));
    CHECK_EQ(agreed(1, 1), MAKEWORD(1, 1));
    CHECK_EQ(agreed(2, 9), MAKEWORD(2, 2));
    CHECK_EQ(agreed(3, 1), MAKEWORD(2, 2));
    CHECK_EQ(WSAStartup(0, &data), WSAVERNOTSUPPORTED);
    CHECK_EQ(WSAStartup(MAKEWORD(2, 2), NULL), WSAEFAULT);
}

TEST(counts_starts)
{
    WSADATA data;
    CHECK_EQ(WSACleanup(), SOCKET_ERROR);
    CHECK_EQ(WSAGetLastError(), WSANOTINITIALISED);
    CHECK_EQ(WSAStartup(MAKEWORD(2, 2), &data), 0);
    CHECK_EQ(WSAStartup(MAKEWORD(2, 2), &data), 0);
    CHECK_EQ(WSACleanup(), 0);
    CHECK_EQ(WSACleanup(), 0);
    CHECK_EQ(WSACleanup(), SOCKET_ERROR);
}

TEST(errors_are_the_last_error)
{
    WSASetLastError(WSAECONNRESET);
    CHECK_EQ(GetLastError(), WSAECONNRESET);
    SetLastError(77);
    CHECK_EQ(WSAGetLastError(), 77);
}

TEST(lists_protocols)
{
    WSADATA data;
    WSAPROTOCOL_INFOW info[64];
    DWORD length = 0;
    INT tcp[] = {IPPROTO_TCP, 0};
    int seen = 0;
    CHECK_EQ(WSAEnumProtocolsW(NULL, info, &length), SOCKET_ERROR);
    CHECK_EQ(WSAGetLastError(), WSANOTINITIALISED);
    CHECK_EQ(WSAStartup(MAKEWORD(2, 2), &data), 0);
    length = 0;
    CHECK_EQ(WSAEnumProtocolsW(NULL, NULL, &length), SOCKET_ERROR);
    CHECK_EQ(WSAGetLastError(), WSAENOBUFS);
    CHECK(length >= 4 * sizeof info[0]);
    length = sizeof info;
    int count = WSAEnumProtocolsW(NULL, info, &length);
    CHECK(count >= 4);
    for (int i = 0; i < count; i++) {
        if (info[i].iAddressFamily != AF_INET && info[i].iAddressFamily != AF_INET6) continue;
        CHECK(info[i].dwServiceFlags1 & XP1_IFS_HANDLES);
        CHECK_EQ(info[i].ProtocolChain.ChainLen, 1);
        if (info[i].iAddressFamily == AF_INET && info[i].iProtocol == IPPROTO_TCP) {
            seen++;
            CHECK_EQ(info[i].iSocketType, SOCK_STREAM);
            CHECK_EQ(info[i].iMaxSockAddr, sizeof(struct sockaddr_in));
            CHECK_EQ(info[i].iVersion, 2);
            CHECK_EQ(info[i].ProviderId.Data1, 0xe70f1aa0);
            CHECK(info[i].dwServiceFlags1 & XP1_GUARANTEED_ORDER);
            CHECK(!wcsncmp(info[i].szProtocol, L"MSAFD Tcpip", 5) || info[i].szProtocol[0]);
        }
        if (info[i].iAddressFamily == AF_INET && info[i].iProtocol == IPPROTO_UDP) {
            seen++;
            CHECK_EQ(info[i].iSocketType, SOCK_DGRAM);
            CHECK(info[i].dwServiceFlags1 & XP1_CONNECTIONLESS);
        }
    }
    CHECK_EQ(seen, 2);
    length = sizeof info;
    count = WSAEnumProtocolsW(tcp, info, &length);
    CHECK(count >= 2);
    for (int i = 0; i < count; i++) CHECK_EQ(info[i].iProtocol, IPPROTO_TCP);
    CHECK_EQ(WSACleanup(), 0);
}

int main(void)
{
    RUN(agrees_on_a_version);
    RUN(counts_starts);
    RUN(errors_are_the_last_error);
    RUN(lists_protocols);
    return guest_done();
}
