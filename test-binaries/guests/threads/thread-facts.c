/* What threads are made with, and what can be asked about them. */
#include "guest.h"
#include <tlhelp32.h>
#include <winternl.h>

#define NTDLL(name) ((void *)GetProcAddress(GetModuleHandleA("ntdll"), name))

static DWORD WINAPI stack_size(void *unused)
{
    (void)unused;
    ULONG_PTR low, high;
    GetCurrentThreadStackLimits(&low, &high);
    return (DWORD)(high - low);
}

static DWORD run(LPTHREAD_START_ROUTINE function, void *argument, SIZE_T size, DWORD flags)
{
    DWORD code = 0;
    HANDLE thread = CreateThread(NULL, size, function, argument, flags, NULL);
    CHECK(thread != NULL);
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code));
    CloseHandle(thread);
    return code;
}

TEST(stack_sizes)
{
    CHECK_EQ(run(stack_size, NULL, 0, 0), 0x200000);
    CHECK_EQ(run(stack_size, NULL, 0x30000, STACK_SIZE_PARAM_IS_A_RESERVATION), 0x30000);
    CHECK_EQ(run(stack_size, NULL, 0x10000, 0), 0x200000);
    CHECK(run(stack_size, NULL, 0x400000, 0) >= 0x400000);
}

static DWORD WINAPI use_stack(void *bytes)
{
    /* Fresh memory, whatever the thread before left there. */
    volatile char room[3000];
    int dirty = 0;
    for (size_t i = 0; i < sizeof room; i++) {
        dirty += room[i] == 0x5A;
        room[i] = 0x5A;
    }
    (void)bytes;
    TlsSetValue((DWORD)(ULONG_PTR)bytes, (void *)1);
    return dirty;
}

static DWORD WINAPI tls_value(void *slot)
{
    return (DWORD)(ULONG_PTR)TlsGetValue((DWORD)(ULONG_PTR)slot) | GetLastError();
}

TEST(nothing_is_left_of_earlier_threads)
{
    DWORD slot = TlsAlloc();
    for (int i = 0; i < 20; i++) {
        CHECK_EQ(run(use_stack, (void *)(ULONG_PTR)slot, 0, 0), 0);
        CHECK_EQ(run(tls_value, (void *)(ULONG_PTR)slot, 0, 0), 0);
    }
    TlsFree(slot);
}

static DWORD WINAPI wait_for(void *event)
{
    return WaitForSingleObject(event, 10000);
}

static volatile LONG spinning = 1;

static DWORD WINAPI burn(void *unused)
{
    (void)unused;
    while (spinning)
        ;
    return 0;
}

TEST(times)
{
    FILETIME created, exited, kernel, user, now;
    spinning = 1;
    HANDLE thread = CreateThread(NULL, 0, burn, NULL, 0, NULL);
    ULONG64 used = 0;
    for (int i = 0; i < 500 && used == 0; i++) {
        Sleep(10);
        CHECK(GetThreadTimes(thread, &created, &exited, &kernel, &user));
        used = user.dwLowDateTime;
    }
    CHECK(used > 0);
    CHECK_EQ(exited.dwLowDateTime, 0);
    spinning = 0;
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CHECK(GetThreadTimes(thread, &created, &exited, &kernel, &user));
    CHECK(user.dwLowDateTime >= used / 2);
    CHECK(CompareFileTime(&exited, &created) > 0);
    GetSystemTimeAsFileTime(&now);
    CHECK(CompareFileTime(&now, &exited) >= 0);
    CloseHandle(thread);
}

TEST(descriptions)
{
    HRESULT(WINAPI *set)(HANDLE, PCWSTR) = (void *)GetProcAddress(GetModuleHandleA("kernel32"), "SetThreadDescription");
    HRESULT(WINAPI *get)(HANDLE, PWSTR *) = (void *)GetProcAddress(GetModuleHandleA("kernel32"), "GetThreadDescription");
    HANDLE event = CreateEventA(NULL, TRUE, FALSE, NULL);
    HANDLE thread = CreateThread(NULL, 0, wait_for, event, 0, NULL);
    WCHAR *text;
    CHECK(SUCCEEDED(get(thread, &text)));
    CHECK_EQ(text[0], 0);
    LocalFree(text);
    CHECK(SUCCEEDED(set(thread, L"worker \x00e4\x00f6")));
    CHECK(SUCCEEDED(get(thread, &text)));
    CHECK(wcscmp(text, L"worker \x00e4\x00f6") == 0);
    LocalFree(text);
    SetEvent(event);
    WaitForSingleObject(thread, 10000);
    CloseHandle(thread);
    CloseHandle(event);
}

TEST(priorities_and_processors)
{
    HANDLE event = CreateEventA(NULL, TRUE, FALSE, NULL);
    HANDLE thread = CreateThread(NULL, 0, wait_for, event, 0, NULL);
    Sleep(20);
    CHECK_EQ(GetThreadPriority(thread), THREAD_PRIORITY_NORMAL);
    CHECK(SetThreadPriority(thread, THREAD_PRIORITY_HIGHEST));
    CHECK_EQ(GetThreadPriority(thread), THREAD_PRIORITY_HIGHEST);
    CHECK_ERROR(SetThreadPriority(thread, 77), ERROR_INVALID_PARAMETER);
    BOOL disabled = TRUE;
    CHECK(GetThreadPriorityBoost(thread, &disabled));
    CHECK_EQ(disabled, FALSE);
    CHECK(SetThreadPriorityBoost(thread, TRUE));
    CHECK(GetThreadPriorityBoost(thread, &disabled));
    CHECK_EQ(disabled, TRUE);
    DWORD_PTR process, system;
    CHECK(GetProcessAffinityMask(GetCurrentProcess(), &process, &system));
    DWORD_PTR one = process & -process;
    CHECK_EQ(SetThreadAffinityMask(thread, one), process);
    CHECK_EQ(SetThreadAffinityMask(thread, process), one);
    CHECK_ERROR(SetThreadAffinityMask(thread, 0), ERROR_INVALID_PARAMETER);
    CHECK(SetThreadIdealProcessor(thread, 0) != (DWORD)-1);
    CHECK_EQ(SetThreadIdealProcessor(thread, MAXIMUM_PROCESSORS), 0);
    SetEvent(event);
    WaitForSingleObject(thread, 10000);
    CloseHandle(thread);
    CloseHandle(event);
}

TEST(a_suspended_thread_can_begin_elsewhere)
{
    NTSTATUS(NTAPI *query)(HANDLE, int, void *, ULONG, ULONG *) = NTDLL("NtQueryInformationThread");
    HANDLE thread = CreateThread(NULL, 0, burn, (void *)5, CREATE_SUSPENDED, NULL);
    CONTEXT context;
    memset(&context, 0, sizeof context);
    context.ContextFlags = CONTEXT_FULL;
    CHECK(GetThreadContext(thread, &context));
    CHECK(context.Rip == (ULONG64)NTDLL("RtlUserThreadStart"));
    CHECK_EQ(context.Rcx, (ULONG64)burn);
    CHECK_EQ(context.Rdx, 5);
    void *start = NULL;
    CHECK_EQ(query(thread, 9, &start, sizeof start, NULL), 0);
    CHECK(start == (void *)burn);
    context.Rcx = (ULONG64)stack_size;
    CHECK(SetThreadContext(thread, &context));
    CHECK_EQ(ResumeThread(thread), 1);
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    DWORD code = 0;
    CHECK(GetExitCodeThread(thread, &code));
    CHECK_EQ(code, 0x200000);
    CloseHandle(thread);
}

TEST(threads_are_found)
{
    DWORD id, seen = 0, mine = 0;
    HANDLE event = CreateEventA(NULL, TRUE, FALSE, NULL);
    HANDLE thread = CreateThread(NULL, 0, wait_for, event, 0, &id);
    CHECK_EQ(GetThreadId(thread), id);
    HANDLE snapshot = CreateToolhelp32Snapshot(TH32CS_SNAPTHREAD, 0);
    THREADENTRY32 entry = {.dwSize = sizeof entry};
    for (BOOL more = Thread32First(snapshot, &entry); more; more = Thread32Next(snapshot, &entry)) {
        seen += entry.th32ThreadID == id && entry.th32OwnerProcessID == GetCurrentProcessId();
        mine += entry.th32ThreadID == GetCurrentThreadId();
    }
    CHECK_EQ(GetLastError(), ERROR_NO_MORE_FILES);
    CHECK_EQ(seen, 1);
    CHECK_EQ(mine, 1);
    CloseHandle(snapshot);
    NTSTATUS(NTAPI *next)(HANDLE, HANDLE, ACCESS_MASK, ULONG, ULONG, HANDLE *) = NTDLL("NtGetNextThread");
    HANDLE at = NULL, following;
    seen = 0;
    while (next(GetCurrentProcess(), at, THREAD_ALL_ACCESS, 0, 0, &following) == 0) {
        seen += GetThreadId(following) == id;
        if (at)
            CloseHandle(at);
        at = following;
    }
    CloseHandle(at);
    CHECK_EQ(seen, 1);
    HANDLE opened = OpenThread(THREAD_ALL_ACCESS, FALSE, id);
    CHECK(opened != NULL);
    CHECK_EQ(GetThreadId(opened), id);
    CHECK_EQ(GetProcessIdOfThread(opened), GetCurrentProcessId());
    CloseHandle(opened);
    SetEvent(event);
    WaitForSingleObject(thread, 10000);
    CloseHandle(thread);
    CloseHandle(event);
    CHECK_ERROR(OpenThread(THREAD_ALL_ACCESS, FALSE, 3), ERROR_INVALID_PARAMETER);
}

static DWORD WINAPI returns_argument(void *argument)
{
    return (DWORD)(ULONG_PTR)argument;
}

TEST(threads_of_ntdll)
{
    NTSTATUS(NTAPI *create)(HANDLE *, ACCESS_MASK, void *, HANDLE, void *, void *, ULONG, SIZE_T, SIZE_T, SIZE_T, void *) =
        NTDLL("NtCreateThreadEx");
    NTSTATUS(NTAPI *user)(HANDLE, void *, BOOLEAN, ULONG, SIZE_T, SIZE_T, void *, void *, HANDLE *, CLIENT_ID *) =
        NTDLL("RtlCreateUserThread");
    NTSTATUS(NTAPI *resume)(HANDLE, ULONG *) = NTDLL("NtResumeThread");
    NTSTATUS(NTAPI *query)(HANDLE, int, void *, ULONG, ULONG *) = NTDLL("NtQueryInformationThread");
    HANDLE thread = NULL;
    ULONG count = 9;
    DWORD code = 0;
    CHECK_EQ(create(&thread, THREAD_ALL_ACCESS, NULL, GetCurrentProcess(), returns_argument, (void *)11, 1, 0, 0, 0, NULL), 0);
    CHECK_EQ(query(thread, 35, &count, sizeof count, NULL), 0);
    CHECK_EQ(count, 1);
    CHECK_EQ(resume(thread, &count), 0);
    CHECK_EQ(count, 1);
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code));
    CHECK_EQ(code, 11);
    CloseHandle(thread);
    CLIENT_ID id;
    CHECK_EQ(user(GetCurrentProcess(), NULL, FALSE, 0, 0, 0, returns_argument, (void *)12, &thread, &id), 0);
    CHECK_EQ((ULONG_PTR)id.UniqueProcess, GetCurrentProcessId());
    CHECK_EQ((ULONG_PTR)id.UniqueThread, GetThreadId(thread));
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code));
    CHECK_EQ(code, 12);
    CloseHandle(thread);
    thread = CreateRemoteThread(GetCurrentProcess(), NULL, 0, returns_argument, (void *)13, 0, NULL);
    CHECK_EQ(WaitForSingleObject(thread, 10000), WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code));
    CHECK_EQ(code, 13);
    CloseHandle(thread);
}

TEST(a_thousand_threads_live_at_once)
{
    enum { THREADS = 1000 };
    static HANDLE threads[THREADS];
    HANDLE event = CreateEventA(NULL, TRUE, FALSE, NULL);
    int made = 0;
    for (int i = 0; i < THREADS; i++) {
        threads[i] = CreateThread(NULL, 0x10000, wait_for, event, STACK_SIZE_PARAM_IS_A_RESERVATION, NULL);
        made += threads[i] != NULL;
    }
    CHECK_EQ(made, THREADS);
    SetEvent(event);
    for (int i = 0; i < THREADS; i++) {
        DWORD code = 99;
        CHECK_EQ(WaitForSingleObject(threads[i], 20000), WAIT_OBJECT_0);
        CHECK(GetExitCodeThread(threads[i], &code));
        CHECK_EQ(code, WAIT_OBJECT_0);
        CloseHandle(threads[i]);
    }
    CloseHandle(event);
}

int main(void)
{
    RUN(stack_sizes);
    RUN(nothing_is_left_of_earlier_threads);
    RUN(times);
    RUN(descriptions);
    RUN(priorities_and_processors);
    RUN(a_suspended_thread_can_begin_elsewhere);
    RUN(threads_are_found);
    RUN(threads_of_ntdll);
    RUN(a_thousand_threads_live_at_once);
    return guest_done();
}
