/*
 * The current directory in the process parameters: its handle, by which programs open relative names with native
 * calls, and its path. And what handles say of themselves, by which programs decide how a pipe can be used.
 */
// build: -lntdll
#include "guest.h"
#include <winternl.h>

NTSYSAPI NTSTATUS NTAPI NtQueryInformationFile(HANDLE, PIO_STATUS_BLOCK, PVOID, ULONG, FILE_INFORMATION_CLASS);

#define FILE_ACCESS_CLASS ((FILE_INFORMATION_CLASS)8)
#define FILE_MODE_CLASS ((FILE_INFORMATION_CLASS)16)

struct curdir {
    UNICODE_STRING path;
    HANDLE handle;
};

static struct curdir *curdir(void)
{
    return (struct curdir *)((char *)NtCurrentTeb()->ProcessEnvironmentBlock->ProcessParameters + 0x38);
}

static NTSTATUS open_below(HANDLE directory, const wchar_t *name, HANDLE *file)
{
    UNICODE_STRING text;
    OBJECT_ATTRIBUTES attributes;
    IO_STATUS_BLOCK io;
    RtlInitUnicodeString(&text, name);
    InitializeObjectAttributes(&attributes, &text, OBJ_CASE_INSENSITIVE, directory, NULL);
    return NtCreateFile(file, GENERIC_READ | SYNCHRONIZE, &attributes, &io, NULL, FILE_ATTRIBUTE_NORMAL,
                        FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, FILE_OPEN,
                        FILE_SYNCHRONOUS_IO_NONALERT, NULL, 0);
}

static void write_file(const wchar_t *name)
{
    HANDLE file = CreateFileW(name, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    CHECK(file != INVALID_HANDLE_VALUE);
    CloseHandle(file);
}

TEST(names_relative_to_the_handle)
{
    HANDLE file = NULL;
    CHECK(curdir()->handle != NULL);
    write_file(L"here.txt");
    CHECK_EQ(open_below(curdir()->handle, L"here.txt", &file), 0);
    CHECK(CloseHandle(file));
    CHECK_EQ(open_below(curdir()->handle, L"not-here.txt", &file), (int)0xC0000034);
}

TEST(the_handle_says_where_it_is)
{
    wchar_t here[MAX_PATH], of_handle[MAX_PATH];
    CHECK(GetCurrentDirectoryW(MAX_PATH, here) != 0);
    CHECK(GetFinalPathNameByHandleW(curdir()->handle, of_handle, MAX_PATH, 0) != 0);
    CHECK(_wcsicmp(of_handle + 4, here) == 0);
}

TEST(names_with_the_device_of_the_volume)
{
    wchar_t name[MAX_PATH], device[MAX_PATH], drive[3] = L"?:", here[MAX_PATH];
    HANDLE file = CreateFileW(L"here.txt", GENERIC_READ, 7, NULL, OPEN_EXISTING, 0, NULL);
    CHECK(GetFinalPathNameByHandleW(file, name, MAX_PATH, VOLUME_NAME_NT) != 0);
    CloseHandle(file);
    CHECK(_wcsnicmp(name, L"\\Device\\HarddiskVolume", 22) == 0);
    CHECK_EQ(open_below(NULL, name, &file), 0);
    CloseHandle(file);
    GetCurrentDirectoryW(MAX_PATH, here);
    drive[0] = here[0];
    DWORD length = QueryDosDeviceW(drive, device, MAX_PATH);
    CHECK_EQ(length, wcslen(device) + 2);
    CHECK(wcsncmp(name, device, wcslen(device)) == 0 && name[wcslen(device)] == '\\');
    CHECK(QueryDosDeviceW(NULL, device, MAX_PATH) > 4);
    CHECK_EQ(QueryDosDeviceW(L"no such device", device, MAX_PATH), 0);
    CHECK_EQ(GetLastError(), ERROR_FILE_NOT_FOUND);
    CHECK_EQ(QueryDosDeviceW(drive, device, 4), 0);
    CHECK_EQ(GetLastError(), ERROR_INSUFFICIENT_BUFFER);
}

TEST(follows_a_change)
{
    HANDLE file = NULL;
    wchar_t of_handle[MAX_PATH];
    CHECK(CreateDirectoryW(L"below", NULL));
    CHECK(SetCurrentDirectoryW(L"below"));
    write_file(L"deeper.txt");
    CHECK_EQ(open_below(curdir()->handle, L"deeper.txt", &file), 0);
    CHECK(CloseHandle(file));
    CHECK(GetFinalPathNameByHandleW(curdir()->handle, of_handle, MAX_PATH, 0) != 0);
    CHECK(wcslen(of_handle) > 6 && wcscmp(of_handle + wcslen(of_handle) - 6, L"\\below") == 0);
    CHECK(!SetCurrentDirectoryW(L"nowhere"));
    CHECK_EQ(open_below(curdir()->handle, L"deeper.txt", &file), 0);
    CHECK(CloseHandle(file));
    CHECK(SetCurrentDirectoryW(L".."));
    CHECK_EQ(open_below(curdir()->handle, L"here.txt", &file), 0);
    CHECK(CloseHandle(file));
}

static DWORD WINAPI change_often(void *name)
{
    for (int i = 0; i < 300; i++) {
        CHECK(SetCurrentDirectoryW(name));
    }
    return 0;
}

TEST(changes_by_threads_follow_one_another)
{
    wchar_t here[MAX_PATH], names[2][MAX_PATH], now[MAX_PATH], of_handle[MAX_PATH];
    DWORD before, after;
    HANDLE threads[2];
    CHECK(GetCurrentDirectoryW(MAX_PATH, here) != 0);
    CHECK(CreateDirectoryW(L"first", NULL) && CreateDirectoryW(L"second", NULL));
    GetFullPathNameW(L"first", MAX_PATH, names[0], NULL);
    GetFullPathNameW(L"second", MAX_PATH, names[1], NULL);
    CHECK(GetProcessHandleCount(GetCurrentProcess(), &before));
    for (int i = 0; i < 2; i++) {
        threads[i] = CreateThread(NULL, 0, change_often, names[i], 0, NULL);
    }
    CHECK_EQ(WaitForMultipleObjects(2, threads, TRUE, INFINITE), WAIT_OBJECT_0);
    CHECK(CloseHandle(threads[0]) && CloseHandle(threads[1]));
    CHECK(GetProcessHandleCount(GetCurrentProcess(), &after));
    CHECK_EQ(after, before);
    CHECK(GetCurrentDirectoryW(MAX_PATH, now) != 0);
    CHECK(GetFinalPathNameByHandleW(curdir()->handle, of_handle, MAX_PATH, 0) != 0);
    CHECK(_wcsicmp(of_handle + 4, now) == 0);
    CHECK(SetCurrentDirectoryW(here));
    CHECK(RemoveDirectoryW(L"first") && RemoveDirectoryW(L"second"));
}

static ULONG asked(HANDLE handle, FILE_INFORMATION_CLASS what)
{
    IO_STATUS_BLOCK io;
    ULONG value = 0xDEAD;
    CHECK_EQ(NtQueryInformationFile(handle, &io, &value, sizeof value, what), 0);
    return value;
}

TEST(pipes_say_what_they_are_for)
{
    HANDLE reader, writer;
    CHECK(CreatePipe(&reader, &writer, NULL, 0));
    CHECK_EQ(asked(reader, FILE_ACCESS_CLASS) & (FILE_READ_DATA | FILE_WRITE_DATA), FILE_READ_DATA);
    CHECK_EQ(asked(writer, FILE_ACCESS_CLASS) & (FILE_READ_DATA | FILE_WRITE_DATA), FILE_WRITE_DATA);
    CHECK_EQ(asked(reader, FILE_MODE_CLASS), FILE_SYNCHRONOUS_IO_NONALERT);
    CloseHandle(reader);
    CloseHandle(writer);
    const char *name = "\\\\.\\pipe\\current-directory-guest";
    HANDLE server = CreateNamedPipeA(name, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED, 0, 1, 0, 0, 0, NULL);
    HANDLE client = CreateFileA(name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    CHECK(server != INVALID_HANDLE_VALUE && client != INVALID_HANDLE_VALUE);
    CHECK_EQ(asked(server, FILE_MODE_CLASS), 0);
    CHECK_EQ(asked(client, FILE_MODE_CLASS), FILE_SYNCHRONOUS_IO_NONALERT);
    CHECK_EQ(asked(client, FILE_ACCESS_CLASS) & (FILE_READ_DATA | FILE_WRITE_DATA), FILE_READ_DATA | FILE_WRITE_DATA);
    CloseHandle(client);
    CloseHandle(server);
}

TEST(a_duplicate_may_grant_less)
{
    HANDLE file = CreateFileW(L"here.txt", GENERIC_READ | GENERIC_WRITE, 7, NULL, OPEN_EXISTING, 0, NULL), less;
    CHECK(DuplicateHandle(GetCurrentProcess(), file, GetCurrentProcess(), &less, GENERIC_READ, FALSE, 0));
    CHECK_EQ(asked(file, FILE_ACCESS_CLASS) & (FILE_READ_DATA | FILE_WRITE_DATA), FILE_READ_DATA | FILE_WRITE_DATA);
    CHECK_EQ(asked(less, FILE_ACCESS_CLASS) & (FILE_READ_DATA | FILE_WRITE_DATA), FILE_READ_DATA);
    CloseHandle(less);
    CloseHandle(file);
}

int main(void)
{
    RUN(names_relative_to_the_handle);
    RUN(the_handle_says_where_it_is);
    RUN(names_with_the_device_of_the_volume);
    RUN(follows_a_change);
    RUN(changes_by_threads_follow_one_another);
    RUN(pipes_say_what_they_are_for);
    RUN(a_duplicate_may_grant_less);
    return guest_done();
}
