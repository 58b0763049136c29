/* Named pipes: messages, operations that go on after their calls, directions, and pipes without names. */
#include "guest.h"
#include <winternl.h>

#define NAME "\\\\.\\pipe\\decant-guest"

static HANDLE server(DWORD open, DWORD mode)
{
    HANDLE h = CreateNamedPipeA(NAME, open, mode, 2, 4096, 4096, 0, NULL);
    CHECK(h != INVALID_HANDLE_VALUE);
    return h;
}

static HANDLE client(DWORD access, DWORD flags)
{
    return CreateFileA(NAME, access, 0, NULL, OPEN_EXISTING, flags, NULL);
}

static void overlapped_init(OVERLAPPED *o)
{
    memset(o, 0, sizeof *o);
    o->hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
}

static DWORD WINAPI answers(void *pipe)
{
    char text[32];
    DWORD n = 0;
    CHECK(ReadFile(pipe, text, sizeof text, &n, NULL));
    CHECK_EQ(n, 8);
    CHECK(WriteFile(pipe, "reply", 5, &n, NULL));
    return 0;
}

TEST(messages_stay_apart)
{
    HANDLE s = server(PIPE_ACCESS_DUPLEX, PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE);
    HANDLE c = client(GENERIC_READ | GENERIC_WRITE, 0);
    char text[32];
    DWORD n = 0, available = 0, left = 0, flags = 0;
    CHECK(c != INVALID_HANDLE_VALUE);
    CHECK_ERROR(ConnectNamedPipe(s, NULL), ERROR_PIPE_CONNECTED);
    CHECK(GetNamedPipeInfo(c, &flags, NULL, NULL, NULL));
    CHECK_EQ(flags & PIPE_TYPE_MESSAGE, PIPE_TYPE_MESSAGE);
    CHECK(WriteFile(c, "first", 5, &n, NULL));
    CHECK(WriteFile(c, "second one", 10, &n, NULL));
    CHECK(PeekNamedPipe(s, text, 2, &n, &available, &left));
    CHECK_EQ(n, 2);
    CHECK_EQ(left, 3);
    CHECK(ReadFile(s, text, sizeof text, &n, NULL));
    CHECK_EQ(n, 5);
    CHECK_ERROR(ReadFile(s, text, 6, &n, NULL), ERROR_MORE_DATA);
    CHECK_EQ(n, 6);
    CHECK(memcmp(text, "second", 6) == 0);
    CHECK(ReadFile(s, text, sizeof text, &n, NULL));
    CHECK_EQ(n, 4);
    CHECK(memcmp(text, " one", 4) == 0);
    /* The client reads bytes until it says otherwise. */
    CHECK(WriteFile(s, "answer", 6, &n, NULL));
    CHECK(ReadFile(c, text, 3, &n, NULL));
    CHECK_EQ(n, 3);
    CHECK(ReadFile(c, text, 3, &n, NULL));
    DWORD mode = PIPE_READMODE_MESSAGE;
    CHECK(SetNamedPipeHandleState(c, &mode, NULL, NULL));
    HANDLE thread = CreateThread(NULL, 0, answers, s, 0, NULL);
    CHECK(TransactNamedPipe(c, "question", 8, text, sizeof text, &n, NULL));
    CHECK_EQ(n, 5);
    CHECK(memcmp(text, "reply", 5) == 0);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    /* What was not read before is in the way of an answer. */
    CHECK(WriteFile(s, "unread", 6, &n, NULL));
    CHECK_ERROR(TransactNamedPipe(c, "question", 8, text, sizeof text, &n, NULL), ERROR_PIPE_BUSY);
    CloseHandle(c);
    CHECK_ERROR(ReadFile(s, text, sizeof text, &n, NULL), ERROR_BROKEN_PIPE);
    CloseHandle(s);
}

TEST(a_connection_that_is_awaited)
{
    HANDLE s = server(PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED, PIPE_TYPE_BYTE);
    OVERLAPPED o;
    DWORD n = 0;
    char text[16];
    overlapped_init(&o);
    CHECK_ERROR(ReadFile(s, text, sizeof text, NULL, &o), ERROR_PIPE_LISTENING);
    CHECK_ERROR(ConnectNamedPipe(s, &o), ERROR_IO_PENDING);
    CHECK_EQ(WaitForSingleObject(o.hEvent, 0), WAIT_TIMEOUT);
    HANDLE c = client(GENERIC_READ | GENERIC_WRITE, FILE_FLAG_OVERLAPPED);
    CHECK(c != INVALID_HANDLE_VALUE);
    CHECK_EQ(WaitForSingleObject(o.hEvent, 10000), WAIT_OBJECT_0);
    CHECK(GetOverlappedResult(s, &o, &n, TRUE));
    CHECK_ERROR(ConnectNamedPipe(s, &o), ERROR_PIPE_CONNECTED);

    OVERLAPPED reading, writing;
    overlapped_init(&reading);
    overlapped_init(&writing);
    CHECK_ERROR(ReadFile(s, text, sizeof text, NULL, &reading), ERROR_IO_PENDING);
    CHECK_ERROR(GetOverlappedResult(s, &reading, &n, FALSE), ERROR_IO_INCOMPLETE);
    CHECK(WriteFile(c, "bytes", 5, NULL, &writing) || GetLastError() == ERROR_IO_PENDING);
    CHECK(GetOverlappedResult(c, &writing, &n, TRUE));
    CHECK_EQ(n, 5);
    CHECK(GetOverlappedResult(s, &reading, &n, TRUE));
    CHECK_EQ(n, 5);
    CHECK(memcmp(text, "bytes", 5) == 0);

    /* A read of nothing ends when there is something. */
    CHECK_ERROR(ReadFile(s, text, 0, NULL, &reading), ERROR_IO_PENDING);
    CHECK(WriteFile(c, "x", 1, NULL, &writing) || GetLastError() == ERROR_IO_PENDING);
    CHECK(GetOverlappedResult(s, &reading, &n, TRUE));
    CHECK_EQ(n, 0);
    CHECK(ReadFile(s, text, 1, NULL, &reading) || GetLastError() == ERROR_IO_PENDING);
    CHECK(GetOverlappedResult(s, &reading, &n, TRUE));
    CHECK_EQ(n, 1);

    CHECK_ERROR(ReadFile(s, text, sizeof text, NULL, &reading), ERROR_IO_PENDING);
    CHECK(CancelIo(s));
    CHECK_ERROR(GetOverlappedResult(s, &reading, &n, TRUE), ERROR_OPERATION_ABORTED);
    CHECK_ERROR(ReadFile(s, text, sizeof text, NULL, &reading), ERROR_IO_PENDING);
    CloseHandle(c);
    CHECK_ERROR(GetOverlappedResult(s, &reading, &n, TRUE), ERROR_BROKEN_PIPE);
    CHECK(DisconnectNamedPipe(s));
    CHECK_ERROR(ConnectNamedPipe(s, &o), ERROR_IO_PENDING);
    CHECK(CancelIoEx(s, &o));
    CHECK_ERROR(GetOverlappedResult(s, &o, &n, TRUE), ERROR_OPERATION_ABORTED);
    CloseHandle(s);
    CloseHandle(o.hEvent);
    CloseHandle(reading.hEvent);
    CloseHandle(writing.hEvent);
}

TEST(a_completion_port)
{
    HANDLE s = server(PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED, PIPE_TYPE_MESSAGE | PIPE_READMODE_MESSAGE);
    HANDLE port = CreateIoCompletionPort(s, NULL, 5, 0);
    OVERLAPPED o, *done = NULL;
    DWORD n = 0;
    ULONG_PTR key = 0;
    char text[8];
    memset(&o, 0, sizeof o);
    CHECK_ERROR(ConnectNamedPipe(s, &o), ERROR_IO_PENDING);
    HANDLE c = client(GENERIC_READ | GENERIC_WRITE, 0);
    CHECK(GetQueuedCompletionStatus(port, &n, &key, &done, 10000));
    CHECK(done == &o && key == 5);
    CHECK_ERROR(ReadFile(s, text, 3, NULL, &o), ERROR_IO_PENDING);
    CHECK(WriteFile(c, "longer", 6, &n, NULL));
    CHECK_ERROR(GetQueuedCompletionStatus(port, &n, &key, &done, 10000), ERROR_MORE_DATA);
    CHECK(done == &o);
    CHECK_EQ(n, 3);
    CloseHandle(c);
    CloseHandle(s);
    CloseHandle(port);
}

TEST(names_and_directions)
{
    CHECK(client(GENERIC_READ, 0) == INVALID_HANDLE_VALUE);
    CHECK_EQ(GetLastError(), ERROR_FILE_NOT_FOUND);
    HANDLE s = server(PIPE_ACCESS_INBOUND, PIPE_TYPE_BYTE), c;
    CHECK_ERROR(client(GENERIC_READ, 0) != INVALID_HANDLE_VALUE, ERROR_ACCESS_DENIED);
    CHECK(WaitNamedPipeA(NAME, 100));
    c = client(GENERIC_WRITE, 0);
    CHECK(c != INVALID_HANDLE_VALUE);
    CHECK_ERROR(client(GENERIC_WRITE, 0) != INVALID_HANDLE_VALUE, ERROR_PIPE_BUSY);
    CHECK_ERROR(WaitNamedPipeA(NAME, 20), ERROR_SEM_TIMEOUT);
    DWORD n;
    char text[8];
    CHECK(WriteFile(c, "one way", 7, &n, NULL));
    CHECK(ReadFile(s, text, sizeof text, &n, NULL));
    CHECK_EQ(n, 7);
    CHECK(CreateNamedPipeA(NAME, PIPE_ACCESS_INBOUND | FILE_FLAG_FIRST_PIPE_INSTANCE, 0, 2, 0, 0, 0, NULL) ==
          INVALID_HANDLE_VALUE);
    CHECK_EQ(GetLastError(), ERROR_ACCESS_DENIED);
    CloseHandle(c);
    CloseHandle(s);
}

/* The way in which newer language runtimes make the pipes of their children. */
typedef NTSTATUS(NTAPI *OPEN)(HANDLE *, ACCESS_MASK, OBJECT_ATTRIBUTES *, IO_STATUS_BLOCK *, ULONG, ULONG);
typedef NTSTATUS(NTAPI *CREATE_PIPE)(HANDLE *, ULONG, OBJECT_ATTRIBUTES *, IO_STATUS_BLOCK *, ULONG, ULONG, ULONG,
                                     ULONG, ULONG, ULONG, ULONG, ULONG, ULONG, LARGE_INTEGER *);

TEST(pipes_without_names)
{
    HMODULE ntdll = GetModuleHandleA("ntdll.dll");
    OPEN open = (OPEN)(void *)GetProcAddress(ntdll, "NtOpenFile");
    CREATE_PIPE create = (CREATE_PIPE)(void *)GetProcAddress(ntdll, "NtCreateNamedPipeFile");
    WCHAR path[] = L"\\Device\\NamedPipe\\";
    UNICODE_STRING name = {sizeof path - 2, sizeof path, path}, empty = {0, 0, NULL};
    OBJECT_ATTRIBUTES attributes;
    IO_STATUS_BLOCK block;
    HANDLE root = NULL, s = NULL, c = NULL;
    LARGE_INTEGER timeout;
    timeout.QuadPart = -500000;
    InitializeObjectAttributes(&attributes, &name, 0, NULL, NULL);
    CHECK_EQ(open(&root, SYNCHRONIZE | GENERIC_READ, &attributes, &block, FILE_SHARE_READ | FILE_SHARE_WRITE,
                  0x20 /* FILE_SYNCHRONOUS_IO_NONALERT */),
             0);
    InitializeObjectAttributes(&attributes, &empty, 0, root, NULL);
    CHECK_EQ(create(&s, SYNCHRONIZE | GENERIC_READ | FILE_WRITE_ATTRIBUTES, &attributes, &block,
                    FILE_SHARE_READ | FILE_SHARE_WRITE, 2 /* FILE_CREATE */, 0, 0, 0, 0, 1, 65536, 65536, &timeout),
             0);
    InitializeObjectAttributes(&attributes, &empty, OBJ_INHERIT, s, NULL);
    CHECK_EQ(open(&c, SYNCHRONIZE | GENERIC_WRITE | FILE_READ_ATTRIBUTES, &attributes, &block, 0,
                  0x60 /* FILE_NON_DIRECTORY_FILE | FILE_SYNCHRONOUS_IO_NONALERT */),
             0);
    DWORD flags = 0, n = 0;
    CHECK(GetHandleInformation(c, &flags));
    CHECK_EQ(flags & HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
    char text[16];
    OVERLAPPED o;
    overlapped_init(&o);
    CHECK_ERROR(ReadFile(s, text, sizeof text, NULL, &o), ERROR_IO_PENDING);
    CHECK(WriteFile(c, "nameless", 8, &n, NULL));
    CHECK(GetOverlappedResult(s, &o, &n, TRUE));
    CHECK_EQ(n, 8);
    CloseHandle(c);
    CHECK_ERROR(ReadFile(s, text, sizeof text, NULL, &o), ERROR_BROKEN_PIPE);
    CloseHandle(s);
    CloseHandle(root);
    CloseHandle(o.hEvent);
}

static DWORD WINAPI reads(void *pipe)
{
    char c;
    DWORD n;
    return ReadFile(pipe, &c, 1, &n, NULL) ? 0 : GetLastError();
}

TEST(cancelling_a_read_of_another_thread)
{
    HANDLE in, out;
    CHECK(CreatePipe(&in, &out, NULL, 0));
    HANDLE thread = CreateThread(NULL, 0, reads, in, 0, NULL);
    int tries = 0;
    while (!CancelSynchronousIo(thread) && tries++ < 1000) {
        Sleep(5);
    }
    DWORD error = 0;
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    GetExitCodeThread(thread, &error);
    CHECK_EQ(error, ERROR_OPERATION_ABORTED);
    CloseHandle(thread);
    CloseHandle(in);
    CloseHandle(out);
}

int main(void)
{
    RUN(messages_stay_apart);
    RUN(a_connection_that_is_awaited);
    RUN(a_completion_port);
    RUN(names_and_directions);
    RUN(pipes_without_names);
    RUN(cancelling_a_read_of_another_thread);
    return guest_done();
}
