/* Junctions, links that lead nowhere, and names that differ from those of the disk in case. */
#include "guest.h"
#include <winioctl.h>

struct junction {
    ULONG tag;
    USHORT length, reserved, substitute, substitute_length, print, print_length;
    WCHAR names[6000];
};

static WCHAR base[MAX_PATH];

/* Makes an existing empty directory lead elsewhere: by a link with flags, or by a junction without. */
static BOOL make_leading(const WCHAR *directory, ULONG tag, const void *flags, DWORD flags_size, const WCHAR *target)
{
    static struct junction j;
    DWORD n;
    HANDLE h = CreateFileW(directory, GENERIC_WRITE, 0, NULL, OPEN_EXISTING,
                           FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT, NULL);
    CHECK(h != INVALID_HANDLE_VALUE);
    memset(&j, 0, sizeof j);
    j.tag = tag;
    j.substitute_length = 2 * wcslen(target);
    j.print = j.substitute_length + 2;
    memcpy(j.names, flags, flags_size);
    wcscpy((WCHAR *)((char *)j.names + flags_size), target);
    j.length = 8 + flags_size + j.print + 2;
    BOOL done = DeviceIoControl(h, FSCTL_SET_REPARSE_POINT, &j, j.length + 8, NULL, 0, &n, NULL);
    DWORD error = GetLastError();
    CloseHandle(h);
    SetLastError(error);
    return done;
}

static BOOL make_junction(const WCHAR *directory, const WCHAR *target)
{
    return make_leading(directory, IO_REPARSE_TAG_MOUNT_POINT, "", 0, target);
}

static BOOL make_link(const WCHAR *directory, const WCHAR *target)
{
    ULONG flags = 1; /* relative */
    return make_leading(directory, IO_REPARSE_TAG_SYMLINK, &flags, sizeof flags, target);
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
    CHECK_ERROR(make_junction(L"plain", L"\\??\\"), ERROR_INVALID_REPARSE_DATA);
    CHECK_ERROR(make_junction(L"plain", L"\\??\\Volume{01234567-89ab-cdef-0123-456789abcdef}\\"),
                ERROR_INVALID_REPARSE_DATA);
    CHECK_ERROR(make_link(L"plain", L""), ERROR_INVALID_REPARSE_DATA);
    WCHAR very_long[5001];
    for (int i = 0; i < 5000; i++) {
        very_long[i] = i % 100 == 99 ? L'\\' : L'a';
    }
    very_long[5000] = 0;
    if (!make_link(L"plain", very_long)) { /* other systems take it */
        CHECK_EQ(GetLastError(), ERROR_FILENAME_EXCED_RANGE);
        CHECK_EQ(GetFileAttributesW(L"plain"), FILE_ATTRIBUTE_DIRECTORY);
        CHECK(make_link(L"plain", L"target"));
    }
    CHECK(RemoveDirectoryW(L"plain"));
    CHECK(CreateDirectoryW(L"plain", NULL));
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
