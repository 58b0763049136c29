// judged-by: Benchmarks
/* What one call of an API costs: one line each, "NAME nanoseconds", the median of several rounds. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

enum { ROUNDS = 9 };

static double frequency;

static double now(void)
{
    LARGE_INTEGER ticks;
    QueryPerformanceCounter(&ticks);
    return (double)ticks.QuadPart / frequency;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

#define MEASURE(name, count, call) \
    do { \
        double rounds[ROUNDS]; \
        for (int round = 0; round < ROUNDS; round++) { \
            double begin = now(); \
            for (int i = 0; i < (count); i++) { call; } \
            rounds[round] = (now() - begin) * 1e9 / (count); \
        } \
        qsort(rounds, ROUNDS, sizeof *rounds, ascending); \
        printf("%s %.1f\n", name, rounds[ROUNDS / 2]); \
        fflush(stdout); \
    } while (0)

static char source[4096], target[4096];
static volatile size_t sink;

int main(void)
{
    LARGE_INTEGER f;
    QueryPerformanceFrequency(&f);
    frequency = (double)f.QuadPart;
    memset(source, 'x', sizeof source - 1);
    HANDLE heap = GetProcessHeap();
    DWORD slot = TlsAlloc(), count;
    CRITICAL_SECTION section;
    InitializeCriticalSection(&section);
    SRWLOCK lock = SRWLOCK_INIT;
    HANDLE null = CreateFileA("NUL", GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    HANDLE file = CreateFileA("bench.tmp", GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_FLAG_DELETE_ON_CLOSE, NULL);
    WriteFile(file, source, sizeof source, &count, NULL);
    FILETIME time;
    LARGE_INTEGER counter;
    FILE *stream = fopen("NUL", "w");

    MEASURE("GetLastError", 1000000, sink += GetLastError());
    MEASURE("GetCurrentThreadId", 1000000, sink += GetCurrentThreadId());
    MEASURE("TlsGetValue", 1000000, sink += (size_t)TlsGetValue(slot));
    MEASURE("QueryPerformanceCounter", 200000, QueryPerformanceCounter(&counter));
    MEASURE("GetSystemTimeAsFileTime", 200000, GetSystemTimeAsFileTime(&time));
    MEASURE("EnterLeaveCriticalSection", 1000000, EnterCriticalSection(&section); LeaveCriticalSection(&section));
    MEASURE("AcquireReleaseSRWLock", 1000000, AcquireSRWLockExclusive(&lock); ReleaseSRWLockExclusive(&lock));
    MEASURE("HeapAllocFree64", 200000, HeapFree(heap, 0, HeapAlloc(heap, 0, 64)));
    MEASURE("mallocFree1000", 200000, free(malloc(1000)));
    MEASURE("strlen16", 1000000, sink += strlen(source + sizeof source - 17));
    MEASURE("memcpy4096", 200000, memcpy(target, source, sizeof source));
    MEASURE("GetConsoleCP", 100000, sink += GetConsoleCP());
    MEASURE("SetFilePointer", 50000, sink += SetFilePointer(file, 0, NULL, FILE_BEGIN));
    MEASURE("WriteFileNul16", 50000, WriteFile(null, source, 16, &count, NULL));
    MEASURE("SeekReadFile4096", 20000, SetFilePointer(file, 0, NULL, FILE_BEGIN); ReadFile(file, target, 4096, &count, NULL));
    MEASURE("GetFileAttributesMissing", 5000, sink += GetFileAttributesA("C:\\no\\such.file"));
    MEASURE("CreateCloseFileNul", 5000, CloseHandle(CreateFileA("NUL", GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL)));
    MEASURE("fprintfNul", 20000, fprintf(stream, "%d %s\n", i, "text"));
    MEASURE("sprintfDouble", 20000, sprintf(target, "%.6f", i * 0.37));
    return 0;
}
