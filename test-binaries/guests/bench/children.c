// judged-by: Benchmarks
/*
 * What starting a process costs: one line each, "NAME nanoseconds", medians. A child writes the clock when its main
 * begins into a pipe, which is the child's standard output. The pauses are a parent that does something else.
 */
#include "measure.h"

enum { CHILDREN = 15 };

static double began[CHILDREN], took[CHILDREN], ended[CHILDREN];

static void child(int number)
{
    STARTUPINFOA startup = {.cb = sizeof startup, .dwFlags = STARTF_USESTDHANDLES};
    SECURITY_ATTRIBUTES inherit = {sizeof inherit, NULL, TRUE};
    PROCESS_INFORMATION process;
    char line[MAX_PATH + 16] = "\"", path[MAX_PATH];
    HANDLE read, write;
    double main_began = 0;
    DWORD count;
    GetModuleFileNameA(NULL, path, sizeof path);
    strcat(strcat(line, path), "\" child");
    CreatePipe(&read, &write, &inherit, 0);
    SetHandleInformation(read, HANDLE_FLAG_INHERIT, 0);
    startup.hStdInput = GetStdHandle(STD_INPUT_HANDLE);
    startup.hStdOutput = write;
    startup.hStdError = GetStdHandle(STD_ERROR_HANDLE);
    double begin = now();
    if (!CreateProcessA(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process)) exit(1);
    double returned = now();
    CloseHandle(write);
    if (!ReadFile(read, &main_began, sizeof main_began, &count, NULL) || count != sizeof main_began) exit(2);
    WaitForSingleObject(process.hProcess, INFINITE);
    ended[number] = now() - begin;
    began[number] = main_began - begin;
    took[number] = returned - begin;
    CloseHandle(read);
    CloseHandle(process.hThread);
    CloseHandle(process.hProcess);
}

static void row(const char *name, double *seconds)
{
    qsort(seconds, CHILDREN, sizeof *seconds, measure_ascending);
    printf("%s %.1f\n", name, seconds[CHILDREN / 2] * 1e9);
}

int main(int argc, char **argv)
{
    (void)argv;
    double start = now();
    if (argc > 1) {
        DWORD count;
        WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), &start, sizeof start, &count, NULL);
        return 0;
    }
    child(0); /* the first one is slower, as nothing waits for it */
    for (int i = 0; i < CHILDREN; i++) {
        Sleep(100);
        child(i);
    }
    row("CreateProcess", took);
    row("CreateProcess_to_main", began);
    row("CreateProcess_to_end", ended);
    for (int i = 0; i < CHILDREN; i++) child(i);
    row("CreateProcess_at_once_to_main", began);
    row("CreateProcess_at_once_to_end", ended);
    return 0;
}
