/* Anonymous pipes: order, peeking, broken ends; what a handle is. */
#include "guest.h"

TEST(bytes_come_out_in_order)
{
    HANDLE in, out;
    DWORD n;
    char text[16] = "";
    CHECK(CreatePipe(&in, &out, NULL, 0));
    CHECK_EQ(GetFileType(in), FILE_TYPE_PIPE);
    CHECK(WriteFile(out, "one", 3, &n, NULL));
    CHECK_EQ(n, 3);
    CHECK(WriteFile(out, "two", 3, &n, NULL));
    DWORD available = 0, left = 99;
    CHECK(PeekNamedPipe(in, text, 4, &n, &available, &left));
    CHECK_EQ(n, 4);
    CHECK_EQ(available, 6);
    CHECK(memcmp(text, "onet", 4) == 0);
    CHECK(ReadFile(in, text, 15, &n, NULL));
    CHECK_EQ(n, 6);
    CHECK(memcmp(text, "onetwo", 6) == 0);
    CHECK(PeekNamedPipe(in, NULL, 0, NULL, &available, NULL));
    CHECK_EQ(available, 0);
    CHECK(CloseHandle(in));
    CHECK(CloseHandle(out));
}

TEST(a_reader_without_writers_gets_a_broken_pipe)
{
    HANDLE in, out;
    DWORD n;
    char text[16];
    CHECK(CreatePipe(&in, &out, NULL, 4096));
    CHECK(WriteFile(out, "last", 4, &n, NULL));
    CHECK(CloseHandle(out));
    CHECK(ReadFile(in, text, 16, &n, NULL));
    CHECK_EQ(n, 4);
    CHECK_ERROR(ReadFile(in, text, 16, &n, NULL), ERROR_BROKEN_PIPE);
    CHECK_ERROR(PeekNamedPipe(in, NULL, 0, NULL, &n, NULL), ERROR_BROKEN_PIPE);
    CHECK(CloseHandle(in));
}

TEST(a_writer_without_readers_gets_no_data)
{
    HANDLE in, out;
    DWORD n;
    CHECK(CreatePipe(&in, &out, NULL, 4096));
    CHECK(CloseHandle(in));
    CHECK_ERROR(WriteFile(out, "lost", 4, &n, NULL), ERROR_NO_DATA);
    CHECK(CloseHandle(out));
}

static DWORD WINAPI copier(void *end)
{
    char block[1000];
    DWORD n, sum = 0;
    while (ReadFile(end, block, sizeof block, &n, NULL)) {
        for (DWORD i = 0; i < n; i++) {
            sum += (unsigned char)block[i];
        }
    }
    return GetLastError() == ERROR_BROKEN_PIPE ? sum : 0;
}

TEST(much_data_goes_through_between_threads)
{
    HANDLE in, out;
    DWORD n, expected = 0, sum = 0;
    static char block[70000];
    CHECK(CreatePipe(&in, &out, NULL, 0));
    HANDLE thread = CreateThread(NULL, 0, copier, in, 0, NULL);
    for (int round = 0; round < 10; round++) {
        for (int i = 0; i < 70000; i++) {
            block[i] = (char)(i * 7 + round);
            expected += (unsigned char)block[i];
        }
        CHECK(WriteFile(out, block, sizeof block, &n, NULL));
        CHECK_EQ(n, sizeof block);
    }
    CHECK(CloseHandle(out));
    CHECK_EQ(WaitForSingleObject(thread, 20000), WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &sum));
    CHECK_EQ(sum, expected);
    CloseHandle(thread);
    CloseHandle(in);
}

TEST(a_pipe_is_no_console)
{
    HANDLE in, out;
    DWORD mode = 0;
    CHECK(CreatePipe(&in, &out, NULL, 0));
    CHECK(!GetConsoleMode(in, &mode));
    CHECK(!WriteConsoleA(out, "x", 1, &mode, NULL));
    CloseHandle(in);
    CloseHandle(out);
    HANDLE old = GetStdHandle(STD_INPUT_HANDLE);
    CHECK(SetStdHandle(STD_INPUT_HANDLE, (HANDLE)0x1230));
    CHECK(GetStdHandle(STD_INPUT_HANDLE) == (HANDLE)0x1230);
    CHECK(SetStdHandle(STD_INPUT_HANDLE, old));
    CHECK(GetStdHandle(12345) == INVALID_HANDLE_VALUE);
}

int main(void)
{
    RUN(bytes_come_out_in_order);
    RUN(a_reader_without_writers_gets_a_broken_pipe);
    RUN(a_writer_without_readers_gets_no_data);
    RUN(much_data_goes_through_between_threads);
    RUN(a_pipe_is_no_console);
    return guest_done();
}
