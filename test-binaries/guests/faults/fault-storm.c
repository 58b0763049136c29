// args: 1
/*
 * fault-storm SECONDS: eight threads fault in all the ways there are and check what comes of it, while others allocate
 * and have the system make garbage.
 */
#include "guest.h"
#include "try.h"

enum { FAULTING = 8, ALLOCATING = 3, KINDS = 8 };

static volatile LONG over;
static volatile LONG64 counts[KINDS], allocations;
static volatile LONG wrong;
static volatile int zero;

/* Registers that say that a fault is one of touch()'s. */
#define MARK 0x7e57ab1e7e57ab1eLL

static LONG CALLBACK handler(EXCEPTION_POINTERS *p)
{
    CONTEXT *c = p->ContextRecord;
    DWORD code = p->ExceptionRecord->ExceptionCode;
    if (code == EXCEPTION_ACCESS_VIOLATION && c->Rdx == MARK) {
        c->Rip += 2;
        c->Rax = p->ExceptionRecord->ExceptionInformation[1] + c->R10;
        return EXCEPTION_CONTINUE_EXECUTION;
    }
    if (code == 0xE0000001) {
        *(ULONG_PTR *)p->ExceptionRecord->ExceptionInformation[0] = p->ExceptionRecord->ExceptionInformation[1];
        return EXCEPTION_CONTINUE_EXECUTION;
    }
    if (code == EXCEPTION_GUARD_PAGE) return EXCEPTION_CONTINUE_EXECUTION;
    if (code == EXCEPTION_ACCESS_VIOLATION) {
        /* memory that comes when it is used: its allocation has been marked by being reserved */
        MEMORY_BASIC_INFORMATION information;
        void *address = (void *)p->ExceptionRecord->ExceptionInformation[1];
        if (VirtualQuery(address, &information, sizeof information) && information.State == MEM_RESERVE &&
            VirtualAlloc(address, 1, MEM_COMMIT, PAGE_READWRITE)) {
            return EXCEPTION_CONTINUE_EXECUTION;
        }
    }
    return EXCEPTION_CONTINUE_SEARCH;
}

static void expect(int holds, int kind)
{
    if (!holds) {
        InterlockedIncrement(&wrong);
        printf("FAIL kind %d on thread %lu\n", kind, GetCurrentThreadId());
        fflush(stdout);
    }
    InterlockedIncrement64(&counts[kind]);
}

static void touch(long long seed)
{
    register long long r10 __asm__("r10") = seed;
    long long result, rbx, r15;
    __asm__ volatile("movq %5, %%rbx\n\tmovq %5, %%r15\n\tnotq %%r15\n\tmovl $0x50, %%ecx\n\tmovq %4, %%xmm9\n\t"
                     "movb (%%rcx), %%al\n\tmovq %%rbx, %1\n\tmovq %%r15, %2"
                     : "=&a"(result), "=m"(rbx), "=m"(r15)
                     : "d"(MARK), "r"(r10), "r"(seed)
                     : "rbx", "rcx", "r15", "xmm9", "memory");
    expect(result == 0x50 + seed && rbx == seed && r15 == ~seed, 0);
}

static void raise_exception(long long seed)
{
    ULONG_PTR result = 0, arguments[2] = {(ULONG_PTR)&result, (ULONG_PTR)seed};
    RaiseException(0xE0000001, 0, 2, arguments);
    expect(result == (ULONG_PTR)seed, 1);
}

static void write_nowhere(void *argument)
{
    *(volatile int *)0x20 = (int)(ULONG_PTR)argument;
}

static void divide(void *argument)
{
    zero = (int)(ULONG_PTR)argument / zero;
}

static void raise_caught(void *argument)
{
    RaiseException(0xE0000002, EXCEPTION_NONCONTINUABLE, 0, argument);
}

static void nested(void *argument)
{
    expect(try_except(divide, argument) == 1, 3);
    RaiseException(0xE0000003, EXCEPTION_NONCONTINUABLE, 0, NULL);
}

static void system_writes_nowhere(void *argument)
{
    (void)argument;
    GetSystemTime((SYSTEMTIME *)0x30);
}

static __attribute__((noinline)) int deep(int depth)
{
    volatile char frame[500];
    frame[0] = 1;
    return depth == 0 ? frame[0] : deep(depth - 1) + frame[0];
}

static void lazy_memory(long long seed)
{
    char *memory = VirtualAlloc(NULL, 0x8000, MEM_RESERVE, PAGE_READWRITE);
    memset(memory + 0x800, (int)seed, 0x4000);
    int right = memory[0x800] == (char)seed && memory[0x47ff] == (char)seed && memory[0x4800] == 0;
    GetSystemTime((SYSTEMTIME *)(memory + 0x7000));
    expect(right && ((SYSTEMTIME *)(memory + 0x7000))->wYear > 2000, 4);
    VirtualFree(memory, 0, MEM_RELEASE);
}

static void guarded_memory(void)
{
    volatile char *memory = VirtualAlloc(NULL, 0x1000, MEM_COMMIT, PAGE_READWRITE | PAGE_GUARD);
    memory[0] = 5;
    expect(memory[0] == 5, 5);
    VirtualFree((void *)memory, 0, MEM_RELEASE);
}

static DWORD WINAPI fault(void *argument)
{
    long long seed = (long long)(ULONG_PTR)argument;
    while (!over) {
        seed = seed * 6364136223846793005LL + 1442695040888963407LL;
        switch ((seed >> 33) & 7) {
        case 0: case 1: touch(seed); break;
        case 2: raise_exception(seed); break;
        case 3: expect(try_except(write_nowhere, &seed) == 1, 2); break;
        case 4: expect(try_except(nested, &seed) == 1, 3); break;
        case 5: expect(try_except(raise_caught, NULL) == 1 && try_except(system_writes_nowhere, NULL) == 1, 6); break;
        case 6: if ((seed >> 40) & 1) lazy_memory(seed); else guarded_memory(); break;
        case 7: expect(deep((seed >> 40) & 63) > 0, 7); break;
        }
    }
    return 0;
}

static DWORD WINAPI allocate(void *argument)
{
    int (*print)(char *, const char *, ...) =
        (int (*)(char *, const char *, ...))(void *)GetProcAddress(GetModuleHandleA("msvcrt"), "sprintf");
    unsigned seed = (unsigned)(ULONG_PTR)argument;
    char *blocks[64] = {0}, text[100];
    while (!over) {
        seed = seed * 1664525 + 1013904223;
        int i = seed >> 26;
        if (blocks[i] != NULL && blocks[i][0] != (char)i) expect(0, 7);
        free(blocks[i]);
        blocks[i] = malloc(1 + (seed >> 8) % 5000);
        if (blocks[i] == NULL) break;
        blocks[i][0] = (char)i;
        print(text, "%f %d", (double)seed / 7, i);
        if (atoi(strchr(text, ' ')) != i) expect(0, 7);
        InterlockedIncrement64(&allocations);
    }
    return 0;
}

int main(int argc, char **argv)
{
    HANDLE threads[FAULTING + ALLOCATING];
    AddVectoredExceptionHandler(1, handler);
    for (int i = 0; i < FAULTING + ALLOCATING; i++) {
        threads[i] = CreateThread(NULL, 0, i < FAULTING ? fault : allocate, (void *)(ULONG_PTR)(i + 1), 0, NULL);
    }
    Sleep(1000 * (argc > 1 ? atoi(argv[1]) : 1));
    over = 1;
    WaitForMultipleObjects(FAULTING + ALLOCATING, threads, TRUE, INFINITE);
    LONG64 faults = 0;
    for (int i = 0; i < KINDS; i++) {
        CHECK(counts[i] > 0);
        faults += counts[i];
    }
    CHECK(allocations > 0);
    CHECK_EQ(wrong, 0);
    if (argc > 2) printf("%lld faults, %lld allocations\n", faults, allocations);
    printf("%s storm\n", guest_failures == 0 ? "ok" : "not ok");
    return guest_done();
}
