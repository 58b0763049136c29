/* Files in the middle of whose use a thread is ended or sent elsewhere, or the process ends: they are closed all the same. */
#include "../guest.h"

static HANDLE file;
static char buffer[4 << 20];
static volatile LONG written;

static DWORD WINAPI write_for_ever(void *unused)
{
    DWORD n;
    (void)unused;
    for (;;) {
        SetFilePointer(file, 0, NULL, FILE_BEGIN);
        WriteFile(file, buffer, sizeof buffer, &n, NULL);
        written++;
    }
    return 0;
}

static HANDLE start_writer(void)
{
    written = 0;
    HANDLE thread = CreateThread(NULL, 0, write_for_ever, NULL, 0, NULL);
    while (written < 2)
        Sleep(1);
    return thread;
}

TEST(a_file_of_a_thread_that_was_ended_is_closed)
{
    for (int i = 0; i < 10; i++) {
        file = CreateFileA("ended.tmp", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
        CHECK(file != INVALID_HANDLE_VALUE);
        HANDLE thread = start_writer();
        CHECK(TerminateThread(thread, 7));
        CHECK_EQ(WaitForSingleObject(thread, INFINITE), WAIT_OBJECT_0);
        CHECK(CloseHandle(thread));
        CHECK(CloseHandle(file));
        CHECK(DeleteFileA("ended.tmp"));
    }
}

static void WINAPI end_thread(void) { ExitThread(8); }

TEST(a_file_of_a_thread_that_was_sent_elsewhere_is_closed)
{
    for (int i = 0; i < 10; i++) {
        DWORD code;
        CONTEXT context = {.ContextFlags = CONTEXT_CONTROL};
        file = CreateFileA("sent.tmp", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
        CHECK(file != INVALID_HANDLE_VALUE);
        HANDLE thread = start_writer();
        CHECK_EQ(SuspendThread(thread), 0);
        CHECK(GetThreadContext(thread, &context));
        context.Rip = (DWORD64)end_thread;
        context.Rsp = (context.Rsp - 0x200) / 16 * 16 - 8;
        CHECK(SetThreadContext(thread, &context));
        CHECK_EQ(ResumeThread(thread), 1);
        CHECK_EQ(WaitForSingleObject(thread, INFINITE), WAIT_OBJECT_0);
        CHECK(GetExitCodeThread(thread, &code));
        CHECK_EQ(code, 8);
        CHECK(CloseHandle(thread));
        CHECK(CloseHandle(file));
        CHECK(DeleteFileA("sent.tmp"));
    }
}

TEST(a_file_goes_with_the_process_that_writes_it)
{
    char self[MAX_PATH + 16] = "\"";
    GetModuleFileNameA(NULL, self + 1, MAX_PATH);
    strcat(self, "\" child");
    for (int i = 0; i < 3; i++) {
        STARTUPINFOA start = {.cb = sizeof start};
        PROCESS_INFORMATION child;
        DWORD code;
        CHECK(CreateProcessA(NULL, self, NULL, NULL, FALSE, 0, NULL, NULL, &start, &child));
        CHECK_EQ(WaitForSingleObject(child.hProcess, INFINITE), WAIT_OBJECT_0);
        CHECK(GetExitCodeProcess(child.hProcess, &code));
        CHECK_EQ(code, 3);
        CHECK_EQ(GetFileAttributesA("with-process.tmp"), INVALID_FILE_ATTRIBUTES);
        DeleteFileA("with-process.tmp");
        CloseHandle(child.hThread);
        CloseHandle(child.hProcess);
    }
}

/* As on Windows, where kernel32 clears the count before it asks the system. */
TEST(the_count_is_cleared_first)
{
    DWORD n = 0x41424344, read;
    file = CreateFileA("count.tmp", GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    CHECK(WriteFile(file, &n, sizeof n, &n, NULL));
    CHECK_EQ(n, 4);
    CHECK_EQ(SetFilePointer(file, 0, NULL, FILE_BEGIN), 0);
    CHECK(ReadFile(file, &n, sizeof n, &read, NULL));
    CHECK_EQ(n, 0);
    CHECK(CloseHandle(file));
    CHECK(DeleteFileA("count.tmp"));
}

int main(int argc, char **argv)
{
    (void)argv;
    if (argc > 1) {
        file = CreateFileA("with-process.tmp", GENERIC_WRITE | DELETE, 0, NULL, CREATE_ALWAYS,
                           FILE_FLAG_DELETE_ON_CLOSE, NULL);
        for (int i = 0; i < 3; i++)
            start_writer();
        ExitProcess(3);
    }
    RUN(a_file_of_a_thread_that_was_ended_is_closed);
    RUN(a_file_of_a_thread_that_was_sent_elsewhere_is_closed);
    RUN(a_file_goes_with_the_process_that_writes_it);
    RUN(the_count_is_cleared_first);
    return guest_done();
}
