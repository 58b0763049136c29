/* A child process goes on with a socket and a pipe that it inherits. */
// build: -lws2_32
#include "net/net.h"

static int child(SOCKET s, HANDLE pipe)
{
    char text[16];
    DWORD n = 0;
    net_start();
    int got = recv(s, text, sizeof text, 0);
    int type = 0, size = sizeof type;
    if (getsockopt(s, SOL_SOCKET, SO_TYPE, (char *)&type, &size) != 0 || type != SOCK_STREAM) {
        return 90;
    }
    if (got <= 0 || send(s, text, got, 0) != got) {
        return 91;
    }
    return WriteFile(pipe, "piped", 5, &n, NULL) ? 7 : 92;
}

TEST(a_child_uses_what_it_inherits)
{
    SOCKET a, b;
    char line[MAX_PATH + 64], name[MAX_PATH], text[16];
    STARTUPINFOA start;
    PROCESS_INFORMATION process;
    HANDLE server = CreateNamedPipeA("\\\\.\\pipe\\decant-inherited", PIPE_ACCESS_INBOUND | FILE_FLAG_OVERLAPPED, 0, 1, 0,
                                     0, 0, NULL);
    SECURITY_ATTRIBUTES inherit = {sizeof inherit, NULL, TRUE};
    HANDLE pipe = CreateFileA("\\\\.\\pipe\\decant-inherited", GENERIC_WRITE, 0, &inherit, OPEN_EXISTING, 0, NULL);
    CHECK(pipe != INVALID_HANDLE_VALUE);
    net_pair(&a, &b);
    CHECK(SetHandleInformation((HANDLE)b, HANDLE_FLAG_INHERIT, 0));
    memset(&start, 0, sizeof start);
    start.cb = sizeof start;
    GetModuleFileNameA(NULL, name, sizeof name);
    sprintf(line, "\"%s\" child %llu %llu", name, (unsigned long long)a, (unsigned long long)(ULONG_PTR)pipe);
    if (!CHECK(CreateProcessA(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &start, &process))) {
        return;
    }
    CHECK_EQ(closesocket(a), 0);
    CloseHandle(pipe);
    CHECK_EQ(send(b, "round trip", 10, 0), 10);
    int got = 0, part;
    while (got < 10 && (part = recv(b, text + got, 10 - got, 0)) > 0) {
        got += part;
    }
    CHECK_EQ(got, 10);
    CHECK(memcmp(text, "round trip", 10) == 0);
    OVERLAPPED o;
    DWORD n = 0, code = 0;
    memset(&o, 0, sizeof o);
    o.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
    CHECK(ReadFile(server, text, sizeof text, NULL, &o) || GetLastError() == ERROR_IO_PENDING);
    CHECK(GetOverlappedResult(server, &o, &n, TRUE));
    CHECK_EQ(n, 5);
    CHECK_EQ(WaitForSingleObject(process.hProcess, 30000), WAIT_OBJECT_0);
    CHECK(GetExitCodeProcess(process.hProcess, &code));
    CHECK_EQ(code, 7);
    CHECK_EQ(recv(b, text, sizeof text, 0), 0); /* nobody holds the other end any more */
    closesocket(b);
    CloseHandle(server);
    CloseHandle(process.hProcess);
    CloseHandle(process.hThread);
}

int main(int argc, char **argv)
{
    if (argc == 4) {
        return child((SOCKET)strtoull(argv[2], NULL, 10), (HANDLE)(ULONG_PTR)strtoull(argv[3], NULL, 10));
    }
    net_start();
    RUN(a_child_uses_what_it_inherits);
    return guest_done();
}
