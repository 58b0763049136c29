/* Programs that run on stacks of their own making (as Go's do): exceptions and calls of the system work there, too. */
#include "guest.h"

static volatile int seen;
static volatile DWORD code;
static CONTEXT back;

static LONG CALLBACK handler(EXCEPTION_POINTERS *p)
{
    seen++;
    code = p->ExceptionRecord->ExceptionCode;
    char local;
    NT_TIB *tib = (NT_TIB *)NtCurrentTeb();
    CHECK(&local < (char *)tib->StackLimit || &local > (char *)tib->StackBase); /* called where it happened */
    if (code == EXCEPTION_ACCESS_VIOLATION) p->ContextRecord->Rip += 2;
    return EXCEPTION_CONTINUE_EXECUTION;
}

/* Calls a function on another stack. */
static __attribute__((noinline)) void call_on(char *stack_top, void (*function)(void))
{
    __asm__ volatile("movq %%rsp, %%rbx\n\tmovq %0, %%rsp\n\tsubq $32, %%rsp\n\tcall *%1\n\tmovq %%rbx, %%rsp"
                     : : "r"(stack_top), "r"(function)
                     : "rbx", "rax", "rcx", "rdx", "r8", "r9", "r10", "r11", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "memory");
}

static void faults(void)
{
    __asm__ volatile("xorl %%ecx, %%ecx; movb %%al, (%%rcx)" : : : "rcx", "memory");
}

static void raises(void)
{
    RaiseException(0xE0000001, 0, 0, NULL);
}

static void calls(void)
{
    char text[40];
    CHECK(GetEnvironmentVariableA("no such variable", text, sizeof text) == 0);
    CHECK_EQ(sprintf(text, "%d", 12345), 5);
    SYSTEMTIME time;
    GetSystemTime(&time);
    CHECK(time.wYear > 2000);
}

static int compare(const void *a, const void *b)
{
    faults();
    return *(const int *)a - *(const int *)b;
}

static void calls_back(void)
{
    int values[] = {3, 1, 2};
    qsort(values, 3, sizeof *values, compare);
    CHECK(values[0] == 1 && values[2] == 3);
}

static void leaves(void)
{
    RtlRestoreContext(&back, NULL);
}

static void run_all(char *top)
{
    seen = 0;
    call_on(top, faults);
    CHECK_EQ(seen, 1);
    CHECK(code == EXCEPTION_ACCESS_VIOLATION);
    call_on(top, raises);
    CHECK_EQ(seen, 2);
    CHECK(code == 0xE0000001);
    call_on(top, calls);
    call_on(top, calls_back);
    CHECK(seen >= 4);
    volatile int passes = 0;
    RtlCaptureContext(&back);
    if (passes++ == 0) call_on(top, leaves);
    CHECK_EQ(passes, 2);
}

TEST(on_memory_of_the_heap)
{
    char *stack = malloc(0x10000);
    run_all((char *)(((ULONG_PTR)stack + 0x10000) & ~(ULONG_PTR)63));
    free(stack);
}

TEST(above_the_stack_of_the_thread)
{
    char *stack = VirtualAlloc((void *)0xc000000000, 0x20000, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    CHECK_EQ((ULONG_PTR)stack, 0xc000000000);
    run_all(stack + 0x20000);
    VirtualFree(stack, 0, MEM_RELEASE);
}

TEST(below_the_stack_of_the_thread)
{
    char *stack = VirtualAlloc((void *)0x20000000, 0x20000, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    if (stack == NULL) return;
    run_all(stack + 0x20000);
    VirtualFree(stack, 0, MEM_RELEASE);
}

/* A handler needs less than Go leaves it: 4 KiB. */
TEST(small_stacks)
{
    char *stack = VirtualAlloc(NULL, 0x3000, MEM_RESERVE, PAGE_READWRITE);
    VirtualAlloc(stack + 0x1000, 0x1000, MEM_COMMIT, PAGE_READWRITE);
    seen = 0;
    call_on(stack + 0x2000, faults);
    CHECK_EQ(seen, 1);
    call_on(stack + 0x2000, raises);
    CHECK_EQ(seen, 2);
    VirtualFree(stack, 0, MEM_RELEASE);
}

static DWORD WINAPI on_another_thread(void *argument)
{
    run_all(argument);
    return 0;
}

TEST(on_other_threads)
{
    char *stack = VirtualAlloc((void *)0xc100000000, 0x20000, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
    HANDLE thread = CreateThread(NULL, 0, on_another_thread, stack + 0x20000, 0, NULL);
    CHECK_EQ(WaitForSingleObject(thread, INFINITE), WAIT_OBJECT_0);
    CloseHandle(thread);
}

int main(void)
{
    AddVectoredExceptionHandler(1, handler);
    RUN(on_memory_of_the_heap);
    RUN(above_the_stack_of_the_thread);
    RUN(below_the_stack_of_the_thread);
    RUN(small_stacks);
    RUN(on_other_threads);
    return guest_done();
}
