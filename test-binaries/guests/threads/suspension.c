/* Threads are stopped anywhere, show their registers, take others, and go on as if nothing had happened. */
#include "guest.h"

static volatile LONG64 counter;
static volatile LONG stop;

static DWORD WINAPI count(void *unused)
{
    (void)unused;
    while (!stop)
        counter++;
    return 7;
}

static CONTEXT *context_of(HANDLE thread, DWORD flags)
{
    static CONTEXT context;
    memset(&context, 0x55, sizeof context);
    context.ContextFlags = flags;
    CHECK(GetThreadContext(thread, &context));
    return &context;
}

static int moves(void)
{
    LONG64 before = counter;
    for (int i = 0; i < 200 && counter == before; i++)
        Sleep(1);
    return counter != before;
}

TEST(a_busy_thread_stops_and_goes_on)
{
    DWORD code = 0;
    stop = 0;
    HANDLE thread = CreateThread(NULL, 0, count, NULL, 0, NULL);
    CHECK(moves());
    CHECK_EQ(SuspendThread(thread), 0);
    LONG64 before = counter;
    Sleep(20);
    CHECK_EQ(counter, before);
    CHECK_EQ(SuspendThread(thread), 1);
    CHECK_EQ(ResumeThread(thread), 2);
    Sleep(20);
    CHECK_EQ(counter, before);
    CONTEXT *context = context_of(thread, CONTEXT_FULL);
    HMODULE module = GetModuleHandleA(NULL);
    CHECK((char *)context->Rip > (char *)module && (char *)context->Rip < (char *)module + 0x100000);
    CHECK_EQ(context->SegCs, 0x33);
    CHECK_EQ(context->ContextFlags, CONTEXT_FULL);
    CHECK_EQ(ResumeThread(thread), 1);
    CHECK(moves());
    CHECK_EQ(ResumeThread(thread), 0);
    stop = 1;
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code));
    CHECK_EQ(code, 7);
    CHECK_EQ(SuspendThread(thread), (DWORD)-1);
    CHECK_EQ(GetLastError(), ERROR_ACCESS_DENIED);
    CloseHandle(thread);
}

/* Loops with known values in registers that no call preserves, too. */
extern void spin_with_registers(volatile LONG *until, ULONG64 *result);
__asm__(".globl spin_with_registers\n"
        "spin_with_registers:\n"
        "  movq %rdx, %r10\n"
        "  movq $0x1111111111111111, %rax\n"
        "  movq $0x2222222222222222, %r8\n"
        "  movq $0x3333333333333333, %r11\n"
        "  movq %rax, %xmm3\n"
        "  movq %r8, %xmm5\n"
        "1: pause\n"
        "  cmpl $0, (%rcx)\n"
        "  je 1b\n"
        "  movq %rax, (%r10)\n"
        "  movq %r8, 8(%r10)\n"
        "  movq %r11, 16(%r10)\n"
        "  movq %xmm3, 24(%r10)\n"
        "  movq %xmm5, 32(%r10)\n"
        "  ret\n");

static ULONG64 results[5];

static DWORD WINAPI spin(void *unused)
{
    (void)unused;
    spin_with_registers(&stop, results);
    return 0;
}

TEST(all_registers_are_seen_and_can_be_set)
{
    stop = 0;
    HANDLE thread = CreateThread(NULL, 0, spin, NULL, 0, NULL);
    CONTEXT *context;
    do {
        Sleep(1);
        context = context_of(thread, CONTEXT_INTEGER | CONTEXT_FLOATING_POINT);
    } while (context->R11 != 0x3333333333333333);
    CHECK_EQ(SuspendThread(thread), 0);
    context = context_of(thread, CONTEXT_ALL);
    CHECK_EQ(context->Rax, 0x1111111111111111);
    CHECK_EQ(context->R8, 0x2222222222222222);
    CHECK_EQ(context->Xmm3.Low, 0x1111111111111111);
    CHECK_EQ(context->Rcx, (ULONG64)&stop);
    context->R8 = 0x4444;
    context->Xmm5.Low = 0x5555;
    CHECK(SetThreadContext(thread, context));
    context = context_of(thread, CONTEXT_FULL);
    CHECK_EQ(context->R8, 0x4444);
    context->R11 = 0x6666;
    context->Rax = 1;
    context->ContextFlags = CONTEXT_CONTROL;
    CHECK(SetThreadContext(thread, context));
    context = context_of(thread, CONTEXT_FULL);
    CHECK_EQ(context->R11, 0x3333333333333333);
    CHECK_EQ(ResumeThread(thread), 1);
    stop = 1;
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CHECK_EQ(results[0], 0x1111111111111111);
    CHECK_EQ(results[1], 0x4444);
    CHECK_EQ(results[2], 0x3333333333333333);
    CHECK_EQ(results[3], 0x1111111111111111);
    CHECK_EQ(results[4], 0x5555);
    CloseHandle(thread);
}

/* What Go's scheduler does: lets a running function call another one at any instruction. */
static volatile LONG injected;
extern void injected_call(void);
void note_injection(void) { InterlockedIncrement(&injected); }
__asm__(".globl injected_call\n"
        "injected_call:\n"
        "  pushfq\n push %rax\n push %rcx\n push %rdx\n push %r8\n push %r9\n push %r10\n push %r11\n push %rbp\n"
        "  movq %rsp, %rbp\n"
        "  subq $0x80, %rsp\n"
        "  andq $-16, %rsp\n"
        "  call note_injection\n"
        "  movq %rbp, %rsp\n"
        "  pop %rbp\n pop %r11\n pop %r10\n pop %r9\n pop %r8\n pop %rdx\n pop %rcx\n pop %rax\n popfq\n"
        "  ret\n");

TEST(a_call_is_injected_at_any_instruction)
{
    stop = 0;
    injected = 0;
    HANDLE thread = CreateThread(NULL, 0, spin, NULL, 0, NULL);
    int done = 0;
    while (done < 200) {
        if (SuspendThread(thread) == (DWORD)-1)
            break;
        CONTEXT *context = context_of(thread, CONTEXT_CONTROL);
        ULONG64 start = (ULONG64)spin_with_registers;
        if (context->Rip > start && context->Rip < start + 0x70) {
            context->Rsp -= 8;
            *(ULONG64 *)context->Rsp = context->Rip;
            context->Rip = (ULONG64)injected_call;
            CHECK(SetThreadContext(thread, context));
            done++;
        }
        ResumeThread(thread);
        if (done)
            while (injected < done - 1)
                SwitchToThread();
    }
    stop = 1;
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CHECK_EQ(injected, 200);
    CHECK_EQ(results[2], 0x3333333333333333);
    CloseHandle(thread);
}

static HANDLE event;
static volatile LONG woken;

static DWORD WINAPI wait(void *unused)
{
    (void)unused;
    WaitForSingleObject(event, INFINITE);
    woken = 1;
    return 3;
}

TEST(a_thread_in_a_call_stops_when_that_returns)
{
    DWORD code = 0;
    woken = 0;
    event = CreateEventA(NULL, FALSE, FALSE, NULL);
    HANDLE thread = CreateThread(NULL, 0, wait, NULL, 0, NULL);
    Sleep(50);
    CHECK_EQ(SuspendThread(thread), 0);
    CONTEXT *context = context_of(thread, CONTEXT_FULL);
    CHECK(context->Rsp != 0 && context->Rip != 0);
    SetEvent(event);
    Sleep(50);
    CHECK_EQ(woken, 0);
    CHECK_EQ(ResumeThread(thread), 1);
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CHECK_EQ(woken, 1);
    CHECK(GetExitCodeThread(thread, &code));
    CHECK_EQ(code, 3);
    CloseHandle(thread);
    CloseHandle(event);
}

static __attribute__((noreturn)) void landing(void)
{
    ExitThread(42);
}

static int in_callback(const void *a, const void *b)
{
    WaitForSingleObject(event, INFINITE);
    return *(const int *)a - *(const int *)b;
}

static double value = 0.25;

static DWORD WINAPI sort(void *unused)
{
    (void)unused;
    int numbers[] = {2, 1};
    qsort(numbers, 2, sizeof *numbers, in_callback);
    return numbers[0] == 1 && numbers[1] == 2 && value * 4 == 1;
}

TEST(a_thread_in_a_call_gets_its_registers_when_that_returns)
{
    DWORD code = 0;
    event = CreateEventA(NULL, TRUE, FALSE, NULL);
    HANDLE thread = CreateThread(NULL, 0, wait, NULL, 0, NULL);
    Sleep(50);
    CHECK_EQ(SuspendThread(thread), 0);
    CONTEXT *context = context_of(thread, CONTEXT_FULL);
    context->Rip = (ULONG64)landing;
    context->Rsp = (context->Rsp & ~15ull) - 0x48;
    context->Rbx = 0x1234;
    CHECK(SetThreadContext(thread, context));
    context = context_of(thread, CONTEXT_FULL);
    CHECK_EQ(context->Rbx, 0x1234);
    CHECK_EQ(context->Rip, (ULONG64)landing);
    CHECK_EQ(ResumeThread(thread), 1);
    SetEvent(event);
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code));
    CHECK_EQ(code, 42);
    CloseHandle(thread);
    /* The same registers again, in a call that a callback makes: nothing changes. */
    ResetEvent(event);
    thread = CreateThread(NULL, 0, sort, NULL, 0, NULL);
    Sleep(50);
    CHECK_EQ(SuspendThread(thread), 0);
    CHECK(SetThreadContext(thread, context_of(thread, CONTEXT_FULL)));
    CHECK_EQ(ResumeThread(thread), 1);
    SetEvent(event);
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code));
    CHECK_EQ(code, 1);
    CloseHandle(thread);
    CloseHandle(event);
}

static DWORD WINAPI suspends_itself(void *result)
{
    *(DWORD *)result = SuspendThread(GetCurrentThread());
    woken = 1;
    return 5;
}

TEST(a_thread_suspends_itself)
{
    DWORD before = 99;
    woken = 0;
    HANDLE thread = CreateThread(NULL, 0, suspends_itself, &before, 0, NULL);
    DWORD count;
    do {
        Sleep(10);
        count = SuspendThread(thread);
        ResumeThread(thread);
    } while (count == 0);
    CHECK_EQ(count, 1);
    CHECK_EQ(woken, 0);
    CHECK_EQ(ResumeThread(thread), 1);
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CHECK_EQ(before, 0);
    CloseHandle(thread);
}

TEST(suspensions_are_counted)
{
    HANDLE thread = CreateThread(NULL, 0, count, NULL, CREATE_SUSPENDED, NULL);
    for (int i = 1; i < 127; i++)
        CHECK_EQ(SuspendThread(thread), i);
    CHECK_EQ(SuspendThread(thread), (DWORD)-1);
    CHECK_EQ(GetLastError(), ERROR_SIGNAL_REFUSED);
    stop = 1;
    for (int i = 127; i > 0; i--)
        CHECK_EQ(ResumeThread(thread), i);
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CloseHandle(thread);
}

/* Reads through a null pointer; the handler lets it have read 5. */
extern int fault(void);
__asm__(".globl fault\n"
        "fault:\n"
        "  xorl %eax, %eax\n"
        "  .byte 0x8b, 0x00\n"
        "  ret\n");

static LONG CALLBACK read_five(EXCEPTION_POINTERS *e)
{
    if (e->ContextRecord->Rip != (ULONG64)fault + 2)
        return EXCEPTION_CONTINUE_SEARCH;
    e->ContextRecord->Rax = 5;
    e->ContextRecord->Rip += 2;
    return EXCEPTION_CONTINUE_EXECUTION;
}

/* Calls of all kinds: machine code, Java, the heap, faults that are handled. */
static DWORD WINAPI busy(void *seed)
{
    unsigned x = (unsigned)(ULONG_PTR)seed;
    unsigned bad = 0;
    char *kept[16] = {0};
    while (!stop) {
        x = x * 1103515245 + 12345;
        char **slot = &kept[x >> 28];
        free(*slot);
        *slot = malloc(x >> 20 & 0x3ff);
        if (*slot)
            memset(*slot, 1, x >> 20 & 0x3ff);
        SetLastError(x);
        if (GetLastError() != x)
            bad++;
        if (!(x & 0xf000))
            GetConsoleCP();
        if (!(x & 0xf0000))
            GetTickCount();
        if (!(x & 0x1f00000) && GetFileAttributesA("C:\\no such file") != INVALID_FILE_ATTRIBUTES)
            bad++;
        if (!(x & 0x1f00) && fault() != 5)
            bad++;
        counter++;
    }
    for (int i = 0; i < 16; i++)
        free(kept[i]);
    return bad;
}

TEST(threads_are_stopped_very_often)
{
    enum { THREADS = 8 };
    HANDLE threads[THREADS];
    void *handler = AddVectoredExceptionHandler(1, read_five);
    stop = 0;
    for (int i = 0; i < THREADS; i++)
        threads[i] = CreateThread(NULL, 0, busy, (void *)(ULONG_PTR)(i + 1), 0, NULL);
    DWORD end = GetTickCount() + 1500;
    int rounds = 0;
    while ((int)(end - GetTickCount()) > 0) {
        HANDLE thread = threads[rounds++ % THREADS];
        CHECK_EQ(SuspendThread(thread), 0);
        CONTEXT *context = context_of(thread, CONTEXT_FULL);
        CHECK(context->Rsp != 0);
        if (rounds % 7 == 0)
            CHECK(SetThreadContext(thread, context));
        CHECK_EQ(ResumeThread(thread), 1);
    }
    stop = 1;
    for (int i = 0; i < THREADS; i++) {
        DWORD code = 99;
        CHECK_EQ(WaitForSingleObject(threads[i], 10000), WAIT_OBJECT_0);
        CHECK(GetExitCodeThread(threads[i], &code));
        CHECK_EQ(code, 0);
        CloseHandle(threads[i]);
    }
    CHECK(rounds > 0);
    RemoveVectoredExceptionHandler(handler);
}

static volatile double sum;
static char *volatile stack_base, *volatile stack_end;

static DWORD WINAPI computes(void *unused)
{
    LARGE_INTEGER ticks;
    double (*sine)(double) = (void *)GetProcAddress(LoadLibraryA("ucrtbase.dll"), "sin");
    stack_base = *(char **)((char *)NtCurrentTeb() + 8);
    stack_end = *(char **)((char *)NtCurrentTeb() + 0x1478); /* DeallocationStack */
    for (int i = 0; !stop; i++) {
        if (i % 100 < 50) sum += sine(i);
        else QueryPerformanceCounter(&ticks);
    }
    (void)unused;
    return 0;
}

/* Who looks for pointers on the stacks of stopped threads begins at their stack pointers. */
TEST(a_stopped_thread_is_on_its_stack)
{
    int astray = 0;
    stop = 0;
    HANDLE thread = CreateThread(NULL, 0, computes, NULL, 0, NULL);
    while (stack_end == NULL) Sleep(0);
    for (int i = 0; i < 2000; i++) {
        CHECK_EQ(SuspendThread(thread), 0);
        CONTEXT *context = context_of(thread, CONTEXT_CONTROL);
        if ((char *)context->Rsp < stack_end || (char *)context->Rsp > stack_base) astray++;
        CHECK_EQ(ResumeThread(thread), 1);
    }
    CHECK_EQ(astray, 0);
    stop = 1;
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CloseHandle(thread);
}

int main(void)
{
    RUN(a_busy_thread_stops_and_goes_on);
    RUN(all_registers_are_seen_and_can_be_set);
    RUN(a_call_is_injected_at_any_instruction);
    RUN(a_thread_in_a_call_stops_when_that_returns);
    RUN(a_thread_in_a_call_gets_its_registers_when_that_returns);
    RUN(a_thread_suspends_itself);
    RUN(suspensions_are_counted);
    RUN(threads_are_stopped_very_often);
    RUN(a_stopped_thread_is_on_its_stack);
    return guest_done();
}
