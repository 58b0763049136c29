/* What handles tell of how they were opened: granted rights, synchronous or not, and the device NUL. */
// build: -lntdll -lcomctl32
#include "guest.h"
#include <commctrl.h>
#include <winternl.h>

#define FileAccessInformation 8
#define FileModeInformation 16
#define SYNCHRONOUS 0x20 /* FILE_SYNCHRONOUS_IO_NONALERT */

NTSTATUS NTAPI NtQueryInformationFile(HANDLE, PIO_STATUS_BLOCK, PVOID, ULONG, FILE_INFORMATION_CLASS);

static ULONG ask(HANDLE file, int kind)
{
    IO_STATUS_BLOCK block;
    ULONG value = 0xDECA;
    CHECK_EQ(NtQueryInformationFile(file, &block, &value, sizeof value, kind), 0);
    CHECK_EQ(block.Information, sizeof value);
    return value;
}

TEST(anonymous_pipes)
{
    HANDLE in, out, copy;
    CHECK(CreatePipe(&in, &out, NULL, 0));
    CHECK_EQ(ask(in, FileAccessInformation) & (FILE_READ_DATA | FILE_WRITE_DATA), FILE_READ_DATA);
    CHECK_EQ(ask(out, FileAccessInformation) & (FILE_READ_DATA | FILE_WRITE_DATA), FILE_WRITE_DATA);
    CHECK_EQ(ask(in, FileModeInformation), SYNCHRONOUS);
    CHECK_EQ(ask(out, FileModeInformation), SYNCHRONOUS);
    CHECK(DuplicateHandle(GetCurrentProcess(), in, GetCurrentProcess(), &copy, SYNCHRONIZE | FILE_READ_ATTRIBUTES, FALSE, 0));
    CHECK_EQ(ask(copy, FileAccessInformation), SYNCHRONIZE | FILE_READ_ATTRIBUTES);
    CloseHandle(copy);
    CloseHandle(in);
    CloseHandle(out);
}

TEST(named_pipes)
{
    const char *name = "\\\\.\\pipe\\decant-handle-facts";
    HANDLE server = CreateNamedPipeA(name, PIPE_ACCESS_DUPLEX | FILE_FLAG_OVERLAPPED, PIPE_WAIT, 1, 0, 0, 0, NULL);
    HANDLE client = CreateFileA(name, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    CHECK(server != INVALID_HANDLE_VALUE && client != INVALID_HANDLE_VALUE);
    CHECK_EQ(ask(server, FileModeInformation), 0);
    CHECK_EQ(ask(client, FileModeInformation), SYNCHRONOUS);
    CHECK_EQ(ask(client, FileAccessInformation) & (FILE_READ_DATA | FILE_WRITE_DATA), FILE_READ_DATA | FILE_WRITE_DATA);
    CloseHandle(client);
    CloseHandle(server);
}

TEST(files)
{
    HANDLE file = CreateFileA("facts.txt", GENERIC_READ, 0, NULL, CREATE_ALWAYS,
                              FILE_FLAG_DELETE_ON_CLOSE | FILE_FLAG_OVERLAPPED, NULL);
    CHECK_EQ(ask(file, FileAccessInformation) & FILE_ALL_ACCESS, FILE_GENERIC_READ | DELETE);
    CHECK_EQ(ask(file, FileModeInformation) & SYNCHRONOUS, 0);
    CloseHandle(file);
}

/* Its driver does not say that it was there before: nobody tries to cut it then. */
TEST(the_null_device_is_not_told_to_have_existed)
{
    static const DWORD dispositions[] = {CREATE_ALWAYS, OPEN_EXISTING, OPEN_ALWAYS};
    for (int i = 0; i < 3; i++) {
        SetLastError(0xDECA);
        HANDLE nul = CreateFileA("NUL", GENERIC_READ | GENERIC_WRITE, 0, NULL, dispositions[i], 0, NULL);
        if (CHECK(nul != INVALID_HANDLE_VALUE) && dispositions[i] != OPEN_EXISTING)
            CHECK_EQ(GetLastError(), 0);
        CloseHandle(nul);
    }
}

typedef NTSTATUS(NTAPI *flush_buffers)(HANDLE, ULONG, PVOID, ULONG, PIO_STATUS_BLOCK);

TEST(flushes_with_flags)
{
    IO_STATUS_BLOCK block;
    flush_buffers flush = (flush_buffers)(void *)GetProcAddress(GetModuleHandleA("ntdll"), "NtFlushBuffersFileEx");
    HANDLE file = CreateFileA("facts.txt", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_FLAG_DELETE_ON_CLOSE, NULL);
    if (CHECK(flush != NULL)) {
        CHECK_EQ(flush(file, 2, NULL, 0, &block), 0); /* FLUSH_FLAGS_NO_SYNC */
        CHECK_EQ(flush((HANDLE)0xDECA0, 0, NULL, 0, &block), (NTSTATUS)0xC0000008);
    }
    CloseHandle(file);
}

int main(void)
{
    InitCommonControls(); /* programs with a console call it, too, for their manifest's sake */
    RUN(anonymous_pipes);
    RUN(named_pipes);
    RUN(files);
    RUN(the_null_device_is_not_told_to_have_existed);
    RUN(flushes_with_flags);
    return guest_done();
}
