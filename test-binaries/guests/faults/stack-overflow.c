/* The stack grows through its guard page; its overflow is an exception, which can be survived more than once. */
#include "guest.h"
#include "try.h"
#include <malloc.h>

static DWORD code;
static ULONG_PTR parameters[3];
static char *where;

static LONG filter(EXCEPTION_POINTERS *p)
{
    static char *volatile frame;
    char local;
    code = p->ExceptionRecord->ExceptionCode;
    parameters[0] = p->ExceptionRecord->NumberParameters;
    parameters[1] = p->ExceptionRecord->ExceptionInformation[0];
    parameters[2] = p->ExceptionRecord->ExceptionInformation[1];
    frame = &local; /* not its address: the compiler would complain */
    where = frame;
    return EXCEPTION_EXECUTE_HANDLER;
}

static __attribute__((noinline)) int recurse(int depth)
{
    volatile char frame[2000];
    frame[0] = (char)depth;
    return depth == -1 ? 0 : recurse(depth + 1) + frame[0];
}

static void overflow(void *argument)
{
    (void)argument;
    recurse(1);
}

/* What handlers may use of the stack, as they were promised it. */
static ULONG guarantee;

static LONG greedy_filter(EXCEPTION_POINTERS *p)
{
    LONG verdict = filter(p);
    volatile char *block = _alloca(guarantee - 0x3000);
    for (size_t i = 0; i < guarantee - 0x3000; i += 0x100) block[i] = 1;
    return verdict;
}

static NT_TIB *tib(void)
{
    return (NT_TIB *)NtCurrentTeb();
}

static void overflows(int times)
{
    for (int i = 0; i < times; i++) {
        code = 0;
        CHECK_EQ(try_except(overflow, NULL), 1);
        CHECK(code == EXCEPTION_STACK_OVERFLOW);
        CHECK_EQ(parameters[0], 2);
        CHECK_EQ(parameters[1], 1);
        CHECK(parameters[2] < (ULONG_PTR)tib()->StackBase);
        CHECK(where < (char *)tib()->StackLimit + 0x20000);
        CHECK(_resetstkoflw() != 0);
        MEMORY_BASIC_INFORMATION information;
        CHECK(VirtualQuery((char *)tib()->StackLimit - 1, &information, sizeof information) != 0);
        CHECK_EQ(information.Protect, PAGE_READWRITE | PAGE_GUARD);
    }
}

TEST(the_stack_grows)
{
    char *limit = tib()->StackLimit;
    size_t size = 0x8000;
    volatile char *block = _alloca(size);
    for (size_t i = size; i > 0; i -= 0x800) block[i - 1] = 1;
    CHECK((char *)tib()->StackLimit < (char *)block);
    CHECK((char *)tib()->StackLimit <= limit);
    MEMORY_BASIC_INFORMATION information;
    CHECK(VirtualQuery((char *)tib()->StackLimit - 1, &information, sizeof information) != 0);
    CHECK_EQ(information.Protect, PAGE_READWRITE | PAGE_GUARD);
    CHECK_EQ(information.State, MEM_COMMIT);
}

TEST(overflows_are_caught_again_and_again)
{
    try_filter = filter;
    overflows(3);
}

TEST(handlers_have_the_stack_that_they_were_promised)
{
    ULONG wish = 0x10000;
    CHECK(SetThreadStackGuarantee(&wish));
    ULONG now = 0;
    CHECK(SetThreadStackGuarantee(&now));
    CHECK(now >= 0x10000);
    guarantee = 0x10000;
    try_filter = greedy_filter;
    overflows(3);
    try_filter = filter;
}

/* An API's own frames hit the guard page as well. */
static __attribute__((noinline)) int recurse_with_calls(int depth)
{
    volatile char frame[300];
    frame[0] = (char)depth;
    Sleep(0);
    return depth == -1 ? 0 : recurse_with_calls(depth + 1) + frame[0];
}

static void overflow_in_calls(void *argument)
{
    (void)argument;
    recurse_with_calls(1);
}

TEST(overflows_in_calls)
{
    for (int i = 0; i < 3; i++) {
        code = 0;
        CHECK_EQ(try_except(overflow_in_calls, NULL), 1);
        CHECK(code == EXCEPTION_STACK_OVERFLOW);
        CHECK(_resetstkoflw() != 0);
    }
}

static DWORD WINAPI on_another_thread(void *argument)
{
    int before = guest_failures;
    (void)argument;
    try_filter = filter;
    overflows(2);
    ULONG wish = 0x8000;
    CHECK(SetThreadStackGuarantee(&wish));
    guarantee = 0x8000;
    try_filter = greedy_filter;
    overflows(2);
    return (DWORD)(guest_failures - before);
}

static void run_thread(SIZE_T size)
{
    DWORD exit = 99;
    HANDLE thread = CreateThread(NULL, size, on_another_thread, NULL, STACK_SIZE_PARAM_IS_A_RESERVATION, NULL);
    CHECK_EQ(WaitForSingleObject(thread, INFINITE), WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &exit));
    CHECK_EQ(exit, 0);
    CloseHandle(thread);
}

TEST(other_threads_overflow_alike)
{
    run_thread(0);
    run_thread(0x40000);
}

TEST(a_stack_that_has_not_overflowed_needs_no_reset)
{
    CHECK(_resetstkoflw() != 0);
    CHECK(_resetstkoflw() != 0);
}

int main(void)
{
    RUN(the_stack_grows);
    RUN(a_stack_that_has_not_overflowed_needs_no_reset);
    RUN(overflows_are_caught_again_and_again);
    RUN(overflows_in_calls);
    RUN(handlers_have_the_stack_that_they_were_promised);
    RUN(other_threads_overflow_alike);
    return guest_done();
}
