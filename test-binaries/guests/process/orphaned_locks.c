// needs: detach.dll
/*
 * A process ends although threads that never run again own locks which its end enters: the others are stopped first, and
 * a lock that one of them has had is nobody's any more. The program starts itself with what a thread is to own.
 * https://devblogs.microsoft.com/oldnewthing/20070503-00/?p=27003
 */
#define _WIN32_WINNT 0x0A00
#include "guest.h"

_CRTIMP void __cdecl _lock_file(FILE *);

static CRITICAL_SECTION section;
static SRWLOCK slim = SRWLOCK_INIT;
static int entered;

__declspec(dllimport) void at_detach(void (*function)(void));

/* Runs after all other threads were stopped. */
static void enter(void)
{
    switch (entered) {
    case 1: EnterCriticalSection(&section); break;
    case 2: AcquireSRWLockExclusive(&slim); break;
    case 3: AcquireSRWLockShared(&slim); break;
    case 4: fflush(stdout); break;
    case 5: HeapFree(GetProcessHeap(), 0, HeapAlloc(GetProcessHeap(), 0, 100)); break;
    }
}

static volatile LONG owns;

static DWORD WINAPI own(void *what)
{
    switch ((INT_PTR)what) {
    case 1: EnterCriticalSection(&section); break;
    case 2:
    case 3: AcquireSRWLockExclusive(&slim); break;
    case 4: _lock_file(stdout); break;
    case 5:
        owns = 1;
        for (;;) /* whatever the runtime locks for a moment */
            free(malloc(100 + fprintf(stderr, "%s", "") + fflush(stdout)));
    }
    owns = 1;
    while (owns)
        ;
    return 0;
}

static int child(int what, int how)
{
    HANDLE thread;
    InitializeCriticalSection(&section);
    thread = CreateThread(NULL, 0, own, (void *)(INT_PTR)what, 0, NULL);
    while (!owns)
        Sleep(1);
    if (how == 1)
        SuspendThread(thread);
    else if (how == 2) {
        TerminateThread(thread, 1);
        WaitForSingleObject(thread, 20000);
    }
    entered = what;
    at_detach(enter);
    exit(5);
}

static int how;

static void ends(int what)
{
    STARTUPINFOA si = {.cb = sizeof si};
    PROCESS_INFORMATION pi;
    char path[MAX_PATH], line[2 * MAX_PATH];
    DWORD code = 0;
    GetModuleFileNameA(NULL, path, sizeof path);
    sprintf(line, "\"%s\" %d %d", path, what, how);
    if (!CHECK(CreateProcessA(NULL, line, NULL, NULL, FALSE, 0, NULL, NULL, &si, &pi)))
        return;
    if (!CHECK_EQ(WaitForSingleObject(pi.hProcess, 20000), WAIT_OBJECT_0))
        TerminateProcess(pi.hProcess, 99);
    GetExitCodeProcess(pi.hProcess, &code);
    CHECK_EQ(code, 5);
    CloseHandle(pi.hThread);
    CloseHandle(pi.hProcess);
}

TEST(a_critical_section) { ends(1); }
TEST(a_slim_lock_alone) { ends(2); }
TEST(a_slim_lock_with_others) { ends(3); }
TEST(a_stream) { ends(4); }
TEST(whatever_the_runtime_locks)
{
    for (int i = 0; i < 3; i++)
        ends(5);
}

int main(int argc, char **argv)
{
    if (argc > 2)
        return child(atoi(argv[1]), atoi(argv[2]));
    for (how = 0; how < 3; how++) { /* the owner runs, is suspended, was terminated */
        RUN(a_critical_section);
        RUN(a_slim_lock_alone);
        RUN(a_slim_lock_with_others);
        RUN(a_stream);
        RUN(whatever_the_runtime_locks);
    }
    return guest_done();
}
