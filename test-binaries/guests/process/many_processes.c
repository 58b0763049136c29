/* Many children, one after the other and at once; nothing is left behind. With arguments: how many, and times. */
// args: 6 12
#include "guest.h"

static int sequential = 500, parallel = 32;

static DWORD run(int number, PROCESS_INFORMATION *pi)
{
    STARTUPINFOA si = {.cb = sizeof si};
    char line[64];
    sprintf(line, "process_child exit %d", number);
    return CHECK(CreateProcessA(NULL, line, NULL, NULL, FALSE, 0, NULL, NULL, &si, pi));
}

static void end(PROCESS_INFORMATION *pi, DWORD expected)
{
    DWORD code = 0;
    CHECK_EQ(WaitForSingleObject(pi->hProcess, 60000), WAIT_OBJECT_0);
    CHECK(GetExitCodeProcess(pi->hProcess, &code));
    CHECK_EQ(code, expected);
    CloseHandle(pi->hThread);
    CloseHandle(pi->hProcess);
}

TEST(one_after_the_other)
{
    PROCESS_INFORMATION pi;
    DWORD before, after;
    LARGE_INTEGER a, b, f;
    double best = 1e9, sum = 0;
    if (!run(0, &pi))
        return;
    end(&pi, 0);
    GetProcessHandleCount(GetCurrentProcess(), &before);
    QueryPerformanceFrequency(&f);
    for (int i = 0; i < sequential; i++) {
        QueryPerformanceCounter(&a);
        if (!run(i, &pi))
            return;
        end(&pi, (DWORD)i);
        QueryPerformanceCounter(&b);
        double ms = 1000.0 * (double)(b.QuadPart - a.QuadPart) / (double)f.QuadPart;
        best = ms < best ? ms : best;
        sum += ms;
    }
    GetProcessHandleCount(GetCurrentProcess(), &after);
    CHECK_EQ(after, before);
    if (getenv("SHOW_TIMES"))
        fprintf(stderr, "create + wait: best %.1f ms, mean %.1f ms\n", best, sum / sequential);
}

TEST(all_at_once)
{
    PROCESS_INFORMATION pi[64];
    HANDLE handles[64];
    for (int i = 0; i < parallel; i++) {
        if (!run(1000 + i, &pi[i]))
            return;
        handles[i] = pi[i].hProcess;
    }
    CHECK_EQ(WaitForMultipleObjects((DWORD)parallel, handles, TRUE, 60000), WAIT_OBJECT_0);
    for (int i = 0; i < parallel; i++)
        end(&pi[i], 1000 + (DWORD)i);
}

TEST(the_first_of_several_ends_first)
{
    STARTUPINFOA si = {.cb = sizeof si};
    PROCESS_INFORMATION slow, fast;
    char line[] = "process_child sleep 20000";
    CHECK(CreateProcessA(NULL, line, NULL, NULL, FALSE, 0, NULL, NULL, &si, &slow));
    if (!run(3, &fast))
        return;
    HANDLE both[] = {slow.hProcess, fast.hProcess};
    CHECK_EQ(WaitForMultipleObjects(2, both, FALSE, 15000), WAIT_OBJECT_0 + 1);
    end(&fast, 3);
    CHECK(TerminateProcess(slow.hProcess, 4));
    end(&slow, 4);
}

int main(int argc, char **argv)
{
    if (argc > 2) {
        sequential = atoi(argv[1]);
        parallel = atoi(argv[2]);
    }
    RUN(one_after_the_other);
    RUN(all_at_once);
    RUN(the_first_of_several_ends_first);
    return guest_done();
}
