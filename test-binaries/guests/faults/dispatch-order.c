/* Who is asked about an exception, in which order, and what continuing means. */
#include "guest.h"
#include "try.h"

static char trace[200];
static EXCEPTION_RECORD record;
static CONTEXT context;

static void note(const char *what)
{
    strcat(trace, what);
}

static LONG verdict;         /* of the vectored handlers */
static DWORD filter_verdict; /* of the frame's filter */

static LONG CALLBACK first(EXCEPTION_POINTERS *p)
{
    record = *p->ExceptionRecord;
    context = *p->ContextRecord;
    note("first ");
    return EXCEPTION_CONTINUE_SEARCH;
}

static LONG CALLBACK last(EXCEPTION_POINTERS *p)
{
    (void)p;
    note("last ");
    return verdict;
}

static LONG CALLBACK continues_first(EXCEPTION_POINTERS *p)
{
    (void)p;
    note("continue1 ");
    return EXCEPTION_CONTINUE_SEARCH;
}

static LONG CALLBACK continues_last(EXCEPTION_POINTERS *p)
{
    (void)p;
    note("continue2 ");
    return EXCEPTION_CONTINUE_EXECUTION;
}

static LONG filter(EXCEPTION_POINTERS *p)
{
    CHECK(p->ExceptionRecord->ExceptionCode == record.ExceptionCode);
    note("filter ");
    return (LONG)filter_verdict;
}

static void raise_it(void *argument)
{
    RaiseException(0xE0000001, 0, 0, argument);
    note("after ");
}

static void run(LONG vectored, LONG frame, const char *expected)
{
    trace[0] = 0;
    verdict = vectored;
    filter_verdict = (DWORD)frame;
    note(try_except(raise_it, NULL) ? "caught" : "done");
    CHECK_STR(trace, expected);
}

TEST(vectored_handlers_then_frames_then_continue_handlers)
{
    void *handlers[] = {AddVectoredExceptionHandler(0, last), AddVectoredExceptionHandler(1, first),
                        AddVectoredContinueHandler(0, continues_last), AddVectoredContinueHandler(1, continues_first)};
    try_filter = filter;
    run(EXCEPTION_CONTINUE_EXECUTION, 0, "first last continue1 continue2 after done");
    run(EXCEPTION_CONTINUE_SEARCH, EXCEPTION_EXECUTE_HANDLER, "first last filter caught");
    run(EXCEPTION_CONTINUE_SEARCH, EXCEPTION_CONTINUE_EXECUTION, "first last filter continue1 continue2 after done");
    CHECK(RemoveVectoredExceptionHandler(handlers[0]));
    CHECK(RemoveVectoredExceptionHandler(handlers[1]));
    CHECK(!RemoveVectoredExceptionHandler(handlers[1]));
    CHECK(!RemoveVectoredExceptionHandler(handlers[2]));
    CHECK(RemoveVectoredContinueHandler(handlers[2]));
    CHECK(RemoveVectoredContinueHandler(handlers[3]));
    run(EXCEPTION_CONTINUE_SEARCH, EXCEPTION_EXECUTE_HANDLER, "filter caught");
}

/* A handler may take itself away while it is called, and others may come. */
static void *registration;

static LONG CALLBACK once(EXCEPTION_POINTERS *p)
{
    (void)p;
    note("once ");
    CHECK(RemoveVectoredExceptionHandler(registration));
    registration = AddVectoredExceptionHandler(0, last);
    return EXCEPTION_CONTINUE_SEARCH;
}

TEST(handlers_come_and_go_while_they_are_called)
{
    registration = AddVectoredExceptionHandler(1, once);
    run(EXCEPTION_CONTINUE_EXECUTION, 0, "once last after done");
    run(EXCEPTION_CONTINUE_EXECUTION, 0, "last after done");
    CHECK(RemoveVectoredExceptionHandler(registration));
    for (int i = 0; i < 1000; i++) {
        void *handle = AddVectoredExceptionHandler(i & 1, last);
        if (!CHECK(handle != NULL && RemoveVectoredExceptionHandler(handle))) break;
    }
}

TEST(raise_exception_takes_fifteen_arguments_and_one_flag)
{
    ULONG_PTR arguments[20];
    for (int i = 0; i < 20; i++) arguments[i] = 100 + (ULONG_PTR)i;
    void *handlers[] = {AddVectoredExceptionHandler(1, last), AddVectoredExceptionHandler(1, first)};
    verdict = EXCEPTION_CONTINUE_EXECUTION;
    trace[0] = 0;
    RaiseException(0xE0000004, 0x12340000, 20, arguments);
    CHECK(record.ExceptionCode == 0xE0000004);
    CHECK_EQ(record.ExceptionFlags & 0xFFFF0001, 0);
    CHECK_EQ(record.NumberParameters, 15);
    CHECK_EQ(record.ExceptionInformation[14], 114);
    CHECK(record.ExceptionRecord == NULL);
    CHECK_EQ(context.Rip, (ULONG_PTR)record.ExceptionAddress);
    CHECK_EQ(context.ContextFlags & CONTEXT_FULL, CONTEXT_FULL);
    RaiseException(0xE0000005, 0, 3, NULL);
    CHECK_EQ(record.NumberParameters, 0);
    RaiseException(0xE0000006, EXCEPTION_NONCONTINUABLE, 0, NULL); /* vectored handlers may continue all the same */
    CHECK_EQ(record.ExceptionFlags & 1, 1);
    RemoveVectoredExceptionHandler(handlers[0]);
    RemoveVectoredExceptionHandler(handlers[1]);
}

static DWORD codes[8];
static int code_count;

static LONG collect(EXCEPTION_POINTERS *p)
{
    if (code_count < 8) codes[code_count++] = p->ExceptionRecord->ExceptionCode;
    /* the first one is wanted to go on, which it cannot */
    return code_count == 1 ? EXCEPTION_CONTINUE_EXECUTION : EXCEPTION_EXECUTE_HANDLER;
}

static void raise_for_good(void *argument)
{
    RaiseException(0xE0000007, EXCEPTION_NONCONTINUABLE, 0, argument);
}

TEST(what_cannot_be_continued_is_another_exception)
{
    try_filter = collect;
    code_count = 0;
    CHECK_EQ(try_except(raise_for_good, NULL), 1);
    CHECK_EQ(code_count, 2);
    CHECK(codes[0] == 0xE0000007);
    CHECK(codes[1] == EXCEPTION_NONCONTINUABLE_EXCEPTION);
}

static EXCEPTION_RECORD own;

static __attribute__((noinline)) void raise_own(void *argument)
{
    (void)argument;
    memset(&own, 0, sizeof own);
    own.ExceptionCode = 0xE0000008;
    own.NumberParameters = 1;
    own.ExceptionInformation[0] = 42;
    void (WINAPI *raise)(EXCEPTION_RECORD *) =
        (void (WINAPI *)(EXCEPTION_RECORD *))(void *)GetProcAddress(GetModuleHandleA("ntdll"), "RtlRaiseException");
    raise(&own);
    note("after ");
}

TEST(rtl_raise_exception_uses_the_callers_record)
{
    void *handlers[] = {AddVectoredExceptionHandler(1, last), AddVectoredExceptionHandler(1, first)};
    verdict = EXCEPTION_CONTINUE_EXECUTION;
    trace[0] = 0;
    raise_own(NULL);
    CHECK_STR(trace, "first last after ");
    CHECK(record.ExceptionCode == 0xE0000008);
    CHECK_EQ(record.ExceptionInformation[0], 42);
    CHECK(record.ExceptionAddress > (void *)raise_own && record.ExceptionAddress < (void *)((char *)raise_own + 0x100));
    CHECK_EQ(context.Rip, (ULONG_PTR)record.ExceptionAddress);
    CHECK(own.ExceptionAddress == record.ExceptionAddress);
    RemoveVectoredExceptionHandler(handlers[0]);
    RemoveVectoredExceptionHandler(handlers[1]);
}

typedef LONG NTSTATUS;
static NTSTATUS (NTAPI *nt_raise)(EXCEPTION_RECORD *, CONTEXT *, BOOLEAN);
static NTSTATUS (NTAPI *nt_continue)(CONTEXT *, BOOLEAN);

TEST(contexts_are_continued)
{
    volatile int passes = 0;
    CONTEXT c;
    RtlCaptureContext(&c);
    if (++passes < 3) RtlRestoreContext(&c, NULL);
    CHECK_EQ(passes, 3);
    passes = 0;
    RtlCaptureContext(&c);
    if (++passes < 3) nt_continue(&c, FALSE);
    CHECK_EQ(passes, 3);
    passes = 0;
    RtlCaptureContext(&c);
    if (++passes < 3) nt_continue(&c, TRUE);
    CHECK_EQ(passes, 3);
}

TEST(nt_raise_exception_goes_to_the_context)
{
    void *handlers[] = {AddVectoredExceptionHandler(1, last), AddVectoredExceptionHandler(1, first)};
    verdict = EXCEPTION_CONTINUE_EXECUTION;
    trace[0] = 0;
    volatile int passes = 0;
    CONTEXT c;
    EXCEPTION_RECORD r = {.ExceptionCode = 0xE0000009, .NumberParameters = 1, .ExceptionInformation = {7}};
    RtlCaptureContext(&c);
    if (++passes == 1) nt_raise(&r, &c, TRUE);
    CHECK_EQ(passes, 2);
    CHECK_STR(trace, "first last ");
    CHECK(record.ExceptionCode == 0xE0000009);
    CHECK_EQ(record.ExceptionInformation[0], 7);
    CHECK_EQ(context.Rip, c.Rip);
    CHECK_EQ(context.Rsp, c.Rsp);
    RemoveVectoredExceptionHandler(handlers[0]);
    RemoveVectoredExceptionHandler(handlers[1]);
}

/* An exception in a filter is looked for a handler of its own; the one that was being handled is forgotten. */
static LONG faulty(EXCEPTION_POINTERS *p)
{
    codes[code_count++] = p->ExceptionRecord->ExceptionCode;
    if (code_count == 1) {
        *(volatile int *)(ULONG_PTR)(p->ExceptionRecord->ExceptionCode & 0x10) = 1;
    }
    return EXCEPTION_EXECUTE_HANDLER;
}

static void guarded_raise(void *argument)
{
    CHECK_EQ(try_except(raise_for_good, argument), 1);
    note("inner ");
}

TEST(exceptions_in_filters)
{
    try_filter = faulty;
    code_count = 0;
    trace[0] = 0;
    CHECK_EQ(try_except(guarded_raise, NULL), 0);
    CHECK_EQ(code_count, 2);
    CHECK(codes[0] == 0xE0000007);
    CHECK(codes[1] == EXCEPTION_ACCESS_VIOLATION);
    CHECK_STR(trace, "inner ");
}

static LONG CALLBACK faults_once(EXCEPTION_POINTERS *p)
{
    codes[code_count++] = p->ExceptionRecord->ExceptionCode;
    if (code_count == 1) {
        *(volatile int *)(ULONG_PTR)(p->ExceptionRecord->ExceptionCode & 0x10) = 1;
    }
    return EXCEPTION_CONTINUE_SEARCH;
}

TEST(exceptions_in_vectored_handlers)
{
    try_filter = NULL;
    code_count = 0;
    void *handle = AddVectoredExceptionHandler(1, faults_once);
    CHECK_EQ(try_except(raise_it, NULL), 1);
    CHECK(code_count >= 2);
    CHECK(codes[0] == 0xE0000001);
    RemoveVectoredExceptionHandler(handle);
}

static void in_finally(void)
{
    note("finally ");
}

static void with_finally(void *argument)
{
    try_finally(raise_for_good, argument);
}

TEST(termination_handlers_run_when_frames_are_left)
{
    try_filter = NULL;
    try_handler = in_finally;
    trace[0] = 0;
    CHECK_EQ(try_except(with_finally, NULL), 1);
    CHECK_STR(trace, "finally ");
}

TEST(the_dispatcher_has_a_name)
{
    HMODULE ntdll = GetModuleHandleA("ntdll");
    void *dispatcher = (void *)GetProcAddress(ntdll, "KiUserExceptionDispatcher");
    CHECK(dispatcher != NULL);
    DWORD64 base = 0;
    CHECK(RtlLookupFunctionEntry((DWORD64)dispatcher, &base, NULL) != NULL);
}

static __attribute__((noinline)) void raises_here(void)
{
    RaiseException(0xE0000011, 0, 0, NULL);
    note("");
}

static __attribute__((noinline)) void faults_here(void)
{
    __asm__ volatile("xorl %%ecx, %%ecx; movb %%al, (%%rcx)" : : : "rcx", "memory");
    note("");
}

static void *frames[30];
static int frame_count;

static LONG CALLBACK trace_stack(EXCEPTION_POINTERS *p)
{
    frame_count = RtlCaptureStackBackTrace(0, 30, frames, NULL);
    if (p->ExceptionRecord->ExceptionCode == EXCEPTION_ACCESS_VIOLATION) p->ContextRecord->Rip += 2;
    return EXCEPTION_CONTINUE_EXECUTION;
}

static int leads_to(void (*function)(void), int size)
{
    for (int i = 0; i < frame_count; i++) {
        if ((char *)frames[i] > (char *)function && (char *)frames[i] < (char *)function + size) return 1;
    }
    return 0;
}

TEST(the_stack_leads_from_a_handler_to_the_exception)
{
    void *handle = AddVectoredExceptionHandler(1, trace_stack);
    raises_here();
    CHECK(leads_to(raises_here, 0x30));
    faults_here();
    CHECK(leads_to(faults_here, 0x30));
    CHECK(leads_to(the_stack_leads_from_a_handler_to_the_exception, 0x100));
    RemoveVectoredExceptionHandler(handle);
}

static LONG CALLBACK text_for_debugger(EXCEPTION_POINTERS *p)
{
    record = *p->ExceptionRecord;
    note(p->ExceptionRecord->ExceptionCode == 0x40010006 ? "narrow "
         : p->ExceptionRecord->ExceptionCode == 0x4001000A ? "wide " : "other ");
    if (p->ExceptionRecord->ExceptionCode == 0x40010006) {
        CHECK_STR((char *)p->ExceptionRecord->ExceptionInformation[1], "text");
        CHECK_EQ(p->ExceptionRecord->ExceptionInformation[0], 5);
    }
    return EXCEPTION_CONTINUE_SEARCH;
}

static void output(void *argument)
{
    OutputDebugStringA(argument);
    note("after ");
}

TEST(text_for_a_debugger_is_an_exception_that_nobody_need_handle)
{
    void *handle = AddVectoredExceptionHandler(1, text_for_debugger);
    try_filter = collect;
    code_count = 0;
    trace[0] = 0;
    CHECK_EQ(try_except(output, "text"), 0);
    CHECK_STR(trace, "narrow after ");
    CHECK_EQ(code_count, 0);
    CHECK_EQ(record.NumberParameters, 2);
    RemoveVectoredExceptionHandler(handle);
}

static void debug_break(void *argument)
{
    (void)argument;
    DebugBreak();
    note("after ");
}

TEST(a_break_is_an_exception_without_a_debugger)
{
    void *handle = AddVectoredExceptionHandler(1, first);
    CHECK(!IsDebuggerPresent());
    try_filter = NULL;
    CHECK_EQ(try_except(debug_break, NULL), 1);
    CHECK(record.ExceptionCode == EXCEPTION_BREAKPOINT);
    CHECK_EQ(record.NumberParameters, 1);
    RemoveVectoredExceptionHandler(handle);
}

/* Callbacks that the system calls are frames too. */
static int compare(const void *a, const void *b)
{
    (void)a, (void)b;
    RaiseException(0xE0000001, 0, 0, NULL);
    return 0;
}

static void sort(void *argument)
{
    int values[2] = {1, 2};
    qsort(values, 2, sizeof *values, compare);
    note(argument ? "sorted " : "");
}

TEST(exceptions_continue_inside_of_callbacks)
{
    void *handle = AddVectoredExceptionHandler(1, last);
    verdict = EXCEPTION_CONTINUE_EXECUTION;
    trace[0] = 0;
    CHECK_EQ(try_except(sort, trace), 0);
    CHECK_STR(trace, "last sorted ");
    RemoveVectoredExceptionHandler(handle);
    try_filter = NULL;
    CHECK_EQ(try_except(sort, NULL), 1);
}

static CONTEXT outside;

static int restore_outside(const void *a, const void *b)
{
    (void)a, (void)b;
    RtlRestoreContext(&outside, NULL);
    return 0;
}

TEST(a_context_outside_of_a_callback_is_continued)
{
    volatile int passes = 0;
    int values[2] = {1, 2};
    RtlCaptureContext(&outside);
    if (++passes < 4) qsort(values, 2, sizeof *values, restore_outside);
    CHECK_EQ(passes, 4);
}

int main(void)
{
    HMODULE ntdll = GetModuleHandleA("ntdll");
    nt_raise = (NTSTATUS (NTAPI *)(EXCEPTION_RECORD *, CONTEXT *, BOOLEAN))(void *)GetProcAddress(ntdll, "NtRaiseException");
    nt_continue = (NTSTATUS (NTAPI *)(CONTEXT *, BOOLEAN))(void *)GetProcAddress(ntdll, "NtContinue");
    RUN(vectored_handlers_then_frames_then_continue_handlers);
    RUN(handlers_come_and_go_while_they_are_called);
    RUN(raise_exception_takes_fifteen_arguments_and_one_flag);
    RUN(what_cannot_be_continued_is_another_exception);
    RUN(rtl_raise_exception_uses_the_callers_record);
    RUN(contexts_are_continued);
    RUN(nt_raise_exception_goes_to_the_context);
    RUN(exceptions_in_filters);
    RUN(exceptions_in_vectored_handlers);
    RUN(termination_handlers_run_when_frames_are_left);
    RUN(the_dispatcher_has_a_name);
    RUN(the_stack_leads_from_a_handler_to_the_exception);
    RUN(text_for_a_debugger_is_an_exception_that_nobody_need_handle);
    RUN(a_break_is_an_exception_without_a_debugger);
    RUN(exceptions_continue_inside_of_callbacks);
    RUN(a_context_outside_of_a_callback_is_continued);
    return guest_done();
}
