/*
 * The _exec family of the C runtime: the program runs in another process, and this one ends at once. WinExec.
 * https://learn.microsoft.com/cpp/c-runtime-library/exec-wexec-functions
 */
#include <errno.h>
#include <process.h>
#include "guest.h"

static char own[MAX_PATH];
static wchar_t wide_own[MAX_PATH];

static void say(const char *text)
{
    HANDLE file = CreateFileA("said.txt", FILE_APPEND_DATA, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_ALWAYS, 0, NULL);
    DWORD n;
    WriteFile(file, text, (DWORD)strlen(text), &n, NULL);
    CloseHandle(file);
}

static int child(int argc, char **argv)
{
    const char *args[] = {"name", "say", "a", "b", NULL};
    const wchar_t *wide[] = {L"name", L"say", L"a", L"b", NULL};
    const char *env[] = {"DECANT_EXEC=given", NULL};
    const wchar_t *wide_env[] = {L"DECANT_EXEC=given", NULL};
    if (strcmp(argv[1], "say") == 0) {
        const char *given = getenv("DECANT_EXEC");
        for (int i = 2; i < argc; i++) {
            say("[");
            say(argv[i]);
            say("]");
        }
        say(given ? given : "-");
        return 3;
    }
    _putenv("DECANT_EXEC=own");
    switch (atoi(argv[1])) {
    case 0: _execv(own, args); break;
    case 1: _execve(own, args, env); break;
    case 2: _execl(own, "name", "say", "x", NULL); break;
    case 3: _execle(own, "name", "say", "x", NULL, env); break;
    case 4: _execvp(own, args); break;
    case 5: _execlpe(own, "name", "say", "x", NULL, env); break;
    case 6: _wexecv(wide_own, wide); break;
    case 7: _wexecvpe(wide_own, wide, wide_env); break;
    case 8: _wexecl(wide_own, L"name", L"say", L"x", NULL); break;
    case 9: _wexeclp(wide_own, L"name", L"say", L"x", NULL); break;
    }
    return 99;
}

/* Waits until the file has so much: whoever execs ends before the program that it becomes has. */
static void said(const char *expected)
{
    char text[256] = "";
    DWORD n = 0;
    for (int i = 0; i < 2000 && n < strlen(expected); i++) {
        HANDLE file = CreateFileA("said.txt", GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
        memset(text, 0, sizeof text);
        if (file != INVALID_HANDLE_VALUE)
            ReadFile(file, text, sizeof text - 1, &n, NULL);
        CloseHandle(file);
        Sleep(10);
    }
    CHECK_STR(text, expected);
    while (!DeleteFileA("said.txt") && GetLastError() == ERROR_SHARING_VIOLATION)
        Sleep(1);
}

static void executes(int how, const char *expected)
{
    char number[8];
    sprintf(number, "%d", how);
    CHECK_EQ(_spawnl(_P_WAIT, own, "name", number, NULL), 0);
    said(expected);
}

TEST(vectors)
{
    executes(0, "[a][b]own");
    executes(1, "[a][b]given");
    executes(4, "[a][b]own");
}

TEST(lists)
{
    executes(2, "[x]own");
    executes(3, "[x]given");
    executes(5, "[x]given");
}

TEST(wide)
{
    executes(6, "[a][b]own");
    executes(7, "[a][b]given");
    executes(8, "[x]own");
    executes(9, "[x]own");
}

TEST(failures_come_back)
{
    const char *args[] = {"name", NULL};
    errno = 0;
    CHECK_EQ(_execv("no-such-program.exe", args), -1);
    CHECK_EQ(errno, ENOENT);
    errno = 0;
    CHECK_EQ(_execvp("no-such-program", args), -1);
    CHECK_EQ(errno, ENOENT);
}

TEST(win_exec)
{
    char line[2 * MAX_PATH];
    sprintf(line, "\"%s\" say winexec", own);
    CHECK(WinExec(line, SW_HIDE) > 31);
    said("[winexec]-");
    CHECK_EQ(WinExec("no-such-program.exe x", SW_HIDE), ERROR_FILE_NOT_FOUND);
    CHECK_EQ(WinExec("no-such-folder\\no-such-program.exe", SW_HIDE), ERROR_PATH_NOT_FOUND);
}

int main(int argc, char **argv)
{
    GetModuleFileNameA(NULL, own, sizeof own);
    GetModuleFileNameW(NULL, wide_own, MAX_PATH);
    if (argc > 1)
        return child(argc, argv);
    RUN(vectors);
    RUN(lists);
    RUN(wide);
    RUN(failures_come_back);
    RUN(win_exec);
    return guest_done();
}
