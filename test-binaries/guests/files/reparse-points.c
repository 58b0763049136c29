/* Junctions, links that lead nowhere, and names that differ from those of the disk in case. */
#include "guest.h"
#include <winioctl.h>

struct junction {
    ULONG tag;
    USHORT length, reserved, substitute, substitute_length, print, print_length;
    WCHAR names[600];
};

static WCHAR base[MAX_PATH];

/* Makes an existing empty directory lead to a path that begins with \??\. */
static BOOL make_junction(const WCHAR *directory, const WCHAR *target)
{
    struct junction j;
    DWORD n;
    HANDLE h = CreateFileW(directory, GENERIC_WRITE, 0, NULL, OPEN_EXISTING,
                           FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT, NULL);
    CHECK(h != INVALID_HANDLE_VALUE);
    memset(&j, 0, sizeof j);
    j.tag = IO_REPARSE_TAG_MOUNT_POINT;
    j.substitute_length = 2 * wcslen(target);
    j.print = j.substitute_length + 2;
    wcscpy(j.names, target);
    j.length = 8 + j.print + 2;
    BOOL done = DeviceIoControl(h, FSCTL_SET_REPARSE_POINT, &j, j.length + 8, NULL, 0, &n, NULL);
    DWORD error = GetLastError();
    CloseHandle(h);
    SetLastError(error);
    return done;
}

TEST(junctions_lead_to_directories)
{
    WCHAR target[MAX_PATH + 30];
    CHECK(CreateDirectoryW(L"target", NULL));
    CHECK(CreateDirectoryW(L"junction", NULL));
    swprintf(target, MAX_PATH + 30, L"\\??\\%ls\\target", base);
    CHECK(make_junction(L"junction", target));
    DWORD attributes = GetFileAttributesW(L"junction");
    CHECK_EQ(attributes & (FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT),
             FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT);
    CHECK(CreateDirectoryW(L"junction\\inside", NULL));
    CHECK(GetFileAttributesW(L"target\\inside") != INVALID_FILE_ATTRIBUTES);
    CHECK(RemoveDirectoryW(L"target\\inside"));
    DWORD a, b, c, d;
    ULARGE_INTEGER available;
    CHECK(GetDiskFreeSpaceW(L"junction", &a, &b, &c, &d));
    CHECK(GetDiskFreeSpaceExW(L"junction\\", &available, NULL, NULL));
    CHECK(RemoveDirectoryW(L"junction"));
    CHECK(GetFileAttributesW(L"target") != INVALID_FILE_ATTRIBUTES);
}

TEST(what_cannot_be_a_junction_stays)
{
    CHECK(CreateDirectoryW(L"plain", NULL));
    CHECK(!make_junction(L"plain", L"relative"));
    CHECK_EQ(GetLastError(), ERROR_INVALID_REPARSE_DATA);
    CHECK(CreateDirectoryW(L"plain\\inside", NULL));
    WCHAR target[MAX_PATH + 30];
    swprintf(target, MAX_PATH + 30, L"\\??\\%ls\\target", base);
    CHECK(!make_junction(L"plain", target));
    CHECK_EQ(GetLastError(), ERROR_DIR_NOT_EMPTY);
    CHECK(GetFileAttributesW(L"plain\\inside") != INVALID_FILE_ATTRIBUTES);
    CHECK(RemoveDirectoryW(L"plain\\inside"));
    CHECK(RemoveDirectoryW(L"plain"));
    CHECK(RemoveDirectoryW(L"target"));
}

TEST(a_link_to_itself_cannot_be_resolved)
{
    CHECK(CreateSymbolicLinkW(L"circle", L"circle", 0));
    CHECK(CreateFileW(L"circle", GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL) == INVALID_HANDLE_VALUE);
    CHECK_EQ(GetLastError(), ERROR_CANT_RESOLVE_FILENAME);
    CHECK(DeleteFileW(L"circle"));
}

TEST(names_without_letters_below_directories_of_other_case)
{
    WIN32_FIND_DATAW found;
    WCHAR name[40];
    CHECK(CreateDirectoryW(L"Mixed", NULL));
    CHECK(CreateDirectoryW(L"Mixed\\001", NULL));
    CHECK(GetFileAttributesW(L"MIXED\\001") != INVALID_FILE_ATTRIBUTES);
    HANDLE find = FindFirstFileW(L"mixed\\001", &found);
    CHECK(find != INVALID_HANDLE_VALUE);
    FindClose(find);
    CHECK_EQ(GetLongPathNameW(L"MIXED\\001", name, 40), 9);
    CHECK(wcscmp(name, L"Mixed\\001") == 0);
    CHECK_EQ(GetFileAttributesW(L"MIXED\\002"), INVALID_FILE_ATTRIBUTES);
    CHECK(RemoveDirectoryW(L"MIXED\\001"));
    CHECK(RemoveDirectoryW(L"MIXED"));
}

TEST(space_of_a_disk_is_asked_of_directories)
{
    DWORD a, b, c, d;
    CHECK(GetDiskFreeSpaceW(L".", &a, &b, &c, &d));
    CHECK(!GetDiskFreeSpaceW(L"none", &a, &b, &c, &d));
    CHECK_EQ(GetLastError(), ERROR_FILE_NOT_FOUND);
    CloseHandle(CreateFileW(L"file", GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL));
    CHECK(!GetDiskFreeSpaceW(L"file", &a, &b, &c, &d));
    CHECK_EQ(GetLastError(), ERROR_DIRECTORY);
    CHECK(DeleteFileW(L"file"));
}

int main(void)
{
    WCHAR temp[MAX_PATH];
    GetTempPathW(MAX_PATH, temp);
    swprintf(base, MAX_PATH, L"%lsreparse-%lu", temp, GetCurrentProcessId());
    CHECK(CreateDirectoryW(base, NULL));
    CHECK(SetCurrentDirectoryW(base));
    RUN(junctions_lead_to_directories);
    RUN(what_cannot_be_a_junction_stays);
    RUN(a_link_to_itself_cannot_be_resolved);
    RUN(names_without_letters_below_directories_of_other_case);
    RUN(space_of_a_disk_is_asked_of_directories);
    SetCurrentDirectoryW(temp);
    CHECK(RemoveDirectoryW(base));
    return guest_done();
}
