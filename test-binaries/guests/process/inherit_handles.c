/* Which handles a child gets: the inheritable ones, with their values, and what it can do with them. */
#define _WIN32_WINNT 0x0A00
#include "guest.h"

static PROCESS_INFORMATION pi;

/* Starts a command line made of a format and a handle; 0 when it cannot. */
static int start(const char *format, HANDLE handle, BOOL inherit, STARTUPINFOA *si, DWORD flags)
{
    STARTUPINFOA none = {.cb = sizeof none};
    char line[256];
    sprintf(line, format, (unsigned)(ULONG_PTR)handle);
    return CHECK(CreateProcessA(NULL, line, NULL, NULL, inherit, flags, NULL, NULL, si ? si : &none, &pi));
}

static long long end(void)
{
    DWORD code = 0;
    CHECK_EQ(WaitForSingleObject(pi.hProcess, 20000), WAIT_OBJECT_0);
    CHECK(GetExitCodeProcess(pi.hProcess, &code));
    CloseHandle(pi.hThread);
    CloseHandle(pi.hProcess);
    return code;
}

static long long run(const char *format, HANDLE handle, BOOL inherit)
{
    return start(format, handle, inherit, NULL, 0) ? end() : -1;
}

TEST(inheritable_files_keep_value_and_position)
{
    SECURITY_ATTRIBUTES inherit = {sizeof inherit, NULL, TRUE};
    HANDLE file = CreateFileA("shared.txt", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, &inherit,
                              CREATE_ALWAYS, 0, NULL);
    DWORD n;
    char text[32] = "";
    CHECK(WriteFile(file, "one ", 4, &n, NULL));
    CHECK_EQ(run("process_child write %u two", file, TRUE), 0);
    CHECK(WriteFile(file, " three", 6, &n, NULL));
    CHECK_EQ(SetFilePointer(file, 0, NULL, FILE_BEGIN), 0);
    CHECK(ReadFile(file, text, sizeof text - 1, &n, NULL));
    CHECK_STR(text, "one two three");
    CHECK_EQ(run("process_child type %u", file, TRUE), FILE_TYPE_DISK);
    CHECK_EQ(run("process_child flags %u", file, TRUE), HANDLE_FLAG_INHERIT);
    CHECK_EQ(run("process_child flags %u", file, FALSE), 100);
    CHECK(SetHandleInformation(file, HANDLE_FLAG_INHERIT, 0));
    CHECK_EQ(run("process_child flags %u", file, TRUE), 100);
    CloseHandle(file);
    CHECK(DeleteFileA("shared.txt"));
}

TEST(access_stays_as_it_was)
{
    SECURITY_ATTRIBUTES inherit = {sizeof inherit, NULL, TRUE};
    HANDLE file = CreateFileA("read.txt", GENERIC_READ, FILE_SHARE_READ, &inherit, CREATE_ALWAYS, 0, NULL);
    CHECK_EQ(run("process_child write %u two", file, TRUE), ERROR_ACCESS_DENIED);
    CloseHandle(file);
    CHECK(DeleteFileA("read.txt"));
}

TEST(the_null_device_is_inherited)
{
    SECURITY_ATTRIBUTES inherit = {sizeof inherit, NULL, TRUE};
    HANDLE nul = CreateFileA("NUL", GENERIC_WRITE, 0, &inherit, OPEN_EXISTING, 0, NULL);
    CHECK_EQ(run("process_child write %u gone", nul, TRUE), 0);
    CloseHandle(nul);
}

TEST(pipes_carry_much_both_ways)
{
    enum { SIZE = 10 << 20 };
    SECURITY_ATTRIBUTES inherit = {sizeof inherit, NULL, TRUE};
    STARTUPINFOA si = {.cb = sizeof si, .dwFlags = STARTF_USESTDHANDLES};
    HANDLE in_read, in_write, out_read, out_write;
    unsigned char *buffer = malloc(65536);
    DWORD n, sent = 0, back = 0, wrong = 0, avail;
    CHECK(CreatePipe(&in_read, &in_write, &inherit, 0));
    CHECK(CreatePipe(&out_read, &out_write, &inherit, 0));
    SetHandleInformation(in_write, HANDLE_FLAG_INHERIT, 0);
    SetHandleInformation(out_read, HANDLE_FLAG_INHERIT, 0);
    si.hStdInput = in_read;
    si.hStdOutput = out_write;
    if (!start("process_child cat", NULL, TRUE, &si, 0))
        return;
    CloseHandle(in_read);
    CloseHandle(out_write);
    while (back < SIZE) {
        if (sent < SIZE && sent - back < 32768) {
            for (int i = 0; i < 4096; i++)
                buffer[i] = (unsigned char)((sent + i) * 7 >> 3);
            if (!CHECK(WriteFile(in_write, buffer, 4096, &n, NULL)))
                break;
            sent += n;
            if (sent == SIZE)
                CloseHandle(in_write);
            if (!PeekNamedPipe(out_read, NULL, 0, NULL, &avail, NULL) || avail == 0)
                continue;
        }
        if (!CHECK(ReadFile(out_read, buffer, 65536, &n, NULL)))
            break;
        for (DWORD i = 0; i < n; i++)
            wrong += buffer[i] != (unsigned char)((back + i) * 7 >> 3);
        back += n;
    }
    CHECK_EQ(wrong, 0);
    CHECK_EQ(back, SIZE);
    CHECK(!ReadFile(out_read, buffer, 1, &n, NULL));
    CHECK_EQ(GetLastError(), ERROR_BROKEN_PIPE);
    CloseHandle(out_read);
    CHECK_EQ(end(), 0);
    free(buffer);
}

TEST(a_pipe_whose_reader_ended_is_broken)
{
    SECURITY_ATTRIBUTES inherit = {sizeof inherit, NULL, TRUE};
    STARTUPINFOA si = {.cb = sizeof si, .dwFlags = STARTF_USESTDHANDLES};
    HANDLE read, write;
    DWORD n;
    CHECK(CreatePipe(&read, &write, &inherit, 0));
    SetHandleInformation(write, HANDLE_FLAG_INHERIT, 0);
    si.hStdInput = read;
    if (!start("process_child exit 3", NULL, TRUE, &si, 0))
        return;
    CloseHandle(read);
    CHECK_EQ(end(), 3);
    CHECK_ERROR(WriteFile(write, "x", 1, &n, NULL), ERROR_NO_DATA);
    CloseHandle(write);
}

TEST(a_list_says_which_handles)
{
    SECURITY_ATTRIBUTES inherit = {sizeof inherit, NULL, TRUE};
    STARTUPINFOEXA si = {.StartupInfo = {.cb = sizeof si}};
    char room[256];
    SIZE_T size = 0;
    CHECK_ERROR(InitializeProcThreadAttributeList(NULL, 1, 0, &size), ERROR_INSUFFICIENT_BUFFER);
    CHECK(size > 0 && size <= sizeof room);
    si.lpAttributeList = (LPPROC_THREAD_ATTRIBUTE_LIST)room;
    CHECK(InitializeProcThreadAttributeList(si.lpAttributeList, 1, 0, &size));
    HANDLE one = CreateFileA("NUL", GENERIC_WRITE, 0, &inherit, OPEN_EXISTING, 0, NULL);
    HANDLE two = CreateFileA("NUL", GENERIC_WRITE, 0, &inherit, OPEN_EXISTING, 0, NULL);
    CHECK(UpdateProcThreadAttribute(si.lpAttributeList, 0, PROC_THREAD_ATTRIBUTE_HANDLE_LIST, &one, sizeof one, NULL,
                                    NULL));
    if (start("process_child flags %u", one, TRUE, &si.StartupInfo, EXTENDED_STARTUPINFO_PRESENT))
        CHECK_EQ(end(), HANDLE_FLAG_INHERIT);
    if (start("process_child flags %u", two, TRUE, &si.StartupInfo, EXTENDED_STARTUPINFO_PRESENT))
        CHECK_EQ(end(), 100);
    DeleteProcThreadAttributeList(si.lpAttributeList);
    CloseHandle(one);
    CloseHandle(two);
}

TEST(standard_handles_are_there_or_not)
{
    SECURITY_ATTRIBUTES inherit = {sizeof inherit, NULL, TRUE};
    HANDLE file = CreateFileA("types.txt", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, &inherit,
                              CREATE_ALWAYS, 0, NULL);
    char text[64];
    DWORD n;
    HANDLE before = GetStdHandle(STD_OUTPUT_HANDLE);
    /* What the parent's standard handles refer to goes to console programs even without inheritance. */
    HANDLE private = CreateFileA("out.txt", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
                                 CREATE_ALWAYS, 0, NULL);
    SetStdHandle(STD_OUTPUT_HANDLE, private);
    CHECK_EQ(run("process_child arguments x", NULL, FALSE), 0);
    SetStdHandle(STD_OUTPUT_HANDLE, before);
    SetFilePointer(private, 0, NULL, FILE_BEGIN);
    memset(text, 0, sizeof text);
    CHECK(ReadFile(private, text, sizeof text - 1, &n, NULL));
    CHECK_STR(text, "[x]");
    CloseHandle(private);
    CHECK(DeleteFileA("out.txt"));
    /* A detached process has none. */
    if (start("process_child standard %u", file, TRUE, NULL, DETACHED_PROCESS))
        CHECK_EQ(end(), 0);
    SetFilePointer(file, 0, NULL, FILE_BEGIN);
    memset(text, 0, sizeof text);
    CHECK(ReadFile(file, text, sizeof text - 1, &n, NULL));
    CHECK_STR(text, "0 0 0");
    /* One with a console of its own has some that are not its parent's. */
    SetFilePointer(file, 0, NULL, FILE_BEGIN);
    if (start("process_child standard %u", file, TRUE, NULL, CREATE_NO_WINDOW))
        CHECK_EQ(end(), 0);
    SetFilePointer(file, 0, NULL, FILE_BEGIN);
    memset(text, 0, sizeof text);
    CHECK(ReadFile(file, text, sizeof text - 1, &n, NULL));
    CHECK_STR(text, "2 2 2");
    CloseHandle(file);
    CHECK(DeleteFileA("types.txt"));
}

TEST(process_handles_are_inherited)
{
    HANDLE own;
    PROCESS_INFORMATION first;
    CHECK(DuplicateHandle(GetCurrentProcess(), GetCurrentProcess(), GetCurrentProcess(), &own, 0, TRUE,
                          DUPLICATE_SAME_ACCESS));
    if (!start("process_child sleep 200", NULL, FALSE, NULL, 0))
        return;
    first = pi;
    SetHandleInformation(first.hProcess, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
    CHECK_EQ(run("process_child await %u", first.hProcess, TRUE), WAIT_OBJECT_0);
    pi = first;
    CHECK_EQ(end(), 7);
    CloseHandle(own);
}

TEST(handles_are_duplicated_into_a_child)
{
    HANDLE file = CreateFileA("given.txt", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL,
                              CREATE_ALWAYS, 0, NULL);
    HANDLE there = NULL, back = NULL;
    char text[16] = "";
    DWORD n;
    if (!start("process_child write 400 x", NULL, FALSE, NULL, CREATE_SUSPENDED))
        return;
    CHECK(DuplicateHandle(GetCurrentProcess(), file, pi.hProcess, &there, 0, FALSE, DUPLICATE_SAME_ACCESS));
    CHECK(there != NULL);
    CHECK(DuplicateHandle(pi.hProcess, there, GetCurrentProcess(), &back, 0, FALSE, DUPLICATE_SAME_ACCESS));
    CHECK(WriteFile(back, "hello", 5, &n, NULL));
    SetFilePointer(file, 0, NULL, FILE_BEGIN);
    CHECK(ReadFile(file, text, sizeof text - 1, &n, NULL));
    CHECK_STR(text, "hello");
    CHECK(DuplicateHandle(pi.hProcess, there, NULL, NULL, 0, FALSE, DUPLICATE_CLOSE_SOURCE));
    CHECK(!DuplicateHandle(pi.hProcess, there, GetCurrentProcess(), &back, 0, FALSE, DUPLICATE_SAME_ACCESS));
    CHECK(TerminateProcess(pi.hProcess, 9));
    CHECK_EQ(end(), 9);
    CloseHandle(back);
    CloseHandle(file);
    CHECK(DeleteFileA("given.txt"));
}

int main(void)
{
    RUN(inheritable_files_keep_value_and_position);
    RUN(access_stays_as_it_was);
    RUN(the_null_device_is_inherited);
    RUN(pipes_carry_much_both_ways);
    RUN(a_pipe_whose_reader_ended_is_broken);
    RUN(a_list_says_which_handles);
    RUN(standard_handles_are_there_or_not);
    RUN(process_handles_are_inherited);
    RUN(handles_are_duplicated_into_a_child);
    return guest_done();
}
