/* Anonymous pipes: order, sizes, peeking, the end after the writer closes, a broken reader. */
#include "guest.h"

TEST(bytes_arrive_in_order)
{
    HANDLE in, out;
    char buffer[16] = "";
    DWORD count, available;
    CHECK(CreatePipe(&in, &out, NULL, 0));
    CHECK_EQ(GetFileType(in), FILE_TYPE_PIPE);
    CHECK(WriteFile(out, "abc", 3, &count, NULL) && count == 3);
    CHECK(WriteFile(out, "defg", 4, &count, NULL) && count == 4);
    CHECK(PeekNamedPipe(in, buffer, 2, &count, &available, NULL));
    CHECK_EQ(count, 2);
    CHECK_EQ(available, 7);
    CHECK(ReadFile(in, buffer, 16, &count, NULL));
    CHECK_EQ(count, 7);
    CHECK_STR(buffer, "abcdefg");
    CloseHandle(out);
    CHECK_ERROR(ReadFile(in, buffer, 16, &count, NULL), ERROR_BROKEN_PIPE);
    CloseHandle(in);
}

TEST(writing_without_a_reader)
{
    HANDLE in, out;
    DWORD count;
    CHECK(CreatePipe(&in, &out, NULL, 0));
    CloseHandle(in);
    CHECK_ERROR(WriteFile(out, "x", 1, &count, NULL), ERROR_NO_DATA);
    CloseHandle(out);
}

TEST(handles_can_be_doubled)
{
    HANDLE in, out, twin;
    DWORD count;
    char c = 0;
    CHECK(CreatePipe(&in, &out, NULL, 0));
    CHECK(DuplicateHandle(GetCurrentProcess(), out, GetCurrentProcess(), &twin, 0, FALSE, DUPLICATE_SAME_ACCESS));
    CloseHandle(out);
    CHECK(WriteFile(twin, "y", 1, &count, NULL));
    CHECK(ReadFile(in, &c, 1, &count, NULL) && c == 'y');
    CloseHandle(twin);
    CHECK_ERROR(CloseHandle(twin), ERROR_INVALID_HANDLE);
    CloseHandle(in);
}

int main(void)
{
    RUN(bytes_arrive_in_order);
    RUN(writing_without_a_reader);
    RUN(handles_can_be_doubled);
    return guest_done();
}
