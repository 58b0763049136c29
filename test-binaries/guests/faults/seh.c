// compiler: clang
/* __try, __except, __finally and __leave, as Microsoft's C has them: __C_specific_handler and RtlUnwind. */
#include "guest.h"
#include <setjmp.h>

#ifndef STATUS_INVALID_UNWIND_TARGET
#define STATUS_INVALID_UNWIND_TARGET ((DWORD)0xC0000029)
#endif
#define CODE_A 0xE0000001
#define CODE_B 0xE0000002

static char trace[400];

static void note(const char *what)
{
    strcat(trace, what);
    strcat(trace, " ");
}

static void start(void)
{
    trace[0] = 0;
}

static __attribute__((noinline)) void raise(DWORD code)
{
    RaiseException(code, 0, 0, NULL);
}

/* Says what a filter was asked about. */
static int asked(const char *who, int answer)
{
    note(who);
    return answer;
}

static int only(DWORD wanted, DWORD code)
{
    return code == wanted ? EXCEPTION_EXECUTE_HANDLER : EXCEPTION_CONTINUE_SEARCH;
}

static __attribute__((noinline)) void finally_around(DWORD code, const char *who)
{
    __try {
        raise(code);
    }
    __finally
    {
        note(who);
        note(AbnormalTermination() ? "abnormal" : "normal");
    }
}

TEST(filters_are_asked_before_anything_is_unwound)
{
    start();
    __try {
        __try {
            finally_around(CODE_A, "inner");
        } __except (asked("no", EXCEPTION_CONTINUE_SEARCH)) {
            note("wrong");
        }
    } __except (asked("yes", EXCEPTION_EXECUTE_HANDLER)) {
        note("handler");
        CHECK_EQ(GetExceptionCode(), CODE_A);
    }
    CHECK_STR(trace, "no yes inner abnormal handler ");
}

TEST(finally_runs_in_every_way_out)
{
    start();
    __try {
        note("body");
    }
    __finally
    {
        note(AbnormalTermination() ? "abnormal" : "normal");
    }
    __try {
        __leave;
    }
    __finally
    {
        note(AbnormalTermination() ? "abnormal" : "normal");
    }
    CHECK_STR(trace, "body normal normal ");
}

TEST(a_filter_continues_execution)
{
    start();
    volatile int value = 0;
    __try {
        raise(CODE_A);
        value = 1;
    } __except (asked("filter", EXCEPTION_CONTINUE_EXECUTION)) {
        value = 2;
    }
    CHECK_EQ(value, 1);
    CHECK_STR(trace, "filter ");
}

static int parameters(const EXCEPTION_POINTERS *pointers)
{
    const EXCEPTION_RECORD *record = pointers->ExceptionRecord;
    CHECK_EQ(record->ExceptionCode, CODE_B);
    CHECK_EQ(record->NumberParameters, 2);
    CHECK_EQ(record->ExceptionInformation[0], 7);
    CHECK_EQ(record->ExceptionInformation[1], 8);
    CHECK_EQ(record->ExceptionFlags & ~0x80, 0);
    CHECK((ULONG_PTR)record->ExceptionAddress != 0);
    CHECK(pointers->ContextRecord->Rsp < (ULONG_PTR)&pointers + 0x10000);
    return EXCEPTION_EXECUTE_HANDLER;
}

TEST(a_filter_sees_record_and_context)
{
    ULONG_PTR arguments[] = {7, 8};
    int caught = 0;
    __try {
        RaiseException(CODE_B, 0, 2, arguments);
    } __except (parameters(GetExceptionInformation())) {
        caught = 1;
    }
    CHECK_EQ(caught, 1);
}

TEST(locals_survive)
{
    volatile int sum = 0;
    for (int i = 0; i < 10; i++) {
        int before = i * 3;
        __try {
            if (i % 2) {
                raise(CODE_A + i);
            }
            sum += 100;
        } __except (EXCEPTION_EXECUTE_HANDLER) {
            CHECK_EQ(GetExceptionCode(), CODE_A + i);
            sum += before;
        }
    }
    CHECK_EQ(sum, 500 + 3 * (1 + 3 + 5 + 7 + 9));
}

/* An exception of a filter, which catches it: the first one goes on. */
static int faulty_filter(void)
{
    int caught = 0;
    __try {
        raise(CODE_B);
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        caught = GetExceptionCode() == CODE_B;
    }
    note(caught ? "within" : "lost");
    return EXCEPTION_EXECUTE_HANDLER;
}

TEST(a_filter_has_exceptions_of_its_own)
{
    start();
    __try {
        raise(CODE_A);
    } __except (faulty_filter()) {
        CHECK_EQ(GetExceptionCode(), CODE_A);
        note("handler");
    }
    CHECK_STR(trace, "within handler ");
}

/* A filter that lets its exception escape: it goes to the frames around the first one's __try. */
static int throwing_filter(void)
{
    note("throws");
    raise(CODE_B);
    return EXCEPTION_CONTINUE_SEARCH;
}

static int flags_of(const EXCEPTION_POINTERS *pointers)
{
    char text[40];
    sprintf(text, "%lx/%lx", pointers->ExceptionRecord->ExceptionCode & 0xF,
            pointers->ExceptionRecord->ExceptionFlags & 0x7F);
    note(text);
    return only(CODE_B, pointers->ExceptionRecord->ExceptionCode);
}

static __attribute__((noinline)) void with_throwing_filter(void)
{
    static int turn;
    turn = 0;
    __try {
        raise(CODE_A);
    } __except (turn++ ? EXCEPTION_CONTINUE_SEARCH : throwing_filter()) {
        note("wrong");
    }
}

TEST(an_exception_leaves_a_filter)
{
    start();
    __try {
        with_throwing_filter();
    } __except (flags_of(GetExceptionInformation())) {
        note("handler");
    }
    CHECK_STR(trace, "throws 2/0 handler ");
}

/* An exception in a termination handler takes the place of the one that is unwound: a collided unwind. */
static __attribute__((noinline)) void finally_raises(void)
{
    __try {
        __try {
            raise(CODE_A);
            note("wrong"); // what follows the call at once would count as its place too
        }
        __finally
        {
            note("first");
            raise(CODE_B);
            note("wrong");
        }
    }
    __finally
    {
        note("second");
    }
}

TEST(an_exception_leaves_a_termination_handler)
{
    start();
    __try {
        __try {
            finally_raises();
        } __except (only(CODE_A, GetExceptionCode())) {
            note("wrong");
        }
        note("wrong");
    } __except (only(CODE_B, GetExceptionCode())) {
        note("b");
    }
    CHECK_STR(trace, "first second b ");
}

static __attribute__((noinline)) void collides(void)
{
    __try {
        finally_raises();
    }
    __finally
    {
        note("third");
    }
}

TEST(collided_unwinds_go_on_behind_the_handler)
{
    start();
    __try {
        collides();
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        CHECK_EQ(GetExceptionCode(), CODE_B);
        note("end");
    }
    CHECK_STR(trace, "first second third end ");
}

/* The exception of a termination handler is caught beneath: the first unwind goes on as if nothing had been. */
TEST(a_termination_handler_catches_its_own)
{
    start();
    __try {
        __try {
            raise(CODE_A);
        }
        __finally
        {
            __try {
                finally_around(CODE_B, "own");
            } __except (EXCEPTION_EXECUTE_HANDLER) {
                note("caught");
            }
        }
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        CHECK_EQ(GetExceptionCode(), CODE_A);
        note("end");
    }
    CHECK_STR(trace, "own abnormal caught end ");
}

/* Returning out of a termination handler ends the unwind there (_local_unwind). */
static __attribute__((noinline)) int handler_raises_again(void)
{
    __try {
        raise(CODE_A);
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        raise(CODE_B);
    }
    return 0;
}

TEST(a_handler_raises_another)
{
    int code = 0;
    __try {
        handler_raises_again();
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        code = GetExceptionCode();
    }
    CHECK_EQ(code, (int)CODE_B);
}

/* Functions, for the compiler takes calls alone for what may raise exceptions. */
static __attribute__((noinline)) void write_to(volatile int *address)
{
    *address = 1;
}

static __attribute__((noinline)) int quotient(int a, volatile int b)
{
    return a / b;
}

static __attribute__((noinline)) void undefined(void)
{
    __asm__ volatile("ud2");
}

TEST(faults_are_caught)
{
    volatile int result = 0;
    __try {
        write_to((int *)0x10);
    } __except (only(STATUS_ACCESS_VIOLATION, GetExceptionCode())) {
        result |= 1;
    }
    __try {
        result = quotient(5, 0);
    } __except (only(STATUS_INTEGER_DIVIDE_BY_ZERO, GetExceptionCode())) {
        result |= 2;
    }
    __try {
        undefined();
    } __except (only(STATUS_ILLEGAL_INSTRUCTION, GetExceptionCode())) {
        result |= 4;
    }
    CHECK_EQ(result, 7);
}

/* --- through the system's frames --- */

static int __cdecl raising_comparer(const void *a, const void *b)
{
    (void)a;
    (void)b;
    __try {
        raise(CODE_A);
    }
    __finally
    {
        note("comparer");
    }
    return 0;
}

static BOOL CALLBACK enumerated(HMODULE module, LPCSTR type, LPSTR name, LONG_PTR parameter)
{
    (void)module, (void)type, (void)name, (void)parameter;
    return TRUE;
}

static VOID CALLBACK raising_apc(ULONG_PTR parameter)
{
    raise((DWORD)parameter);
}

TEST(exceptions_leave_callbacks)
{
    (void)enumerated;
    for (int i = 0; i < 100; i++) {
        int numbers[] = {3, 1, 2};
        start();
        __try {
            qsort(numbers, 3, sizeof *numbers, raising_comparer);
            note("wrong");
        } __except (only(CODE_A, GetExceptionCode())) {
            note("caught");
        }
        CHECK_STR(trace, "comparer caught ");
        int caught = 0;
        QueueUserAPC(raising_apc, GetCurrentThread(), CODE_B);
        __try {
            SleepEx(0, TRUE);
        } __except (only(CODE_B, GetExceptionCode())) {
            caught = 1;
        }
        CHECK_EQ(caught, 1);
    }
}

static int levels;

static int __cdecl recursing_comparer(const void *a, const void *b)
{
    (void)a;
    (void)b;
    int numbers[] = {2, 1};
    levels++;
    qsort(numbers, 2, sizeof *numbers, recursing_comparer);
    return 0;
}

static DWORD WINAPI recurses(void *parameter)
{
    int numbers[] = {2, 1};
    levels = 0;
    __try {
        qsort(numbers, 2, sizeof *numbers, recursing_comparer);
    } __except (only(STATUS_STACK_OVERFLOW, GetExceptionCode())) {
        *(int *)parameter = levels;
    }
    return 0;
}

TEST(callbacks_without_end_overflow_the_stack)
{
    int reached = 0;
    HANDLE thread = CreateThread(NULL, 0, recurses, &reached, 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    CHECK(reached > 500);
}

static jmp_buf environment;

/* setjmp as Microsoft's compilers call it: with the frame, which longjmp unwinds to. */
int __cdecl jump_set(jmp_buf, void *) __attribute__((returns_twice)) __asm__("_setjmpex");
void __cdecl jump(jmp_buf, int) __attribute__((noreturn)) __asm__("longjmp");

static __attribute__((noinline)) void jumps(int value)
{
    __try {
        jump(environment, value);
    }
    __finally
    {
        note("finally");
        note(AbnormalTermination() ? "abnormal" : "normal");
    }
}

static int __cdecl jumping_comparer(const void *a, const void *b)
{
    (void)a;
    (void)b;
    jumps(9);
    return 0;
}

TEST(longjmp_runs_termination_handlers)
{
    start();
    volatile int turns = 0;
    int value = jump_set(environment, __builtin_frame_address(0));
    if (turns++ == 0) {
        jumps(0);
        note("wrong");
    }
    CHECK_EQ(value, 1);
    CHECK_STR(trace, "finally abnormal ");

    start();
    turns = 0;
    value = jump_set(environment, __builtin_frame_address(0));
    if (turns++ == 0) {
        int numbers[] = {3, 1, 2};
        qsort(numbers, 3, sizeof *numbers, jumping_comparer);
        note("wrong");
    }
    CHECK_EQ(value, 9);
    CHECK_STR(trace, "finally abnormal ");
}

static __attribute__((noinline)) void unwinds_to(void *frame)
{
    __try {
        RtlUnwind(frame, (PVOID)unwinds_to, NULL, NULL);
    }
    __finally
    {
        note("finally");
    }
}

TEST(a_frame_that_is_none_is_no_target)
{
    start();
    __try {
        unwinds_to((char *)__builtin_frame_address(0) - 24);
        note("wrong");
    } __except (only(STATUS_INVALID_UNWIND_TARGET, GetExceptionCode())) {
        note("caught");
    }
    CHECK_STR(trace, "finally finally caught ");
}

static DWORD WINAPI many(void *parameter)
{
    int caught = 0;
    for (int i = 0; i < 10000; i++) {
        __try {
            if (i % 16 == 0) {
                write_to((int *)0x20);
            }
            raise(CODE_A + (i & 7));
        } __except (EXCEPTION_EXECUTE_HANDLER) {
            caught += GetExceptionCode() == (i % 16 == 0 ? STATUS_ACCESS_VIOLATION : CODE_A + (i & 7));
        }
    }
    *(int *)parameter = caught;
    return 0;
}

TEST(threads_raise_at_once)
{
    HANDLE threads[8];
    int caught[8];
    for (int i = 0; i < 8; i++) {
        threads[i] = CreateThread(NULL, 0, many, &caught[i], 0, NULL);
    }
    CHECK_EQ(WaitForMultipleObjects(8, threads, TRUE, INFINITE), WAIT_OBJECT_0);
    for (int i = 0; i < 8; i++) {
        CHECK_EQ(caught[i], 10000);
    }
}

int main(void)
{
    RUN(filters_are_asked_before_anything_is_unwound);
    RUN(finally_runs_in_every_way_out);
    RUN(a_filter_continues_execution);
    RUN(a_filter_sees_record_and_context);
    RUN(locals_survive);
    RUN(a_filter_has_exceptions_of_its_own);
    RUN(an_exception_leaves_a_filter);
    RUN(an_exception_leaves_a_termination_handler);
    RUN(collided_unwinds_go_on_behind_the_handler);
    RUN(a_termination_handler_catches_its_own);
    RUN(a_handler_raises_another);
    RUN(faults_are_caught);
    RUN(exceptions_leave_callbacks);
    RUN(callbacks_without_end_overflow_the_stack);
    RUN(longjmp_runs_termination_handlers);
    RUN(a_frame_that_is_none_is_no_target);
    RUN(threads_raise_at_once);
    return guest_done();
}
