/* A bad pointer that is given to the system is the program's fault, whoever of the system's parts finds it. */
#include "guest.h"
#include <wchar.h>

static DWORD code;
static ULONG_PTR address;
static int kind;
static int exceptions;
static char *lazy, *lazy_end;

/* Gives memory to addresses in the lazy region; ends the function that was called for others. */
static CONTEXT caller;

static LONG CALLBACK handler(EXCEPTION_POINTERS *p)
{
    EXCEPTION_RECORD *r = p->ExceptionRecord;
    code = r->ExceptionCode;
    kind = (int)r->ExceptionInformation[0];
    address = r->ExceptionInformation[1];
    exceptions++;
    if (code == EXCEPTION_ACCESS_VIOLATION && address >= (ULONG_PTR)lazy && address < (ULONG_PTR)lazy_end) {
        return VirtualAlloc((void *)address, 1, MEM_COMMIT, PAGE_READWRITE) ? EXCEPTION_CONTINUE_EXECUTION
                                                                            : EXCEPTION_CONTINUE_SEARCH;
    }
    if (code == EXCEPTION_GUARD_PAGE) return EXCEPTION_CONTINUE_EXECUTION;
    *p->ContextRecord = caller;
    return EXCEPTION_CONTINUE_EXECUTION;
}

/* Evaluates an expression whose call faults; what is checked is the exception. */
#define FAULTS(expression) \
    do { \
        volatile int passes = 0; \
        code = 0, exceptions = 0, address = 0; \
        RtlCaptureContext(&caller); \
        if (passes++ == 0) { (void)(expression); passes = 10; } \
        if (!CHECK(passes == 2) || !CHECK(code == EXCEPTION_ACCESS_VIOLATION)) printf("  " #expression "\n"); \
    } while (0)
#define FAULTS_AT(where, how, expression) \
    do { \
        FAULTS(expression); \
        if (!CHECK_EQ(address, (ULONG_PTR)(where)) || !CHECK_EQ(kind, how)) printf("  " #expression "\n"); \
    } while (0)

static char buffer[0x3000];
static const char constant[] = "a text that cannot be changed";

TEST(functions_of_the_runtime)
{
    char *bad = (char *)0x40, *beyond = (char *)0x7ff000000000;
    FAULTS_AT(bad, 0, strlen(bad));
    FAULTS_AT(beyond, 0, strlen(beyond));
    FAULTS_AT(bad, 1, memset(bad, 1, 1));
    FAULTS_AT(bad, 1, memcpy(bad, buffer, 1));
    FAULTS_AT(bad, 0, memcpy(buffer, bad, 1));
    FAULTS(memcpy(bad, buffer, 0x1000));
    FAULTS(memcpy(buffer, bad, 0x1000));
    FAULTS(memmove(bad, buffer, 0x1000));
    FAULTS(memcmp(bad, buffer, 8));
    FAULTS(strcpy(bad, "text"));
    FAULTS(strcmp(bad, "text"));
    FAULTS(wcslen((wchar_t *)bad));
    FAULTS(wcscpy((wchar_t *)bad, L"text"));
    FAULTS_AT(constant, 1, memset((char *)constant, 1, 1));
    FAULTS(atoi(bad));
    FAULTS(strtol("12", (char **)bad, 10));
    FAULTS(qsort(bad, 2, 4, (int (*)(const void *, const void *))strcmp));
    FAULTS(puts(bad));
    FAULTS(fwrite(bad, 1, 10, stdout));
    FAULTS(memset((char *)0x8000000000000000, 1, 1));
}

TEST(functions_of_the_system)
{
    char *bad = (char *)0x40;
    SYSTEMTIME *constant_time = (SYSTEMTIME *)constant;
    FAULTS(GetSystemTime((SYSTEMTIME *)bad));
    FAULTS_AT(constant_time, 1, GetSystemTime(constant_time));
    FAULTS(lstrcpynW((wchar_t *)buffer, NULL, 5) == NULL ? (*(volatile int *)bad = 1) : 0); /* has a handler of its own */
    FAULTS(InitializeCriticalSection((CRITICAL_SECTION *)bad));
    FAULTS(EnterCriticalSection((CRITICAL_SECTION *)bad));
    FAULTS(LeaveCriticalSection((CRITICAL_SECTION *)bad));
    FAULTS(AcquireSRWLockExclusive((SRWLOCK *)bad));
    FAULTS(ReleaseSRWLockShared((SRWLOCK *)bad));
    FAULTS(WakeAllConditionVariable((CONDITION_VARIABLE *)bad));
    FAULTS(InitializeSListHead((SLIST_HEADER *)bad));
    FAULTS(RtlCaptureContext((CONTEXT *)bad));
    FAULTS(RtlRestoreContext((CONTEXT *)bad, NULL));
    FAULTS(GetStartupInfoW((STARTUPINFOW *)bad));
}

/* Memory that ends in the middle: what is there may have been used, what is not is the fault. */
TEST(ranges_that_end_too_early)
{
    size_t size = 0x3000;
    char *page = VirtualAlloc(NULL, 0x10000, MEM_RESERVE, PAGE_READWRITE), *end = page + 0x1000, *from = end - 0x100;
    VirtualAlloc(page, 0x1000, MEM_COMMIT, PAGE_READWRITE);
    memset(page, 'a', 0x1000);
    wchar_t *wide = (wchar_t *)buffer;
    FILE *nul = fopen("NUL", "w");
    FAULTS_AT(end, 0, strlen(from));
    FAULTS_AT(end, 0, wcslen((wchar_t *)from));
    FAULTS(memset(from, 1, size));
    FAULTS(memcpy(from, buffer, size));
    FAULTS(memcpy(buffer, from, size));
    memset(buffer, 'x', 0x1000);
    FAULTS_AT(end, 1, strcpy(from, buffer));
    FAULTS(MultiByteToWideChar(CP_UTF8, 0, from, 0x400, wide, 0x400));
    FAULTS(MultiByteToWideChar(CP_UTF8, 0, buffer, (int)0x1000, (wchar_t *)from, (int)size));
    FAULTS(WideCharToMultiByte(CP_UTF8, 0, (wchar_t *)from, 0x400, buffer, sizeof buffer, NULL, NULL));
    FAULTS(fwrite(from, 1, size, nul));
    FAULTS(CompareStringA(LOCALE_USER_DEFAULT, 0, from, (int)size, buffer, 4));
    FAULTS(CharUpperBuffA(from, (DWORD)size));
    FAULTS(GetEnvironmentVariableA("PATH", (char *)0x40, 0x1000));
    FAULTS(GetWindowsDirectoryA((char *)0x40, 0x1000));
    FAULTS(GetSystemInfo((SYSTEM_INFO *)(end - 8)));
    FAULTS(QueryPerformanceFrequency((LARGE_INTEGER *)0x40));
    FAULTS(GlobalMemoryStatus((MEMORYSTATUS *)(end - 8)));
    fclose(nul);
    VirtualFree(page, 0, MEM_RELEASE);
}

/* Words that are changed atomically, in memory that can only be read. */
TEST(atomic_changes)
{
    DWORD old;
    char *page = VirtualAlloc(NULL, 0x1000, MEM_COMMIT, PAGE_READWRITE);
    CRITICAL_SECTION *section = (CRITICAL_SECTION *)page;
    SRWLOCK *lock = (SRWLOCK *)(page + 0x100);
    SLIST_HEADER *list = (SLIST_HEADER *)(page + 0x200);
    INIT_ONCE *once = (INIT_ONCE *)(page + 0x300);
    static __attribute__((aligned(16))) SLIST_ENTRY entry;
    BOOL pending;
    void *context;
    InitializeCriticalSection(section);
    InitializeSListHead(list);
    VirtualProtect(page, 0x1000, PAGE_READONLY, &old);
    FAULTS(EnterCriticalSection(section));
    FAULTS(TryEnterCriticalSection(section));
    FAULTS_AT(lock, 1, AcquireSRWLockExclusive(lock));
    FAULTS_AT(lock, 1, AcquireSRWLockShared(lock));
    FAULTS_AT(lock, 1, TryAcquireSRWLockExclusive(lock));
    FAULTS(InterlockedPushEntrySList(list, &entry));
    FAULTS(InitOnceBeginInitialize(once, 0, &pending, &context));
    VirtualProtect(page, 0x1000, PAGE_READWRITE, &old);
    lock->Ptr = (void *)(ULONG_PTR)0xC0000000;
    VirtualProtect(page, 0x1000, PAGE_READONLY, &old);
    FAULTS(ReleaseSRWLockExclusive(lock));
    VirtualFree(page, 0, MEM_RELEASE);
}

TEST(memory_that_comes_when_it_is_used)
{
    size_t size = 0x40000;
    lazy = VirtualAlloc(NULL, size, MEM_RESERVE, PAGE_READWRITE);
    lazy_end = lazy + size;
    memset(buffer, 'x', sizeof buffer);
    exceptions = 0;
    memcpy(lazy + 0x800, buffer, sizeof buffer);
    CHECK_EQ(exceptions, 4);
    CHECK_EQ(memcmp(lazy + 0x800, buffer, sizeof buffer), 0);
    CHECK_EQ(lazy[0x7ff], 0);
    exceptions = 0;
    CHECK_EQ(MultiByteToWideChar(CP_UTF8, 0, buffer, 0x1000, (wchar_t *)(lazy + 0x8000), 0x1000), 0x1000);
    CHECK(exceptions > 0);
    CHECK_EQ(((wchar_t *)(lazy + 0x8000))[0xfff], 'x');
    exceptions = 0;
    GetSystemTime((SYSTEMTIME *)(lazy + 0x10ff8));
    CHECK(exceptions > 0);
    CHECK(((SYSTEMTIME *)(lazy + 0x10ff8))->wYear > 2000);
    lazy = lazy_end = NULL;
}

TEST(guard_pages_warn_of_the_system_too)
{
    char *page = VirtualAlloc(NULL, 0x2000, MEM_COMMIT, PAGE_READWRITE | PAGE_GUARD);
    exceptions = 0;
    memset(page, 1, 0x1000);
    CHECK_EQ(exceptions, 1);
    CHECK(code == EXCEPTION_GUARD_PAGE);
    exceptions = 0;
    GetSystemTime((SYSTEMTIME *)(page + 0x1000));
    CHECK_EQ(exceptions, 1);
    CHECK(code == EXCEPTION_GUARD_PAGE);
    CHECK_EQ(address, (ULONG_PTR)page + 0x1000);
    CHECK(((SYSTEMTIME *)(page + 0x1000))->wYear > 2000);
    VirtualFree(page, 0, MEM_RELEASE);
}

/* What is asked of the kernel says that it failed. */
TEST(the_kernel_returns_errors)
{
    DWORD count;
    char name[] = "bad-pointers.tmp";
    HANDLE file = CreateFileA(name, GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_FLAG_DELETE_ON_CLOSE, NULL);
    exceptions = 0;
    CHECK(!WriteFile(file, (void *)0x40, 10, &count, NULL));
    CHECK(WriteFile(file, "0123456789", 10, &count, NULL));
    SetFilePointer(file, 0, NULL, FILE_BEGIN);
    CHECK_ERROR(ReadFile(file, (void *)0x40, 10, &count, NULL), ERROR_NOACCESS);
    CHECK_EQ(exceptions, 0);
    CloseHandle(file);
}

int main(void)
{
    AddVectoredExceptionHandler(1, handler);
    RUN(functions_of_the_runtime);
    RUN(functions_of_the_system);
    RUN(ranges_that_end_too_early);
    RUN(atomic_changes);
    RUN(memory_that_comes_when_it_is_used);
    RUN(guard_pages_warn_of_the_system_too);
    RUN(the_kernel_returns_errors);
    return guest_done();
}
