/* Each fault of the processor is the exception that Windows makes of it: code, parameters, address. */
#include "guest.h"

static unsigned char *code;                  /* where the instructions run that are being tried */
static EXCEPTION_RECORD record;
static CONTEXT context;
static int exceptions;

/* Notes the first exception of a try and continues at its RET. */
static LONG CALLBACK note(EXCEPTION_POINTERS *p)
{
    if (p->ContextRecord->Rip < (ULONG_PTR)code || p->ContextRecord->Rip >= (ULONG_PTR)code + 0x1000) {
        return EXCEPTION_CONTINUE_SEARCH;
    }
    if (exceptions++ == 0) {
        record = *p->ExceptionRecord;
        context = *p->ContextRecord;
    }
    p->ContextRecord->EFlags &= ~0x40100u;   /* no more steps, no alignment */
    p->ContextRecord->MxCsr = 0x1f80;
    p->ContextRecord->FltSave.ControlWord = 0x27f;
    p->ContextRecord->FltSave.StatusWord = 0;
    p->ContextRecord->FltSave.TagWord = 0;
    p->ContextRecord->Rip = *(DWORD64 *)p->ContextRecord->Rsp;
    p->ContextRecord->Rsp += 8;
    return EXCEPTION_CONTINUE_EXECUTION;
}

/* Runs instructions with two arguments in RCX and RDX; returns the code of the exception that they made, 0 for none. */
static DWORD try(const char *instructions, size_t length, long long first, long long second)
{
    memcpy(code, instructions, length);
    code[length] = 0xc3;
    exceptions = 0;
    memset(&record, 0, sizeof record);
    ((void (*)(long long, long long))code)(first, second);
    return record.ExceptionCode;
}

#define TRY(instructions, first, second) \
    try(instructions, sizeof(instructions) - 1, (long long)(ULONG_PTR)(first), (long long)(ULONG_PTR)(second))
#define OFFSET() ((long long)((ULONG_PTR)record.ExceptionAddress - (ULONG_PTR)code))

static int is(DWORD exception, DWORD parameters, ULONG_PTR first, ULONG_PTR second)
{
    return record.ExceptionCode == exception && record.NumberParameters == parameters &&
           (parameters < 1 || record.ExceptionInformation[0] == first) &&
           (parameters < 2 || record.ExceptionInformation[1] == second) &&
           context.Rip == (ULONG_PTR)record.ExceptionAddress;
}

TEST(access_violations_tell_address_and_kind)
{
    static const char constant[16] = "constant";
    TRY("\x8a\x01", 0x50, 0);
    CHECK(is(EXCEPTION_ACCESS_VIOLATION, 2, 0, 0x50));
    CHECK_EQ(OFFSET(), 0);
    TRY("\x90\x88\x01", 0x60, 0);
    CHECK(is(EXCEPTION_ACCESS_VIOLATION, 2, 1, 0x60));
    CHECK_EQ(OFFSET(), 1);
    TRY("\x88\x01", constant, 0);
    CHECK(is(EXCEPTION_ACCESS_VIOLATION, 2, 1, (ULONG_PTR)constant));
    TRY("\x48\x8b\x41\x08", 0x7fffffff0000, 0);
    CHECK(is(EXCEPTION_ACCESS_VIOLATION, 2, 0, 0x7fffffff0008));
    CHECK_EQ(record.ExceptionFlags, 0);
    CHECK(record.ExceptionRecord == NULL);
}

TEST(executing_data_is_a_violation)
{
    unsigned char *executable = code;
    code = VirtualAlloc(NULL, 0x1000, MEM_COMMIT, PAGE_READWRITE);
    TRY("\x90", 0, 0);
    CHECK(is(EXCEPTION_ACCESS_VIOLATION, 2, 8, (ULONG_PTR)code));
    code = executable;
}

TEST(addresses_that_cannot_be)
{
    TRY("\x8a\x01", 0x8000000000001234, 0);
    CHECK(is(EXCEPTION_ACCESS_VIOLATION, 2, 0, (ULONG_PTR)-1));
    TRY("\x88\x01", 0x8000000000001234, 0);
    CHECK(is(EXCEPTION_ACCESS_VIOLATION, 2, 0, (ULONG_PTR)-1));
    TRY("\x48\x8b\x04\x0c", 0x7fff000000000000, 0); /* mov rax, [rsp + rcx]: a fault of the stack segment */
    CHECK(is(EXCEPTION_ACCESS_VIOLATION, 2, 0, (ULONG_PTR)-1));
}

TEST(movaps_wants_alignment)
{
    static __attribute__((aligned(16))) char buffer[32];
    TRY("\x0f\x28\x01", buffer + 1, 0);
    CHECK(is(EXCEPTION_ACCESS_VIOLATION, 2, 0, (ULONG_PTR)-1));
}

TEST(divisions)
{
    int values[4] = {0, 0, -1, 0};
    TRY("\x31\xd2\x31\xc0\xf7\xf1", 0, 0); /* div ecx */
    CHECK(is(EXCEPTION_INT_DIVIDE_BY_ZERO, 0, 0, 0));
    CHECK_EQ(OFFSET(), 4);
    TRY("\x31\xc0\xf6\xf1", 0x1200, 0); /* div cl */
    CHECK(is(EXCEPTION_INT_DIVIDE_BY_ZERO, 0, 0, 0));
    TRY("\x31\xc0\xf6\xf5", 0x0012, 0); /* div ch */
    CHECK(is(EXCEPTION_INT_DIVIDE_BY_ZERO, 0, 0, 0));
    TRY("\xb8\x00\x00\x00\x80\x99\xf7\xf9", -1, 0); /* idiv ecx: INT_MIN / -1 */
    CHECK(is(EXCEPTION_INT_OVERFLOW, 0, 0, 0));
    TRY("\xb8\x00\x00\x00\x80\x99\xf7\x79\x08", values, 0); /* idiv dword [rcx+8] */
    CHECK(is(EXCEPTION_INT_OVERFLOW, 0, 0, 0));
    TRY("\x31\xc0\x31\xd2\xf7\x7c\x91\x0c", values, 0); /* idiv dword [rcx+rdx*4+12] */
    CHECK(is(EXCEPTION_INT_DIVIDE_BY_ZERO, 0, 0, 0));
    TRY("\x48\xb8\x00\x00\x00\x00\x00\x00\x00\x80\x48\x99\x48\xf7\xf9", -1, 0); /* idiv rcx */
    CHECK(is(EXCEPTION_INT_OVERFLOW, 0, 0, 0));
    TRY("\xb8\xff\xff\x00\x00\xf6\xf1", 2, 0); /* div cl: the quotient is too large */
    CHECK(is(EXCEPTION_INT_OVERFLOW, 0, 0, 0));
}

TEST(illegal_instructions)
{
    TRY("\x0f\x0b", 0, 0);
    CHECK(is(EXCEPTION_ILLEGAL_INSTRUCTION, 0, 0, 0));
    CHECK_EQ(OFFSET(), 0);
}

TEST(breakpoints)
{
    TRY("\x90\xcc", 0, 0);
    CHECK(is(EXCEPTION_BREAKPOINT, 1, 0, 0));
    CHECK_EQ(OFFSET(), 1);
    TRY("\x90\xcd\x03", 0, 0);
    CHECK(is(EXCEPTION_BREAKPOINT, 1, 0, 0));
    CHECK_EQ(OFFSET(), 2);
}

TEST(services_of_the_debugger)
{
    TRY("\xb8\x7f\x00\x00\x00\xcd\x2d\x90\x90", 0, 0); /* int 2d without a service of that number */
    CHECK_EQ(record.ExceptionCode, EXCEPTION_BREAKPOINT);
    CHECK_EQ(OFFSET(), 7);
    CHECK_EQ(TRY("\xb8\x01\x00\x00\x00\xcd\x2d\xcc", "text", 4), 0); /* print a text: nobody listens */
}

TEST(interrupts_that_are_not_for_programs)
{
    TRY("\xcd\x10", 0, 0);
    CHECK(is(EXCEPTION_ACCESS_VIOLATION, 2, 0, (ULONG_PTR)-1));
    TRY("\xcd\x2c", 0, 0);
    CHECK_EQ(record.ExceptionCode, 0xC0000420); /* STATUS_ASSERTION_FAILURE */
}

TEST(single_steps)
{
    /* pushfq; or dword [rsp], 100h; popfq; nop; nop */
    TRY("\x9c\x81\x0c\x24\x00\x01\x00\x00\x9d\x90\x90", 0, 0);
    CHECK(is(EXCEPTION_SINGLE_STEP, 0, 0, 0));
    CHECK_EQ(OFFSET(), 10);
    CHECK_EQ(context.EFlags & 0x100, 0);
    CHECK_EQ(exceptions, 1);
}

TEST(privileged_instructions)
{
    static const struct { const char *bytes; int length; } instructions[] = {
        {"\xf4", 1}, {"\xfa", 1}, {"\xfb", 1}, {"\xec", 1}, {"\xe6\x80", 2}, {"\xef", 1}, {"\x6c", 1},
        {"\x0f\x06", 2}, {"\x0f\x08", 2}, {"\x0f\x09", 2}, {"\x0f\x30", 2}, {"\x0f\x32", 2},
        {"\x0f\x20\xc0", 3}, {"\x0f\x22\xd8", 3}, {"\x0f\x21\xc0", 3}, {"\x0f\x01\x11", 3}, {"\x0f\x01\x39", 3}};
    for (size_t i = 0; i < sizeof instructions / sizeof *instructions; i++) {
        try(instructions[i].bytes, (size_t)instructions[i].length, (long long)(ULONG_PTR)&record, 0);
        if (!CHECK(is(EXCEPTION_PRIV_INSTRUCTION, 0, 0, 0))) printf("  number %d: %lx\n", (int)i, record.ExceptionCode);
    }
}

TEST(misalignment)
{
    static __attribute__((aligned(8))) char buffer[16];
    /* pushfq; or dword [rsp], 40000h; popfq; mov eax, [rcx] */
    TRY("\x9c\x81\x0c\x24\x00\x00\x04\x00\x9d\x8b\x01", buffer + 1, 0);
    CHECK(is(EXCEPTION_DATATYPE_MISALIGNMENT, 0, 0, 0));
    CHECK_EQ(OFFSET(), 9);
}

TEST(floating_point_exceptions_of_sse)
{
    static const double values[] = {1, 0, -1, 1e300, 3, 1e-300};
    unsigned all = 0x1f80 & ~0x1f80u, inexact = 0x1f80 & ~0x1000u, underflow = 0x1f80 & ~0x800u;
    /* ldmxcsr [rdx]; movsd xmm0, [rcx + a]; divsd/mulsd xmm0, [rcx + b] */
    TRY("\x0f\xae\x12\xf2\x0f\x10\x01\xf2\x0f\x5e\x41\x08", values, &all);
    CHECK_EQ(record.ExceptionCode, EXCEPTION_FLT_DIVIDE_BY_ZERO);
    CHECK_EQ(OFFSET(), 7);
    TRY("\x0f\xae\x12\xf2\x0f\x10\x41\x08\xf2\x0f\x5e\x41\x08", values, &all);
    CHECK_EQ(record.ExceptionCode, EXCEPTION_FLT_INVALID_OPERATION);
    TRY("\x0f\xae\x12\xf2\x0f\x10\x41\x18\xf2\x0f\x59\x41\x18", values, &all);
    CHECK_EQ(record.ExceptionCode, EXCEPTION_FLT_OVERFLOW);
    TRY("\x0f\xae\x12\xf2\x0f\x10\x01\xf2\x0f\x5e\x41\x20", values, &inexact);
    CHECK_EQ(record.ExceptionCode, EXCEPTION_FLT_INEXACT_RESULT);
    TRY("\x0f\xae\x12\xf2\x0f\x10\x41\x28\xf2\x0f\x59\x41\x28", values, &underflow);
    CHECK_EQ(record.ExceptionCode, EXCEPTION_FLT_UNDERFLOW);
}

TEST(floating_point_exceptions_of_the_x87)
{
    static const unsigned short modes = 0x27f & ~0x3f;
    /* fldcw [rdx]; fld1; fldz; fdivp; fwait */
    TRY("\xd9\x2a\xd9\xe8\xd9\xee\xde\xf9\x9b", 0, &modes);
    CHECK_EQ(record.ExceptionCode, EXCEPTION_FLT_DIVIDE_BY_ZERO);
    /* fldcw [rdx]; fldz; fldz; fdivp; fwait */
    TRY("\xd9\x2a\xd9\xee\xd9\xee\xde\xf9\x9b", 0, &modes);
    CHECK_EQ(record.ExceptionCode, EXCEPTION_FLT_INVALID_OPERATION);
    /* fldcw [rdx]; fstp st0; fwait: the stack is empty */
    TRY("\xd9\x2a\xdd\xd8\x9b", 0, &modes);
    CHECK_EQ(record.ExceptionCode, EXCEPTION_FLT_STACK_CHECK);
}

/* Exceptions that are not masked are the guest's affair: the system's own calculations are not disturbed. */
TEST(calls_with_unmasked_exceptions)
{
    unsigned normal = 0x1f80, some = 0x1f80 & ~0x280;
    char text[40];
    int (*print)(char *, const char *, ...) =
        (int (*)(char *, const char *, ...))(void *)GetProcAddress(GetModuleHandleA("msvcrt"), "sprintf");
    __asm__ volatile("ldmxcsr %0" : : "m"(some));
    int length = print(text, "%.3f", 0.25);
    Sleep(0);
    __asm__ volatile("ldmxcsr %0" : : "m"(normal));
    CHECK_EQ(length, 5);
    CHECK_STR(text, "0.250");
}

TEST(guard_pages_warn_once)
{
    unsigned char *page = VirtualAlloc(NULL, 0x1000, MEM_COMMIT, PAGE_READWRITE | PAGE_GUARD);
    MEMORY_BASIC_INFORMATION information;
    TRY("\x88\x01", page + 5, 0);
    CHECK(is(EXCEPTION_GUARD_PAGE, 2, 1, (ULONG_PTR)page + 5));
    CHECK_EQ(TRY("\x88\x01", page + 5, 0), 0);
    CHECK(VirtualQuery(page, &information, sizeof information) != 0);
    CHECK_EQ(information.Protect, PAGE_READWRITE);
    DWORD old;
    CHECK(VirtualProtect(page, 0x1000, PAGE_READONLY | PAGE_GUARD, &old));
    TRY("\x8a\x01", page, 0);
    CHECK(is(EXCEPTION_GUARD_PAGE, 2, 0, (ULONG_PTR)page));
    TRY("\x88\x01", page, 0);
    CHECK(is(EXCEPTION_ACCESS_VIOLATION, 2, 1, (ULONG_PTR)page));
    VirtualFree(page, 0, MEM_RELEASE);
}

/* All registers are in the context, and what a handler changes there is in the registers when it is over. */
static LONG CALLBACK change(EXCEPTION_POINTERS *p)
{
    context = *p->ContextRecord;
    CONTEXT *c = p->ContextRecord;
    c->Rip += 2;
    c->Rax += 100;
    c->R15 += 100;
    c->Rbx += 100;
    c->Xmm0.Low += 100;
    c->Xmm15.High += 100;
    c->EFlags |= 1;
    return EXCEPTION_CONTINUE_EXECUTION;
}

TEST(registers_go_to_the_context_and_back)
{
    void *registration = AddVectoredExceptionHandler(1, change);
    static M128A vectors[2] = {{1, 2}, {3, 4}};
    long long a = 10, b = 20, r15 = 30, carry;
    __asm__ volatile("movq %4, %%r15\n\tmovups %5, %%xmm0\n\tmovups %6, %%xmm15\n\txorl %%ecx, %%ecx\n\t"
                     "clc\n\tmovb %%al, (%%rcx)\n\tsetc %%cl\n\tmovzbl %%cl, %%ecx\n\tmovups %%xmm0, %5\n\t"
                     "movups %%xmm15, %6\n\tmovq %%r15, %3"
                     : "+a"(a), "+b"(b), "=&c"(carry), "=m"(r15)
                     : "r"(30LL), "m"(vectors[0]), "m"(vectors[1])
                     : "r15", "xmm0", "xmm15", "memory");
    RemoveVectoredExceptionHandler(registration);
    CHECK_EQ(context.Rax, 10);
    CHECK_EQ(context.Rbx, 20);
    CHECK_EQ(context.Rcx, 0);
    CHECK_EQ(context.R15, 30);
    CHECK_EQ(context.Xmm0.Low, 1);
    CHECK_EQ(context.Xmm15.High, 4);
    CHECK_EQ(context.EFlags & 1, 0);
    CHECK_EQ(context.ContextFlags & CONTEXT_ALL, CONTEXT_ALL);
    CHECK_EQ(context.SegCs, 0x33);
    CHECK_EQ(context.SegSs, 0x2b);
    CHECK_EQ(a, 110);
    CHECK_EQ(b, 120);
    CHECK_EQ(r15, 130);
    CHECK_EQ(carry, 1);
    CHECK_EQ(vectors[0].Low, 101);
    CHECK_EQ(vectors[0].High, 2);
    CHECK_EQ(vectors[1].Low, 3);
    CHECK_EQ(vectors[1].High, 104);
}

static DWORD WINAPI on_another_thread(void *argument)
{
    (void)argument;
    TRY("\x8a\x01", 0x50, 0);
    CHECK(is(EXCEPTION_ACCESS_VIOLATION, 2, 0, 0x50));
    TRY("\x31\xd2\x31\xc0\xf7\xf1", 0, 0);
    CHECK(is(EXCEPTION_INT_DIVIDE_BY_ZERO, 0, 0, 0));
    return 7;
}

TEST(other_threads_fault_alike)
{
    DWORD exit = 0;
    HANDLE thread = CreateThread(NULL, 0, on_another_thread, NULL, 0, NULL);
    WaitForSingleObject(thread, INFINITE);
    CHECK(GetExitCodeThread(thread, &exit));
    CHECK_EQ(exit, 7);
    CloseHandle(thread);
}

int main(void)
{
    code = VirtualAlloc(NULL, 0x1000, MEM_COMMIT, PAGE_EXECUTE_READWRITE);
    void *registration = AddVectoredExceptionHandler(1, note);
    RUN(access_violations_tell_address_and_kind);
    RUN(addresses_that_cannot_be);
    RUN(executing_data_is_a_violation);
    RUN(movaps_wants_alignment);
    RUN(divisions);
    RUN(illegal_instructions);
    RUN(breakpoints);
    RUN(services_of_the_debugger);
    RUN(interrupts_that_are_not_for_programs);
    RUN(single_steps);
    RUN(privileged_instructions);
    RUN(misalignment);
    RUN(floating_point_exceptions_of_sse);
    RUN(floating_point_exceptions_of_the_x87);
    RUN(guard_pages_warn_once);
    RUN(other_threads_fault_alike);
    RemoveVectoredExceptionHandler(registration);
    RUN(calls_with_unmasked_exceptions);
    RUN(registers_go_to_the_context_and_back);
    return guest_done();
}
