/* Locked byte ranges, overlapped requests on files, positions. */
#include "../guest.h"

static HANDLE open_file(const char *name, DWORD creation, DWORD flags)
{
    return CreateFileA(name, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                       creation, flags, NULL);
}

TEST(exclusive_locks_keep_others_out)
{
    DWORD n;
    char buffer[16];
    HANDLE a = open_file("locks.tmp", CREATE_ALWAYS, 0), b = open_file("locks.tmp", OPEN_EXISTING, 0);
    CHECK(WriteFile(a, "0123456789", 10, &n, NULL));
    CHECK(LockFile(a, 2, 0, 4, 0));
    CHECK_ERROR(LockFile(b, 5, 0, 1, 0), ERROR_LOCK_VIOLATION);
    CHECK_ERROR(LockFile(a, 5, 0, 1, 0), ERROR_LOCK_VIOLATION);
    CHECK_EQ(SetFilePointer(b, 3, NULL, FILE_BEGIN), 3);
    CHECK_ERROR(ReadFile(b, buffer, 1, &n, NULL), ERROR_LOCK_VIOLATION);
    CHECK_ERROR(WriteFile(b, "x", 1, &n, NULL), ERROR_LOCK_VIOLATION);
    CHECK_EQ(SetFilePointer(b, 6, NULL, FILE_BEGIN), 6);
    CHECK(ReadFile(b, buffer, 4, &n, NULL));
    CHECK_EQ(n, 4);
    CHECK_ERROR(UnlockFile(a, 2, 0, 3, 0), ERROR_NOT_LOCKED);
    CHECK(UnlockFile(a, 2, 0, 4, 0));
    CHECK(LockFile(b, 5, 0, 1, 0));
    CHECK(CloseHandle(b));
    CHECK(LockFile(a, 5, 0, 1, 0));
    CHECK(CloseHandle(a));
    CHECK(DeleteFileA("locks.tmp"));
}

TEST(shared_locks_share)
{
    DWORD n;
    OVERLAPPED at = {0};
    HANDLE a = open_file("locks.tmp", CREATE_ALWAYS, 0), b = open_file("locks.tmp", OPEN_EXISTING, 0);
    CHECK(WriteFile(a, "0123456789", 10, &n, NULL));
    CHECK(LockFileEx(a, LOCKFILE_FAIL_IMMEDIATELY, 0, 4, 0, &at));
    CHECK(LockFileEx(b, LOCKFILE_FAIL_IMMEDIATELY, 0, 4, 0, &at));
    CHECK_ERROR(LockFileEx(b, LOCKFILE_FAIL_IMMEDIATELY | LOCKFILE_EXCLUSIVE_LOCK, 0, 4, 0, &at), ERROR_LOCK_VIOLATION);
    CHECK(UnlockFileEx(a, 0, 4, 0, &at));
    CHECK(UnlockFileEx(b, 0, 4, 0, &at));
    CHECK_ERROR(UnlockFileEx(b, 0, 4, 0, &at), ERROR_NOT_LOCKED);
    CHECK(CloseHandle(a));
    CHECK(CloseHandle(b));
    CHECK(DeleteFileA("locks.tmp"));
}

static HANDLE waiter_file;

static DWORD WINAPI lock_and_wait(void *unused)
{
    OVERLAPPED at = {0};
    (void)unused;
    return LockFileEx(waiter_file, LOCKFILE_EXCLUSIVE_LOCK, 0, 1, 0, &at) ? 7 : GetLastError();
}

TEST(a_lock_waits_for_another)
{
    DWORD code = 0;
    HANDLE a = open_file("locks.tmp", CREATE_ALWAYS, 0);
    waiter_file = open_file("locks.tmp", OPEN_EXISTING, 0);
    CHECK(LockFile(a, 0, 0, 1, 0));
    HANDLE thread = CreateThread(NULL, 0, lock_and_wait, NULL, 0, NULL);
    CHECK_EQ(WaitForSingleObject(thread, 50), WAIT_TIMEOUT);
    CHECK(UnlockFile(a, 0, 0, 1, 0));
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code));
    CHECK_EQ(code, 7);
    CloseHandle(thread);
    CHECK(CloseHandle(a));
    CHECK(CloseHandle(waiter_file));
    CHECK(DeleteFileA("locks.tmp"));
}

TEST(an_offset_in_the_request_is_used)
{
    DWORD n = 99;
    char buffer[16] = {0};
    OVERLAPPED at = {0};
    HANDLE a = open_file("locks.tmp", CREATE_ALWAYS, 0);
    at.Offset = 4;
    CHECK(WriteFile(a, "abcd", 4, &n, &at));
    CHECK_EQ(n, 4);
    CHECK_EQ(at.InternalHigh, 4);
    CHECK_EQ(SetFilePointer(a, 0, NULL, FILE_CURRENT), 8);
    CHECK_EQ(GetFileSize(a, NULL), 8);
    at.Offset = 5;
    CHECK(ReadFile(a, buffer, 16, &n, &at));
    CHECK_EQ(n, 3);
    CHECK_STR(buffer, "bcd");
    at.Offset = 8;
    CHECK_ERROR(ReadFile(a, buffer, 16, &n, &at), ERROR_HANDLE_EOF);
    CHECK(ReadFile(a, buffer, 16, &n, NULL));
    CHECK_EQ(n, 0);
    CHECK(CloseHandle(a));
    CHECK(DeleteFileA("locks.tmp"));
}

TEST(an_overlapped_request_sets_its_event)
{
    DWORD n = 0;
    char buffer[16] = {0};
    OVERLAPPED at = {0};
    HANDLE a = open_file("locks.tmp", CREATE_ALWAYS, FILE_FLAG_OVERLAPPED);
    at.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
    CHECK(WriteFile(a, "hello", 5, NULL, &at) || GetLastError() == ERROR_IO_PENDING);
    CHECK(GetOverlappedResult(a, &at, &n, TRUE));
    CHECK_EQ(n, 5);
    CHECK_EQ(WaitForSingleObject(at.hEvent, 0), WAIT_OBJECT_0);
    CHECK(ReadFile(a, buffer, 5, NULL, &at) || GetLastError() == ERROR_IO_PENDING);
    CHECK(GetOverlappedResult(a, &at, &n, TRUE));
    CHECK_STR(buffer, "hello");
    CHECK(CloseHandle(at.hEvent));
    CHECK(CloseHandle(a));
    CHECK(DeleteFileA("locks.tmp"));
}

TEST(positions_have_64_bits)
{
    LARGE_INTEGER to, now;
    LONG high = 1;
    HANDLE a = open_file("locks.tmp", CREATE_ALWAYS, 0);
    to.QuadPart = 0x123456789LL;
    CHECK(SetFilePointerEx(a, to, &now, FILE_BEGIN));
    CHECK_EQ(now.QuadPart, 0x123456789LL);
    CHECK_ERROR(SetFilePointer(a, 0, NULL, FILE_CURRENT) != INVALID_SET_FILE_POINTER, ERROR_INVALID_PARAMETER);
    CHECK_EQ(SetFilePointer(a, 5, &high, FILE_BEGIN), 5);
    CHECK_EQ(high, 1);
    CHECK_ERROR(SetFilePointer(a, -1, NULL, FILE_BEGIN) != INVALID_SET_FILE_POINTER, ERROR_NEGATIVE_SEEK);
    to.QuadPart = -1;
    CHECK_ERROR(SetFilePointerEx(a, to, NULL, FILE_BEGIN), ERROR_NEGATIVE_SEEK);
    CHECK_EQ(SetFilePointer(a, 3, NULL, FILE_BEGIN), 3);
    CHECK(SetEndOfFile(a));
    CHECK_EQ(GetFileSize(a, NULL), 3);
    CHECK_EQ(SetFilePointer(a, -1, NULL, FILE_END), 2);
    CHECK(CloseHandle(a));
    CHECK(DeleteFileA("locks.tmp"));
}

int main(void)
{
    RUN(exclusive_locks_keep_others_out);
    RUN(shared_locks_share);
    RUN(a_lock_waits_for_another);
    RUN(an_offset_in_the_request_is_used);
    RUN(an_overlapped_request_sets_its_event);
    RUN(positions_have_64_bits);
    return guest_done();
}
