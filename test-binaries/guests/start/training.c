/*
 * The run that the build records for the AOT cache: a little of what most programs do when they start, be they written
 * in C, C++, Go or Rust. Each class that is recorded costs every program's start a few microseconds, and a program that
 * needs one which is not twenty times as much; so this is what several real programs were seen to call, no more.
 */
#include "guest.h"
#include <winternl.h>
#include <errno.h>
#include <io.h>
#include <sys/stat.h>
#include <time.h>

TEST(streams)
{
    char line[64];
    FILE *file = fopen("training.txt", "w");
    if (!CHECK(file != NULL)) return;
    fputs("text\n", file);
    fprintf(file, "%s %d %u %x %5.2f %c %p\n", "text", -1, 2u, 255, 3.14159, 'c', (void *)0);
    fclose(file);
    file = fopen("training.txt", "r");
    CHECK(fgets(line, sizeof line, file) != NULL);
    CHECK(fseek(file, 0, SEEK_END) == 0 && ftell(file) > 0);
    fclose(file);
    CHECK(fopen("missing.txt", "r") == NULL && errno == ENOENT);
    struct _stat64 status;
    CHECK_EQ(_stat64("training.txt", &status), 0);
}

TEST(files)
{
    char buffer[64];
    DWORD count;
    WIN32_FIND_DATAW found;
    HANDLE file = CreateFileW(L"training.bin", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ, NULL, CREATE_ALWAYS, 0, NULL);
    CHECK(WriteFile(file, "0123456789", 10, &count, NULL));
    LARGE_INTEGER size;
    CHECK(GetFileSizeEx(file, &size) && size.QuadPart == 10);
    CHECK_EQ(SetFilePointer(file, 2, NULL, FILE_BEGIN), 2);
    CHECK(ReadFile(file, buffer, sizeof buffer, &count, NULL) && count == 8);
    FILETIME time;
    CHECK(GetFileTime(file, NULL, NULL, &time));
    CloseHandle(file);
    CHECK(CreateDirectoryW(L"training", NULL));
    HANDLE find = FindFirstFileW(L"*", &found);
    while (FindNextFileW(find, &found)) count++;
    FindClose(find);
    CHECK(RemoveDirectoryW(L"training"));
    CHECK(DeleteFileW(L"training.bin"));
    CHECK(DeleteFileW(L"training.txt"));
}

TEST(process)
{
    char buffer[MAX_PATH];
    WCHAR wide[MAX_PATH];
    STARTUPINFOW startup;
    GetStartupInfoW(&startup);
    CHECK(GetModuleFileNameW(NULL, wide, MAX_PATH) > 0);
    CHECK(GetModuleHandleW(L"kernel32.dll") != NULL);
    CHECK(GetCurrentDirectoryW(MAX_PATH, wide) > 0);
    CHECK(GetFullPathNameW(L".", MAX_PATH, wide, NULL) > 0);
    CHECK(GetEnvironmentVariableA("PATH", buffer, 0) > 0);
    CHECK(MultiByteToWideChar(CP_UTF8, 0, "text", -1, wide, MAX_PATH) == 5);
    CHECK(WideCharToMultiByte(CP_ACP, 0, L"text", -1, buffer, MAX_PATH, NULL, NULL) == 5);
    CHECK(getenv("PATH") != NULL && time(NULL) > 0);
    CHECK(GetProcAddress(GetModuleHandleA("kernel32"), "GetTickCount64") != NULL);
    CRITICAL_SECTION section;
    InitializeCriticalSection(&section);
    EnterCriticalSection(&section);
    LeaveCriticalSection(&section);
    DeleteCriticalSection(&section);
}


static DWORD WINAPI second(void *event)
{
    SetEvent(event);
    return 7;
}

TEST(threads)
{
    DWORD code = 0;
    HANDLE event = CreateEventA(NULL, FALSE, FALSE, NULL), other = CreateEventW(NULL, TRUE, TRUE, NULL);
    HANDLE both[2] = {event, other}, self = NULL;
    HANDLE thread = CreateThread(NULL, 0, second, event, 0, NULL);
    if (!CHECK(thread != NULL)) return;
    CHECK_EQ(WaitForMultipleObjects(2, both, TRUE, INFINITE), WAIT_OBJECT_0);
    CHECK_EQ(WaitForSingleObject(thread, INFINITE), WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code) && code == 7);
    CHECK(ResetEvent(other) && WaitForSingleObject(other, 1) == WAIT_TIMEOUT);
    CHECK(DuplicateHandle(GetCurrentProcess(), GetCurrentThread(), GetCurrentProcess(), &self, 0, FALSE,
                          DUPLICATE_SAME_ACCESS));
    SetThreadPriority(self, GetThreadPriority(self));
    HANDLE semaphore = CreateSemaphoreA(NULL, 0, 1, NULL), mutex = CreateMutexA(NULL, FALSE, NULL);
    CHECK(ReleaseSemaphore(semaphore, 1, NULL) && WaitForSingleObject(semaphore, INFINITE) == WAIT_OBJECT_0);
    CHECK(WaitForSingleObject(mutex, INFINITE) == WAIT_OBJECT_0 && ReleaseMutex(mutex));
    DWORD tls = TlsAlloc(), fls = FlsAlloc(NULL);
    CHECK(TlsSetValue(tls, both) && TlsGetValue(tls) == both && TlsFree(tls));
    CHECK(FlsSetValue(fls, both) && FlsGetValue(fls) == both && FlsFree(fls));
    INIT_ONCE once = INIT_ONCE_STATIC_INIT;
    BOOL pending;
    CHECK(InitOnceBeginInitialize(&once, 0, &pending, NULL) && InitOnceComplete(&once, 0, NULL));
    ULONG stack = 0x5000;
    SetThreadStackGuarantee(&stack);
    Sleep(0);
    for (unsigned i = 0; i < 2; i++) CloseHandle(both[i]);
    CloseHandle(thread);
    CloseHandle(self);
    CloseHandle(semaphore);
    CloseHandle(mutex);
}

TEST(completions)
{
    DWORD count;
    ULONG_PTR key;
    OVERLAPPED *overlapped;
    LARGE_INTEGER due = {.QuadPart = -1};
    HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    CHECK(PostQueuedCompletionStatus(port, 1, 2, NULL));
    CHECK(GetQueuedCompletionStatus(port, &count, &key, &overlapped, INFINITE) && count == 1);
    HANDLE timer = CreateWaitableTimerExW(NULL, NULL, 0x2, TIMER_ALL_ACCESS);
    CHECK(SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE));
    CHECK_EQ(WaitForSingleObject(timer, INFINITE), WAIT_OBJECT_0);
    CloseHandle(timer);
    CloseHandle(port);
}

static LONG CALLBACK passes(EXCEPTION_POINTERS *info)
{
    (void)info;
    return EXCEPTION_CONTINUE_SEARCH;
}

static BOOL WINAPI control(DWORD event)
{
    (void)event;
    return FALSE;
}

TEST(machine)
{
    SYSTEM_INFO system;
    MEMORY_BASIC_INFORMATION region;
    FILETIME time;
    LARGE_INTEGER ticks;
    DWORD_PTR process, all;
    WCHAR wide[MAX_PATH];
    DWORD mode, protection;
    GetSystemInfo(&system);
    GetSystemTimeAsFileTime(&time);
    CHECK(QueryPerformanceCounter(&ticks) && QueryPerformanceFrequency(&ticks) && GetTickCount64() > 0);
    CHECK(GetProcessAffinityMask(GetCurrentProcess(), &process, &all));
    char *memory = VirtualAlloc(NULL, 0x20000, MEM_RESERVE, PAGE_READWRITE);
    CHECK(VirtualAlloc(memory, 0x10000, MEM_COMMIT, PAGE_READWRITE) == memory);
    CHECK(VirtualProtect(memory, 0x1000, PAGE_READONLY, &protection));
    CHECK(VirtualQuery(memory, &region, sizeof region) == sizeof region);
    CHECK(VirtualFree(memory, 0, MEM_RELEASE));
    HANDLE heap = HeapCreate(0, 0, 0);
    CHECK(HeapFree(heap, 0, HeapAlloc(heap, 0, 100)) && HeapDestroy(heap));
    void *handler = AddVectoredExceptionHandler(1, passes);
    CHECK(RemoveVectoredExceptionHandler(handler));
    SetUnhandledExceptionFilter(NULL);
    SetConsoleCtrlHandler(control, TRUE);
    SetErrorMode(SetErrorMode(0));
    CHECK(GetFileType(GetStdHandle(STD_ERROR_HANDLE)) != FILE_TYPE_UNKNOWN);
    GetConsoleMode(GetStdHandle(STD_OUTPUT_HANDLE), &mode);
    GetConsoleOutputCP();
    GetCPInfo(GetACP(), &(CPINFO){0});
    CHECK(LocalFree(LocalAlloc(LPTR, 8)) == NULL);
    CHECK(GetTempPathW(MAX_PATH, wide) > 0);
    CHECK(IsProcessorFeaturePresent(PF_XMMI64_INSTRUCTIONS_AVAILABLE));
    WCHAR *strings = GetEnvironmentStringsW();
    CHECK(strings != NULL && FreeEnvironmentStringsW(strings));
    FreeLibrary(LoadLibraryExW(L"bcrypt.dll", NULL, LOAD_LIBRARY_SEARCH_SYSTEM32));
    FreeLibrary(LoadLibraryA("no-such-library.dll"));
}

/* What is not in the import libraries, or not to be bound by every program that is built like this one. */
TEST(others)
{
    char bytes[16];
    int count;
    HMODULE advapi = LoadLibraryA("advapi32.dll"), shell = LoadLibraryA("shell32.dll");
    HMODULE bcrypt = LoadLibraryA("bcryptprimitives.dll"), sockets = LoadLibraryA("ws2_32.dll");
    BOOLEAN(WINAPI *random)(void *, ULONG) = (void *)GetProcAddress(advapi, "SystemFunction036");
    CHECK(random(bytes, sizeof bytes));
    BOOL(WINAPI *prng)(void *, SIZE_T) = (void *)GetProcAddress(bcrypt, "ProcessPrng");
    CHECK(prng == NULL || prng(bytes, sizeof bytes)); /* since Windows 10 */
    WCHAR **(WINAPI *words)(const WCHAR *, int *) = (void *)GetProcAddress(shell, "CommandLineToArgvW");
    CHECK(LocalFree(words(GetCommandLineW(), &count)) == NULL);
    int(WINAPI *startup)(WORD, void *) = (void *)GetProcAddress(sockets, "WSAStartup");
    char data[512];
    CHECK_EQ(startup(0x202, data), 0);
    LONG(WINAPI *write)(HANDLE, HANDLE, void *, void *, IO_STATUS_BLOCK *, const void *, ULONG, void *, void *) =
        (void *)GetProcAddress(GetModuleHandleA("ntdll"), "NtWriteFile");
    IO_STATUS_BLOCK status;
    CHECK_EQ(write(GetStdHandle(STD_OUTPUT_HANDLE), NULL, NULL, NULL, &status, "", 0, NULL, NULL), 0);
    BY_HANDLE_FILE_INFORMATION information;
    HANDLE directory = CreateFileW(L".", 0, 7, NULL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, NULL);
    WCHAR path[MAX_PATH];
    CHECK(GetFileInformationByHandle(directory, &information));
    CHECK(GetFinalPathNameByHandleW(directory, path, MAX_PATH, 0) > 0);
    CloseHandle(directory);
}

#include "training.h"

static SRWLOCK lock = SRWLOCK_INIT;
static CRITICAL_SECTION section;
static CONDITION_VARIABLE condition = CONDITION_VARIABLE_INIT;
static volatile LONG stage;

static void last(void)
{
    ExitThread(0);
}

static DWORD WINAPI holder(void *unused)
{
    AcquireSRWLockExclusive(&lock);
    EnterCriticalSection(&section);
    InterlockedExchange(&stage, 1);
    Sleep(2);
    ReleaseSRWLockExclusive(&lock);
    Sleep(2);
    LeaveCriticalSection(&section);
    while (stage == 1) YieldProcessor();
    (void)unused;
    return 0;
}

TEST(locks)
{
    CONTEXT context = {.ContextFlags = CONTEXT_CONTROL};
    FUNCTION("kernelbase.dll", BOOL, WaitOnAddress, volatile void *, void *, SIZE_T, DWORD);
    FUNCTION("kernelbase.dll", void, WakeByAddressSingle, void *);
    InitializeCriticalSection(&section);
    HANDLE thread = CreateThread(NULL, 0, holder, NULL, 0, NULL);
    while (stage == 0) Sleep(0);
    AcquireSRWLockExclusive(&lock);
    CHECK(!SleepConditionVariableSRW(&condition, &lock, 1, 0));
    ReleaseSRWLockExclusive(&lock);
    EnterCriticalSection(&section);
    CHECK(!SleepConditionVariableCS(&condition, &section, 1));
    LeaveCriticalSection(&section);
    WakeAllConditionVariable(&condition);
    LONG seen = 1;
    CHECK(!WaitOnAddress(&stage, &seen, sizeof seen, 1));
    WakeByAddressSingle((void *)&stage);
    CHECK_EQ(SuspendThread(thread), 0);
    CHECK(GetThreadContext(thread, &context) && SetThreadContext(thread, &context));
    context.Rip = (DWORD64)(ULONG_PTR)(void *)last; /* that is where it goes on */
    context.Rsp -= 0x1008 + (context.Rsp & 15);
    CHECK(SetThreadContext(thread, &context));
    CHECK_EQ(ResumeThread(thread), 1);
    InterlockedExchange(&stage, 2);
    CHECK_EQ(WaitForSingleObject(thread, INFINITE), WAIT_OBJECT_0);
    CloseHandle(thread);
    DeleteCriticalSection(&section);
    FlushProcessWriteBuffers();
}

__declspec(dllimport) void WINAPI DecantHasNoSuchFunction(void);

/* Not called: images that have the bytes of a system call are watched for it. */
void system_call(void);
__asm__(".globl system_call\nsystem_call: syscall\nret");

TEST(facts)
{
    WCHAR wide[256];
    TIME_ZONE_INFORMATION zone;
    SYSTEMTIME time;
    FILETIME created, ended, kernel, user;
    FILE_STANDARD_INFO standard;
    WIN32_FILE_ATTRIBUTE_DATA data;
    CONSOLE_SCREEN_BUFFER_INFO screen;
    LARGE_INTEGER position = {.QuadPart = 0};
    static char entries[4096];
    char deep[0x20000]; /* beyond what is committed of a stack */
    memset(deep, 0, sizeof deep);
    CHECK(GetCommandLineA() != NULL);
    CHECK(FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL, 2, 0, wide, 256, NULL) > 0);
    GetTimeZoneInformation(&zone);
    GetSystemTime(&time);
    GetLocalTime(&time);
    CHECK(SystemTimeToFileTime(&time, &created) && FileTimeToSystemTime(&created, &time));
    CHECK(GetProcessTimes(GetCurrentProcess(), &created, &ended, &kernel, &user));
    CHECK_EQ(WideCharToMultiByte(CP_UTF8, 0, L"\x4e2d", 1, deep, 8, NULL, NULL), 3);
    CHECK_EQ(CompareStringW(LOCALE_INVARIANT, 0, L"a", 1, L"b", 1), CSTR_LESS_THAN);
    WORD types[1];
    CHECK(GetStringTypeW(CT_CTYPE1, L"a", 1, types));
    GetConsoleScreenBufferInfo(GetStdHandle(STD_OUTPUT_HANDLE), &screen);
    HANDLE directory = CreateFileW(L".", GENERIC_READ, 7, NULL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, NULL);
    CHECK(GetFileInformationByHandleEx(directory, FileStandardInfo, &standard, sizeof standard));
    CHECK(GetFileInformationByHandleEx(directory, FileFullDirectoryInfo, entries, sizeof entries));
    CloseHandle(directory);
    CHECK(GetFileAttributesExW(L".", GetFileExInfoStandard, &data));
    CHECK(!GetFileAttributesExW(L"missing", GetFileExInfoStandard, &data));
    HANDLE file = CreateFileW(L"training.end", GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL);
    IO_STATUS_BLOCK status;
    FUNCTION("ntdll.dll", LONG, NtReadFile, HANDLE, HANDLE, void *, void *, IO_STATUS_BLOCK *, void *, ULONG, void *, void *);
    CHECK(SetFilePointerEx(file, position, NULL, FILE_BEGIN));
    CHECK(NtReadFile(file, NULL, NULL, NULL, &status, entries, 8, NULL, NULL) < 0);
    CloseHandle(file);
    CHECK(DeleteFileW(L"training.end"));
    FUNCTION("ntdll.dll", LONG, RtlGetVersion, OSVERSIONINFOW *);
    OSVERSIONINFOW version = {.dwOSVersionInfoSize = sizeof version};
    CHECK_EQ(RtlGetVersion(&version), 0);
    FUNCTION("ws2_32.dll", int, WSAEnumProtocolsW, int *, void *, DWORD *);
    DWORD room = sizeof entries;
    CHECK(WSAEnumProtocolsW(NULL, entries, &room) > 0);
}

TEST(runtime)
{
    char *end;
    CHECK_EQ(strtol("12", &end, 10), 12);
    CHECK(strtod("1.5", &end) == 1.5);
    CHECK(_isatty(_fileno(stdin)) == 0 || end != NULL);
    CHECK(_get_osfhandle(1) != -1);
    FUNCTION("ucrtbase.dll", int, _set_new_mode, int);
    FUNCTION("ucrtbase.dll", int *, __p___argc, void);
    FUNCTION("ucrtbase.dll", char ***, __p__environ, void);
    CHECK_EQ(_set_new_mode(0), 0);
    CHECK(__p___argc() != NULL && __p__environ() != NULL);
}

/* What is done for programs that call much. */
TEST(many)
{
    for (int i = 0; i < 1100; i++) AreFileApisANSI();
}

/* A child, which ends at once. */
TEST(child)
{
    STARTUPINFOA startup = {.cb = sizeof startup};
    PROCESS_INFORMATION process;
    char line[MAX_PATH + 16] = "\"", path[MAX_PATH];
    DWORD code = 1;
    GetModuleFileNameA(NULL, path, sizeof path);
    strcat(line, path);
    strcat(line, "\" child");
    if (!CHECK(CreateProcessA(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &startup, &process))) return;
    CHECK_EQ(WaitForSingleObject(process.hProcess, INFINITE), WAIT_OBJECT_0);
    CHECK(GetExitCodeProcess(process.hProcess, &code) && code == 0);
    CloseHandle(process.hThread);
    CloseHandle(process.hProcess);
}

int main(int argc, char **argv)
{
    (void)argv;
    if (argc > 2) DecantHasNoSuchFunction(); /* never called: real programs import what Decant lacks */
    if (argc > 1) return 0;
    RUN(streams);
    RUN(files);
    RUN(process);
    RUN(threads);
    RUN(completions);
    RUN(machine);
    RUN(others);
    RUN(locks);
    RUN(facts);
    RUN(runtime);
    RUN(timers);
    RUN(places);
    RUN(runtimes);
    RUN(surroundings);
    RUN(rests);
    RUN(more_of_the_runtime);
    RUN(many);
    RUN(child);
    return guest_done();
}
