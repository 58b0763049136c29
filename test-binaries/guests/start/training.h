/* The half of training.c that the runtimes of languages and the makers of frameworks were seen to call. */
#include <ctype.h>
#include <process.h>
#include <signal.h>
#include <tlhelp32.h>

/* A library that is loaded by name, as not every program that is built like this one is to import it. */
#define FUNCTION(library, result, name, ...) \
    result(WINAPI * name)(__VA_ARGS__) = (void *)GetProcAddress(LoadLibraryA(library), #name)

static void CALLBACK ticked(void *event, BOOLEAN fired)
{
    (void)fired;
    SetEvent(event);
}

/* Timers of both kinds, and what runtimes look at before they make their threads. */
TEST(timers)
{
    HANDLE event = CreateEventA(NULL, FALSE, FALSE, NULL), timer = NULL;
    CHECK(CreateTimerQueueTimer(&timer, NULL, ticked, event, 1, 1, 0));
    CHECK_EQ(WaitForSingleObject(event, INFINITE), WAIT_OBJECT_0);
    CHECK(DeleteTimerQueueTimer(NULL, timer, INVALID_HANDLE_VALUE));
    HANDLE queue = CreateTimerQueue();
    CHECK(DeleteTimerQueueEx(queue, INVALID_HANDLE_VALUE));
    FUNCTION("ntdll.dll", LONG, NtCreateWaitCompletionPacket, HANDLE *, ACCESS_MASK, void *);
    FUNCTION("ntdll.dll", LONG, NtAssociateWaitCompletionPacket, HANDLE, HANDLE, HANDLE, void *, void *, LONG, ULONG_PTR,
             BOOLEAN *);
    FUNCTION("ntdll.dll", LONG, NtCancelWaitCompletionPacket, HANDLE, BOOLEAN);
    FUNCTION("kernelbase.dll", HRESULT, SetThreadDescription, HANDLE, const WCHAR *);
    FUNCTION("kernel32.dll", HRESULT, WerGetFlags, HANDLE, DWORD *);
    FUNCTION("ntdll.dll", LONG, NtQueryInformationProcess, HANDLE, int, void *, ULONG, ULONG *);
    if (NtCreateWaitCompletionPacket != NULL) { /* since Windows 8 */
        HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0), packet;
        BOOLEAN already;
        OVERLAPPED_ENTRY entry;
        DWORD count;
        LARGE_INTEGER due = {.QuadPart = -1};
        CHECK_EQ(NtCreateWaitCompletionPacket(&packet, 1, NULL), 0);
        timer = CreateWaitableTimerExW(NULL, NULL, 0x2, TIMER_ALL_ACCESS);
        CHECK(SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE));
        CHECK_EQ(NtAssociateWaitCompletionPacket(packet, port, timer, NULL, NULL, 0, 0, &already), 0);
        CHECK(GetQueuedCompletionStatusEx(port, &entry, 1, &count, INFINITE, FALSE) && count == 1);
        NtCancelWaitCompletionPacket(packet, TRUE);
    }
    if (SetThreadDescription != NULL) CHECK(SetThreadDescription(GetCurrentThread(), L"training") >= 0);
    ULONG_PTR basic[6];
    CHECK_EQ(NtQueryInformationProcess(GetCurrentProcess(), 0, basic, sizeof basic, NULL), 0);
    SetProcessPriorityBoost(GetCurrentProcess(), TRUE);
    DWORD flags;
    if (WerGetFlags != NULL) WerGetFlags(GetCurrentProcess(), &flags);
}

static BOOL CALLBACK once(INIT_ONCE *init, void *parameter, void **context)
{
    (void)init, (void)parameter, (void)context;
    return TRUE;
}

/* Libraries of the program's own, and places that frameworks look at. */
TEST(places)
{
    INIT_ONCE init = INIT_ONCE_STATIC_INIT;
    HKEY key;
    void *frames[4];
    DWORD64 base;
    HMODULE words = LoadLibraryW(L"words.dll");
    CHECK(GetProcAddress(words, "through_two") != NULL);
    CHECK(FreeLibrary(words));
    CHECK(LoadLibraryW(L"no-such-library.dll") == NULL && SetEnvironmentVariableW(L"TRAINING", L"\x4e2d"));
    CHECK(InitOnceExecuteOnce(&init, once, NULL, NULL));
    FUNCTION("advapi32.dll", LONG, RegOpenKeyExW, HKEY, const WCHAR *, DWORD, REGSAM, HKEY *);
    FUNCTION("advapi32.dll", LONG, RegCloseKey, HKEY);
    CHECK(RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software\\Decant\\Training", 0, KEY_READ, &key) != 0);
    CHECK(RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"Software", 0, KEY_READ, &key) == 0 && RegCloseKey(key) == 0);
    FUNCTION("kernelbase.dll", HRESULT, PathCchSkipRoot, const WCHAR *, const WCHAR **);
    FUNCTION("kernelbase.dll", HRESULT, PathCchCombineEx, WCHAR *, size_t, const WCHAR *, const WCHAR *, ULONG);
    const WCHAR *rest;
    WCHAR path[MAX_PATH];
    CHECK(PathCchSkipRoot(L"C:\\a", &rest) == 0 && PathCchCombineEx(path, MAX_PATH, L"C:\\a", L"b", 0) == 0);
    RtlCaptureStackBackTrace(0, 4, frames, NULL);
    CHECK(RtlLookupFunctionEntry((DWORD64)(ULONG_PTR)(void *)once, &base, NULL) != NULL);
    GetLocaleInfoW(LOCALE_USER_DEFAULT, LOCALE_SISO639LANGNAME, path, MAX_PATH);
    HANDLE mapping = CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 0x1000, NULL);
    void *view = MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, 0);
    CHECK(view != NULL && UnmapViewOfFile(view));
    CloseHandle(mapping);
}

static void handled(int number)
{
    (void)number;
}

/* More of the C runtimes: what Microsoft's own start code and interpreters call of them. */
TEST(runtimes)
{
    FUNCTION("ucrtbase.dll", int, _initialize_onexit_table, void **);
    FUNCTION("ucrtbase.dll", int, _execute_onexit_table, void **);
    FUNCTION("ucrtbase.dll", int, _fpreset, void);
    FUNCTION("ucrtbase.dll", void *, _set_invalid_parameter_handler, void *);
    FUNCTION("ucrtbase.dll", void, _tzset, void);
    FUNCTION("ucrtbase.dll", char *, strerror, int);
    FUNCTION("ucrtbase.dll", int, __fpe_flt_rounds, void);
    FUNCTION("ucrtbase.dll", int *, __sys_nerr, void);
    FUNCTION("ucrtbase.dll", void *, signal, int, void *);
    void *table[3] = {NULL};
    CHECK(_initialize_onexit_table(table) == 0 && _execute_onexit_table(table) == 0);
    _fpreset();
    _set_invalid_parameter_handler(_set_invalid_parameter_handler(NULL));
    _tzset();
    CHECK(strerror(ENOENT) != NULL && __sys_nerr() != NULL && __fpe_flt_rounds() >= 0);
    signal(SIGINT, signal(SIGINT, handled));
    CHECK(calloc(1, 1) != NULL);
}

/* Sockets, tokens and snapshots, which such programs make or look at without using them. */
TEST(surroundings)
{
    HANDLE token;
    LUID privilege;
    IO_STATUS_BLOCK status;
    PROCESSENTRY32W entry = {.dwSize = sizeof entry};
    OSVERSIONINFOEXW version = {.dwOSVersionInfoSize = sizeof version, .dwMajorVersion = 6};
    ULONGLONG handle;
    static const GUID provider = {1, 2, 3, {4}}, local = {0xF1B32785, 0x6FBA, 0x4FCF, {0x9D, 0x55, 0x7B, 0x8E, 0x7F, 0x15, 0x70, 0x91}};
    char facts[1024];
    int on = 1, size = sizeof facts;
    FUNCTION("ws2_32.dll", UINT_PTR, socket, int, int, int);
    FUNCTION("ws2_32.dll", int, setsockopt, UINT_PTR, int, int, const void *, int);
    FUNCTION("ws2_32.dll", int, getsockopt, UINT_PTR, int, int, void *, int *);
    FUNCTION("ws2_32.dll", int, closesocket, UINT_PTR);
    UINT_PTR s = socket(2, 1, 0);
    CHECK(s != ~(UINT_PTR)0 && setsockopt(s, 0xFFFF, 8, &on, sizeof on) == 0);
    CHECK(getsockopt(s, 0xFFFF, 0x2005, facts, &size) == 0 && closesocket(s) == 0);
    FUNCTION("advapi32.dll", BOOL, OpenProcessToken, HANDLE, DWORD, HANDLE *);
    FUNCTION("advapi32.dll", BOOL, LookupPrivilegeValueW, const WCHAR *, const WCHAR *, LUID *);
    FUNCTION("advapi32.dll", ULONG, EventRegister, const GUID *, void *, void *, ULONGLONG *);
    FUNCTION("advapi32.dll", ULONG, EventUnregister, ULONGLONG);
    CHECK(OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &token) && CloseHandle(token));
    CHECK(LookupPrivilegeValueW(NULL, L"SeLockMemoryPrivilege", &privilege));
    CHECK(EventRegister(&provider, NULL, NULL, &handle) == 0 && EventUnregister(handle) == 0);
    HANDLE processes = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    CHECK(Process32FirstW(processes, &entry) && CloseHandle(processes));
    CHECK(VerifyVersionInfoW(&version, VER_MAJORVERSION, VerSetConditionMask(0, VER_MAJORVERSION, VER_GREATER_EQUAL)));
    CHECK(*(volatile ULONG *)0x7FFE0014 != 0); /* KUSER_SHARED_DATA */
    FUNCTION("kernelbase.dll", void *, VirtualAlloc2, HANDLE, void *, SIZE_T, ULONG, ULONG, void *, ULONG);
    if (VirtualAlloc2 != NULL) { /* since Windows 10 */
        VirtualFree(VirtualAlloc2(NULL, NULL, 0x10000, MEM_RESERVE, PAGE_NOACCESS, NULL, 0), 0, MEM_RELEASE);
    }
    FUNCTION("ntdll.dll", LONG, NtQueryInformationFile, HANDLE, IO_STATUS_BLOCK *, void *, ULONG, int);
    NtQueryInformationFile(GetStdHandle(STD_INPUT_HANDLE), &status, facts, 4, 16);
    FUNCTION("shell32.dll", HRESULT, SHGetKnownFolderPath, const GUID *, DWORD, HANDLE, WCHAR **);
    FUNCTION("dbghelp.dll", DWORD, SymSetOptions, DWORD);
    SymSetOptions(0);
    FUNCTION("ole32.dll", void, CoTaskMemFree, void *);
    WCHAR *path = NULL;
    CHECK(SHGetKnownFolderPath(&local, 0, NULL, &path) == 0);
    CoTaskMemFree(path);
    for (size_t n = 16; n < 1 << 18; n *= 2) free(realloc(malloc(n), 2 * n));
}

/* Functions whose machine code answers most calls: the first calls of each are for Java all the same. */
TEST(rests)
{
    char buffer[64];
    WCHAR wide[MAX_PATH];
    DWORD count, flags, length;
    IO_STATUS_BLOCK status;
    FUNCTION("ntdll.dll", LONG, NtWaitForSingleObject, HANDLE, BOOLEAN, void *);
    FUNCTION("ntdll.dll", LONG, NtQueryVolumeInformationFile, HANDLE, IO_STATUS_BLOCK *, void *, ULONG, int);
    FUNCTION("ntdll.dll", LONG, NtReadFile, HANDLE, HANDLE, void *, void *, IO_STATUS_BLOCK *, void *, ULONG, void *, void *);
    FUNCTION("kernelbase.dll", BOOL, GetFileInformationByName, const WCHAR *, int, void *, ULONG);
    FUNCTION("kernelbase.dll", void *, VirtualAlloc2, HANDLE, void *, SIZE_T, ULONG, ULONG, void *, ULONG);
    FUNCTION("ws2_32.dll", int, gethostname, char *, int);
    FUNCTION("ws2_32.dll", USHORT, ntohs, USHORT);
    FUNCTION("user32.dll", HWND, GetDesktopWindow, void);
    HANDLE event = CreateEventA(NULL, TRUE, TRUE, NULL), in = GetStdHandle(STD_INPUT_HANDLE);
    CHECK_EQ(NtWaitForSingleObject(event, FALSE, NULL), 0);
    CloseHandle(event);
    HANDLE file = CreateFileW(L"training.end", GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL);
    FILETIME time;
    GetSystemTimeAsFileTime(&time);
    for (int i = 0; i < 2; i++) CHECK(WriteFile(file, "text", 4, &count, NULL) && count == 4);
    CHECK(SetFilePointer(file, 0, NULL, FILE_BEGIN) == 0 && ReadFile(file, buffer, 8, &count, NULL) && count == 8);
    CHECK(GetVolumeInformationByHandleW(file, wide, MAX_PATH, NULL, &length, &flags, NULL, 0));
    CHECK_EQ(NtQueryVolumeInformationFile(file, &status, buffer, 8, 4), 0);
    CHECK(SetFileTime(file, NULL, NULL, &time) && CloseHandle(file));
    CHECK(MoveFileExW(L"training.end", L"training.moved", MOVEFILE_REPLACE_EXISTING));
    char all[104];
    if (GetFileInformationByName != NULL) CHECK(GetFileInformationByName(L"training.moved", 3, all, sizeof all));
    CHECK(DeleteFileW(L"training.moved"));
    PeekNamedPipe(in, NULL, 0, NULL, &count, NULL);
    NtReadFile(in, NULL, NULL, NULL, &status, buffer, 1, NULL, NULL);
    ReadFile(in, buffer, 1, &count, NULL);
    FreeLibrary(LoadLibraryExA("C:\\Windows\\System32\\winmm.dll", NULL, 0));
    CHECK(!IsThreadAFiber());
    CHECK(GetFileAttributesW(L"C:\\Windows\\System32\\kernel32.dll") != INVALID_FILE_ATTRIBUTES);
    gethostname(buffer, sizeof buffer);
    CHECK_EQ(ntohs(1), 256);
    GetDesktopWindow();
    if (VirtualAlloc2 != NULL) {
        char *kept = VirtualAlloc2(NULL, NULL, 0x20000, MEM_RESERVE | 0x40000, PAGE_NOACCESS, NULL, 0);
        CHECK(VirtualFree(kept, 0x10000, MEM_RELEASE | 2)); /* divides the placeholder … */
        CHECK(VirtualFree(kept, 0x20000, MEM_RELEASE | 1)); /* … and makes it one again */
        CHECK(VirtualFree(kept, 0x10000, MEM_RELEASE | 2));
        CHECK(VirtualAlloc2(NULL, kept, 0x10000, MEM_RESERVE | MEM_COMMIT | 0x4000, PAGE_READWRITE, NULL, 0) == kept);
    }
}

/* What programs in C call of their runtime besides. */
TEST(more_of_the_runtime)
{
    char full[MAX_PATH];
    int (*lower)(int) = tolower;
    FUNCTION("ucrtbase.dll", double, exp2, double);
    FUNCTION("ucrtbase.dll", double, cbrt, double);
    FUNCTION("ucrtbase.dll", long, lrint, double);
    CHECK(exp2 == NULL || (exp2(3) == 8 && cbrt(8) == 2 && lrint(1.5) == 2));
    CHECK(lower('A') == 'a' && isalpha('a') && rand() >= 0 && _getpid() > 0);
    WCHAR *copy = _wcsdup(L"text");
    CHECK(copy != NULL);
    free(copy);
    CHECK(_fullpath(full, "training", sizeof full) != NULL && _access("training.none", 0) != 0);
    CHECK(GetProcAddress(GetModuleHandleA("msvcrt"), "__pioinfo") != NULL);
    uintptr_t thread = _beginthreadex(NULL, 0, (unsigned(__stdcall *)(void *))(void *)AreFileApisANSI, NULL, 0, NULL);
    CHECK_EQ(WaitForSingleObject((HANDLE)thread, INFINITE), WAIT_OBJECT_0);
    CloseHandle((HANDLE)thread);
}
