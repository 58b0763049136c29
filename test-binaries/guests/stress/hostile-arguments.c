/*
 * Calls functions with arguments that no sane program would give: hostile-arguments LIST FIRST ROUNDS SEED. LIST is a file
 * with a "library function" in each line; FIRST is the number of the line to begin with. The number of the function
 * that is being called stands in progress.bin, so that whoever started this knows where it ended. An exception, an error,
 * even the end of the process is a fine answer; the caller looks for what is not. 77: a function did not come back.
 */
// judged-by: HostileArgumentsTest
#include "guest.h"

#define PAGE 0x1000
#define ARGUMENTS 12

typedef ULONG_PTR (*function)(ULONG_PTR, ULONG_PTR, ULONG_PTR, ULONG_PTR, ULONG_PTR, ULONG_PTR, ULONG_PTR, ULONG_PTR,
                              ULONG_PTR, ULONG_PTR, ULONG_PTR, ULONG_PTR);

static ULONG_PTR pool[64];
static int pool_size;
static volatile LONG done;

/* The function that is being called; in a file, which outlives the process. */
static volatile LONG *current;
static CONTEXT recovery;
static DWORD worker_id;
static unsigned long long seed;

static unsigned next(unsigned below)
{
    seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
    return (unsigned)(seed >> 33) % below;
}

static LONG CALLBACK recover(EXCEPTION_POINTERS *p)
{
    if (GetCurrentThreadId() != worker_id) return EXCEPTION_CONTINUE_SEARCH;
    *p->ContextRecord = recovery;
    return EXCEPTION_CONTINUE_EXECUTION;
}

/* A page of something, with one behind it that is not there. */
static char *page(int fill)
{
    static char *place = (char *)0x10000000; /* addresses that are not too large as sizes */
    char *at = VirtualAlloc(place, 2 * PAGE, MEM_RESERVE, PAGE_READWRITE);
    place += 0x10000;
    VirtualAlloc(at, PAGE, MEM_COMMIT, PAGE_READWRITE);
    memset(at, fill, PAGE);
    return at;
}

static void add(ULONG_PTR value)
{
    pool[pool_size++] = value;
}

static void make_pool(void)
{
    static const ULONG_PTR plain[] = {0, 0, 0, 1, 1, 2, 3, 8, 16, 0x100, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF,
                                      -1, -1, -2, -3, 0x7FFFFFFFFFFFFFFF, 0x8000000000000000,
                                      0x7FFE0000, 0x7FFFFFFEFFFF, 0xFFFFF80000000000, 0x4FFFFFFFFFFF, 0x500000000000};
    for (unsigned i = 0; i < sizeof plain / sizeof *plain; i++)
        add(plain[i]);
    char *zeroes = page(0), *text = page('A'), *ones = page(0xFF), *wide = page(0);
    for (int i = 0; i < PAGE; i += 2)
        wide[i] = 'w';
    char *format = page(0), *self = page(0);
    strcpy(format, "%s %n %d %*.*f %ls %I64x %p %q %99999s");
    for (int i = 0; i < PAGE; i += 8)
        *(char **)(self + i) = self + i / 2;
    add((ULONG_PTR)zeroes), add((ULONG_PTR)zeroes + 1), add((ULONG_PTR)zeroes + PAGE - 1), add((ULONG_PTR)zeroes + PAGE);
    add((ULONG_PTR)text), add((ULONG_PTR)text + PAGE - 3), add((ULONG_PTR)ones), add((ULONG_PTR)ones + PAGE - 8);
    add((ULONG_PTR)wide), add((ULONG_PTR)wide + PAGE - 6), add((ULONG_PTR)format), add((ULONG_PTR)self);
    char *only_read = VirtualAlloc(NULL, PAGE, MEM_RESERVE | MEM_COMMIT, PAGE_READONLY);
    char *guard = VirtualAlloc(NULL, PAGE, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE | PAGE_GUARD);
    char *freed = page(1);
    VirtualFree(freed, 0, MEM_RELEASE);
    add((ULONG_PTR)only_read), add((ULONG_PTR)guard), add((ULONG_PTR)freed);
    add((ULONG_PTR)"text"), add((ULONG_PTR)L"text"), add((ULONG_PTR)GetModuleHandleA(NULL));
}

static int rounds, last;
static char (*names)[2][96];

static void call_one(function f)
{
    volatile int entered = 0;
    ULONG_PTR a[ARGUMENTS];
    for (int i = 0; i < ARGUMENTS; i++)
        a[i] = pool[next(pool_size)];
    RtlCaptureContext(&recovery);
    if (entered) return;
    entered = 1;
    f(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7], a[8], a[9], a[10], a[11]);
}

static DWORD WINAPI work(void *unused)
{
    (void)unused;
    worker_id = GetCurrentThreadId();
    while (*current + 1 < last) {
        int n = InterlockedIncrement(current);
        HMODULE library = LoadLibraryA(names[n][0]);
        function f = (function)GetProcAddress(library, names[n][1]);
        if (f == NULL) continue;
        seed = seed * 31 + n;
        for (int i = 0; i < rounds; i++)
            call_one(f);
    }
    done = 1;
    return 0;
}

int main(int argc, char **argv)
{
    if (argc < 5) return 2;
    FILE *list = fopen(argv[1], "r");
    int count = 0, room = 1 << 14;
    names = malloc(room * sizeof *names);
    while (count < room && fscanf(list, "%90s %90s", names[count][0], names[count][1]) == 2)
        count++;
    fclose(list);
    last = count;
    HANDLE file = CreateFileA("progress.bin", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_ALWAYS, 0, NULL);
    HANDLE section = CreateFileMappingA(file, NULL, PAGE_READWRITE, 0, 4, NULL);
    current = MapViewOfFile(section, FILE_MAP_WRITE, 0, 0, 0);
    if (current == NULL) return 4;
    *current = atoi(argv[2]) - 1;
    rounds = atoi(argv[3]);
    seed = strtoull(argv[4], NULL, 10);
    make_pool();
    AddVectoredExceptionHandler(1, recover);
    /* A function may end the thread that calls it: another goes on. */
    int stuck = 0;
    HANDLE worker = NULL;
    while (!done) {
        LONG before = *current;
        worker = CreateThread(NULL, 0, work, NULL, 0, NULL);
        if (worker == NULL) return 3;
        while (WaitForSingleObject(worker, 5000) == WAIT_TIMEOUT) {
            if (*current == before && ++stuck == 4) return 77;
            if (*current != before) stuck = 0;
            before = *current;
        }
    }
    return 0;
}
