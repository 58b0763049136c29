// judged-by: Benchmarks
// build: -D_WIN32_WINNT=0x0A00 -lsynchronization
/* What one call of an API costs: one line each, "NAME nanoseconds", the best of many short batches, so that a busy
   machine disturbs little. With an argument only the rows whose names begin with it. */
#include "measure.h"
#include <string.h>

static volatile size_t sink;

static char source[4096], target[4096];
static DWORD moved;

/* --- memory, strings, the calling thread --------------------------------------------------------------------- */

static int ascending(const void *a, const void *b)
{
    int x = *(const int *)a, y = *(const int *)b;
    return (x > y) - (x < y);
}

static void sort_100k(void)
{
    static int numbers[100000];
    unsigned seed = 1;
    for (int i = 0; i < 100000; i++) numbers[i] = (int)((seed = seed * 1664525u + 1013904223u) >> 1);
    qsort(numbers, 100000, sizeof *numbers, ascending);
}

static void plain_calls(void)
{
    DWORD slot = TlsAlloc();
    CRITICAL_SECTION section;
    SRWLOCK lock = SRWLOCK_INIT;
    HANDLE heap = GetProcessHeap();
    LARGE_INTEGER counter;
    FILETIME time;
    WCHAR wide[64] = L"the thirty-two units of a text..";
    HMODULE kernel32 = GetModuleHandleW(L"kernel32.dll");
    InitializeCriticalSection(&section);
    SetEnvironmentVariableW(L"BENCHMARK", L"value");
    BEST("GetLastError", 1000000, sink += GetLastError());
    BEST("GetCurrentThreadId", 1000000, sink += GetCurrentThreadId());
    BEST("TlsGetValue", 1000000, sink += (size_t)TlsGetValue(slot));
    BEST("EnterLeaveCriticalSection", 1000000, EnterCriticalSection(&section); LeaveCriticalSection(&section));
    BEST("AcquireReleaseSRWExclusive", 1000000, AcquireSRWLockExclusive(&lock); ReleaseSRWLockExclusive(&lock));
    BEST("HeapAlloc+Free_64", 200000, HeapFree(heap, 0, HeapAlloc(heap, 0, 64)));
    BEST("HeapAlloc+Free_4K", 200000, HeapFree(heap, 0, HeapAlloc(heap, 0, 4096)));
    BEST("malloc+free_1000", 200000, free(malloc(1000)));
    BEST("memcpy_64", 1000000, memcpy(target, source, 64 + (i & 1)));
    BEST("memcpy_4K", 200000, memcpy(target, source, sizeof source));
    BEST("strlen_40", 1000000, sink += strlen(source + sizeof source - 41));
    BEST("sprintf_d_s_f", 20000, sprintf(target, "%d %s %5.2f", i, "text", i * 0.37));
    BEST("sprintf_6f", 20000, sprintf(target, "%.6f", i * 0.37));
    BEST("QueryPerformanceCounter", 200000, QueryPerformanceCounter(&counter));
    BEST("GetTickCount64", 200000, sink += GetTickCount64());
    BEST("GetSystemTimeAsFileTime", 200000, GetSystemTimeAsFileTime(&time));
    BEST("MultiByteToWideChar_32", 50000, MultiByteToWideChar(CP_ACP, 0, source, 32, wide, 64));
    BEST("WideCharToMultiByte_32", 50000, WideCharToMultiByte(CP_UTF8, 0, wide, 32, target, 64, NULL, NULL));
    BEST("GetModuleHandleW", 50000, sink += (size_t)GetModuleHandleW(L"kernel32.dll"));
    BEST("GetProcAddress", 50000, sink += (size_t)GetProcAddress(kernel32, "CreateFileW"));
    BEST("GetEnvironmentVariableW", 50000, GetEnvironmentVariableW(L"BENCHMARK", wide, 64));
    BEST("GetConsoleCP", 100000, sink += GetConsoleCP());
    BEST("qsort_100k", 1, sort_100k());
}

/* --- memory of the process, exceptions ------------------------------------------------------------------------- */

static LONG WINAPI go_on(EXCEPTION_POINTERS *e)
{
    return e->ExceptionRecord->ExceptionCode == 0xE0000001 ? EXCEPTION_CONTINUE_EXECUTION : EXCEPTION_CONTINUE_SEARCH;
}

static void touch(char *p)
{
    for (int i = 0; i < 0x10000; i += 0x1000) p[i] = 1;
}

static void memory_calls(void)
{
    MEMORY_BASIC_INFORMATION information;
    BEST("VirtualAlloc+Free_64K_touched", 400, char *p = VirtualAlloc(NULL, 0x10000, MEM_RESERVE | MEM_COMMIT, PAGE_READWRITE);
            touch(p); VirtualFree(p, 0, MEM_RELEASE));
    BEST("VirtualQuery", 50000, VirtualQuery(source, &information, sizeof information));
    PVOID handler = AddVectoredExceptionHandler(1, go_on);
    BEST("RaiseException+VEH", 20000, RaiseException(0xE0000001, 0, 0, NULL));
    RemoveVectoredExceptionHandler(handler);
}

/* --- files --------------------------------------------------------------------------------------------------------- */

static void list(const char *pattern)
{
    WIN32_FIND_DATAA found;
    HANDLE find = FindFirstFileA(pattern, &found);
    do { sink++; } while (FindNextFileA(find, &found));
    FindClose(find);
}

static void file_calls(void)
{
    LARGE_INTEGER size;
    char name[64];
    HANDLE null = CreateFileA("NUL", GENERIC_WRITE, 0, NULL, OPEN_EXISTING, 0, NULL);
    HANDLE file = CreateFileA("bench.tmp", GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    WriteFile(file, source, sizeof source, &moved, NULL);
    BEST("GetFileSizeEx", 4000, GetFileSizeEx(file, &size));
    BEST("SetFilePointer", 10000, sink += SetFilePointer(file, 0, NULL, FILE_BEGIN));
    BEST("SetFilePointer+WriteFile_1", 2000, SetFilePointer(file, 0, NULL, FILE_BEGIN); WriteFile(file, source, 1, &moved, NULL));
    BEST("SetFilePointer+ReadFile_4K", 2000, SetFilePointer(file, 0, NULL, FILE_BEGIN); ReadFile(file, target, 4096, &moved, NULL));
    BEST("WriteFile_NUL_16", 10000, WriteFile(null, source, 16, &moved, NULL));
    CloseHandle(file);
    BEST("CreateFile+Close", 500, CloseHandle(CreateFileA("bench.tmp", GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL)));
    BEST("CreateFile+Close_other_case", 200,
            CloseHandle(CreateFileA("BENCH.TMP", GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL)));
    BEST("GetFileAttributes", 1000, sink += GetFileAttributesA("bench.tmp"));
    BEST("GetFileAttributes_missing", 500, sink += GetFileAttributesA("no such file"));
    BEST("create+delete_file", 50, CloseHandle(CreateFileA("new.tmp", GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL)); DeleteFileA("new.tmp"));
    BEST("fopen+fclose", 400, fclose(fopen("bench.tmp", "rb")));
    DeleteFileA("bench.tmp");
    if (wanted("FindFirst+Next_1000")) {
        CreateDirectoryA("many.tmp", NULL);
        for (int i = 0; i < 1000; i++) {
            sprintf(name, "many.tmp\\%04d.txt", i);
            CloseHandle(CreateFileA(name, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL));
        }
        BEST("FindFirst+Next_1000", 1, list("many.tmp\\*"));
        for (int i = 0; i < 1000; i++) {
            sprintf(name, "many.tmp\\%04d.txt", i);
            DeleteFileA(name);
        }
        RemoveDirectoryA("many.tmp");
    }
    CloseHandle(null);
}

static void stream_calls(void)
{
    FILE *stream = tmpfile();
    FILE *null = fopen("NUL", "w");
    BEST("fputc", 200000, fputc('x', stream));
    for (int i = 0; i < 200000; i++) fputc('x', stream);
    BEST("fgetc", 200000, if (i == 0) rewind(stream); sink += (size_t)fgetc(stream));
    BEST("fprintf_NUL", 5000, fprintf(null, "%d %s\n", i, "text"));
    fclose(stream);
    fclose(null);
}

/* --- waiting, threads, processes ----------------------------------------------------------------------------------- */

static HANDLE ping, pong, to_peer_read, to_peer_write, from_peer_read, from_peer_write;
static volatile LONG turn;
static volatile LONG stop;

static DWORD WINAPI event_peer(void *unused)
{
    (void)unused;
    for (;;) {
        WaitForSingleObject(ping, INFINITE);
        if (stop) return 0;
        SetEvent(pong);
    }
}

static DWORD WINAPI address_peer(void *unused)
{
    LONG seen = 0;
    (void)unused;
    for (;;) {
        while (turn == seen) WaitOnAddress(&turn, &seen, sizeof seen, INFINITE);
        if (stop) return 0;
        turn = seen = 0;
        WakeByAddressSingle((void *)&turn);
    }
}

static void address_turn(void)
{
    LONG mine = 1;
    turn = 1;
    WakeByAddressSingle((void *)&turn);
    while (turn == 1) WaitOnAddress(&turn, &mine, sizeof mine, INFINITE);
}

static DWORD WINAPI pipe_peer(void *unused)
{
    char byte;
    DWORD count;
    (void)unused;
    while (ReadFile(to_peer_read, &byte, 1, &count, NULL) && count == 1) WriteFile(from_peer_write, &byte, 1, &count, NULL);
    return 0;
}

static DWORD WINAPI nothing(void *unused)
{
    (void)unused;
    return 0;
}

static void join(HANDLE thread)
{
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
}

static void run_child(void)
{
    char command[MAX_PATH + 16];
    STARTUPINFOA startup = {.cb = sizeof startup};
    PROCESS_INFORMATION child;
    command[0] = '"';
    DWORD length = GetModuleFileNameA(NULL, command + 1, MAX_PATH);
    strcpy(command + 1 + length, "\" child");
    if (!CreateProcessA(NULL, command, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &child)) return;
    CloseHandle(child.hThread);
    join(child.hProcess);
}

static void waiting_calls(void)
{
    HANDLE event = CreateEventA(NULL, FALSE, FALSE, NULL);
    BEST("SetEvent+Wait_0", 5000, SetEvent(event); WaitForSingleObject(event, 0));
    BEST("CreateEvent+Close", 5000, CloseHandle(CreateEventA(NULL, FALSE, FALSE, NULL)));
    BEST("CreateThread+join", 50, join(CreateThread(NULL, 0, nothing, NULL, 0, NULL)));
    if (wanted("event_ping-pong")) {
        ping = CreateEventA(NULL, FALSE, FALSE, NULL);
        pong = CreateEventA(NULL, FALSE, FALSE, NULL);
        HANDLE peer = CreateThread(NULL, 0, event_peer, NULL, 0, NULL);
        BEST("event_ping-pong", 500, SetEvent(ping); WaitForSingleObject(pong, INFINITE));
        stop = 1;
        SetEvent(ping);
        join(peer);
        stop = 0;
    }
    if (wanted("WaitOnAddress_ping-pong")) {
        HANDLE peer = CreateThread(NULL, 0, address_peer, NULL, 0, NULL);
        BEST("WaitOnAddress_ping-pong", 500, address_turn());
        stop = 1;
        turn = 1;
        WakeByAddressSingle((void *)&turn);
        join(peer);
    }
    if (wanted("pipe_ping-pong")) {
        char byte = 'x';
        CreatePipe(&to_peer_read, &to_peer_write, NULL, 0);
        CreatePipe(&from_peer_read, &from_peer_write, NULL, 0);
        HANDLE peer = CreateThread(NULL, 0, pipe_peer, NULL, 0, NULL);
        BEST("pipe_ping-pong", 200, WriteFile(to_peer_write, &byte, 1, &moved, NULL);
                ReadFile(from_peer_read, &byte, 1, &moved, NULL));
        CloseHandle(to_peer_write);
        join(peer);
    }
    BEST("CreateProcess+wait", 1, run_child());
}

int main(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "child") == 0) return 0;
    measure_only = argc > 1 ? argv[1] : NULL;
    memset(source, 'x', sizeof source - 1);
    plain_calls();
    memory_calls();
    file_calls();
    stream_calls();
    waiting_calls();
    return 0;
}
