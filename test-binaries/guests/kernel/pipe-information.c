/* What handles of pipes tell of themselves: access, mode, and how much of what was written is read. */
// build: -lntdll
#include "guest.h"
#include <winternl.h>

#define ACCESS 8
#define MODE 16
#define PIPE 23
#define PIPE_LOCAL 24
#define SYNCHRONOUS 0x20

struct local {
    ULONG type, configuration, limit, instances, inbound, readable, outbound, writable, state, end;
};

NTSTATUS NTAPI NtQueryInformationFile(HANDLE, PIO_STATUS_BLOCK, PVOID, ULONG, FILE_INFORMATION_CLASS);

static ULONG number(HANDLE h, int kind)
{
    IO_STATUS_BLOCK block;
    ULONG n = ~0u;
    CHECK_EQ(NtQueryInformationFile(h, &block, &n, sizeof n, kind), 0);
    CHECK_EQ(block.Information, sizeof n);
    return n;
}

static struct local local(HANDLE h)
{
    IO_STATUS_BLOCK block;
    struct local l;
    memset(&l, 0xAA, sizeof l);
    CHECK_EQ(NtQueryInformationFile(h, &block, &l, sizeof l, PIPE_LOCAL), 0);
    CHECK_EQ(block.Information, sizeof l);
    return l;
}

TEST(anonymous_pipes)
{
    HANDLE r, w;
    DWORD n;
    CHECK(CreatePipe(&r, &w, NULL, 0));
    CHECK_EQ(number(r, ACCESS) & (FILE_READ_DATA | FILE_WRITE_DATA), FILE_READ_DATA);
    CHECK_EQ(number(w, ACCESS) & (FILE_READ_DATA | FILE_WRITE_DATA), FILE_WRITE_DATA);
    CHECK_EQ(number(r, MODE) & SYNCHRONOUS, SYNCHRONOUS);
    CHECK_EQ(number(w, MODE) & SYNCHRONOUS, SYNCHRONOUS);
    CHECK(WriteFile(w, "hello", 5, &n, NULL));
    CHECK_EQ(local(r).readable, 5);
    CHECK_EQ(local(w).outbound - local(w).writable, 5);
    char data[8];
    CHECK(ReadFile(r, data, 5, &n, NULL));
    CHECK_EQ(local(w).outbound - local(w).writable, 0);
    CloseHandle(w);
    CHECK(!ReadFile(r, data, 0, &n, NULL));
    CHECK_EQ(GetLastError(), ERROR_BROKEN_PIPE);
    CloseHandle(r);
}

TEST(the_reading_end_has_made_an_anonymous_pipe)
{
    HANDLE r, w;
    DWORD flags, most;
    CHECK(CreatePipe(&r, &w, NULL, 0));
    struct local reader = local(r), writer = local(w);
    CHECK_EQ(reader.configuration, 0);
    CHECK_EQ(reader.limit, 1);
    CHECK_EQ(reader.end, 1);
    CHECK_EQ(writer.configuration, 0);
    CHECK_EQ(writer.limit, 1);
    CHECK_EQ(writer.end, 0);
    CHECK(GetNamedPipeInfo(r, &flags, NULL, NULL, &most));
    CHECK_EQ(flags, PIPE_SERVER_END);
    CHECK_EQ(most, 1);
    CHECK(GetNamedPipeInfo(w, &flags, NULL, NULL, &most));
    CHECK_EQ(flags, PIPE_CLIENT_END);
    CloseHandle(r);
    CloseHandle(w);
}

static HANDLE volatile closing;

/* Closes what it is given until that is INVALID_HANDLE_VALUE. */
static DWORD WINAPI closes(void *unused)
{
    (void)unused;
    for (;;) {
        HANDLE h = closing;
        if (h == INVALID_HANDLE_VALUE) {
            return 0;
        }
        if (h != NULL) {
            CloseHandle(h);
            closing = NULL;
        }
        YieldProcessor();
    }
}

TEST(an_instance_is_closed_while_it_is_asked)
{
    HANDLE thread = CreateThread(NULL, 0, closes, NULL, 0, NULL);
    for (int i = 0; i < 300; i++) {
        HANDLE server = CreateNamedPipeA("\\\\.\\pipe\\decant-pipe-information", PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE, 1, 0, 0,
                                         0, NULL);
        CHECK(server != INVALID_HANDLE_VALUE);
        IO_STATUS_BLOCK block;
        struct local l;
        NTSTATUS status;
        closing = server;
        do {
            status = NtQueryInformationFile(server, &block, &l, sizeof l, PIPE_LOCAL);
        } while (status == 0);
        CHECK_EQ(status, (int)0xC0000008);
        while (closing != NULL) {
            YieldProcessor();
        }
    }
    closing = INVALID_HANDLE_VALUE;
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
}

TEST(named_pipes)
{
    HANDLE server = CreateNamedPipeA("\\\\.\\pipe\\decant-pipe-information", PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED,
                                     PIPE_TYPE_BYTE, 1, 4096, 4096, 0, NULL);
    CHECK(server != INVALID_HANDLE_VALUE);
    struct local l = local(server);
    CHECK_EQ(l.type, 0);
    CHECK_EQ(l.configuration, 2);
    CHECK_EQ(l.limit, 1);
    CHECK_EQ(l.instances, 1);
    CHECK_EQ(l.state, 2);
    CHECK_EQ(l.end, 1);
    HANDLE client = CreateFileA("\\\\.\\pipe\\decant-pipe-information", GENERIC_READ | GENERIC_WRITE, 0, NULL,
                                OPEN_EXISTING, 0, NULL);
    CHECK(client != INVALID_HANDLE_VALUE);
    CHECK_EQ(local(server).state, 3);
    CHECK_EQ(local(client).end, 0);
    CHECK_EQ(local(client).state, 3);
    CHECK_EQ(number(server, MODE) & SYNCHRONOUS, 0);
    CHECK_EQ(number(client, MODE) & SYNCHRONOUS, SYNCHRONOUS);
    CHECK_EQ(number(client, ACCESS) & (FILE_READ_DATA | FILE_WRITE_DATA), FILE_READ_DATA | FILE_WRITE_DATA);
    DWORD n;
    CHECK(WriteFile(client, "hello", 5, &n, NULL));
    CHECK_EQ(local(server).readable, 5);
    l = local(client);
    CHECK(l.writable < l.outbound);
    char data[8];
    OVERLAPPED o = {0};
    CHECK(ReadFile(server, data, 5, &n, &o) || GetOverlappedResult(server, &o, &n, TRUE));
    CHECK_EQ(n, 5);
    l = local(client);
    CHECK_EQ(l.writable, l.outbound);
    CloseHandle(server);
    CloseHandle(client);
}

TEST(short_buffers)
{
    HANDLE r, w;
    IO_STATUS_BLOCK block;
    struct local l;
    ULONG modes[2] = {9, 9};
    CHECK(CreatePipe(&r, &w, NULL, 0));
    CHECK_EQ(NtQueryInformationFile(r, &block, &l, sizeof l - 1, PIPE_LOCAL), (int)0xC0000004);
    CHECK_EQ(NtQueryInformationFile(r, &block, modes, 4, PIPE), (int)0xC0000004);
    CHECK_EQ(NtQueryInformationFile(r, &block, modes, sizeof modes, PIPE), 0);
    CHECK_EQ(modes[0], 0);
    CHECK_EQ(modes[1], 0);
    CloseHandle(r);
    CloseHandle(w);
}

int main(void)
{
    RUN(anonymous_pipes);
    RUN(the_reading_end_has_made_an_anonymous_pipe);
    RUN(named_pipes);
    RUN(short_buffers);
    RUN(an_instance_is_closed_while_it_is_asked);
    return guest_done();
}
