/* Exceptions are caught by vectored handlers and by frames, and unwinding passes callbacks that the system calls. */
#include "guest.h"

static int seen;
static DWORD code;
static ULONG_PTR information[2];

static LONG CALLBACK skip_instruction(EXCEPTION_POINTERS *p)
{
    seen++;
    code = p->ExceptionRecord->ExceptionCode;
    information[0] = p->ExceptionRecord->ExceptionInformation[0];
    information[1] = p->ExceptionRecord->ExceptionInformation[1];
    if (code == EXCEPTION_ACCESS_VIOLATION) {
        p->ContextRecord->Rip += 2; /* both accesses below are two bytes long */
        p->ContextRecord->Rax = 77;
    }
    return EXCEPTION_CONTINUE_EXECUTION;
}

static LONG CALLBACK pass_on(EXCEPTION_POINTERS *p)
{
    (void)p;
    seen += 100;
    return EXCEPTION_CONTINUE_SEARCH;
}

TEST(vectored_handler_continues)
{
    void *handler = AddVectoredExceptionHandler(1, skip_instruction);
    CHECK(handler != NULL);
    seen = 0;
    ULONG_PTR arguments[2] = {0x1234, 0x5678};
    RaiseException(0xE0000001, 0, 2, arguments);
    CHECK_EQ(seen, 1);
    CHECK(code == 0xE0000001);
    CHECK(information[0] == 0x1234 && information[1] == 0x5678);
    CHECK(RemoveVectoredExceptionHandler(handler));
    CHECK(!RemoveVectoredExceptionHandler(handler));
}

TEST(access_violation_says_address_and_kind)
{
    void *last = AddVectoredExceptionHandler(0, skip_instruction);
    void *first = AddVectoredExceptionHandler(1, pass_on);
    seen = 0;
    long long value;
    __asm__ volatile("movl $0x50, %%ecx; movb (%%rcx), %%al" : "=a"(value) : : "rcx", "memory");
    CHECK_EQ(seen, 101);
    CHECK_EQ(value, 77);
    CHECK(information[0] == 0 && information[1] == 0x50);
    __asm__ volatile("movl $0x60, %%ecx; movb %%al, (%%rcx)" : "=a"(value) : : "rcx", "memory");
    CHECK(information[0] == 1 && information[1] == 0x60);
    RemoveVectoredExceptionHandler(first);
    RemoveVectoredExceptionHandler(last);
}

static int filtered;

/* A filter of __try as the compiler would make it; it lets the frame below handle what it is asked for. */
static __attribute__((used)) LONG filter(EXCEPTION_POINTERS *p)
{
    filtered++;
    code = p->ExceptionRecord->ExceptionCode;
    return code == 0xE0000002 || code == EXCEPTION_ACCESS_VIOLATION ? EXCEPTION_EXECUTE_HANDLER
                                                                     : EXCEPTION_CONTINUE_SEARCH;
}

/* __try { function(argument); } __except (filter(...)) {}: there is no such statement in this compiler's C. */
static __attribute__((noinline)) void try_except(void (*function)(void *), void *argument)
{
    __asm__ volatile(".Lguard_begin:");
    function(argument);
    __asm__ volatile("nop\n"
                     ".Lguard_end:\n\t"
                     "nop\n\t"
                     ".seh_handler __C_specific_handler, @except\n\t"
                     ".seh_handlerdata\n\t"
                     ".long 1\n\t"
                     ".rva .Lguard_begin, .Lguard_end, filter, .Lguard_end\n\t"
                     ".text");
}

static int after;

static __attribute__((noinline)) void raise_it(void *argument)
{
    (void)argument;
    RaiseException(0xE0000002, 0, 0, NULL);
    after++;
}

static __attribute__((noinline)) void touch(void *argument)
{
    *(volatile char *)argument = 1;
    after++;
}

static int compare(const void *a, const void *b)
{
    if (*(const int *)a == 3 || *(const int *)b == 3) {
        raise_it(NULL);
    }
    return *(const int *)a - *(const int *)b;
}

static void sort(void *argument)
{
    qsort(argument, 6, sizeof(int), compare);
    after++;
}

TEST(frame_handles_a_raised_exception)
{
    filtered = after = 0;
    try_except(raise_it, NULL);
    CHECK_EQ(filtered, 1);
    CHECK_EQ(after, 0);
    CHECK(code == 0xE0000002);
}

TEST(frame_handles_a_fault)
{
    filtered = after = 0;
    try_except(touch, (void *)0x70);
    CHECK_EQ(filtered, 1);
    CHECK_EQ(after, 0);
    CHECK(code == EXCEPTION_ACCESS_VIOLATION);
}

TEST(unwinding_leaves_a_callback_of_the_runtime)
{
    int numbers[6] = {5, 4, 3, 2, 1, 0};
    filtered = after = 0;
    for (int i = 0; i < 100; i++) {
        try_except(sort, numbers);
    }
    CHECK_EQ(filtered, 100);
    CHECK_EQ(after, 0);
}

static __attribute__((noinline)) int trace(void **frames)
{
    int n = CaptureStackBackTrace(0, 16, frames, NULL);
    return n + after * 0;
}

TEST(stack_trace_leads_to_the_caller)
{
    void *frames[16];
    int n = trace(frames);
    CHECK(n >= 3);
    CHECK((char *)frames[0] > (char *)trace && (char *)frames[0] < (char *)trace + 0x60);
    DWORD64 base = 0;
    CHECK(RtlLookupFunctionEntry((DWORD64)frames[1], &base, NULL) != NULL);
    CHECK(base == (DWORD64)GetModuleHandleA(NULL));
}

int main(void)
{
    RUN(vectored_handler_continues);
    RUN(access_violation_says_address_and_kind);
    RUN(frame_handles_a_raised_exception);
    RUN(frame_handles_a_fault);
    RUN(unwinding_leaves_a_callback_of_the_runtime);
    RUN(stack_trace_leads_to_the_caller);
    return guest_done();
}
