/* What the other programs of this folder start: does what its first argument says. */
// judged-by: nobody; other guests start it
#include <fcntl.h>
#include <io.h>
#include <process.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>
#include <tlhelp32.h>

static HANDLE handle_of(const char *text)
{
    return (HANDLE)(ULONG_PTR)strtoull(text, NULL, 10);
}

static void put(HANDLE to, const char *text)
{
    DWORD written;
    WriteFile(to, text, (DWORD)strlen(text), &written, NULL);
}

/* Copies everything from one handle to another, as cat does. */
static int copy(HANDLE from, HANDLE to)
{
    static char buffer[65536];
    DWORD n, written;
    while (ReadFile(from, buffer, sizeof buffer, &n, NULL) && n > 0)
        for (DWORD done = 0; done < n; done += written)
            if (!WriteFile(to, buffer + done, n - done, &written, NULL))
                return 1;
    return 0;
}

static BOOL WINAPI handler(DWORD event)
{
    ExitProcess(100 + event);
}

int main(int argc, char **argv)
{
    HANDLE out = GetStdHandle(STD_OUTPUT_HANDLE);
    const char *what = argc > 1 ? argv[1] : "";
    char text[4096];
    if (!strcmp(what, "exit"))
        ExitProcess((UINT)strtoul(argv[2], NULL, 0));
    if (!strcmp(what, "return"))
        return (int)strtoul(argv[2], NULL, 0);
    if (!strcmp(what, "line")) {
        put(out, GetCommandLineA());
        return 0;
    }
    if (!strcmp(what, "image")) {
        GetModuleFileNameA(NULL, text, sizeof text);
        put(out, text);
        return 0;
    }
    if (!strcmp(what, "directory")) {
        GetCurrentDirectoryA(sizeof text, text);
        put(out, text);
        return 0;
    }
    if (!strcmp(what, "variable")) {
        DWORD n = GetEnvironmentVariableA(argv[2], text, sizeof text);
        put(out, n ? text : "(none)");
        return 0;
    }
    if (!strcmp(what, "environment")) {
        char *block = GetEnvironmentStringsA();
        for (char *p = block; *p; p += strlen(p) + 1) {
            put(out, p);
            put(out, "\n");
        }
        return 0;
    }
    if (!strcmp(what, "arguments")) {
        for (int i = 2; i < argc; i++) {
            put(out, "[");
            put(out, argv[i]);
            put(out, "]");
        }
        return 0;
    }
    if (!strcmp(what, "cat"))
        return copy(GetStdHandle(STD_INPUT_HANDLE), out);
    if (!strcmp(what, "write")) { /* HANDLE TEXT: through an inherited handle */
        DWORD written;
        return WriteFile(handle_of(argv[2]), argv[3], (DWORD)strlen(argv[3]), &written, NULL) ? 0 : (int)GetLastError();
    }
    if (!strcmp(what, "type")) /* HANDLE: what it is */
        return (int)GetFileType(handle_of(argv[2]));
    if (!strcmp(what, "flags")) { /* HANDLE: its flags, or 100 */
        DWORD flags;
        return GetHandleInformation(handle_of(argv[2]), &flags) ? (int)flags : 100;
    }
    if (!strcmp(what, "sleep")) {
        Sleep((DWORD)atoi(argv[2]));
        return 7;
    }
    if (!strcmp(what, "set")) /* HANDLE: an inherited event */
        return SetEvent(handle_of(argv[2])) ? 0 : (int)GetLastError();
    if (!strcmp(what, "await")) /* HANDLE: an inherited event, process … */
        return (int)WaitForSingleObject(handle_of(argv[2]), 10000);
    if (!strcmp(what, "standard")) { /* which standard handles there are */
        sprintf(text, "%d %d %d", (int)GetFileType(GetStdHandle(STD_INPUT_HANDLE)), (int)GetFileType(out),
                (int)GetFileType(GetStdHandle(STD_ERROR_HANDLE)));
        put(handle_of(argv[2]), text);
        return 0;
    }
    if (!strcmp(what, "descriptor")) { /* FD TEXT: through an inherited CRT descriptor */
        int fd = atoi(argv[2]);
        return _write(fd, argv[3], (unsigned)strlen(argv[3])) == (int)strlen(argv[3]) ? 0 : 1;
    }
    if (!strcmp(what, "threads")) { /* ends while other threads run */
        for (int i = 0; i < 4; i++)
            CreateThread(NULL, 0, (LPTHREAD_START_ROUTINE)(void *)Sleep, (void *)10000, 0, NULL);
        ExitProcess(55);
    }
    if (!strcmp(what, "spawn")) { /* PROGRAM ARGUMENTS…: a child of its own, and does not wait */
        STARTUPINFOA si = {.cb = sizeof si};
        PROCESS_INFORMATION pi;
        text[0] = 0;
        for (int i = 2; i < argc; i++) {
            strcat(text, i > 2 ? " " : "");
            strcat(text, argv[i]);
        }
        return CreateProcessA(NULL, text, NULL, NULL, TRUE, 0, NULL, NULL, &si, &pi) ? 0 : (int)GetLastError();
    }
    if (!strcmp(what, "run")) { /* COMMAND-LINE: runs it and ends as it ends */
        STARTUPINFOA si = {.cb = sizeof si};
        PROCESS_INFORMATION pi;
        DWORD code = 1;
        if (!CreateProcessA(NULL, argv[2], NULL, NULL, TRUE, 0, NULL, NULL, &si, &pi)) {
            fprintf(stderr, "error %lu\n", GetLastError());
            return 98;
        }
        WaitForSingleObject(pi.hProcess, INFINITE);
        GetExitCodeProcess(pi.hProcess, &code);
        return (int)code;
    }
    if (!strcmp(what, "resume")) { /* COMMAND-LINE: as run, begun suspended and resumed by who looks its thread up */
        STARTUPINFOA si = {.cb = sizeof si};
        PROCESS_INFORMATION pi;
        THREADENTRY32 entry = {.dwSize = sizeof entry};
        DWORD code = 1, found = 0;
        if (!CreateProcessA(NULL, argv[2], NULL, NULL, TRUE, CREATE_SUSPENDED, NULL, NULL, &si, &pi)) {
            fprintf(stderr, "error %lu\n", GetLastError());
            return 98;
        }
        CloseHandle(pi.hThread);
        if (WaitForSingleObject(pi.hProcess, 200) != WAIT_TIMEOUT)
            return 97;
        HANDLE snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
        for (BOOL more = Thread32First(snapshot, &entry); more; more = Thread32Next(snapshot, &entry)) {
            if (entry.th32OwnerProcessID == pi.dwProcessId) {
                HANDLE thread = OpenThread(THREAD_SUSPEND_RESUME, FALSE, entry.th32ThreadID);
                found += thread != NULL && ResumeThread(thread) == 1;
                CloseHandle(thread);
            }
        }
        CloseHandle(snapshot);
        if (found != 1)
            return 96;
        WaitForSingleObject(pi.hProcess, INFINITE);
        GetExitCodeProcess(pi.hProcess, &code);
        return (int)code;
    }
    if (!strcmp(what, "console")) { /* waits for Ctrl-C or Ctrl-Break */
        SetConsoleCtrlHandler(handler, TRUE);
        if (argc > 2)
            SetConsoleCtrlHandler(NULL, FALSE);
        put(out, "ready");
        Sleep(20000);
        return 1;
    }
    if (!strcmp(what, "crash"))
        *(volatile int *)16 = 1;
    if (!strcmp(what, "err")) {
        put(GetStdHandle(STD_ERROR_HANDLE), argv[2]);
        return 0;
    }
    return 99;
}
