/*
 * Programs that give up at once, as Rust's panic=abort does: __fastfail (int 29h) ends the process with
 * STATUS_STACK_BUFFER_OVERRUN and asks no handler; ud2 is an exception like others, and ends it with its code.
 * https://learn.microsoft.com/cpp/intrinsics/fastfail
 */
#include "guest.h"

enum { FATAL_APP_EXIT = 7 };

static LONG CALLBACK handle(EXCEPTION_POINTERS *info)
{
    ExitProcess(info->ExceptionRecord->ExceptionCode == (DWORD)STATUS_ILLEGAL_INSTRUCTION ? 21 : 20);
    return EXCEPTION_CONTINUE_SEARCH;
}

static DWORD WINAPI fail_fast(void *unused)
{
    (void)unused;
    __asm__ volatile("int $0x29" : : "c"(FATAL_APP_EXIT));
    return 1;
}

static int child(int how)
{
    SetErrorMode(SEM_NOGPFAULTERRORBOX);
    if (how & 1)
        AddVectoredExceptionHandler(1, handle);
    switch (how) {
    case 0:
    case 1: fail_fast(NULL); break;
    case 2:
    case 3: __asm__ volatile("ud2"); break;
    case 4: WaitForSingleObject(CreateThread(NULL, 0, fail_fast, NULL, 0, NULL), INFINITE); break;
    }
    return 1;
}

static long long ends(int how)
{
    STARTUPINFOA si = {.cb = sizeof si, .dwFlags = STARTF_USESTDHANDLES};
    PROCESS_INFORMATION pi;
    char path[MAX_PATH], line[2 * MAX_PATH];
    DWORD code = 0;
    GetModuleFileNameA(NULL, path, sizeof path);
    sprintf(line, "\"%s\" %d", path, how);
    if (!CHECK(CreateProcessA(NULL, line, NULL, NULL, FALSE, 0, NULL, NULL, &si, &pi)))
        return -1;
    CHECK_EQ(WaitForSingleObject(pi.hProcess, 20000), WAIT_OBJECT_0);
    GetExitCodeProcess(pi.hProcess, &code);
    CloseHandle(pi.hThread);
    CloseHandle(pi.hProcess);
    return code;
}

TEST(fails_fast) { CHECK_EQ(ends(0), 0xC0000409); }
TEST(fails_fast_whatever_handlers_there_are) { CHECK_EQ(ends(1), 0xC0000409); }
TEST(an_illegal_instruction_ends) { CHECK_EQ(ends(2), 0xC000001D); }
TEST(an_illegal_instruction_is_handled) { CHECK_EQ(ends(3), 21); }
TEST(a_thread_fails_fast_for_all) { CHECK_EQ(ends(4), 0xC0000409); }

int main(int argc, char **argv)
{
    if (argc > 1)
        return child(atoi(argv[1]));
    RUN(fails_fast);
    RUN(fails_fast_whatever_handlers_there_are);
    RUN(an_illegal_instruction_ends);
    RUN(an_illegal_instruction_is_handled);
    RUN(a_thread_fails_fast_for_all);
    return guest_done();
}
