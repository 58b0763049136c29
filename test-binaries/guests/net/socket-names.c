/* Names and texts of addresses. */
// build: -lws2_32
#include "net/net.h"

TEST(byte_order)
{
    CHECK_EQ(htons(0x1234), 0x3412);
    CHECK_EQ(ntohs(0x1234), 0x3412);
    CHECK_EQ(htonl(0x12345678), 0x78563412);
    CHECK_EQ(ntohl(0x12345678), 0x78563412);
}

TEST(texts_of_addresses)
{
    unsigned char bytes[16];
    char text[64];
    WCHAR wide[64];
    CHECK_EQ(inet_addr("127.0.0.1"), 0x0100007f);
    CHECK_EQ(inet_addr("0x7f.1"), 0x0100007f);
    CHECK_EQ(inet_addr("1.2.3.400"), INADDR_NONE);
    struct in_addr in;
    in.s_addr = htonl(0x0a0b0c0d);
    CHECK_STR(inet_ntoa(in), "10.11.12.13");
    CHECK_EQ(inet_pton(AF_INET, "1.2.3.4", bytes), 1);
    CHECK(memcmp(bytes, "\1\2\3\4", 4) == 0);
    CHECK_EQ(inet_pton(AF_INET, "1.2.3", bytes), 0);
    CHECK_EQ(inet_pton(AF_INET6, "fe80::1:2", bytes), 1);
    CHECK_STR(inet_ntop(AF_INET6, bytes, text, sizeof text), "fe80::1:2");
    CHECK_EQ(InetPtonW(AF_INET6, L"::ffff:1.2.3.4", bytes), 1);
    CHECK(InetNtopW(AF_INET6, bytes, wide, 64) != NULL);
    CHECK(wcscmp(wide, L"::ffff:1.2.3.4") == 0);
    CHECK_WSA(inet_pton(77, "1", bytes), WSAEAFNOSUPPORT);
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    int size = sizeof v4;
    char string[] = "10.0.0.1:8080";
    CHECK_EQ(WSAStringToAddressA(string, AF_INET, NULL, (struct sockaddr *)&v4, &size), 0);
    CHECK_EQ(v4.sin_port, htons(8080));
    CHECK_EQ(v4.sin_addr.s_addr, inet_addr("10.0.0.1"));
    size = sizeof v6;
    WCHAR string6[] = L"[::1]:443";
    CHECK_EQ(WSAStringToAddressW(string6, AF_INET6, NULL, (struct sockaddr *)&v6, &size), 0);
    CHECK_EQ(v6.sin6_port, htons(443));
    DWORD length = sizeof text;
    CHECK_EQ(WSAAddressToStringA((struct sockaddr *)&v6, sizeof v6, NULL, text, &length), 0);
    CHECK_STR(text, "[::1]:443");
    CHECK_EQ(length, 10);
}

TEST(addresses_of_names)
{
    struct addrinfo hints, *found = NULL;
    memset(&hints, 0, sizeof hints);
    hints.ai_family = AF_INET;
    hints.ai_socktype = SOCK_STREAM;
    CHECK_EQ(getaddrinfo("localhost", "80", &hints, &found), 0);
    if (CHECK(found != NULL)) {
        struct sockaddr_in *a = (struct sockaddr_in *)found->ai_addr;
        CHECK_EQ(found->ai_family, AF_INET);
        CHECK_EQ(found->ai_socktype, SOCK_STREAM);
        CHECK_EQ(found->ai_addrlen, sizeof *a);
        CHECK_EQ(a->sin_addr.s_addr, htonl(INADDR_LOOPBACK));
        CHECK_EQ(a->sin_port, htons(80));
        freeaddrinfo(found);
    }
    hints.ai_flags = AI_NUMERICHOST;
    hints.ai_family = AF_UNSPEC;
    CHECK_EQ(getaddrinfo("::1", "http", &hints, &found), 0);
    if (CHECK(found != NULL)) {
        struct sockaddr_in6 *a = (struct sockaddr_in6 *)found->ai_addr;
        CHECK_EQ(found->ai_family, AF_INET6);
        CHECK_EQ(a->sin6_port, htons(80));
        CHECK(IN6_IS_ADDR_LOOPBACK(&a->sin6_addr));
        CHECK(found->ai_next == NULL);
        freeaddrinfo(found);
    }
    CHECK_EQ(getaddrinfo("no address", NULL, &hints, &found), WSAHOST_NOT_FOUND);
    CHECK_EQ(getaddrinfo(NULL, NULL, NULL, &found), WSAHOST_NOT_FOUND);
    hints.ai_flags = AI_PASSIVE;
    hints.ai_family = AF_INET;
    CHECK_EQ(getaddrinfo(NULL, "0", &hints, &found), 0);
    CHECK_EQ(((struct sockaddr_in *)found->ai_addr)->sin_addr.s_addr, INADDR_ANY);
    freeaddrinfo(found);

    ADDRINFOW wide_hints, *wide = NULL;
    memset(&wide_hints, 0, sizeof wide_hints);
    wide_hints.ai_family = AF_INET;
    wide_hints.ai_flags = AI_CANONNAME;
    CHECK_EQ(GetAddrInfoW(L"localhost", NULL, &wide_hints, &wide), 0);
    if (CHECK(wide != NULL)) {
        CHECK(wide->ai_canonname != NULL);
        FreeAddrInfoW(wide);
    }
}

TEST(names_of_addresses)
{
    struct sockaddr_in a = net_loopback(8080);
    char host[256], service[32];
    CHECK_EQ(getnameinfo((struct sockaddr *)&a, sizeof a, host, sizeof host, service, sizeof service,
                         NI_NUMERICHOST | NI_NUMERICSERV),
             0);
    CHECK_STR(host, "127.0.0.1");
    CHECK_STR(service, "8080");
    WCHAR wide[64];
    CHECK_EQ(GetNameInfoW((struct sockaddr *)&a, sizeof a, wide, 64, NULL, 0, NI_NUMERICHOST), 0);
    CHECK(wcscmp(wide, L"127.0.0.1") == 0);
}

TEST(older_functions)
{
    char name[256] = "";
    CHECK_EQ(gethostname(name, sizeof name), 0);
    CHECK(name[0] != 0);
    CHECK_WSA(gethostname(name, 1), WSAEFAULT);
    struct hostent *host = gethostbyname("127.0.0.1");
    if (CHECK(host != NULL)) {
        CHECK_EQ(host->h_addrtype, AF_INET);
        CHECK_EQ(host->h_length, 4);
        CHECK_EQ(*(u_long *)host->h_addr_list[0], htonl(INADDR_LOOPBACK));
        CHECK(host->h_addr_list[1] == NULL);
    }
    CHECK(gethostbyname(name) != NULL);
    struct servent *service = getservbyname("https", "tcp");
    if (CHECK(service != NULL)) {
        CHECK_EQ((u_short)service->s_port, htons(443));
    }
    struct protoent *protocol = getprotobyname("tcp");
    if (CHECK(protocol != NULL)) {
        CHECK_EQ(protocol->p_proto, IPPROTO_TCP);
    }
}

int main(void)
{
    net_start();
    RUN(byte_order);
    RUN(texts_of_addresses);
    RUN(addresses_of_names);
    RUN(names_of_addresses);
    RUN(older_functions);
    return guest_done();
}
