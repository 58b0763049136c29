/* What is known of a file by its name, in one call: GetFileInformationByName and NtQueryInformationByName. */
// build: -lntdll
#include "../guest.h"
#include <winternl.h>

#define STAT_FIELDS                                                                                                   \
    LARGE_INTEGER FileId, CreationTime, LastAccessTime, LastWriteTime, ChangeTime, AllocationSize, EndOfFile;         \
    ULONG FileAttributes, ReparseTag, NumberOfLinks

typedef struct {
    STAT_FIELDS;
    ULONG EffectiveAccess;
} STAT;

typedef struct {
    STAT_FIELDS;
    ULONG DeviceType, DeviceCharacteristics, Reserved;
    LARGE_INTEGER VolumeSerialNumber;
    BYTE FileId128[16];
} STAT_BASIC;

enum { STAT_BY_NAME, STAT_LX_BY_NAME, CASE_SENSITIVE_BY_NAME, STAT_BASIC_BY_NAME };
enum { STAT_CLASS = 68, STAT_BASIC_CLASS = 77 };

static BOOL(WINAPI *by_name)(PCWSTR, int, void *, ULONG);
static NTSTATUS(NTAPI *native)(POBJECT_ATTRIBUTES, PIO_STATUS_BLOCK, void *, ULONG, int);

static void make(const char *name, const char *text)
{
    DWORD n;
    HANDLE h = CreateFileA(name, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    CHECK(WriteFile(h, text, (DWORD)strlen(text), &n, NULL));
    CHECK(CloseHandle(h));
}

TEST(functions_are_found)
{
    HMODULE set = LoadLibraryW(L"api-ms-win-core-file-l2-1-4");
    CHECK(set != NULL);
    by_name = (void *)GetProcAddress(set, "GetFileInformationByName");
    CHECK(by_name != NULL);
    CHECK((void *)GetProcAddress(GetModuleHandleA("kernelbase"), "GetFileInformationByName") != NULL);
    native = (void *)GetProcAddress(GetModuleHandleA("ntdll"), "NtQueryInformationByName");
    CHECK(native != NULL);
}

TEST(as_by_handle)
{
    STAT_BASIC basic;
    STAT stat;
    BY_HANDLE_FILE_INFORMATION open;
    make("by-name.tmp", "seven..");
    HANDLE h = CreateFileA("by-name.tmp", 0, 7, NULL, OPEN_EXISTING, 0, NULL);
    CHECK(GetFileInformationByHandle(h, &open));
    CHECK(CloseHandle(h));
    memset(&basic, 0x55, sizeof basic);
    CHECK(by_name(L"by-name.tmp", STAT_BASIC_BY_NAME, &basic, sizeof basic));
    CHECK_EQ(sizeof basic, 104);
    CHECK_EQ(basic.EndOfFile.QuadPart, 7);
    CHECK_EQ(basic.FileAttributes, FILE_ATTRIBUTE_ARCHIVE);
    CHECK_EQ(basic.ReparseTag, 0);
    CHECK_EQ(basic.NumberOfLinks, 1);
    CHECK_EQ(basic.FileId.LowPart, open.nFileIndexLow);
    CHECK_EQ(basic.FileId.HighPart, open.nFileIndexHigh);
    CHECK(!memcmp(&basic.LastWriteTime, &open.ftLastWriteTime, 8));
    CHECK(!memcmp(&basic.CreationTime, &open.ftCreationTime, 8));
    CHECK(!memcmp(basic.FileId128, &basic.FileId, 8));
    CHECK_EQ(basic.VolumeSerialNumber.LowPart, open.dwVolumeSerialNumber);
    CHECK_EQ(basic.DeviceType, 7); /* FILE_DEVICE_DISK */
    CHECK_EQ(basic.DeviceCharacteristics, 0);
    CHECK_EQ(basic.Reserved, 0);
    CHECK(by_name(L".\\BY-NAME.tmp", STAT_BY_NAME, &stat, sizeof stat));
    CHECK(!memcmp(&stat, &basic, offsetof(STAT, EffectiveAccess)));
    CHECK(stat.EffectiveAccess & FILE_READ_DATA);
}

TEST(directories_and_links)
{
    STAT_BASIC basic;
    ULONG flags = 5;
    CHECK(CreateDirectoryA("by-name.dir", NULL));
    CHECK(by_name(L"by-name.dir", STAT_BASIC_BY_NAME, &basic, sizeof basic));
    CHECK_EQ(basic.FileAttributes, FILE_ATTRIBUTE_DIRECTORY);
    CHECK_EQ(basic.EndOfFile.QuadPart, 0);
    CHECK(by_name(L"by-name.dir", CASE_SENSITIVE_BY_NAME, &flags, sizeof flags));
    CHECK_EQ(flags, 0);
    CHECK(RemoveDirectoryA("by-name.dir"));
    if (CreateSymbolicLinkA("by-name.link", "by-name.tmp", SYMBOLIC_LINK_FLAG_ALLOW_UNPRIVILEGED_CREATE)) {
        CHECK(by_name(L"by-name.link", STAT_BASIC_BY_NAME, &basic, sizeof basic));
        CHECK_EQ(basic.FileAttributes & FILE_ATTRIBUTE_REPARSE_POINT, FILE_ATTRIBUTE_REPARSE_POINT);
        CHECK_EQ(basic.ReparseTag, IO_REPARSE_TAG_SYMLINK);
        CHECK(DeleteFileA("by-name.link"));
    }
}

TEST(errors)
{
    STAT_BASIC basic;
    CHECK_ERROR(by_name(L"by-name.none", STAT_BASIC_BY_NAME, &basic, sizeof basic), ERROR_FILE_NOT_FOUND);
    CHECK_ERROR(by_name(L"none\\by-name.tmp", STAT_BASIC_BY_NAME, &basic, sizeof basic), ERROR_PATH_NOT_FOUND);
    CHECK_ERROR(by_name(L"by-name.tmp", STAT_BASIC_BY_NAME, &basic, sizeof basic - 1), ERROR_BAD_LENGTH);
    CHECK_ERROR(by_name(L"by-name.tmp", 17, &basic, sizeof basic), ERROR_INVALID_PARAMETER);
}

TEST(natively)
{
    WCHAR full[MAX_PATH + 4] = L"\\??\\";
    UNICODE_STRING name;
    OBJECT_ATTRIBUTES attributes;
    IO_STATUS_BLOCK io = {{-1}, 99};
    STAT_BASIC basic;
    CHECK(GetFullPathNameW(L"by-name.tmp", MAX_PATH, full + 4, NULL));
    RtlInitUnicodeString(&name, full);
    InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE, NULL, NULL);
    CHECK_EQ(native(&attributes, &io, &basic, sizeof basic, STAT_BASIC_CLASS), 0);
    CHECK_EQ(io.Status, 0);
    CHECK_EQ(io.Information, sizeof basic);
    CHECK_EQ(basic.EndOfFile.QuadPart, 7);
    CHECK_EQ((ULONG)native(&attributes, &io, &basic, sizeof basic, 4), 0xC0000003); /* STATUS_INVALID_INFO_CLASS */
    CHECK(DeleteFileA("by-name.tmp"));
    CHECK_EQ((ULONG)native(&attributes, &io, &basic, sizeof basic, STAT_CLASS), 0xC0000034);
}

int main(void)
{
    RUN(functions_are_found);
    if (by_name != NULL && native != NULL) {
        RUN(as_by_handle);
        RUN(directories_and_links);
        RUN(errors);
        RUN(natively);
    }
    return guest_done();
}
