/* CreateProcess: the program that is meant, what it is told, and what comes back. */
#include "guest.h"

static char output[65536];

/* Runs a command line with its output in a pipe; returns the exit code, or -1. */
static long long run_with(const char *application, const char *line, void *environment, DWORD flags,
                          const char *directory)
{
    SECURITY_ATTRIBUTES inherit = {sizeof inherit, NULL, TRUE};
    HANDLE read, write;
    STARTUPINFOA si = {.cb = sizeof si, .dwFlags = STARTF_USESTDHANDLES};
    PROCESS_INFORMATION pi;
    char copy[4096];
    DWORD code, n, size = 0;
    output[0] = 0;
    if (!CHECK(CreatePipe(&read, &write, &inherit, 0)))
        return -1;
    SetHandleInformation(read, HANDLE_FLAG_INHERIT, 0);
    si.hStdInput = GetStdHandle(STD_INPUT_HANDLE);
    si.hStdOutput = write;
    si.hStdError = GetStdHandle(STD_ERROR_HANDLE);
    if (line)
        strcpy(copy, line);
    if (!CreateProcessA(application, line ? copy : NULL, NULL, NULL, TRUE, flags, environment, directory, &si, &pi)) {
        DWORD error = GetLastError();
        CloseHandle(read);
        CloseHandle(write);
        SetLastError(error);
        return -1;
    }
    CloseHandle(write);
    while (size < sizeof output - 1 && ReadFile(read, output + size, sizeof output - 1 - size, &n, NULL) && n > 0)
        size += n;
    output[size] = 0;
    CHECK_EQ(GetLastError(), ERROR_BROKEN_PIPE);
    CloseHandle(read);
    CHECK_EQ(WaitForSingleObject(pi.hProcess, 20000), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(pi.hThread, 20000), WAIT_OBJECT_0);
    CHECK(GetExitCodeProcess(pi.hProcess, &code));
    CHECK_EQ(GetProcessId(pi.hProcess), pi.dwProcessId);
    CHECK(CloseHandle(pi.hThread));
    CHECK(CloseHandle(pi.hProcess));
    return code;
}

static long long run(const char *line)
{
    return run_with(NULL, line, NULL, 0, NULL);
}

TEST(exit_codes_have_32_bits)
{
    CHECK_EQ(run("process_child.exe exit 0"), 0);
    CHECK_EQ(run("process_child.exe exit 0xC0000135"), 0xC0000135);
    CHECK_EQ(run("process_child.exe return 256"), 256);
    CHECK_EQ(run("process_child exit 259"), 259);
    CHECK_EQ(run("process_child threads"), 55);
}

TEST(command_lines_come_as_they_are)
{
    CHECK_EQ(run("process_child  line \"a\\\\\\\"b\" 'c d'   e\t"), 0);
    CHECK_STR(output, "process_child  line \"a\\\\\\\"b\" 'c d'   e\t");
    CHECK_EQ(run("\"process_child.exe\"   line"), 0);
    CHECK_STR(output, "\"process_child.exe\"   line");
    CHECK_EQ(run("process_child arguments \"a b\" \"\" c\\\\d \"e\\\"f\" \xC3\xA4"), 0);
    CHECK_STR(output, "[a b][][c\\\\d][e\"f][\xC3\xA4]");
}

static void own_directory(char *to)
{
    GetModuleFileNameA(NULL, to, MAX_PATH);
    *(strrchr(to, '\\') + 1) = 0;
}

TEST(applications_are_named_whole)
{
    char path[MAX_PATH], line[2 * MAX_PATH];
    own_directory(path);
    strcat(path, "process_child.exe");
    CHECK_EQ(run_with(path, "anything line x", NULL, 0, NULL), 0);
    CHECK_STR(output, "anything line x");
    CHECK_EQ(run_with("process_child.exe", "x exit 1", NULL, 0, NULL), -1);
    CHECK_EQ(GetLastError(), ERROR_FILE_NOT_FOUND);
    sprintf(line, "\"%s\" image", path);
    CHECK_EQ(run(line), 0);
    CHECK_EQ(_stricmp(output, path), 0);
    path[strlen(path) - 4] = 0;
    sprintf(line, "\"%s\" exit 3", path);
    CHECK_EQ(run(line), 3);
}

TEST(the_shortest_beginning_is_tried_first)
{
    char own[MAX_PATH], line[2 * MAX_PATH];
    own_directory(own);
    strcat(own, "process_child.exe");
    CHECK(CreateDirectoryA("a b", NULL));
    CHECK(CopyFileA(own, "a b\\c d.exe", FALSE));
    CHECK_EQ(run("a b\\c d exit 4"), 4);
    CHECK(CopyFileA(own, "a.exe", FALSE));
    CHECK_EQ(run("a b\\c d exit 4"), 99); /* "a" with the argument "b\\c" */
    CHECK_EQ(run("\"a b\\c d\" exit 4"), 4);
    sprintf(line, "\"a b\\nothing\" exit 4");
    CHECK_EQ(run(line), -1);
    CHECK_EQ(GetLastError(), ERROR_FILE_NOT_FOUND);
    CHECK(DeleteFileA("a.exe"));
    CHECK(DeleteFileA("a b\\c d.exe"));
    CHECK(RemoveDirectoryA("a b"));
}

TEST(what_is_no_program_does_not_start)
{
    FILE *f = fopen("text.exe", "w");
    fputs("this is no program", f);
    fclose(f);
    CHECK_EQ(run("text.exe"), -1);
    CHECK_EQ(GetLastError(), ERROR_BAD_EXE_FORMAT);
    CHECK(DeleteFileA("text.exe"));
    CHECK_EQ(run("there-is-no-such-program"), -1);
    CHECK_EQ(GetLastError(), ERROR_FILE_NOT_FOUND);
    CHECK_EQ(run("\"C:\\no\\such\\directory\\x.exe\""), -1);
    CHECK_EQ(GetLastError(), ERROR_PATH_NOT_FOUND);
    CHECK_EQ(run_with(NULL, "process_child exit 0", NULL, 0, "C:\\no\\such\\directory"), -1);
    CHECK_EQ(GetLastError(), ERROR_DIRECTORY);
    STARTUPINFOA si = {.cb = sizeof si};
    PROCESS_INFORMATION pi;
    CHECK_ERROR(CreateProcessA(NULL, NULL, NULL, NULL, FALSE, 0, NULL, NULL, &si, &pi), ERROR_INVALID_PARAMETER);
}

TEST(directories_and_variables_are_handed_on)
{
    char own[MAX_PATH];
    CHECK_EQ(run("process_child directory"), 0);
    GetCurrentDirectoryA(sizeof own, own);
    CHECK_STR(output, own);
    own_directory(own);
    own[strlen(own) - 1] = 0;
    CHECK_EQ(run_with(NULL, "process_child directory", NULL, 0, own), 0);
    CHECK_STR(output, own);
    SetEnvironmentVariableA("GUEST_MARK", "from the parent");
    CHECK_EQ(run("process_child variable guest_mark"), 0);
    CHECK_STR(output, "from the parent");
    static char block[] = "=C:=C:\\here\0B=2\0A=\xC3\xA4\0SystemRoot=C:\\windows\0";
    CHECK_EQ(run_with(NULL, "process_child environment", block, 0, NULL), 0);
    CHECK(strstr(output, "=C:=C:\\here\n") != NULL);
    CHECK(strstr(output, "A=\xC3\xA4\nB=2\n") != NULL);
    CHECK(strstr(output, "GUEST_MARK") == NULL);
    static wchar_t wide[] = L"B=2\0A=\u00E4\u4E2D\0";
    CHECK_EQ(run_with(NULL, "process_child variable A", wide, CREATE_UNICODE_ENVIRONMENT, NULL), 0);
    CHECK_STR(output, "\xC3\xA4\xE4\xB8\xAD");
}

TEST(suspended_processes_wait)
{
    STARTUPINFOA si = {.cb = sizeof si};
    PROCESS_INFORMATION pi;
    DWORD code;
    char line[] = "process_child exit 5";
    if (!CHECK(CreateProcessA(NULL, line, NULL, NULL, FALSE, CREATE_SUSPENDED, NULL, NULL, &si, &pi)))
        return;
    CHECK_EQ(WaitForSingleObject(pi.hProcess, 300), WAIT_TIMEOUT);
    CHECK(GetExitCodeProcess(pi.hProcess, &code));
    CHECK_EQ(code, STILL_ACTIVE);
    CHECK_EQ(ResumeThread(pi.hThread), 1);
    CHECK_EQ(ResumeThread(pi.hThread), 0);
    CHECK_EQ(WaitForSingleObject(pi.hProcess, 20000), WAIT_OBJECT_0);
    CHECK(GetExitCodeProcess(pi.hProcess, &code));
    CHECK_EQ(code, 5);
    CHECK(GetExitCodeThread(pi.hThread, &code));
    CHECK_EQ(code, 5);
    CHECK_EQ(GetThreadId(pi.hThread), pi.dwThreadId);
    CloseHandle(pi.hThread);
    CloseHandle(pi.hProcess);
}

TEST(suspended_threads_are_found)
{
    CHECK_EQ(run_with(NULL, "process_child resume \"process_child exit 6\"", NULL, 0, NULL), 6);
}

TEST(processes_are_terminated)
{
    STARTUPINFOA si = {.cb = sizeof si};
    PROCESS_INFORMATION pi;
    DWORD code;
    char line[] = "process_child sleep 30000";
    FILETIME made, ended, kernel, user;
    if (!CHECK(CreateProcessA(NULL, line, NULL, NULL, FALSE, 0, NULL, NULL, &si, &pi)))
        return;
    HANDLE same = OpenProcess(PROCESS_ALL_ACCESS, FALSE, pi.dwProcessId);
    CHECK(same != NULL);
    CHECK(GetProcessTimes(same, &made, &ended, &kernel, &user));
    CHECK(made.dwHighDateTime != 0);
    CHECK(TerminateProcess(same, 0xDEADBEEF));
    CHECK_EQ(WaitForSingleObject(pi.hProcess, 20000), WAIT_OBJECT_0);
    CHECK(GetExitCodeProcess(pi.hProcess, &code));
    CHECK_EQ(code, 0xDEADBEEF);
    CHECK_ERROR(TerminateProcess(pi.hProcess, 1), ERROR_ACCESS_DENIED);
    CHECK(GetProcessTimes(pi.hProcess, &made, &ended, &kernel, &user));
    CHECK(CompareFileTime(&made, &ended) < 0);
    CloseHandle(same);
    CloseHandle(pi.hThread);
    CloseHandle(pi.hProcess);
    CHECK_ERROR(OpenProcess(PROCESS_ALL_ACCESS, FALSE, 0x7FFFFFF0) != NULL, ERROR_INVALID_PARAMETER);
}

TEST(images_have_names)
{
    STARTUPINFOA si = {.cb = sizeof si};
    PROCESS_INFORMATION pi;
    char line[] = "process_child sleep 0", path[MAX_PATH];
    DWORD size = sizeof path;
    if (!CHECK(CreateProcessA(NULL, line, NULL, NULL, FALSE, CREATE_SUSPENDED, NULL, NULL, &si, &pi)))
        return;
    CHECK(QueryFullProcessImageNameA(pi.hProcess, 0, path, &size));
    CHECK_EQ(size, strlen(path));
    CHECK(strstr(path, "process_child.exe") != NULL);
    size = 3;
    CHECK_ERROR(QueryFullProcessImageNameA(pi.hProcess, 0, path, &size), ERROR_INSUFFICIENT_BUFFER);
    size = sizeof path;
    CHECK(QueryFullProcessImageNameA(GetCurrentProcess(), 0, path, &size));
    CHECK(strstr(path, "create_process.exe") != NULL);
    ResumeThread(pi.hThread);
    CHECK_EQ(WaitForSingleObject(pi.hProcess, 20000), WAIT_OBJECT_0);
    CloseHandle(pi.hThread);
    CloseHandle(pi.hProcess);
}

int main(void)
{
    RUN(exit_codes_have_32_bits);
    RUN(command_lines_come_as_they_are);
    RUN(applications_are_named_whole);
    RUN(the_shortest_beginning_is_tried_first);
    RUN(what_is_no_program_does_not_start);
    RUN(directories_and_variables_are_handed_on);
    RUN(suspended_processes_wait);
    RUN(suspended_threads_are_found);
    RUN(processes_are_terminated);
    RUN(images_have_names);
    return guest_done();
}
