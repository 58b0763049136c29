/* I/O completion ports and named pipes. */
#include "guest.h"

TEST(posted_packets_come_in_order)
{
    HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    DWORD bytes = 0;
    ULONG_PTR key = 0;
    OVERLAPPED *overlapped = (OVERLAPPED *)1, one;
    CHECK(port != NULL);
    CHECK_ERROR(GetQueuedCompletionStatus(port, &bytes, &key, &overlapped, 0), WAIT_TIMEOUT);
    CHECK(overlapped == NULL);
    CHECK(PostQueuedCompletionStatus(port, 10, 100, &one));
    CHECK(PostQueuedCompletionStatus(port, 20, 200, NULL));
    CHECK(GetQueuedCompletionStatus(port, &bytes, &key, &overlapped, INFINITE));
    CHECK_EQ(bytes, 10);
    CHECK_EQ(key, 100);
    CHECK(overlapped == &one);
    CHECK(GetQueuedCompletionStatus(port, &bytes, &key, &overlapped, 1000));
    CHECK_EQ(bytes, 20);
    CHECK_EQ(key, 200);
    CHECK(overlapped == NULL);
    for (int i = 0; i < 3; i++) {
        CHECK(PostQueuedCompletionStatus(port, (DWORD)i, (ULONG_PTR)i, NULL));
    }
    OVERLAPPED_ENTRY entries[8];
    ULONG count = 0;
    CHECK(GetQueuedCompletionStatusEx(port, entries, 8, &count, 1000, FALSE));
    CHECK_EQ(count, 3);
    CHECK_EQ(entries[2].lpCompletionKey, 2);
    CHECK_EQ(entries[1].dwNumberOfBytesTransferred, 1);
    CHECK(CloseHandle(port));
}

TEST(files_report_to_their_port)
{
    HANDLE file = CreateFileA("port.tmp", GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS,
                              FILE_FLAG_OVERLAPPED | FILE_FLAG_DELETE_ON_CLOSE, NULL);
    HANDLE port = CreateIoCompletionPort(file, NULL, 77, 0);
    CHECK(port != NULL);
    OVERLAPPED write;
    memset(&write, 0, sizeof write);
    BOOL done = WriteFile(file, "12345", 5, NULL, &write);
    CHECK(done || GetLastError() == ERROR_IO_PENDING);
    DWORD bytes = 0;
    ULONG_PTR key = 0;
    OVERLAPPED *overlapped = NULL;
    CHECK(GetQueuedCompletionStatus(port, &bytes, &key, &overlapped, 5000));
    CHECK_EQ(bytes, 5);
    CHECK_EQ(key, 77);
    CHECK(overlapped == &write);
    CloseHandle(file);
    CloseHandle(port);
}

static DWORD WINAPI client(void *unused)
{
    char text[32];
    DWORD n;
    (void)unused;
    if (!WaitNamedPipeA("\\\\.\\pipe\\decant-pipe", 5000)) {
        return 1;
    }
    HANDLE pipe = CreateFileA("\\\\.\\PIPE\\Decant-Pipe", GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0,
                              NULL);
    if (pipe == INVALID_HANDLE_VALUE) {
        return 2;
    }
    if (!WriteFile(pipe, "question", 8, &n, NULL) || !ReadFile(pipe, text, sizeof text, &n, NULL) || n != 6 ||
        memcmp(text, "answer", 6) != 0) {
        return 3;
    }
    CloseHandle(pipe);
    return 0;
}

TEST(a_named_pipe_connects_two_threads)
{
    char text[32];
    DWORD n, code = 99;
    HANDLE pipe = CreateNamedPipeA("\\\\.\\pipe\\decant-pipe", PIPE_ACCESS_DUPLEX, PIPE_TYPE_BYTE | PIPE_WAIT, 1,
                                   4096, 4096, 0, NULL);
    CHECK(pipe != INVALID_HANDLE_VALUE);
    CHECK_EQ(GetFileType(pipe), FILE_TYPE_PIPE);
    CHECK(CreateNamedPipeA("\\\\.\\pipe\\decant-pipe", PIPE_ACCESS_DUPLEX, 0, 1, 0, 0, 0, NULL) ==
          INVALID_HANDLE_VALUE);
    CHECK_EQ(GetLastError(), ERROR_PIPE_BUSY);
    HANDLE thread = CreateThread(NULL, 0, client, NULL, 0, NULL);
    CHECK(ConnectNamedPipe(pipe, NULL) || GetLastError() == ERROR_PIPE_CONNECTED);
    CHECK(ReadFile(pipe, text, sizeof text, &n, NULL));
    CHECK_EQ(n, 8);
    CHECK(memcmp(text, "question", 8) == 0);
    CHECK(WriteFile(pipe, "answer", 6, &n, NULL));
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code));
    CHECK_EQ(code, 0);
    CHECK_ERROR(ReadFile(pipe, text, sizeof text, &n, NULL), ERROR_BROKEN_PIPE);
    CHECK(DisconnectNamedPipe(pipe));
    CHECK_ERROR(ReadFile(pipe, text, sizeof text, &n, NULL), ERROR_PIPE_NOT_CONNECTED);
    CloseHandle(thread);
    CloseHandle(pipe);
    CHECK_ERROR(WaitNamedPipeA("\\\\.\\pipe\\decant-pipe", 1), ERROR_FILE_NOT_FOUND);
}

int main(void)
{
    RUN(posted_packets_come_in_order);
    RUN(files_report_to_their_port);
    RUN(a_named_pipe_connects_two_threads);
    return guest_done();
}
