/* Sockets that one process passes to another: to one that it has started, and back. */
// build: -lws2_32
#include "net/net.h"

/* What goes through the pipes between the two. */
static void put(HANDLE pipe, const void *data, DWORD size)
{
    DWORD n = 0;
    CHECK(WriteFile(pipe, data, size, &n, NULL));
    CHECK_EQ(n, size);
}

static int get(HANDLE pipe, void *data, DWORD size)
{
    DWORD done = 0, n;
    while (done < size && ReadFile(pipe, (char *)data + done, size - done, &n, NULL) && n > 0) {
        done += n;
    }
    return CHECK_EQ(done, size);
}

static SOCKET open_passed(HANDLE pipe)
{
    WSAPROTOCOL_INFOW info;
    if (!get(pipe, &info, sizeof info)) {
        return INVALID_SOCKET;
    }
    SOCKET s = WSASocketW(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, &info, 0, WSA_FLAG_OVERLAPPED);
    CHECK(s != INVALID_SOCKET);
    return s;
}

static void pass(HANDLE pipe, SOCKET s, DWORD process)
{
    WSAPROTOCOL_INFOW info;
    CHECK_EQ(WSADuplicateSocketW(s, process, &info), 0);
    CHECK_EQ(info.iAddressFamily, AF_INET);
    CHECK_EQ(info.iSocketType, SOCK_STREAM);
    put(pipe, &info, sizeof info);
}

/* Takes connections from a listening socket that it is given, and gives one back. */
static int child(DWORD parent)
{
    HANDLE in = GetStdHandle(STD_INPUT_HANDLE), out = GetStdHandle(STD_ERROR_HANDLE);
    net_start();
    SOCKET listener = open_passed(in);
    SOCKET connection = accept(listener, NULL, NULL);
    CHECK(connection != INVALID_SOCKET);
    CHECK_EQ(send(connection, "from the child", 14, 0), 14);
    pass(out, connection, parent);
    CHECK_EQ(closesocket(connection), 0);
    char end;
    get(in, &end, 1);
    return guest_done();
}

TEST(sockets_go_to_a_child_and_back)
{
    HANDLE child_in, to_child, from_child, child_out;
    SECURITY_ATTRIBUTES inherit = {sizeof inherit, NULL, TRUE};
    char line[MAX_PATH + 32], name[MAX_PATH], text[32] = "";
    STARTUPINFOA start;
    PROCESS_INFORMATION process;
    struct sockaddr_in address;
    DWORD code;
    CHECK(CreatePipe(&child_in, &to_child, &inherit, 0));
    CHECK(CreatePipe(&from_child, &child_out, &inherit, 0));
    CHECK(SetHandleInformation(to_child, HANDLE_FLAG_INHERIT, 0));
    CHECK(SetHandleInformation(from_child, HANDLE_FLAG_INHERIT, 0));
    memset(&start, 0, sizeof start);
    start.cb = sizeof start;
    start.dwFlags = STARTF_USESTDHANDLES;
    start.hStdInput = child_in;
    start.hStdOutput = GetStdHandle(STD_OUTPUT_HANDLE);
    start.hStdError = child_out;
    GetModuleFileNameA(NULL, name, sizeof name);
    sprintf(line, "\"%s\" child %lu", name, GetCurrentProcessId());
    if (!CHECK(CreateProcessA(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &start, &process))) {
        return;
    }
    SOCKET listener = net_listen(&address);
    pass(to_child, listener, process.dwProcessId);
    CHECK_EQ(closesocket(listener), 0);
    SOCKET a = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_EQ(connect(a, (struct sockaddr *)&address, sizeof address), 0);
    CHECK_EQ(recv(a, text, 14, MSG_WAITALL), 14);
    CHECK_STR(text, "from the child");
    SOCKET b = open_passed(from_child);
    CHECK_EQ(send(b, "from the parent", 15, 0), 15);
    CHECK_EQ(recv(a, text, 15, MSG_WAITALL), 15);
    CHECK_STR(text, "from the parent");
    put(to_child, "", 1);
    CHECK_EQ(WaitForSingleObject(process.hProcess, 30000), WAIT_OBJECT_0);
    CHECK(GetExitCodeProcess(process.hProcess, &code));
    CHECK_EQ(code, 0);
    closesocket(a);
    closesocket(b);
}

TEST(what_cannot_be_passed)
{
    WSAPROTOCOL_INFOW info;
    SOCKET s = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_WSA(WSADuplicateSocketW(s, 0x7FFFFFF0, &info), WSAEINVAL);
    CHECK_EQ(WSADuplicateSocketW(s, GetCurrentProcessId(), &info), 0);
    CHECK_EQ(closesocket(s), 0);
    s = WSASocketW(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, &info, 0, 0);
    CHECK(s != INVALID_SOCKET);
    CHECK_EQ(closesocket(s), 0);
}

static WSAPROTOCOL_INFOW passed;
static volatile LONG ready, opened;

static DWORD WINAPI opens(void *unused)
{
    (void)unused;
    InterlockedIncrement(&ready);
    while (ready < 2) {
        YieldProcessor();
    }
    SOCKET s = WSASocketW(FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, FROM_PROTOCOL_INFO, &passed, 0, 0);
    if (s != INVALID_SOCKET) {
        InterlockedIncrement(&opened);
        CHECK_EQ(closesocket(s), 0);
    }
    return 0;
}

TEST(two_threads_open_what_is_passed_once)
{
    DWORD before, after;
    SOCKET s = socket(AF_INET, SOCK_STREAM, 0);
    GetProcessHandleCount(GetCurrentProcess(), &before);
    for (int i = 0; i < 200 && guest_failures == 0; i++) {
        ready = 0;
        opened = 0;
        CHECK_EQ(WSADuplicateSocketW(s, GetCurrentProcessId(), &passed), 0);
        HANDLE thread = CreateThread(NULL, 0, opens, NULL, 0, NULL);
        opens(NULL);
        WaitForSingleObject(thread, INFINITE);
        CloseHandle(thread);
        CHECK_EQ(opened, 1);
    }
    GetProcessHandleCount(GetCurrentProcess(), &after);
    CHECK_EQ(after, before);
    closesocket(s);
}

TEST(addresses_of_the_wrong_kind)
{
    GUID connect_id = WSAID_CONNECTEX;
    LPFN_CONNECTEX connect_ex;
    OVERLAPPED overlapped = {0};
    DWORD n;
    struct sockaddr_in any = {0}, loopback = net_loopback(9);
    SOCKET s = socket(AF_INET6, SOCK_STREAM, 0);
    CHECK_WSA(bind(s, (struct sockaddr *)&loopback, sizeof loopback), WSAEFAULT);
    closesocket(s);
    s = socket(AF_INET, SOCK_DGRAM, 0);
    any.sin_family = AF_INET;
    any.sin_port = htons(9);
    CHECK_WSA(connect(s, (struct sockaddr *)&any, sizeof any), WSAEADDRNOTAVAIL);
    closesocket(s);
    s = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_EQ(WSAIoctl(s, SIO_GET_EXTENSION_FUNCTION_POINTER, &connect_id, sizeof connect_id, &connect_ex,
                      sizeof connect_ex, &n, NULL, NULL),
             0);
    loopback.sin_port = 0;
    CHECK_EQ(bind(s, (struct sockaddr *)&loopback, sizeof loopback), 0);
    CHECK_ERROR(connect_ex(s, (struct sockaddr *)&any, sizeof any, NULL, 0, NULL, &overlapped), WSAEADDRNOTAVAIL);
    closesocket(s);
}

TEST(sending_to_nobody_succeeds)
{
    struct sockaddr_in address;
    int size = sizeof address;
    SOCKET s = socket(AF_INET, SOCK_DGRAM, 0), gone = socket(AF_INET, SOCK_DGRAM, 0);
    address = net_loopback(0);
    CHECK_EQ(bind(gone, (struct sockaddr *)&address, sizeof address), 0);
    CHECK_EQ(getsockname(gone, (struct sockaddr *)&address, &size), 0);
    closesocket(gone);
    CHECK_EQ(connect(s, (struct sockaddr *)&address, sizeof address), 0);
    for (int i = 0; i < 3; i++) {
        CHECK_EQ(send(s, "x", 1, 0), 1);
        Sleep(10);
    }
    closesocket(s);
}

int main(int argc, char **argv)
{
    if (argc == 3) {
        return child(strtoul(argv[2], NULL, 10));
    }
    net_start();
    RUN(sockets_go_to_a_child_and_back);
    RUN(what_cannot_be_passed);
    RUN(two_threads_open_what_is_passed_once);
    RUN(addresses_of_the_wrong_kind);
    RUN(sending_to_nobody_succeeds);
    return guest_done();
}
