/* CreateFile: the five dispositions, their last-error values, share modes between handles, access, attributes. */
#include "guest.h"

static HANDLE open_file(const char *name, DWORD access, DWORD share, DWORD disposition)
{
    return CreateFileA(name, access, share, NULL, disposition, FILE_ATTRIBUTE_NORMAL, NULL);
}

static void make(const char *name, const char *text)
{
    DWORD written;
    HANDLE file = open_file(name, GENERIC_WRITE, 0, CREATE_ALWAYS);
    CHECK(file != INVALID_HANDLE_VALUE);
    CHECK(WriteFile(file, text, (DWORD)strlen(text), &written, NULL));
    CloseHandle(file);
}

#define REFUSED(call, error) CHECK_ERROR((call) != INVALID_HANDLE_VALUE, error)

TEST(create_new)
{
    HANDLE file = open_file("new.txt", GENERIC_WRITE, 0, CREATE_NEW);
    CHECK(file != INVALID_HANDLE_VALUE);
    CHECK(CloseHandle(file));
    REFUSED(open_file("new.txt", GENERIC_WRITE, 0, CREATE_NEW), ERROR_FILE_EXISTS);
    CHECK(DeleteFileA("new.txt"));
}

TEST(create_always_truncates_and_says_so)
{
    make("always.txt", "long text");
    SetLastError(0);
    HANDLE file = open_file("always.txt", GENERIC_WRITE, 0, CREATE_ALWAYS);
    CHECK_EQ(GetLastError(), ERROR_ALREADY_EXISTS);
    CHECK_EQ(GetFileSize(file, NULL), 0);
    CloseHandle(file);
    DeleteFileA("always.txt");
    SetLastError(1);
    file = open_file("always.txt", GENERIC_WRITE, 0, CREATE_ALWAYS);
    CHECK_EQ(GetLastError(), 0);
    CloseHandle(file);
    DeleteFileA("always.txt");
}

TEST(open_existing_and_open_always)
{
    REFUSED(open_file("missing.txt", GENERIC_READ, 0, OPEN_EXISTING), ERROR_FILE_NOT_FOUND);
    REFUSED(open_file("missing\\file.txt", GENERIC_READ, 0, OPEN_EXISTING), ERROR_PATH_NOT_FOUND);
    make("there.txt", "abc");
    HANDLE file = open_file("there.txt", GENERIC_READ, 0, OPEN_ALWAYS);
    CHECK_EQ(GetLastError(), ERROR_ALREADY_EXISTS);
    CHECK_EQ(GetFileSize(file, NULL), 3);
    CloseHandle(file);
    DeleteFileA("there.txt");
    file = open_file("there.txt", GENERIC_WRITE, 0, OPEN_ALWAYS);
    CHECK_EQ(GetLastError(), 0);
    CloseHandle(file);
    DeleteFileA("there.txt");
}

TEST(truncate_existing)
{
    REFUSED(open_file("cut.txt", GENERIC_WRITE, 0, TRUNCATE_EXISTING), ERROR_FILE_NOT_FOUND);
    make("cut.txt", "abc");
    HANDLE file = open_file("cut.txt", GENERIC_WRITE, 0, TRUNCATE_EXISTING);
    CHECK_EQ(GetFileSize(file, NULL), 0);
    CloseHandle(file);
    DeleteFileA("cut.txt");
}

TEST(share_modes)
{
    make("shared.txt", "abc");
    HANDLE first = open_file("shared.txt", GENERIC_READ, 0, OPEN_EXISTING);
    REFUSED(open_file("shared.txt", GENERIC_READ, FILE_SHARE_READ, OPEN_EXISTING), ERROR_SHARING_VIOLATION);
    CloseHandle(first);
    first = open_file("shared.txt", GENERIC_READ, FILE_SHARE_READ, OPEN_EXISTING);
    HANDLE second = open_file("shared.txt", GENERIC_READ, FILE_SHARE_READ, OPEN_EXISTING);
    CHECK(second != INVALID_HANDLE_VALUE);
    REFUSED(open_file("SHARED.TXT", GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, OPEN_EXISTING),
            ERROR_SHARING_VIOLATION);
    CHECK_ERROR(DeleteFileA("shared.txt"), ERROR_SHARING_VIOLATION);
    CloseHandle(second);
    CloseHandle(first);
    first = open_file("shared.txt", GENERIC_WRITE, FILE_SHARE_READ, OPEN_EXISTING);
    REFUSED(open_file("shared.txt", GENERIC_READ, FILE_SHARE_READ, OPEN_EXISTING), ERROR_SHARING_VIOLATION);
    second = open_file("shared.txt", GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, OPEN_EXISTING);
    CHECK(second != INVALID_HANDLE_VALUE);
    CloseHandle(second);
    CloseHandle(first);
    CHECK(DeleteFileA("shared.txt"));
}

TEST(access_is_checked)
{
    char buffer[4];
    DWORD count;
    make("access.txt", "abc");
    HANDLE file = open_file("access.txt", GENERIC_READ, 0, OPEN_EXISTING);
    CHECK_ERROR(WriteFile(file, "x", 1, &count, NULL), ERROR_ACCESS_DENIED);
    CloseHandle(file);
    file = open_file("access.txt", GENERIC_WRITE, 0, OPEN_EXISTING);
    CHECK_ERROR(ReadFile(file, buffer, 1, &count, NULL), ERROR_ACCESS_DENIED);
    CloseHandle(file);
    DeleteFileA("access.txt");
}

TEST(delete_while_open)
{
    make("going.txt", "abc");
    HANDLE file = open_file("going.txt", GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE, OPEN_EXISTING);
    CHECK(DeleteFileA("going.txt"));
    char buffer[4] = "";
    DWORD count;
    CHECK(ReadFile(file, buffer, 3, &count, NULL) && count == 3);
    CloseHandle(file);
    CHECK_EQ(GetFileAttributesA("going.txt"), INVALID_FILE_ATTRIBUTES);
    file = CreateFileA("auto.txt", GENERIC_WRITE, 0, NULL, CREATE_NEW, FILE_FLAG_DELETE_ON_CLOSE, NULL);
    CHECK(GetFileAttributesA("auto.txt") != INVALID_FILE_ATTRIBUTES);
    CloseHandle(file);
    CHECK_EQ(GetFileAttributesA("auto.txt"), INVALID_FILE_ATTRIBUTES);
}

TEST(read_only_attribute)
{
    make("ro.txt", "abc");
    CHECK(SetFileAttributesA("ro.txt", FILE_ATTRIBUTE_READONLY));
    CHECK_EQ(GetFileAttributesA("ro.txt") & FILE_ATTRIBUTE_READONLY, FILE_ATTRIBUTE_READONLY);
    REFUSED(open_file("ro.txt", GENERIC_WRITE, 0, OPEN_EXISTING), ERROR_ACCESS_DENIED);
    CHECK_ERROR(DeleteFileA("ro.txt"), ERROR_ACCESS_DENIED);
    CHECK(SetFileAttributesA("ro.txt", FILE_ATTRIBUTE_NORMAL));
    CHECK(DeleteFileA("ro.txt"));
}

TEST(directories_are_not_files)
{
    CHECK(CreateDirectoryA("folder", NULL));
    CHECK_ERROR(CreateDirectoryA("folder", NULL), ERROR_ALREADY_EXISTS);
    REFUSED(open_file("folder", GENERIC_READ, FILE_SHARE_READ, OPEN_EXISTING), ERROR_ACCESS_DENIED);
    HANDLE folder = CreateFileA("folder", GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING,
                                FILE_FLAG_BACKUP_SEMANTICS, NULL);
    CHECK(folder != INVALID_HANDLE_VALUE);
    CloseHandle(folder);
    make("folder\\inside.txt", "x");
    CHECK_ERROR(RemoveDirectoryA("folder"), ERROR_DIR_NOT_EMPTY);
    CHECK(DeleteFileA("folder\\inside.txt"));
    CHECK_ERROR(DeleteFileA("folder"), ERROR_ACCESS_DENIED);
    CHECK(RemoveDirectoryA("folder"));
    CHECK_ERROR(RemoveDirectoryA("folder"), ERROR_FILE_NOT_FOUND);
}

TEST(move_and_copy)
{
    char buffer[8] = "";
    DWORD count;
    make("from.txt", "moved");
    make("to.txt", "old");
    CHECK_ERROR(MoveFileA("from.txt", "to.txt"), ERROR_ALREADY_EXISTS);
    CHECK(MoveFileExA("from.txt", "to.txt", MOVEFILE_REPLACE_EXISTING));
    CHECK_EQ(GetFileAttributesA("from.txt"), INVALID_FILE_ATTRIBUTES);
    CHECK_ERROR(CopyFileA("to.txt", "to.txt.2", TRUE) && CopyFileA("to.txt", "to.txt.2", TRUE), ERROR_FILE_EXISTS);
    HANDLE file = open_file("to.txt.2", GENERIC_READ, 0, OPEN_EXISTING);
    CHECK(ReadFile(file, buffer, 8, &count, NULL) && count == 5 && memcmp(buffer, "moved", 5) == 0);
    CloseHandle(file);
    DeleteFileA("to.txt");
    DeleteFileA("to.txt.2");
}

TEST(position_append_and_end)
{
    char buffer[16] = "";
    DWORD count;
    LARGE_INTEGER at, now;
    HANDLE file = open_file("seek.bin", GENERIC_READ | GENERIC_WRITE, 0, CREATE_ALWAYS);
    WriteFile(file, "0123456789", 10, &count, NULL);
    at.QuadPart = -3;
    CHECK(SetFilePointerEx(file, at, &now, FILE_END));
    CHECK_EQ(now.QuadPart, 7);
    CHECK(ReadFile(file, buffer, 16, &count, NULL));
    CHECK_EQ(count, 3);
    CHECK(ReadFile(file, buffer, 16, &count, NULL));
    CHECK_EQ(count, 0);
    at.QuadPart = -1;
    CHECK_ERROR(SetFilePointerEx(file, at, &now, FILE_BEGIN), ERROR_NEGATIVE_SEEK);
    at.QuadPart = 4;
    SetFilePointerEx(file, at, NULL, FILE_BEGIN);
    CHECK(SetEndOfFile(file));
    CHECK_EQ(GetFileSize(file, NULL), 4);
    CloseHandle(file);
    file = open_file("seek.bin", FILE_APPEND_DATA, 0, OPEN_EXISTING);
    CHECK(WriteFile(file, "AB", 2, &count, NULL));
    CloseHandle(file);
    file = open_file("seek.bin", GENERIC_READ, 0, OPEN_EXISTING);
    memset(buffer, 0, sizeof buffer);
    ReadFile(file, buffer, 15, &count, NULL);
    CHECK_STR(buffer, "0123AB");
    OVERLAPPED from = {.Offset = 2};
    CHECK(ReadFile(file, buffer, 2, &count, &from) && buffer[0] == '2');
    CloseHandle(file);
    DeleteFileA("seek.bin");
}

int main(void)
{
    RUN(create_new);
    RUN(create_always_truncates_and_says_so);
    RUN(open_existing_and_open_always);
    RUN(truncate_existing);
    RUN(share_modes);
    RUN(access_is_checked);
    RUN(delete_while_open);
    RUN(read_only_attribute);
    RUN(directories_are_not_files);
    RUN(move_and_copy);
    RUN(position_append_and_end);
    return guest_done();
}
