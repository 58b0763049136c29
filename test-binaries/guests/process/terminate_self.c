// needs: detach.dll
/*
 * A process that terminates itself tells nobody: no library, no function of atexit; what the runtime has buffered is lost.
 * ExitProcess tells libraries, exit both. https://learn.microsoft.com/windows/win32/procthread/terminating-a-process
 */
#include "guest.h"

__declspec(dllimport) void at_detach(void (*function)(void));

static void make(const char *name)
{
    CloseHandle(CreateFileA(name, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL));
}

static void library_told(void) { make("library.told"); }
static void atexit_told(void) { make("atexit.told"); }

static int again;

static void terminates_at_the_end(void)
{
    make("library.told");
    if (again == 1)
        TerminateProcess(GetCurrentProcess(), 0xC0DE0004);
    ExitProcess(0xC0DE0005);
}

static DWORD WINAPI run(void *unused)
{
    (void)unused;
    for (;;)
        Sleep(1);
    return 0;
}

static int child(int how)
{
    FILE *lost = fopen("lost.txt", "w");
    CreateFileA("temporary.txt", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_FLAG_DELETE_ON_CLOSE, NULL);
    fputs("buffered", lost);
    CreateThread(NULL, 0, run, NULL, 0, NULL);
    at_detach(library_told);
    atexit(atexit_told);
    switch (how) {
    case 0: TerminateProcess(GetCurrentProcess(), 0xC0DE0000); break;
    case 1: TerminateProcess(OpenProcess(PROCESS_TERMINATE, FALSE, GetCurrentProcessId()), 0xC0DE0001); break;
    case 2: ExitProcess(0xC0DE0002); break;
    case 3: exit(0xC0DE0003); break;
    default:
        again = how == 4;
        at_detach(terminates_at_the_end);
        ExitProcess(7);
    }
    return 1;
}

static int remove_if_there(const char *name)
{
    int there = GetFileAttributesA(name) != INVALID_FILE_ATTRIBUTES;
    DeleteFileA(name);
    return there;
}

static void ends(int how, DWORD expected, int library, int at_exit)
{
    STARTUPINFOA si = {.cb = sizeof si};
    PROCESS_INFORMATION pi;
    WIN32_FILE_ATTRIBUTE_DATA lost = {0};
    char path[MAX_PATH], line[2 * MAX_PATH];
    DWORD code = 0;
    GetModuleFileNameA(NULL, path, sizeof path);
    sprintf(line, "\"%s\" %d", path, how);
    if (!CHECK(CreateProcessA(NULL, line, NULL, NULL, FALSE, 0, NULL, NULL, &si, &pi)))
        return;
    if (!CHECK_EQ(WaitForSingleObject(pi.hProcess, 20000), WAIT_OBJECT_0))
        TerminateProcess(pi.hProcess, 99);
    GetExitCodeProcess(pi.hProcess, &code);
    CHECK_EQ(code, expected);
    CHECK_EQ(remove_if_there("library.told"), library);
    CHECK_EQ(remove_if_there("atexit.told"), at_exit);
    CHECK(GetFileAttributesExA("lost.txt", GetFileExInfoStandard, &lost));
    if (how < 2)
        CHECK_EQ(lost.nFileSizeLow, 0);
    else if (how == 3)
        CHECK_EQ(lost.nFileSizeLow, 8);
    CHECK(DeleteFileA("lost.txt"));
    CHECK(!remove_if_there("temporary.txt"));
    CloseHandle(pi.hThread);
    CloseHandle(pi.hProcess);
}

TEST(terminated_by_the_pseudo_handle) { ends(0, 0xC0DE0000, 0, 0); }
TEST(terminated_by_a_handle) { ends(1, 0xC0DE0001, 0, 0); }
TEST(ended) { ends(2, 0xC0DE0002, 1, 0); }
TEST(ended_by_the_runtime) { ends(3, 0xC0DE0003, 1, 1); }
TEST(terminated_as_it_ends) { ends(4, 0xC0DE0004, 1, 0); }
TEST(ended_as_it_ends) { ends(5, 0xC0DE0005, 1, 0); }

int main(int argc, char **argv)
{
    if (argc > 1)
        return child(atoi(argv[1]));
    RUN(terminated_by_the_pseudo_handle);
    RUN(terminated_by_a_handle);
    RUN(ended);
    RUN(ended_by_the_runtime);
    RUN(terminated_as_it_ends);
    RUN(ended_as_it_ends);
    return guest_done();
}
