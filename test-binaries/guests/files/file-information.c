// build: -lntdll
/* What is known of open files and volumes, changing it, links, and the native API's view of the same. */
#include "../guest.h"
#include <winternl.h>

NTSTATUS NTAPI NtQueryDirectoryFile(HANDLE, HANDLE, PIO_APC_ROUTINE, PVOID, PIO_STATUS_BLOCK, PVOID, ULONG,
                                    FILE_INFORMATION_CLASS, BOOLEAN, PUNICODE_STRING, BOOLEAN);
NTSTATUS NTAPI NtReadFile(HANDLE, HANDLE, PIO_APC_ROUTINE, PVOID, PIO_STATUS_BLOCK, PVOID, ULONG, PLARGE_INTEGER, PULONG);
NTSTATUS NTAPI NtWriteFile(HANDLE, HANDLE, PIO_APC_ROUTINE, PVOID, PIO_STATUS_BLOCK, const void *, ULONG, PLARGE_INTEGER,
                           PULONG);

static HANDLE make(const char *name)
{
    return CreateFileA(name, GENERIC_READ | GENERIC_WRITE | DELETE, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                       NULL, CREATE_ALWAYS, 0, NULL);
}

TEST(informations_agree)
{
    DWORD n;
    BY_HANDLE_FILE_INFORMATION all;
    FILE_BASIC_INFO basic;
    FILE_STANDARD_INFO standard;
    WIN32_FILE_ATTRIBUTE_DATA data;
    HANDLE a = make("info.tmp");
    CHECK(WriteFile(a, "12345", 5, &n, NULL));
    CHECK(GetFileInformationByHandle(a, &all));
    CHECK_EQ(all.nFileSizeLow, 5);
    CHECK_EQ(all.nNumberOfLinks, 1);
    CHECK_EQ(all.dwFileAttributes, FILE_ATTRIBUTE_ARCHIVE);
    CHECK(GetFileInformationByHandleEx(a, FileBasicInfo, &basic, sizeof basic));
    CHECK(GetFileInformationByHandleEx(a, FileStandardInfo, &standard, sizeof standard));
    CHECK_EQ(basic.FileAttributes, FILE_ATTRIBUTE_ARCHIVE);
    CHECK_EQ(standard.EndOfFile.QuadPart, 5);
    CHECK_EQ(standard.NumberOfLinks, 1);
    CHECK(!standard.Directory && !standard.DeletePending);
    CHECK(GetFileAttributesExA("info.tmp", GetFileExInfoStandard, &data));
    CHECK_EQ(data.nFileSizeLow, 5);
    CHECK(!memcmp(&data.ftLastWriteTime, &all.ftLastWriteTime, sizeof(FILETIME)));
    CHECK_EQ(basic.LastWriteTime.LowPart, all.ftLastWriteTime.dwLowDateTime);
    CHECK_ERROR(GetFileInformationByHandleEx(a, FileBasicInfo, &basic, 8), ERROR_BAD_LENGTH);
    CHECK(CloseHandle(a));
    CHECK(DeleteFileA("info.tmp"));
}

TEST(times_are_set_and_read)
{
    FILETIME write = {0x12345670, 0x01D00000}, access = {0x7654321, 0x01D10000}, w, a;
    HANDLE h = make("info.tmp");
    CHECK(SetFileTime(h, NULL, &access, &write));
    CHECK(GetFileTime(h, NULL, &a, &w));
    CHECK(!memcmp(&w, &write, sizeof w));
    CHECK(!memcmp(&a, &access, sizeof a));
    CHECK(SetFileTime(h, NULL, NULL, &access));
    CHECK(GetFileTime(h, NULL, &a, &w));
    CHECK(!memcmp(&w, &access, sizeof w));
    CHECK(CloseHandle(h));
    CHECK(DeleteFileA("info.tmp"));
}

TEST(attributes_are_kept)
{
    HANDLE h = make("info.tmp");
    CHECK(CloseHandle(h));
    CHECK(SetFileAttributesA("info.tmp", FILE_ATTRIBUTE_HIDDEN | FILE_ATTRIBUTE_SYSTEM));
    CHECK_EQ(GetFileAttributesA("info.tmp") & ~FILE_ATTRIBUTE_ARCHIVE, FILE_ATTRIBUTE_HIDDEN | FILE_ATTRIBUTE_SYSTEM);
    CHECK(SetFileAttributesA("info.tmp", FILE_ATTRIBUTE_READONLY));
    CHECK_EQ(GetFileAttributesA("info.tmp") & ~FILE_ATTRIBUTE_ARCHIVE, FILE_ATTRIBUTE_READONLY);
    CHECK_ERROR(DeleteFileA("info.tmp"), ERROR_ACCESS_DENIED);
    CHECK(SetFileAttributesA("info.tmp", FILE_ATTRIBUTE_NORMAL));
    CHECK(DeleteFileA("info.tmp"));
    CHECK_ERROR(GetFileAttributesA("info.tmp") != INVALID_FILE_ATTRIBUTES, ERROR_FILE_NOT_FOUND);
    CHECK_ERROR(GetFileAttributesA("no\\info.tmp") != INVALID_FILE_ATTRIBUTES, ERROR_PATH_NOT_FOUND);
    CHECK_ERROR(GetFileAttributesA("") != INVALID_FILE_ATTRIBUTES, ERROR_PATH_NOT_FOUND);
    CHECK_ERROR(GetFileAttributesA("a*b") != INVALID_FILE_ATTRIBUTES, ERROR_INVALID_NAME);
}

TEST(hard_links_are_one_file)
{
    BY_HANDLE_FILE_INFORMATION a, b;
    HANDLE h = make("info.tmp"), l;
    CHECK(CreateHardLinkA("link.tmp", "info.tmp", NULL));
    CHECK_ERROR(CreateHardLinkA("link.tmp", "info.tmp", NULL), ERROR_ALREADY_EXISTS);
    l = CreateFileA("link.tmp", GENERIC_READ, 7, NULL, OPEN_EXISTING, 0, NULL);
    CHECK(GetFileInformationByHandle(h, &a));
    CHECK(GetFileInformationByHandle(l, &b));
    CHECK_EQ(a.nNumberOfLinks, 2);
    CHECK_EQ(a.nFileIndexLow, b.nFileIndexLow);
    CHECK_EQ(a.dwVolumeSerialNumber, b.dwVolumeSerialNumber);
    CloseHandle(h);
    CloseHandle(l);
    CHECK(DeleteFileA("link.tmp"));
    CHECK(DeleteFileA("info.tmp"));
}

TEST(renaming_by_handle)
{
    union {
        FILE_RENAME_INFO info;
        char bytes[sizeof(FILE_RENAME_INFO) + 600];
    } u = {0};
    WCHAR directory[260], target[300];
    HANDLE h = make("info.tmp");
    CHECK(CloseHandle(make("other.tmp")));
    GetCurrentDirectoryW(260, directory);
    wsprintfW(target, L"%s\\other.tmp", directory);
    wcscpy(u.info.FileName, target);
    u.info.FileNameLength = 2 * wcslen(target);
    CHECK_ERROR(SetFileInformationByHandle(h, FileRenameInfo, &u, sizeof u), ERROR_ALREADY_EXISTS);
    u.info.ReplaceIfExists = TRUE;
    CHECK(SetFileInformationByHandle(h, FileRenameInfo, &u, sizeof u));
    CHECK_EQ(GetFileAttributesA("info.tmp"), INVALID_FILE_ATTRIBUTES);
    wcscpy(u.info.FileName, L"third.tmp"); /* in the current directory */
    u.info.FileNameLength = 2 * 9;
    CHECK(SetFileInformationByHandle(h, FileRenameInfo, &u, sizeof u));
    CHECK(GetFileAttributesA("third.tmp") != INVALID_FILE_ATTRIBUTES);
    FILE_DISPOSITION_INFO gone = {TRUE};
    CHECK(SetFileInformationByHandle(h, FileDispositionInfo, &gone, sizeof gone));
    CHECK(CloseHandle(h));
    CHECK_EQ(GetFileAttributesA("other.tmp"), INVALID_FILE_ATTRIBUTES);
    CHECK_EQ(GetFileAttributesA("third.tmp"), INVALID_FILE_ATTRIBUTES);
}

TEST(final_path_is_the_real_one)
{
    char path[300] = "", full[300];
    HANDLE h = make("Info.tmp");
    GetFullPathNameA("Info.tmp", 300, full, NULL);
    DWORD n = GetFinalPathNameByHandleA(h, path, 300, 0);
    CHECK_EQ(n, strlen(path));
    CHECK(!strncmp(path, "\\\\?\\", 4));
    CHECK_STR(strrchr(path, '\\'), "\\Info.tmp");
    CHECK_EQ(GetFinalPathNameByHandleA(h, path, 3, 0), n + 1);
    CloseHandle(h);
    CHECK(DeleteFileA("INFO.TMP"));
}

TEST(volumes)
{
    char name[64], fs[64];
    DWORD serial, longest, flags;
    ULARGE_INTEGER available, total, all;
    CHECK(GetVolumeInformationA(NULL, name, 64, &serial, &longest, &flags, fs, 64));
    CHECK_EQ(longest, 255);
    CHECK(flags & FILE_CASE_PRESERVED_NAMES);
    CHECK(GetDiskFreeSpaceExA(NULL, &available, &total, &all));
    CHECK(total.QuadPart > 0 && available.QuadPart <= total.QuadPart);
    CHECK_EQ(GetDriveTypeA("Q:\\"), DRIVE_NO_ROOT_DIR);
    CHECK(GetLogicalDrives() & 1 << 2);
    CHECK_ERROR(GetDiskFreeSpaceExA("Q:\\", &available, NULL, NULL), ERROR_PATH_NOT_FOUND);
}

TEST(volumes_of_open_files)
{
    WCHAR fs[16], by_path[16], small[2];
    DWORD serial, expected_serial, longest, expected_longest, flags, expected_flags, other;
    HANDLE h = make("info.tmp"), event = CreateEventA(NULL, TRUE, FALSE, NULL);
    HANDLE d = CreateFileA(".", GENERIC_READ, 7, NULL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, NULL);
    CHECK(GetVolumeInformationW(NULL, NULL, 0, &expected_serial, &expected_longest, &expected_flags, by_path, 16));
    CHECK(GetVolumeInformationByHandleW(h, NULL, 0, &serial, &longest, &flags, fs, 16));
    CHECK_EQ(serial, expected_serial);
    CHECK_EQ(longest, expected_longest);
    CHECK_EQ(flags, expected_flags);
    CHECK(!wcscmp(fs, by_path));
    CHECK(GetVolumeInformationByHandleW(d, NULL, 0, &other, NULL, NULL, NULL, 0));
    CHECK_EQ(other, serial);
    CHECK_ERROR(GetVolumeInformationByHandleW(h, NULL, 0, NULL, NULL, NULL, small, 2), ERROR_BAD_LENGTH);
    CHECK_ERROR(GetVolumeInformationByHandleW((HANDLE)0xABC0, NULL, 0, &other, NULL, NULL, NULL, 0), ERROR_INVALID_HANDLE);
    CHECK(!GetVolumeInformationByHandleW(event, NULL, 0, &other, NULL, NULL, NULL, 0));
    CloseHandle(event);
    CloseHandle(d);
    CloseHandle(h);
    CHECK(DeleteFileA("info.tmp"));
}

TEST(native_calls_agree)
{
    UNICODE_STRING name;
    OBJECT_ATTRIBUTES attributes;
    IO_STATUS_BLOCK block;
    HANDLE h;
    LARGE_INTEGER offset = {{0}};
    char buffer[16] = {0};
    CHECK(RtlDosPathNameToNtPathName_U(L"native.tmp", &name, NULL, NULL));
    CHECK(!wcsncmp(name.Buffer, L"\\??\\", 4));
    InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE, NULL, NULL);
    CHECK_EQ(NtOpenFile(&h, GENERIC_READ | SYNCHRONIZE, &attributes, &block, 7, FILE_SYNCHRONOUS_IO_NONALERT),
             (NTSTATUS)0xC0000034);
    CHECK_EQ(NtCreateFile(&h, GENERIC_READ | GENERIC_WRITE | SYNCHRONIZE | DELETE, &attributes, &block, NULL, 0, 7,
                          FILE_OPEN_IF, FILE_SYNCHRONOUS_IO_NONALERT | FILE_DELETE_ON_CLOSE, NULL, 0), 0);
    CHECK_EQ(block.Information, FILE_CREATED);
    CHECK_EQ(NtWriteFile(h, NULL, NULL, NULL, &block, "native", 6, NULL, NULL), 0);
    CHECK_EQ(block.Information, 6);
    CHECK_EQ(NtReadFile(h, NULL, NULL, NULL, &block, buffer, 16, NULL, NULL), (NTSTATUS)0xC0000011);
    CHECK_EQ(NtReadFile(h, NULL, NULL, NULL, &block, buffer, 16, &offset, NULL), 0);
    CHECK_STR(buffer, "native");
    CHECK_EQ(NtClose(h), 0);
    CHECK_EQ(GetFileAttributesA("native.tmp"), INVALID_FILE_ATTRIBUTES);
}

TEST(native_listing)
{
    union {
        FILE_DIRECTORY_INFORMATION info;
        char bytes[1024];
    } u;
    IO_STATUS_BLOCK block;
    UNICODE_STRING pattern;
    CHECK(CreateDirectoryA("list.tmp", NULL));
    CHECK(CloseHandle(make("list.tmp\\b")));
    CHECK(CloseHandle(make("list.tmp\\A")));
    HANDLE d = CreateFileA("list.tmp", GENERIC_READ, 7, NULL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, NULL);
    CHECK_EQ(NtQueryDirectoryFile(d, NULL, NULL, NULL, &block, &u, sizeof u, FileDirectoryInformation, TRUE, NULL, FALSE), 0);
    CHECK_EQ(u.info.FileNameLength, 2);
    CHECK_EQ(u.info.FileName[0], '.');
    CHECK_EQ(NtQueryDirectoryFile(d, NULL, NULL, NULL, &block, &u, sizeof u, FileDirectoryInformation, FALSE, NULL, FALSE), 0);
    CHECK_EQ(u.info.FileNameLength, 4);
    PFILE_DIRECTORY_INFORMATION next = (void *)(u.bytes + u.info.NextEntryOffset);
    CHECK_EQ(next->FileName[0], 'A');
    CHECK_EQ(NtQueryDirectoryFile(d, NULL, NULL, NULL, &block, &u, sizeof u, FileDirectoryInformation, FALSE, NULL, FALSE),
             (NTSTATUS)0x80000006);
    CloseHandle(d);
    d = CreateFileA("list.tmp", GENERIC_READ, 7, NULL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, NULL);
    RtlInitUnicodeString(&pattern, L"zz*");
    CHECK_EQ(NtQueryDirectoryFile(d, NULL, NULL, NULL, &block, &u, sizeof u, FileDirectoryInformation, FALSE, &pattern, FALSE),
             (NTSTATUS)0xC000000F);
    CloseHandle(d);
    CHECK_ERROR(RemoveDirectoryA("list.tmp"), ERROR_DIR_NOT_EMPTY);
    CHECK(DeleteFileA("list.tmp\\a"));
    CHECK(DeleteFileA("list.tmp\\B"));
    CHECK(RemoveDirectoryA("list.tmp"));
}

TEST(a_name_that_finds_no_room_is_cut)
{
    /* What programs do that are after the rest: the fixed part is filled all the same. */
    struct { char fixed[96]; ULONG length; WCHAR name[2], behind; } all;
    struct { DWORD length; WCHAR name[64]; } name;
    IO_STATUS_BLOCK block;
    DWORD n;
    HANDLE a = make("info.tmp");
    CHECK(WriteFile(a, "12345", 5, &n, NULL));
    all.behind = 0x1234;
    CHECK_EQ(NtQueryInformationFile(a, &block, &all, 104, (FILE_INFORMATION_CLASS)18), (NTSTATUS)0x80000005);
    CHECK_EQ(block.Status, (NTSTATUS)0x80000005);
    CHECK_EQ(block.Information, 104);
    CHECK_EQ(*(LONGLONG *)(all.fixed + 48), 5);
    CHECK(all.length > 16);
    CHECK_EQ(all.name[0], '\\');
    CHECK_EQ(all.behind, 0x1234);
    CHECK_ERROR(GetFileInformationByHandleEx(a, FileNameInfo, &name, 8), ERROR_MORE_DATA);
    CHECK_EQ(name.length, all.length);
    CHECK(CloseHandle(a));
    CHECK(DeleteFileA("info.tmp"));
}

TEST(what_is_no_file_is_refused)
{
    char path[300];
    HANDLE find;
    WIN32_FIND_DATAA data;
    HANDLE event = CreateEventA(NULL, TRUE, FALSE, NULL);
    CHECK_ERROR(WriteFile((HANDLE)0xABC0, "x", 1, NULL, NULL), ERROR_INVALID_HANDLE);
    CHECK_ERROR((find = FindFirstFileA("nothing*.here", &data)) != INVALID_HANDLE_VALUE, ERROR_FILE_NOT_FOUND);
    CHECK_ERROR((find = FindFirstFileA("no\\*", &data)) != INVALID_HANDLE_VALUE, ERROR_PATH_NOT_FOUND);
    CHECK_ERROR(CreateFileA("no\\file", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL) != INVALID_HANDLE_VALUE,
                ERROR_PATH_NOT_FOUND);
    CHECK_ERROR(SetCurrentDirectoryA("nowhere"), ERROR_FILE_NOT_FOUND);
    CHECK_EQ(SearchPathA(NULL, "nothing.here", NULL, 300, path, NULL), 0);
    CHECK_ERROR(MoveFileA("nothing.here", "there"), ERROR_FILE_NOT_FOUND);
    CHECK_ERROR(CopyFileA("nothing.here", "there", FALSE), ERROR_FILE_NOT_FOUND);
    CHECK_ERROR(RemoveDirectoryA("nothing.here"), ERROR_FILE_NOT_FOUND);
    CHECK_ERROR(CreateDirectoryA("no\\there", NULL), ERROR_PATH_NOT_FOUND);
    CloseHandle(event);
}

int main(void)
{
    RUN(informations_agree);
    RUN(times_are_set_and_read);
    RUN(attributes_are_kept);
    RUN(hard_links_are_one_file);
    RUN(renaming_by_handle);
    RUN(final_path_is_the_real_one);
    RUN(volumes);
    RUN(volumes_of_open_files);
    RUN(native_calls_agree);
    RUN(native_listing);
    RUN(a_name_that_finds_no_room_is_cut);
    RUN(what_is_no_file_is_refused);
    return guest_done();
}
