/*
 * System calls by number, those of Windows 10 22H2, reach the functions that ntdll exports; no instruction of the guest
 * makes a system call of the host.
 */
// build: -lntdll
#include "guest.h"
#include <winternl.h>

#define INVALID_SYSTEM_SERVICE ((NTSTATUS)0xC000001C)
#define STATUS_INVALID_HANDLE_ ((NTSTATUS)0xC0000008)
#define STATUS_ACCESS_VIOLATION_ ((NTSTATUS)0xC0000005)

/* A function that makes a system call, as programs that avoid ntdll have them. */
#define SYSTEM_CALL(name, number)                                                                                      \
    __asm__(".globl " #name "\n" #name ":\n mov %rcx, %r10\n mov $" #number ", %eax\n syscall\n ret\n");                \
    NTSTATUS NTAPI name()

SYSTEM_CALL(SysWaitForSingleObject, 0x04);
SYSTEM_CALL(SysReadFile, 0x06);
SYSTEM_CALL(SysWriteFile, 0x08);
SYSTEM_CALL(SysSetEvent, 0x0E);
SYSTEM_CALL(SysClose, 0x0F);
SYSTEM_CALL(SysAllocateVirtualMemory, 0x18);
SYSTEM_CALL(SysFreeVirtualMemory, 0x1E);
SYSTEM_CALL(SysDelayExecution, 0x34);
SYSTEM_CALL(SysQueueApcThread, 0x45);
SYSTEM_CALL(SysCreateEvent, 0x48);
SYSTEM_CALL(SysQuerySystemTime, 0x5A);
SYSTEM_CALL(SysNoSuchCall, 0x1FF);
__asm__("SysByInterrupt:\n mov %rcx, %r10\n mov $0x5A, %eax\n int $0x2e\n ret\n");
NTSTATUS NTAPI SysByInterrupt(LARGE_INTEGER *);

static int is_close_to_now(LARGE_INTEGER time)
{
    FILETIME now;
    GetSystemTimeAsFileTime(&now);
    long long difference = ((long long)now.dwHighDateTime << 32 | now.dwLowDateTime) - time.QuadPart;
    return difference >= 0 && difference < 600000000;
}

TEST(tells_the_time)
{
    LARGE_INTEGER time = {0};
    CHECK_EQ(SysQuerySystemTime(&time), 0);
    CHECK(is_close_to_now(time));
    CHECK_EQ(SysQuerySystemTime((void *)8), STATUS_ACCESS_VIOLATION_);
}

TEST(interrupt_2e_is_a_system_call_too)
{
    LARGE_INTEGER time = {0};
    CHECK_EQ(SysByInterrupt(&time), 0);
    CHECK(is_close_to_now(time));
}

TEST(statuses_come_back)
{
    CHECK_EQ(SysClose((HANDLE)0x7FFC), STATUS_INVALID_HANDLE_);
    CHECK_EQ(SysClose(NULL), STATUS_INVALID_HANDLE_);
    CHECK_EQ(SysNoSuchCall(), INVALID_SYSTEM_SERVICE);
    CHECK_EQ(SysNoSuchCall(), INVALID_SYSTEM_SERVICE);
}

TEST(nine_arguments)
{
    HANDLE reader, writer;
    CHECK(CreatePipe(&reader, &writer, NULL, 0));
    IO_STATUS_BLOCK status = {0};
    CHECK_EQ(SysWriteFile(writer, NULL, NULL, NULL, &status, "by number", 9, NULL, NULL), 0);
    CHECK_EQ(status.Information, 9);
    char text[16] = "";
    CHECK_EQ(SysReadFile(reader, NULL, NULL, NULL, &status, text, 15, NULL, NULL), 0);
    CHECK_EQ(status.Information, 9);
    CHECK_STR(text, "by number");
    CHECK_EQ(SysClose(reader), 0);
    CHECK_EQ(SysClose(writer), 0);
    CHECK_EQ(SysClose(writer), STATUS_INVALID_HANDLE_);
}

TEST(memory)
{
    void *base = NULL;
    SIZE_T size = 0x5000;
    CHECK_EQ(SysAllocateVirtualMemory((HANDLE)-1, &base, (ULONG_PTR)0, &size, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE),
             0);
    CHECK(base != NULL && size == 0x5000);
    memset(base, 1, size);
    size = 0;
    CHECK_EQ(SysFreeVirtualMemory((HANDLE)-1, &base, &size, MEM_RELEASE), 0);
    MEMORY_BASIC_INFORMATION information;
    CHECK(VirtualQuery(base, &information, sizeof information) && information.State == MEM_FREE);
}

static VOID CALLBACK count_apc(ULONG_PTR counter)
{
    LARGE_INTEGER time = {0};
    /* a system call inside of one */
    if (SysQuerySystemTime(&time) == 0 && is_close_to_now(time))
        ++*(int *)counter;
}

TEST(events_waits_and_apcs)
{
    HANDLE event = NULL;
    LARGE_INTEGER none = {0}, moment = {.QuadPart = -10000};
    CHECK_EQ(SysCreateEvent(&event, EVENT_ALL_ACCESS, NULL, 1, 0), 0);
    CHECK_EQ(SysWaitForSingleObject(event, 0, &none), WAIT_TIMEOUT);
    CHECK_EQ(SysSetEvent(event, NULL), 0);
    CHECK_EQ(SysWaitForSingleObject(event, 0, NULL), 0);
    CHECK_EQ(SysWaitForSingleObject(event, 0, &moment), WAIT_TIMEOUT);
    int count = 0;
    CHECK_EQ(SysQueueApcThread(GetCurrentThread(), count_apc, &count, NULL, NULL), 0);
    CHECK_EQ(SysDelayExecution(1, &moment), STATUS_USER_APC);
    CHECK_EQ(count, 1);
    CHECK_EQ(SysClose(event), 0);
}

TEST(registers_are_kept)
{
    unsigned long long seen[10], rcx, r11, stack_before, stack_after;
    long long status = 0x0F;
    /* in the middle of code, with the stack as it happens to be */
    __asm__ volatile("mov $0x1111, %%rbx; mov $0x2222, %%rsi; mov $0x3333, %%rdi\n"
                     "mov $0x4444, %%r12; mov $0x5555, %%r13; mov $0x6666, %%r14; mov $0x7777, %%r15\n"
                     "mov $0x8888, %%r10; mov %%rsp, %[before]; movq %%rdi, %%xmm6; movq %%rsi, %%xmm15\n"
                     "stc; syscall; after_the_call:\n"
                     "setc %%dl; mov %%rsp, %[after]; mov %%rcx, %[rcx]; mov %%r11, %[r11]\n"
                     "mov %[seen], %%rcx; mov %%rbx, (%%rcx); mov %%rsi, 8(%%rcx); mov %%rdi, 16(%%rcx)\n"
                     "mov %%r12, 24(%%rcx); mov %%r13, 32(%%rcx); mov %%r14, 40(%%rcx); mov %%r15, 48(%%rcx)\n"
                     "movzbl %%dl, %%edx; mov %%rdx, 56(%%rcx); movq %%xmm6, 64(%%rcx); movq %%xmm15, 72(%%rcx)"
                     : "+a"(status), [rcx] "=m"(rcx), [r11] "=m"(r11), [before] "=m"(stack_before),
                       [after] "=m"(stack_after)
                     : [seen] "m"(*(void **)&(void *){seen})
                     : "rbx", "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "xmm0",
                       "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm15", "memory", "cc");
    CHECK_EQ((NTSTATUS)status, STATUS_INVALID_HANDLE_);
    CHECK(seen[0] == 0x1111 && seen[1] == 0x2222 && seen[2] == 0x3333);
    CHECK(seen[3] == 0x4444 && seen[4] == 0x5555 && seen[5] == 0x6666 && seen[6] == 0x7777);
    CHECK_EQ(seen[7], 1);
    CHECK(seen[8] == 0x3333 && seen[9] == 0x2222);
    CHECK_EQ(stack_after, stack_before);
    extern char after_the_call[];
    CHECK(rcx == (ULONG_PTR)after_the_call);
    CHECK_EQ(r11 & 1, 1);
}

/* What these numbers mean to Linux must not happen. */
static long long linux_call(long long number, long long first, const void *second, long long third)
{
    register long long r8 __asm__("r8") = 0;
    register long long r9 __asm__("r9") = 0;
    register long long r10 __asm__("r10") = 0;
    __asm__ volatile("syscall"
                     : "+a"(number)
                     : "D"(first), "S"(second), "d"(third), "r"(r8), "r"(r9), "r"(r10)
                     : "rcx", "r11", "memory");
    return number;
}

TEST(numbers_of_linux_mean_nothing)
{
    CHECK((int)linux_call(1, 1, "not ok written_by_linux\n", 24) < 0); /* write */
    CHECK((int)linux_call(39, 0, NULL, 0) < 0);                        /* getpid */
    CHECK((int)linux_call(60, 3, NULL, 0) < 0);                        /* exit */
    CHECK((int)linux_call(186, 0, NULL, 0) < 0);                       /* gettid */
    CHECK((int)linux_call(231, 4, NULL, 0) < 0);                       /* exit_group */
    CHECK((int)linux_call(0x40000001, 1, "not ok x32\n", 11) == INVALID_SYSTEM_SERVICE);
}

/* Some programs read the number in ntdll's code, and jump to the instruction there. */
TEST(ntdll_looks_as_on_windows)
{
    static const char *names[] = {"NtClose", "ZwClose", "NtWriteFile", "NtCreateFile", "NtAllocateVirtualMemory"};
    static const unsigned char numbers[] = {0x0F, 0x0F, 0x08, 0x55, 0x18};
    for (int i = 0; i < 5; i++) {
        unsigned char *function = (unsigned char *)GetProcAddress(GetModuleHandleA("ntdll"), names[i]);
        CHECK(function != NULL && memcmp(function, "\x4C\x8B\xD1\xB8", 4) == 0);
        CHECK(function[4] == numbers[i] && function[5] == 0 && function[6] == 0 && function[7] == 0);
        CHECK(memcmp(function + 0x12, "\x0F\x05\xC3", 3) == 0);
    }
    unsigned char *instruction = (unsigned char *)GetProcAddress(GetModuleHandleA("ntdll"), "NtClose") + 0x12;
    LARGE_INTEGER time = {0};
    long long status = 0x5A;
    __asm__ volatile("mov %[time], %%r10; call *%[at]"
                     : "+a"(status)
                     : [time] "r"(&time), [at] "r"(instruction)
                     : "rcx", "rdx", "r8", "r9", "r10", "r11", "xmm4", "memory");
    CHECK_EQ((NTSTATUS)status, 0);
    CHECK(is_close_to_now(time));
}

static int exceptions;
static DWORD code;

static LONG CALLBACK skip_two_bytes(EXCEPTION_POINTERS *p)
{
    exceptions++;
    code = p->ExceptionRecord->ExceptionCode;
    p->ContextRecord->Rip += 2;
    return EXCEPTION_CONTINUE_EXECUTION;
}

TEST(other_ways_into_linux_are_exceptions)
{
    void *handler = AddVectoredExceptionHandler(1, skip_two_bytes);
    long long result = 1;
    exceptions = 0;
    /* exit(5) of 32-bit Linux */
    __asm__ volatile("int $0x80" : "+a"(result) : "b"(5) : "rcx", "r11", "memory");
    CHECK_EQ(exceptions, 1);
    CHECK_EQ(code, EXCEPTION_ACCESS_VIOLATION);
    CHECK_EQ(result, 1);
    RemoveVectoredExceptionHandler(handler);
}

static volatile LONG bad;

static LONG CALLBACK skip_load(EXCEPTION_POINTERS *p)
{
    if (p->ExceptionRecord->ExceptionCode != EXCEPTION_ACCESS_VIOLATION)
        return EXCEPTION_CONTINUE_SEARCH;
    p->ContextRecord->Rip += 2;
    return EXCEPTION_CONTINUE_EXECUTION;
}

static DWORD WINAPI calls_and_faults(void *parameter)
{
    HANDLE event = NULL;
    int wrong = SysCreateEvent(&event, EVENT_ALL_ACCESS, NULL, 1, 0) != 0;
    for (int i = 0; i < 1000; i++) {
        LARGE_INTEGER time = {0}, none = {0};
        wrong += SysQuerySystemTime(&time) != 0 || time.QuadPart == 0;
        wrong += SysSetEvent(event, NULL) != 0;
        wrong += SysWaitForSingleObject(event, 0, &none) != 0;
        wrong += SysWaitForSingleObject(event, 0, &none) != WAIT_TIMEOUT;
        if (i % 10 == 0) {
            unsigned char value;
            __asm__ volatile("movl $0x50, %%ecx; movb (%%rcx), %%al" : "=a"(value) : : "rcx", "memory");
            void *base = NULL;
            SIZE_T size = 0x1000;
            wrong += SysAllocateVirtualMemory((HANDLE)-1, &base, (ULONG_PTR)0, &size, MEM_COMMIT, PAGE_READWRITE) != 0;
            size = 0;
            wrong += SysFreeVirtualMemory((HANDLE)-1, &base, &size, MEM_RELEASE) != 0;
        }
    }
    wrong += SysClose(event) != 0;
    InterlockedAdd((volatile LONG *)parameter, wrong);
    return 0;
}

TEST(several_threads_with_faults_between)
{
    void *handler = AddVectoredExceptionHandler(1, skip_load);
    HANDLE threads[4];
    for (int i = 0; i < 4; i++)
        threads[i] = CreateThread(NULL, 0, calls_and_faults, (void *)&bad, 0, NULL);
    CHECK_EQ(WaitForMultipleObjects(4, threads, TRUE, 60000), 0);
    CHECK_EQ(bad, 0);
    for (int i = 0; i < 4; i++)
        CloseHandle(threads[i]);
    RemoveVectoredExceptionHandler(handler);
}

static volatile LONG stop, rounds;

static DWORD WINAPI calls_until_stopped(void *unused)
{
    (void)unused;
    LONG failures = 0;
    HANDLE event = NULL;
    SysCreateEvent(&event, EVENT_ALL_ACCESS, NULL, 0, 0);
    while (!stop) {
        LARGE_INTEGER time = {0}, none = {0};
        failures += SysSetEvent(event, NULL) != 0;
        failures += SysWaitForSingleObject(event, 0, &none) != 0;
        failures += SysQuerySystemTime(&time) != 0 || time.QuadPart == 0;
        rounds++;
    }
    SysClose(event);
    return failures;
}

/* A thread is stopped wherever it is in a system call, shows registers, and goes on as if nothing had been. */
TEST(suspended_in_system_calls)
{
    HANDLE threads[2];
    for (int i = 0; i < 2; i++)
        threads[i] = CreateThread(NULL, 0, calls_until_stopped, NULL, 0, NULL);
    for (int i = 0; i < 300; i++) {
        HANDLE thread = threads[i & 1];
        CHECK_EQ(SuspendThread(thread), 0);
        CONTEXT context = {.ContextFlags = CONTEXT_FULL};
        CHECK(GetThreadContext(thread, &context));
        CHECK(context.Rip != 0 && context.Rsp != 0);
        LONG before = rounds;
        if (i % 50 == 0) {
            SuspendThread(threads[~i & 1]);
            before = rounds;
            Sleep(2);
            CHECK_EQ(rounds, before);
            ResumeThread(threads[~i & 1]);
        }
        CHECK_EQ(ResumeThread(thread), 1);
    }
    LONG before = rounds;
    for (int i = 0; i < 10000 && rounds == before; i++)
        Sleep(1);
    CHECK(rounds != before);
    stop = 1;
    CHECK_EQ(WaitForMultipleObjects(2, threads, TRUE, 60000), 0);
    for (int i = 0; i < 2; i++) {
        DWORD failures = 1;
        CHECK(GetExitCodeThread(threads[i], &failures));
        CHECK_EQ(failures, 0);
        CloseHandle(threads[i]);
    }
}

int main(void)
{
    RUN(tells_the_time);
    RUN(interrupt_2e_is_a_system_call_too);
    RUN(statuses_come_back);
    RUN(nine_arguments);
    RUN(memory);
    RUN(events_waits_and_apcs);
    RUN(registers_are_kept);
    RUN(ntdll_looks_as_on_windows);
    RUN(numbers_of_linux_mean_nothing);
    RUN(other_ways_into_linux_are_exceptions);
    RUN(several_threads_with_faults_between);
    RUN(suspended_in_system_calls);
    return guest_done();
}
