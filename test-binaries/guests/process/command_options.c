/* Command lines of the command processor as programs build them that quote arguments one by one. */
#include "guest.h"

static DWORD run(const char *line)
{
    char copy[300];
    STARTUPINFOA start;
    PROCESS_INFORMATION process;
    DWORD code = ~0u;
    memset(&start, 0, sizeof start);
    start.cb = sizeof start;
    strcpy(copy, line);
    if (CHECK(CreateProcessA("C:\\Windows\\System32\\cmd.exe", copy, NULL, NULL, FALSE, 0, NULL, NULL, &start, &process))) {
        CHECK_EQ(WaitForSingleObject(process.hProcess, 30000), WAIT_OBJECT_0);
        CHECK(GetExitCodeProcess(process.hProcess, &code));
        CloseHandle(process.hProcess);
        CloseHandle(process.hThread);
    }
    return code;
}

TEST(options_in_quotation_marks)
{
    CHECK_EQ(run("cmd /c exit 3"), 3);
    CHECK_EQ(run("cmd /c \"exit 4\""), 4);
    CHECK_EQ(run("cmd \"/c exit 88\""), 88);
    CHECK_EQ(run("cmd \"/d\" /c exit 9"), 9);
}

TEST(options_without_a_name_before)
{
    CHECK_EQ(run("/c exit 7"), 7);
}

TEST(directories_with_semicolons_in_the_path)
{
    char base[MAX_PATH], path[MAX_PATH + 40];
    DWORD n;
    GetTempPathA(MAX_PATH, base);
    sprintf(base + strlen(base), "semicolon-%lu", GetCurrentProcessId());
    CHECK(CreateDirectoryA(base, NULL));
    CHECK(SetCurrentDirectoryA(base));
    CHECK(CreateDirectoryA("one;two", NULL));
    HANDLE h = CreateFileA("one;two\\decant-told.cmd", GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL);
    CHECK(WriteFile(h, "@exit 21\r\n", 10, &n, NULL));
    CloseHandle(h);
    sprintf(path, "C:\\Windows\\System32;\"%s\\one;two\"", base);
    CHECK(SetEnvironmentVariableA("Path", path));
    CHECK_EQ(run("cmd /c decant-told"), 21);
    sprintf(path, "C:\\Windows\\System32;%s\\\"one;two\"", base);
    CHECK(SetEnvironmentVariableA("Path", path));
    CHECK_EQ(run("cmd /c decant-told"), 21);
    CHECK(DeleteFileA("one;two\\decant-told.cmd"));
    CHECK(RemoveDirectoryA("one;two"));
    SetCurrentDirectoryA("..");
    CHECK(RemoveDirectoryA(base));
}

int main(void)
{
    RUN(options_in_quotation_marks);
    RUN(options_without_a_name_before);
    RUN(directories_with_semicolons_in_the_path);
    return guest_done();
}
