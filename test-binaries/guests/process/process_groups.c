/* Process groups and Ctrl-Break, and the processes that a snapshot lists. */
#include "guest.h"
#include <psapi.h>
#include <tlhelp32.h>

static HANDLE output;

static PROCESS_INFORMATION start(const char *text, DWORD flags)
{
    SECURITY_ATTRIBUTES inherit = {sizeof inherit, NULL, TRUE};
    STARTUPINFOA si = {.cb = sizeof si, .dwFlags = STARTF_USESTDHANDLES};
    PROCESS_INFORMATION pi = {0};
    HANDLE write;
    char line[256];
    CHECK(CreatePipe(&output, &write, &inherit, 0));
    SetHandleInformation(output, HANDLE_FLAG_INHERIT, 0);
    si.hStdOutput = write;
    strcpy(line, text);
    CHECK(CreateProcessA(NULL, line, NULL, NULL, TRUE, flags, NULL, NULL, &si, &pi));
    CloseHandle(write);
    return pi;
}

static void await_ready(void)
{
    char text[6] = "";
    DWORD n, size = 0;
    while (size < 5 && ReadFile(output, text + size, 5 - size, &n, NULL) && n > 0)
        size += n;
    CHECK_STR(text, "ready");
}

static DWORD end(PROCESS_INFORMATION *pi)
{
    DWORD code = 0;
    CHECK_EQ(WaitForSingleObject(pi->hProcess, 20000), WAIT_OBJECT_0);
    CHECK(GetExitCodeProcess(pi->hProcess, &code));
    CloseHandle(pi->hThread);
    CloseHandle(pi->hProcess);
    CloseHandle(output);
    return code;
}

TEST(a_group_is_interrupted)
{
    PROCESS_INFORMATION pi = start("process_child console", CREATE_NEW_PROCESS_GROUP);
    await_ready();
    CHECK(GenerateConsoleCtrlEvent(CTRL_BREAK_EVENT, pi.dwProcessId));
    CHECK_EQ(end(&pi), 100 + CTRL_BREAK_EVENT);
}

TEST(without_a_handler_it_ends)
{
    PROCESS_INFORMATION pi = start("process_child sleep 20000", CREATE_NEW_PROCESS_GROUP);
    Sleep(300);
    CHECK(GenerateConsoleCtrlEvent(CTRL_BREAK_EVENT, pi.dwProcessId));
    CHECK_EQ(end(&pi), STATUS_CONTROL_C_EXIT);
}

TEST(a_new_group_ignores_ctrl_c)
{
    PROCESS_INFORMATION pi = start("process_child console", CREATE_NEW_PROCESS_GROUP);
    await_ready();
    CHECK(GenerateConsoleCtrlEvent(CTRL_C_EVENT, pi.dwProcessId));
    CHECK_EQ(WaitForSingleObject(pi.hProcess, 300), WAIT_TIMEOUT);
    CHECK(TerminateProcess(pi.hProcess, 5));
    CHECK_EQ(end(&pi), 5);
    pi = start("process_child console heed", CREATE_NEW_PROCESS_GROUP);
    await_ready();
    CHECK(GenerateConsoleCtrlEvent(CTRL_C_EVENT, pi.dwProcessId));
    CHECK_EQ(end(&pi), 100 + CTRL_C_EVENT);
}

TEST(snapshots_list_children)
{
    PROCESS_INFORMATION pi = start("process_child sleep 20000", 0);
    HANDLE snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    PROCESSENTRY32 entry = {.dwSize = sizeof entry};
    int child = 0, own = 0;
    for (BOOL more = Process32First(snapshot, &entry); more; more = Process32Next(snapshot, &entry)) {
        if (entry.th32ProcessID == pi.dwProcessId) {
            child++;
            CHECK_STR(entry.szExeFile, "process_child.exe");
            CHECK_EQ(entry.th32ParentProcessID, GetCurrentProcessId());
        }
        own += entry.th32ProcessID == GetCurrentProcessId();
    }
    CHECK_EQ(GetLastError(), ERROR_NO_MORE_FILES);
    CHECK_EQ(child, 1);
    CHECK_EQ(own, 1);
    CloseHandle(snapshot);
    DWORD list[1024], size = 0;
    CHECK(K32EnumProcesses(list, sizeof list, &size));
    child = 0;
    for (DWORD i = 0; i < size / 4; i++)
        child += list[i] == pi.dwProcessId;
    CHECK_EQ(child, 1);
    CHECK(TerminateProcess(pi.hProcess, 0));
    end(&pi);
}

int main(void)
{
    RUN(a_group_is_interrupted);
    RUN(without_a_handler_it_ends);
    RUN(a_new_group_ignores_ctrl_c);
    RUN(snapshots_list_children);
    return guest_done();
}
