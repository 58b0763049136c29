/* A child's output and errors through named pipes whose own ends are overlapped: how the libraries of Rust, .NET and
   libuv do it. */
#include "guest.h"

static HANDLE make_pipe(int number, HANDLE *child)
{
    SECURITY_ATTRIBUTES inherit = {sizeof inherit, NULL, TRUE};
    char name[64];
    sprintf(name, "\\\\.\\pipe\\guest.%lu.%d", GetCurrentProcessId(), number);
    HANDLE own = CreateNamedPipeA(name, PIPE_ACCESS_INBOUND | FILE_FLAG_FIRST_PIPE_INSTANCE | FILE_FLAG_OVERLAPPED,
                                  PIPE_TYPE_BYTE | PIPE_READMODE_BYTE | PIPE_WAIT | PIPE_REJECT_REMOTE_CLIENTS, 1,
                                  65536, 65536, 0, NULL);
    CHECK(own != INVALID_HANDLE_VALUE);
    *child = CreateFileA(name, GENERIC_WRITE, 0, &inherit, OPEN_EXISTING, 0, NULL);
    CHECK(*child != INVALID_HANDLE_VALUE);
    return own;
}

typedef struct {
    HANDLE pipe;
    OVERLAPPED overlapped;
    char buffer[4096];
    char text[65536];
    DWORD size;
    int open;
} Reader;

static void begin(Reader *r)
{
    DWORD n;
    ResetEvent(r->overlapped.hEvent);
    if (!ReadFile(r->pipe, r->buffer, sizeof r->buffer, &n, &r->overlapped)) {
        if (GetLastError() == ERROR_BROKEN_PIPE)
            r->open = 0;
        else
            CHECK_EQ(GetLastError(), ERROR_IO_PENDING);
    }
}

static void end(Reader *r)
{
    DWORD n = 0;
    if (GetOverlappedResult(r->pipe, &r->overlapped, &n, TRUE)) {
        memcpy(r->text + r->size, r->buffer, n);
        r->size += n;
        begin(r);
    } else {
        CHECK_EQ(GetLastError(), ERROR_BROKEN_PIPE);
        r->open = 0;
    }
}

TEST(two_pipes_are_read_at_once)
{
    static Reader readers[2];
    HANDLE ends[2];
    STARTUPINFOA si = {.cb = sizeof si, .dwFlags = STARTF_USESTDHANDLES};
    PROCESS_INFORMATION pi;
    char line[] = "cmd /c \"echo out& echo err 1>&2& echo more& exit 6\"";
    DWORD code = 0;
    for (int i = 0; i < 2; i++) {
        readers[i].pipe = make_pipe(i, &ends[i]);
        readers[i].overlapped.hEvent = CreateEventA(NULL, TRUE, TRUE, NULL);
        readers[i].open = 1;
    }
    si.hStdInput = GetStdHandle(STD_INPUT_HANDLE);
    si.hStdOutput = ends[0];
    si.hStdError = ends[1];
    if (!CHECK(CreateProcessA(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &si, &pi)))
        return;
    CloseHandle(ends[0]);
    CloseHandle(ends[1]);
    begin(&readers[0]);
    begin(&readers[1]);
    while (readers[0].open || readers[1].open) {
        HANDLE events[] = {readers[0].overlapped.hEvent, readers[1].overlapped.hEvent};
        DWORD which = readers[0].open && readers[1].open
                          ? WaitForMultipleObjects(2, events, FALSE, 20000)
                          : WaitForSingleObject(events[readers[0].open ? 0 : 1], 20000) + (readers[0].open ? 0 : 1);
        if (!CHECK(which < 2))
            return;
        end(&readers[which]);
    }
    CHECK_STR(readers[0].text, "out\r\nmore\r\n");
    CHECK_STR(readers[1].text, "err \r\n");
    CHECK_EQ(WaitForSingleObject(pi.hProcess, 20000), WAIT_OBJECT_0);
    CHECK(GetExitCodeProcess(pi.hProcess, &code));
    CHECK_EQ(code, 6);
    CloseHandle(pi.hThread);
    CloseHandle(pi.hProcess);
    for (int i = 0; i < 2; i++) {
        CloseHandle(readers[i].pipe);
        CloseHandle(readers[i].overlapped.hEvent);
    }
}

int main(void)
{
    RUN(two_pipes_are_read_at_once);
    return guest_done();
}
