/* fault KIND: does one thing that ends a Windows program with an exception. */
// judged-by: FaultsTest
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

static volatile int zero;
static volatile char *volatile nowhere = (volatile char *)0x10;
static const char constant[] = "read-only";

static __attribute__((noinline)) int overflow(int depth)
{
    volatile char frame[4000];
    frame[0] = (char)depth;
    return depth == -1 ? 0 : overflow(depth + 1) + frame[0];
}

static int bad_comparer(const void *a, const void *b)
{
    (void)a, (void)b;
    return *nowhere;
}

static LONG WINAPI handles(EXCEPTION_POINTERS *p)
{
    printf("filter %lx\n", p->ExceptionRecord->ExceptionCode);
    fflush(stdout);
    return EXCEPTION_EXECUTE_HANDLER;
}

static LONG WINAPI continues(EXCEPTION_POINTERS *p)
{
    handles(p);
    p->ContextRecord->Rip += 2;
    return EXCEPTION_CONTINUE_EXECUTION;
}

static void touch(void)
{
    __asm__ volatile("xorl %%ecx, %%ecx; movb %%al, (%%rcx)" : : : "rcx", "memory");
}

static DWORD WINAPI thread(void *argument)
{
    (void)argument;
    return (DWORD)*nowhere;
}

static LONG CALLBACK last_word(EXCEPTION_POINTERS *p)
{
    printf("nobody handled %lx\n", p->ExceptionRecord->ExceptionCode);
    fflush(stdout);
    return EXCEPTION_CONTINUE_SEARCH;
}

static LONG CALLBACK step_on(EXCEPTION_POINTERS *p)
{
    if (p->ExceptionRecord->ExceptionCode != EXCEPTION_SINGLE_STEP) return EXCEPTION_CONTINUE_SEARCH;
    p->ContextRecord->EFlags |= 0x100;
    return EXCEPTION_CONTINUE_EXECUTION;
}

/* Single steps that lead into the system. */
static int steps(void)
{
    SYSTEMTIME time;
    void *handle = AddVectoredExceptionHandler(1, step_on);
    __asm__ volatile("pushfq; orl $0x100, (%%rsp); popfq; nop" : : : "memory", "cc");
    GetSystemTime(&time);
    strlen("text");
    Sleep(1);
    __asm__ volatile("pushfq; andl $~0x100, (%%rsp); popfq" : : : "memory", "cc");
    RemoveVectoredExceptionHandler(handle);
    return time.wYear > 2000 ? 0 : 97;
}

/* A file that becomes shorter behind its mapping's back: somebody else cuts it when "mapped" is there, and says "cut". */
static int cut_file(void)
{
    HANDLE file = CreateFileA("page.bin", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, CREATE_ALWAYS, 0, NULL);
    SetFilePointer(file, 0x2000, NULL, FILE_BEGIN);
    SetEndOfFile(file);
    char *view = MapViewOfFile(CreateFileMappingA(file, NULL, PAGE_READWRITE, 0, 0, NULL), FILE_MAP_WRITE, 0, 0, 0);
    CloseHandle(CreateFileA("mapped", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL));
    for (int i = 0; i < 500 && GetFileAttributesA("cut") == INVALID_FILE_ATTRIBUTES; i++) Sleep(20);
    return ((volatile char *)view)[0x1000];
}

/* Continues with registers that nobody's code and nobody's stack lie at. */
static int lose(DWORD64 rip, DWORD64 rsp)
{
    static CONTEXT c;
    RtlCaptureContext(&c);
    c.Rip = rip;
    c.Rsp = rsp;
    RtlRestoreContext(&c, NULL);
    return 0;
}

int main(int argc, char **argv)
{
    const char *kind = argc > 1 ? argv[1] : "";
    DWORD count;
    printf("before %s\n", kind);
    fflush(stdout);
    if (strcmp(kind, "read") == 0) return *nowhere;
    if (strcmp(kind, "write") == 0) *nowhere = 1;
    if (strcmp(kind, "read-only") == 0) *(volatile char *)constant = 1;
    if (strcmp(kind, "non-canonical") == 0) return *(volatile char *)0x8000000000001234;
    if (strcmp(kind, "null-call") == 0) ((void (*)(void))(ULONG_PTR)zero)();
    if (strcmp(kind, "wild-call") == 0) ((void (*)(void))(ULONG_PTR)-1)();
    if (strcmp(kind, "host-call") == 0) ((void (*)(void))(ULONG_PTR)0x7fff00001000)();
    if (strcmp(kind, "execute-data") == 0) {
        static char data[16] = {(char)0xc3};
        ((void (*)(void))(ULONG_PTR)data)();
    }
    if (strcmp(kind, "divide") == 0) return argc / zero;
    if (strcmp(kind, "overflow") == 0) return overflow(zero);
    if (strcmp(kind, "illegal") == 0) __asm__ volatile("ud2");
    if (strcmp(kind, "breakpoint") == 0) __asm__ volatile("int3");
    if (strcmp(kind, "privileged") == 0) __asm__ volatile("hlt");
    if (strcmp(kind, "fast-fail") == 0) __asm__ volatile("int $0x29" : : "c"(7));
    if (strcmp(kind, "fail-fast") == 0) RaiseFailFastException(NULL, NULL, 0);
    if (strcmp(kind, "guard") == 0) *(volatile char *)VirtualAlloc(NULL, 1, MEM_COMMIT, PAGE_READWRITE | PAGE_GUARD) = 1;
    if (strcmp(kind, "steps") == 0) return steps();
    if (strcmp(kind, "in-page") == 0) return cut_file();
    if (strcmp(kind, "thread") == 0) WaitForSingleObject(CreateThread(NULL, 0, thread, NULL, 0, NULL), INFINITE);
    if (strcmp(kind, "lost-stack") == 0) __asm__ volatile("movl $0x1000, %esp; push %rax");
    if (strcmp(kind, "lost-all") == 0) return lose(~(DWORD64)0, ~(DWORD64)0);
    if (strcmp(kind, "lost-in-host") == 0) return lose(0x700000000000, 0x7fff00000000);
    if (strcmp(kind, "lost-block") == 0) memset((char *)NtCurrentTeb() + 0x2000, 0, 0x100), touch();
    if (strcmp(kind, "own-stack") == 0) {
        AddVectoredContinueHandler(0, last_word);
        __asm__ volatile("movq %0, %%rsp; call *%1" : : "r"((char *)malloc(0x8000) + 0x7fe0), "r"(touch) : "memory");
    }
    if (strcmp(kind, "filter-handles") == 0) {
        SetUnhandledExceptionFilter(handles);
        touch();
    }
    if (strcmp(kind, "filter-continues") == 0) {
        SetUnhandledExceptionFilter(continues);
        touch();
        return puts("after") < 0;
    }
    if (strcmp(kind, "strlen") == 0) return (int)strlen((const char *)nowhere);
    if (strcmp(kind, "memcpy") == 0) memcpy((void *)nowhere, argv[0], 4);
    if (strcmp(kind, "puts") == 0) return puts((const char *)nowhere);
    if (strcmp(kind, "system-time") == 0) GetSystemTime((SYSTEMTIME *)nowhere);
    if (strcmp(kind, "comparer") == 0) qsort(argv, (size_t)argc, sizeof *argv, bad_comparer);
    if (strcmp(kind, "abort") == 0) abort();
    if (strcmp(kind, "raise") == 0) RaiseException(0xE0001234, EXCEPTION_NONCONTINUABLE, 0, NULL);
    /* WriteFile probes its buffer and fails; the process goes on. */
    if (strcmp(kind, "write-file") == 0)
        return WriteFile(GetStdHandle(STD_OUTPUT_HANDLE), (void *)nowhere, 10, &count, NULL) ? 99 : 0;
    return 98;
}
