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
