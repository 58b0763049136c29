/*
 * Several processes hammer one mutex, one semaphore and one event, while others of them are terminated: some as they own
 * the mutex, some wherever they are. shared_stress.exe [CHILDREN [ROUNDS [VICTIMS]]]; children get a number and handles.
 */
#define _WIN32_WINNT 0x0A00
#include "guest.h"

enum { LONG_WAIT = 60000, SLOTS = 3, MOST = 16 };

typedef struct {
    volatile LONG by_mutex, by_event;    /* counted by who owns the mutex, or has taken the event */
    volatile LONG inside, most_inside;   /* holders of the semaphore */
    volatile LONG abandoned, wrong;
    volatile LONG of_child[MOST];        /* how much of by_mutex is whose */
} Counts;

typedef struct {
    HANDLE section, mutex, semaphore, event, owned;
} Handles;

static Counts *counts;
static Handles h;

static void wait(HANDLE object)
{
    if (WaitForSingleObject(object, LONG_WAIT) != WAIT_OBJECT_0)
        InterlockedIncrement(&counts->wrong);
}

static void own(void)
{
    DWORD result = WaitForSingleObject(h.mutex, LONG_WAIT);
    if (result == WAIT_ABANDONED)
        InterlockedIncrement(&counts->abandoned);
    else if (result != WAIT_OBJECT_0)
        InterlockedIncrement(&counts->wrong);
}

static int hammer(int rounds, int number)
{
    for (int i = 0; i < rounds; i++) {
        LONG now, most;
        own();
        counts->by_mutex = counts->by_mutex + 1;
        counts->of_child[number] = counts->of_child[number] + 1;
        if (!ReleaseMutex(h.mutex))
            InterlockedIncrement(&counts->wrong);

        wait(h.semaphore);
        now = InterlockedIncrement(&counts->inside);
        while (now > (most = counts->most_inside))
            InterlockedCompareExchange(&counts->most_inside, now, most);
        InterlockedDecrement(&counts->inside);
        ReleaseSemaphore(h.semaphore, 1, NULL);

        wait(h.event);
        counts->by_event = counts->by_event + 1;
        SetEvent(h.event);

        if (i % 8 == 0) { /* all at once */
            HANDLE all[2] = {h.mutex, h.event};
            DWORD result = WaitForMultipleObjects(2, all, TRUE, LONG_WAIT);
            if (result >= WAIT_ABANDONED && result < WAIT_ABANDONED + 2)
                InterlockedIncrement(&counts->abandoned);
            else if (result > 1)
                InterlockedIncrement(&counts->wrong);
            SetEvent(h.event);
            ReleaseMutex(h.mutex);
        }
    }
    return 0;
}

static int child(int argc, char **argv)
{
    HANDLE *each = (HANDLE *)&h;
    int rounds = atoi(argv[2]), number = atoi(argv[3]);
    if (argc < 9)
        return 2;
    for (int i = 0; i < 5; i++)
        each[i] = (HANDLE)(ULONG_PTR)strtoull(argv[4 + i], NULL, 10);
    counts = MapViewOfFile(h.section, FILE_MAP_WRITE, 0, 0, 0);
    if (!counts)
        return 3;
    if (strcmp(argv[1], "hammer") == 0)
        return hammer(rounds, number);
    if (strcmp(argv[1], "die-owning") == 0) {
        own();
        SetEvent(h.owned);
        Sleep(LONG_WAIT);
        return 4;
    }
    for (;;) { /* die-anywhere */
        own();
        counts->by_mutex = counts->by_mutex + 1;
        counts->of_child[number] = counts->of_child[number] + 1;
        ReleaseMutex(h.mutex);
    }
}

static HANDLE start(const char *what, int rounds, int number)
{
    STARTUPINFOA si = {.cb = sizeof si};
    PROCESS_INFORMATION pi;
    char path[MAX_PATH], line[2 * MAX_PATH];
    HANDLE *each = (HANDLE *)&h;
    int n;
    GetModuleFileNameA(NULL, path, sizeof path);
    n = sprintf(line, "\"%s\" %s %d %d", path, what, rounds, number);
    for (int i = 0; i < 5; i++)
        n += sprintf(line + n, " %u", (unsigned)(ULONG_PTR)each[i]);
    if (!CHECK(CreateProcessA(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &si, &pi)))
        return NULL;
    CloseHandle(pi.hThread);
    return pi.hProcess;
}

static void finish(HANDLE process, DWORD expected)
{
    DWORD code = 0;
    CHECK_EQ(WaitForSingleObject(process, LONG_WAIT), WAIT_OBJECT_0);
    GetExitCodeProcess(process, &code);
    CHECK_EQ(code, expected);
    CloseHandle(process);
}

static int children = 3, rounds = 150, victims = 2;

TEST(nothing_hangs_and_nothing_is_lost)
{
    SECURITY_ATTRIBUTES inherit = {sizeof inherit, NULL, TRUE};
    HANDLE process[MOST];
    LONG before, sum = 0;
    h.section = CreateFileMappingA(INVALID_HANDLE_VALUE, &inherit, PAGE_READWRITE, 0, sizeof *counts, NULL);
    counts = MapViewOfFile(h.section, FILE_MAP_WRITE, 0, 0, 0);
    h.mutex = CreateMutexA(&inherit, FALSE, NULL);
    h.semaphore = CreateSemaphoreA(&inherit, SLOTS, SLOTS, NULL);
    h.event = CreateEventA(&inherit, FALSE, TRUE, NULL);
    h.owned = CreateEventA(&inherit, FALSE, FALSE, NULL);
    for (int i = 0; i < children; i++)
        process[i] = start("hammer", rounds, i);
    for (int i = 0; i < victims; i++) {
        HANDLE victim = start("die-owning", 0, MOST - 1);
        wait(h.owned);
        CHECK(TerminateProcess(victim, 77));
        finish(victim, 77);
        victim = start("die-anywhere", 0, MOST - 1 - i % 4);
        Sleep(30 + 7 * i % 40);
        CHECK(TerminateProcess(victim, 78));
        finish(victim, 78);
    }
    hammer(rounds, children);
    for (int i = 0; i < children; i++)
        finish(process[i], 0);
    own();
    CHECK(ReleaseMutex(h.mutex));
    CHECK_EQ(counts->wrong, 0);
    CHECK_EQ(counts->by_event, rounds * (children + 1));
    CHECK(counts->most_inside <= SLOTS);
    CHECK_EQ(counts->inside, 0);
    for (int i = 0; i < MOST; i++)
        sum += counts->of_child[i];
    for (int i = 0; i <= children; i++)
        CHECK_EQ(counts->of_child[i], rounds);
    CHECK(counts->by_mutex - sum >= 0 && counts->by_mutex - sum <= victims); /* who died between the two */
    CHECK(counts->abandoned >= victims && counts->abandoned <= 2 * victims);
    CHECK(ReleaseSemaphore(h.semaphore, 1, &before) == FALSE);
    CHECK_EQ(WaitForSingleObject(h.event, 0), WAIT_OBJECT_0);
}

int main(int argc, char **argv)
{
    if (argc > 4)
        return child(argc, argv);
    children = argc > 1 ? atoi(argv[1]) : children;
    rounds = argc > 2 ? atoi(argv[2]) : rounds;
    victims = argc > 3 ? atoi(argv[3]) : victims;
    if (children > MOST - 6)
        return 2;
    RUN(nothing_hangs_and_nothing_is_lost);
    return guest_done();
}
