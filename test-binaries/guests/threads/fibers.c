/* Fibers: stacks that a thread runs one after the other. */
#include "guest.h"
#include <setjmp.h>

static void *main_fiber;
static char journal[64];

static void note(char c)
{
    size_t n = strlen(journal);
    journal[n] = c;
    journal[n + 1] = 0;
}

static VOID CALLBACK alternate(void *name)
{
    CHECK(GetFiberData() == name);
    for (;;) {
        note(*(char *)name);
        SwitchToFiber(main_fiber);
    }
}

TEST(fibers_run_in_turns)
{
    CHECK(!IsThreadAFiber());
    CHECK_ERROR(ConvertFiberToThread(), ERROR_ALREADY_THREAD);
    main_fiber = ConvertThreadToFiber("main");
    CHECK(main_fiber != NULL);
    CHECK(IsThreadAFiber());
    CHECK(GetCurrentFiber() == main_fiber);
    CHECK_STR((char *)GetFiberData(), "main");
    CHECK_ERROR(ConvertThreadToFiber(NULL), ERROR_ALREADY_FIBER);
    void *a = CreateFiber(0, alternate, "a"), *b = CreateFiberEx(0x2000, 0x40000, FIBER_FLAG_FLOAT_SWITCH, alternate, "b");
    journal[0] = 0;
    SwitchToFiber(a);
    note('-');
    SwitchToFiber(b);
    SwitchToFiber(a);
    note('-');
    SwitchToFiber(b);
    CHECK_STR(journal, "a-ba-b");
    DeleteFiber(a);
    DeleteFiber(b);
    CHECK(ConvertFiberToThread());
    CHECK(!IsThreadAFiber());
}

static int depth(int n)
{
    volatile char room[2000];
    room[0] = (char)n;
    return n == 0 ? room[0] : depth(n - 1) + (room[0] == (char)n);
}

static LONG CALLBACK handler(EXCEPTION_POINTERS *e)
{
    if (e->ExceptionRecord->ExceptionCode != 0xE0000001)
        return EXCEPTION_CONTINUE_SEARCH;
    note('x');
    return EXCEPTION_CONTINUE_EXECUTION;
}

static int by_number(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

static VOID CALLBACK work(void *unused)
{
    (void)unused;
    char here;
    NT_TIB *tib = (NT_TIB *)NtCurrentTeb();
    CHECK(&here < (char *)tib->StackBase && &here > (char *)tib->StackLimit);
    /* The stack grows; calls of all kinds; exceptions; jumps. */
    CHECK_EQ(depth(100), 100);
    CHECK(&here > (char *)tib->StackLimit + 100000);
    CHECK(GetTickCount() != 0);
    int numbers[] = {3, 1, 2};
    qsort(numbers, 3, sizeof *numbers, by_number);
    CHECK_EQ(numbers[0] * 100 + numbers[1] * 10 + numbers[2], 123);
    RaiseException(0xE0000001, 0, 0, NULL);
    note('r');
    jmp_buf target;
    if (!setjmp(target))
        longjmp(target, 1);
    note('j');
    SwitchToFiber(main_fiber);
    note('+');
    SwitchToFiber(main_fiber);
}

TEST(a_fiber_does_all_that_a_thread_does)
{
    void *vectored = AddVectoredExceptionHandler(1, handler);
    main_fiber = ConvertThreadToFiber(NULL);
    NT_TIB *tib = (NT_TIB *)NtCurrentTeb();
    void *base = tib->StackBase, *limit = tib->StackLimit;
    void *fiber = CreateFiber(0x100000, work, NULL);
    journal[0] = 0;
    SwitchToFiber(fiber);
    CHECK_STR(journal, "xrj");
    CHECK(tib->StackBase == base && tib->StackLimit == limit);
    DeleteFiber(fiber);
    ConvertFiberToThread();
    RemoveVectoredExceptionHandler(vectored);
}

static DWORD slot;
static int freed;

static VOID WINAPI on_free(void *value)
{
    freed += (int)(ULONG_PTR)value;
}

static VOID CALLBACK keep(void *value)
{
    CHECK(FlsGetValue(slot) == NULL);
    CHECK(FlsSetValue(slot, value));
    SwitchToFiber(main_fiber);
    CHECK(FlsGetValue(slot) == value);
    SwitchToFiber(main_fiber);
}

TEST(each_fiber_has_its_own_slots)
{
    slot = FlsAlloc(on_free);
    freed = 0;
    main_fiber = ConvertThreadToFiber(NULL);
    FlsSetValue(slot, (void *)1);
    void *a = CreateFiber(0, keep, (void *)10), *b = CreateFiber(0, keep, (void *)100);
    SwitchToFiber(a);
    SwitchToFiber(b);
    CHECK_EQ((ULONG_PTR)FlsGetValue(slot), 1);
    SwitchToFiber(a);
    CHECK_EQ(freed, 0);
    DeleteFiber(a);
    CHECK_EQ(freed, 10);
    CHECK(FlsFree(slot));
    CHECK_EQ(freed, 111);
    DeleteFiber(b);
    CHECK_EQ(freed, 111);
    ConvertFiberToThread();
}

static void *wanderer;
static DWORD where[3];
static void *home[3];

static VOID CALLBACK wander(void *unused)
{
    (void)unused;
    for (int i = 0; i < 3; i++) {
        where[i] = GetCurrentThreadId();
        SetLastError(i);
        SwitchToFiber(home[i]);
    }
}

static DWORD WINAPI carry(void *number)
{
    int i = (int)(ULONG_PTR)number;
    home[i] = ConvertThreadToFiber(NULL);
    SwitchToFiber(wanderer);
    DWORD error = GetLastError();
    ConvertFiberToThread();
    return error;
}

TEST(fibers_move_between_threads)
{
    wanderer = CreateFiber(0, wander, NULL);
    for (int i = 0; i < 3; i++) {
        DWORD id, code = 99;
        HANDLE thread = CreateThread(NULL, 0, carry, (void *)(ULONG_PTR)i, 0, &id);
        CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
        CHECK(GetExitCodeThread(thread, &code));
        CHECK_EQ(code, i);
        CHECK_EQ(where[i], id);
        CloseHandle(thread);
    }
    DeleteFiber(wanderer);
}

static unsigned seen;

static unsigned rounding(void)
{
    unsigned mxcsr;
    __asm__ volatile("stmxcsr %0" : "=m"(mxcsr));
    return mxcsr >> 13 & 3;
}

static VOID CALLBACK rounds_up(void *unused)
{
    (void)unused;
    unsigned up = 0x1f80 | 2 << 13;
    seen = rounding();
    __asm__ volatile("ldmxcsr %0" : : "m"(up));
    SwitchToFiber(main_fiber);
    seen = rounding();
    SwitchToFiber(main_fiber);
}

TEST(rounding_belongs_to_fibers_that_ask_for_it)
{
    main_fiber = ConvertThreadToFiberEx(NULL, FIBER_FLAG_FLOAT_SWITCH);
    void *fiber = CreateFiberEx(0, 0, FIBER_FLAG_FLOAT_SWITCH, rounds_up, NULL);
    SwitchToFiber(fiber);
    CHECK_EQ(rounding(), 0);
    SwitchToFiber(fiber);
    CHECK_EQ(seen, 2);
    CHECK_EQ(rounding(), 0);
    DeleteFiber(fiber);
    ConvertFiberToThread();
}

static int in_callback(const void *a, const void *b)
{
    SwitchToFiber(main_fiber);
    return *(const int *)a - *(const int *)b;
}

static VOID CALLBACK sorts(void *unused)
{
    (void)unused;
    int numbers[] = {2, 1};
    qsort(numbers, 2, sizeof *numbers, in_callback);
    note(numbers[0] == 1 ? '1' : '2');
    SwitchToFiber(main_fiber);
}

TEST(fibers_switch_in_callbacks)
{
    main_fiber = ConvertThreadToFiber(NULL);
    void *fiber = CreateFiber(0, sorts, NULL);
    journal[0] = 0;
    int turns = 0;
    while (!journal[0] && turns++ < 10) {
        SwitchToFiber(fiber);
        GetConsoleCP();
    }
    CHECK_STR(journal, "1");
    DeleteFiber(fiber);
    ConvertFiberToThread();
}

static VOID CALLBACK returns(void *unused)
{
    (void)unused;
}

static DWORD WINAPI ends_as_a_fiber(void *fiber)
{
    ConvertThreadToFiber(NULL);
    SwitchToFiber(fiber ? fiber : CreateFiber(0, returns, NULL));
    return 99;
}

static DWORD WINAPI deletes_itself(void *unused)
{
    (void)unused;
    DeleteFiber(ConvertThreadToFiber(NULL));
    return 99;
}

TEST(the_thread_ends_with_its_fiber)
{
    DWORD code = 77;
    HANDLE thread = CreateThread(NULL, 0, ends_as_a_fiber, NULL, 0, NULL);
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code));
    CHECK(code != 99 && code != STILL_ACTIVE);
    CloseHandle(thread);
    thread = CreateThread(NULL, 0, deletes_itself, NULL, 0, NULL);
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code));
    CHECK_EQ(code, 1);
    CloseHandle(thread);
}

int main(void)
{
    RUN(fibers_run_in_turns);
    RUN(a_fiber_does_all_that_a_thread_does);
    RUN(each_fiber_has_its_own_slots);
    RUN(fibers_move_between_threads);
    RUN(rounding_belongs_to_fibers_that_ask_for_it);
    RUN(fibers_switch_in_callbacks);
    RUN(the_thread_ends_with_its_fiber);
    return guest_done();
}
